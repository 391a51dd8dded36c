//! The crates beside the `zstd` crate, with rayon where batches are concerned: `cargo bench -p benches`.
#![forbid(unsafe_code)]

use std::hint::black_box;
use std::io::{Read, Write};
use std::sync::Arc;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use zstd_core::{Compressor, Decompressor, Threads};
use zstd_mt::{BatchOptions, compress_batch, decompress_batch};
use zstd_stream::{CompressWriter, DecompressReader, Frames, IoSink, IoSource};

const LEVEL: i32 = 3;

/// Lines of a log, the same in every run.
fn text(length: usize) -> Vec<u8> {
    let mut state = 88_172_645_463_325_252_u64;
    let mut text = Vec::with_capacity(length + 200);
    while text.len() < length {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        let line = format!(
            "{{\"time\": {}, \"service\": \"node-{:02}\", \"status\": {}, \"user\": {}, \"message\": \"request served\"}}\n",
            1_700_000_000 + text.len(),
            state % 24,
            [200, 304, 404][usize::try_from(state % 3).unwrap_or(0)],
            state >> 44,
        );
        text.extend_from_slice(line.as_bytes());
    }
    text.truncate(length);
    text
}

fn one_shot(criterion: &mut Criterion) {
    let compressor = Compressor::builder().content_size(true).build();
    let compressor = compressor.expect("the defaults are valid");
    let decompressor = Decompressor::new();
    let mut peer_compressor = zstd::bulk::Compressor::new(LEVEL).expect("the level is valid");
    let mut peer_decompressor = zstd::bulk::Decompressor::new().expect("there is memory");
    for size in [100, 1_000, 10_000, 100_000, 1_000_000] {
        let data = text(size);
        let frame = compressor.compress(&data).expect("it fits");
        assert_eq!(
            peer_decompressor.decompress(&frame, size).ok(),
            Some(data.clone())
        );
        let mut group = criterion.benchmark_group("compress");
        group.throughput(Throughput::Bytes(size as u64));
        group.bench_function(BenchmarkId::new("zstd-core", size), |bencher| {
            bencher.iter(|| compressor.compress(black_box(&data)));
        });
        group.bench_function(BenchmarkId::new("zstd", size), |bencher| {
            bencher.iter(|| peer_compressor.compress(black_box(&data)));
        });
        group.finish();
        let mut group = criterion.benchmark_group("decompress");
        group.throughput(Throughput::Bytes(size as u64));
        group.bench_function(BenchmarkId::new("zstd-core", size), |bencher| {
            bencher.iter(|| decompressor.decompress(black_box(&frame)));
        });
        group.bench_function(BenchmarkId::new("zstd", size), |bencher| {
            bencher.iter(|| peer_decompressor.decompress(black_box(&frame), size));
        });
        group.finish();
    }
}

/// A frame by the peer, with a context of the thread's own as its documentation advises.
fn peer_compressed(records: &[Vec<u8>]) -> Vec<Vec<u8>> {
    let make = || zstd::bulk::Compressor::new(LEVEL).expect("the level is valid");
    records
        .par_iter()
        .map_init(make, |compressor, record| {
            compressor.compress(record).expect("it fits")
        })
        .collect()
}

fn peer_restored(frames: &[Vec<u8>], size: usize) -> Vec<Vec<u8>> {
    let make = || zstd::bulk::Decompressor::new().expect("there is memory");
    frames
        .par_iter()
        .map_init(make, |decompressor, frame| {
            decompressor.decompress(frame, size).expect("it fits")
        })
        .collect()
}

fn batches(criterion: &mut Criterion) {
    let compressor = Compressor::builder().content_size(true).build();
    let compressor = compressor.expect("the defaults are valid");
    let decompressor = Decompressor::new();
    let records: Vec<Vec<u8>> = text(63_000 * 800).chunks(800).map(<[u8]>::to_vec).collect();
    let frames = peer_compressed(&records);
    let all = BatchOptions::new().threads(Threads::ALL_CPUS);
    let ours = decompress_batch(&decompressor, &frames, None, &all).expect("the frames are valid");
    assert!(ours.iter().eq(records.iter().map(Vec::as_slice)));

    let mut group = criterion.benchmark_group("batch of 63,000 records of 800 bytes");
    group.sample_size(10);
    group.throughput(Throughput::Bytes(63_000 * 800));
    group.bench_function("compress, zstd-mt", |bencher| {
        bencher.iter(|| compress_batch(&compressor, black_box(&records), &all));
    });
    group.bench_function("compress, zstd with rayon", |bencher| {
        bencher.iter(|| peer_compressed(black_box(&records)));
    });
    group.bench_function("decompress, zstd-mt", |bencher| {
        bencher.iter(|| decompress_batch(&decompressor, black_box(&frames), None, &all));
    });
    group.bench_function("decompress, zstd with rayon", |bencher| {
        bencher.iter(|| peer_restored(black_box(&frames), 800));
    });
    group.finish();
}

fn streams(criterion: &mut Criterion) {
    let data = text(8_000_000);
    let compressor = Arc::new(
        Compressor::builder()
            .build()
            .expect("the defaults are valid"),
    );
    let decompressor = Arc::new(Decompressor::new());
    let frame = compressor.compress(&data).expect("it fits");
    let mut group = criterion.benchmark_group("streams");
    group.throughput(Throughput::Bytes(data.len() as u64));
    group.bench_function("read to the end, zstd-stream", |bencher| {
        bencher.iter(|| {
            let source = IoSource::new(frame.as_slice());
            let reader = DecompressReader::decompress(&decompressor, source, Frames::All);
            let mut content = Vec::new();
            reader.expect("there is memory").read_to_end(&mut content)
        });
    });
    group.bench_function("read to the end, zstd", |bencher| {
        bencher.iter(|| {
            let reader = zstd::stream::read::Decoder::new(frame.as_slice());
            let mut content = Vec::new();
            reader.expect("there is memory").read_to_end(&mut content)
        });
    });
    group.bench_function("write 100 bytes at a time, zstd-stream", |bencher| {
        bencher.iter(|| {
            let sink = IoSink::new(Vec::new());
            let writer = CompressWriter::compress(&compressor, sink, None);
            let mut writer = writer.expect("there is memory");
            data.chunks(100)
                .try_for_each(|piece| writer.write_all(piece))
                .expect("the sink takes all");
            writer.finish()
        });
    });
    group.bench_function("write 100 bytes at a time, zstd", |bencher| {
        bencher.iter(|| {
            let writer = zstd::stream::write::Encoder::new(Vec::new(), LEVEL);
            let mut writer = writer.expect("the level is valid");
            data.chunks(100)
                .try_for_each(|piece| writer.write_all(piece))?;
            writer.finish()
        });
    });
    group.finish();
}

criterion_group!(all, one_shot, batches, streams);
criterion_main!(all);

//! Streams of compressors and decompressors that keep to other conventions.
#![forbid(unsafe_code)]

use std::sync::Arc;

use zstd_core::{Compressor, CompressorConventions, Decompressor, DecompressorConventions};

use crate::testing::{ScriptSink, content, frame, skippable_frame};
use crate::{CompressWriter, DecompressChunks, DecompressObj, FlushMode, Frames, MemorySource};

fn compressor(change: impl FnOnce(&mut CompressorConventions)) -> Arc<Compressor> {
    let mut conventions = CompressorConventions::default();
    change(&mut conventions);
    let builder = Compressor::builder().conventions(conventions);
    Arc::new(builder.build().unwrap())
}

fn first_only() -> Arc<Decompressor> {
    let mut conventions = DecompressorConventions::default();
    conventions.first_frame_only = true;
    let builder = Decompressor::builder().conventions(conventions);
    Arc::new(builder.build().unwrap())
}

#[test]
fn every_ending_writes_a_frame() {
    for (always, frames) in [(false, 1), (true, 3)] {
        let compressor = compressor(|conventions| conventions.empty_frames = always);
        let mut writer = CompressWriter::compress(&compressor, Vec::new(), None).unwrap();
        writer.push(b"data").unwrap();
        writer.flush_mode(FlushMode::Frame).unwrap();
        writer.flush_mode(FlushMode::Frame).unwrap();
        let written = writer.finish().unwrap();
        let magic = b"\x28\xb5\x2f\xfd";
        let found = written.windows(4).filter(|window| window == magic).count();
        assert_eq!(found, frames);
        assert_eq!(content(&written), b"data");
    }
}

#[test]
fn closing_flushes_the_sink_or_does_not() {
    for (quiet, flushes) in [(false, 2), (true, 1)] {
        let compressor = compressor(|conventions| conventions.quiet_close = quiet);
        let sink = ScriptSink::new([]);
        let mut writer = CompressWriter::compress(&compressor, sink, None).unwrap();
        writer.flush_mode(FlushMode::Block).unwrap();
        writer.close().unwrap();
        assert_eq!(writer.sink().flushes, flushes);
    }
}

#[test]
fn iterators_and_objects_end_with_the_first_frame() {
    let two = [frame(b"first"), frame(b"second")].concat();
    let chunks = |decompressor: &Arc<Decompressor>, data: &[u8]| {
        let source = MemorySource::new(data.to_vec());
        let chunks = DecompressChunks::decompress(decompressor, source, Frames::All).unwrap();
        chunks.collect::<Result<Vec<_>, _>>().unwrap().concat()
    };
    assert_eq!(chunks(&Arc::new(Decompressor::new()), &two), b"firstsecond");
    assert_eq!(chunks(&first_only(), &two), b"first");

    let skipping = [skippable_frame(), frame(b"first")].concat();
    assert_eq!(chunks(&first_only(), &skipping), b"");
    let (mut object, mut out) = (
        DecompressObj::new(&first_only(), Frames::First).unwrap(),
        Vec::new(),
    );
    object.decompress(&skipping, None, &mut out).unwrap();
    assert!(out.is_empty() && object.is_eof());
    assert_eq!(object.unused_data(), frame(b"first"));
}

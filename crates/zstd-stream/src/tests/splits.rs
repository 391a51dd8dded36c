//! However input is split, and whatever the sizes are: the same bytes come out of every call.
#![forbid(unsafe_code)]

use proptest::prelude::*;

use super::{config, contents, frames, sizes};
use crate::testing::{ScriptSource, compressor, content, decompressor};
use crate::{
    ChunkIterator, Chunker, CompressObj, DecompressObj, FlushMode, Frames, MemorySource, Reader,
    StreamCopy, Writer,
};

/// Everything that a run may vary.
#[derive(Debug, Clone)]
struct Sizes {
    piece: usize,
    read: i64,
    write: i64,
    ask: i64,
}

fn all_sizes() -> impl Strategy<Value = Sizes> {
    let signed = || sizes().prop_map(|size| i64::try_from(size).unwrap());
    (sizes(), signed(), signed(), signed()).prop_map(|(piece, read, write, ask)| Sizes {
        piece,
        read,
        write,
        ask,
    })
}

fn decompressed(data: &[u8], sizes: &Sizes) -> Vec<(&'static str, Vec<u8>)> {
    let decompressor = decompressor();
    let source = || ScriptSource::pieces(data, sizes.piece);
    let reader = || {
        Reader::decompress(&decompressor, source(), Frames::All)
            .and_then(|reader| reader.read_size(sizes.read))
            .unwrap()
    };
    let mut results = Vec::new();
    let mut out = Vec::new();
    let mut full = reader();
    while full.read_vec(sizes.ask, &mut out).unwrap() != Some(0) {}
    results.push(("read", std::mem::take(&mut out)));
    let mut single = reader().stop_at_frames(true);
    while single.read1_vec(sizes.ask, &mut out).unwrap() != Some(0) {}
    results.push(("read1", std::mem::take(&mut out)));
    let mut lines = reader();
    while lines.read_line_vec(sizes.ask, &mut out).unwrap() != Some(0) {}
    results.push(("read_line", std::mem::take(&mut out)));
    reader().stop_at_frames(true).read_all(&mut out).unwrap();
    results.push(("read_all", std::mem::take(&mut out)));
    let chunks = ChunkIterator::decompress(&decompressor, source(), Frames::All)
        .and_then(|chunks| chunks.read_size(sizes.read)?.write_size(sizes.write))
        .unwrap();
    let chunks = chunks.collect::<Result<Vec<_>, _>>().unwrap();
    results.push(("chunks", chunks.concat()));
    let memory = MemorySource::new(data);
    StreamCopy::decompress(&decompressor, memory, &mut out, Frames::All)
        .and_then(|copy| copy.read_size(sizes.read)?.write_size(sizes.write))
        .unwrap()
        .run()
        .unwrap();
    results.push(("copy", std::mem::take(&mut out)));
    let mut writer = Writer::decompress(&decompressor, &mut out, Frames::All)
        .and_then(|writer| writer.write_size(sizes.write))
        .unwrap();
    for piece in data.chunks(sizes.piece) {
        assert_eq!(writer.push(piece).unwrap(), Some(piece.len()));
    }
    writer.finish().unwrap();
    results.push(("writer", std::mem::take(&mut out)));
    let limit = usize::try_from(sizes.ask).unwrap();
    for limit in [None, Some(limit)] {
        let mut object = DecompressObj::new(&decompressor, Frames::All)
            .and_then(|object| object.write_size(sizes.write))
            .unwrap();
        for piece in data.chunks(sizes.piece) {
            object.decompress(piece, limit, &mut out).unwrap();
        }
        while !object.needs_input() {
            object.decompress(&[], limit, &mut out).unwrap();
        }
        assert!(object.is_at_boundary());
        results.push(("object", std::mem::take(&mut out)));
    }
    results
}

fn compressed(data: &[u8], sizes: &Sizes) -> Vec<(&'static str, Vec<u8>)> {
    let compressor = compressor();
    let source = || ScriptSource::pieces(data, sizes.piece);
    let mut results = Vec::new();
    let mut out = Vec::new();
    let reader = || {
        Reader::compress(&compressor, source(), None)
            .and_then(|reader| reader.read_size(sizes.read))
            .unwrap()
    };
    let mut full = reader();
    while full.read_vec(sizes.ask, &mut out).unwrap() != Some(0) {}
    results.push(("read", std::mem::take(&mut out)));
    let mut single = reader();
    while single.read1_vec(sizes.ask, &mut out).unwrap() != Some(0) {}
    results.push(("read1", std::mem::take(&mut out)));
    let chunks = ChunkIterator::compress(&compressor, MemorySource::new(data), None)
        .and_then(|chunks| chunks.read_size(sizes.read)?.write_size(sizes.write))
        .unwrap();
    let chunks = chunks.collect::<Result<Vec<_>, _>>().unwrap();
    results.push(("chunks", chunks.concat()));
    StreamCopy::compress(&compressor, source(), &mut out, Some(data.len() as u64))
        .and_then(|copy| copy.read_size(sizes.read)?.write_size(sizes.write))
        .unwrap()
        .run()
        .unwrap();
    results.push(("copy", std::mem::take(&mut out)));
    let mut writer = Writer::compress(&compressor, &mut out, None)
        .and_then(|writer| writer.write_size(sizes.write))
        .unwrap();
    let mut object = CompressObj::new(&compressor, None).unwrap();
    let mut chunker = Chunker::new(&compressor, None, sizes.write).unwrap();
    let (mut from_object, mut from_chunker) = (Vec::new(), Vec::new());
    for (index, piece) in data.chunks(sizes.piece).enumerate() {
        writer.push(piece).unwrap();
        object.compress(piece, &mut from_object).unwrap();
        chunker.compress(piece).unwrap();
        drain(&mut chunker, &mut from_chunker);
        if index % 100 == 50 {
            writer.flush_mode(FlushMode::Block).unwrap();
            object.flush(FlushMode::Block, &mut from_object).unwrap();
            chunker.flush().unwrap();
            drain(&mut chunker, &mut from_chunker);
        }
    }
    writer.finish().unwrap();
    object.flush(FlushMode::Frame, &mut from_object).unwrap();
    chunker.finish().unwrap();
    drain(&mut chunker, &mut from_chunker);
    // Driven in step, they make the very same frame.
    assert!(out == from_object && out == from_chunker);
    results.push(("writer", out));
    results
}

fn drain(chunker: &mut Chunker<&[u8]>, out: &mut Vec<u8>) {
    while let Some(chunk) = chunker.next_chunk().unwrap() {
        out.extend_from_slice(chunk);
    }
}

proptest! {
    #![proptest_config(config(40))]

    #[test]
    fn decompression_does_not_depend_on_sizes(contents in contents(), sizes in all_sizes()) {
        // A byte at a time is for small data.
        let small = sizes.piece.min(usize::try_from(sizes.ask.min(sizes.write).min(sizes.read)).unwrap()) < 16;
        let contents: Vec<_> = contents
            .into_iter()
            .map(|mut content| { if small { content.truncate(5000); } content })
            .collect();
        for (name, result) in decompressed(&frames(&contents), &sizes) {
            prop_assert!(result == contents.concat(), "{name}");
        }
    }

    #[test]
    fn compression_comes_back_whatever_the_sizes(contents in contents(), sizes in all_sizes()) {
        let data = contents.concat();
        for (name, result) in compressed(&data, &sizes) {
            prop_assert!(content(&result) == data, "{name}");
        }
    }
}

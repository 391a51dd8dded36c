//! Sources and sinks that do not block: however often they have nothing or take nothing, nothing is lost.
#![forbid(unsafe_code)]

use proptest::prelude::*;

use super::{config, contents, frames, sizes};
use crate::testing::{Act, ScriptSink, ScriptSource, compressor, content, decompressor};
use crate::{
    ChunkIterator, Codec, CompressStream, DecompressStream, ErrorKind, FlushMode, Frames, Reader,
    StreamCopy, WriteReturn, Writer,
};

/// The pieces of `data`, with nothing now and then.
fn source(data: &[u8], piece: usize, every: usize) -> ScriptSource {
    let mut acts = Vec::new();
    for (index, piece) in data.chunks(piece).enumerate() {
        if index % every == 0 {
            acts.push(Act::Block);
        }
        acts.push(Act::Give(piece.to_vec()));
    }
    acts.push(Act::Block);
    ScriptSource::new(acts)
}

/// Takes a little, then nothing, again and again; in the end everything.
fn sink(most: usize) -> ScriptSink {
    ScriptSink::new((0..60).flat_map(|_| [Act::Take(most), Act::Block, Act::Block]))
}

fn all_ways<C: Codec>(
    codec: impl Fn() -> C,
    data: &[u8],
    piece: usize,
    every: usize,
    most: usize,
) -> Vec<(&'static str, Vec<u8>)> {
    let mut results = Vec::new();
    let mut reader = Reader::new(codec(), source(data, piece, every));
    let mut out = Vec::new();
    while reader.read_vec(1 << 30, &mut out).unwrap() != Some(0) {}
    results.push(("reader", out));
    let mut chunks = ChunkIterator::new(codec(), source(data, piece, every));
    let mut out = Vec::new();
    loop {
        match chunks.next_chunk() {
            Ok(Some(chunk)) => out.extend_from_slice(chunk),
            Ok(None) => break,
            Err(error) => assert_eq!(error.kind(), ErrorKind::WouldBlock),
        }
    }
    results.push(("chunks", out));
    let mut taken = sink(most);
    let mut copy = StreamCopy::new(codec(), source(data, piece, every), &mut taken);
    while let Err(error) = copy.run() {
        assert_eq!(error.kind(), ErrorKind::WouldBlock);
    }
    drop(copy);
    results.push(("copy", taken.taken));
    let mut writer = Writer::new(codec(), sink(most));
    for piece in data.chunks(piece) {
        let mut rest = piece;
        while !rest.is_empty() {
            rest = &rest[writer.push(rest).unwrap().unwrap_or(0)..];
        }
    }
    results.push(("writer", close(writer)));
    let mut writer = Writer::new(codec(), sink(most)).returns(WriteReturn::Written);
    let mut written = 0;
    for piece in data.chunks(piece) {
        written += writer.push(piece).unwrap().unwrap();
    }
    assert_eq!(written as u64, writer.tell());
    if let Err(error) = writer.flush_mode(FlushMode::Block) {
        assert_eq!(error.kind(), ErrorKind::WouldBlock);
    }
    results.push(("counting writer", close(writer)));
    results
}

fn close<C: Codec>(mut writer: Writer<C, ScriptSink>) -> Vec<u8> {
    while let Err(error) = writer.close() {
        assert_eq!(error.kind(), ErrorKind::WouldBlock);
    }
    assert!(writer.is_finished());
    writer.into_sink().taken
}

proptest! {
    #![proptest_config(config(40))]

    #[test]
    fn nothing_is_lost(
        contents in contents(),
        piece in sizes(),
        every in 1_usize..5,
        most in sizes(),
    ) {
        let data = contents.concat();
        let packed = frames(&contents);
        let unpacking = || DecompressStream::new(&decompressor(), Frames::All).unwrap();
        for (name, out) in all_ways(unpacking, &packed, piece.min(packed.len()), every, most) {
            prop_assert!(out == data, "{name}");
        }
        let packing = || CompressStream::new(&compressor(), None).unwrap();
        for (name, out) in all_ways(packing, &data, piece.max(100), every, most) {
            prop_assert!(content(&out) == data, "{name}");
        }
    }
}

//! Tests of copies.
#![forbid(unsafe_code)]

use super::*;
use crate::error::ErrorKind;
use crate::source::MemorySource;
use crate::testing::{
    Act, ScriptSink, ScriptSource, compressor, content, decompressor, frame, text,
};

fn decompress(
    acts: impl IntoIterator<Item = Act>,
    sink: &mut ScriptSink,
    frames: Frames,
) -> Result<(u64, u64), CopyError<ScriptSource, &'_ mut ScriptSink>> {
    let source = ScriptSource::new(acts);
    StreamCopy::decompress(&decompressor(), source, sink, frames)
        .unwrap()
        .run()
}

#[test]
fn copies_count_both_sides() {
    let data = text(400_000);
    let mut packed = ScriptSink::default();
    let source = MemorySource::new(data.clone());
    let (read, written) = StreamCopy::compress(&compressor(), source, &mut packed, None)
        .and_then(|copy| copy.read_size(1000)?.write_size(100))
        .unwrap()
        .run()
        .unwrap();
    assert_eq!((read, written), (400_000, packed.taken.len() as u64));
    assert!(packed.offered.iter().all(|&piece| piece <= 100));
    let mut unpacked = Vec::new();
    let source = ScriptSource::pieces(&packed.taken, 777);
    let mut copy =
        StreamCopy::decompress(&decompressor(), source, &mut unpacked, Frames::All).unwrap();
    assert_eq!(copy.run(), Ok((written, read)));
    assert_eq!(copy.run(), Ok((written, read)));
    drop(copy);
    assert!(unpacked == data);
}

#[test]
fn nothing_in_is_an_empty_frame_or_nothing_out() {
    let mut sink = Vec::new();
    let empty = MemorySource::new("");
    let counts = StreamCopy::compress(&compressor(), empty, &mut sink, None)
        .unwrap()
        .run();
    assert_eq!(counts, Ok((0, sink.len() as u64)));
    assert_eq!(content(&sink), b"");
    assert_eq!(
        decompress([], &mut ScriptSink::default(), Frames::All),
        Ok((0, 0))
    );
}

#[test]
fn policies_are_kept_and_what_was_good_is_written() {
    let (foo, bar) = (frame(b"foo"), frame(b"bar"));
    let give = |parts: &[&[u8]]| [Act::Give(parts.concat())];
    let mut sink = ScriptSink::default();
    let read = (foo.len() + bar.len()) as u64;
    assert_eq!(
        decompress(give(&[&foo, &bar]), &mut sink, Frames::All),
        Ok((read, 6))
    );
    for (acts, frames) in [
        (give(&[&foo, &bar]), Frames::One),
        (give(&[&foo, b"garbage"]), Frames::All),
        (give(&[&foo, &bar[..9]]), Frames::All),
    ] {
        let mut sink = ScriptSink::default();
        let error = decompress(acts, &mut sink, frames).unwrap_err();
        assert_eq!(
            (error.kind(), &sink.taken[..]),
            (ErrorKind::Zstd, &b"foo"[..])
        );
    }
}

#[test]
fn errors_tell_their_side_and_end_the_copy() {
    let mut sink = ScriptSink::new([Act::Fail("sink")]);
    let error = decompress([Act::Give(frame(b"foo"))], &mut sink, Frames::All).unwrap_err();
    assert_eq!(error, Error::Outer(Side::Sink("sink")));
    let mut sink = ScriptSink::default();
    let error = decompress([Act::Fail("source")], &mut sink, Frames::All).unwrap_err();
    assert_eq!(error.map_outer(Side::into_inner), Error::Outer("source"));
    let source = ScriptSource::new([Act::Fail("source")]);
    let mut copy = StreamCopy::compress(&compressor(), source, Vec::new(), None).unwrap();
    assert_eq!(copy.run().unwrap_err().kind(), ErrorKind::Outer);
    assert!(matches!(
        copy.run(),
        Err(Error::Stream(StreamError::Failed(_)))
    ));
    let memory = MemorySource::new("foo");
    let sink = ScriptSink::new([Act::Fail("sink")]);
    let error = StreamCopy::compress(&compressor(), memory, sink, None)
        .unwrap()
        .run()
        .unwrap_err();
    assert_eq!(error.map_outer(Side::into_sink), Error::Outer("sink"));
}

#[test]
fn copies_between_ends_that_do_not_block_are_carried_on() {
    let data = text(300_000);
    let acts = data
        .chunks(9999)
        .flat_map(|piece| [Act::Block, Act::Give(piece.to_vec())]);
    let sink = ScriptSink::new((0..30).flat_map(|_| [Act::Take(100), Act::Block]));
    let mut copy =
        StreamCopy::compress(&compressor(), ScriptSource::new(acts), sink, None).unwrap();
    let mut blocked = 0;
    let (read, written) = loop {
        match copy.run() {
            Ok(counts) => break counts,
            Err(error) => assert_eq!(error.kind(), ErrorKind::WouldBlock),
        }
        blocked += 1;
    };
    assert!(blocked >= 60, "{blocked}");
    let (_, sink) = copy.into_parts();
    assert_eq!((read, written), (300_000, sink.taken.len() as u64));
    assert!(content(&sink.taken) == data);
}

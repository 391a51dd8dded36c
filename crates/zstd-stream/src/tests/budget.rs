//! Whatever reads the content of a stream, and in whatever pieces: it gets as much as is allowed, and an error where there is more.
#![forbid(unsafe_code)]

use std::sync::Arc;

use proptest::prelude::*;
use zstd_core::{Decompressor, Format};

use super::{config, contents, sizes};
use crate::testing::{ScriptSource, frame, magicless, sizing_compressor, skippable_frame, text};
use crate::{
    ChunkIterator, DecompressObj, DecompressReader, Error, Frames, Reader, Side, StreamCopy,
    StreamError, Whence, Writer,
};

/// What a stream has handed out, and how it has ended.
type Ended = (Vec<u8>, Result<(), StreamError>);

fn limited(limit: u64) -> Arc<Decompressor> {
    let builder = Decompressor::builder().max_output_size(limit);
    Arc::new(builder.build().unwrap())
}

/// Repeats `call`, which appends, until it says that there is no more.
fn all<E>(mut call: impl FnMut(&mut Vec<u8>) -> Result<bool, E>) -> (Vec<u8>, Result<(), E>) {
    let mut out = Vec::new();
    loop {
        match call(&mut out) {
            Ok(true) => {}
            Ok(false) => return (out, Ok(())),
            Err(error) => return (out, Err(error)),
        }
    }
}

fn stream_error(error: Error<&'static str>) -> StreamError {
    match error {
        Error::Stream(error) => error,
        Error::Outer(text) => panic!("{text}"),
    }
}

/// Decompresses by every call; of each, whether it hands out everything that comes before an error.
fn each(
    decompressor: &Arc<Decompressor>,
    data: &[u8],
    piece: usize,
) -> Vec<(&'static str, bool, Ended)> {
    let source = || ScriptSource::pieces(data, piece);
    let reader = || DecompressReader::decompress(decompressor, source(), Frames::All).unwrap();
    let size = i64::try_from(piece).unwrap();
    let mut results = Vec::new();
    let mut add = |name, complete, (out, end): (_, Result<(), _>)| {
        results.push((name, complete, (out, end.map_err(stream_error))));
    };
    let mut full = reader();
    let end = all(|out| full.read_vec(size, out).map(|count| count != Some(0)));
    add("read", false, end);
    let mut single = reader();
    let end = all(|out| single.read1_vec(size, out).map(|count| count != Some(0)));
    add("read1", true, end);
    let mut lines = reader();
    let end = all(|out| lines.read_line_vec(-1, out).map(|count| count != Some(0)));
    add("read_line", false, end);
    let end = all(|out| reader().read_all(out).map(|_| false));
    add("read_all", false, end);
    let mut chunks = ChunkIterator::decompress(decompressor, source(), Frames::All).unwrap();
    let end = all(|out| {
        let chunk = chunks.next_chunk()?;
        out.extend_from_slice(chunk.unwrap_or_default());
        Ok(chunk.is_some())
    });
    add("chunks", true, end);
    let end = all(|out| {
        let mut copy = StreamCopy::decompress(decompressor, source(), out, Frames::All).unwrap();
        copy.run().map(|_| false).map_err(|error| {
            error.map_outer(|side| match side {
                Side::Source(text) => text,
                Side::Sink(never) => match never {},
            })
        })
    });
    add("copy", true, end);
    let mut writer = Writer::decompress(decompressor, Vec::new(), Frames::All).unwrap();
    let mut pieces = data.chunks(piece);
    let end = pieces.try_for_each(|piece| writer.push(piece).map(drop));
    let end = end.and_then(|()| writer.close());
    let end = end.map_err(|error| error.map_outer(|never| match never {}));
    add("writer", true, (writer.into_sink(), end));
    for limit in [None, Some(piece)] {
        let mut object = DecompressObj::new(decompressor, Frames::All).unwrap();
        let mut pieces = data.chunks(piece);
        let end = all(|out| {
            let piece = if object.needs_input() {
                pieces.next()
            } else {
                None
            };
            let more = piece.is_some() || !object.needs_input();
            object.decompress(piece.unwrap_or_default(), limit, out)?;
            Ok(more)
        });
        results.push(("object", false, end));
    }
    results
}

/// What is handed out of contents, the first `sized` of which declare their sizes, and how that ends.
fn expected(contents: &[Vec<u8>], sized: usize, limit: usize) -> (Vec<u8>, Option<Option<u64>>) {
    let mut out = Vec::new();
    for (index, content) in contents.iter().enumerate() {
        let left = limit - out.len();
        if content.len() <= left {
            out.extend_from_slice(content);
        } else if index < sized {
            let needed = out.len() + content.len();
            return (out, Some(Some(needed as u64)));
        } else {
            out.extend_from_slice(&content[..left]);
            return (out, Some(None));
        }
    }
    (out, None)
}

proptest! {
    #![proptest_config(config(60))]

    #[test]
    fn no_stream_hands_out_more_than_is_allowed(
        contents in contents(),
        sized in 0_usize..4,
        piece in sizes(),
        limit in any::<prop::sample::Index>(),
        beside in -1_i64..2,
    ) {
        let contents: Vec<_> = contents
            .into_iter()
            .map(|mut content| { if piece < 16 { content.truncate(3000); } content })
            .collect();
        let mut data = skippable_frame();
        for (index, content) in contents.iter().enumerate() {
            let sizing = sizing_compressor();
            data.extend(if index < sized { sizing.compress(content).unwrap() } else { frame(content) });
            data.extend(skippable_frame());
        }
        let total: usize = contents.iter().map(Vec::len).sum();
        let around_the_end = total.saturating_add_signed(isize::try_from(beside).unwrap());
        for limit in [limit.index(total + 2), around_the_end] {
            let limit = limit.max(1);
            let (out, end) = expected(&contents, sized, limit);
            for (name, complete, (found, ended)) in each(&limited(limit as u64), &data, piece) {
                let what = format!("{name} of {total} bytes within {limit}: {ended:?}");
                prop_assert!(out.starts_with(&found) && (!complete || found.len() == out.len()), "{what}");
                match end {
                    None => prop_assert!(ended.is_ok() && found.len() == out.len(), "{what}"),
                    Some(need) => {
                        let found = matches!(
                            ended,
                            Err(StreamError::OutputLimit { limit: l, needed, .. })
                                if l == limit as u64 && needed == need
                        );
                        prop_assert!(found, "{what}");
                    }
                }
            }
        }
    }
}

#[test]
fn limits_are_for_content_of_every_format_and_policy() {
    let empty = sizing_compressor().compress(b"").unwrap();
    let behind = [skippable_frame(), empty, frame(b"")].concat();
    let data = [skippable_frame(), frame(&[7; 1000]), behind].concat();
    for frames in [Frames::All, Frames::One, Frames::First] {
        for (limit, enough) in [(1000, true), (999, false)] {
            let source = ScriptSource::pieces(&data, 5);
            let mut reader = DecompressReader::decompress(&limited(limit), source, frames).unwrap();
            let mut out = Vec::new();
            assert_eq!(reader.read_all(&mut out).is_ok(), enough, "{frames:?}");
        }
    }
    let (compressor, _) = magicless();
    let data = compressor.compress(&[7; 1000]).unwrap().repeat(2);
    for (limit, enough) in [(2000, true), (1999, false)] {
        let builder = Decompressor::builder().format(Format::Magicless);
        let decompressor = Arc::new(builder.max_output_size(limit).build().unwrap());
        let mut object = DecompressObj::new(&decompressor, Frames::All).unwrap();
        let done = object.decompress(&data, None, &mut Vec::new());
        assert_eq!(done.is_ok(), enough);
    }
}

#[test]
fn memory_that_is_at_hand_is_not_filled_beyond_the_limit() {
    // The first result leaves memory to the second one, with room for more than that may have.
    let (first, second) = (text(100_000), text(2000));
    let decompressor = limited(101_000);
    let mut object = DecompressObj::new(&decompressor, Frames::All).unwrap();
    let mut run = |content| object.decompress_object::<Vec<u8>>(&frame(content), None);
    assert_eq!(run(&first), Ok(first.clone()));
    let (limit, needed) = (101_000, None);
    let operation = "zstd decompressor error";
    let error = StreamError::OutputLimit {
        operation,
        limit,
        needed,
    };
    assert_eq!(run(&second), Err(error));
}

#[test]
fn going_back_begins_the_count_anew() {
    let data = frame(&[7; 100_000]);
    let source = crate::MemorySource::new(data);
    let mut reader = Reader::decompress(&limited(100_000), source, Frames::All).unwrap();
    for _ in 0..3 {
        let mut out = Vec::new();
        assert_eq!(reader.read_all(&mut out).unwrap(), Some(100_000));
        assert_eq!(reader.seek_to(0, Whence::Start).unwrap(), 0);
    }
}

#[test]
fn failures_do_not_begin_the_count_anew() {
    let decompressor = limited(1000);
    let mut object = DecompressObj::new(&decompressor, Frames::All).unwrap();
    let mut out = Vec::new();
    object
        .decompress(&frame(&[7; 600]), None, &mut out)
        .unwrap();
    object.decompress(b"no frame", None, &mut out).unwrap_err();
    object.restart().unwrap();
    let error = object.decompress(&frame(&[7; 600]), Some(400), &mut out);
    assert_eq!((error, out.len()), (Ok(400), 1000));
    let error = object.decompress(&[], Some(400), &mut out).unwrap_err();
    assert_eq!(
        error.to_string(),
        "zstd decompressor error: the content has more than 1000 bytes, max_output_size is 1000"
    );
}

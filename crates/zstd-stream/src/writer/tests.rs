//! Tests of writers.
#![forbid(unsafe_code)]

use super::*;
use crate::error::ErrorKind;
use crate::numbers::FlushMode;
use crate::testing::{
    Act, ScriptSink, compressor, content, decompressor, frame, sizing_compressor, text,
};

fn into(acts: impl IntoIterator<Item = Act>) -> CompressWriter<ScriptSink> {
    Writer::compress(&compressor(), ScriptSink::new(acts), None).unwrap()
}

fn out_of(frames: Frames, acts: impl IntoIterator<Item = Act>) -> DecompressWriter<ScriptSink> {
    Writer::decompress(&decompressor(), ScriptSink::new(acts), frames).unwrap()
}

#[test]
fn writes_return_what_they_were_asked_to() {
    let data = text(300_000);
    let mut taking = into([]);
    assert_eq!(taking.push(&data), Ok(Some(data.len())));
    let mut writing = into([]).returns(WriteReturn::Written);
    let mut count = writing.push(&data).unwrap().unwrap();
    assert_eq!(count, writing.sink().taken.len());
    count += writing.flush_mode(FlushMode::Block).unwrap();
    count += writing.flush_mode(FlushMode::Frame).unwrap();
    assert_eq!(writing.tell(), count as u64);
    let sink = writing.finish().unwrap();
    assert_eq!(sink.taken.len(), count);
    assert!(content(&sink.taken) == data);
}

#[test]
fn everything_is_taken_whatever_writes_return() {
    let data = text(300_000);
    for returns in [WriteReturn::Taken, WriteReturn::Written] {
        let mut writer = into([Act::Take(7)]).returns(returns);
        writer.push_all(&data).unwrap();
        writer.push_all(b"").unwrap();
        assert!(content(&writer.finish().unwrap().taken) == data);
    }
    let mut blocked = into((0..9).map(|_| Act::Block)).write_size(10).unwrap();
    let error = blocked.push_all(&data).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::WouldBlock);
    assert!(!blocked.is_failed());
}

#[test]
fn flushes_reach_the_sink_and_end_blocks_or_frames() {
    let mut writer = into([]);
    writer.push(b"foo").unwrap();
    assert_eq!(writer.tell(), 0);
    let block = writer.flush_mode(FlushMode::Block).unwrap();
    assert!(block > 0);
    assert_eq!(writer.flush_mode(FlushMode::Block), Ok(0));
    assert_eq!(writer.sink().flushes, 2);
    assert!(writer.flush_mode(FlushMode::Frame).unwrap() > 0);
    assert_eq!(writer.flush_mode(FlushMode::Frame), Ok(0));
    let length = writer.sink().taken.len();
    assert!(writer.memory_size().unwrap() > 0 && !writer.has_pending());
    assert_eq!(writer.codec().frames(), 1);
    // Nothing was written since, so that the end of the stream adds nothing.
    let sink = writer.finish().unwrap();
    assert_eq!(
        (sink.taken.len(), content(&sink.taken)),
        (length, b"foo".to_vec())
    );
}

#[test]
fn frames_may_follow_one_another_and_a_stream_is_never_empty() {
    let mut writer = into([]);
    for part in [b"foo", b"bar"] {
        writer.push(part).unwrap();
        writer.flush_mode(FlushMode::Frame).unwrap();
    }
    assert_eq!(content(&writer.finish().unwrap().taken), b"foobar");
    let nothing = into([]).finish().unwrap();
    assert_eq!(content(&nothing.taken), b"");
    assert!(!nothing.taken.is_empty());
}

#[test]
fn pieces_are_never_larger_than_the_write_size() {
    let data = text(400_000);
    for size in [1, 7, 1000] {
        let mut writer = into([]).write_size(size).unwrap();
        writer.push(&data).unwrap();
        let sink = writer.finish().unwrap();
        let most = usize::try_from(size).unwrap();
        assert!(sink.offered.iter().all(|&piece| piece <= most));
        assert!(content(&sink.taken) == data);
        let mut back = out_of(Frames::All, []).write_size(size).unwrap();
        back.push(&sink.taken).unwrap();
        let sink = back.finish().unwrap();
        assert!(sink.offered.iter().all(|&piece| piece <= most));
        assert!(sink.taken == data);
    }
    assert!(into([]).write_size(0).is_err());
}

#[test]
fn declared_sizes_are_checked_while_writing_and_at_the_end() {
    let writer = |size| Writer::compress(&sizing_compressor(), ScriptSink::default(), Some(size));
    let mut right = writer(3).unwrap();
    right.push(b"foo").unwrap();
    let frame = right.finish().unwrap().taken;
    assert_eq!(decompressor().decompress(&frame).unwrap(), b"foo");
    let mut long = writer(3).unwrap();
    assert_eq!(long.push(b"foob").unwrap_err().kind(), ErrorKind::Zstd);
    assert!(long.is_failed());
    assert_eq!(long.close(), Ok(()));
    let mut short = writer(5).unwrap();
    short.push(b"foob").unwrap();
    let error = short.close().unwrap_err();
    let expected = StreamError::DeclaredSize {
        operation: "zstd compress error",
        declared: 5,
        actual: 4,
    };
    assert_eq!(error, expected.into());
    assert!(short.is_closed() && !short.is_finished());
    assert_eq!(short.close(), Ok(()));
    assert_eq!(short.finish().err(), Some(StreamError::Closed.into()));
}

#[test]
fn decompressing_writers_cross_frames_as_told() {
    let (foo, bar) = (frame(b"foo"), frame(b"bar"));
    let both = [foo.clone(), bar].concat();
    for size in [1, 5, 1000] {
        let mut all = out_of(Frames::All, []);
        for piece in both.chunks(size) {
            assert_eq!(all.push(piece), Ok(Some(piece.len())));
        }
        assert_eq!(all.finish().unwrap().taken, b"foobar");
        for frames in [Frames::One, Frames::First] {
            let mut one = out_of(frames, []);
            let results: Vec<_> = both.chunks(size).map(|piece| one.push(piece)).collect();
            assert!(results.contains(&Err(StreamError::ExtraData.into())));
            assert_eq!(one.sink().taken, b"foo");
            let mut alone = out_of(frames, []);
            alone.push(&foo).unwrap();
            assert_eq!(alone.finish().unwrap().taken, b"foo");
        }
    }
    let mut garbage = out_of(Frames::All, []);
    let error = garbage.push(&[foo, b"garbage".to_vec()].concat());
    assert!(error.is_err() && garbage.sink().taken == b"foo");
}

#[test]
fn a_truncated_stream_cannot_be_closed_in_silence() {
    let data = frame(b"foobar");
    for length in 1..data.len() {
        let mut writer = out_of(Frames::All, []);
        writer.push(&data[..length]).unwrap();
        writer.flush_mode(FlushMode::Block).unwrap();
        let error = writer.close().unwrap_err();
        assert_eq!(error, zstd_core::Error::Truncated.into());
        assert!(writer.is_closed());
    }
    assert_eq!(out_of(Frames::All, []).close(), Ok(()));
}

#[test]
fn errors_of_the_sink_arrive_unchanged_and_the_first_one_wins() {
    let mut writer = into([Act::Take(1), Act::Fail("first"), Act::Fail("second")]);
    writer.push(b"foo").unwrap();
    assert_eq!(
        writer.flush_mode(FlushMode::Block),
        Err(Error::Outer("first"))
    );
    let failed = writer.push(b"bar").unwrap_err();
    assert_eq!(failed.kind(), ErrorKind::Zstd);
    assert!(writer.flush_mode(FlushMode::Frame).is_err());
    assert_eq!(writer.close(), Ok(()));
    assert_eq!(writer.sink().acts.len(), 1);
    assert!(writer.is_closed());
    let mut lying = into([Act::Claim(1000)]);
    lying.push(b"foo").unwrap();
    assert_eq!(lying.close().unwrap_err().kind(), ErrorKind::Io);
    let mut panicking = into([Act::Panic]);
    panicking.push(b"foo").unwrap();
    let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| panicking.close()));
    assert!(outcome.is_err() && panicking.is_failed());
    assert_eq!(panicking.close(), Ok(()));
}

#[test]
fn a_sink_that_takes_nothing_now_gets_everything_later() {
    let data = text(500_000);
    let mut writer = into((0..50).flat_map(|_| [Act::Block, Act::Take(1000)]))
        .write_size(3000)
        .unwrap();
    let (mut rest, mut blocked) = (&data[..], 0);
    while !rest.is_empty() {
        match writer.push(rest).unwrap() {
            Some(taken) => rest = &rest[taken..],
            None => blocked += 1,
        }
    }
    while let Err(error) = writer.close() {
        assert_eq!(error.kind(), ErrorKind::WouldBlock);
        assert!(writer.has_pending() && !writer.is_finished() && !writer.is_closed());
        blocked += 1;
    }
    assert!(blocked > 0 && writer.is_finished());
    assert!(content(&writer.into_sink().taken) == data);
}

#[test]
fn counting_writers_keep_in_memory_what_the_sink_does_not_take() {
    let data = text(500_000);
    let mut writer = into((0..40).map(|_| Act::Block)).returns(WriteReturn::Written);
    for piece in data.chunks(100_000) {
        assert_eq!(writer.push(piece), Ok(Some(0)));
    }
    assert_eq!(
        writer.flush_mode(FlushMode::Block).unwrap_err().kind(),
        ErrorKind::WouldBlock
    );
    while writer.flush_mode(FlushMode::Frame).is_err() {}
    assert_eq!(writer.tell(), writer.sink().taken.len() as u64);
    assert!(content(&writer.finish().unwrap().taken) == data);
}

#[test]
fn abandoned_and_closed_writers_write_nothing_more() {
    let mut writer = into([]);
    writer.push(b"foo").unwrap();
    writer.flush_mode(FlushMode::Block).unwrap();
    let length = writer.sink().taken.len();
    writer.abandon();
    assert_eq!(writer.close(), Ok(()));
    assert_eq!(writer.sink_mut().taken.len(), length);
    assert!(writer.is_closed() && !writer.is_finished());
    assert_eq!(writer.push(b"x"), Err(StreamError::Closed.into()));
    assert_eq!(
        writer.flush_mode(FlushMode::Block),
        Err(StreamError::Closed.into())
    );
    assert_eq!(writer.check(), Err(StreamError::Closed));
    assert!(writer.memory_size().unwrap() > 0);
    let mut closed = into([]);
    closed.close().unwrap();
    let length = closed.sink().taken.len();
    assert_eq!(closed.finish().unwrap().taken.len(), length);
}

#[test]
fn a_context_is_entered_once_and_may_be_required() {
    let mut free = into([]);
    free.push(b"foo").unwrap();
    free.enter().unwrap();
    let again = free.enter().unwrap_err();
    assert_eq!(again.to_string(), "cannot __enter__ multiple times");
    free.exit(false).unwrap();
    assert_eq!(free.enter(), Err(StreamError::Closed));
    assert_eq!(content(&free.sink().taken), b"foo");

    let mut bound = into([]).require_context();
    let refused = |writer: &mut CompressWriter<ScriptSink>| {
        for error in [
            writer.push(b"x").map(drop).unwrap_err(),
            writer.flush_mode(FlushMode::Block).map(drop).unwrap_err(),
            writer.memory_size().unwrap_err().into(),
        ] {
            assert_eq!(error.kind(), ErrorKind::Zstd);
            assert!(error.to_string().contains("context manager"), "{error}");
        }
    };
    refused(&mut bound);
    bound.enter().unwrap();
    bound.push(b"foo").unwrap();
    assert!(bound.memory_size().unwrap() > 0);
    bound.exit(false).unwrap();
    refused(&mut bound);
    assert_eq!(content(&bound.sink().taken), b"foo");
}

#[test]
fn leaving_a_context_does_not_hide_the_error_that_leaves_it() {
    let mut writer = into([Act::Fail("second")]);
    writer.enter().unwrap();
    writer.push(b"foo").unwrap();
    assert_eq!(writer.exit(true), Ok(()));
    assert!(writer.is_closed());
    let mut writer = into([Act::Fail("first")]);
    writer.enter().unwrap();
    writer.push(b"foo").unwrap();
    assert_eq!(writer.exit(false), Err(Error::Outer("first")));
    assert!(writer.is_closed());
    let mut blocked = into([Act::Block, Act::Block]);
    blocked.enter().unwrap();
    assert_eq!(
        blocked.exit(false).unwrap_err().kind(),
        ErrorKind::WouldBlock
    );
    assert!(!blocked.is_closed() && blocked.enter().is_err());
    blocked.exit(false).unwrap();
    assert_eq!(content(&blocked.sink().taken), b"");
    let mut blocked = into([Act::Block, Act::Block]);
    assert_eq!(blocked.exit(true), Ok(()));
    assert!(blocked.is_closed() && !blocked.is_finished());
}

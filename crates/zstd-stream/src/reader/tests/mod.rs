//! Tests of readers.
#![forbid(unsafe_code)]

mod moving;
mod results;

use super::*;
use crate::error::ErrorKind;
use crate::numbers::Whence;
use crate::source::MemorySource;
use crate::testing::{
    Act, ScriptSource, compressor, content, decompressor, frame, sizing_compressor, text,
};

fn over(acts: impl IntoIterator<Item = Act>) -> DecompressReader<ScriptSource> {
    let source = ScriptSource::new(acts);
    Reader::decompress(&decompressor(), source, Frames::All).unwrap()
}

fn memory(data: &[u8], frames: Frames) -> DecompressReader<MemorySource<Vec<u8>>> {
    let source = MemorySource::new(data.to_vec());
    Reader::decompress(&decompressor(), source, frames).unwrap()
}

fn read<C: Codec, S: Source<Error: std::fmt::Debug>>(
    reader: &mut Reader<C, S>,
    size: i64,
) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let count = reader.read_vec(size, &mut out).unwrap();
    assert_eq!(count.unwrap_or(0), out.len());
    count.map(|_| out)
}

fn read1<S: Source<Error: std::fmt::Debug>>(
    reader: &mut DecompressReader<S>,
    size: i64,
) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    reader.read1_vec(size, &mut out).unwrap().map(|_| out)
}

#[test]
fn reads_fill_their_memory_and_end_with_nothing() {
    let mut reader = over([Act::Give(frame(b"foobar"))]);
    assert_eq!(read(&mut reader, 0).unwrap(), b"");
    assert_eq!(read(&mut reader, 4).unwrap(), b"foob");
    assert_eq!(read(&mut reader, 1 << 40).unwrap(), b"ar");
    for size in [-1, 0, 9] {
        assert_eq!(read(&mut reader, size).unwrap(), b"");
    }
    assert_eq!(read1(&mut reader, -1).unwrap(), b"");
    assert_eq!(reader.tell(), 6);
    let mut room = *b"-----";
    let mut reader = memory(&frame(b"foobar"), Frames::All);
    assert_eq!(reader.read_into_slice(&mut room[1..4]).unwrap(), Some(3));
    assert_eq!(reader.read1_into_slice(&mut room[..0]).unwrap(), Some(0));
    assert_eq!(&room, b"-foo-");
}

#[test]
fn an_empty_source_is_an_empty_result() {
    assert_eq!(read(&mut over([]), -1).unwrap(), b"");
    assert_eq!(read(&mut over([]), 5).unwrap(), b"");
    assert_eq!(read1(&mut over([]), -1).unwrap(), b"");
    assert_eq!(over([]).peek().unwrap(), Some(&b""[..]));
    let source = ScriptSource::new([]);
    let mut reader = Reader::compress(&compressor(), source, None).unwrap();
    assert_eq!(content(&read(&mut reader, -1).unwrap()), b"");
}

#[test]
fn compressing_readers_declare_the_size_that_their_source_knows() {
    let source = MemorySource::new("foobar");
    let mut reader = Reader::compress(&sizing_compressor(), source, None).unwrap();
    let out = read(&mut reader, -1).unwrap();
    assert_eq!(decompressor().decompress(&out).unwrap(), b"foobar");
    assert_eq!(
        (reader.tell(), reader.source_bytes()),
        (out.len() as u64, 6)
    );
    for size in [5, 7] {
        let source = MemorySource::new("foobar");
        let mut reader = Reader::compress(&compressor(), source, Some(size)).unwrap();
        let error = reader.read_all(&mut Vec::new()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Zstd);
    }
}

#[test]
fn single_reads_answer_with_what_is_ready() {
    let data = [frame(b"foo"), frame(b"bar")];
    let acts = || data.iter().cloned().map(Act::Give);
    let mut reader = over(acts());
    assert_eq!(read1(&mut reader, 100).unwrap(), b"foo");
    assert_eq!(read1(&mut reader, 2).unwrap(), b"ba");
    assert_eq!(read1(&mut reader, -1).unwrap(), b"r");
    assert_eq!(read1(&mut reader, -1).unwrap(), b"");
    assert_eq!(read(&mut over(acts()), 100).unwrap(), b"foobar");
}

#[test]
fn reads_may_stop_at_the_ends_of_frames() {
    let data = [frame(b"foo"), frame(b""), frame(b"bar")].concat();
    for piece in [1, 5, 1000] {
        let source = || ScriptSource::pieces(&data, piece);
        let reader = || Reader::decompress(&decompressor(), source(), Frames::All).unwrap();
        let mut stopping = reader().stop_at_frames(true);
        let sizes = [2, 2, 100, 100, 100];
        let parts = sizes.map(|size| read(&mut stopping, size).unwrap());
        assert_eq!(parts, [&b"fo"[..], b"o", b"bar", b"", b""]);
        let mut exact = reader().stop_at_frames(true);
        assert_eq!(read(&mut exact, 3).unwrap(), b"foo");
        assert_eq!(read(&mut exact, 3).unwrap(), b"bar");
        assert_eq!(
            read(&mut reader().stop_at_frames(true), -1).unwrap(),
            b"foobar"
        );
        assert_eq!(read(&mut reader(), 5).unwrap(), b"fooba");
    }
}

#[test]
fn what_follows_the_only_frame_is_reported_or_left_alone() {
    for rest in [&b"garbage"[..], &frame(b"bar")] {
        let data = [&frame(b"foo"), rest].concat();
        let mut one = memory(&data, Frames::One);
        assert_eq!(read(&mut one, 3).unwrap(), b"foo");
        let error = one.read_vec(1, &mut Vec::new()).unwrap_err();
        assert_eq!(error, StreamError::ExtraData.into());
        let mut first = memory(&data, Frames::First);
        assert_eq!(read(&mut first, -1).unwrap(), b"foo");
        let (_, unused) = first.into_source();
        assert_eq!(unused, rest);
    }
    let mut all = memory(&[&frame(b"foo"), &b"garbage"[..]].concat(), Frames::All);
    assert_eq!(read(&mut all, 3).unwrap(), b"foo");
    assert!(all.read_vec(1, &mut Vec::new()).is_err());
    // Also when the rest comes later.
    let later = ScriptSource::new([Act::Give(frame(b"foo")), Act::Block, Act::Give(vec![0])]);
    let mut one = Reader::decompress(&decompressor(), later, Frames::One).unwrap();
    assert_eq!(read(&mut one, -1).unwrap(), b"foo");
    assert!(one.read_vec(-1, &mut Vec::new()).is_err());
}

#[test]
fn a_source_without_data_loses_nothing() {
    let data = frame(b"foobar");
    let mut acts = vec![Act::Block];
    for byte in &data {
        acts.extend([Act::Give(vec![*byte]), Act::Block]);
    }
    let mut reader = over(acts.clone());
    let (mut out, mut dry) = (Vec::new(), 0);
    loop {
        match reader.read_vec(2, &mut out).unwrap() {
            None => dry += 1,
            Some(0) => break,
            Some(_) => {}
        }
    }
    assert_eq!(out, b"foobar");
    assert!(dry > 5, "{dry}");
    let mut reader = over(acts);
    let (mut out, mut dry) = (Vec::new(), 0);
    while out.len() < 6 || reader.read_all(&mut out).unwrap() != Some(0) {
        dry += usize::from(reader.read_all(&mut out).unwrap().is_none());
        assert!(dry < 100);
    }
    assert_eq!(out, b"foobar");
}

#[test]
fn errors_of_the_source_arrive_unchanged_and_end_the_reader() {
    let data = frame(b"foobar");
    let mut reader = over([Act::Give(data[..9].to_vec()), Act::Fail("mine")]);
    let mut out = b"kept".to_vec();
    assert_eq!(reader.read_vec(9, &mut out), Err(Error::Outer("mine")));
    assert_eq!(out, b"kept");
    assert!(reader.is_failed() && !reader.is_closed());
    for _ in 0..2 {
        let error = reader.read1_vec(9, &mut out).unwrap_err();
        assert!(error.to_string().contains("source or sink"), "{error}");
        assert_eq!(error.kind(), ErrorKind::Zstd);
    }
    reader.close();
    assert_eq!(reader.check(), Err(StreamError::Closed));
}

#[test]
fn panics_of_the_source_leave_a_failed_reader() {
    let mut reader = over([Act::Give(frame(b"foo")), Act::Panic]);
    let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        reader.read_all(&mut Vec::new())
    }));
    assert!(outcome.is_err() && reader.is_failed());
    assert!(reader.read_all(&mut Vec::new()).is_err());
}

#[test]
fn truncated_input_is_an_error_of_every_kind_of_read() {
    let data = frame(&text(1000));
    for length in 1..data.len() {
        let fresh = || memory(&data[..length], Frames::All);
        let mut out = Vec::new();
        let errors = [
            fresh().read_all(&mut out),
            fresh().read_vec(1001, &mut out),
            fresh().read_into_slice(&mut [0; 1001]),
            drain1(&mut fresh()),
        ];
        for error in errors {
            let truncated = zstd_core::Error::Truncated;
            assert_eq!(error, Err(truncated.into()), "{length}");
        }
    }
}

fn drain1(
    reader: &mut DecompressReader<MemorySource<Vec<u8>>>,
) -> Result<Option<usize>, Error<std::convert::Infallible>> {
    let mut out = Vec::new();
    while reader.read1_vec(100, &mut out)? != Some(0) {}
    Ok(Some(out.len()))
}

#[test]
fn closed_readers_say_so_and_wrong_sizes_change_nothing() {
    let mut reader = over([Act::Give(frame(b"foo"))]);
    let out = &mut Vec::new();
    assert_eq!(
        reader.read_vec(-2, out).unwrap_err().kind(),
        ErrorKind::InvalidValue
    );
    assert_eq!(
        reader.read1_vec(-2, out).unwrap_err().kind(),
        ErrorKind::InvalidValue
    );
    assert_eq!(read(&mut reader, 2).unwrap(), b"fo");
    let size = reader.memory_size();
    reader.close();
    reader.close();
    assert!(reader.is_closed() && reader.memory_size() == size && reader.tell() == 2);
    let closed = [
        reader.read_vec(1, out).map(drop),
        reader.read_all(out).map(drop),
        reader.read1_into_slice(&mut [0]).map(drop),
        reader.peek().map(drop),
        reader.read_line_vec(-1, out).map(drop),
        reader.seek_to(0, Whence::Start).map(drop),
    ];
    for result in closed {
        assert_eq!(result, Err(StreamError::Closed.into()));
    }
    let mut entered = over([]);
    entered.enter().unwrap();
    assert_eq!(entered.enter().unwrap_err().kind(), ErrorKind::InvalidValue);
    assert_eq!(reader.enter(), Err(StreamError::Closed));
    let sizes = [over([]).read_size(0), over([]).read_size(-1)];
    assert!(sizes.into_iter().all(|reader| reader.is_err()));
    let mut reader = over([]).read_size(17).unwrap();
    read(&mut reader, 1);
    assert_eq!(reader.source_mut().asked, [17]);
    assert!(reader.source().acts.is_empty());
}

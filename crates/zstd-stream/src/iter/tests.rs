//! Tests of chunk iterators.
#![forbid(unsafe_code)]

use super::*;
use crate::error::ErrorKind;
use crate::source::MemorySource;
use crate::testing::{
    Act, ScriptSource, compressor, content, decompressor, frame, sizing_compressor, text,
};

fn over(acts: impl IntoIterator<Item = Act>) -> DecompressChunks<ScriptSource> {
    ChunkIterator::decompress(&decompressor(), ScriptSource::new(acts), Frames::All).unwrap()
}

#[test]
fn chunks_are_made_as_they_are_asked_for() {
    let mut chunks = over([frame(b"foo"), frame(b"bar")].map(Act::Give));
    assert!(chunks.source().asked.is_empty());
    assert_eq!(chunks.next_chunk(), Ok(Some(&b"foo"[..])));
    assert_eq!(chunks.source().asked.len(), 1);
    assert_eq!(chunks.next_chunk(), Ok(Some(&b"bar"[..])));
    for _ in 0..3 {
        assert_eq!(chunks.next_chunk(), Ok(None));
        assert_eq!(chunks.next_into(&mut [MaybeUninit::uninit()]), Ok(None));
        chunks
            .source_mut()
            .acts
            .push_back(Act::Give(frame(b"late")));
    }
    assert!(chunks.next().is_none() && chunks.source_bytes() > 0);
    assert_eq!(over([]).next_chunk(), Ok(None));
}

#[test]
fn chunks_are_never_larger_than_the_write_size_and_never_empty() {
    let data = text(100_000);
    for (read_size, write_size) in [(1, 1000), (1000, 1), (7, 7), (50, 300_000)] {
        let source = MemorySource::new(data.clone());
        let chunks = ChunkIterator::compress(&sizing_compressor(), source, None)
            .and_then(|chunks| chunks.read_size(read_size)?.write_size(write_size))
            .unwrap();
        let most = chunks.chunk_size();
        let parts: Vec<_> = chunks.map(Result::unwrap).collect();
        assert!(
            parts
                .iter()
                .all(|part| !part.is_empty() && part.len() <= most)
        );
        assert!(decompressor().decompress(&parts.concat()).unwrap() == data);
        let source = MemorySource::new(parts.concat());
        let mut back = ChunkIterator::decompress(&decompressor(), source, Frames::All)
            .and_then(|chunks| chunks.read_size(read_size)?.write_size(write_size))
            .unwrap();
        let (mut out, mut room) = (Vec::new(), vec![0; 5000]);
        while let Some(count) = back.next_into(memory::as_room(&mut room)).unwrap() {
            assert!(count > 0 && count <= most);
            out.extend_from_slice(&room[..count]);
        }
        assert!(out == data);
    }
    assert!(over([]).read_size(0).is_err() && over([]).write_size(-1).is_err());
    assert_eq!(
        over([]).next_into(&mut []).unwrap_err().kind(),
        ErrorKind::InvalidValue
    );
}

#[test]
fn bytes_may_be_skipped_at_the_start() {
    let data = [b"abc".to_vec(), frame(b"foo")].concat();
    let skip = |acts: Vec<Act>, count| over(acts).skip_bytes(count);
    let mut chunks = skip(vec![Act::Give(data.clone())], 3).unwrap();
    assert_eq!(chunks.next_chunk(), Ok(Some(&b"foo"[..])));
    let mut apart = skip(
        vec![Act::Give(b"abc".to_vec()), Act::Give(frame(b"foo"))],
        3,
    )
    .unwrap();
    assert_eq!(apart.next_chunk(), Ok(Some(&b"foo"[..])));
    let mut late = skip(
        vec![Act::Give(b"ab".to_vec()), Act::Give(data[2..].to_vec())],
        3,
    )
    .unwrap();
    let error = late.next_chunk().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidValue);
    assert!(
        error
            .to_string()
            .starts_with("skip_bytes larger than first input chunk")
    );
    assert!(matches!(
        late.next_chunk(),
        Err(Error::Stream(StreamError::Failed(_)))
    ));
    assert_eq!(skip(vec![], 3).unwrap().next_chunk(), Ok(None));
    let error = over([])
        .read_size(3)
        .and_then(|chunks| chunks.skip_bytes(3))
        .err()
        .unwrap();
    assert!(
        error
            .to_string()
            .starts_with("skip_bytes must be smaller than read_size")
    );
    assert!(over([]).skip_bytes(-1).is_err());
}

#[test]
fn errors_come_after_what_was_decoded_before_them() {
    let data = frame(b"foo");
    for (bad, kind) in [
        (vec![Act::Give(b"garbage".to_vec())], ErrorKind::Zstd),
        (vec![Act::Give(data[..5].to_vec())], ErrorKind::Zstd),
        (vec![Act::Fail("mine")], ErrorKind::Outer),
    ] {
        let acts = || [vec![Act::Give(data.clone())], bad.clone()].concat();
        let mut chunks = over(acts());
        assert_eq!(chunks.next_chunk(), Ok(Some(&b"foo"[..])));
        assert_eq!(chunks.next_chunk().unwrap_err().kind(), kind);
        assert_eq!(chunks.next_chunk().unwrap_err().kind(), ErrorKind::Zstd);
        // As an iterator it ends, so that no loop over it goes on for ever.
        let all: Vec<_> = over(acts()).collect();
        assert_eq!(all.len(), 2);
        assert!(all[0].is_ok() && all[1].is_err());
    }
    let together = [data, b"garbage".to_vec()].concat();
    assert_eq!(
        over([Act::Give(together)]).next_chunk(),
        Ok(Some(&b"foo"[..]))
    );
}

#[test]
fn a_source_without_data_loses_nothing() {
    let data = frame(b"foobar");
    let acts = data
        .iter()
        .flat_map(|&byte| [Act::Block, Act::Give(vec![byte])]);
    let mut chunks = over(acts);
    let mut out = Vec::new();
    loop {
        match chunks.next_chunk() {
            Ok(None) => break,
            Ok(Some(chunk)) => out.extend_from_slice(chunk),
            Err(error) => assert_eq!(error.kind(), ErrorKind::WouldBlock),
        }
    }
    assert_eq!(out, b"foobar");
    let mut blocking = over([Act::Block, Act::Give(frame(b"foo"))]);
    assert!(blocking.next().unwrap().is_err());
    assert_eq!(blocking.next().unwrap().unwrap(), b"foo");
}

#[test]
fn policies_are_kept() {
    let data = [frame(b"foo"), frame(b"bar")].concat();
    let chunks = |frames| {
        let source = MemorySource::new(data.clone());
        ChunkIterator::decompress(&decompressor(), source, frames).unwrap()
    };
    let all = chunks(Frames::All).collect::<Result<Vec<_>, _>>().unwrap();
    assert_eq!(all.concat(), b"foobar");
    let one: Vec<_> = chunks(Frames::One).collect();
    assert_eq!(one[0], Ok(b"foo".to_vec()));
    assert_eq!(one[1], Err(StreamError::ExtraData.into()));
    let first = chunks(Frames::First)
        .collect::<Result<Vec<_>, _>>()
        .unwrap();
    assert_eq!(first.concat(), b"foo");
}

#[test]
fn sizes_that_do_not_match_are_errors() {
    for size in [2, 4] {
        let source = MemorySource::new("foo");
        let chunks = ChunkIterator::compress(&compressor(), source, Some(size)).unwrap();
        let results: Vec<_> = chunks.collect();
        assert_eq!(
            results.last().unwrap().as_ref().unwrap_err().kind(),
            ErrorKind::Zstd
        );
    }
    let source = ScriptSource::new([]);
    let empty = ChunkIterator::compress(&compressor(), source, None).unwrap();
    let parts = empty.collect::<Result<Vec<_>, _>>().unwrap();
    assert_eq!(content(&parts.concat()), b"");
}

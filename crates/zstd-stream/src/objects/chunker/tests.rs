//! Tests of the chunker.
#![forbid(unsafe_code)]

use super::*;
use crate::error::ErrorKind;
use crate::testing::{compressor, content, sizing_compressor, text};

fn chunker(chunk_size: i64) -> Chunker<Vec<u8>> {
    Chunker::new(&compressor(), None, chunk_size).unwrap()
}

fn chunks(chunker: &mut Chunker<Vec<u8>>) -> Vec<Vec<u8>> {
    let mut chunks = Vec::new();
    while let Some(chunk) = chunker.next_chunk().unwrap() {
        chunks.push(chunk.to_vec());
    }
    chunks
}

#[test]
fn chunks_have_one_size_but_the_last_of_a_flush_and_of_the_frame() {
    let data = text(200_000);
    for size in [1_usize, 7, 1000, 1 << 20] {
        let mut chunker = chunker(i64::try_from(size).unwrap());
        let mut all = Vec::new();
        for (index, piece) in data.chunks(30_000).enumerate() {
            chunker.compress(piece.to_vec()).unwrap();
            let parts = chunks(&mut chunker);
            assert!(parts.iter().all(|part| part.len() == size));
            all.extend(parts);
            if index == 3 {
                chunker.flush().unwrap();
                let parts = chunks(&mut chunker);
                let (last, full) = parts.split_last().unwrap();
                assert!(full.iter().all(|part| part.len() == size));
                assert!(!last.is_empty() && last.len() <= size);
                all.extend(parts);
            }
        }
        chunker.finish().unwrap();
        let parts = chunks(&mut chunker);
        let (last, full) = parts.split_last().unwrap();
        assert!(full.iter().all(|part| part.len() == size));
        assert!(!last.is_empty() && last.len() <= size);
        all.extend(parts);
        assert!(chunker.is_finished() && chunker.memory_size() > 0);
        assert!(content(&all.concat()) == data);
    }
    assert!(Chunker::<Vec<u8>>::new(&compressor(), None, 0).is_err());
}

#[test]
fn an_operation_begins_when_the_one_before_was_carried_out() {
    let mut chunker = chunker(4);
    chunker.compress(text(300_000)).unwrap();
    assert!(chunker.next_chunk().unwrap().is_some());
    let refused = [
        (
            chunker.compress(vec![]),
            "cannot perform operation before consuming",
        ),
        (chunker.flush(), "cannot call flush() before consuming"),
        (chunker.finish(), "cannot call finish() before consuming"),
    ];
    for (result, text) in refused {
        let error = result.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Zstd);
        assert!(error.to_string().starts_with(text), "{error}");
    }
    chunks(&mut chunker);
    chunker.compress(vec![]).unwrap();
    chunker.flush().unwrap();
    assert!(chunker.compress(vec![1]).is_err());
    chunks(&mut chunker);
    chunker.finish().unwrap();
    assert!(chunker.finish().is_err());
    chunks(&mut chunker);
    let refused = [
        (
            chunker.compress(vec![]),
            "cannot call compress() after compression finished",
        ),
        (
            chunker.flush(),
            "cannot call flush() after compression finished",
        ),
        (
            chunker.finish(),
            "cannot call finish() after compression finished",
        ),
    ];
    for (result, text) in refused {
        assert_eq!(result.unwrap_err().to_string(), text);
    }
    assert_eq!(chunker.next_chunk(), Ok(None));
}

#[test]
fn nothing_in_is_an_empty_frame() {
    let mut chunker = chunker(100);
    assert_eq!(chunker.next_chunk(), Ok(None));
    chunker.finish().unwrap();
    assert_eq!(content(&chunks(&mut chunker).concat()), b"");
}

#[test]
fn sizes_that_do_not_match_are_errors() {
    for size in [2, 4] {
        let mut chunker = Chunker::new(&sizing_compressor(), Some(size), 100).unwrap();
        chunker.compress("foo").unwrap();
        let _ = chunker.next_chunk();
        let _ = chunker.finish();
        let error = chunker.next_chunk().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Zstd, "{error}");
        assert!(matches!(chunker.flush(), Err(StreamError::Failed(_))));
    }
}

#[test]
fn input_is_kept_no_longer_than_it_is_needed() {
    let data = Arc::new(text(1000));
    struct Shared(Arc<Vec<u8>>);
    impl AsRef<[u8]> for Shared {
        fn as_ref(&self) -> &[u8] {
            &self.0
        }
    }
    let mut chunker = Chunker::new(&compressor(), None, 100).unwrap();
    chunker.compress(Shared(data.clone())).unwrap();
    assert_eq!(Arc::strong_count(&data), 2);
    assert_eq!(chunker.next_chunk(), Ok(None));
    assert_eq!(Arc::strong_count(&data), 1);
}

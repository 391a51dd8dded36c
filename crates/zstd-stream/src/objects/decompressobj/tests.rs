//! Tests of the decompression object.
#![forbid(unsafe_code)]

use super::*;
use crate::error::ErrorKind;
use crate::testing::{decompressor, frame, magicless, sizing_compressor, skippable_frame, text};
use zstd_core::ErrorCode;

fn object(frames: Frames) -> DecompressObj {
    DecompressObj::new(&decompressor(), frames).unwrap()
}

fn feed(object: &mut DecompressObj, data: &[u8], limit: Option<usize>) -> Vec<u8> {
    let mut out = Vec::new();
    let count = object.decompress(data, limit, &mut out).unwrap();
    assert_eq!(count, out.len());
    out
}

#[test]
fn the_end_of_the_frame_is_the_end_and_the_rest_is_handed_back() {
    let data = [frame(b"foo"), frame(b"bar")].concat();
    for size in [1, 4, 1000] {
        let mut object = object(Frames::First);
        let mut out = Vec::new();
        let mut pieces = data.chunks(size);
        while !object.is_eof() {
            assert!(object.needs_input());
            out.extend(feed(&mut object, pieces.next().unwrap(), None));
        }
        let rest: Vec<u8> = pieces.flatten().copied().collect();
        assert_eq!(out, b"foo");
        assert_eq!([object.unused_data(), &rest].concat(), frame(b"bar"));
        assert!(!object.needs_input() && object.is_at_boundary());
        let error = object.decompress(b"", None, &mut out).unwrap_err();
        assert_eq!(
            error.to_string(),
            "cannot use a decompressobj multiple times"
        );
        assert_eq!(object.flush(&mut out), Ok(0));
        assert!(object.memory_size() > 0);
    }
}

#[test]
fn all_frames_are_one_content_where_that_is_asked_for() {
    let data = [frame(b"foo"), skippable_frame(), frame(b""), frame(b"bar")].concat();
    for size in [1, 4, 1000] {
        let mut object = object(Frames::All);
        let parts = data
            .chunks(size)
            .map(|piece| feed(&mut object, piece, None));
        assert_eq!(parts.collect::<Vec<_>>().concat(), b"foobar");
        assert!(!object.is_eof() && object.is_at_boundary() && object.needs_input());
        let error = object.decompress(b"garbage", None, &mut Vec::new());
        assert_eq!(error.unwrap_err().code(), Some(ErrorCode::PREFIX_UNKNOWN));
    }
    let (compressor, decompressor) = magicless();
    let data = [b"foo".as_slice(), b"bar"].map(|part| compressor.compress(part).unwrap());
    let mut object = DecompressObj::new(&decompressor, Frames::All).unwrap();
    assert_eq!(feed(&mut object, &data.concat(), None), b"foobar");
}

#[test]
fn limits_are_kept_and_nothing_is_lost_to_them() {
    let content = text(300_000);
    let data = [frame(&content), b"rest".to_vec()].concat();
    for (piece, limit) in [(1000, 1), (1, 777), (data.len(), 5000), (5000, 131_072)] {
        let content = if limit == 1 {
            &content[..50_000]
        } else {
            &content[..]
        };
        let data = [frame(content), b"rest".to_vec()].concat();
        let mut object = object(Frames::First);
        let (mut out, mut given) = (Vec::new(), 0);
        while !object.is_eof() {
            let input = if object.needs_input() {
                let start = given;
                given = data.len().min(given + piece);
                &data[start..given]
            } else {
                &[]
            };
            let part = feed(&mut object, input, Some(limit));
            assert!(part.len() <= limit);
            assert!(object.unconsumed_tail().is_empty());
            out.extend(part);
        }
        assert!(out == content);
        assert_eq!([object.unused_data(), &data[given..]].concat(), b"rest");
    }
}

#[test]
fn input_may_be_added_while_there_is_some_left() {
    let content = text(100_000);
    let data = frame(&content);
    let mut object = object(Frames::First);
    let mut out = Vec::new();
    for piece in data.chunks(100) {
        if !object.is_eof() {
            out.extend(feed(&mut object, piece, Some(10)));
            assert!(!object.is_at_boundary());
        }
    }
    assert!(!object.needs_input());
    object.flush(&mut out).unwrap();
    assert!(out == content && object.is_eof());
}

#[test]
fn a_limit_of_nothing_takes_the_input_and_gives_nothing() {
    let mut object = object(Frames::First);
    assert_eq!(feed(&mut object, &frame(b"foo"), Some(0)), b"");
    assert!(!object.needs_input() && !object.is_eof());
    assert_eq!(feed(&mut object, b"", Some(2)), b"fo");
    assert_eq!(feed(&mut object, b"", Some(2)), b"o");
    assert!(object.is_eof() && object.unused_data().is_empty());
}

#[test]
fn missing_input_is_no_error_and_broken_input_is() {
    let data = frame(b"foobar");
    let mut cut = object(Frames::First);
    feed(&mut cut, &data[..data.len() - 1], None);
    assert_eq!(cut.flush(&mut Vec::new()), Ok(0));
    assert!(!cut.is_eof() && !cut.is_at_boundary() && cut.needs_input());
    feed(&mut cut, &data[data.len() - 1..], None);
    assert!(cut.is_eof());
    let mut broken = data;
    let last = broken.len() - 1;
    broken[last] ^= 1;
    let mut object = object(Frames::First);
    let mut out = b"kept".to_vec();
    let error = object.decompress(&broken, None, &mut out).unwrap_err();
    assert_eq!((error.kind(), &out[..]), (ErrorKind::Zstd, &b"kept"[..]));
    assert_eq!(error.code(), Some(ErrorCode::CHECKSUM_WRONG));
    let again = object.decompress(b"", None, &mut out).unwrap_err();
    assert!(matches!(again, StreamError::Failed(_)));
}

#[test]
fn output_of_known_size_is_allocated_once() {
    let content = text(1 << 20);
    let data = sizing_compressor().compress(&content).unwrap();
    for limit in [None, Some(1 << 20), Some(1 << 30)] {
        let mut out = Vec::new();
        let mut object = object(Frames::First);
        object.decompress(&data, limit, &mut out).unwrap();
        assert!(out == content && object.is_eof());
        assert_eq!(out.capacity(), content.len());
    }
    let mut out = Vec::new();
    let mut piece = object(Frames::First);
    piece.decompress(&data[..1000], None, &mut out).unwrap();
    assert!(out.capacity() <= 1 << 17, "{}", out.capacity());
    let mut out = Vec::new();
    let mut small = object(Frames::First).write_size(10).unwrap();
    small.decompress(&frame(b"foo"), None, &mut out).unwrap();
    assert!(out.capacity() < 64, "{}", out.capacity());
    assert!(object(Frames::First).write_size(0).is_err());
}

#[test]
fn skippable_frames_may_be_the_frame() {
    let stream = DecompressStream::new(&decompressor(), Frames::First).unwrap();
    let mut object = DecompressObj::over(stream.count_skippable_frames(true));
    let data = [skippable_frame(), frame(b"foo")].concat();
    assert_eq!(feed(&mut object, &data, None), b"");
    assert!(object.is_eof());
    assert_eq!(object.unused_data(), frame(b"foo"));
}

#[test]
fn a_restarted_object_has_forgotten_failure_and_input() {
    let mut object = object(Frames::First);
    assert_eq!(feed(&mut object, &frame(b"foobar"), Some(3)), b"foo");
    assert!(!object.needs_input());
    object.restart().unwrap();
    assert!(object.needs_input());
    assert!(
        object
            .decompress(b"garbage", None, &mut Vec::new())
            .is_err()
    );
    object.restart().unwrap();
    assert_eq!(feed(&mut object, &frame(b"bar"), None), b"bar");
    assert!(object.restart().is_err() && object.is_eof());
}

#[test]
fn objects_have_what_vectors_get() {
    let content = text(2_000_000);
    let sized = sizing_compressor().compress(&content).unwrap();
    let inputs = [
        sized.clone(),
        frame(&content),
        [sized, frame(b"more"), skippable_frame(), frame(&content)].concat(),
    ];
    for input in inputs {
        for piece in [5_000, 100_000, input.len()] {
            for limit in [None, Some(0), Some(1), Some(300_000), Some(2_000_000)] {
                let (mut first, mut second) = (object(Frames::All), object(Frames::All));
                for data in input.chunks(piece) {
                    let expected = feed(&mut first, data, limit);
                    let found = second.decompress_object::<Vec<u8>>(data, limit).unwrap();
                    assert!(found == expected, "{piece} {limit:?}");
                    assert_eq!(first.needs_input(), second.needs_input());
                }
                let mut rest = Vec::new();
                first.flush(&mut rest).unwrap();
                assert!(second.flush_object::<Vec<u8>>().unwrap() == rest);
                assert!(first.is_at_boundary() && second.is_at_boundary());
            }
        }
    }
}

#[test]
fn objects_that_are_used_up_say_so() {
    let mut object = object(Frames::First);
    let content = object
        .decompress_object::<Vec<u8>>(&frame(b"foo"), None)
        .unwrap();
    assert_eq!(content, b"foo");
    assert_eq!(object.flush_object::<Vec<u8>>().unwrap(), b"");
    let error = object.decompress_object::<Vec<u8>>(b"", None).unwrap_err();
    assert_eq!(
        error.to_string(),
        "cannot use a decompressobj multiple times"
    );
}

#[test]
fn what_is_watched_is_the_same() {
    let content = [text(500_000), vec![7; 2_700_000]].concat();
    let frame = frame(&content);
    let limit = content.len() as u64;
    let exact = Decompressor::builder().max_output_size(limit);
    let strict = Decompressor::builder().max_output_size(limit - 1);
    let engines = [
        decompressor(),
        Arc::new(exact.build().unwrap()),
        Arc::new(strict.build().unwrap()),
    ];
    let go_on = || true;
    for engine in &engines {
        for cut in [1, 30, 100, frame.len() / 2, frame.len()] {
            for most in [None, Some((1 << 20) + 1), Some(3_000_000)] {
                let [plain, watched] = [false, true].map(|is_watched| {
                    let mut object = DecompressObj::new(engine, Frames::First)?;
                    let mut out = Vec::new();
                    let mut watch = Watch::new(&go_on);
                    let mut pieces = [&frame[..cut], &frame[cut..]].into_iter();
                    while !object.is_eof() {
                        let piece = match object.needs_input() {
                            true => pieces.next().expect("the frame has an end"),
                            false => &[],
                        };
                        if is_watched {
                            object.decompress_watched(piece, most, &mut out, &mut watch)?;
                        } else {
                            object.decompress(piece, most, &mut out)?;
                        }
                    }
                    Ok::<_, StreamError>(out)
                });
                assert!(plain == watched, "{cut} {most:?}");
                let limit = engine.max_output_size().unwrap_or(limit);
                assert_eq!(plain.is_err(), limit < content.len() as u64);
                assert!(plain.is_err() || plain == Ok(content.clone()));
            }
        }
    }
}

#[test]
fn an_object_that_was_stopped_says_so() {
    let zeros = frame(&vec![0; 1 << 30]);
    let mut object = object(Frames::First);
    let mut out = b"before".to_vec();
    feed(&mut object, &zeros[..100], None);
    let stop = || false;
    let mut watch = Watch::new(&stop);
    let stopped = object.decompress_watched(&zeros[100..], None, &mut out, &mut watch);
    assert_eq!(stopped, Err(zstd_core::Error::Interrupted.into()));
    assert_eq!(out, b"before");
    let error = object.decompress(b"", None, &mut out).unwrap_err();
    assert!(matches!(error, StreamError::Failed(_)), "{error}");
    assert!(error.to_string().contains("interrupted"), "{error}");
    object.restart().unwrap();
    assert_eq!(feed(&mut object, &frame(b"foo"), None), b"foo");
}

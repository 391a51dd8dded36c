//! Tests of the decompressing engine.
#![forbid(unsafe_code)]

use std::mem::MaybeUninit;

use super::*;
use crate::error::ErrorKind;
use crate::memory;
use crate::testing::{decompressor, frame, magicless, sizing_compressor, skippable_frame, text};
use zstd_core::{CParameter, CParameters, Compressor, ErrorCode};

fn stream(frames: Frames) -> DecompressStream {
    DecompressStream::new(&decompressor(), frames).unwrap()
}

/// Pushes `data` in pieces; the content, and how it ended, with how much input was used.
fn push(
    stream: &mut DecompressStream,
    data: &[u8],
    size: usize,
    room: usize,
) -> (Vec<u8>, Result<Status, StreamError>, usize) {
    let (mut out, mut used) = (Vec::new(), 0);
    for piece in data.chunks(size) {
        let mut input = InBuffer::new(piece);
        loop {
            out.reserve(room);
            let status =
                memory::append(&mut out, room, |output| stream.process(&mut input, output));
            match status {
                Ok(Status::NeedsRoom | Status::FrameEnd) => {}
                Ok(Status::NeedsInput) => break,
                other => return (out, other, used + input.pos()),
            }
        }
        used += piece.len();
    }
    (
        out,
        stream.end_of_input().map(|()| Status::NeedsInput),
        used,
    )
}

#[test]
fn policies_differ_in_what_follows_a_frame() {
    let data = [frame(b"foo"), skippable_frame(), frame(b""), frame(b"bar")].concat();
    let first = frame(b"foo").len();
    for size in [1, 2, 7, 1000] {
        for room in [1, 3, 1000] {
            let (out, end, _) = push(&mut stream(Frames::All), &data, size, room);
            assert_eq!((&out[..], end), (&b"foobar"[..], Ok(Status::NeedsInput)));
            let (out, end, used) = push(&mut stream(Frames::First), &data, size, room);
            assert_eq!((&out[..], end, used), (&b"foo"[..], Ok(Status::End), first));
            let (out, end, _) = push(&mut stream(Frames::One), &data, size, room);
            assert_eq!((&out[..], end), (&b"foo"[..], Err(StreamError::ExtraData)));
            let (out, end, _) = push(&mut stream(Frames::One), &data[..first], size, room);
            assert_eq!((&out[..], end), (&b"foo"[..], Ok(Status::NeedsInput)));
        }
    }
}

#[test]
fn frames_without_content_may_follow_the_only_frame() {
    let empty = sizing_compressor().compress(b"").unwrap();
    let behind = [
        skippable_frame(),
        frame(b""),
        empty,
        [frame(b""), skippable_frame(), frame(b"")].concat(),
    ];
    let truncated = |frame: &Vec<u8>| frame[..frame.len() - 1].to_vec();
    let wrong = [
        b"?".to_vec(),
        b"garbage".to_vec(),
        b"\x28\xb5".to_vec(),
        frame(b"x"),
        frame(&text(300_000)),
        truncated(&skippable_frame()),
        truncated(&frame(b"")),
    ];
    for size in [1, 2, 7, 1 << 20] {
        for rest in &behind {
            let data = [frame(b"foo"), rest.clone()].concat();
            let (out, end, used) = push(&mut stream(Frames::One), &data, size, 9);
            assert_eq!(
                (&out[..], end, used),
                (&b"foo"[..], Ok(Status::NeedsInput), data.len())
            );
            for wrong in &wrong {
                let data = [&data[..], wrong].concat();
                let (out, end, _) = push(&mut stream(Frames::One), &data, size, 9);
                assert_eq!((&out[..], end), (&b"foo"[..], Err(StreamError::ExtraData)));
            }
        }
    }
}

#[test]
fn skippable_frames_count_only_where_they_are_told_to() {
    let data = [skippable_frame(), frame(b"foo")].concat();
    let (out, end, used) = push(&mut stream(Frames::First), &data, 3, 9);
    assert_eq!(
        (&out[..], end, used),
        (&b"foo"[..], Ok(Status::End), data.len())
    );
    let mut counting = stream(Frames::First).count_skippable_frames(true);
    let (out, end, used) = push(&mut counting, &data, 3, 9);
    assert_eq!((&out[..], end), (&b""[..], Ok(Status::End)));
    assert_eq!(used, skippable_frame().len());
    assert!(counting.is_finished());
}

#[test]
fn every_cut_is_known_as_such_once_the_input_has_ended() {
    for frames in [Frames::All, Frames::One, Frames::First] {
        let data = [skippable_frame(), frame(b"foobar")].concat();
        for length in 0..data.len() {
            let mut stream = stream(frames);
            let (_, end, _) = push(&mut stream, &data[..length], 5, 9);
            let boundary = length == 0 || length == skippable_frame().len();
            assert_eq!(end.is_ok(), boundary, "{frames:?} {length}");
            assert_eq!(stream.is_at_boundary(), boundary);
        }
    }
}

#[test]
fn frames_without_magic_number_follow_one_another() {
    let (compressor, decompressor) = magicless();
    let data = [b"foo".as_slice(), b"bar"].map(|data| compressor.compress(data).unwrap());
    let mut stream = DecompressStream::new(&decompressor, Frames::All).unwrap();
    let (out, end, _) = push(&mut stream, &data.concat(), 1, 1);
    assert_eq!((&out[..], end), (&b"foobar"[..], Ok(Status::NeedsInput)));
}

#[test]
fn calls_without_input_are_harmless_however_many() {
    let data = frame(&text(400_000));
    let mut stream = stream(Frames::All);
    let mut room = [MaybeUninit::uninit(); 1];
    for piece in data.chunks(data.len() / 3) {
        let mut input = InBuffer::new(piece);
        for _ in 0..100 {
            let mut none = OutBuffer::new(&mut []);
            stream.process(&mut InBuffer::new(&[]), &mut none).unwrap();
            let mut output = OutBuffer::new(&mut room);
            stream
                .process(&mut InBuffer::new(&[]), &mut output)
                .unwrap();
            stream
                .process(&mut input, &mut OutBuffer::new(&mut []))
                .unwrap();
        }
        let mut big = vec![MaybeUninit::uninit(); 500_000];
        let mut output = OutBuffer::new(&mut big);
        while stream.process(&mut input, &mut output).unwrap() == Status::NeedsRoom {}
    }
    assert_eq!(stream.end_of_input(), Ok(()));
}

#[test]
fn a_failed_stream_says_so_until_it_is_begun_anew() {
    let mut stream = stream(Frames::All);
    let (_, end, _) = push(&mut stream, b"garbage", 7, 9);
    let error = end.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Zstd);
    assert_eq!(error.code(), Some(ErrorCode::PREFIX_UNKNOWN));
    let (_, end, _) = push(&mut stream, &frame(b"foo"), 7, 9);
    assert!(matches!(end, Err(StreamError::Failed(_))));
    assert!(stream.check().is_err());
    stream.restart().unwrap();
    let (out, end, _) = push(&mut stream, &frame(b"foo"), 7, 9);
    assert_eq!((&out[..], end), (&b"foo"[..], Ok(Status::NeedsInput)));
    stream.release();
    assert!(stream.restart().is_err() && stream.memory_size() > 0);
}

#[test]
fn a_window_that_is_too_large_is_named() {
    let data = frame(&text(50_000));
    let needed = frame::header(&data, zstd_core::Format::Standard)
        .unwrap()
        .window_size;
    let by_size = Decompressor::builder().max_window_size(2048).build();
    let by_log = Decompressor::builder()
        .parameter(DParameter::WindowLogMax, 11)
        .and_then(zstd_core::DecompressorBuilder::build);
    for decompressor in [by_size, by_log] {
        let decompressor = Arc::new(decompressor.unwrap());
        for size in [1, 100] {
            let mut stream = DecompressStream::new(&decompressor, Frames::All).unwrap();
            let (_, end, _) = push(&mut stream, &data, size, 9);
            let expected = Error::WindowTooLarge {
                operation: "zstd decompress error",
                limit: 2048,
                needed,
            };
            assert_eq!(end, Err(expected.into()));
        }
    }
}

#[test]
fn a_window_that_no_decoder_takes_is_named() {
    let (_, magicless) = magicless();
    let data = b"\x28\xb5\x2f\xfd\x00\xff\x09\x00\x00x";
    for (decompressor, data) in [(decompressor(), &data[..]), (magicless, &data[4..])] {
        for size in [1, 100] {
            let mut stream = DecompressStream::new(&decompressor, Frames::All).unwrap();
            let (_, end, _) = push(&mut stream, data, size, 9);
            let expected = Error::WindowTooLarge {
                operation: "zstd decompress error",
                limit: 1 << 27,
                needed: 15 << 38,
            };
            assert_eq!(end, Err(expected.into()));
        }
    }
}

#[test]
fn what_is_expected_is_bounded_by_what_the_input_can_hold() {
    let data = sizing_compressor().compress(&text(5000)).unwrap();
    let mut stream = stream(Frames::All);
    assert_eq!(stream.expected(&data[..3]), None);
    assert_eq!(stream.expected(&data), Some(5000));
    let mut room = [MaybeUninit::uninit(); 1000];
    let mut input = InBuffer::new(&data);
    let status = stream.process(&mut input, &mut OutBuffer::new(&mut room));
    assert_eq!(status, Ok(Status::NeedsRoom));
    assert_eq!(stream.expected(input.remaining()), Some(4000));
    assert_eq!(stream.expected(&frame(b"no size")), Some(4000));

    let mut liar = frame::MAGIC_NUMBER.to_le_bytes().to_vec();
    liar.push(0xE0);
    liar.extend((1_u64 << 60).to_le_bytes());
    liar.extend([1, 0, 0]);
    let stream = self::stream(Frames::All);
    assert!(stream.expected(&liar).is_some_and(|size| size < 1 << 20));
}

#[test]
fn a_promise_of_stable_output_is_refused() {
    let decompressor = Decompressor::builder()
        .parameter(DParameter::StableOutBuffer, 1)
        .and_then(zstd_core::DecompressorBuilder::build)
        .unwrap();
    let error = DecompressStream::new(&Arc::new(decompressor), Frames::All);
    assert_eq!(error.err().unwrap().kind(), ErrorKind::InvalidValue);
}

#[test]
fn a_dictionary_is_used() {
    let dictionary = zstd_core::Dictionary::new(text(1000));
    let compressor = Compressor::builder().dictionary(dictionary.clone());
    let data = compressor.build().unwrap().compress(&text(900)).unwrap();
    assert!(data.len() < 60);
    let decompressor = Decompressor::builder().dictionary(dictionary).build();
    let decompressor = Arc::new(decompressor.unwrap());
    let mut stream = DecompressStream::new(&decompressor, Frames::One).unwrap();
    let (out, end, _) = push(&mut stream, &data, 7, 100);
    assert!(out == text(900) && end.is_ok());
}

#[test]
fn a_content_of_another_size_than_declared_is_an_error() {
    // An empty last block behind a header that declares 65 bytes: libzstd's stream takes it for a whole frame.
    let mut lie = Compressor::builder()
        .content_size(true)
        .build()
        .unwrap()
        .compress(b"")
        .unwrap();
    lie[5] = 65;
    for size in 1..lie.len() {
        let (out, end, _) = push(&mut stream(Frames::All), &lie, size, 100);
        assert!(out.is_empty());
        let expected = Error::SizeMismatch {
            expected: 65,
            actual: 0,
        };
        assert_eq!(end, Err(expected.into()), "{size}");
    }
}

#[test]
fn each_frame_may_refer_to_the_prefix() {
    use zstd_core::{Compressor, Dictionary, DictionaryUse};
    let content: Vec<u8> = (0..2000_u32).flat_map(|n| (n * n).to_le_bytes()).collect();
    let dictionary = Dictionary::new(&content[..6000]);
    let compressor = Compressor::builder()
        .dictionary(dictionary.clone())
        .dictionary_use(DictionaryUse::Prefix)
        .build()
        .unwrap();
    let decompressor = Decompressor::builder()
        .dictionary(dictionary)
        .dictionary_use(DictionaryUse::Prefix)
        .build()
        .unwrap();
    let frame = compressor.compress(&content).unwrap();
    assert!(frame.len() < 3000);
    let frames = [&frame[..], &frame].concat();
    let mut stream = DecompressStream::new(&Arc::new(decompressor), Frames::All).unwrap();
    for _ in 0..2 {
        let mut room = vec![MaybeUninit::uninit(); 2 * content.len()];
        let mut output = OutBuffer::new(&mut room);
        let mut input = InBuffer::new(&frames);
        while !input.is_exhausted() {
            stream.process(&mut input, &mut output).unwrap();
        }
        assert!(output.written() == [&content[..], &content].concat());
        stream.restart().unwrap();
    }
}

#[test]
fn what_is_left_inside_at_a_question_is_handed_out_without_more_input() {
    // The question after 1 MiB comes when all of the last block has been taken, and the checksum has not come yet.
    let content = text(1_050_000);
    let mut parameters = CParameters::new();
    parameters.set(CParameter::MaxBlockSize, 100_000).unwrap();
    parameters.set(CParameter::WriteChecksum, 1).unwrap();
    let compressor = Compressor::builder().parameters(parameters);
    let frame = compressor.build().unwrap().compress(&content).unwrap();
    let blocks = &frame[..frame.len() - 4];
    let mut stream = DecompressStream::new(&decompressor(), Frames::First).unwrap();
    let mut room = vec![MaybeUninit::uninit(); 2 << 20];
    let mut output = OutBuffer::new(&mut room);
    let go_on = || true;
    let mut watch = Watch::new(&go_on);
    let status = stream.process_asking(&mut InBuffer::new(blocks), &mut output, Some(&mut watch));
    assert_eq!(status, Ok(Status::NeedsInput));
    assert!(output.written() == content);
}

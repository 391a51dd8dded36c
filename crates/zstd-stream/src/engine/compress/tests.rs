//! Tests of the compressing engine.
#![forbid(unsafe_code)]

use std::mem::MaybeUninit;

use super::*;
use crate::error::ErrorKind;
use crate::testing::{compressor, content, sizing_compressor, text};
use zstd_core::{CParameters, Decompressor, Threads};

fn stream(size: Option<u64>) -> CompressStream {
    CompressStream::new(&sizing_compressor(), size).unwrap()
}

#[test]
fn frames_follow_one_another_and_only_the_first_has_the_declared_size() {
    let (mut stream, mut out) = (stream(Some(3)), Vec::new());
    stream
        .append(b"foo", CompressDirective::Continue, &mut out)
        .unwrap();
    assert!(stream.is_inside_frame());
    assert!(stream.declare_size(None).is_err());
    stream
        .append(b"", CompressDirective::End, &mut out)
        .unwrap();
    assert_eq!((stream.frames(), stream.is_inside_frame()), (1, false));
    assert_eq!(Decompressor::new().decompress(&out).unwrap(), b"foo");
    stream
        .append(b"barbaz", CompressDirective::End, &mut out)
        .unwrap();
    assert_eq!(content(&out), b"foobarbaz");
}

#[test]
fn sizes_that_do_not_match_are_errors_even_when_all_comes_at_once() {
    for (size, data) in [(2, &b"foo"[..]), (4, b"foo"), (1, b""), (0, b"x")] {
        let (mut stream, mut out) = (stream(Some(size)), b"kept".to_vec());
        let error = stream
            .append(data, CompressDirective::End, &mut out)
            .unwrap_err();
        assert_eq!(
            error,
            StreamError::DeclaredSize {
                operation: if size < data.len() as u64 {
                    COMPRESSING
                } else {
                    "error ending compression stream"
                },
                declared: size,
                actual: data.len() as u64
            }
        );
        assert_eq!((error.kind(), &out[..]), (ErrorKind::Zstd, &b"kept"[..]));
        let again = stream.append(b"", CompressDirective::Flush, &mut out);
        assert!(matches!(again, Err(StreamError::Failed(_))));
        assert!(stream.check().is_err() && stream.declare_size(None).is_err());
    }
}

#[test]
fn an_empty_frame_is_only_written_where_there_is_none() {
    let mut room = [MaybeUninit::uninit(); 100];
    let mut output = OutBuffer::new(&mut room);
    let mut stream = stream(None);
    assert_eq!(stream.finish(&mut output), Ok(Status::End));
    let length = output.pos();
    assert!(length > 0);
    assert_eq!(
        stream.flush(&mut output, FlushMode::Frame),
        Ok(Status::FrameEnd)
    );
    assert_eq!(stream.finish(&mut output), Ok(Status::End));
    assert_eq!(output.pos(), length);
    // A size that was declared is checked even then.
    stream.declare_size(Some(1)).unwrap();
    assert!(stream.finish(&mut output).is_err());
}

#[test]
fn output_may_come_byte_by_byte() {
    let data = text(300_000);
    for directive in [CompressDirective::Flush, CompressDirective::End] {
        let mut stream = CompressStream::new(&compressor(), None).unwrap();
        let (mut input, mut out) = (InBuffer::new(&data), Vec::new());
        loop {
            let mut room = [MaybeUninit::uninit()];
            let mut output = OutBuffer::new(&mut room);
            let status = stream.process(&mut input, &mut output, directive).unwrap();
            out.extend_from_slice(output.written());
            if status != Status::NeedsRoom {
                break;
            }
        }
        stream
            .append(b"", CompressDirective::End, &mut out)
            .unwrap();
        assert!(content(&out) == data);
    }
}

#[test]
fn parameters_that_no_stream_can_keep_are_refused() {
    for parameter in [CParameter::StableInBuffer, CParameter::StableOutBuffer] {
        let mut parameters = CParameters::new();
        parameters.set(parameter, 1).unwrap();
        let compressor = Compressor::builder()
            .parameters(parameters)
            .build()
            .unwrap();
        let error = CompressStream::new(&Arc::new(compressor), None)
            .err()
            .unwrap();
        assert_eq!(error.kind(), ErrorKind::InvalidValue);
        assert!(error.to_string().starts_with(parameter.name()), "{error}");
    }
}

#[test]
fn threads_of_libzstd_make_the_same_stream() {
    let data = text(3_000_000);
    let compressor = Compressor::builder().threads(Threads::new(2)).build();
    let compressor = Arc::new(compressor.unwrap());
    let (mut stream, mut out) = (CompressStream::new(&compressor, None).unwrap(), Vec::new());
    for piece in data.chunks(100_000) {
        stream
            .append(piece, CompressDirective::Continue, &mut out)
            .unwrap();
    }
    stream
        .append(b"", CompressDirective::Flush, &mut out)
        .unwrap();
    stream
        .append(b"", CompressDirective::End, &mut out)
        .unwrap();
    assert!(content(&out) == data);
    assert_eq!(stream.progression().ingested, data.len() as u64);
}

#[test]
fn a_context_goes_back_when_it_is_released_or_dropped() {
    let compressor = compressor();
    let mut stream = CompressStream::new(&compressor, None).unwrap();
    stream
        .append(b"unfinished", CompressDirective::Continue, &mut Vec::new())
        .unwrap();
    let size = stream.memory_size();
    stream.release();
    assert_eq!(stream.memory_size(), size);
    assert_eq!(stream.progression(), Progression::default());
    let released = stream.append(b"", CompressDirective::End, &mut Vec::new());
    assert_eq!(released, Err(StreamError::Closed));
    let frame = compressor.compress(b"foo").unwrap();
    assert_eq!(content(&frame), b"foo");
}

#[test]
fn a_compressor_says_how_far_its_last_frame_has_come() {
    let compressor = Arc::new(Compressor::builder().build().unwrap());
    let numbers = || {
        let progression = compressor.progression().unwrap();
        [
            progression.ingested,
            progression.consumed,
            progression.produced,
        ]
    };
    assert_eq!(numbers(), [0; 3]);
    let mut stream = CompressStream::new(&compressor, None).unwrap();
    let mut out = Vec::new();
    let mut append = |data: &[u8], directive| stream.append(data, directive, &mut out).unwrap();
    append(&[7; 1000], CompressDirective::Continue);
    assert_eq!(numbers(), [1000, 0, 0]);
    append(&[], CompressDirective::Flush);
    let [ingested, consumed, produced] = numbers();
    assert_eq!((ingested, consumed), (1000, 1000));
    assert!(produced > 0);
    append(&[7; 300], CompressDirective::End);
    assert_eq!(numbers()[..2], [1300, 1300]);
    assert_eq!(numbers()[2], out.len() as u64);
    let frame = compressor.compress(&[7; 50]).unwrap();
    assert_eq!(numbers(), [50, 50, frame.len() as u64]);
}

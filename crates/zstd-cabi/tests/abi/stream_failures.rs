//! Streams that do not work: errors of callers, callers that call back, lies, wrong numbers.

use std::mem::MaybeUninit;
use std::ptr::null;

use crate::ends::{Sink, Source, Step};
use crate::streams::{decompressor, read, reader, write, writer};
use crate::support::{compressor, message, stored};
use zstdrs::status::{Status, zstdrs_last_callback_error};
use zstdrs::stream::ends::{Answer, SourceFunctions, zstdrs_source_init};
use zstdrs::stream::push::compress::*;
use zstdrs::stream::push::{InWindow, OutWindow};
use zstdrs::stream::reader::position::zstdrs_reader_is_seekable;
use zstdrs::stream::reader::read::zstdrs_reader_read_into;
use zstdrs::stream::reader::*;
use zstdrs::stream::writer::write::*;
use zstdrs::stream::writer::*;

const BLOCKED: i32 = Answer::WouldBlock as i32;

fn flush(writer: &Writer) -> Result<usize, Status> {
    // SAFETY: a live handle.
    stored(|place| unsafe { zstdrs_writer_flush(Some(writer), 0, place) })
}

fn close(writer: &Writer) -> Status {
    // SAFETY: a live handle.
    unsafe { zstdrs_writer_close(Some(writer)) }
}

#[test]
fn the_callers_own_errors_come_back_and_the_stream_says_so_from_then_on() {
    let mut source = Source::of([Step::Give(b"\x28\xb5".to_vec()), Step::Answer(7)]);
    let reader = reader(&decompressor(), &mut source);
    assert_eq!(read(&reader, -1).unwrap_err().0, Status::Callback);
    assert_eq!(zstdrs_last_callback_error(), 7);
    let (status, text) = read(&reader, 1).unwrap_err();
    assert_eq!((status, zstdrs_last_callback_error()), (Status::Zstd, 0));
    assert!(text.contains("earlier failure"), "{text}");

    let mut sink = Sink::of([Step::Answer(i32::MAX)]);
    let writer = writer(&compressor(), &mut sink, 1);
    assert_eq!(write(&writer, b"foo"), Ok(3));
    assert_eq!(flush(&writer), Err(Status::Callback));
    assert_eq!(zstdrs_last_callback_error(), i32::MAX);
    // SAFETY: a live handle.
    assert_eq!(unsafe { zstdrs_writer_check(Some(&writer)) }, Status::Zstd);
    assert_eq!(close(&writer), Status::Ok);
    // SAFETY: a live handle.
    assert_eq!(unsafe { zstdrs_writer_is_closed(Some(&writer)) }, 1);
    assert_eq!(write(&writer, b"foo"), Err(Status::Value));
    assert!(sink.pieces.is_empty());
}

#[test]
fn a_stream_that_is_called_back_is_busy() {
    let mut sink = Sink::default();
    let writer = writer(&compressor(), &mut sink, 1);
    let address = &raw const *writer as usize;
    sink.steps.push_back(Step::Call(Box::new(move || {
        // SAFETY: the writer is alive: it is the one that asks.
        let writer = unsafe { &*(address as *const Writer) };
        write(writer, b"more").unwrap_err()
    })));
    assert_eq!(write(&writer, b"foo"), Ok(3));
    assert!(flush(&writer).unwrap() > 0);
    assert_eq!(sink.statuses, [Status::Busy]);
    assert!(
        message().contains("in use by another call"),
        "{}",
        message()
    );
    assert_eq!(write(&writer, b"more"), Ok(4));
    assert_eq!(close(&writer), Status::Ok);
    // SAFETY: a live handle.
    let finished = stored(|place| unsafe { zstdrs_writer_is_finished(Some(&writer), place) });
    assert_eq!(finished, Ok(1));
}

#[test]
fn writers_that_need_a_block_are_used_in_one() {
    let mut sink = Sink::default();
    let functions = sink.functions();
    // SAFETY: a live handle, and a sink that outlives the writer.
    let writer = stored(|place| unsafe {
        zstdrs_compress_writer_new(
            Some(&compressor()),
            &raw const functions,
            -1,
            9,
            0,
            1,
            place,
        )
    })
    .unwrap();
    assert_eq!(write(&writer, b"foo"), Err(Status::Zstd));
    // SAFETY: a live handle.
    assert_eq!(unsafe { zstdrs_writer_enter(Some(&writer)) }, Status::Ok);
    // SAFETY: a live handle.
    let twice = unsafe { zstdrs_writer_enter(Some(&writer)) };
    assert!(matches!(twice, Status::Value | Status::Zstd), "{twice:?}");
    assert_eq!(write(&writer, b"foo"), Ok(0));
    // SAFETY: a live handle.
    assert_eq!(unsafe { zstdrs_writer_exit(Some(&writer), 0) }, Status::Ok);
    // SAFETY: a live handle.
    assert_eq!(unsafe { zstdrs_writer_is_closed(Some(&writer)) }, 1);
    assert!(!sink.pieces.is_empty());
}

#[test]
fn blocked_ends_lose_nothing() {
    let (mut frame, mut blocked) = (
        Sink::default(),
        Sink::of([Step::Answer(BLOCKED), Step::Take(2)]),
    );
    for sink in [&mut frame, &mut blocked] {
        let writer = writer(&compressor(), sink, 1);
        assert_eq!(write(&writer, b"foo"), Ok(3));
        while close(&writer) == Status::WouldBlock {
            // SAFETY: a live handle.
            assert_eq!(unsafe { zstdrs_writer_is_closed(Some(&writer)) }, 0);
        }
    }
    let frame = frame.pieces.concat();
    assert_eq!(blocked.pieces.concat(), frame);

    let mut source = Source::of([
        Step::Answer(BLOCKED),
        Step::Give(frame[..9].to_vec()),
        Step::Answer(BLOCKED),
        Step::Give(frame[9..].to_vec()),
    ]);
    let reader = reader(&decompressor(), &mut source);
    assert_eq!(read(&reader, -1), Ok(None));
    let mut room = [0; 9];
    // SAFETY: a live handle and writable bytes.
    let count = stored(|place| unsafe {
        zstdrs_reader_read_into(Some(&reader), room.as_mut_ptr().cast(), 9, place)
    });
    assert_eq!(count, Ok(-1));
    assert_eq!(read(&reader, -1), Ok(Some(b"foo".to_vec())));
}

#[test]
fn what_a_sink_does_not_say_depends_on_what_it_is() {
    for (raw, expected) in [(0, Ok(16)), (1, Err(Status::WouldBlock))] {
        let silent = || Step::Answer(Answer::NotSaid as i32);
        let mut sink = Sink::of([silent(), silent(), silent(), silent(), silent(), silent()]);
        let mut functions = sink.functions();
        functions.raw = raw;
        // SAFETY: a live handle, and a sink that outlives the writer.
        let writer = stored(|place| unsafe {
            zstdrs_compress_writer_new(
                Some(&compressor()),
                &raw const functions,
                -1,
                3,
                0,
                0,
                place,
            )
        })
        .unwrap();
        assert_eq!(write(&writer, b"foobar!"), Ok(0));
        assert_eq!(flush(&writer), expected);
        assert!(sink.pieces.is_empty());
    }
}

#[test]
fn lies_are_noticed() {
    for (step, status) in [
        (Step::Take(0), Status::Os),
        (Step::Take(8), Status::Os),
        (Step::Take(-1), Status::Os),
        (Step::Answer(-9), Status::Value),
    ] {
        let mut sink = Sink::of([step]);
        let writer = writer(&compressor(), &mut sink, 0);
        assert_eq!(write(&writer, b"foo"), Ok(0));
        assert_eq!(flush(&writer), Err(status), "{}", message());
    }
    let mut source = Source::of([Step::Answer(Answer::NotSaid as i32)]);
    let reader = reader(&decompressor(), &mut source);
    let (status, text) = read(&reader, 1).unwrap_err();
    assert_eq!(status, Status::Value);
    assert!(text.contains("the function read must return"), "{text}");
}

#[test]
fn descriptions_are_checked() {
    let mut functions = MaybeUninit::<SourceFunctions>::uninit();
    // SAFETY: so many bytes are writable.
    let status =
        unsafe { zstdrs_source_init(functions.as_mut_ptr(), size_of::<SourceFunctions>()) };
    assert_eq!(status, Status::Ok);
    // SAFETY: just written.
    let mut functions = unsafe { functions.assume_init() };
    assert_eq!((functions.length, functions.read.is_none()), (-1, true));
    let decompressor = decompressor();
    let open = |functions: *const SourceFunctions| {
        // SAFETY: a live handle, and no functions that could be called.
        stored(|place| unsafe {
            zstdrs_decompress_reader_new(Some(&decompressor), functions, 1, 1, place)
        })
        .map(drop)
    };
    assert_eq!(open(null()), Err(Status::NullPointer));
    assert_eq!(message(), "source must not be NULL");
    assert_eq!(open(&raw const functions), Err(Status::NullPointer));
    assert_eq!(message(), "source.read must not be NULL");
    functions.size = 3;
    assert_eq!(open(&raw const functions), Err(Status::Value));

    let mut source = Source::default();
    let mut functions = source.functions();
    assert_eq!(open(&raw const functions), Ok(()));
    functions.length = -2;
    assert_eq!(open(&raw const functions), Err(Status::Value));

    let reader = reader(&decompressor, &mut source);
    // SAFETY: a live handle.
    let seekable = stored(|place| unsafe { zstdrs_reader_is_seekable(Some(&reader), place) });
    assert_eq!(seekable, Ok(0));
}

#[test]
fn windows_and_directives_are_checked() {
    // SAFETY: a live handle.
    let stream =
        stored(|place| unsafe { zstdrs_compress_stream_new(Some(&compressor()), -1, place) });
    let stream = stream.unwrap();
    let process = |in_position, out_position, directive| {
        let mut room = [0_u8; 4];
        let mut input = InWindow {
            data: b"foo".as_ptr().cast(),
            length: 3,
            position: in_position,
        };
        let mut output = OutWindow {
            data: room.as_mut_ptr().cast(),
            length: 4,
            position: out_position,
        };
        // SAFETY: a live handle and windows over live memory.
        stored(|place| unsafe {
            let (input, output) = (Some(&mut input), Some(&mut output));
            zstdrs_compress_stream_process(Some(&stream), input, output, directive, place)
        })
    };
    assert_eq!(process(4, 0, 0), Err(Status::Value));
    assert_eq!(process(0, 5, 0), Err(Status::Value));
    assert_eq!(process(0, 0, 3), Err(Status::Value));
    assert!(message().contains("directive must be of zstdrs_directive; got 3"));
    assert_eq!(process(3, 4, 0), Ok(0));
}

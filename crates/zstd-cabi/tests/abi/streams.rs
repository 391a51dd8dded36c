//! Streams that work: everything that goes in comes out.

use std::ptr::null;

use crate::ends::{Sink, Source, handed_out};
use crate::support::{compressor, made, stored};
use zstdrs::compressor::Compressor;
use zstdrs::decompressor::{Decompressor, zstdrs_decompressor_new};
use zstdrs::status::Status;
use zstdrs::stream::chunker::*;
use zstdrs::stream::chunks::*;
use zstdrs::stream::compressobj::*;
use zstdrs::stream::copy::*;
use zstdrs::stream::decompressobj::*;
use zstdrs::stream::push::compress::*;
use zstdrs::stream::push::decompress::*;
use zstdrs::stream::push::{Directive, InWindow, OutWindow, Progress};
use zstdrs::stream::reader::position::*;
use zstdrs::stream::reader::read::*;
use zstdrs::stream::reader::*;
use zstdrs::stream::writer::write::*;
use zstdrs::stream::writer::*;

pub(crate) fn decompressor() -> Box<Decompressor> {
    // SAFETY: no options.
    made(|place| unsafe { zstdrs_decompressor_new(null(), place) })
}

pub(crate) fn writer(compressor: &Compressor, sink: &mut Sink, taken: i32) -> Box<Writer> {
    let functions = sink.functions();
    // SAFETY: a live handle, and a sink that outlives the writer.
    made(|place| unsafe {
        zstdrs_compress_writer_new(
            Some(compressor),
            &raw const functions,
            -1,
            7,
            taken,
            0,
            place,
        )
    })
}

pub(crate) fn reader(decompressor: &Decompressor, source: &mut Source) -> Box<Reader> {
    let functions = source.functions();
    // SAFETY: a live handle, and a source that outlives the reader.
    made(|place| unsafe {
        zstdrs_decompress_reader_new(Some(decompressor), &raw const functions, 9, 1, place)
    })
}

pub(crate) fn write(writer: &Writer, data: &[u8]) -> Result<i64, Status> {
    // SAFETY: a live handle and readable bytes.
    stored(|place| unsafe {
        zstdrs_writer_write(Some(writer), data.as_ptr().cast(), data.len(), place)
    })
}

pub(crate) fn read(reader: &Reader, size: i64) -> Result<Option<Vec<u8>>, (Status, String)> {
    // SAFETY: a live handle.
    handed_out(|place| unsafe { zstdrs_reader_read(Some(reader), size, place) })
}

fn content() -> Vec<u8> {
    (0..500)
        .flat_map(|line| format!("line {line}\n").into_bytes())
        .collect()
}

fn frame(content: &[u8]) -> Vec<u8> {
    let mut sink = Sink::default();
    let writer = writer(&compressor(), &mut sink, 1);
    assert_eq!(
        write(&writer, content),
        i64::try_from(content.len()).map_err(|_| Status::Value)
    );
    // SAFETY: a live handle.
    assert_eq!(unsafe { zstdrs_writer_close(Some(&writer)) }, Status::Ok);
    // SAFETY: a live handle that is not used any more.
    unsafe { zstdrs_writer_free(Some(writer)) };
    assert!(sink.pieces.iter().all(|piece| piece.len() <= 7));
    assert_eq!(sink.flushes, 1);
    sink.pieces.concat()
}

#[test]
fn what_is_written_can_be_read_in_every_way() {
    let content = content();
    let mut source = Source::content(&frame(&content));
    let reader = reader(&decompressor(), &mut source);
    assert_eq!(read(&reader, 4).unwrap().unwrap(), &content[..4]);
    // SAFETY: a live handle.
    let ahead = handed_out(|place| unsafe { zstdrs_reader_peek(Some(&reader), 2, place) });
    assert_eq!(ahead.unwrap().unwrap(), &content[4..6]);
    // SAFETY: a live handle.
    let line = handed_out(|place| unsafe { zstdrs_reader_read_line(Some(&reader), -1, place) });
    assert_eq!(line.unwrap().unwrap(), b" 0\n");
    // SAFETY: a live handle.
    let line = handed_out(|place| unsafe { zstdrs_reader_next_line(Some(&reader), place) });
    assert_eq!(line.unwrap().unwrap(), b"line 1\n");
    let mut room = [0; 6];
    // SAFETY: a live handle and writable bytes.
    let count = stored(|place| unsafe {
        zstdrs_reader_read_into(Some(&reader), room.as_mut_ptr().cast(), room.len(), place)
    });
    assert_eq!((count, &room), (Ok(6), b"line 2"));
    // SAFETY: a live handle.
    let place = stored(|place| unsafe { zstdrs_reader_tell(Some(&reader), place) });
    assert_eq!(place, Ok(20));
    // SAFETY: a live handle.
    let back = stored(|place| unsafe { zstdrs_reader_seek(Some(&reader), -5, 2, place) });
    assert_eq!(back, Ok(content.len() as u64 - 5));
    assert_eq!(read(&reader, -1).unwrap().unwrap(), b" 499\n");
    // SAFETY: a live handle.
    let back = stored(|place| unsafe { zstdrs_reader_seek(Some(&reader), 0, 0, place) });
    assert_eq!(back, Ok(0));
    assert_eq!(read(&reader, -1).unwrap().unwrap(), content);
    assert_eq!(read(&reader, -1).unwrap().unwrap(), b"");
    // SAFETY: a live handle.
    assert_eq!(unsafe { zstdrs_reader_close(Some(&reader)) }, Status::Ok);
    // SAFETY: a live handle.
    assert_eq!(unsafe { zstdrs_reader_is_closed(Some(&reader)) }, 1);
    assert_eq!(read(&reader, 1).unwrap_err().0, Status::Value);
    // SAFETY: a live handle that is not used any more.
    unsafe { zstdrs_reader_free(Some(reader)) };
    assert!(source.wanted.iter().all(|&wanted| wanted == 9));
}

#[test]
fn copies_and_chunks_are_the_same_bytes() {
    let content = content();
    let (mut source, mut sink) = (Source::content(&content), Sink::default());
    let (from, to) = (source.functions(), sink.functions());
    // SAFETY: a live handle, and ends that outlive the copy.
    let copy = made(|place| unsafe {
        let compressor = compressor();
        zstdrs_compress_copy_new(
            Some(&compressor),
            &raw const from,
            &raw const to,
            -1,
            100,
            50,
            place,
        )
    });
    let mut read = std::mem::MaybeUninit::uninit();
    // SAFETY: a live handle.
    let written = stored(|place| unsafe { zstdrs_copy_run(Some(&copy), Some(&mut read), place) });
    // SAFETY: the call has succeeded.
    let read = unsafe { read.assume_init() };
    // SAFETY: a live handle that is not used any more.
    unsafe { zstdrs_copy_free(Some(copy)) };
    let packed = sink.pieces.concat();
    assert_eq!(
        (read, written),
        (content.len() as u64, Ok(packed.len() as u64))
    );

    let mut source = Source::content(&packed);
    let from = source.functions();
    let decompressor = decompressor();
    // SAFETY: a live handle, and a source that outlives the iterator.
    let chunks = made(|place| unsafe {
        zstdrs_decompress_chunks_new(Some(&decompressor), &raw const from, 10, 64, 0, 1, place)
    });
    let (mut restored, mut room) = (Vec::new(), [0; 100]);
    loop {
        // SAFETY: a live handle and writable bytes.
        let length = made(|place| unsafe {
            zstdrs_chunks_next(Some(&chunks), room.as_mut_ptr().cast(), room.len(), place)
        });
        assert!(length <= 64);
        if length == 0 {
            break;
        }
        restored.extend_from_slice(&room[..length]);
    }
    // SAFETY: a live handle that is not used any more.
    unsafe { zstdrs_chunks_free(Some(chunks)) };
    assert_eq!(restored, content);
}

#[test]
fn objects_are_driven_call_by_call() {
    let content = content();
    // SAFETY: a live handle.
    let object = made(|place| unsafe { zstdrs_compressobj_new(Some(&compressor()), -1, place) });
    let (data, length) = (content.as_ptr().cast(), content.len());
    let mut frame = handed_out(|place| {
        // SAFETY: a live handle and readable bytes.
        unsafe { zstdrs_compressobj_compress(Some(&object), data, length, place) }
    })
    .unwrap()
    .unwrap();
    // SAFETY: a live handle.
    let rest = handed_out(|place| unsafe { zstdrs_compressobj_flush(Some(&object), 0, place) });
    frame.extend(rest.unwrap().unwrap());
    // SAFETY: a live handle.
    let again = handed_out(|place| unsafe { zstdrs_compressobj_flush(Some(&object), 0, place) });
    assert_eq!(again.unwrap_err().0, Status::Zstd);
    // SAFETY: a live handle that is not used any more.
    unsafe { zstdrs_compressobj_free(Some(object)) };

    frame.extend(b"rest");
    let decompressor = decompressor();
    // SAFETY: a live handle.
    let object =
        made(|place| unsafe { zstdrs_decompressobj_new(Some(&decompressor), 1000, 0, place) });
    let (data, length) = (frame.as_ptr().cast(), frame.len());
    let first = handed_out(|place| {
        // SAFETY: a live handle and readable bytes.
        unsafe { zstdrs_decompressobj_decompress(Some(&object), data, length, 10, place) }
    });
    assert_eq!(first.unwrap().unwrap(), &content[..10]);
    // SAFETY: a live handle.
    let needs = stored(|place| unsafe { zstdrs_decompressobj_needs_input(Some(&object), place) });
    assert_eq!(needs, Ok(0));
    // SAFETY: a live handle.
    let others = handed_out(|place| unsafe { zstdrs_decompressobj_flush(Some(&object), place) });
    assert_eq!(others.unwrap().unwrap(), &content[10..]);
    // SAFETY: a live handle.
    let eof = stored(|place| unsafe { zstdrs_decompressobj_eof(Some(&object), place) });
    assert_eq!(eof, Ok(1));
    let unused = handed_out(|place| {
        // SAFETY: a live handle.
        unsafe { zstdrs_decompressobj_unused_data(Some(&object), place) }
    });
    assert_eq!(unused.unwrap().unwrap(), b"rest");
    // SAFETY: a live handle that is not used any more.
    unsafe { zstdrs_decompressobj_free(Some(object)) };
}

#[test]
fn chunkers_make_chunks_of_one_size() {
    let content = content();
    // SAFETY: a live handle.
    let chunker = made(|place| unsafe { zstdrs_chunker_new(Some(&compressor()), -1, 100, place) });
    let (data, length) = (content.as_ptr().cast(), content.len());
    // SAFETY: a live handle, and bytes that outlive the operation.
    let begun = unsafe { zstdrs_chunker_compress(Some(&chunker), data, length) };
    assert_eq!(begun, Status::Ok);
    let mut chunks = Vec::new();
    for finish in [false, true] {
        if finish {
            // SAFETY: a live handle.
            assert_eq!(unsafe { zstdrs_chunker_finish(Some(&chunker)) }, Status::Ok);
        }
        // SAFETY: a live handle.
        let next = || handed_out(|place| unsafe { zstdrs_chunker_next(Some(&chunker), place) });
        while let Some(chunk) = next().unwrap() {
            chunks.push(chunk);
        }
    }
    // SAFETY: a live handle that is not used any more.
    unsafe { zstdrs_chunker_free(Some(chunker)) };
    let (last, others) = chunks.split_last().unwrap();
    assert!(!last.is_empty() && others.iter().all(|chunk| chunk.len() == 100));
    let mut source = Source::content(&chunks.concat());
    let reader = reader(&decompressor(), &mut source);
    assert_eq!(read(&reader, -1).unwrap().unwrap(), content);
    // SAFETY: a live handle that is not used any more.
    unsafe { zstdrs_reader_free(Some(reader)) };
}

#[test]
fn engines_move_bytes_between_windows() {
    let content = content();
    let size = i64::try_from(content.len()).unwrap();
    // SAFETY: a live handle.
    let stream =
        made(|place| unsafe { zstdrs_compress_stream_new(Some(&compressor()), size, place) });
    let mut packed = Vec::new();
    let mut input = InWindow {
        data: content.as_ptr().cast(),
        length: content.len(),
        position: 0,
    };
    let mut room = [0_u8; 64];
    loop {
        let mut output = OutWindow {
            data: room.as_mut_ptr().cast(),
            length: room.len(),
            position: 0,
        };
        // SAFETY: a live handle and windows over live memory.
        let progress = made(|place| unsafe {
            zstdrs_compress_stream_process(
                Some(&stream),
                Some(&mut input),
                Some(&mut output),
                Directive::End as i32,
                place,
            )
        });
        packed.extend_from_slice(&room[..output.position]);
        if progress == Progress::FrameEnd as i32 {
            break;
        }
        assert_eq!(progress, Progress::NeedsRoom as i32);
    }
    // SAFETY: a live handle that is not used any more.
    unsafe { zstdrs_compress_stream_free(Some(stream)) };

    // SAFETY: a live handle.
    let stream = made(|place| unsafe {
        zstdrs_decompress_stream_new(Some(&decompressor()), FramePolicy::First as i32, place)
    });
    let mut restored = vec![0_u8; content.len()];
    let mut output = OutWindow {
        data: restored.as_mut_ptr().cast(),
        length: restored.len(),
        position: 0,
    };
    for (end, expected) in [
        (20, Progress::NeedsInput),
        (packed.len(), Progress::FrameEnd),
    ] {
        let mut input = InWindow {
            data: packed.as_ptr().cast(),
            length: end,
            position: if end == 20 { 0 } else { 20 },
        };
        // SAFETY: a live handle and windows over live memory.
        let progress = made(|place| unsafe {
            zstdrs_decompress_stream_process(
                Some(&stream),
                Some(&mut input),
                Some(&mut output),
                place,
            )
        });
        assert_eq!((progress, input.position), (expected as i32, end));
        // SAFETY: a live handle.
        let whole = unsafe { zstdrs_decompress_stream_end_of_input(Some(&stream)) };
        assert_eq!(whole == Status::Ok, expected == Progress::FrameEnd);
    }
    // SAFETY: a live handle that is not used any more.
    unsafe { zstdrs_decompress_stream_free(Some(stream)) };
    assert_eq!(restored, content);
}

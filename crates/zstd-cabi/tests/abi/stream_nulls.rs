//! Every pointer of the functions of streams is checked.

use std::ptr::{null, null_mut};

use crate::support::message;
use zstdrs::status::*;
use zstdrs::stream::chunker::*;
use zstdrs::stream::chunks::*;
use zstdrs::stream::compressobj::*;
use zstdrs::stream::copy::*;
use zstdrs::stream::decompressobj::*;
use zstdrs::stream::ends::*;
use zstdrs::stream::push::compress::*;
use zstdrs::stream::push::decompress::*;
use zstdrs::stream::reader::position::*;
use zstdrs::stream::reader::read::*;
use zstdrs::stream::reader::*;
use zstdrs::stream::writer::write::*;
use zstdrs::stream::writer::*;

/// Each call, with everything NULL, ends with a message that names an argument.
macro_rules! all_null {
    ($($function:ident($($argument:expr),*);)*) => { $(
        // SAFETY: nothing is pointed to.
        let status = unsafe { $function($($argument),*) };
        assert_eq!(status, Status::NullPointer, stringify!($function));
        let text = message();
        assert!(text.ends_with(" must not be NULL"), "{}: {text}", stringify!($function));
    )* };
}

#[test]
fn readers_and_writers_must_be_there() {
    all_null! {
        zstdrs_source_init(null_mut(), 8);
        zstdrs_sink_init(null_mut(), 8);
        zstdrs_compress_reader_new(None, null(), -1, 1, None);
        zstdrs_decompress_reader_new(None, null(), 1, 1, None);
        zstdrs_reader_read(None, 1, None);
        zstdrs_reader_read1(None, 1, None);
        zstdrs_reader_read_line(None, 1, None);
        zstdrs_reader_next_line(None, None);
        zstdrs_reader_peek(None, 0, None);
        zstdrs_reader_read_into(None, null_mut(), 0, None);
        zstdrs_reader_read1_into(None, null_mut(), 0, None);
        zstdrs_reader_expected(None, None);
        zstdrs_reader_read_line_into(None, -1, null_mut(), 0, None, None);
        zstdrs_reader_next_line_into(None, null_mut(), 0, None, None);
        zstdrs_reader_seek(None, 0, 0, None);
        zstdrs_reader_is_seekable(None, None);
        zstdrs_reader_tell(None, None);
        zstdrs_reader_memory_size(None, None);
        zstdrs_reader_check(None);
        zstdrs_reader_check_open(None);
        zstdrs_reader_enter(None);
        zstdrs_reader_close(None);
        zstdrs_compress_writer_new(None, null(), -1, 1, 1, 0, None);
        zstdrs_decompress_writer_new(None, null(), 1, 1, 0, 1, None);
        zstdrs_writer_write(None, null(), 0, None);
        zstdrs_writer_write_all(None, null(), 0);
        zstdrs_writer_flush(None, 0, None);
        zstdrs_writer_close(None);
        zstdrs_writer_abandon(None);
        zstdrs_writer_is_finished(None, None);
        zstdrs_writer_tell(None, None);
        zstdrs_writer_memory_size(None, None);
        zstdrs_writer_check(None);
        zstdrs_writer_enter(None);
        zstdrs_writer_exit(None, 0);
    }
    // SAFETY: nothing is pointed to.
    assert_eq!(unsafe { zstdrs_reader_is_closed(None) }, 1);
    // SAFETY: nothing is pointed to.
    assert_eq!(unsafe { zstdrs_writer_is_closed(None) }, 1);
    // SAFETY: nothing is pointed to.
    unsafe { zstdrs_reader_free(None) };
    // SAFETY: nothing is pointed to.
    unsafe { zstdrs_writer_free(None) };
}

#[test]
fn the_others_must_be_there() {
    all_null! {
        zstdrs_compress_chunks_new(None, null(), -1, 1, 1, None);
        zstdrs_decompress_chunks_new(None, null(), 1, 1, 0, 1, None);
        zstdrs_chunks_next(None, null_mut(), 0, None);
        zstdrs_compress_copy_new(None, null(), null(), -1, 1, 1, None);
        zstdrs_decompress_copy_new(None, null(), null(), 1, 1, 1, None);
        zstdrs_copy_run(None, None, None);
        zstdrs_compressobj_new(None, -1, None);
        zstdrs_compressobj_compress(None, null(), 0, None);
        zstdrs_compressobj_flush(None, 0, None);
        zstdrs_decompressobj_new(None, 1, 0, None);
        zstdrs_decompressobj_decompress(None, null(), 0, -1, None);
        zstdrs_decompressobj_expected(None, null(), 0, None);
        zstdrs_decompressobj_decompress_into(None, null(), 0, null_mut(), 0, None, None);
        zstdrs_decompressobj_flush(None, None);
        zstdrs_decompressobj_unused_data(None, None);
        zstdrs_decompressobj_unconsumed_tail(None, None);
        zstdrs_decompressobj_eof(None, None);
        zstdrs_decompressobj_needs_input(None, None);
        zstdrs_chunker_new(None, -1, 1, None);
        zstdrs_chunker_compress(None, null(), 0);
        zstdrs_chunker_flush(None);
        zstdrs_chunker_finish(None);
        zstdrs_chunker_next(None, None);
        zstdrs_compress_stream_new(None, -1, None);
        zstdrs_compress_stream_declare_size(None, -1);
        zstdrs_compress_stream_process(None, None, None, 0, None);
        zstdrs_compress_stream_memory_size(None, None);
        zstdrs_decompress_stream_new(None, 0, None);
        zstdrs_decompress_stream_process(None, None, None, None);
        zstdrs_decompress_stream_end_of_input(None);
        zstdrs_decompress_stream_restart(None);
        zstdrs_decompress_stream_memory_size(None, None);
    }
}

//! Every pointer is checked: NULL where there must be something is a status that names the argument.

use std::ptr::{null, null_mut};

use crate::support::message;
use zstdrs::batch::*;
use zstdrs::buffer::*;
use zstdrs::bytes::*;
use zstdrs::collection::*;
use zstdrs::compressor::*;
use zstdrs::constants::*;
use zstdrs::decompressor::*;
use zstdrs::dictionary::*;
use zstdrs::frames::*;
use zstdrs::items::Items;
use zstdrs::parameters::*;
use zstdrs::sequences::*;
use zstdrs::shown::*;
use zstdrs::skippable::*;
use zstdrs::status::*;
use zstdrs::training::*;

/// Each call, with everything NULL, ends with a message that names the argument.
macro_rules! all_null {
    ($($function:ident($($argument:expr),*), $name:literal;)*) => { $(
        // SAFETY: nothing is pointed to.
        let status = unsafe { $function($($argument),*) };
        assert_eq!(status, Status::NullPointer, stringify!($function));
        let expected = concat!($name, " must not be NULL");
        assert_eq!(message(), expected, stringify!($function));
    )* };
}

#[test]
fn handles_and_results_must_be_there() {
    all_null! {
        zstdrs_compressor_options_init(null_mut(), 8), "options";
        zstdrs_compressor_new(null(), None), "compressor";
        zstdrs_compress_bound(1, None), "bound";
        zstdrs_compress(None, null(), 0, 0, null_mut(), 0, None), "compressor";
        zstdrs_compress_to_bytes(None, null(), 0, 0, None), "compressor";
        zstdrs_simple_compress(3, null(), 0, null_mut(), 0, None), "written";
        zstdrs_simple_compress_watched(3, null(), 0, null_mut(), 0, None, null_mut(), None), "written";
        zstdrs_compressor_memory_size(None, None), "compressor";
        zstdrs_compressor_progression(None, None), "compressor";
        zstdrs_decompressor_options_init(null_mut(), 8), "options";
        zstdrs_decompressor_new(null(), None), "decompressor";
        zstdrs_decompress(None, null(), 0, 0, 0, null_mut(), 0, None), "decompressor";
        zstdrs_decompress_to_bytes(None, null(), 0, 0, 0, None), "decompressor";
        zstdrs_simple_decompress(null(), 0, 0, null_mut(), 0, None), "written";
        zstdrs_simple_decompress_watched(null(), 0, 0, null_mut(), 0, None, null_mut(), None), "written";
        zstdrs_decompressor_memory_size(None, None), "decompressor";
        zstdrs_dictionary_new(null(), 0, 0, 0, 0, None), "dictionary";
        zstdrs_dictionary_data(None, None, None), "dictionary";
        zstdrs_dictionary_id(None, None), "dictionary";
        zstdrs_dictionary_k_and_d(None, None, None), "dictionary";
        zstdrs_dictionary_precompute_compress(None, 0, None), "dictionary";
        zstdrs_dictionary_id_of(null(), 0, None), "id";
        zstdrs_train_options_init(null_mut(), 8), "options";
        zstdrs_cover_options_init(null_mut(), 8), "options";
        zstdrs_train_dictionary(1000, None, null(), None), "dictionary";
        zstdrs_train_cover_dictionary(1000, None, null(), None), "dictionary";
        zstdrs_parameters_new(null(), 0, None), "parameters";
        zstdrs_parameters_from_level(3, 0, 0, null(), 0, None), "parameters";
        zstdrs_parameters_basic(20, 16, 17, 1, 5, 0, 1, None), "parameters";
        zstdrs_parameters_basic_from_level(3, 0, 0, None), "parameters";
        zstdrs_parameters_get(None, null(), None), "parameters";
        zstdrs_parameters_estimated_context_size(None, None), "parameters";
        zstdrs_parameter_bounds(null(), None, None), "smallest";
        zstdrs_constant(0, None, None, None), "name";
        zstdrs_estimate_decompression_context_size(None), "size";
    }
}

#[test]
fn batches_and_buffers_must_be_there() {
    all_null! {
        zstdrs_batch_options_init(null_mut(), 8), "options";
        zstdrs_compress_batch(None, None, null(), None), "compressor";
        zstdrs_decompress_batch(None, None, null(), 0, null(), None), "decompressor";
        zstdrs_decompressed_sizes(None, None, null(), 0, null(), null_mut(), 0), "decompressor";
        zstdrs_decompress_batch_into(None, None, null(), null(), 0, null()), "decompressor";
        zstdrs_decompress_chain(None, None, None), "decompressor";
        zstdrs_buffer_copy(null(), 0, null(), 0, None), "buffer";
        zstdrs_buffer_borrow(null(), 0, null(), 0, None, null_mut(), None), "buffer";
        zstdrs_buffer_map(null(), null(), 0, None), "buffer";
        zstdrs_buffer_data(None, None, None), "buffer";
        zstdrs_buffer_table(None, None, None), "buffer";
        zstdrs_buffer_segment(None, 0, None), "buffer";
        zstdrs_byte_at(null(), 0, 0, None), "byte";
        zstdrs_bytes_data(None, None, None), "bytes";
        zstdrs_collection_new(null(), 0, None), "collection";
        zstdrs_collection_size(None, None, None), "collection";
        zstdrs_collection_segment(None, 0, None), "collection";
        zstdrs_collection_buffer_count(None, None), "collection";
        zstdrs_collection_buffer(None, 0, None), "collection";
        zstdrs_generate_sequences(None, null(), 0, None), "compressor";
        zstdrs_sequences_data(None, None, None), "sequences";
        zstdrs_compress_sequences(None, null(), 0, null(), 0, None), "compressor";
    }
}

#[test]
fn frames_and_texts_must_be_there() {
    all_null! {
        zstdrs_get_frame_parameters(null(), 0, 0, None), "parameters";
        zstdrs_frame_content_size(null(), 0, None, None), "size";
        zstdrs_frame_header_size(null(), 0, None), "size";
        zstdrs_frame_compressed_size(null(), 0, 0, None), "size";
        zstdrs_decompressed_bound(null(), 0, None), "bound";
        zstdrs_decompression_margin(null(), 0, None), "margin";
        zstdrs_is_frame(null(), 0, None), "answer";
        zstdrs_write_skippable_frame(null(), 0, 0, None), "frame";
        zstdrs_read_skippable_frame(null(), 0, None, None, None), "payload";
        zstdrs_is_skippable_frame(null(), 0, None), "answer";
        zstdrs_buffer_shown(None, None), "buffer";
        zstdrs_table_shown(None, None), "buffer";
        zstdrs_segment_shown(0, 0, None), "text";
        zstdrs_collection_shown(None, None), "collection";
        zstdrs_dictionary_shown(None, None), "dictionary";
        zstdrs_parameters_shown(None, 0, None), "parameters";
        zstdrs_frame_parameters_shown(None, None), "parameters";
    }
}

#[test]
fn bytes_must_be_there_unless_there_are_none() {
    let mut bound = std::mem::MaybeUninit::uninit();
    // SAFETY: the pointer is checked before anything is read.
    let status = unsafe { zstdrs_decompressed_bound(null(), 1, Some(&mut bound)) };
    assert_eq!(
        (status, message().as_str()),
        (Status::NullPointer, "data must not be NULL")
    );
    // SAFETY: there is nothing to read.
    let status = unsafe { zstdrs_decompressed_bound(null(), 0, Some(&mut bound)) };
    assert_eq!(status, Status::Ok);

    let (starts, lengths) = ([null()], [5]);
    let items = Items {
        buffer: null(),
        collection: null(),
        data: starts.as_ptr(),
        lengths: lengths.as_ptr(),
        count: 1,
    };
    let mut dictionary = std::mem::MaybeUninit::uninit();
    // SAFETY: the array of one pointer, which is NULL, and one length is readable for the time of the call.
    let status =
        unsafe { zstdrs_train_dictionary(1000, Some(&items), null(), Some(&mut dictionary)) };
    assert_eq!(
        (status, message().as_str()),
        (Status::NullPointer, "samples must not be NULL")
    );
}

#[test]
fn null_may_be_freed() {
    // SAFETY: NULL is ignored.
    unsafe { zstdrs_compressor_free(None) };
    // SAFETY: NULL is ignored.
    unsafe { zstdrs_decompressor_free(None) };
    // SAFETY: NULL is ignored.
    unsafe { zstdrs_dictionary_free(None) };
    // SAFETY: NULL is ignored.
    unsafe { zstdrs_parameters_free(None) };
    // SAFETY: NULL is ignored.
    unsafe { zstdrs_buffer_free(None) };
    // SAFETY: NULL is ignored.
    unsafe { zstdrs_collection_free(None) };
    // SAFETY: NULL is ignored.
    unsafe { zstdrs_bytes_free(None) };
    // SAFETY: NULL is ignored.
    unsafe { zstdrs_sequences_free(None) };
}

//! Single calls: handles, capacities, failures, threads.

use std::ptr::{null, null_mut};

use crate::support::{compressor, made, message, stored, taken};
use zstdrs::argument::{Argument, zstdrs_argument_error};
use zstdrs::compressor::*;
use zstdrs::constants::*;
use zstdrs::decompressor::*;
use zstdrs::dictionary::*;
use zstdrs::parameters::*;
use zstdrs::status::*;

fn decompressor() -> Box<Decompressor> {
    // SAFETY: no options.
    made(|place| unsafe { zstdrs_decompressor_new(null(), place) })
}

fn compress(compressor: &Compressor, data: &[u8]) -> Vec<u8> {
    let frame = made(|place| {
        // SAFETY: a live handle and readable bytes.
        unsafe {
            zstdrs_compress_to_bytes(Some(compressor), data.as_ptr().cast(), data.len(), 0, place)
        }
    });
    taken(frame)
}

/// Decompresses to `dst`, and returns the status and what was stored.
fn decompress(decompressor: &Decompressor, frame: &[u8], dst: &mut [u8]) -> (Status, usize) {
    let mut written = std::mem::MaybeUninit::new(usize::MAX);
    let (src, place) = (frame.as_ptr().cast(), dst.as_mut_ptr().cast());
    // SAFETY: a live handle, readable and writable bytes.
    let status = unsafe {
        zstdrs_decompress(
            Some(decompressor),
            src,
            frame.len(),
            0,
            0,
            place,
            dst.len(),
            Some(&mut written),
        )
    };
    // SAFETY: it was initialised above.
    (status, unsafe { written.assume_init() })
}

#[test]
fn a_destination_that_is_too_small_is_told_what_is_needed_before_anything_is_done() {
    let data = b"some content".repeat(50);
    let frame = compress(&compressor(), &data);
    let decompressor = decompressor();
    let mut dst = vec![7; data.len()];
    let short = data.len() - 1;
    assert_eq!(
        decompress(&decompressor, &frame, &mut dst[..short]),
        (Status::Capacity, data.len())
    );
    assert_eq!(
        decompress(&decompressor, &frame, &mut []),
        (Status::Capacity, data.len())
    );
    assert!(dst.iter().all(|&byte| byte == 7));
    assert_eq!(
        decompress(&decompressor, &frame, &mut dst),
        (Status::Ok, data.len())
    );
    assert_eq!(dst, data);
}

#[test]
fn failures_have_a_status_a_message_and_a_code_and_store_nothing() {
    let frame = compress(&compressor(), b"some content");
    let decompressor = decompressor();
    let mut dst = [0; 100];
    let cut = &frame[..frame.len() - 1];
    assert_eq!(
        decompress(&decompressor, cut, &mut dst),
        (Status::Zstd, usize::MAX)
    );
    assert!(message().contains("truncated"), "{}", message());
    assert_eq!(zstdrs_last_error_code(), 72);
    let options = CompressorOptions {
        level: 0,
        ..CompressorOptions::default()
    };
    // SAFETY: readable options without handles.
    let refused = stored(|place| unsafe { zstdrs_compressor_new(&raw const options, place) });
    assert_eq!(refused.err(), Some(Status::Value));
    assert!(
        message().starts_with("level must be between"),
        "{}",
        message()
    );
    // The objects stay usable.
    assert_eq!(
        decompress(&decompressor, &frame, &mut dst),
        (Status::Ok, 12)
    );
}

#[test]
fn a_dictionary_may_be_freed_before_what_was_made_with_it() {
    let content = b"what the records have in common".repeat(3);
    // SAFETY: readable bytes.
    let dictionary = stored(|place| unsafe {
        zstdrs_dictionary_new(content.as_ptr().cast(), content.len(), 0, 0, 0, place)
    });
    let dictionary = dictionary.unwrap();
    let options = CompressorOptions {
        dictionary: &raw const *dictionary,
        write_content_size: 1,
        ..CompressorOptions::default()
    };
    // SAFETY: readable options with a live handle.
    let compressor = stored(|place| unsafe { zstdrs_compressor_new(&raw const options, place) });
    // SAFETY: a live handle that is not used any more.
    unsafe { zstdrs_dictionary_free(Some(dictionary)) };
    let compressor = compressor.unwrap();
    let first = compress(&compressor, &content);
    assert_eq!(compress(&compressor, &content), first);
    assert!(first.len() < 40);
    // SAFETY: a live handle that is not used any more.
    unsafe { zstdrs_compressor_free(Some(compressor)) };
}

#[test]
fn threads_share_handles_and_have_messages_of_their_own() {
    let (compressor, decompressor) = (compressor(), decompressor());
    std::thread::scope(|scope| {
        for thread in 0..8_u8 {
            let (compressor, decompressor) = (&compressor, &decompressor);
            scope.spawn(move || {
                assert_eq!(message(), "");
                for length in 1..100 {
                    let data = vec![thread; length * 5];
                    let frame = compress(compressor, &data);
                    let mut dst = vec![0; data.len()];
                    assert_eq!(
                        decompress(decompressor, &frame, &mut dst),
                        (Status::Ok, data.len())
                    );
                    assert_eq!(dst, data);
                }
                let wrong = vec![0; usize::from(thread) + 1];
                assert_eq!(decompress(decompressor, &wrong, &mut []).0, Status::Zstd);
                assert!(message().contains("frame header"), "{}", message());
            });
        }
    });
}

#[test]
fn unknown_flags_and_arguments_are_refused() {
    let decompressor = decompressor();
    // SAFETY: a live handle and nothing to read.
    let refused = stored(|place| unsafe {
        zstdrs_decompress(Some(&decompressor), null(), 0, 0, 8, null_mut(), 0, place)
    });
    assert_eq!(refused, Err(Status::Value));
    assert_eq!(
        message(),
        "flags must be of zstdrs_decompress_flags; got 0x8"
    );
    // SAFETY: no text.
    let status = unsafe { zstdrs_argument_error(-1, 0, null()) };
    assert_eq!(status, Status::Value);
    let name = c"int".as_ptr();
    // SAFETY: a zero-terminated constant.
    let status = unsafe { zstdrs_argument_error(Argument::Chain as i32, 0, name) };
    assert_eq!(
        (status, message().as_str()),
        (Status::Type, "argument must be a list; got int")
    );
    // SAFETY: no text.
    let status = unsafe { zstdrs_argument_error(Argument::BatchItem as i32, 7, null()) };
    assert_eq!(
        (status, message().as_str()),
        (Status::Type, "item 7 not a bytes like object")
    );
}

#[test]
fn parameters_go_by_name() {
    let option = |name: &'static std::ffi::CStr, value| NamedOption {
        name: name.as_ptr(),
        value,
    };
    let make = |options: &[NamedOption]| {
        // SAFETY: readable options with constant names.
        stored(|place| unsafe { zstdrs_parameters_new(options.as_ptr(), options.len(), place) })
    };
    let parameters = make(&[option(c"window_log", 20), option(c"write_checksum", 1)]).unwrap();
    let get = |name: &std::ffi::CStr| {
        // SAFETY: a live handle and a zero-terminated name.
        stored(|place| unsafe { zstdrs_parameters_get(Some(&parameters), name.as_ptr(), place) })
    };
    assert_eq!(
        (get(c"window_log"), get(c"write_checksum"), get(c"hash_log")),
        (Ok(20), Ok(1), Ok(0))
    );
    assert_eq!(get(c"window"), Err(Status::Type));
    assert_eq!(make(&[option(c"window_log", 9)]).err(), Some(Status::Value));
    assert_eq!(message(), "window_log must be between 10 and 31; got 9");

    let names = (0..)
        .map(|at| zstdrs_parameter_name(at))
        .take_while(|name| !name.is_null());
    assert_eq!(names.count(), 39);
    let names = (0..)
        .map(|at| zstdrs_decompression_parameter_name(at))
        .take_while(|name| !name.is_null());
    assert_eq!(names.count(), 7);
    assert!(zstdrs_constant_count() > 80);
}

//! The calls for bindings that keep the contract of `compression.zstd`.

use std::ffi::c_void;
use std::mem::MaybeUninit;
use std::ptr::{null, null_mut};

use crate::support::{made, message, stored};
use zstdrs::bytes::zstdrs_bytes_free;
use zstdrs::compressor::{Compressor, zstdrs_simple_compress_watched};
use zstdrs::decompressor::{Decompressor, zstdrs_simple_decompress_watched};
use zstdrs::dictionary::{zstdrs_dictionary_data, zstdrs_dictionary_new};
use zstdrs::items::Items;
use zstdrs::status::Status;
use zstdrs::stdlib::compressor::*;
use zstdrs::stdlib::decompressor::*;
use zstdrs::stdlib::dictionaries::*;
use zstdrs::stdlib::oneshot::*;
use zstdrs::stdlib::settings::*;
use zstdrs::stream::output::Output;

/// What was handed out, freed; nothing where there is nothing.
fn bytes_of(output: Output) -> Option<Vec<u8>> {
    if output.data.is_null() {
        return None;
    }
    // SAFETY: the library hands out that many bytes.
    let bytes = unsafe { std::slice::from_raw_parts(output.data.cast::<u8>(), output.length) };
    let bytes = bytes.to_vec();
    if !output.owner.is_null() {
        // SAFETY: the library has made the owner from a box, and nobody else has it.
        let owner = unsafe { Box::from_raw(output.owner) };
        // SAFETY: a live handle that is not used any more.
        unsafe { zstdrs_bytes_free(Some(owner)) };
    }
    Some(bytes)
}

fn compressor(level: i64, options: &[NumberedOption]) -> Result<Box<Compressor>, Status> {
    // SAFETY: readable options.
    stored(|place| unsafe {
        zstdrs_compressor_from_numbers(level, options.as_ptr(), options.len(), None, 0, place)
    })
}

fn decompressor() -> Box<Decompressor> {
    // SAFETY: no options.
    made(|place| unsafe { zstdrs_decompressor_from_numbers(null(), 0, None, 0, place) })
}

fn compress(object: &FrameCompressor, data: &[u8], mode: i32) -> Result<Vec<u8>, Status> {
    // SAFETY: a live handle and readable bytes.
    let output = stored(|place| unsafe {
        zstdrs_frame_compressor_compress(
            Some(object),
            data.as_ptr().cast(),
            data.len(),
            mode,
            place,
        )
    });
    output.map(|output| bytes_of(output).expect("what is ready is handed out, if only nothing"))
}

#[test]
fn nothing_may_be_null() {
    macro_rules! all_null {
        ($($function:ident($($argument:expr),*), $name:literal;)*) => { $(
            // SAFETY: nothing is pointed to.
            let status = unsafe { $function($($argument),*) };
            assert_eq!(status, Status::NullPointer, stringify!($function));
            assert_eq!(message(), concat!($name, " must not be NULL"), stringify!($function));
        )* };
    }
    all_null! {
        zstdrs_compressor_from_numbers(3, null(), 0, None, 0, None), "compressor";
        zstdrs_decompressor_from_numbers(null(), 0, None, 0, None), "decompressor";
        zstdrs_frame_compressor_new(None, None), "compressor";
        zstdrs_frame_compressor_compress(None, null(), 0, 0, None), "object";
        zstdrs_frame_compressor_flush(None, 2, None), "object";
        zstdrs_frame_compressor_declare_size(None, 0, 0), "object";
        zstdrs_frame_compressor_last_mode(None, None), "object";
        zstdrs_frame_decompressor_new(None, None), "decompressor";
        zstdrs_frame_decompressor_decompress(None, null(), 0, -1, None), "object";
        zstdrs_frame_decompressor_unused_data(None, None), "object";
        zstdrs_frame_decompressor_eof(None, None), "object";
        zstdrs_frame_decompressor_needs_input(None, None), "object";
        zstdrs_frame_compress(None, null(), 0, null_mut(), 0, None), "compressor";
        zstdrs_frames_decompress(None, null(), 0, null_mut(), 0, None, None), "decompressor";
        zstdrs_frames_decompress_growing(None, null(), 0, None), "decompressor";
        zstdrs_frame_compress_watched(None, null(), 0, null_mut(), 0, None, null_mut(), None), "compressor";
        zstdrs_frames_decompress_watched(None, null(), 0, null_mut(), 0, None, null_mut(), None), "decompressor";
        zstdrs_frames_decompress_growing_watched(None, null(), 0, None, null_mut(), None), "decompressor";
        zstdrs_dictionary_train(None, 1000, None), "dictionary";
        zstdrs_dictionary_finalize(None, None, 1000, 3, None), "content";
    }
    // SAFETY: NULL is ignored.
    unsafe { zstdrs_frame_compressor_free(None) };
    // SAFETY: NULL is ignored.
    unsafe { zstdrs_frame_decompressor_free(None) };
}

#[test]
fn frames_are_made_and_read_call_by_call() {
    let checksum = NumberedOption {
        number: 201,
        value: 1,
    };
    let settings = compressor(5, &[checksum]).unwrap();
    // SAFETY: a live handle.
    let object =
        stored(|place| unsafe { zstdrs_frame_compressor_new(Some(&settings), place) }).unwrap();
    // SAFETY: a live handle.
    let status = unsafe { zstdrs_frame_compressor_declare_size(Some(&object), 6, 1) };
    assert_eq!(status, Status::Ok);
    let mut frame = compress(&object, b"foo", 0).unwrap();
    frame.extend(compress(&object, b"bar", 1).unwrap());
    // SAFETY: a live handle.
    let output = stored(|place| unsafe { zstdrs_frame_compressor_flush(Some(&object), 2, place) });
    frame.extend(bytes_of(output.unwrap()).unwrap());
    // SAFETY: a live handle.
    let mode = stored(|place| unsafe { zstdrs_frame_compressor_last_mode(Some(&object), place) });
    assert_eq!(mode, Ok(2));
    assert_eq!(compress(&object, b"", 3), Err(Status::Value));

    let settings = decompressor();
    // SAFETY: a live handle.
    let object =
        stored(|place| unsafe { zstdrs_frame_decompressor_new(Some(&settings), place) }).unwrap();
    frame.extend(b"tail");
    let take = |data: &[u8], most| {
        // SAFETY: a live handle and readable bytes.
        let output = stored(|place| unsafe {
            zstdrs_frame_decompressor_decompress(
                Some(&object),
                data.as_ptr().cast(),
                data.len(),
                most,
                place,
            )
        });
        output.map(|output| bytes_of(output).unwrap())
    };
    assert_eq!(take(&frame, 4).unwrap(), b"foob");
    // SAFETY: a live handle.
    let needs =
        stored(|place| unsafe { zstdrs_frame_decompressor_needs_input(Some(&object), place) });
    assert_eq!(needs, Ok(0));
    assert_eq!(take(b"", -1).unwrap(), b"ar");
    // SAFETY: a live handle.
    let eof = stored(|place| unsafe { zstdrs_frame_decompressor_eof(Some(&object), place) });
    assert_eq!(eof, Ok(1));
    // SAFETY: a live handle.
    let unused =
        stored(|place| unsafe { zstdrs_frame_decompressor_unused_data(Some(&object), place) });
    assert_eq!(bytes_of(unused.unwrap()).unwrap(), b"tail");
    assert_eq!(take(b"", -1), Err(Status::End));
    assert_eq!(message(), "Already at the end of a Zstandard frame.");
}

#[test]
fn whole_inputs_need_no_size() {
    let unsized_content = NumberedOption {
        number: 200,
        value: 0,
    };
    let settings = compressor(0, &[unsized_content]).unwrap();
    let content = b"to be or not to be ".repeat(5000);
    let mut frame = vec![0_u8; content.len()];
    // SAFETY: a live handle, readable bytes and writable ones.
    let length = stored(|place| unsafe {
        zstdrs_frame_compress(
            Some(&settings),
            content.as_ptr().cast(),
            content.len(),
            frame.as_mut_ptr().cast(),
            frame.len(),
            place,
        )
    });
    frame.truncate(length.unwrap());
    let frames = [&frame[..], &frame].concat();
    let settings = decompressor();
    let (mut room, mut written) = (Vec::new(), 0);
    let mut call = |room: &mut Vec<u8>, data: &[u8]| {
        stored(|output| {
            let mut place = MaybeUninit::new(0);
            // SAFETY: a live handle, readable bytes and writable ones.
            let status = unsafe {
                zstdrs_frames_decompress(
                    Some(&settings),
                    data.as_ptr().cast(),
                    data.len(),
                    room.as_mut_ptr().cast(),
                    room.len(),
                    Some(&mut place),
                    output,
                )
            };
            // SAFETY: it was initialised above.
            written = unsafe { place.assume_init() };
            status
        })
        .map(|output| (bytes_of(output), written))
        .map_err(|status| (status, written))
    };
    let (status, needed) = call(&mut room, &frames).unwrap_err();
    assert_eq!(status, Status::Capacity);
    assert!(needed >= 2 * content.len());
    room.resize(needed, 0);
    assert_eq!(call(&mut room, &frames), Ok((None, 2 * content.len())));
    assert!(room[..2 * content.len()] == content.repeat(2));
    let (status, _) = call(&mut room, &frames[..frames.len() - 1]).unwrap_err();
    assert_eq!(status, Status::Zstd);
    assert!(message().contains("end-of-stream marker"));
    // SAFETY: a live handle and readable bytes.
    let grown = stored(|place| unsafe {
        zstdrs_frames_decompress_growing(
            Some(&settings),
            frames.as_ptr().cast(),
            frames.len(),
            place,
        )
    });
    assert!(bytes_of(grown.unwrap()).unwrap() == content.repeat(2));
}

/// Counts how often it is asked, and says what it was told to say.
struct Watcher {
    asked: usize,
    answer: i32,
}

unsafe extern "C" fn answer(user_data: *mut c_void) -> i32 {
    // SAFETY: the watcher that was passed along, which nobody else uses while the call lasts.
    let watcher = unsafe { &mut *user_data.cast::<Watcher>() };
    watcher.asked += 1;
    watcher.answer
}

/// What a watched call stores and how often it has asked; its check gives that answer.
fn watched<T>(
    answer: i32,
    call: impl FnOnce(*mut c_void, Option<&mut MaybeUninit<T>>) -> Status,
) -> (Result<T, Status>, usize) {
    let mut watcher = Watcher { asked: 0, answer };
    let result = stored(|place| call((&raw mut watcher).cast(), place));
    (result, watcher.asked)
}

fn compress_watched(
    settings: &Compressor,
    data: &[u8],
    says: i32,
) -> (Result<Vec<u8>, Status>, usize) {
    let mut frame = vec![0_u8; data.len() + 1000];
    // SAFETY: a live handle, readable bytes and writable ones, and what the check is called with.
    let (length, asked) = watched(says, |user_data, place| unsafe {
        zstdrs_frame_compress_watched(
            Some(settings),
            data.as_ptr().cast(),
            data.len(),
            frame.as_mut_ptr().cast(),
            frame.len(),
            Some(answer),
            user_data,
            place,
        )
    });
    let frame = length.map(|length| frame[..length].to_vec());
    (frame, asked)
}

fn decompress_watched(
    settings: &Decompressor,
    frames: &[u8],
    room: usize,
    says: i32,
) -> (Result<Vec<u8>, Status>, usize) {
    let mut content = vec![0_u8; room];
    // SAFETY: as above.
    let (length, asked) = watched(says, |user_data, place| unsafe {
        zstdrs_frames_decompress_watched(
            Some(settings),
            frames.as_ptr().cast(),
            frames.len(),
            content.as_mut_ptr().cast(),
            content.len(),
            Some(answer),
            user_data,
            place,
        )
    });
    content.truncate(length.unwrap_or(0));
    (length.map(|_| content), asked)
}

fn grow_watched(
    settings: &Decompressor,
    frames: &[u8],
    says: i32,
) -> (Result<Vec<u8>, Status>, usize) {
    // SAFETY: as above.
    let (output, asked) = watched(says, |user_data, place| unsafe {
        zstdrs_frames_decompress_growing_watched(
            Some(settings),
            frames.as_ptr().cast(),
            frames.len(),
            Some(answer),
            user_data,
            place,
        )
    });
    let content = output.map(|output| bytes_of(output).expect("content is handed out"));
    (content, asked)
}

#[test]
fn long_calls_ask_and_can_be_stopped() {
    let strong = compressor(17, &[]).unwrap();
    let data: Vec<u8> = (0..3_000_000_u32)
        .map(|n| (n.wrapping_mul(n) / 77).to_le_bytes()[1])
        .collect();
    let (stopped, asked) = compress_watched(&strong, &data, 0);
    assert_eq!((stopped.err(), asked), (Some(Status::Interrupted), 1));
    assert_eq!(message(), "interrupted by the caller's check");
    let (frame, asked) = compress_watched(&strong, &data, 1);
    assert!(asked > 0);
    let settings = decompressor();
    let (content, _) = decompress_watched(&settings, &frame.unwrap(), data.len(), 1);
    assert!(content.unwrap() == data);

    let quick = compressor(1, &[]).unwrap();
    let unit = vec![0; 64 << 20];
    let (frame, _) = compress_watched(&quick, &unit, 1);
    let (frame, count) = (frame.unwrap(), 16);
    let frames = frame.repeat(count);
    let (stopped, asked) = decompress_watched(&settings, &frames, count * unit.len(), 0);
    assert_eq!((stopped.err(), asked), (Some(Status::Interrupted), 1));
    let (stopped, asked) = grow_watched(&settings, &frames, 0);
    assert_eq!((stopped.err(), asked), (Some(Status::Interrupted), 1));
    assert!(grow_watched(&settings, &frame, 1).0.unwrap() == unit);
    assert!(
        decompress_watched(&settings, &frame, unit.len(), 1)
            .0
            .unwrap()
            == unit
    );
}

#[test]
fn calls_without_objects_ask_and_can_be_stopped() {
    let compress = |level, data: &[u8], says| {
        let mut frame = vec![0_u8; data.len() + 100_000];
        // SAFETY: readable bytes and writable ones, and what the check is called with.
        let (length, asked) = watched(says, |user_data, place| unsafe {
            zstdrs_simple_compress_watched(
                level,
                data.as_ptr().cast(),
                data.len(),
                frame.as_mut_ptr().cast(),
                frame.len(),
                Some(answer),
                user_data,
                place,
            )
        });
        (length.map(|length| frame[..length].to_vec()), asked)
    };
    let decompress = |frame: &[u8], room: usize, says| {
        let mut content = vec![0_u8; room];
        // SAFETY: as above.
        let (length, asked) = watched(says, |user_data, place| unsafe {
            zstdrs_simple_decompress_watched(
                frame.as_ptr().cast(),
                frame.len(),
                0,
                content.as_mut_ptr().cast(),
                content.len(),
                Some(answer),
                user_data,
                place,
            )
        });
        content.truncate(length.unwrap_or(0));
        (length.map(|_| content), asked)
    };
    let data: Vec<u8> = (0..3_000_000_u32)
        .map(|n| (n.wrapping_mul(n) / 77).to_le_bytes()[1])
        .collect();
    let (stopped, asked) = compress(17, &data, 0);
    assert_eq!((stopped.err(), asked), (Some(Status::Interrupted), 1));
    let frame = compress(1, &data, 1).0.unwrap();
    assert!(decompress(&frame, data.len(), 1).0.unwrap() == data);
    let large = compress(1, &vec![0; 1 << 30], 1).0.unwrap();
    let (stopped, asked) = decompress(&large, 1 << 30, 0);
    assert_eq!((stopped.err(), asked), (Some(Status::Interrupted), 1));
}

#[test]
fn frames_that_must_grow_are_said_to() {
    let settings = decompressor();
    let (frame, _) = compress_watched(&compressor(3, &[]).unwrap(), b"content", 1);
    let frame = frame.unwrap();
    let (small, _) = decompress_watched(&settings, &frame, 6, 1);
    assert_eq!(small.err(), Some(Status::Capacity));
    let cut = &frame[..frame.len() - 1];
    let (refused, _) = decompress_watched(&settings, cut, 100, 1);
    assert_eq!(refused.err(), Some(Status::Unsupported));
    assert!(message().contains("memory that grows"));
    let (refused, _) = grow_watched(&settings, cut, 1);
    assert_eq!(refused.err(), Some(Status::Zstd));
    assert!(message().contains("end-of-stream marker"));
}

#[test]
fn dictionaries_are_trained_and_finalized() {
    let samples: Vec<String> = (0..1000).map(|n| format!("sample number {n}")).collect();
    let pointers: Vec<_> = samples
        .iter()
        .map(|sample| sample.as_ptr().cast())
        .collect();
    let lengths: Vec<_> = samples.iter().map(String::len).collect();
    let items = Items {
        buffer: null(),
        collection: null(),
        data: pointers.as_ptr(),
        lengths: lengths.as_ptr(),
        count: samples.len(),
    };
    // SAFETY: readable items.
    let trained =
        stored(|place| unsafe { zstdrs_dictionary_train(Some(&items), 1000, place) }).unwrap();
    let content = b"sample number";
    // SAFETY: readable bytes.
    let base = stored(|place| unsafe {
        zstdrs_dictionary_new(content.as_ptr().cast(), content.len(), 1, 0, 0, place)
    })
    .unwrap();
    // SAFETY: a live handle and readable items.
    let finalized = stored(|place| unsafe {
        zstdrs_dictionary_finalize(Some(&base), Some(&items), 1000, 3, place)
    })
    .unwrap();
    for dictionary in [&trained, &finalized] {
        let mut start = MaybeUninit::uninit();
        // SAFETY: a live handle.
        let length = stored(|place| unsafe {
            zstdrs_dictionary_data(Some(dictionary), Some(&mut start), place)
        });
        assert!((8..=1000).contains(&length.unwrap()));
        // SAFETY: a live handle.
        let made = stored(|place| unsafe {
            zstdrs_compressor_from_numbers(3, null(), 0, Some(dictionary), 0, place)
        });
        assert!(made.is_ok());
        // SAFETY: a live handle.
        let wrong = stored(|place| unsafe {
            zstdrs_decompressor_from_numbers(null(), 0, Some(dictionary), 3, place)
        });
        assert_eq!(wrong.err(), Some(Status::Value));
    }
    // SAFETY: readable items.
    let small = stored(|place| unsafe { zstdrs_dictionary_train(Some(&items), 100, place) });
    assert_eq!(small.err(), Some(Status::Zstd));
}

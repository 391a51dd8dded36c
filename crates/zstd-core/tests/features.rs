//! What the features change: legacy formats, error texts, threads, whose libzstd it is. `cargo xtask package --check` runs this with
//! several sets of them.
//!
//! A system's libzstd has the features that its packager chose, so with `pkg-config` only the check of the library is tested.
#![forbid(unsafe_code)]

#[cfg(not(feature = "pkg-config"))]
use zstd_core::{CParameter, DecompressOptions, Decompressor, ErrorCode};
use zstd_core::{Compressor, check_library};

/// "hello" as a frame of the format 0.7, put together by hand: magic number, a header that declares 5 bytes, one raw block,
/// the end.
#[cfg(not(feature = "pkg-config"))]
const FRAME_0_7: &[u8] = b"\x27\xb5\x2f\xfd\x20\x05\x40\x00\x05hello\xc0\x00\x00";

#[test]
fn a_library_that_does_not_suit_is_refused_by_the_first_call() {
    let compressed = Compressor::builder().build().unwrap().compress(b"data");
    assert_eq!(compressed.map(drop), check_library());
    if !cfg!(feature = "pkg-config") {
        assert_eq!(check_library(), Ok(()));
    }
}

#[cfg(not(feature = "pkg-config"))]
#[test]
fn legacy_frames_need_the_feature() {
    let decompressor = Decompressor::new();
    let limited = DecompressOptions::new().max_output_size(100);
    let result = decompressor.decompress_with::<Vec<u8>>(FRAME_0_7, &limited);
    if cfg!(feature = "legacy") {
        assert_eq!(result.unwrap(), b"hello");
        assert_eq!(decompressor.decompress(FRAME_0_7).unwrap(), b"hello");
        let cut = &FRAME_0_7[..FRAME_0_7.len() - 1];
        assert!(decompressor.decompress(cut).is_err());
    } else {
        let text = result.unwrap_err().to_string();
        assert!(text.contains("error determining content size"), "{text}");
    }
}

#[cfg(not(feature = "pkg-config"))]
#[test]
fn errors_have_a_text_even_where_the_library_has_none() {
    let text = ErrorCode::DST_SIZE_TOO_SMALL.description();
    if cfg!(feature = "thin") {
        assert_eq!(text, "DST_SIZE_TOO_SMALL");
    } else {
        assert_eq!(text, "Destination buffer is too small");
    }
}

#[cfg(not(feature = "pkg-config"))]
#[test]
fn threads_are_bounded_by_what_the_library_can() {
    let most = CParameter::Threads.bounds().unwrap().max;
    assert_eq!(most > 0, cfg!(feature = "threads"));
}

//! Whole inputs at once.

use std::ffi::c_void;
use std::mem::MaybeUninit;

use zstd_contract::{Failure, FailureKind, stdlib};
use zstd_core::Watch;

use crate::boundary::boundary;
use crate::compressor::Compressor;
use crate::decompressor::Decompressor;
use crate::pointers::{bytes, required, room};
use crate::status::{Fault, Status};
use crate::stream::output::Output;
use crate::watch::watched;

/// What is said of frames that cannot be decoded to memory of a size that is known beforehand.
const MUST_GROW: &str =
    "the frames cannot be decompressed in one go; decompress them into memory that grows";

/// Compresses `src` to one frame at the start of `dst` and stores its size. `zstdrs_compress_bound` says how much room always
/// suffices. Unlike with `zstdrs_compress`, empty input is input like any other.
///
/// # Safety
///
/// `compressor` must be NULL or a live handle, `src` must have `length` readable bytes and `dst` `capacity` writable ones apart
/// from them, `written` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_frame_compress(
    compressor: Option<&Compressor>,
    src: *const c_void,
    length: usize,
    dst: *mut c_void,
    capacity: usize,
    written: Option<&mut MaybeUninit<usize>>,
) -> Status {
    boundary!({
        let compressor = &required(compressor, "compressor")?.0;
        let written = required(written, "written")?;
        // SAFETY: the caller makes the same promise.
        let src = unsafe { bytes(src, length, "src") }?;
        // SAFETY: the caller makes the same promise.
        let dst = unsafe { room(dst.cast(), capacity, "dst") }?;
        written.write(stdlib::compress_frame_into(compressor, src, dst, None)?);
        Ok(())
    })
}

/// As `zstdrs_frame_compress`. While a large input is compressed, `check` is called some twenty times a second, always on the
/// calling thread; if it returns 0, the call ends with `ZSTDRS_STATUS_INTERRUPTED`. A compressor without threads that matches
/// over long distances does not call it. `check` may be NULL.
///
/// # Safety
///
/// As `zstdrs_frame_compress`; `check` must be NULL or a function that can be called with `user_data`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_frame_compress_watched(
    compressor: Option<&Compressor>,
    src: *const c_void,
    length: usize,
    dst: *mut c_void,
    capacity: usize,
    check: Option<unsafe extern "C" fn(user_data: *mut c_void) -> i32>,
    user_data: *mut c_void,
    written: Option<&mut MaybeUninit<usize>>,
) -> Status {
    boundary!({
        let compressor = &required(compressor, "compressor")?.0;
        let written = required(written, "written")?;
        // SAFETY: the caller makes the same promise.
        let src = unsafe { bytes(src, length, "src") }?;
        // SAFETY: the caller makes the same promise.
        let dst = unsafe { room(dst.cast(), capacity, "dst") }?;
        written.write(watched(check, user_data, |watch| {
            stdlib::compress_frame_into(compressor, src, dst, watch)
        })?);
        Ok(())
    })
}

/// Decompresses all frames of `src`, whether or not they say how large their content is.
///
/// The content is written to the start of `dst`, its size is stored, and `data` of `output` is NULL. Where that is not possible,
/// the content is in `output`, in memory of the library's own. If `dst` may be too small, the call ends with
/// `ZSTDRS_STATUS_CAPACITY` before it decompresses anything, and stores how many bytes are needed at most: so call it with what
/// is at hand (`capacity` 0 will do), and then again. That number is at most 128 KiB for every 4 bytes of input; of memory that
/// is mapped for it, only what the content has is written.
///
/// # Safety
///
/// `decompressor` must be NULL or a live handle, `src` must have `length` readable bytes and `dst` `capacity` writable ones
/// apart from them, `written` and `output` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_frames_decompress(
    decompressor: Option<&Decompressor>,
    src: *const c_void,
    length: usize,
    dst: *mut c_void,
    capacity: usize,
    written: Option<&mut MaybeUninit<usize>>,
    output: Option<&mut MaybeUninit<Output>>,
) -> Status {
    boundary!({
        let decompressor = &required(decompressor, "decompressor")?.0;
        let written = required(written, "written")?;
        let output = required(output, "output")?;
        // SAFETY: the caller makes the same promise.
        let src = unsafe { bytes(src, length, "src") }?;
        // SAFETY: the caller makes the same promise.
        let dst = unsafe { room(dst.cast(), capacity, "dst") }?;
        if at_once(decompressor, src, dst, written, None)? {
            Output::put(output, None);
            return Ok(());
        }
        let content = stdlib::decompress_grown(decompressor, src, None)?;
        written.write(content.len());
        Output::put(output, Some(content));
        Ok(())
    })
}

/// As `zstdrs_frames_decompress`, always to `dst`. Where that is not possible, the call ends with `ZSTDRS_STATUS_UNSUPPORTED`:
/// `zstdrs_frames_decompress_growing_watched` can do it, or says what is wrong. `dst` may have been written to then.
///
/// While a large result is made, `check` is called some twenty times a second, always on the calling thread; if it returns 0, the
/// call ends with `ZSTDRS_STATUS_INTERRUPTED`. `check` may be NULL.
///
/// # Safety
///
/// `decompressor` must be NULL or a live handle, `src` must have `length` readable bytes and `dst` `capacity` writable ones
/// apart from them, `check` must be NULL or a function that can be called with `user_data`, `written` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_frames_decompress_watched(
    decompressor: Option<&Decompressor>,
    src: *const c_void,
    length: usize,
    dst: *mut c_void,
    capacity: usize,
    check: Option<unsafe extern "C" fn(user_data: *mut c_void) -> i32>,
    user_data: *mut c_void,
    written: Option<&mut MaybeUninit<usize>>,
) -> Status {
    boundary!({
        let decompressor = &required(decompressor, "decompressor")?.0;
        let written = required(written, "written")?;
        // SAFETY: the caller makes the same promise.
        let src = unsafe { bytes(src, length, "src") }?;
        // SAFETY: the caller makes the same promise.
        let dst = unsafe { room(dst.cast(), capacity, "dst") }?;
        let done = watched(check, user_data, |watch| {
            at_once(decompressor, src, dst, written, watch)
        })?;
        if !done {
            return Err(Failure::new(FailureKind::Unsupported, MUST_GROW).into());
        }
        Ok(())
    })
}

/// As `zstdrs_frames_decompress`, always in memory of the library's own, which grows as content comes: for callers that could
/// not get as much as that call needs.
///
/// # Safety
///
/// `decompressor` must be NULL or a live handle, `src` must have `length` readable bytes, `output` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_frames_decompress_growing(
    decompressor: Option<&Decompressor>,
    src: *const c_void,
    length: usize,
    output: Option<&mut MaybeUninit<Output>>,
) -> Status {
    boundary!({
        let decompressor = &required(decompressor, "decompressor")?.0;
        let output = required(output, "output")?;
        // SAFETY: the caller makes the same promise.
        let src = unsafe { bytes(src, length, "src") }?;
        let content = stdlib::decompress_grown(decompressor, src, None)?;
        Output::put(output, Some(content));
        Ok(())
    })
}

/// As `zstdrs_frames_decompress_growing`, with a `check` as that of `zstdrs_frames_decompress_watched`.
///
/// # Safety
///
/// As `zstdrs_frames_decompress_growing`; `check` must be NULL or a function that can be called with `user_data`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_frames_decompress_growing_watched(
    decompressor: Option<&Decompressor>,
    src: *const c_void,
    length: usize,
    check: Option<unsafe extern "C" fn(user_data: *mut c_void) -> i32>,
    user_data: *mut c_void,
    output: Option<&mut MaybeUninit<Output>>,
) -> Status {
    boundary!({
        let decompressor = &required(decompressor, "decompressor")?.0;
        let output = required(output, "output")?;
        // SAFETY: the caller makes the same promise.
        let src = unsafe { bytes(src, length, "src") }?;
        let content = watched(check, user_data, |watch| {
            stdlib::decompress_grown(decompressor, src, watch)
        })?;
        Output::put(output, Some(content));
        Ok(())
    })
}

/// Decodes to the start of `dst` and stores the size, unless that cannot be done.
fn at_once(
    decompressor: &zstd_core::Decompressor,
    src: &[u8],
    dst: &mut [MaybeUninit<u8>],
    written: &mut MaybeUninit<usize>,
    watch: Option<&mut Watch<'_>>,
) -> Result<bool, Fault> {
    let Some(planned) = stdlib::plan(decompressor, src) else {
        return Ok(false);
    };
    let (needed, capacity) = (planned.capacity, dst.len());
    let Some(place) = dst.get_mut(..needed) else {
        written.write(needed);
        return Err(Fault::capacity(needed, capacity));
    };
    let decoded = match watch {
        Some(watch) => stdlib::decode_planned_watched(decompressor, src, place, watch)?,
        None => stdlib::decode_planned(decompressor, src, place),
    };
    let Some(count) = decoded else {
        return Ok(false);
    };
    written.write(count);
    Ok(true)
}

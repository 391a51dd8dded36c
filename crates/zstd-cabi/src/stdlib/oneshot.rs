//! Whole inputs at once.

use std::ffi::c_void;
use std::mem::MaybeUninit;

use zstd_contract::stdlib;

use crate::boundary::boundary;
use crate::compressor::Compressor;
use crate::decompressor::Decompressor;
use crate::pointers::{bytes, required, room};
use crate::status::{Fault, Status};
use crate::stream::output::Output;

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
        written.write(stdlib::compress_frame_into(compressor, src, dst)?);
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
        if let Some(planned) = stdlib::plan(decompressor, src) {
            let needed = planned.capacity;
            let Some(place) = dst.get_mut(..needed) else {
                written.write(needed);
                return Err(Fault::capacity(needed, capacity));
            };
            if let Some(count) = stdlib::decode_planned(decompressor, src, place) {
                written.write(count);
                Output::put(output, None);
                return Ok(());
            }
        }
        let content = stdlib::decompress_grown(decompressor, src)?;
        written.write(content.len());
        Output::put(output, Some(content));
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
        Output::put(output, Some(stdlib::decompress_grown(decompressor, src)?));
        Ok(())
    })
}

//! Decompressors for one frame, call by call, that threads share.

use std::ffi::c_void;
use std::mem::MaybeUninit;

use zstd_buffers::vectors;
use zstd_contract::stdlib;

use crate::boundary::boundary;
use crate::decompressor::Decompressor;
use crate::pointers::{bytes, required};
use crate::status::Status;
use crate::stream::output::Output;

/// Decompresses one frame, call by call. Unlike streams it may be used by any number of threads: their calls follow one another.
pub struct FrameDecompressor(stdlib::FrameDecompressor);

/// Makes an object with the options of a decompressor. A skippable frame is a frame without content. Free it with
/// `zstdrs_frame_decompressor_free`.
///
/// # Safety
///
/// `decompressor` must be NULL or a live handle, `object` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_frame_decompressor_new(
    decompressor: Option<&Decompressor>,
    object: Option<&mut MaybeUninit<Box<FrameDecompressor>>>,
) -> Status {
    boundary!({
        let decompressor = &required(decompressor, "decompressor")?.0;
        let object = required(object, "object")?;
        let made = stdlib::FrameDecompressor::new(decompressor)?;
        object.write(Box::new(FrameDecompressor(made)));
        Ok(())
    })
}

/// Frees an object; NULL is ignored.
///
/// # Safety
///
/// `object` must be NULL or a live handle, which nobody uses any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_frame_decompressor_free(object: Option<Box<FrameDecompressor>>) {
    boundary!({
        drop(object);
        Ok(())
    });
}

/// Takes `length` bytes, and hands out what comes out of them, at most `max_length` bytes if that is not negative. Input that
/// a limit has kept from being decoded is held inside: go on with no input then. After the end of the frame it is
/// `ZSTDRS_STATUS_END`. Another failure loses all input; another frame may follow.
///
/// # Safety
///
/// `object` must be NULL or a live handle, `src` must have `length` readable bytes, `output` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_frame_decompressor_decompress(
    object: Option<&FrameDecompressor>,
    src: *const c_void,
    length: usize,
    max_length: i64,
    output: Option<&mut MaybeUninit<Output>>,
) -> Status {
    boundary!({
        let object = &required(object, "object")?.0;
        let output = required(output, "output")?;
        // SAFETY: the caller makes the same promise.
        let src = unsafe { bytes(src, length, "src") }?;
        let (mut turn, mut out) = (object.turn()?, Vec::new());
        object.decompress(&mut turn, src, max_length, &mut out)?;
        Output::put(output, Some(out));
        Ok(())
    })
}

/// Hands out a copy of what followed the end of the frame.
///
/// # Safety
///
/// `object` must be NULL or a live handle, `output` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_frame_decompressor_unused_data(
    object: Option<&FrameDecompressor>,
    output: Option<&mut MaybeUninit<Output>>,
) -> Status {
    boundary!({
        let object = &required(object, "object")?.0;
        let output = required(output, "output")?;
        let unused = vectors::copy(object.turn()?.unused_data())?;
        Output::put(output, Some(unused));
        Ok(())
    })
}

/// Stores whether the frame has ended: 1 or 0.
///
/// # Safety
///
/// `object` must be NULL or a live handle, `eof` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_frame_decompressor_eof(
    object: Option<&FrameDecompressor>,
    eof: Option<&mut MaybeUninit<i32>>,
) -> Status {
    boundary!({
        let object = &required(object, "object")?.0;
        required(eof, "eof")?.write(object.is_eof().into());
        Ok(())
    })
}

/// Stores whether the next call needs input to hand out anything: 1 or 0.
///
/// # Safety
///
/// `object` must be NULL or a live handle, `needs_input` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_frame_decompressor_needs_input(
    object: Option<&FrameDecompressor>,
    needs_input: Option<&mut MaybeUninit<i32>>,
) -> Status {
    boundary!({
        let object = &required(object, "object")?.0;
        required(needs_input, "needs_input")?.write(object.needs_input().into());
        Ok(())
    })
}

//! Compressors for any number of frames, call by call, that threads share.

use std::ffi::c_void;
use std::mem::MaybeUninit;

use zstd_contract::stdlib;

use crate::boundary::boundary;
use crate::compressor::Compressor;
use crate::pointers::{bytes, required};
use crate::status::Status;
use crate::stream::output::Output;

/// Compresses frame after frame, call by call. Unlike streams it may be used by any number of threads: their calls follow one
/// another.
pub struct FrameCompressor(stdlib::FrameCompressor);

/// Makes an object with the options of a compressor. Free it with `zstdrs_frame_compressor_free`.
///
/// # Safety
///
/// `compressor` must be NULL or a live handle, `object` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_frame_compressor_new(
    compressor: Option<&Compressor>,
    object: Option<&mut MaybeUninit<Box<FrameCompressor>>>,
) -> Status {
    boundary!({
        let compressor = &required(compressor, "compressor")?.0;
        let object = required(object, "object")?;
        let made = stdlib::FrameCompressor::new(compressor)?;
        object.write(Box::new(FrameCompressor(made)));
        Ok(())
    })
}

/// Frees an object; NULL is ignored.
///
/// # Safety
///
/// `object` must be NULL or a live handle, which nobody uses any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_frame_compressor_free(object: Option<Box<FrameCompressor>>) {
    boundary!({
        drop(object);
        Ok(())
    });
}

/// Takes `length` bytes, and hands out what is ready. `mode` is 0 to collect input, 1 to end the block, 2 to end the frame.
/// A failure loses the frame that was begun; the next call begins another one.
///
/// # Safety
///
/// `object` must be NULL or a live handle, `src` must have `length` readable bytes, `output` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_frame_compressor_compress(
    object: Option<&FrameCompressor>,
    src: *const c_void,
    length: usize,
    mode: i32,
    output: Option<&mut MaybeUninit<Output>>,
) -> Status {
    boundary!({
        let object = &required(object, "object")?.0;
        let output = required(output, "output")?;
        // SAFETY: the caller makes the same promise.
        let src = unsafe { bytes(src, length, "src") }?;
        let (mut turn, mut out) = (object.turn()?, Vec::new());
        object.compress(&mut turn, src, mode, &mut out)?;
        Output::put(output, Some(out));
        Ok(())
    })
}

/// Ends the block if `mode` is 1, the frame if it is 2, and hands out everything so far.
///
/// # Safety
///
/// `object` must be NULL or a live handle, `output` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_frame_compressor_flush(
    object: Option<&FrameCompressor>,
    mode: i32,
    output: Option<&mut MaybeUninit<Output>>,
) -> Status {
    boundary!({
        let object = &required(object, "object")?.0;
        let output = required(output, "output")?;
        let (mut turn, mut out) = (object.turn()?, Vec::new());
        object.flush(&mut turn, mode, &mut out)?;
        Output::put(output, Some(out));
        Ok(())
    })
}

/// Declares the size of the next frame's content in bytes, or, if `known` is 0, that it is unknown. In the middle of a frame it
/// is `ZSTDRS_STATUS_VALUE`.
///
/// # Safety
///
/// `object` must be NULL or a live handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_frame_compressor_declare_size(
    object: Option<&FrameCompressor>,
    size: u64,
    known: i32,
) -> Status {
    boundary!({
        let object = &required(object, "object")?.0;
        let size = (known != 0).then_some(size);
        object.declare_size(&mut object.turn()?, size)?;
        Ok(())
    })
}

/// Stores the mode of the last call that succeeded; 2 at the start and after a failure.
///
/// # Safety
///
/// `object` must be NULL or a live handle, `mode` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_frame_compressor_last_mode(
    object: Option<&FrameCompressor>,
    mode: Option<&mut MaybeUninit<i32>>,
) -> Status {
    boundary!({
        let object = &required(object, "object")?.0;
        required(mode, "mode")?.write(object.last_mode());
        Ok(())
    })
}

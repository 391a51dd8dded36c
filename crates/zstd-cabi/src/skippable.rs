//! Skippable frames.

use std::ffi::c_void;
use std::mem::MaybeUninit;

use zstd_core::skippable;

use crate::boundary::boundary;
use crate::bytes::Bytes;
use crate::pointers::{bytes, required};
use crate::status::Status;

/// Makes a skippable frame of `length` bytes; `magic_variant` is 0 to 15. Free it with `zstdrs_bytes_free`.
///
/// # Safety
///
/// `data` must have `length` readable bytes, `frame` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_write_skippable_frame(
    data: *const c_void,
    length: usize,
    magic_variant: i64,
    frame: Option<&mut MaybeUninit<Box<Bytes>>>,
) -> Status {
    boundary!({
        let frame = required(frame, "frame")?;
        // SAFETY: the caller makes the same promise.
        let data = unsafe { bytes(data, length, "data") }?;
        frame.write(Bytes::boxed(skippable::write(data, magic_variant)?));
        Ok(())
    })
}

/// Stores where the payload of the skippable frame that `data` begins with is, inside of `data`, how many bytes it has, and
/// the frame's magic variant.
///
/// # Safety
///
/// `data` must have `length` readable bytes; `payload`, `payload_length` and `magic_variant` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_read_skippable_frame(
    data: *const c_void,
    length: usize,
    payload: Option<&mut MaybeUninit<*const c_void>>,
    payload_length: Option<&mut MaybeUninit<usize>>,
    magic_variant: Option<&mut MaybeUninit<u32>>,
) -> Status {
    boundary!({
        let payload = required(payload, "payload")?;
        let payload_length = required(payload_length, "payload_length")?;
        let magic_variant = required(magic_variant, "magic_variant")?;
        // SAFETY: the caller makes the same promise.
        let data = unsafe { bytes(data, length, "data") }?;
        let (content, variant) = skippable::read(data)?;
        payload.write(content.as_ptr().cast());
        payload_length.write(content.len());
        magic_variant.write(variant);
        Ok(())
    })
}

/// Stores 1 if `data` begins with the magic number of a skippable frame, and 0 otherwise.
///
/// # Safety
///
/// `data` must have `length` readable bytes, `answer` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_is_skippable_frame(
    data: *const c_void,
    length: usize,
    answer: Option<&mut MaybeUninit<i32>>,
) -> Status {
    boundary!({
        let answer = required(answer, "answer")?;
        // SAFETY: the caller makes the same promise.
        let data = unsafe { bytes(data, length, "data") }?;
        answer.write(skippable::is_skippable(data).into());
        Ok(())
    })
}

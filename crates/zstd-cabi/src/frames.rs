//! What frames say about themselves.

use std::ffi::c_void;
use std::mem::MaybeUninit;

use zstd_contract as contract;
use zstd_core::frame;

use crate::boundary::boundary;
use crate::pointers::{bytes, required};
use crate::status::Status;

/// What a frame header says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C)]
pub struct FrameParameters {
    /// The size of the content in bytes, 0 if the header does not say.
    pub content_size: u64,
    /// The window in bytes that decompressing the frame as a stream needs.
    pub window_size: u64,
    /// The ID of the dictionary that the frame needs, 0 if the header names none.
    pub dict_id: u32,
    /// 1 if a checksum of the content ends the frame, 0 otherwise.
    pub has_checksum: u32,
}

/// Reads the header that `data` begins with. `format` is 0 for standard frames, 1 for frames without the magic number.
///
/// # Safety
///
/// `data` must have `length` readable bytes, `parameters` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_get_frame_parameters(
    data: *const c_void,
    length: usize,
    format: i64,
    parameters: Option<&mut MaybeUninit<FrameParameters>>,
) -> Status {
    boundary!({
        let place = required(parameters, "parameters")?;
        // SAFETY: the caller makes the same promise.
        let data = unsafe { bytes(data, length, "data") }?;
        let parameters = contract::frame_parameters(data, format)?;
        place.write(FrameParameters {
            content_size: parameters.content_size,
            window_size: parameters.window_size,
            dict_id: parameters.dict_id,
            has_checksum: parameters.has_checksum.into(),
        });
        Ok(())
    })
}

/// Stores the content size that the frame declares, and whether it does: if `known` becomes 0, `size` becomes 0 too.
///
/// # Safety
///
/// `data` must have `length` readable bytes; `size` and `known` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_frame_content_size(
    data: *const c_void,
    length: usize,
    size: Option<&mut MaybeUninit<u64>>,
    known: Option<&mut MaybeUninit<i32>>,
) -> Status {
    boundary!({
        let (size, known) = (required(size, "size")?, required(known, "known")?);
        // SAFETY: the caller makes the same promise.
        let data = unsafe { bytes(data, length, "data") }?;
        let declared = u64::try_from(contract::frame_content_size(data)?).ok();
        size.write(declared.unwrap_or(0));
        known.write(declared.is_some().into());
        Ok(())
    })
}

/// Stores the size in bytes of the header that `data` begins with. The magic number is not checked.
///
/// # Safety
///
/// `data` must have `length` readable bytes, `size` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_frame_header_size(
    data: *const c_void,
    length: usize,
    size: Option<&mut MaybeUninit<usize>>,
) -> Status {
    boundary!({
        let size = required(size, "size")?;
        // SAFETY: the caller makes the same promise.
        let data = unsafe { bytes(data, length, "data") }?;
        size.write(frame::header_size(data)?);
        Ok(())
    })
}

/// Stores the size in bytes of the frame that `data` begins with, skippable or not. `format` is 0 for standard frames, 1 for
/// frames without the magic number.
///
/// # Safety
///
/// `data` must have `length` readable bytes, `size` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_frame_compressed_size(
    data: *const c_void,
    length: usize,
    format: i64,
    size: Option<&mut MaybeUninit<usize>>,
) -> Status {
    boundary!({
        let size = required(size, "size")?;
        // SAFETY: the caller makes the same promise.
        let data = unsafe { bytes(data, length, "data") }?;
        size.write(contract::frame_compressed_size(data, format)?);
        Ok(())
    })
}

/// Stores an upper bound in bytes of the content of all frames in `data`, which is exact where their headers declare it.
///
/// # Safety
///
/// `data` must have `length` readable bytes, `bound` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_decompressed_bound(
    data: *const c_void,
    length: usize,
    bound: Option<&mut MaybeUninit<u64>>,
) -> Status {
    boundary!({
        let bound = required(bound, "bound")?;
        // SAFETY: the caller makes the same promise.
        let data = unsafe { bytes(data, length, "data") }?;
        bound.write(frame::decompressed_bound(data)?);
        Ok(())
    })
}

/// Stores how many bytes larger than the content a buffer must be for decompressing `data` in place: the compressed data at
/// its end, the content from its start.
///
/// # Safety
///
/// `data` must have `length` readable bytes, `margin` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_decompression_margin(
    data: *const c_void,
    length: usize,
    margin: Option<&mut MaybeUninit<usize>>,
) -> Status {
    boundary!({
        let margin = required(margin, "margin")?;
        // SAFETY: the caller makes the same promise.
        let data = unsafe { bytes(data, length, "data") }?;
        margin.write(frame::decompression_margin(data)?);
        Ok(())
    })
}

/// Stores 1 if `data` begins with the magic number of a frame, skippable or not, and 0 otherwise.
///
/// # Safety
///
/// `data` must have `length` readable bytes, `answer` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_is_frame(
    data: *const c_void,
    length: usize,
    answer: Option<&mut MaybeUninit<i32>>,
) -> Status {
    boundary!({
        let answer = required(answer, "answer")?;
        // SAFETY: the caller makes the same promise.
        let data = unsafe { bytes(data, length, "data") }?;
        answer.write(frame::is_frame(data).into());
        Ok(())
    })
}

//! Decompression objects: bytes in, bytes out.

use std::ffi::c_void;
use std::mem::MaybeUninit;

use zstd_buffers::vectors;
use zstd_stream::{DecompressObj, Frames};

use super::exclusive::Exclusive;
use super::output::Output;
use crate::boundary::boundary;
use crate::decompressor::Decompressor;
use crate::pointers::{bytes, required, room};
use crate::status::{Fault, Status};

/// Decompresses call by call. One call at a time may use it.
pub struct Decompressobj(Exclusive<DecompressObj>);

/// Makes a decompression object. Free it with `zstdrs_decompressobj_free`.
///
/// It decodes one frame, and hands back what follows it as unused data; if `read_across_frames` is not 0, it decodes frame after
/// frame. Room for `write_size` bytes is the least that is allocated for output whose size is not known.
///
/// # Safety
///
/// `decompressor` must be NULL or a live handle, `object` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_decompressobj_new(
    decompressor: Option<&Decompressor>,
    write_size: i64,
    read_across_frames: i32,
    object: Option<&mut MaybeUninit<Box<Decompressobj>>>,
) -> Status {
    boundary!({
        let decompressor = &required(decompressor, "decompressor")?.0;
        let object = required(object, "object")?;
        let frames = Frames::all_or_first(read_across_frames != 0);
        let made = DecompressObj::new(decompressor, frames)?.write_size(write_size)?;
        object.write(Box::new(Decompressobj(Exclusive::new(made))));
        Ok(())
    })
}

/// Frees a decompression object; NULL is ignored.
///
/// # Safety
///
/// `object` must be NULL or a live handle, which nobody uses any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_decompressobj_free(object: Option<Box<Decompressobj>>) {
    boundary!({
        drop(object);
        Ok(())
    });
}

/// Takes `length` bytes, and hands out what comes out of them, at most `max_length` bytes if that is not negative. Input that
/// a limit has kept from being decoded is held inside: go on with no input then. After the end of the only frame it is
/// `ZSTDRS_STATUS_ZSTD`.
///
/// # Safety
///
/// `object` must be NULL or a live handle, `src` must have `length` readable bytes, `output` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_decompressobj_decompress(
    object: Option<&Decompressobj>,
    src: *const c_void,
    length: usize,
    max_length: i64,
    output: Option<&mut MaybeUninit<Output>>,
) -> Status {
    boundary!({
        // SAFETY: the caller makes the same promise.
        let src = unsafe { bytes(src, length, "src") }?;
        collect(object, output, |object, out| {
            object.decompress(src, zstd_contract::max_length(max_length), out)?;
            Ok(())
        })
    })
}

/// Stores the size of the content of the frame that the `length` bytes begin with, if all of the frame is there and its header tells;
/// otherwise 0. It is for allocating memory that `zstdrs_decompressobj_decompress_into` fills.
///
/// # Safety
///
/// `object` must be NULL or a live handle, `src` must have `length` readable bytes, `size` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_decompressobj_expected(
    object: Option<&Decompressobj>,
    src: *const c_void,
    length: usize,
    size: Option<&mut MaybeUninit<u64>>,
) -> Status {
    boundary!({
        // SAFETY: the caller makes the same promise.
        let src = unsafe { bytes(src, length, "src") }?;
        let object = required(object, "object")?.0.enter()?;
        required(size, "size")?.write(object.expected(src));
        Ok(())
    })
}

/// As `zstdrs_decompressobj_decompress`, to the start of `dst`, whose `capacity` is the limit. Stores how many bytes were
/// written, and whether there is more, which a call without input hands out: 1 or 0.
///
/// # Safety
///
/// `object` must be NULL or a live handle, `src` must have `length` readable bytes, `dst` must have `capacity` writable bytes,
/// `written` and `more` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_decompressobj_decompress_into(
    object: Option<&Decompressobj>,
    src: *const c_void,
    length: usize,
    dst: *mut c_void,
    capacity: usize,
    written: Option<&mut MaybeUninit<usize>>,
    more: Option<&mut MaybeUninit<i32>>,
) -> Status {
    boundary!({
        let written = required(written, "written")?;
        let more = required(more, "more")?;
        // SAFETY: the caller makes the same promise.
        let src = unsafe { bytes(src, length, "src") }?;
        // SAFETY: the caller makes the same promise.
        let dst = unsafe { room(dst.cast(), capacity, "dst") }?;
        let mut object = required(object, "object")?.0.enter()?;
        let (count, rest) = object.decompress_into(src, dst)?;
        written.write(count);
        more.write(rest.into());
        Ok(())
    })
}

/// Hands out all that is held inside. After the end of the only frame there is nothing.
///
/// # Safety
///
/// `object` must be NULL or a live handle, `output` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_decompressobj_flush(
    object: Option<&Decompressobj>,
    output: Option<&mut MaybeUninit<Output>>,
) -> Status {
    boundary!({
        collect(object, output, |object, out| {
            object.flush(out)?;
            Ok(())
        })
    })
}

/// Hands out a copy of what followed the end of the only frame.
///
/// # Safety
///
/// `object` must be NULL or a live handle, `output` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_decompressobj_unused_data(
    object: Option<&Decompressobj>,
    output: Option<&mut MaybeUninit<Output>>,
) -> Status {
    boundary!({
        collect(object, output, |object, out| {
            *out = vectors::copy(object.unused_data())?;
            Ok(())
        })
    })
}

/// Hands out a copy of the input that the caller would have to pass again: none ever, since it is held inside.
///
/// # Safety
///
/// `object` must be NULL or a live handle, `output` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_decompressobj_unconsumed_tail(
    object: Option<&Decompressobj>,
    output: Option<&mut MaybeUninit<Output>>,
) -> Status {
    boundary!({
        collect(object, output, |object, out| {
            *out = vectors::copy(object.unconsumed_tail())?;
            Ok(())
        })
    })
}

/// Stores whether the only frame has ended: 1 or 0.
///
/// # Safety
///
/// `object` must be NULL or a live handle, `eof` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_decompressobj_eof(
    object: Option<&Decompressobj>,
    eof: Option<&mut MaybeUninit<i32>>,
) -> Status {
    boundary!({
        let object = required(object, "object")?.0.enter()?;
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
pub unsafe extern "C" fn zstdrs_decompressobj_needs_input(
    object: Option<&Decompressobj>,
    needs_input: Option<&mut MaybeUninit<i32>>,
) -> Status {
    boundary!({
        let object = required(object, "object")?.0.enter()?;
        required(needs_input, "needs_input")?.write(object.needs_input().into());
        Ok(())
    })
}

/// Hands out what `work` appends.
fn collect(
    object: Option<&Decompressobj>,
    output: Option<&mut MaybeUninit<Output>>,
    work: impl FnOnce(&mut DecompressObj, &mut Vec<u8>) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let output = required(output, "output")?;
    let mut object = required(object, "object")?.0.enter()?;
    let mut bytes = Vec::new();
    work(&mut object, &mut bytes)?;
    Output::put(output, Some(bytes));
    Ok(())
}

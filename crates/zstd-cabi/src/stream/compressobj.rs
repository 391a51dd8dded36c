//! Compression objects: bytes in, bytes out, one frame.

use std::ffi::c_void;
use std::mem::MaybeUninit;

use zstd_contract::declared_size;
use zstd_stream::{CompressObj, FlushMode, StreamError};

use super::exclusive::Exclusive;
use super::output::Output;
use crate::boundary::boundary;
use crate::compressor::Compressor;
use crate::pointers::{bytes, required};
use crate::status::{Fault, Status};

/// Compresses one frame, call by call. One call at a time may use it.
pub struct Compressobj(Exclusive<CompressObj>);

/// Makes a compression object. `size` is the size of the content in bytes, -1 if it is unknown. Free it with
/// `zstdrs_compressobj_free`.
///
/// # Safety
///
/// `compressor` must be NULL or a live handle, `object` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_compressobj_new(
    compressor: Option<&Compressor>,
    size: i64,
    object: Option<&mut MaybeUninit<Box<Compressobj>>>,
) -> Status {
    boundary!({
        let compressor = &required(compressor, "compressor")?.0;
        let object = required(object, "object")?;
        let made = CompressObj::new(compressor, declared_size(size)?)?;
        object.write(Box::new(Compressobj(Exclusive::new(made))));
        Ok(())
    })
}

/// Frees a compression object; NULL is ignored.
///
/// # Safety
///
/// `object` must be NULL or a live handle, which nobody uses any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_compressobj_free(object: Option<Box<Compressobj>>) {
    boundary!({
        drop(object);
        Ok(())
    });
}

/// Takes `length` bytes, and hands out what is ready. After the frame was ended it is `ZSTDRS_STATUS_ZSTD`.
///
/// # Safety
///
/// `object` must be NULL or a live handle, `src` must have `length` readable bytes, `output` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_compressobj_compress(
    object: Option<&Compressobj>,
    src: *const c_void,
    length: usize,
    output: Option<&mut MaybeUninit<Output>>,
) -> Status {
    boundary!({
        // SAFETY: the caller makes the same promise.
        let src = unsafe { bytes(src, length, "src") }?;
        collect(object, output, |object, out| object.compress(src, out))
    })
}

/// Ends something, and hands out everything so far: the frame if `flush_mode` is 0, after which every call is
/// `ZSTDRS_STATUS_ZSTD`; the block if it is 1, which may be repeated.
///
/// # Safety
///
/// `object` must be NULL or a live handle, `output` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_compressobj_flush(
    object: Option<&Compressobj>,
    flush_mode: i64,
    output: Option<&mut MaybeUninit<Output>>,
) -> Status {
    boundary!({
        collect(object, output, |object, out| {
            object.flush(FlushMode::from_object_number(flush_mode)?, out)
        })
    })
}

/// Hands out what `work` appends.
fn collect(
    object: Option<&Compressobj>,
    output: Option<&mut MaybeUninit<Output>>,
    work: impl FnOnce(&mut CompressObj, &mut Vec<u8>) -> Result<(), StreamError>,
) -> Result<(), Fault> {
    let output = required(output, "output")?;
    let mut object = required(object, "object")?.0.enter()?;
    let mut bytes = Vec::new();
    work(&mut object, &mut bytes)?;
    Output::put(output, Some(bytes));
    Ok(())
}

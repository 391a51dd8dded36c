//! Single inputs.

use std::cell::Cell;

use zstd_core::{Error, Watch, compress_bound};

use super::api::Object;
use super::arguments::{Arguments, answered};
use super::objects::Stop;
use crate::compressor::Compressor;
use crate::decompressor::{self, Decompressor};
use crate::pointers::required;

thread_local! {
    /// Where frames are made before their size is known, and copied from.
    static SPARE: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

/// `compress(compressor, data, allow_empty)`: the frame.
///
/// # Safety
///
/// Interpreters call it; the first argument must be the address of a live handle.
pub(super) unsafe extern "C" fn compress(
    _module: Object,
    arguments: *const Object,
    count: isize,
) -> Object {
    // SAFETY: an interpreter calls.
    unsafe { answered(arguments, count, compressed) }
}

fn compressed(arguments: &Arguments<'_>) -> Result<Object, Stop> {
    // SAFETY: the package passes the address of a compressor that it keeps.
    let compressor = &unsafe { arguments.handle::<Compressor>(0) }?.0;
    let data = arguments.bytes(1)?;
    compressor.check_empty(data.len(), arguments.number(2)? != 0)?;
    let bound = compress_bound(data.len())?;
    let mut memory = SPARE.take();
    let frame = {
        // SAFETY: the engine knows nothing of Python.
        let _released = unsafe { arguments.python.release() };
        make(compressor, data, bound, &mut memory)
    };
    let object = frame.and_then(|()| arguments.python.copy_of(&memory));
    memory.clear();
    SPARE.set(memory);
    Ok(object?.into_raw())
}

/// Makes a frame in the memory, which is empty.
fn make(
    compressor: &zstd_core::Compressor,
    data: &[u8],
    bound: usize,
    memory: &mut Vec<u8>,
) -> Result<(), Error> {
    let refused = Error::OutOfMemory {
        bytes: Some(bound as u64),
    };
    memory.try_reserve_exact(bound).map_err(|_| refused)?;
    let length = compressor.compress_into(data, memory.spare_capacity_mut())?;
    // SAFETY: the engine has written so many bytes.
    unsafe { memory.set_len(length) };
    Ok(())
}

/// `decompress(decompressor, data, max_output_size, flags)`: the content; None if that may be large.
///
/// # Safety
///
/// Interpreters call it; the first argument must be the address of a live handle.
pub(super) unsafe extern "C" fn decompress(
    _module: Object,
    arguments: *const Object,
    count: isize,
) -> Object {
    // SAFETY: an interpreter calls.
    unsafe { answered(arguments, count, decompressed) }
}

fn decompressed(arguments: &Arguments<'_>) -> Result<Object, Stop> {
    // SAFETY: the package passes the address of a decompressor that it keeps.
    let decompressor = &unsafe { arguments.handle::<Decompressor>(0) }?.0;
    let data = arguments.bytes(1)?;
    let flags = u32::try_from(arguments.number(3)?).unwrap_or(u32::MAX);
    let options = decompressor::arguments(arguments.number(2)?, flags)?.options()?;
    let mut object = None;
    // Behind the object, so that it is dropped first: dropping the object needs the interpreter.
    let mut released = None;
    let mut large = false;
    let result = decompressor.decompress_into(data, &options, |capacity| {
        // Calls through cffi are watched for signals.
        large = capacity >= Watch::WORTHWHILE;
        if large {
            return Err(Error::OutOfMemory { bytes: None });
        }
        let place = object.insert(arguments.python.new_bytes(capacity)?).place();
        // SAFETY: the engine knows nothing of Python; what is made after this is dropped before it.
        released = Some(unsafe { arguments.python.release() });
        Ok(place)
    });
    drop(released);
    if large {
        return Ok(arguments.python.none());
    }
    let length = result?;
    let object = required(object, "the result")?;
    // SAFETY: the engine has written so many bytes to the start of the place.
    Ok(unsafe { object.finish(length) }?.into_raw())
}

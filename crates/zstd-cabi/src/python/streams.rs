//! Streams: what is written to them and read from them in small pieces.
//!
//! Each function makes a call of the C interface. An exception that a source or a sink raises is kept by the package, as for
//! calls through cffi.

use std::ffi::c_void;
use std::mem::MaybeUninit;
use std::ptr::NonNull;
use std::slice;

use super::api::Object;
use super::arguments::{Arguments, answered};
use super::objects::{Held, Stop};
use crate::status::Status;
use crate::stdlib::compressor::{FrameCompressor, zstdrs_frame_compressor_compress};
use crate::stdlib::decompressor::{FrameDecompressor, zstdrs_frame_decompressor_decompress};
use crate::stream::chunker::{Chunker, zstdrs_chunker_compress, zstdrs_chunker_next};
use crate::stream::compressobj::{Compressobj, zstdrs_compressobj_compress};
use crate::stream::decompressobj::{Decompressobj, zstdrs_decompressobj_decompress};
use crate::stream::output::Output;
use crate::stream::reader::{Reader, read as reads};
use crate::stream::writer::{Writer, write::zstdrs_writer_write};

/// Lines of up to this size are read without an allocation of their own.
const LINE: usize = 4 << 10;

/// `write(writer, data)`: what `zstdrs_writer_write` stores; None for -1.
///
/// # Safety
///
/// Interpreters call it; the first argument must be the address of a live handle.
pub(super) unsafe extern "C" fn write(_: Object, arguments: *const Object, count: isize) -> Object {
    // SAFETY: an interpreter calls.
    unsafe { answered(arguments, count, written) }
}

fn written(call: &Arguments<'_>) -> Result<Object, Stop> {
    // SAFETY: the package passes the address of a writer that it keeps.
    let writer = unsafe { call.handle::<Writer>(0) }?;
    let data = call.bytes(1)?;
    let mut count = MaybeUninit::new(0);
    done(call.python, || {
        // SAFETY: all three are borrowed for the time of the call.
        unsafe { zstdrs_writer_write(Some(writer), start(data), data.len(), Some(&mut count)) }
    })?;
    // SAFETY: initialised from the start.
    let count = unsafe { count.assume_init() };
    Ok(match count {
        0.. => call.python.int(count),
        _ => call.python.none(),
    })
}

/// `compressobj_compress(object, data)`: what is ready.
///
/// # Safety
///
/// As for [`write`].
pub(super) unsafe extern "C" fn compressobj_compress(
    _: Object,
    arguments: *const Object,
    count: isize,
) -> Object {
    // SAFETY: an interpreter calls.
    unsafe { answered(arguments, count, object_compressed) }
}

fn object_compressed(call: &Arguments<'_>) -> Result<Object, Stop> {
    // SAFETY: the package passes the address of an object that it keeps.
    let object = unsafe { call.handle::<Compressobj>(0) }?;
    let data = call.bytes(1)?;
    handed_out(call.python, |output| {
        // SAFETY: all three are borrowed for the time of the call.
        unsafe { zstdrs_compressobj_compress(Some(object), start(data), data.len(), Some(output)) }
    })
}

/// `decompressobj_decompress(object, data, max_length)`: what is ready.
///
/// # Safety
///
/// As for [`write`].
pub(super) unsafe extern "C" fn decompressobj_decompress(
    _: Object,
    arguments: *const Object,
    count: isize,
) -> Object {
    // SAFETY: an interpreter calls.
    unsafe { answered(arguments, count, object_decompressed) }
}

fn object_decompressed(call: &Arguments<'_>) -> Result<Object, Stop> {
    // SAFETY: the package passes the address of an object that it keeps.
    let object = unsafe { call.handle::<Decompressobj>(0) }?;
    let (data, most) = (call.bytes(1)?, call.number(2)?);
    let (start, length) = (start(data), data.len());
    handed_out(call.python, |output| {
        // SAFETY: all three are borrowed for the time of the call.
        unsafe { zstdrs_decompressobj_decompress(Some(object), start, length, most, Some(output)) }
    })
}

/// `chunker_compress(chunker, data)`: 0. The package keeps the data until there are no more chunks.
///
/// # Safety
///
/// As for [`write`].
pub(super) unsafe extern "C" fn chunker_compress(
    _: Object,
    arguments: *const Object,
    count: isize,
) -> Object {
    // SAFETY: an interpreter calls.
    unsafe { answered(arguments, count, chunks_begun) }
}

fn chunks_begun(call: &Arguments<'_>) -> Result<Object, Stop> {
    // SAFETY: the package passes the address of a chunker that it keeps.
    let chunker = unsafe { call.handle::<Chunker>(0) }?;
    let data = call.bytes(1)?;
    // SAFETY: the package keeps the data, which do not change.
    match unsafe { zstdrs_chunker_compress(Some(chunker), start(data), data.len()) } {
        Status::Ok => Ok(call.python.int(0)),
        failed => Err(Stop::Ended(failed)),
    }
}

/// `chunker_next(chunker)`: the next chunk; None if there are no more.
///
/// # Safety
///
/// As for [`write`].
pub(super) unsafe extern "C" fn chunker_next(
    _: Object,
    arguments: *const Object,
    count: isize,
) -> Object {
    // SAFETY: an interpreter calls.
    unsafe { answered(arguments, count, next_chunk) }
}

fn next_chunk(call: &Arguments<'_>) -> Result<Object, Stop> {
    // SAFETY: the package passes the address of a chunker that it keeps.
    let chunker = unsafe { call.handle::<Chunker>(0) }?;
    handed_out(call.python, |output| {
        // SAFETY: both are borrowed for the time of the call.
        unsafe { zstdrs_chunker_next(Some(chunker), Some(output)) }
    })
}

/// `frame_compress(object, data, mode)`: what is ready.
///
/// # Safety
///
/// As for [`write`].
pub(super) unsafe extern "C" fn frame_compress(
    _: Object,
    arguments: *const Object,
    count: isize,
) -> Object {
    // SAFETY: an interpreter calls.
    unsafe { answered(arguments, count, frame_compressed) }
}

fn frame_compressed(call: &Arguments<'_>) -> Result<Object, Stop> {
    // SAFETY: the package passes the address of an object that it keeps.
    let object = unsafe { call.handle::<FrameCompressor>(0) }?;
    let (data, mode) = (call.bytes(1)?, call.number(2)?);
    let mode = i32::try_from(mode).unwrap_or(i32::MAX);
    let (start, length) = (start(data), data.len());
    handed_out(call.python, |output| {
        // SAFETY: all three are borrowed for the time of the call.
        unsafe { zstdrs_frame_compressor_compress(Some(object), start, length, mode, Some(output)) }
    })
}

/// `frame_decompress(object, data, max_length)`: what is ready.
///
/// # Safety
///
/// As for [`write`].
pub(super) unsafe extern "C" fn frame_decompress(
    _: Object,
    arguments: *const Object,
    count: isize,
) -> Object {
    // SAFETY: an interpreter calls.
    unsafe { answered(arguments, count, frame_decompressed) }
}

fn frame_decompressed(call: &Arguments<'_>) -> Result<Object, Stop> {
    // SAFETY: the package passes the address of an object that it keeps.
    let object = unsafe { call.handle::<FrameDecompressor>(0) }?;
    let (data, most) = (call.bytes(1)?, call.number(2)?);
    let (start, length) = (start(data), data.len());
    handed_out(call.python, |output| {
        // SAFETY: all three are borrowed for the time of the call.
        unsafe {
            zstdrs_frame_decompressor_decompress(Some(object), start, length, most, Some(output))
        }
    })
}

/// `read(reader, size)`: so many bytes, which are not more than a `bytes` object can have, or fewer; None if there is nothing
/// now.
///
/// # Safety
///
/// As for [`write`].
pub(super) unsafe extern "C" fn read(_: Object, arguments: *const Object, count: isize) -> Object {
    // SAFETY: an interpreter calls.
    unsafe {
        answered(arguments, count, |call| {
            filled(call, reads::zstdrs_reader_read_into)
        })
    }
}

/// `read1(reader, size)`: as `read`, what is there.
///
/// # Safety
///
/// As for [`write`].
pub(super) unsafe extern "C" fn read1(_: Object, arguments: *const Object, count: isize) -> Object {
    // SAFETY: an interpreter calls.
    unsafe {
        answered(arguments, count, |call| {
            filled(call, reads::zstdrs_reader_read1_into)
        })
    }
}

/// A function that reads to memory.
type ReadInto = unsafe extern "C" fn(
    Option<&Reader>,
    *mut c_void,
    usize,
    Option<&mut MaybeUninit<i64>>,
) -> Status;

fn filled(call: &Arguments<'_>, read: ReadInto) -> Result<Object, Stop> {
    // SAFETY: the package passes the address of a reader that it keeps.
    let reader = unsafe { call.handle::<Reader>(0) }?;
    let size = usize::try_from(call.number(1)?).unwrap_or(usize::MAX);
    let mut object = call.python.new_bytes(size)?;
    let place = object.place().as_mut_ptr().cast();
    let mut count = MaybeUninit::new(0);
    done(call.python, || {
        // SAFETY: the reader is borrowed for the time of the call, and the place has so many bytes.
        unsafe { read(Some(reader), place, size, Some(&mut count)) }
    })?;
    // SAFETY: initialised from the start.
    let Ok(count) = usize::try_from(unsafe { count.assume_init() }) else {
        return Ok(call.python.none());
    };
    // SAFETY: the reader has written so many bytes.
    Ok(unsafe { object.finish(count) }?.into_raw())
}

/// `read_line(reader, size)`: a line, at most `size` bytes of it; negative: however long it is. None if there is nothing now.
///
/// # Safety
///
/// As for [`write`].
pub(super) unsafe extern "C" fn read_line(
    _: Object,
    arguments: *const Object,
    count: isize,
) -> Object {
    // SAFETY: an interpreter calls.
    unsafe { answered(arguments, count, line) }
}

fn line(call: &Arguments<'_>) -> Result<Object, Stop> {
    let size = call.number(1)?;
    line_by(call, |reader, place, count, output| {
        let (count, output) = (Some(count), Some(output));
        // SAFETY: the reader is borrowed for the time of the call, and the place has so many bytes.
        unsafe { reads::zstdrs_reader_read_line_into(reader, size, place, LINE, count, output) }
    })
}

/// `next_line(reader)`: as `read_line`, for callers that go through all lines.
///
/// # Safety
///
/// As for [`write`].
pub(super) unsafe extern "C" fn next_line(
    _: Object,
    arguments: *const Object,
    count: isize,
) -> Object {
    // SAFETY: an interpreter calls.
    unsafe { answered(arguments, count, the_next_line) }
}

fn the_next_line(call: &Arguments<'_>) -> Result<Object, Stop> {
    line_by(call, |reader, place, count, output| {
        let (count, output) = (Some(count), Some(output));
        // SAFETY: the reader is borrowed for the time of the call, and the place has so many bytes.
        unsafe { reads::zstdrs_reader_next_line_into(reader, place, LINE, count, output) }
    })
}

/// The line that `read` reads to a place of [`LINE`] bytes, or hands out.
fn line_by(
    call: &Arguments<'_>,
    read: impl FnOnce(
        Option<&Reader>,
        *mut c_void,
        &mut MaybeUninit<i64>,
        &mut MaybeUninit<Output>,
    ) -> Status,
) -> Result<Object, Stop> {
    // SAFETY: the package passes the address of a reader that it keeps.
    let reader = unsafe { call.handle::<Reader>(0) }?;
    let mut place = [const { MaybeUninit::<u8>::uninit() }; LINE];
    let mut count = MaybeUninit::new(0);
    let mut output = MaybeUninit::new(Output::NOTHING);
    let memory = place.as_mut_ptr().cast();
    done(call.python, || {
        read(Some(reader), memory, &mut count, &mut output)
    })?;
    // SAFETY: initialised from the start.
    let output = unsafe { output.assume_init() };
    if !output.data.is_null() {
        return taken(call.python, output);
    }
    // SAFETY: initialised from the start.
    let Ok(count) = usize::try_from(unsafe { count.assume_init() }) else {
        return Ok(call.python.none());
    };
    // SAFETY: the reader has written so many bytes.
    let line = unsafe { slice::from_raw_parts(memory.cast_const().cast(), count) };
    Ok(call.python.copy_of(line)?.into_raw())
}

/// Makes a call, the interpreter released. What it calls back takes the interpreter for itself.
fn done(python: Held<'_>, call: impl FnOnce() -> Status) -> Result<(), Stop> {
    let status = {
        // SAFETY: the library knows nothing of Python.
        let _released = unsafe { python.release() };
        call()
    };
    if status == Status::Ok {
        Ok(())
    } else {
        Err(Stop::Ended(status))
    }
}

/// What a call hands out, as `bytes`.
fn handed_out(
    python: Held<'_>,
    call: impl FnOnce(&mut MaybeUninit<Output>) -> Status,
) -> Result<Object, Stop> {
    let mut output = MaybeUninit::new(Output::NOTHING);
    done(python, || call(&mut output))?;
    // SAFETY: initialised from the start.
    taken(python, unsafe { output.assume_init() })
}

/// What was handed out, as `bytes`; None for nothing.
fn taken(python: Held<'_>, output: Output) -> Result<Object, Stop> {
    let Some(data) = NonNull::new(output.data.cast_mut()) else {
        return Ok(python.none());
    };
    // SAFETY: so many bytes are there until the owner is freed.
    let content = unsafe { slice::from_raw_parts(data.cast().as_ptr(), output.length) };
    let object = python.copy_of(content);
    if let Some(owner) = NonNull::new(output.owner) {
        // SAFETY: an owner that is handed out is a box, and nobody uses the bytes any more.
        drop(unsafe { Box::from_raw(owner.as_ptr()) });
    }
    Ok(object?.into_raw())
}

fn start(data: &[u8]) -> *const c_void {
    data.as_ptr().cast()
}

//! The reads of readers.

use std::ffi::c_void;
use std::mem::MaybeUninit;

use zstd_buffers::vectors;

use super::{Reader, Stream};
use crate::boundary::boundary;
use crate::pointers::{required, room};
use crate::status::{Fault, Status};
use crate::stream::output::Output;
use crate::stream::sides::both;

/// Reads `size` bytes, or fewer at the end of the stream, at the end of a frame if reads are to end there, and when the source
/// has no data now; -1: everything to the end of the stream. `output.data` is NULL if the source has no data now and nothing was
/// read.
///
/// # Safety
///
/// `reader` must be NULL or a live handle, `output` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_reader_read(
    reader: Option<&Reader>,
    size: i64,
    output: Option<&mut MaybeUninit<Output>>,
) -> Status {
    boundary!({
        collect(reader, output, |stream, out| {
            Ok(both!(stream, reader => reader.read_vec(size, out))?)
        })
    })
}

/// Stores how many bytes are at hand or still to come from the frame at hand, as far as its header tells; 0 if it does not, -1 if the
/// source has no data now. It is for allocating memory that `zstdrs_reader_read_into` fills: reading may end before it, and goes
/// on behind the frame.
///
/// # Safety
///
/// `reader` must be NULL or a live handle, `size` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_reader_expected(
    reader: Option<&Reader>,
    size: Option<&mut MaybeUninit<i64>>,
) -> Status {
    boundary!({
        let place = required(size, "size")?;
        let mut stream = required(reader, "reader")?.stream.enter()?;
        let size = both!(&mut *stream, reader => reader.expected())?;
        place.write(size.map_or(-1, |size| i64::try_from(size).unwrap_or(0)));
        Ok(())
    })
}

/// Reads what comes next, at most `size` bytes, without asking the source more often than for a first byte; -1: as much as
/// the engine likes to hand out at once. A length of 0 is the end. `output.data` is NULL if the source has no data now.
///
/// # Safety
///
/// `reader` must be NULL or a live handle, `output` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_reader_read1(
    reader: Option<&Reader>,
    size: i64,
    output: Option<&mut MaybeUninit<Output>>,
) -> Status {
    boundary!({
        collect(reader, output, |stream, out| {
            Ok(both!(stream, reader => reader.read1_vec(size, out))?)
        })
    })
}

/// Reads a line, its newline included, at most `size` bytes of it; negative: however long it is. A length of 0 is the end.
/// `output.data` is NULL if the source has no data now.
///
/// # Safety
///
/// `reader` must be NULL or a live handle, `output` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_reader_read_line(
    reader: Option<&Reader>,
    size: i64,
    output: Option<&mut MaybeUninit<Output>>,
) -> Status {
    boundary!({
        collect(reader, output, |stream, out| {
            Ok(both!(stream, reader => reader.read_line_vec(size, out))?)
        })
    })
}

/// Reads a line, its newline included, however long it is, for callers that go through all of them. A length of 0 is the end.
/// `ZSTDRS_STATUS_WOULD_BLOCK`: the source has no data now.
///
/// # Safety
///
/// `reader` must be NULL or a live handle, `output` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_reader_next_line(
    reader: Option<&Reader>,
    output: Option<&mut MaybeUninit<Output>>,
) -> Status {
    boundary!({
        collect(reader, output, |stream, out| {
            let count = both!(stream, reader => reader.read_line_vec(-1, out))?;
            count
                .map(Some)
                .ok_or_else(|| zstd_contract::no_line().into())
        })
    })
}

/// As `zstdrs_reader_read_line`, to the start of `dst` if the line fits there: then it stores how many bytes were read, -1 if the
/// source has no data now. A line that does not fit is handed out as `output`, whose `data` is NULL otherwise.
///
/// # Safety
///
/// `reader` must be NULL or a live handle, `dst` must have `capacity` writable bytes, `count` and `output` must be NULL or
/// writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_reader_read_line_into(
    reader: Option<&Reader>,
    size: i64,
    dst: *mut c_void,
    capacity: usize,
    count: Option<&mut MaybeUninit<i64>>,
    output: Option<&mut MaybeUninit<Output>>,
) -> Status {
    boundary!({
        // SAFETY: the caller makes the same promise.
        let dst = unsafe { room(dst.cast(), capacity, "dst") }?;
        line(reader, size, dst, count, output, Ok)
    })
}

/// As `zstdrs_reader_read_line_into`, for callers that go through all lines. `ZSTDRS_STATUS_WOULD_BLOCK`: the source has no data
/// now.
///
/// # Safety
///
/// `reader` must be NULL or a live handle, `dst` must have `capacity` writable bytes, `count` and `output` must be NULL or
/// writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_reader_next_line_into(
    reader: Option<&Reader>,
    dst: *mut c_void,
    capacity: usize,
    count: Option<&mut MaybeUninit<i64>>,
    output: Option<&mut MaybeUninit<Output>>,
) -> Status {
    boundary!({
        // SAFETY: the caller makes the same promise.
        let dst = unsafe { room(dst.cast(), capacity, "dst") }?;
        line(reader, -1, dst, count, output, |_| {
            Err(zstd_contract::no_line().into())
        })
    })
}

/// Hands out what comes next without moving the position: at least one byte, unless the stream has ended, and at most `most`
/// bytes, if that is not 0. `output.data` is NULL if the source has no data now.
///
/// # Safety
///
/// `reader` must be NULL or a live handle, `output` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_reader_peek(
    reader: Option<&Reader>,
    most: usize,
    output: Option<&mut MaybeUninit<Output>>,
) -> Status {
    boundary!({
        collect(reader, output, |stream, out| {
            let ahead = both!(stream, reader => reader.peek())?;
            let Some(ahead) = ahead else { return Ok(None) };
            let most = if most == 0 { ahead.len() } else { most };
            *out = vectors::copy(&ahead[..ahead.len().min(most)])?;
            Ok(Some(out.len()))
        })
    })
}

/// As `zstdrs_reader_read`, to the start of `dst`; stores how many bytes were read, -1 if the source has no data now.
///
/// # Safety
///
/// `reader` must be NULL or a live handle, `dst` must have `capacity` writable bytes, `count` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_reader_read_into(
    reader: Option<&Reader>,
    dst: *mut c_void,
    capacity: usize,
    count: Option<&mut MaybeUninit<i64>>,
) -> Status {
    boundary!({
        // SAFETY: the caller makes the same promise.
        let dst = unsafe { room(dst.cast(), capacity, "dst") }?;
        fill(reader, count, |stream| {
            Ok(both!(stream, reader => reader.read_into(dst))?)
        })
    })
}

/// As `zstdrs_reader_read1`, to the start of `dst`; stores how many bytes were read, -1 if the source has no data now.
///
/// # Safety
///
/// `reader` must be NULL or a live handle, `dst` must have `capacity` writable bytes, `count` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_reader_read1_into(
    reader: Option<&Reader>,
    dst: *mut c_void,
    capacity: usize,
    count: Option<&mut MaybeUninit<i64>>,
) -> Status {
    boundary!({
        // SAFETY: the caller makes the same promise.
        let dst = unsafe { room(dst.cast(), capacity, "dst") }?;
        fill(reader, count, |stream| {
            Ok(both!(stream, reader => reader.read1_into(dst))?)
        })
    })
}

/// Reads a line to `dst` if it fits there, and hands it out otherwise. `blocked` says what it means that there is none now.
fn line(
    reader: Option<&Reader>,
    size: i64,
    dst: &mut [MaybeUninit<u8>],
    count: Option<&mut MaybeUninit<i64>>,
    output: Option<&mut MaybeUninit<Output>>,
    blocked: impl FnOnce(i64) -> Result<i64, Fault>,
) -> Result<(), Fault> {
    let count = required(count, "count")?;
    let output = required(output, "output")?;
    let mut stream = required(reader, "reader")?.stream.enter()?;
    let mut bytes = Vec::new();
    let length = both!(&mut *stream, reader => match reader.take_ready_line(size, dst) {
        Some(length) => Some(length),
        None => reader.read_line_vec(size, &mut bytes)?,
    });
    count.write(match length {
        None => blocked(-1)?,
        Some(length) => i64::try_from(length).unwrap_or(i64::MAX),
    });
    let fits = bytes.len() <= dst.len();
    if fits {
        for (place, byte) in dst.iter_mut().zip(&bytes) {
            place.write(*byte);
        }
    }
    Output::put(output, (!fits).then_some(bytes));
    Ok(())
}

/// Hands out what `read` appends.
fn collect(
    reader: Option<&Reader>,
    output: Option<&mut MaybeUninit<Output>>,
    read: impl FnOnce(&mut Stream, &mut Vec<u8>) -> Result<Option<usize>, Fault>,
) -> Result<(), Fault> {
    let output = required(output, "output")?;
    let mut stream = required(reader, "reader")?.stream.enter()?;
    let mut bytes = Vec::new();
    let count = read(&mut stream, &mut bytes)?;
    Output::put(output, count.map(|_| bytes));
    Ok(())
}

/// Stores how much `read` has read.
fn fill(
    reader: Option<&Reader>,
    count: Option<&mut MaybeUninit<i64>>,
    read: impl FnOnce(&mut Stream) -> Result<Option<usize>, Fault>,
) -> Result<(), Fault> {
    let place = required(count, "count")?;
    let mut stream = required(reader, "reader")?.stream.enter()?;
    let count = read(&mut stream)?;
    // No piece of memory has more bytes than that.
    place.write(count.map_or(-1, |count| i64::try_from(count).unwrap_or(i64::MAX)));
    Ok(())
}

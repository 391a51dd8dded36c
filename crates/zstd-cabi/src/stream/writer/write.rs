//! The writes of writers.

use std::ffi::c_void;
use std::mem::MaybeUninit;

use zstd_stream::FlushMode;

use super::Writer;
use crate::boundary::boundary;
use crate::pointers::{bytes, required};
use crate::status::Status;
use crate::stream::sides::both;

/// Takes `length` bytes, and writes what comes out of them. Stores how many bytes were taken: all, or fewer if the sink takes
/// nothing now, or -1 if none were taken for that reason. A writer that was made with `write_return_read` 0 takes all of them
/// always, and stores how many bytes the sink took.
///
/// # Safety
///
/// `writer` must be NULL or a live handle, `src` must have `length` readable bytes, `count` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_writer_write(
    writer: Option<&Writer>,
    src: *const c_void,
    length: usize,
    count: Option<&mut MaybeUninit<i64>>,
) -> Status {
    boundary!({
        let place = required(count, "count")?;
        // SAFETY: the caller makes the same promise.
        let src = unsafe { bytes(src, length, "src") }?;
        let mut stream = required(writer, "writer")?.stream.enter()?;
        let count = both!(&mut *stream, writer => writer.push(src))?;
        place.write(count.map_or(-1, |count| i64::try_from(count).unwrap_or(i64::MAX)));
        Ok(())
    })
}

/// Takes all of `length` bytes, and writes what comes out of them. `ZSTDRS_STATUS_WOULD_BLOCK`: the sink takes nothing now; how
/// much was taken is not said.
///
/// # Safety
///
/// `writer` must be NULL or a live handle, `src` must have `length` readable bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_writer_write_all(
    writer: Option<&Writer>,
    src: *const c_void,
    length: usize,
) -> Status {
    boundary!({
        // SAFETY: the caller makes the same promise.
        let src = unsafe { bytes(src, length, "src") }?;
        let mut stream = required(writer, "writer")?.stream.enter()?;
        Ok(both!(&mut *stream, writer => writer.push_all(src))?)
    })
}

/// Writes everything that was taken so far and flushes the sink; stores how many bytes the sink took.
///
/// `flush_mode` is 0 to end the block, so that a decoder can decode everything so far, and 1 to end the frame; the next write
/// begins a new one then. A writer that decompresses does the same in both.
///
/// # Safety
///
/// `writer` must be NULL or a live handle, `count` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_writer_flush(
    writer: Option<&Writer>,
    flush_mode: i64,
    count: Option<&mut MaybeUninit<usize>>,
) -> Status {
    boundary!({
        let count = required(count, "count")?;
        let mut stream = required(writer, "writer")?.stream.enter()?;
        let mode = FlushMode::from_writer_number(flush_mode)?;
        count.write(both!(&mut *stream, writer => writer.flush_mode(mode))?);
        Ok(())
    })
}

/// Stores whether the stream was brought to its end, and the sink has all of it: 1 or 0.
///
/// # Safety
///
/// `writer` must be NULL or a live handle, `finished` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_writer_is_finished(
    writer: Option<&Writer>,
    finished: Option<&mut MaybeUninit<i32>>,
) -> Status {
    boundary!({
        let stream = required(writer, "writer")?.stream.enter()?;
        let place = required(finished, "finished")?;
        place.write(both!(&*stream, writer => writer.is_finished()).into());
        Ok(())
    })
}

/// Stores how many bytes the sink has taken. Also after closing.
///
/// # Safety
///
/// `writer` must be NULL or a live handle, `position` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_writer_tell(
    writer: Option<&Writer>,
    position: Option<&mut MaybeUninit<u64>>,
) -> Status {
    boundary!({
        let stream = required(writer, "writer")?.stream.enter()?;
        required(position, "position")?.write(both!(&*stream, writer => writer.tell()));
        Ok(())
    })
}

/// Stores the size of the engine's memory in bytes; once closed, what it was.
///
/// # Safety
///
/// `writer` must be NULL or a live handle, `size` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_writer_memory_size(
    writer: Option<&Writer>,
    size: Option<&mut MaybeUninit<usize>>,
) -> Status {
    boundary!({
        let stream = required(writer, "writer")?.stream.enter()?;
        required(size, "size")?.write(both!(&*stream, writer => writer.memory_size())?);
        Ok(())
    })
}

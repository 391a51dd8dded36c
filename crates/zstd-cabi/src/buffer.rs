//! Memory with segments: many items in one piece of memory.

use std::ffi::{CStr, c_char, c_void};
use std::fs::File;
use std::mem::MaybeUninit;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use zstd_buffers::{BufferWithSegments, SharedMemory};

use crate::boundary::boundary;
use crate::pointers::{bytes, required};
use crate::status::{Fault, Status};

/// Memory, and a table of the segments in it. Immutable.
pub struct Buffer(pub(crate) BufferWithSegments);

/// An entry of a table: where a segment lies in its buffer. Tables are stored and passed as arrays of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C)]
pub struct Segment {
    /// The distance from the start of the memory in bytes.
    pub offset: u64,
    /// The length in bytes.
    pub length: u64,
}

/// A segment, and where its bytes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C)]
pub struct SegmentView {
    /// The bytes. They are valid until what the segment was asked from is freed.
    pub data: *const c_void,
    /// The length in bytes.
    pub length: usize,
    /// The distance from the start of the buffer's memory in bytes.
    pub offset: u64,
    /// Which buffer of a collection the segment is in; 0 otherwise.
    pub buffer: usize,
}

/// Memory of the caller's, given back when nothing refers to it any more.
struct Lent {
    start: *const u8,
    length: usize,
    release: Option<unsafe extern "C" fn(user_data: *mut c_void)>,
    user_data: *mut c_void,
    /// Whether the buffer was made: otherwise the memory was never the library's to give back.
    accepted: Arc<AtomicBool>,
}

// SAFETY: whoever lends memory promises that it is only read, and that `release` may be called on any thread.
unsafe impl Send for Lent {}
// SAFETY: the memory is only read.
unsafe impl Sync for Lent {}

impl AsRef<[u8]> for Lent {
    fn as_ref(&self) -> &[u8] {
        if self.length == 0 {
            return &[];
        }
        // SAFETY: checked when it was lent; whoever lends memory keeps it readable until `release` is called.
        unsafe { std::slice::from_raw_parts(self.start, self.length) }
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        if let Some(release) = self.release
            && self.accepted.load(Ordering::Acquire)
        {
            // SAFETY: whoever lends memory promises that the function takes this argument.
            unsafe { release(self.user_data) };
        }
    }
}

/// Makes a buffer of a copy of `length` bytes, and of `table_length` bytes of a table: entries of `zstdrs_segment` at any
/// alignment. Free it with `zstdrs_buffer_free`.
///
/// # Safety
///
/// `data` must have `length` readable bytes and `table` `table_length`; `buffer` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_buffer_copy(
    data: *const c_void,
    length: usize,
    table: *const c_void,
    table_length: usize,
    buffer: Option<&mut MaybeUninit<Box<Buffer>>>,
) -> Status {
    boundary!({
        let buffer = required(buffer, "buffer")?;
        // SAFETY: the caller makes the same promise.
        let data = unsafe { bytes(data, length, "data") }?;
        let mut copy = Vec::new();
        copy.try_reserve_exact(length)
            .map_err(|_| zstd_buffers::Error::OutOfMemory { bytes: length })?;
        copy.extend_from_slice(data);
        // SAFETY: the caller makes the same promise.
        let table = unsafe { bytes(table, table_length, "table") }?;
        put(buffer, SharedMemory::from_owner(copy), table)
    })
}

/// Makes a buffer of memory that stays the caller's, without copying it.
///
/// The memory must stay readable and unchanged until `release(user_data)` is called, which happens once, on any thread, when
/// neither the buffer nor a collection refers to it any more. It is not called if this call fails. `release` may be NULL: then
/// the memory must outlive all of these. `table` is as for `zstdrs_buffer_copy`, and is copied. Free the buffer with
/// `zstdrs_buffer_free`.
///
/// # Safety
///
/// `data` must have `length` readable bytes for as long as said above, and `table` `table_length`; `release` must be NULL or
/// take `user_data`, on any thread; `buffer` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_buffer_borrow(
    data: *const c_void,
    length: usize,
    table: *const c_void,
    table_length: usize,
    release: Option<unsafe extern "C" fn(user_data: *mut c_void)>,
    user_data: *mut c_void,
    buffer: Option<&mut MaybeUninit<Box<Buffer>>>,
) -> Status {
    boundary!({
        let buffer = required(buffer, "buffer")?;
        // SAFETY: the caller makes the same promise.
        let data = unsafe { bytes(data, length, "data") }?;
        // SAFETY: the caller makes the same promise.
        let table = unsafe { bytes(table, table_length, "table") }?;
        let accepted = Arc::new(AtomicBool::new(false));
        let lent = Lent {
            start: data.as_ptr(),
            length,
            release,
            user_data,
            accepted: accepted.clone(),
        };
        put(buffer, SharedMemory::from_owner(lent), table)?;
        accepted.store(true, Ordering::Release);
        Ok(())
    })
}

/// Makes a buffer of a file, which is mapped into memory and read as it is used. `path` is zero-terminated, in the encoding
/// of the system's file names. `table` is as for `zstdrs_buffer_copy`. Free the buffer with `zstdrs_buffer_free`.
///
/// # Safety
///
/// `path` must be NULL or zero-terminated, `table` must have `table_length` readable bytes, `buffer` must be NULL or
/// writable. Nobody may change or truncate the file while it is mapped.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_buffer_map(
    path: *const c_char,
    table: *const c_void,
    table_length: usize,
    buffer: Option<&mut MaybeUninit<Box<Buffer>>>,
) -> Status {
    boundary!({
        let buffer = required(buffer, "buffer")?;
        if path.is_null() {
            return Err(Fault::null("path"));
        }
        // SAFETY: not null, and zero-terminated as the caller promises.
        let path = unsafe { CStr::from_ptr(path) };
        // SAFETY: the caller makes the same promise.
        let table = unsafe { bytes(table, table_length, "table") }?;
        let file = open(path).map_err(zstd_buffers::Error::from)?;
        // SAFETY: the caller promises that the file keeps still.
        let memory = unsafe { SharedMemory::map(&file) }?;
        put(buffer, memory, table)
    })
}

/// Frees a buffer; NULL is ignored. Collections that it is in are not concerned.
///
/// # Safety
///
/// `buffer` must be NULL or a live handle, which nobody uses any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_buffer_free(buffer: Option<Box<Buffer>>) {
    boundary!({
        drop(buffer);
        Ok(())
    });
}

/// Stores where the memory of a buffer is, and how many bytes it has. It is valid until the buffer is freed.
///
/// # Safety
///
/// `buffer` must be NULL or a live handle; `data` and `length` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_buffer_data(
    buffer: Option<&Buffer>,
    data: Option<&mut MaybeUninit<*const c_void>>,
    length: Option<&mut MaybeUninit<usize>>,
) -> Status {
    boundary!({
        let memory = required(buffer, "buffer")?.0.data();
        let (data, length) = (required(data, "data")?, required(length, "length")?);
        data.write(memory.as_ptr().cast());
        length.write(memory.len());
        Ok(())
    })
}

/// Stores where the table of a buffer is, and how many entries it has. It is valid until the buffer is freed.
///
/// # Safety
///
/// `buffer` must be NULL or a live handle; `table` and `count` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_buffer_table(
    buffer: Option<&Buffer>,
    table: Option<&mut MaybeUninit<*const Segment>>,
    count: Option<&mut MaybeUninit<usize>>,
) -> Status {
    boundary!({
        let entries = required(buffer, "buffer")?.0.segments();
        let (table, count) = (required(table, "table")?, required(count, "count")?);
        table.write(entries.as_slice().as_ptr().cast());
        count.write(entries.len());
        Ok(())
    })
}

/// Stores the segment at an index from 0.
///
/// # Safety
///
/// `buffer` must be NULL or a live handle, `segment` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_buffer_segment(
    buffer: Option<&Buffer>,
    index: i64,
    segment: Option<&mut MaybeUninit<SegmentView>>,
) -> Status {
    boundary!({
        let buffer = &required(buffer, "buffer")?.0;
        let place = required(segment, "segment")?;
        let segment = buffer.segment(index)?;
        place.write(SegmentView {
            data: segment.as_ptr().cast(),
            length: segment.len(),
            offset: segment.offset(),
            buffer: 0,
        });
        Ok(())
    })
}

/// Stores the byte at an index from 0 of a segment, or the same failures as for segments.
///
/// # Safety
///
/// `data` must have `length` readable bytes, `byte` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_byte_at(
    data: *const c_void,
    length: usize,
    index: i64,
    byte: Option<&mut MaybeUninit<u8>>,
) -> Status {
    boundary!({
        let byte = required(byte, "byte")?;
        // SAFETY: the caller makes the same promise.
        let data = unsafe { bytes(data, length, "data") }?;
        byte.write(zstd_contract::byte_at(data, index)?);
        Ok(())
    })
}

fn put(
    place: &mut MaybeUninit<Box<Buffer>>,
    memory: SharedMemory,
    table: &[u8],
) -> Result<(), Fault> {
    place.write(Box::new(Buffer(BufferWithSegments::new(memory, table)?)));
    Ok(())
}

#[cfg(unix)]
fn open(path: &CStr) -> std::io::Result<File> {
    use std::os::unix::ffi::OsStrExt;
    File::open(Path::new(std::ffi::OsStr::from_bytes(path.to_bytes())))
}

#[cfg(not(unix))]
fn open(path: &CStr) -> std::io::Result<File> {
    let path = path
        .to_str()
        .map_err(|error| std::io::Error::new(std::io::ErrorKind::InvalidInput, error))?;
    File::open(Path::new(path))
}

//! Memory at the ends of streams, behind the functions that the C ABI asks for.

use std::cell::{Cell, RefCell};
use std::ffi::c_void;
use std::{ptr, slice};

use super::bindings::{self as c, zstdrs_sink, zstdrs_source};
use super::library::Library;
use crate::outcome::Failure;

/// A source; it must stay in place while a stream uses it.
pub(super) struct Input {
    data: Vec<u8>,
    at: Cell<usize>,
}

impl Input {
    pub(super) fn new(data: &[u8]) -> Self {
        Self {
            data: data.to_vec(),
            at: Cell::new(0),
        }
    }

    /// What describes the source to the library.
    pub(super) fn described(&self, library: &Library) -> Result<zstdrs_source, Failure> {
        let mut source = library.defaults(library.table.zstdrs_source_init)?;
        source.read = Some(read);
        source.rewind = Some(rewind);
        source.length = i64::try_from(self.data.len()).unwrap_or(-1);
        source.user_data = ptr::from_ref(self).cast_mut().cast();
        Ok(source)
    }
}

/// A sink, which takes everything; it must stay in place while a stream uses it.
#[derive(Default)]
pub(super) struct Output {
    content: RefCell<Vec<u8>>,
}

impl Output {
    /// What was written.
    pub(super) fn content(&self) -> Vec<u8> {
        self.content.borrow().clone()
    }

    /// What describes the sink to the library.
    pub(super) fn described(&self, library: &Library) -> Result<zstdrs_sink, Failure> {
        let mut sink = library.defaults(library.table.zstdrs_sink_init)?;
        sink.write = Some(write);
        sink.user_data = ptr::from_ref(self).cast_mut().cast();
        Ok(sink)
    }
}

unsafe extern "C" fn read(
    user_data: *mut c_void,
    wanted: usize,
    data: *mut *const c_void,
    length: *mut usize,
) -> i32 {
    // SAFETY: the description was made with an `Input`, which lives longer than the stream and is used by it alone.
    let input = unsafe { &*user_data.cast::<Input>() };
    let piece = &input.data[input.at.get()..];
    let piece = &piece[..piece.len().min(wanted)];
    input.at.set(input.at.get() + piece.len());
    // SAFETY: the library passes a place to store the address in.
    unsafe { data.write(piece.as_ptr().cast()) };
    // SAFETY: the library passes a place to store the length in.
    unsafe { length.write(piece.len()) };
    c::ZSTDRS_ANSWER_OK
}

unsafe extern "C" fn rewind(user_data: *mut c_void, probe: i32) -> i32 {
    // SAFETY: the description was made with an `Input`, which lives longer than the stream and is used by it alone.
    let input = unsafe { &*user_data.cast::<Input>() };
    if probe == 0 {
        input.at.set(0);
    }
    c::ZSTDRS_ANSWER_OK
}

unsafe extern "C" fn write(
    user_data: *mut c_void,
    data: *const c_void,
    length: usize,
    taken: *mut i64,
) -> i32 {
    // SAFETY: the description was made with an `Output`, which lives longer than the stream and is used by it alone.
    let output = unsafe { &*user_data.cast::<Output>() };
    // SAFETY: the library passes that many readable bytes.
    let piece = unsafe { slice::from_raw_parts(data.cast::<u8>(), length) };
    output.content.borrow_mut().extend_from_slice(piece);
    // SAFETY: the library passes a place to store the number in.
    unsafe { taken.write(i64::try_from(length).unwrap_or(i64::MAX)) };
    c::ZSTDRS_ANSWER_OK
}

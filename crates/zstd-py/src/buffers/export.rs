//! What the buffer types have in common: exporting their memory, and slices.

use std::ffi::c_int;

use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::types::PySlice;

use super::BufferSegment;
use crate::engine::{attached, collected};
use crate::integer::integer;
use crate::objects::list;

/// Answers a request for the buffer of `object` with its `content`, to be read only.
///
/// # Errors
///
/// `BufferError` for a request to write.
///
/// # Safety
///
/// `view` must be what the interpreter passes to `__getbuffer__`. `content` must stay valid and unchanged for as long as
/// `object` lives.
pub(super) unsafe fn export(
    object: &Bound<'_, PyAny>,
    content: &[u8],
    view: *mut ffi::Py_buffer,
    flags: c_int,
) -> PyResult<()> {
    // A slice never has more bytes than that.
    let length = content.len().cast_signed();
    let start = content.as_ptr().cast_mut().cast();
    // SAFETY: the caller vouches for `view` and the content. The view gets a reference to the object, and nobody is allowed to
    // write through it.
    let status = unsafe { ffi::PyBuffer_FillInfo(view, object.as_ptr(), start, length, 1, flags) };
    match status {
        0 => Ok(()),
        _ => Err(PyErr::fetch(object.py())),
    }
}

/// What `[index]` gives: one segment for an integer, a list for a slice.
pub(super) fn get_item<'py>(
    index: &Bound<'py, PyAny>,
    length: usize,
    segment: impl Fn(i64) -> zstd_buffers::Result<zstd_buffers::BufferSegment>,
) -> PyResult<Bound<'py, PyAny>> {
    let py = index.py();
    let object = |index| {
        let segment = attached(py, || segment(index))?;
        Bound::new(py, BufferSegment::from(segment))
    };
    match index.cast::<PySlice>() {
        Err(_) => Ok(object(integer(index)?)?.into_any()),
        Ok(slice) => {
            let segments = positions(slice, length)?.map(object);
            let segments = collected(py, segments)?;
            Ok(list(py, segments, Ok)?.into_any())
        }
    }
}

/// The indexes that a slice of a sequence of `length` items stands for.
pub(super) fn positions(
    slice: &Bound<'_, PySlice>,
    length: usize,
) -> PyResult<impl Iterator<Item = i64> + use<>> {
    let indices = slice.indices(length.cast_signed())?;
    let (start, step) = (indices.start as i64, indices.step as i64);
    let indexes = std::iter::successors(Some(start), move |index: &i64| index.checked_add(step));
    Ok(indexes.take(indices.slicelength))
}

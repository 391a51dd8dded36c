//! Bytes-like objects, borrowed from Python.

use std::ffi::c_int;
use std::ops::Deref;
use std::ptr::NonNull;
use std::slice;

use pyo3::exceptions::{PyBufferError, PyTypeError};
use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::types::PyBytes;

/// The bytes of a bytes-like object: any object that exports a C-contiguous buffer. The object stays alive and, if it is
/// mutable, locked against resizing until the view is dropped. The bytes can be read on any thread, attached to the
/// interpreter or not.
pub(crate) struct View {
    start: NonNull<u8>,
    length: usize,
    _owner: Owner,
}

/// What keeps the bytes in place.
enum Owner {
    /// Immutable, so that a reference is enough.
    Bytes { _object: Py<PyBytes> },
    /// As above, and whoever borrowed the bytes has the reference.
    Elsewhere,
    /// A buffer that was asked for.
    Buffer { _request: Request },
}

/// A granted request for a buffer. It is boxed because exporters may have it refer to itself.
pub(crate) struct Request(Box<ffi::Py_buffer>);

// SAFETY: the memory is only read, stays in place until the owner is dropped, and both kinds of owners can be dropped on any
// thread: they attach to the interpreter first.
unsafe impl Send for View {}
// SAFETY: as above. Python code that changes a mutable object while it is being compressed gets a frame of mixed content, as
// with every reader of the buffer protocol; the memory itself stays valid.
unsafe impl Sync for View {}

impl View {
    /// Borrows the bytes of an object.
    ///
    /// # Errors
    ///
    /// `TypeError` for an object without a buffer, `BufferError` (or what else the exporter raises) where the buffer is not
    /// contiguous.
    pub(crate) fn borrow(object: &Bound<'_, PyAny>) -> PyResult<Self> {
        if let Ok(bytes) = object.cast_exact::<PyBytes>() {
            let owner = Owner::Bytes {
                _object: bytes.clone().unbind(),
            };
            return Ok(Self::of(bytes, owner));
        }
        let (request, start, length) = Request::ask(object, ffi::PyBUF_SIMPLE)?;
        Ok(Self {
            start,
            length,
            _owner: Owner::Buffer { _request: request },
        })
    }

    fn of(bytes: &Bound<'_, PyBytes>, owner: Owner) -> Self {
        let content = bytes.as_bytes();
        Self {
            start: NonNull::from(content).cast(),
            length: content.len(),
            _owner: owner,
        }
    }

    /// Borrows the bytes of one of many objects; `wrong` makes the exception for an object that is not bytes-like.
    pub(crate) fn borrow_item(
        item: &Bound<'_, PyAny>,
        wrong: impl FnOnce() -> PyErr,
    ) -> PyResult<Self> {
        Self::borrow(item).map_err(|error| {
            let py = item.py();
            let not_bytes_like = error.is_instance_of::<PyTypeError>(py)
                || error.is_instance_of::<PyBufferError>(py);
            if not_bytes_like { wrong() } else { error }
        })
    }

    /// As [`View::borrow_item`], without a reference of its own where none is needed to lock the object.
    ///
    /// # Safety
    ///
    /// The caller must keep a reference to the object for as long as the view lives.
    pub(crate) unsafe fn borrow_held(
        item: &Bound<'_, PyAny>,
        wrong: impl FnOnce() -> PyErr,
    ) -> PyResult<Self> {
        match item.cast_exact::<PyBytes>() {
            Ok(bytes) => Ok(Self::of(bytes, Owner::Elsewhere)),
            Err(_) => Self::borrow_item(item, wrong),
        }
    }
}

impl<'py> FromPyObject<'_, 'py> for View {
    type Error = PyErr;

    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        Self::borrow(&object)
    }
}

impl Deref for View {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        // SAFETY: the owner keeps the bytes valid and in place for as long as the view lives.
        unsafe { slice::from_raw_parts(self.start.as_ptr(), self.length) }
    }
}

impl AsRef<[u8]> for View {
    fn as_ref(&self) -> &[u8] {
        self
    }
}

impl Request {
    /// Asks for the buffer of an object; `flags` are those of the buffer protocol. Returns also where the bytes begin and how
    /// many there are.
    pub(crate) fn ask(
        object: &Bound<'_, PyAny>,
        flags: c_int,
    ) -> PyResult<(Self, NonNull<u8>, usize)> {
        let mut raw = Box::new(ffi::Py_buffer::new());
        // SAFETY: the thread is attached, the object is alive, and `raw` is a valid place for the description.
        let status = unsafe { ffi::PyObject_GetBuffer(object.as_ptr(), &raw mut *raw, flags) };
        if status != 0 {
            return Err(PyErr::fetch(object.py()));
        }
        // An empty buffer may have no address.
        let start = NonNull::new(raw.buf.cast()).unwrap_or(NonNull::dangling());
        let length = usize::try_from(raw.len).unwrap_or(0);
        Ok((Self(raw), start, length))
    }
}

impl Drop for Request {
    fn drop(&mut self) {
        // An interpreter that has ended takes its objects with it.
        Python::try_attach(|_| {
            // SAFETY: the request was granted, is released here alone, and the thread is attached.
            unsafe { ffi::PyBuffer_Release(&raw mut *self.0) };
        });
    }
}

//! Writable bytes-like objects, to be filled.

use std::ptr::NonNull;
use std::slice;

use pyo3::exceptions::{PyBufferError, PyTypeError};
use pyo3::ffi;
use pyo3::prelude::*;
use zstd_contract::ArgumentError;

use crate::arguments::type_name;
use crate::errors::wrong_argument;
use crate::view::Request;

/// The memory of a writable bytes-like object. The object stays alive, and locked against resizing, until this is dropped.
pub(super) struct Room {
    start: NonNull<u8>,
    length: usize,
    _request: Request,
}

// SAFETY: the memory stays in place until the request is dropped, which can happen on any thread.
unsafe impl Send for Room {}

impl Room {
    /// The memory to fill.
    pub(super) fn place(&mut self) -> &mut [u8] {
        // SAFETY: the request keeps so many initialised bytes in place, and was made for writing. Python code that uses them
        // meanwhile sees them change, as with every writer of the buffer protocol.
        unsafe { slice::from_raw_parts_mut(self.start.as_ptr(), self.length) }
    }
}

impl<'py> FromPyObject<'_, 'py> for Room {
    type Error = PyErr;

    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        let py = object.py();
        match Request::ask(&object, ffi::PyBUF_WRITABLE) {
            Ok((request, start, length)) => Ok(Self {
                start,
                length,
                _request: request,
            }),
            Err(error)
                if error.is_instance_of::<PyTypeError>(py)
                    || error.is_instance_of::<PyBufferError>(py) =>
            {
                let type_name = &*type_name(&object)?;
                Err(wrong_argument(py, ArgumentError::Room { type_name }))
            }
            Err(error) => Err(error),
        }
    }
}

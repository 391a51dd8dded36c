//! Exceptions with a text, made by calls that may fail: there may be no memory for them.

use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::types::{PyString, PyType};

/// An exception of the class with that text; or, where the interpreter has no memory for it, the `MemoryError` that it keeps for
/// that.
///
/// PyO3's own constructors make the text when the exception is raised, and end the process if that fails.
pub(crate) fn made(class: &Bound<'_, PyType>, text: &str) -> PyErr {
    let py = class.py();
    let made = PyString::from_bytes(py, text.as_bytes()).and_then(|text| {
        let (class, text) = (class.as_ptr(), text.as_ptr());
        let end = std::ptr::null_mut::<ffi::PyObject>();
        // SAFETY: both are live objects, the interpreter is attached, and a null ends the arguments.
        let value = unsafe { ffi::PyObject_CallFunctionObjArgs(class, text, end) };
        // SAFETY: the call returns an object that is ours, or null with an exception set.
        unsafe { Bound::from_owned_ptr_or_err(py, value) }
    });
    made.map_or_else(|error| error, PyErr::from_value)
}

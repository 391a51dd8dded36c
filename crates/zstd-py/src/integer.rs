//! Integers as arguments.

use pyo3::exceptions::PyOverflowError;
use pyo3::ffi;
use pyo3::prelude::*;

use crate::raise::made;

/// Any object with `__index__`.
///
/// PyO3 converts to the C type that has 64 bits on the system at hand, and names that type in its message. This is the same
/// everywhere, and the same as in the other flavour.
///
/// # Errors
///
/// `TypeError` for other objects, floats among them; `OverflowError` beyond 64 bits.
pub(crate) fn integer(object: &Bound<'_, PyAny>) -> PyResult<i64> {
    let py = object.py();
    // SAFETY: the thread is attached and the object alive.
    let raw = unsafe { ffi::PyNumber_Index(object.as_ptr()) };
    // SAFETY: null with an exception, or a new reference.
    let index = unsafe { Bound::from_owned_ptr_or_err(py, raw) }?;
    // SAFETY: the thread is attached and the object alive.
    let value = unsafe { ffi::PyLong_AsLongLong(index.as_ptr()) };
    if value == -1
        && let Some(error) = PyErr::take(py)
    {
        return Err(error);
    }
    Ok(value)
}

/// As [`integer`], of 32 bits; the text for a larger one is CPython's.
pub(crate) fn c_int(object: &Bound<'_, PyAny>) -> PyResult<i32> {
    let class = object.py().get_type::<PyOverflowError>();
    let too_large = || made(&class, "Python int too large to convert to C int");
    match integer(object) {
        Ok(value) => i32::try_from(value).map_err(|_| too_large()),
        Err(error) if error.is_instance_of::<PyOverflowError>(object.py()) => Err(too_large()),
        Err(error) => Err(error),
    }
}

/// As [`integer`]; the text for one that is no size is CPython's.
pub(crate) fn c_ssize(object: &Bound<'_, PyAny>) -> PyResult<i64> {
    integer(object).map_err(|error| {
        if error.is_instance_of::<PyOverflowError>(object.py()) {
            let class = object.py().get_type::<PyOverflowError>();
            made(&class, "Python int too large to convert to C ssize_t")
        } else {
            error
        }
    })
}

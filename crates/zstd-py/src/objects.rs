//! Objects of Python that are made by calls that may fail.
//!
//! Where the interpreter has no memory, `PyO3`'s own constructors and conversions of integers, strings, tuples, lists and
//! dictionaries panic; and where there is none for the text of that panic either, the process ends. So nothing that a method
//! returns, or passes on, is an integer, a string or a tuple of Rust: it is one of these. Clippy refuses the constructors.

use std::ffi::CStr;

use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyInt, PyList, PyString, PyTuple};

/// An integer.
#[derive(Clone, Copy)]
pub(crate) struct Number(i128);

/// A string.
pub(crate) struct Text<T>(pub(crate) T);

/// A tuple of integers.
pub(crate) struct Numbers<const N: usize>(pub(crate) [Number; N]);

/// Integers of the engines. None of them needs more than 64 bits.
macro_rules! numbers {
    ($($from:ty),+) => {
        $(impl From<$from> for Number {
            fn from(value: $from) -> Self {
                Self(value.into())
            }
        })+
    };
}

numbers!(u8, i32, u32, i64, u64, i128);

impl From<usize> for Number {
    fn from(value: usize) -> Self {
        Self::from(value as u64)
    }
}

impl<'py> IntoPyObject<'py> for Number {
    type Target = PyInt;
    type Output = Bound<'py, PyInt>;
    type Error = PyErr;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, PyInt>> {
        let raw = if let Ok(value) = i64::try_from(self.0) {
            // SAFETY: the thread is attached.
            unsafe { ffi::PyLong_FromLongLong(value) }
        } else {
            let value = u64::try_from(self.0)?;
            // SAFETY: as above.
            unsafe { ffi::PyLong_FromUnsignedLongLong(value) }
        };
        // SAFETY: a new integer, or null with an exception.
        unsafe { owned(py, raw) }
    }
}

impl<'py, T: AsRef<str>> IntoPyObject<'py> for Text<T> {
    type Target = PyString;
    type Output = Bound<'py, PyString>;
    type Error = PyErr;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, PyString>> {
        PyString::from_bytes(py, self.0.as_ref().as_bytes())
    }
}

impl<'py, const N: usize> IntoPyObject<'py> for Numbers<N> {
    type Target = PyTuple;
    type Output = Bound<'py, PyTuple>;
    type Error = PyErr;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        filled(py, self.0.map(|number| number.into_pyobject(py)))
    }
}

/// A tuple of objects.
pub(crate) fn tuple<'py, const N: usize>(
    py: Python<'py>,
    items: [Bound<'py, PyAny>; N],
) -> PyResult<Bound<'py, PyTuple>> {
    filled(py, items.map(Ok))
}

/// A tuple of all that an iterable gives.
pub(crate) fn tuple_of<'py>(iterable: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyTuple>> {
    // SAFETY: the object is live and its thread attached.
    let raw = unsafe { ffi::PySequence_Tuple(iterable.as_ptr()) };
    // SAFETY: a new tuple, or null with an exception.
    unsafe { owned(iterable.py(), raw) }
}

/// A list of what `make` makes of each item.
pub(crate) fn list<'py, I, T>(
    py: Python<'py>,
    items: Vec<I>,
    mut make: impl FnMut(I) -> PyResult<Bound<'py, T>>,
) -> PyResult<Bound<'py, PyList>> {
    // SAFETY: the thread is attached; no vector has more items than that.
    let raw = unsafe { ffi::PyList_New(items.len().cast_signed()) };
    // SAFETY: a new list, or null with an exception.
    let list = unsafe { owned::<PyList>(py, raw) }?;
    for (index, item) in (0..).zip(items) {
        let item = make(item)?.into_ptr();
        // SAFETY: the index is below the length, nobody else has seen the list, and the reference is ours to give away.
        let status = unsafe { ffi::PyList_SetItem(raw, index, item) };
        debug_assert_eq!(status, 0);
    }
    Ok(list)
}

/// An empty dictionary.
pub(crate) fn dict(py: Python<'_>) -> PyResult<Bound<'_, PyDict>> {
    // SAFETY: the thread is attached.
    let raw = unsafe { ffi::PyDict_New() };
    // SAFETY: a new dictionary, or null with an exception.
    unsafe { owned(py, raw) }
}

/// A string that the interpreter knows by its content, as it knows the names of attributes.
pub(crate) fn interned<'py>(py: Python<'py>, text: &str) -> PyResult<Bound<'py, PyString>> {
    let mut raw = Text(text).into_pyobject(py)?.into_ptr();
    // SAFETY: the reference is ours, and is replaced by another one that is. What cannot be known stays as it is.
    unsafe { ffi::PyUnicode_InternInPlace(&raw mut raw) };
    // SAFETY: still a string.
    unsafe { owned(py, raw) }
}

/// The bytes of a string in UTF-8, lone surrogates among them.
pub(crate) fn encoded<'py>(text: &Bound<'py, PyString>) -> PyResult<Bound<'py, PyBytes>> {
    const ENCODING: &CStr = c"utf-8";
    const ERRORS: &CStr = c"surrogatepass";
    let text_ptr = text.as_ptr();
    // SAFETY: a live string, and two C strings.
    let raw =
        unsafe { ffi::PyUnicode_AsEncodedString(text_ptr, ENCODING.as_ptr(), ERRORS.as_ptr()) };
    // SAFETY: a new `bytes` object, or null with an exception.
    unsafe { owned(text.py(), raw) }
}

/// A tuple of items that may have failed.
fn filled<'py, const N: usize, T>(
    py: Python<'py>,
    items: [PyResult<Bound<'py, T>>; N],
) -> PyResult<Bound<'py, PyTuple>> {
    // SAFETY: the thread is attached; no array has more items than that.
    let raw = unsafe { ffi::PyTuple_New(N.cast_signed()) };
    // SAFETY: a new tuple, or null with an exception.
    let tuple = unsafe { owned::<PyTuple>(py, raw) }?;
    for (index, item) in (0..).zip(items) {
        let item = item?.into_ptr();
        // SAFETY: the index is below the length, nobody else has seen the tuple, and the reference is ours to give away.
        let status = unsafe { ffi::PyTuple_SetItem(raw, index, item) };
        debug_assert_eq!(status, 0);
    }
    Ok(tuple)
}

/// What a call of the interpreter has made.
///
/// # Safety
///
/// `raw` must be a reference to a `T` that is ours, or null with an exception set.
unsafe fn owned<T>(py: Python<'_>, raw: *mut ffi::PyObject) -> PyResult<Bound<'_, T>> {
    // SAFETY: the caller promises it.
    let object = unsafe { Bound::from_owned_ptr_or_err(py, raw) }?;
    // SAFETY: as above.
    Ok(unsafe { object.cast_into_unchecked() })
}

//! Shortening of `bytes` that nobody else has seen, in place.
//!
//! The stable ABI has no call for this. Interpreters export one all the same, which is documented and has never changed. It is
//! looked up when the first result needs it; where it is not found, results are copied.

use std::ffi::c_int;
use std::mem;

use once_cell::race::OnceBox;
use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::types::PyBytes;

/// `_PyBytes_Resize`.
type Resize = unsafe extern "C" fn(*mut *mut ffi::PyObject, ffi::Py_ssize_t) -> c_int;

static RESIZE: OnceBox<Option<Resize>> = OnceBox::new();

#[cfg(unix)]
fn find() -> Option<Resize> {
    // SAFETY: the name is a C string.
    let address = unsafe { libc::dlsym(libc::RTLD_DEFAULT, c"_PyBytes_Resize".as_ptr()) };
    // SAFETY: null is `None`, and what interpreters export under this name has this type.
    unsafe { mem::transmute::<*mut libc::c_void, Option<Resize>>(address) }
}

#[cfg(not(unix))]
fn find() -> Option<Resize> {
    None
}

fn resize() -> Option<Resize> {
    *RESIZE.get_or_init(|| Box::new(find()))
}

/// Whether [`shorten`] does anything.
pub(crate) fn is_possible() -> bool {
    resize().is_some()
}

/// The object with only its first `length` bytes; `Err` gives it back unchanged where that is not possible. `None`: memory was
/// refused.
///
/// # Safety
///
/// Nobody else may have a reference to the object, and it must have at least that many bytes.
pub(crate) unsafe fn shorten(
    py: Python<'_>,
    object: Py<PyBytes>,
    length: usize,
) -> Result<Option<Py<PyBytes>>, Py<PyBytes>> {
    let (Some(resize), Ok(length)) = (resize(), ffi::Py_ssize_t::try_from(length)) else {
        return Err(object);
    };
    let mut raw = object.into_ptr();
    // SAFETY: the thread is attached, and the caller promises that this is the only reference. It is taken over, and another one
    // or null is left in its place.
    let status = unsafe { resize(&raw mut raw, length) };
    if status != 0 {
        drop(PyErr::take(py));
    }
    // SAFETY: null, or a new reference that nobody else owns.
    let object = unsafe { Bound::from_owned_ptr_or_opt(py, raw) };
    // SAFETY: still a `bytes` object.
    Ok(object.map(|object| unsafe { object.cast_into_unchecked::<PyBytes>() }.unbind()))
}

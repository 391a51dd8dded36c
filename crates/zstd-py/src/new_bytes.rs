//! `bytes` objects that are filled in place, before Python sees them.

use std::mem::MaybeUninit;
use std::ptr::{self, NonNull};
use std::slice;

use pyo3::exceptions::PyMemoryError;
use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyList};
use zstd_buffers::{Items, advise_huge_pages};

use crate::engine::collected;
use crate::objects::list;
use crate::raise::made;
use crate::shorten::shorten;

/// Copies of this many bytes and more are made with the interpreter released.
const LARGE_COPY: usize = 256 << 10;

/// A `bytes` object of a fixed length that nobody else has a reference to yet.
pub(crate) struct NewBytes {
    object: Py<PyBytes>,
    start: NonNull<u8>,
    length: usize,
}

// SAFETY: the memory belongs to the object, which nobody else can reach; `Py` itself may go to other threads.
unsafe impl Send for NewBytes {}

impl NewBytes {
    /// Allocates the object; its content is not initialised.
    ///
    /// # Errors
    ///
    /// `MemoryError`.
    pub(crate) fn new(py: Python<'_>, length: usize) -> PyResult<Self> {
        let signed = isize::try_from(length).map_err(|_| refused(py, length))?;
        // SAFETY: the thread is attached; without a source the content is left uninitialised.
        let raw = unsafe { ffi::PyBytes_FromStringAndSize(ptr::null(), signed) };
        // SAFETY: null, or a new reference that nobody else owns.
        let object = unsafe { Bound::from_owned_ptr_or_opt(py, raw) };
        let Some(object) = object else {
            // The one reason is memory, whatever the exception.
            drop(PyErr::take(py));
            return Err(refused(py, length));
        };
        // SAFETY: the object is a `bytes` object.
        let start = unsafe { ffi::PyBytes_AsString(raw) };
        let mut made = Self {
            // SAFETY: made as `bytes` above.
            object: unsafe { object.cast_into_unchecked::<PyBytes>() }.unbind(),
            start: NonNull::new(start.cast()).ok_or_else(|| refused(py, length))?,
            length,
        };
        advise_huge_pages(made.place());
        Ok(made)
    }

    /// The object with a copy of `content`.
    pub(crate) fn copy<'py>(py: Python<'py>, content: &[u8]) -> PyResult<Bound<'py, PyBytes>> {
        let mut made = Self::new(py, content.len())?;
        let place = made.place();
        if content.len() < LARGE_COPY {
            copy(content, place);
        } else {
            py.detach(|| copy(content, place));
        }
        // SAFETY: the whole place was filled.
        Ok(unsafe { made.assume_filled() }.into_bound(py))
    }

    /// The memory to fill.
    pub(crate) fn place(&mut self) -> &mut [MaybeUninit<u8>] {
        // SAFETY: the object has that many bytes, stays alive and in place, and nobody else reads or writes them.
        unsafe { slice::from_raw_parts_mut(self.start.as_ptr().cast(), self.length) }
    }

    /// The finished object with only the first `length` bytes.
    ///
    /// # Safety
    ///
    /// The first `length` bytes of [`NewBytes::place`] must be initialised.
    pub(crate) unsafe fn shortened(self, py: Python<'_>, length: usize) -> PyResult<Py<PyBytes>> {
        if length == self.length {
            // SAFETY: the caller promises that all of the place is initialised.
            return Ok(unsafe { self.assume_filled() });
        }
        // SAFETY: nobody else has a reference before this returns, and `length` is at most what was made.
        match unsafe { shorten(py, self.object, length) } {
            Ok(Some(object)) => Ok(object),
            Ok(None) => Err(refused(py, length)),
            Err(whole) => {
                let content = &whole.as_bytes(py)[..length];
                Self::copy(py, content).map(Bound::unbind)
            }
        }
    }

    /// The finished object.
    ///
    /// # Safety
    ///
    /// All of [`NewBytes::place`] must be initialised.
    pub(crate) unsafe fn assume_filled(self) -> Py<PyBytes> {
        self.object
    }
}

/// Objects that are filled by several threads at once.
pub(crate) struct NewBytesList(Vec<NewBytes>);

impl NewBytesList {
    /// Allocates objects of the given lengths.
    pub(crate) fn new(
        py: Python<'_>,
        lengths: impl ExactSizeIterator<Item = usize>,
    ) -> PyResult<Self> {
        let objects = lengths.map(|length| NewBytes::new(py, length));
        collected(py, objects).map(Self)
    }

    /// The memory to fill.
    pub(crate) fn places(&mut self, py: Python<'_>) -> PyResult<Vec<&mut [MaybeUninit<u8>]>> {
        collected(py, self.0.iter_mut().map(|object| Ok(object.place())))
    }

    /// Fills objects with copies of the items.
    pub(crate) fn copies<'py>(py: Python<'py>, items: &dyn Items) -> PyResult<Bound<'py, PyList>> {
        let indexes = 0..items.count();
        let mut made = Self::new(py, indexes.clone().map(|index| items.item(index).len()))?;
        let places = made.places(py)?;
        py.detach(|| {
            for (index, place) in indexes.zip(places) {
                copy(items.item(index), place);
            }
        });
        // SAFETY: each place has the length of its item and was filled with it.
        unsafe { made.assume_filled(py) }
    }

    /// The finished objects.
    ///
    /// # Safety
    ///
    /// All of [`NewBytesList::places`] must be initialised.
    pub(crate) unsafe fn assume_filled(self, py: Python<'_>) -> PyResult<Bound<'_, PyList>> {
        list(py, self.0, |made| Ok(made.object.into_bound(py)))
    }
}

fn refused(py: Python<'_>, length: usize) -> PyErr {
    let text = format!("could not allocate {length} bytes");
    made(&py.get_type::<PyMemoryError>(), &text)
}

fn copy(content: &[u8], place: &mut [MaybeUninit<u8>]) {
    // SAFETY: initialised bytes are valid as bytes that may be uninitialised.
    let content: &[MaybeUninit<u8>] =
        unsafe { slice::from_raw_parts(content.as_ptr().cast(), content.len()) };
    place.copy_from_slice(content);
}

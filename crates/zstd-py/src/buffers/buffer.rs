//! `BufferWithSegments`.

use std::ffi::c_int;

use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::types::PyBytes;
use zstd_buffers::SharedMemory;
use zstd_contract::Shown;

use super::BufferSegments;
use super::export::{export, get_item};
use super::iterator::SegmentIterator;
use crate::docs::doc;
use crate::engine::sized;
use crate::new_bytes::NewBytes;
use crate::objects::{Number, Text, dict, tuple};
use crate::pickling::{memory, reduction};
use crate::view::View;

#[doc = doc!("BufferWithSegments")]
#[pyclass(frozen, subclass, module = "zstd")]
pub(crate) struct BufferWithSegments(zstd_buffers::BufferWithSegments);

impl From<zstd_buffers::BufferWithSegments> for BufferWithSegments {
    fn from(buffer: zstd_buffers::BufferWithSegments) -> Self {
        Self(buffer)
    }
}

impl BufferWithSegments {
    /// The buffer as the engines know it.
    pub(crate) fn engine(&self) -> &zstd_buffers::BufferWithSegments {
        &self.0
    }
}

#[pymethods]
impl BufferWithSegments {
    #[new]
    fn new(py: Python<'_>, data: View, segments: View) -> PyResult<Self> {
        let memory = SharedMemory::from_owner(data);
        let make = || zstd_buffers::BufferWithSegments::new(memory, &segments);
        sized(py, segments.len(), make).map(Self)
    }

    fn __reduce_ex__<'py>(slf: &Bound<'py, Self>, protocol: i64) -> PyResult<Bound<'py, PyAny>> {
        let py = slf.py();
        let table = Bound::new(py, slf.get().segments())?;
        let arguments = [memory(slf, protocol)?, memory(&table, protocol)?];
        reduction::<Self>(slf, tuple(py, arguments)?, dict(py)?)
    }

    fn __len__(&self) -> usize {
        self.0.len()
    }

    fn __getitem__<'py>(&self, index: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        get_item(index, self.0.len(), |index| self.0.segment(index))
    }

    fn __iter__(slf: Bound<'_, Self>) -> SegmentIterator {
        SegmentIterator::over_buffer(slf.unbind())
    }

    fn __repr__(&self) -> Text<String> {
        let shown = Shown::Buffer {
            segments: self.0.len(),
            size: self.0.size(),
        };
        Text(shown.to_string())
    }

    #[doc = doc!("BufferWithSegments.size")]
    #[getter]
    fn size(&self) -> Number {
        self.0.size().into()
    }

    #[doc = doc!("BufferWithSegments.segments")]
    #[getter]
    fn segments(&self) -> BufferSegments {
        BufferSegments::from(self.0.segments().clone())
    }

    #[doc = doc!("BufferWithSegments.tobytes")]
    fn tobytes<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyBytes>> {
        NewBytes::copy(py, self.0.data())
    }

    unsafe fn __getbuffer__(
        slf: &Bound<'_, Self>,
        view: *mut ffi::Py_buffer,
        flags: c_int,
    ) -> PyResult<()> {
        let memory = slf.get().0.data();
        // SAFETY: the view is the interpreter's; the object is frozen and shares its memory.
        unsafe { export(slf.as_any(), memory, view, flags) }
    }
}

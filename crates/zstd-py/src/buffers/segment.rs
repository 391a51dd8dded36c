//! `BufferSegment`.

use std::ffi::c_int;

use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PySlice, PyTuple};
use zstd_contract::{ArgumentError, Shown, byte_at};

use super::export::{export, positions};
use zstd_buffers::vectors;

use crate::docs::doc;
use crate::engine::attached;
use crate::errors::wrong_argument;
use crate::integer::integer;
use crate::new_bytes::NewBytes;
use crate::objects::{Number, Text};

#[doc = doc!("BufferSegment")]
#[pyclass(frozen, module = "zstd")]
pub(crate) struct BufferSegment(zstd_buffers::BufferSegment);

impl From<zstd_buffers::BufferSegment> for BufferSegment {
    fn from(segment: zstd_buffers::BufferSegment) -> Self {
        Self(segment)
    }
}

#[pymethods]
impl BufferSegment {
    #[new]
    #[pyo3(signature = (*_args, **_kwargs), text_signature = "()")]
    fn new(
        py: Python<'_>,
        _args: &Bound<'_, PyTuple>,
        _kwargs: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Self> {
        let class = "BufferSegment";
        Err(wrong_argument(py, ArgumentError::NoConstructor { class }))
    }

    fn __len__(&self) -> usize {
        self.0.len()
    }

    fn __getitem__<'py>(&self, index: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        let py = index.py();
        let Ok(slice) = index.cast::<PySlice>() else {
            let position = integer(index)?;
            let byte = attached(py, || byte_at(&self.0, position))?;
            return Ok(Number::from(byte).into_pyobject(py)?.into_any());
        };
        let indices = slice.indices(self.0.len().cast_signed())?;
        let (Ok(start), 1) = (usize::try_from(indices.start), indices.step) else {
            let bytes = positions(slice, self.0.len())?.map(|index| byte_at(&self.0, index));
            let bytes = attached(py, || vectors::try_collect(bytes))?;
            return Ok(NewBytes::copy(py, &bytes)?.into_any());
        };
        let bytes = self.0.get(start..start + indices.slicelength);
        Ok(NewBytes::copy(py, bytes.unwrap_or_default())?.into_any())
    }

    fn __repr__(&self) -> Text<String> {
        let shown = Shown::Segment {
            offset: self.0.offset(),
            length: self.0.len(),
        };
        Text(shown.to_string())
    }

    #[doc = doc!("BufferSegment.offset")]
    #[getter]
    fn offset(&self) -> Number {
        self.0.offset().into()
    }

    #[doc = doc!("BufferSegment.tobytes")]
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

//! `BufferSegments`.

use std::ffi::c_int;

use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyTuple};
use zstd_contract::{ArgumentError, Shown};

use super::export::export;
use crate::docs::doc;
use crate::engine::attached;
use crate::errors::wrong_argument;
use crate::integer::integer;
use crate::new_bytes::NewBytes;
use crate::objects::{Number, Numbers, Text};

#[doc = doc!("BufferSegments")]
#[pyclass(frozen, module = "zstd")]
pub(crate) struct BufferSegments(zstd_buffers::BufferSegments);

impl From<zstd_buffers::BufferSegments> for BufferSegments {
    fn from(table: zstd_buffers::BufferSegments) -> Self {
        Self(table)
    }
}

#[pymethods]
impl BufferSegments {
    #[new]
    #[pyo3(signature = (*_args, **_kwargs), text_signature = "()")]
    fn new(
        py: Python<'_>,
        _args: &Bound<'_, PyTuple>,
        _kwargs: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Self> {
        let class = "BufferSegments";
        Err(wrong_argument(py, ArgumentError::NoConstructor { class }))
    }

    fn __len__(&self) -> usize {
        self.0.len()
    }

    fn __getitem__(&self, index: &Bound<'_, PyAny>) -> PyResult<Numbers<2>> {
        let position = integer(index)?;
        let segment = attached(index.py(), || self.0.get(position))?;
        Ok(Numbers([segment.offset, segment.length].map(Number::from)))
    }

    fn __repr__(&self) -> Text<String> {
        let segments = self.0.len();
        Text(Shown::Table { segments }.to_string())
    }

    #[doc = doc!("BufferSegments.tobytes")]
    fn tobytes<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyBytes>> {
        NewBytes::copy(py, self.0.as_bytes())
    }

    unsafe fn __getbuffer__(
        slf: &Bound<'_, Self>,
        view: *mut ffi::Py_buffer,
        flags: c_int,
    ) -> PyResult<()> {
        let table = slf.get().0.as_bytes();
        // SAFETY: the view is the interpreter's; the object is frozen and shares its table.
        unsafe { export(slf.as_any(), table, view, flags) }
    }
}

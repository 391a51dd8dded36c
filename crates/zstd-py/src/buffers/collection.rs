//! `BufferWithSegmentsCollection`.
#![forbid(unsafe_code)]

use pyo3::prelude::*;
use pyo3::types::PyTuple;
use zstd_contract::{ArgumentError, Shown};

use super::BufferWithSegments;
use super::export::get_item;
use super::iterator::SegmentIterator;
use crate::docs::doc;
use crate::engine::{attached, collected};
use crate::errors::wrong_argument;
use crate::objects::{Number, Text, dict, list, tuple_of};
use crate::pickling::reduction;

#[doc = doc!("BufferWithSegmentsCollection")]
#[pyclass(frozen, subclass, module = "zstd")]
pub(crate) struct BufferWithSegmentsCollection(zstd_buffers::BufferWithSegmentsCollection);

impl BufferWithSegmentsCollection {
    /// The collection as the engines know it.
    pub(crate) fn engine(&self) -> &zstd_buffers::BufferWithSegmentsCollection {
        &self.0
    }
}

impl From<zstd_buffers::BufferWithSegmentsCollection> for BufferWithSegmentsCollection {
    fn from(collection: zstd_buffers::BufferWithSegmentsCollection) -> Self {
        Self(collection)
    }
}

#[pymethods]
impl BufferWithSegmentsCollection {
    #[new]
    #[pyo3(signature = (*buffers))]
    fn new(py: Python<'_>, buffers: &Bound<'_, PyTuple>) -> PyResult<Self> {
        let engines = buffers.iter().map(|buffer| {
            let buffer = buffer.cast::<BufferWithSegments>();
            let wrong = |_| wrong_argument(py, ArgumentError::CollectionMember);
            Ok(buffer.map_err(wrong)?.get().engine().clone())
        });
        let engines = collected(py, engines)?;
        attached(py, || {
            zstd_buffers::BufferWithSegmentsCollection::new(engines)
        })
        .map(Self)
    }

    fn __reduce_ex__<'py>(slf: &Bound<'py, Self>, protocol: i64) -> PyResult<Bound<'py, PyAny>> {
        let _ = protocol;
        let py = slf.py();
        let buffers = slf.get().0.buffers().iter().cloned();
        let buffers = buffers.map(|buffer| Bound::new(py, BufferWithSegments::from(buffer)));
        let buffers = list(py, collected(py, buffers)?, Ok)?;
        reduction::<Self>(slf, tuple_of(&buffers)?, dict(py)?)
    }

    fn __len__(&self) -> usize {
        self.0.len()
    }

    fn __getitem__<'py>(&self, index: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        get_item(index, self.0.len(), |index| self.0.segment(index))
    }

    fn __iter__(slf: Bound<'_, Self>) -> SegmentIterator {
        SegmentIterator::over_collection(slf.unbind())
    }

    fn __repr__(&self) -> Text<String> {
        let shown = Shown::Collection {
            segments: self.0.len(),
            size: self.0.size(),
        };
        Text(shown.to_string())
    }

    #[doc = doc!("BufferWithSegmentsCollection.size")]
    fn size(&self) -> Number {
        self.0.size().into()
    }
}

//! `ZstdCompressionChunker`: compresses a frame into chunks of one size.
#![forbid(unsafe_code)]

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::types::PyBytes;
use zstd_contract::declared_size;
use zstd_core::Compressor;
use zstd_stream::{Chunker, StreamError};

use super::exclusive::Exclusive;
use crate::docs::doc;
use crate::engine::{attached, detached};
use crate::new_bytes::NewBytes;
use crate::view::View;

#[doc = doc!("ZstdCompressionChunker")]
#[pyclass(frozen, subclass, module = "zstd")]
pub(crate) struct ZstdCompressionChunker(Exclusive<Chunker<View>>);

impl ZstdCompressionChunker {
    /// The chunker that `chunker()` makes.
    pub(crate) fn make(
        py: Python<'_>,
        compressor: &Arc<Compressor>,
        size: i64,
        chunk_size: i64,
    ) -> PyResult<Self> {
        let size = attached(py, || declared_size(size))?;
        let engine = attached(py, || Chunker::new(compressor, size, chunk_size))?;
        Ok(Self(Exclusive::new(engine)))
    }
}

#[pymethods]
impl ZstdCompressionChunker {
    #[doc = doc!("ZstdCompressionChunker.compress")]
    fn compress(slf: Bound<'_, Self>, data: View) -> PyResult<OperationIterator> {
        OperationIterator::begin(slf, |engine| engine.compress(data))
    }

    #[doc = doc!("ZstdCompressionChunker.flush")]
    fn flush(slf: Bound<'_, Self>) -> PyResult<OperationIterator> {
        OperationIterator::begin(slf, Chunker::flush)
    }

    #[doc = doc!("ZstdCompressionChunker.finish")]
    fn finish(slf: Bound<'_, Self>) -> PyResult<OperationIterator> {
        OperationIterator::begin(slf, Chunker::finish)
    }
}

/// The chunks of one operation.
#[pyclass(frozen, module = "zstd")]
pub(crate) struct OperationIterator {
    chunker: Py<ZstdCompressionChunker>,
    exhausted: AtomicBool,
}

impl OperationIterator {
    fn begin(
        chunker: Bound<'_, ZstdCompressionChunker>,
        begin: impl FnOnce(&mut Chunker<View>) -> Result<(), StreamError>,
    ) -> PyResult<Self> {
        let py = chunker.py();
        let mut engine = chunker.get().0.borrow(py)?;
        attached(py, || begin(&mut engine))?;
        drop(engine);
        Ok(Self {
            chunker: chunker.unbind(),
            exhausted: AtomicBool::new(false),
        })
    }
}

#[pymethods]
impl OperationIterator {
    fn __iter__(slf: Bound<'_, Self>) -> Bound<'_, Self> {
        slf
    }

    fn __next__<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyBytes>>> {
        if self.exhausted.load(Ordering::Relaxed) {
            return Ok(None);
        }
        let mut engine = self.chunker.get().0.borrow(py)?;
        let engine = &mut *engine;
        let chunk = detached(py, || engine.next_chunk())?;
        if chunk.is_none() {
            self.exhausted.store(true, Ordering::Relaxed);
        }
        chunk.map(|chunk| NewBytes::copy(py, chunk)).transpose()
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        visit.call(&self.chunker)
    }
}

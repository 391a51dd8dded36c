//! Iterators over what comes out of a source, chunk by chunk.

use std::sync::Arc;

use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::types::PyBytes;
use zstd_contract::Failure;
use zstd_core::{Compressor, Decompressor, OutputBuffer};
use zstd_stream::{CompressChunks, DecompressChunks, Frames};

use super::call::call;
use super::exclusive::Exclusive;
use super::other::{Other, Sizes};
use super::source::PySource;
use crate::engine::attached;
use crate::new_bytes::NewBytes;

/// What `read_to_iter()` and `read_from()` return.
#[pyclass(frozen, module = "zstd")]
pub(crate) struct ChunkIterator {
    engine: Exclusive<Engine>,
    source: Option<Arc<Other>>,
}

enum Engine {
    Compress(CompressChunks<PySource>),
    Decompress(DecompressChunks<PySource>),
}

impl ChunkIterator {
    /// The compressed form of a source.
    pub(crate) fn compress(
        compressor: &Arc<Compressor>,
        source: &Bound<'_, PyAny>,
        size: Option<u64>,
        sizes: Sizes,
    ) -> PyResult<Self> {
        let from = PySource::new(source)?;
        let other = from.other();
        let engine = attached(source.py(), || {
            CompressChunks::compress(compressor, from, size)?
                .read_size(sizes.read)?
                .write_size(sizes.write)
        })?;
        Ok(Self::over(Engine::Compress(engine), other))
    }

    /// The content of a source.
    pub(crate) fn decompress(
        decompressor: &Arc<Decompressor>,
        source: &Bound<'_, PyAny>,
        sizes: Sizes,
        skip_bytes: i64,
        read_across_frames: bool,
    ) -> PyResult<Self> {
        let from = PySource::new(source)?;
        let other = from.other();
        let frames = Frames::all_or_one(read_across_frames);
        let engine = attached(source.py(), || {
            DecompressChunks::decompress(decompressor, from, frames)?
                .read_size(sizes.read)?
                .write_size(sizes.write)?
                .skip_bytes(skip_bytes)
        })?;
        Ok(Self::over(Engine::Decompress(engine), other))
    }

    fn over(engine: Engine, source: Option<Arc<Other>>) -> Self {
        let engine = Exclusive::new(engine);
        Self { engine, source }
    }
}

#[pymethods]
impl ChunkIterator {
    fn __iter__(slf: Bound<'_, Self>) -> Bound<'_, Self> {
        slf
    }

    fn __next__<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyBytes>>> {
        let mut engine = self.engine.borrow(py)?;
        let chunk = engine.next(py)?;
        if chunk.is_none() {
            // A bytes-like source is unlocked.
            *engine.source_mut() = PySource::Gone;
        }
        Ok(chunk)
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        self.source
            .as_ref()
            .map_or(Ok(()), |source| source.traverse(&visit))
    }
}

impl Engine {
    fn next<'py>(&mut self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyBytes>>> {
        match self {
            // Most chunks are shorter than they may be.
            Self::Compress(chunks) => {
                let chunk = call(py, true, || chunks.next_chunk())?;
                chunk.map(|chunk| NewBytes::copy(py, chunk)).transpose()
            }
            // Most chunks are as long as they may be.
            Self::Decompress(chunks) => {
                let mut made = NewBytes::new(py, chunks.chunk_size())?;
                let place = made.place();
                let Some(length) = call(py, true, || chunks.next_into(place))? else {
                    return Ok(None);
                };
                attached(py, || {
                    // SAFETY: the iterator initialises as many bytes at the start of the place as it returns.
                    let chunk = unsafe { made.finish(length) }?;
                    Ok::<_, Failure>(Some(chunk.into_bound(py)))
                })
            }
        }
    }

    fn source_mut(&mut self) -> &mut PySource {
        match self {
            Self::Compress(chunks) => chunks.source_mut(),
            Self::Decompress(chunks) => chunks.source_mut(),
        }
    }
}

//! The class below the face's `ZstdCompressor`.
#![forbid(unsafe_code)]

use std::sync::atomic::{AtomicU64, Ordering};

use pyo3::prelude::*;
use pyo3::types::PyBytes;
use zstd_contract::stdlib;

use super::collected;
use crate::compressor::ZstdCompressor;
use crate::engine::{attached, detached, released_if};
use crate::integer::c_int;
use crate::objects::Number;
use crate::view::View;

/// The engine collects input and compresses it by blocks, so that a small input may cause much work. After so many bytes a call
/// counts as long.
const STEP: u64 = 16 << 10;

/// Compresses frame after frame; threads that share one wait for each other.
#[pyclass(frozen, subclass, module = "zstd")]
pub(crate) struct FrameCompressor {
    object: stdlib::FrameCompressor,
    taken: AtomicU64,
    worth_a_release: usize,
    batch: Py<ZstdCompressor>,
}

#[pymethods]
impl FrameCompressor {
    #[new]
    fn new(py: Python<'_>, batch: Py<ZstdCompressor>) -> PyResult<Self> {
        let settings = batch.get();
        let object = attached(py, || stdlib::FrameCompressor::new(settings.engine()))?;
        Ok(Self {
            object,
            taken: AtomicU64::new(0),
            worth_a_release: settings.worth_a_release(),
            batch,
        })
    }

    /// Provide data to the compressor object.
    ///
    /// :param data: A bytes-like object.
    /// :param mode: ``CONTINUE``, ``FLUSH_BLOCK`` or ``FLUSH_FRAME``.
    /// :returns: The compressed data that are ready, as bytes; often none.
    #[pyo3(signature = (data, mode = 0))]
    fn compress<'py>(
        &self,
        py: Python<'py>,
        data: View,
        #[pyo3(from_py_with = c_int)] mode: i32,
    ) -> PyResult<Bound<'py, PyBytes>> {
        let mut turn = match self.object.try_turn() {
            Some(turn) => turn,
            None => detached(py, || self.object.turn())?,
        };
        let long = self.add(data.len());
        collected(py, |out| {
            released_if(py, long, || {
                self.object.compress(&mut turn, &data, mode, out)
            })
        })
    }

    /// Finish the block or the frame. The object can be used for further frames.
    ///
    /// :param mode: ``FLUSH_FRAME`` or ``FLUSH_BLOCK``.
    /// :returns: The rest of the compressed data, as bytes.
    #[pyo3(signature = (mode = 2))]
    fn flush<'py>(
        &self,
        py: Python<'py>,
        #[pyo3(from_py_with = c_int)] mode: i32,
    ) -> PyResult<Bound<'py, PyBytes>> {
        let mut turn = match self.object.try_turn() {
            Some(turn) => turn,
            None => detached(py, || self.object.turn())?,
        };
        let long = self.taken.load(Ordering::Relaxed) >= self.worth_a_release as u64;
        collected(py, |out| {
            released_if(py, long, || self.object.flush(&mut turn, mode, out))
        })
    }

    /// What the face calls once it has checked the size: None for an unknown one.
    #[pyo3(signature = (size, /))]
    fn _declare_size(&self, py: Python<'_>, size: Option<u64>) -> PyResult<()> {
        detached(py, || {
            let mut turn = self.object.turn()?;
            self.object.declare_size(&mut turn, size)
        })
    }

    /// The mode of the last call that succeeded; ``FLUSH_FRAME`` at the start and after a failure.
    #[getter]
    fn last_mode(&self) -> Number {
        self.object.last_mode().into()
    }

    /// The ``ZstdCompressor`` of this package with the same options: its batch calls and streams.
    #[getter]
    fn batch(&self, py: Python<'_>) -> Py<ZstdCompressor> {
        self.batch.clone_ref(py)
    }
}

impl FrameCompressor {
    /// Counts `size` bytes of input, and says whether the call that takes them may be long.
    fn add(&self, size: usize) -> bool {
        let before = self.taken.fetch_add(size as u64, Ordering::Relaxed);
        let after = before.wrapping_add(size as u64);
        size >= self.worth_a_release || after / STEP != before / STEP
    }
}

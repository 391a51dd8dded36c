//! The class below the face's `ZstdDecompressor`.
#![forbid(unsafe_code)]

use pyo3::prelude::*;
use pyo3::types::PyBytes;
use zstd_contract::stdlib;

use super::collected;
use crate::decompressor::ZstdDecompressor;
use crate::engine::{WORTH_A_RELEASE, attached, detached, released_if};
use crate::integer::c_ssize;
use crate::new_bytes::NewBytes;
use crate::view::View;

/// Small pieces of compressed data can have much content.
const LONG_INPUT: usize = WORTH_A_RELEASE / 4;

/// Decompresses one frame; threads that share one wait for each other.
#[pyclass(frozen, subclass, module = "zstd")]
pub(crate) struct FrameDecompressor {
    object: stdlib::FrameDecompressor,
    batch: Py<ZstdDecompressor>,
}

#[pymethods]
impl FrameDecompressor {
    #[new]
    fn new(py: Python<'_>, batch: Py<ZstdDecompressor>) -> PyResult<Self> {
        let object = attached(py, || stdlib::FrameDecompressor::new(batch.get().engine()))?;
        Ok(Self { object, batch })
    }

    /// Decompress data, to the end of the frame at most.
    ///
    /// :param data: A bytes-like object.
    /// :param max_length: The largest result in bytes; negative for no limit. What a limit leaves over is held inside: go on
    ///     with ``b""`` until ``needs_input`` is true or ``eof`` is.
    /// :returns: The content, as bytes.
    /// :raises EOFError: After the end of the frame.
    #[pyo3(signature = (data, max_length = -1), text_signature = "($self, data, max_length=-1)")]
    fn decompress<'py>(
        &self,
        py: Python<'py>,
        data: View,
        #[pyo3(from_py_with = c_ssize)] max_length: i64,
    ) -> PyResult<Bound<'py, PyBytes>> {
        let mut turn = match self.object.try_turn() {
            Some(turn) => turn,
            None => detached(py, || self.object.turn())?,
        };
        // What is held inside may be much.
        let long = data.len() >= LONG_INPUT || data.is_empty();
        collected(py, |out| {
            released_if(py, long, || {
                self.object.decompress(&mut turn, &data, max_length, out)
            })
        })
    }

    /// Whether the end of the frame has been reached.
    #[getter]
    fn eof(&self) -> bool {
        self.object.is_eof()
    }

    /// Whether ``decompress()`` needs input to return anything.
    #[getter]
    fn needs_input(&self) -> bool {
        self.object.needs_input()
    }

    /// What followed the end of the frame; ``b""`` before it.
    #[getter]
    fn unused_data<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyBytes>> {
        let turn = match self.object.try_turn() {
            Some(turn) => turn,
            None => detached(py, || self.object.turn())?,
        };
        NewBytes::copy(py, turn.unused_data())
    }

    /// The ``ZstdDecompressor`` of this package with the same options: its batch calls and streams.
    #[getter]
    fn batch(&self, py: Python<'_>) -> Py<ZstdDecompressor> {
        self.batch.clone_ref(py)
    }
}

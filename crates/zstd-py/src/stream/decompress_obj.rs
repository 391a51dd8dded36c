//! `ZstdDecompressionObj`: decompresses call by call.
#![forbid(unsafe_code)]

use std::sync::Arc;

use pyo3::prelude::*;
use pyo3::types::PyBytes;
use zstd_core::Decompressor;
use zstd_stream::{DecompressObj, Frames};

use super::exclusive::Exclusive;
use crate::docs::doc;
use crate::engine::{WORTH_A_RELEASE, attached, detached, released_if};
use crate::integer::integer;
use crate::new_bytes::NewBytes;
use crate::view::View;

/// Small pieces of compressed data can have much content.
const LONG_INPUT: usize = WORTH_A_RELEASE / 4;

#[doc = doc!("ZstdDecompressionObj")]
#[pyclass(frozen, subclass, module = "zstd")]
pub(crate) struct ZstdDecompressionObj(Exclusive<DecompressObj>);

impl ZstdDecompressionObj {
    /// The object that `decompressobj()` makes.
    pub(crate) fn make(
        py: Python<'_>,
        decompressor: &Arc<Decompressor>,
        write_size: i64,
        read_across_frames: bool,
    ) -> PyResult<Self> {
        let frames = Frames::all_or_first(read_across_frames);
        let engine = attached(py, || {
            DecompressObj::new(decompressor, frames)?.write_size(write_size)
        })?;
        Ok(Self(Exclusive::new(engine)))
    }
}

#[pymethods]
impl ZstdDecompressionObj {
    #[doc = doc!("ZstdDecompressionObj.decompress")]
    #[pyo3(signature = (data, max_length = -1), text_signature = "($self, data, max_length=-1)")]
    fn decompress<'py>(
        &self,
        py: Python<'py>,
        data: View,
        #[pyo3(from_py_with = integer)] max_length: i64,
    ) -> PyResult<Bound<'py, PyBytes>> {
        let mut engine = self.0.borrow(py)?;
        let engine = &mut *engine;
        let most = zstd_contract::max_length(max_length);
        // What is held inside may be much.
        let long = data.len() >= LONG_INPUT || data.is_empty();
        released_if(py, long, || {
            engine.decompress_object::<NewBytes>(&data, most)
        })
        .map(|content| content.into_bound(py))
    }

    #[doc = doc!("ZstdDecompressionObj.flush")]
    #[pyo3(signature = (length = 0))]
    fn flush<'py>(
        &self,
        py: Python<'py>,
        #[pyo3(from_py_with = integer)] length: i64,
    ) -> PyResult<Bound<'py, PyBytes>> {
        let _ = length;
        let mut engine = self.0.borrow(py)?;
        let engine = &mut *engine;
        detached(py, || engine.flush_object::<NewBytes>()).map(|content| content.into_bound(py))
    }

    #[doc = doc!("ZstdDecompressionObj.eof")]
    #[getter]
    fn eof(&self, py: Python<'_>) -> PyResult<bool> {
        Ok(self.0.borrow(py)?.is_eof())
    }

    #[doc = doc!("ZstdDecompressionObj.needs_input")]
    #[getter]
    fn needs_input(&self, py: Python<'_>) -> PyResult<bool> {
        Ok(self.0.borrow(py)?.needs_input())
    }

    #[doc = doc!("ZstdDecompressionObj.unused_data")]
    #[getter]
    fn unused_data<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyBytes>> {
        NewBytes::copy(py, self.0.borrow(py)?.unused_data())
    }

    #[doc = doc!("ZstdDecompressionObj.unconsumed_tail")]
    #[getter]
    fn unconsumed_tail<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyBytes>> {
        NewBytes::copy(py, self.0.borrow(py)?.unconsumed_tail())
    }
}

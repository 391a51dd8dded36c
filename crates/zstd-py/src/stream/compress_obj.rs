//! `ZstdCompressionObj`: compresses a frame, call by call.
#![forbid(unsafe_code)]

use std::sync::Arc;

use pyo3::prelude::*;
use pyo3::types::PyBytes;
use zstd_contract::classic_declared_size;
use zstd_core::Compressor;
use zstd_stream::{CompressObj, FlushMode};

use super::exclusive::Exclusive;
use super::load::Load;
use crate::docs::doc;
use crate::engine::{attached, detached, released_if};
use crate::integer::integer;
use crate::new_bytes::NewBytes;
use crate::view::View;

/// Memory of this size is kept for the next result.
const KEPT: usize = 256 << 10;

#[doc = doc!("ZstdCompressionObj")]
#[pyclass(frozen, subclass, module = "zstd")]
pub(crate) struct ZstdCompressionObj(Exclusive<Held>);

struct Held {
    engine: CompressObj,
    load: Load,
    /// What a call returns, before its size is known.
    result: Vec<u8>,
}

impl Held {
    /// The result as an object.
    fn take_result<'py>(&mut self, py: Python<'py>) -> PyResult<Bound<'py, PyBytes>> {
        let object = NewBytes::copy(py, &self.result);
        self.result.clear();
        if self.result.capacity() > KEPT {
            self.result = Vec::new();
        }
        object
    }
}

impl ZstdCompressionObj {
    /// The object that `compressobj()` makes.
    pub(crate) fn make(
        py: Python<'_>,
        compressor: &Arc<Compressor>,
        size: i64,
        worth_a_release: usize,
    ) -> PyResult<Self> {
        let size = attached(py, || classic_declared_size(compressor.conventions(), size))?;
        Ok(Self(Exclusive::new(Held {
            engine: attached(py, || CompressObj::new(compressor, size))?,
            load: Load::new(worth_a_release),
            result: Vec::new(),
        })))
    }
}

#[pymethods]
impl ZstdCompressionObj {
    #[doc = doc!("ZstdCompressionObj.compress")]
    fn compress<'py>(&self, py: Python<'py>, data: View) -> PyResult<Bound<'py, PyBytes>> {
        let mut held = self.0.borrow(py)?;
        let long = held.load.add(data.len());
        let Held { engine, result, .. } = &mut *held;
        released_if(py, long, || engine.compress(&data, result))?;
        held.take_result(py)
    }

    #[doc = doc!("ZstdCompressionObj.flush")]
    #[pyo3(signature = (flush_mode = 0))]
    fn flush<'py>(
        &self,
        py: Python<'py>,
        #[pyo3(from_py_with = integer)] flush_mode: i64,
    ) -> PyResult<Bound<'py, PyBytes>> {
        let mode = attached(py, || FlushMode::from_object_number(flush_mode))?;
        let mut held = self.0.borrow(py)?;
        let Held { engine, result, .. } = &mut *held;
        detached(py, || engine.flush(mode, result))?;
        held.take_result(py)
    }
}

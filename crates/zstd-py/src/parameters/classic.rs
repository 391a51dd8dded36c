//! `CompressionParameters`.
#![forbid(unsafe_code)]

use pyo3::prelude::*;
use zstd_contract::{Shown, classic_names, classic_parameters, option_value};
use zstd_core::CParameters;

use crate::docs::doc;
use crate::engine::attached;
use crate::integer::integer;
use crate::objects::{Number, Text, dict, tuple};
use crate::pickling::reduction;

#[doc = doc!("CompressionParameters")]
#[pyclass(frozen, subclass, module = "zstd")]
pub(crate) struct CompressionParameters(CParameters);

impl CompressionParameters {
    /// The parameters as the engines know them.
    pub(crate) fn engine(&self) -> &CParameters {
        &self.0
    }

    fn value(&self, py: Python<'_>, name: &str) -> PyResult<Number> {
        attached(py, || option_value(&self.0, name)).map(Number::from)
    }
}

impl From<CParameters> for CompressionParameters {
    fn from(parameters: CParameters) -> Self {
        Self(parameters)
    }
}

#[pymethods]
impl CompressionParameters {
    #[new]
    #[expect(clippy::too_many_arguments, reason = "the signature is the contract's")]
    fn new(
        py: Python<'_>,
        #[pyo3(from_py_with = integer)] window_log: i64,
        #[pyo3(from_py_with = integer)] chain_log: i64,
        #[pyo3(from_py_with = integer)] hash_log: i64,
        #[pyo3(from_py_with = integer)] search_log: i64,
        #[pyo3(from_py_with = integer)] search_length: i64,
        #[pyo3(from_py_with = integer)] target_length: i64,
        #[pyo3(from_py_with = integer)] strategy: i64,
    ) -> PyResult<Self> {
        let values = [
            window_log,
            chain_log,
            hash_log,
            search_log,
            search_length,
            target_length,
            strategy,
        ];
        attached(py, || classic_parameters(values)).map(Self)
    }

    #[doc = doc!("CompressionParameters.window_log")]
    #[getter]
    fn window_log(&self, py: Python<'_>) -> PyResult<Number> {
        self.value(py, "window_log")
    }

    #[doc = doc!("CompressionParameters.chain_log")]
    #[getter]
    fn chain_log(&self, py: Python<'_>) -> PyResult<Number> {
        self.value(py, "chain_log")
    }

    #[doc = doc!("CompressionParameters.hash_log")]
    #[getter]
    fn hash_log(&self, py: Python<'_>) -> PyResult<Number> {
        self.value(py, "hash_log")
    }

    #[doc = doc!("CompressionParameters.search_log")]
    #[getter]
    fn search_log(&self, py: Python<'_>) -> PyResult<Number> {
        self.value(py, "search_log")
    }

    #[doc = doc!("CompressionParameters.search_length")]
    #[getter]
    fn search_length(&self, py: Python<'_>) -> PyResult<Number> {
        self.value(py, "search_length")
    }

    #[doc = doc!("CompressionParameters.target_length")]
    #[getter]
    fn target_length(&self, py: Python<'_>) -> PyResult<Number> {
        self.value(py, "target_length")
    }

    #[doc = doc!("CompressionParameters.strategy")]
    #[getter]
    fn strategy(&self, py: Python<'_>) -> PyResult<Number> {
        self.value(py, "strategy")
    }

    #[doc = doc!("CompressionParameters.estimated_compression_context_size")]
    fn estimated_compression_context_size(&self, py: Python<'_>) -> PyResult<Number> {
        attached(py, || self.0.estimated_context_size()).map(Number::from)
    }

    fn __reduce_ex__<'py>(slf: &Bound<'py, Self>, protocol: i64) -> PyResult<Bound<'py, PyAny>> {
        let (py, options) = (slf.py(), dict(slf.py())?);
        let _ = protocol;
        for name in classic_names() {
            options.set_item(Text(name), slf.get().value(py, name)?)?;
        }
        reduction::<Self>(slf, tuple(py, [])?, options)
    }

    fn __repr__(&self) -> Text<String> {
        Text(Shown::ClassicParameters(&self.0).to_string())
    }
}

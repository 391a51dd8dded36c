//! `ZstdCompressionDict`.
#![forbid(unsafe_code)]

use pyo3::prelude::*;
use pyo3::types::PyBytes;
use zstd_contract::{Failure, Shown};
use zstd_core::Dictionary;

use crate::arguments::parameters;
use crate::docs::doc;
use crate::engine::{attached, detached, sized};
use crate::integer::integer;
use crate::new_bytes::NewBytes;
use crate::objects::{Number, Text, dict, tuple};
use crate::pickling::reduction;
use crate::view::View;

#[doc = doc!("ZstdCompressionDict")]
#[pyclass(frozen, subclass, module = "zstd")]
pub(crate) struct ZstdCompressionDict(Dictionary);

impl ZstdCompressionDict {
    /// The dictionary as the engines know it.
    pub(crate) fn engine(&self) -> &Dictionary {
        &self.0
    }
}

impl From<Dictionary> for ZstdCompressionDict {
    fn from(dictionary: Dictionary) -> Self {
        Self(dictionary)
    }
}

#[pymethods]
impl ZstdCompressionDict {
    #[new]
    #[pyo3(signature = (data, dict_type = 0, k = 0, d = 0))]
    fn new(
        py: Python<'_>,
        data: View,
        #[pyo3(from_py_with = integer)] dict_type: i64,
        #[pyo3(from_py_with = integer)] k: i64,
        #[pyo3(from_py_with = integer)] d: i64,
    ) -> PyResult<Self> {
        sized(py, data.len(), || {
            zstd_contract::dictionary(&data, dict_type, k, d)
        })
        .map(Self)
    }

    fn __reduce_ex__<'py>(slf: &Bound<'py, Self>, protocol: i64) -> PyResult<Bound<'py, PyAny>> {
        let (py, dictionary, options) = (slf.py(), slf.get(), dict(slf.py())?);
        let _ = protocol;
        options.set_item(Text("data"), dictionary.as_bytes(py)?)?;
        let kind = dictionary.0.kind().number();
        options.set_item(Text("dict_type"), Number::from(kind))?;
        options.set_item(Text("k"), dictionary.k())?;
        options.set_item(Text("d"), dictionary.d())?;
        reduction::<Self>(slf, tuple(py, [])?, options)
    }

    fn __len__(&self) -> usize {
        self.0.len()
    }

    fn __repr__(&self) -> Text<String> {
        let shown = Shown::Dictionary {
            size: self.0.len(),
            id: self.0.id(),
        };
        Text(shown.to_string())
    }

    #[doc = doc!("ZstdCompressionDict.as_bytes")]
    fn as_bytes<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyBytes>> {
        NewBytes::copy(py, self.0.as_bytes())
    }

    #[doc = doc!("ZstdCompressionDict.dict_id")]
    fn dict_id(&self) -> Number {
        self.0.id().into()
    }

    #[doc = doc!("ZstdCompressionDict.k")]
    #[getter]
    fn k(&self) -> Number {
        self.0.k().into()
    }

    #[doc = doc!("ZstdCompressionDict.d")]
    #[getter]
    fn d(&self) -> Number {
        self.0.d().into()
    }

    #[doc = doc!("ZstdCompressionDict.precompute_compress")]
    #[pyo3(signature = (level = 0, compression_params = None))]
    fn precompute_compress(
        &self,
        py: Python<'_>,
        #[pyo3(from_py_with = integer)] level: i64,
        compression_params: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<()> {
        let explicit = compression_params.map(parameters).transpose()?;
        detached(py, || self.0.precompute_compress(level, explicit.as_ref()))
    }
}

#[doc = doc!("dictionary_id")]
#[pyfunction]
pub(crate) fn dictionary_id(py: Python<'_>, dict_data: View) -> PyResult<Number> {
    attached(py, || {
        Ok::<_, Failure>(zstd_contract::dictionary_id(&dict_data))
    })
    .map(Number::from)
}

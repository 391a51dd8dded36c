//! Functions about parameters.
#![forbid(unsafe_code)]

use pyo3::prelude::*;
use pyo3::types::PyString;
use zstd_contract::{ArgumentError, level_parameters};

use super::CompressionParameters;
use crate::arguments::{parameters, type_name};
use crate::docs::doc;
use crate::engine::attached;
use crate::errors::wrong_argument;
use crate::integer::integer;
use crate::objects::{Number, Numbers, encoded};

#[doc = doc!("get_compression_parameters")]
#[pyfunction]
#[pyo3(signature = (level, source_size = 0, dict_size = 0))]
pub(crate) fn get_compression_parameters(
    py: Python<'_>,
    #[pyo3(from_py_with = integer)] level: i64,
    #[pyo3(from_py_with = integer)] source_size: i64,
    #[pyo3(from_py_with = integer)] dict_size: i64,
) -> PyResult<CompressionParameters> {
    let derived = attached(py, || level_parameters(level, source_size, dict_size))?;
    Ok(derived.into())
}

#[doc = doc!("estimate_compression_context_size")]
#[pyfunction]
pub(crate) fn estimate_compression_context_size(params: &Bound<'_, PyAny>) -> PyResult<Number> {
    let given = parameters(params)?;
    attached(params.py(), || given.estimated_context_size()).map(Number::from)
}

#[doc = doc!("estimate_decompression_context_size")]
#[pyfunction]
pub(crate) fn estimate_decompression_context_size() -> Number {
    zstd_core::estimate::decompression_context_size().into()
}

#[doc = doc!("parameter_bounds")]
#[pyfunction]
pub(crate) fn parameter_bounds(name: &Bound<'_, PyAny>) -> PyResult<Numbers<2>> {
    let py = name.py();
    let Ok(name) = name.cast::<PyString>() else {
        let type_name = &*type_name(name)?;
        return Err(wrong_argument(
            py,
            ArgumentError::ParameterName { type_name },
        ));
    };
    let name = encoded(name)?;
    let name = String::from_utf8_lossy(name.as_bytes());
    let (least, most) = attached(py, || zstd_contract::parameter_bounds(&name))?;
    Ok(Numbers([least, most].map(Number::from)))
}

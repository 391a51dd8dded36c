//! Arguments that need more than PyO3's own conversions.
#![forbid(unsafe_code)]

use pyo3::prelude::*;
use pyo3::types::PyDict;
use zstd_contract::ArgumentError;
use zstd_core::{CParameters, Dictionary};

use crate::dictionary::ZstdCompressionDict;
use crate::errors::wrong_argument;
use crate::integer::integer;
use crate::parameters::{CompressionParameters, ZstdCompressionParameters};

/// A flag: any object counts as what `bool()` makes of it.
pub(crate) fn truth(object: &Bound<'_, PyAny>) -> PyResult<bool> {
    object.is_truthy()
}

/// The name of an object's class, for messages.
pub(crate) fn type_name(object: &Bound<'_, PyAny>) -> PyResult<String> {
    Ok(object.get_type().name()?.to_string())
}

/// A dictionary or None.
pub(crate) fn dictionary(object: Option<&Bound<'_, PyAny>>) -> PyResult<Option<Dictionary>> {
    let Some(object) = object else {
        return Ok(None);
    };
    match object.cast::<ZstdCompressionDict>() {
        Ok(dictionary) => Ok(Some(dictionary.get().engine().clone())),
        Err(_) => {
            let type_name = &*type_name(object)?;
            Err(wrong_argument(
                object.py(),
                ArgumentError::Dictionary { type_name },
            ))
        }
    }
}

/// Compression parameters of either class.
pub(crate) fn parameters(object: &Bound<'_, PyAny>) -> PyResult<CParameters> {
    if let Ok(parameters) = object.cast::<ZstdCompressionParameters>() {
        return Ok(parameters.get().engine().clone());
    }
    if let Ok(parameters) = object.cast::<CompressionParameters>() {
        return Ok(parameters.get().engine().clone());
    }
    let type_name = &*type_name(object)?;
    Err(wrong_argument(
        object.py(),
        ArgumentError::Parameters { type_name },
    ))
}

/// Integers by name, as keyword arguments give them.
pub(crate) fn integers(kwargs: Option<&Bound<'_, PyDict>>) -> PyResult<Vec<(String, i64)>> {
    let pairs = kwargs.into_iter().flatten();
    pairs
        .map(|(name, value)| Ok((name.extract()?, integer(&value)?)))
        .collect()
}

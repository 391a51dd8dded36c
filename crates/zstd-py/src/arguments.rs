//! Arguments that need more than PyO3's own conversions.
#![forbid(unsafe_code)]

use pyo3::PyTypeInfo;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString, PyType};
use zstd_contract::{ArgumentError, Contract};
use zstd_core::{CParameters, Dictionary};

use crate::dictionary::ZstdCompressionDict;
use crate::engine::attached;
use crate::errors::wrong_argument;
use crate::integer::integer;
use crate::names::name;
use crate::objects::encoded;
use crate::parameters::{CompressionParameters, ZstdCompressionParameters};

/// A flag: any object counts as what `bool()` makes of it.
pub(crate) fn truth(object: &Bound<'_, PyAny>) -> PyResult<bool> {
    object.is_truthy()
}

/// A flag that may be left open, by None.
pub(crate) fn optional_truth(object: &Bound<'_, PyAny>) -> PyResult<Option<bool>> {
    (!object.is_none()).then(|| truth(object)).transpose()
}

/// The contract that instances of a class keep: subclasses of `T` may name one.
pub(crate) fn contract<T: PyTypeInfo>(class: &Bound<'_, PyType>) -> PyResult<Contract> {
    let py = class.py();
    if class.is(py.get_type::<T>()) {
        return Ok(Contract::default());
    }
    match class.getattr_opt(name!(py, "_contract")?)? {
        Some(number) => {
            let number = integer(&number)?;
            attached(py, || Contract::from_number(number))
        }
        None => Ok(Contract::default()),
    }
}

/// The name of an object's class, for messages.
pub(crate) fn type_name(object: &Bound<'_, PyAny>) -> PyResult<String> {
    text(&object.get_type().name()?)
}

/// A name, for messages.
pub(crate) fn text(name: &Bound<'_, PyString>) -> PyResult<String> {
    let name = encoded(name)?;
    Ok(String::from_utf8_lossy(name.as_bytes()).into_owned())
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

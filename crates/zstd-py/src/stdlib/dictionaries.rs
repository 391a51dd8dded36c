//! Training and finalising with the texts of the face.
#![forbid(unsafe_code)]

use pyo3::prelude::*;
use zstd_contract::stdlib;
use zstd_dict::Samples;

use crate::batch::Batch;
use crate::dictionary::ZstdCompressionDict;
use crate::engine::detached;
use crate::integer::{c_int, c_ssize};

/// A dictionary that libzstd's default trainer makes.
#[pyfunction]
#[pyo3(signature = (samples, dict_size, /))]
pub(crate) fn stdlib_train(
    py: Python<'_>,
    samples: &Bound<'_, PyAny>,
    #[pyo3(from_py_with = c_ssize)] dict_size: i64,
) -> PyResult<ZstdCompressionDict> {
    let batch = Batch::extract_samples(samples)?;
    let items = batch.items();
    let made = detached(py, || {
        let samples = Samples::gather(items)?;
        stdlib::train_dictionary(dict_size, &samples)
    })?;
    Ok(made.into())
}

/// A full dictionary of content that was chosen by other means.
#[pyfunction]
#[pyo3(signature = (content, samples, dict_size, level, /))]
pub(crate) fn stdlib_finalize(
    py: Python<'_>,
    content: &Bound<'_, ZstdCompressionDict>,
    samples: &Bound<'_, PyAny>,
    #[pyo3(from_py_with = c_ssize)] dict_size: i64,
    #[pyo3(from_py_with = c_int)] level: i32,
) -> PyResult<ZstdCompressionDict> {
    let batch = Batch::extract_samples(samples)?;
    let items = batch.items();
    let content = content.get().engine();
    let made = detached(py, || {
        let samples = Samples::gather(items)?;
        stdlib::finalize_dictionary(content, &samples, dict_size, level)
    })?;
    Ok(made.into())
}

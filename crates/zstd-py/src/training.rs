//! Training of dictionaries.
#![forbid(unsafe_code)]

use pyo3::prelude::*;
use zstd_contract::{CoverArguments, Failure, TrainArguments};
use zstd_core::{Dictionary, Watch};
use zstd_dict::Samples;

use crate::arguments::truth;
use crate::batch::Batch;
use crate::dictionary::ZstdCompressionDict;
use crate::docs::doc;
use crate::integer::integer;
use crate::signals::watched;

#[doc = doc!("train_dictionary")]
#[pyfunction]
#[pyo3(signature = (
    dict_size, samples, selectivity = 0, level = 0, dict_id = 0, notifications = 0, *,
    k = 0, d = 0, f = 0, split_point = 0.0, accel = 0, steps = 0, threads = 0,
))]
#[expect(clippy::too_many_arguments, reason = "the signature is the contract's")]
pub(crate) fn train_dictionary(
    py: Python<'_>,
    #[pyo3(from_py_with = integer)] dict_size: i64,
    samples: &Bound<'_, PyAny>,
    #[pyo3(from_py_with = integer)] selectivity: i64,
    #[pyo3(from_py_with = integer)] level: i64,
    #[pyo3(from_py_with = integer)] dict_id: i64,
    #[pyo3(from_py_with = integer)] notifications: i64,
    #[pyo3(from_py_with = integer)] k: i64,
    #[pyo3(from_py_with = integer)] d: i64,
    #[pyo3(from_py_with = integer)] f: i64,
    split_point: f64,
    #[pyo3(from_py_with = integer)] accel: i64,
    #[pyo3(from_py_with = integer)] steps: i64,
    #[pyo3(from_py_with = integer)] threads: i64,
) -> PyResult<ZstdCompressionDict> {
    let arguments = TrainArguments {
        selectivity,
        level,
        dict_id,
        notifications,
        k,
        d,
        f,
        split_point,
        accel,
        steps,
        threads,
    };
    train(py, samples, |samples, watch| {
        zstd_contract::train_dictionary(dict_size, samples, &arguments, Some(watch))
    })
}

#[doc = doc!("train_cover_dictionary")]
#[pyfunction]
#[pyo3(signature = (
    dict_size, samples, k = 0, d = 0, dict_id = 0, optimize = false, level = 1, steps = 32, threads = 0,
    notifications = 0,
))]
#[expect(clippy::too_many_arguments, reason = "the signature is the contract's")]
pub(crate) fn train_cover_dictionary(
    py: Python<'_>,
    #[pyo3(from_py_with = integer)] dict_size: i64,
    samples: &Bound<'_, PyAny>,
    #[pyo3(from_py_with = integer)] k: i64,
    #[pyo3(from_py_with = integer)] d: i64,
    #[pyo3(from_py_with = integer)] dict_id: i64,
    #[pyo3(from_py_with = truth)] optimize: bool,
    #[pyo3(from_py_with = integer)] level: i64,
    #[pyo3(from_py_with = integer)] steps: i64,
    #[pyo3(from_py_with = integer)] threads: i64,
    #[pyo3(from_py_with = integer)] notifications: i64,
) -> PyResult<ZstdCompressionDict> {
    let arguments = CoverArguments {
        k,
        d,
        dict_id,
        optimize,
        level,
        steps,
        threads,
        notifications,
    };
    train(py, samples, |samples, watch| {
        zstd_contract::train_cover_dictionary(dict_size, samples, &arguments, Some(watch))
    })
}

fn train(
    py: Python<'_>,
    samples: &Bound<'_, PyAny>,
    trainer: impl FnOnce(Samples<'_>, &mut Watch<'_>) -> Result<Dictionary, Failure> + Send,
) -> PyResult<ZstdCompressionDict> {
    let batch = Batch::extract_samples(samples)?;
    let items = batch.items();
    let dictionary = watched(py, |watch| trainer(Samples::gather(items)?, watch))?;
    Ok(dictionary.into())
}

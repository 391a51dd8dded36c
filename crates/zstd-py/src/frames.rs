//! What frames say about themselves, and skippable frames.
#![forbid(unsafe_code)]

use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyTuple};
use zstd_contract::{ArgumentError, Failure, Shown};
use zstd_core::{frame, skippable};

use crate::docs::doc;
use crate::engine::{attached, sized};
use crate::errors::wrong_argument;
use crate::integer::integer;
use crate::new_bytes::NewBytes;
use crate::objects::{Number, Text, tuple};
use crate::view::View;

#[doc = doc!("FrameParameters")]
#[pyclass(frozen, subclass, eq, hash, module = "zstd")]
#[derive(PartialEq, Eq, Hash)]
pub(crate) struct FrameParameters(zstd_contract::FrameParameters);

#[pymethods]
impl FrameParameters {
    #[new]
    #[pyo3(signature = (*_args, **_kwargs), text_signature = "()")]
    fn new(
        py: Python<'_>,
        _args: &Bound<'_, PyTuple>,
        _kwargs: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Self> {
        let class = "FrameParameters";
        Err(wrong_argument(py, ArgumentError::NoConstructor { class }))
    }

    #[doc = doc!("FrameParameters.content_size")]
    #[getter]
    fn content_size(&self) -> Number {
        self.0.content_size.into()
    }

    #[doc = doc!("FrameParameters.window_size")]
    #[getter]
    fn window_size(&self) -> Number {
        self.0.window_size.into()
    }

    #[doc = doc!("FrameParameters.dict_id")]
    #[getter]
    fn dict_id(&self) -> Number {
        self.0.dict_id.into()
    }

    #[doc = doc!("FrameParameters.has_checksum")]
    #[getter]
    fn has_checksum(&self) -> bool {
        self.0.has_checksum
    }

    fn __repr__(&self) -> Text<String> {
        Text(Shown::Frame(&self.0).to_string())
    }
}

#[doc = doc!("get_frame_parameters")]
#[pyfunction]
#[pyo3(signature = (data, format = 0))]
pub(crate) fn get_frame_parameters(
    py: Python<'_>,
    data: View,
    #[pyo3(from_py_with = integer)] format: i64,
) -> PyResult<FrameParameters> {
    attached(py, || zstd_contract::frame_parameters(&data, format)).map(FrameParameters)
}

#[doc = doc!("frame_content_size")]
#[pyfunction]
pub(crate) fn frame_content_size(py: Python<'_>, data: View) -> PyResult<Number> {
    attached(py, || zstd_contract::frame_content_size(&data)).map(Number::from)
}

#[doc = doc!("frame_header_size")]
#[pyfunction]
pub(crate) fn frame_header_size(py: Python<'_>, data: View) -> PyResult<Number> {
    attached(py, || frame::header_size(&data)).map(Number::from)
}

#[doc = doc!("frame_compressed_size")]
#[pyfunction]
#[pyo3(signature = (data, format = 0))]
pub(crate) fn frame_compressed_size(
    py: Python<'_>,
    data: View,
    #[pyo3(from_py_with = integer)] format: i64,
) -> PyResult<Number> {
    sized(py, data.len(), || {
        zstd_contract::frame_compressed_size(&data, format)
    })
    .map(Number::from)
}

#[doc = doc!("decompressed_bound")]
#[pyfunction]
pub(crate) fn decompressed_bound(py: Python<'_>, data: View) -> PyResult<Number> {
    sized(py, data.len(), || frame::decompressed_bound(&data)).map(Number::from)
}

#[doc = doc!("decompression_margin")]
#[pyfunction]
pub(crate) fn decompression_margin(py: Python<'_>, data: View) -> PyResult<Number> {
    sized(py, data.len(), || frame::decompression_margin(&data)).map(Number::from)
}

#[doc = doc!("is_frame")]
#[pyfunction]
pub(crate) fn is_frame(py: Python<'_>, data: View) -> PyResult<bool> {
    attached(py, || Ok::<_, Failure>(frame::is_frame(&data)))
}

#[doc = doc!("write_skippable_frame")]
#[pyfunction]
#[pyo3(signature = (data, magic_variant = 0))]
pub(crate) fn write_skippable_frame(
    py: Python<'_>,
    data: View,
    #[pyo3(from_py_with = integer)] magic_variant: i64,
) -> PyResult<Bound<'_, PyBytes>> {
    let frame = sized(py, data.len(), || skippable::write(&data, magic_variant))?;
    NewBytes::copy(py, &frame)
}

#[doc = doc!("read_skippable_frame")]
#[pyfunction]
pub(crate) fn read_skippable_frame(py: Python<'_>, data: View) -> PyResult<Bound<'_, PyTuple>> {
    let (payload, variant) = attached(py, || skippable::read(&data))?;
    let variant = Number::from(variant).into_pyobject(py)?;
    let payload = NewBytes::copy(py, payload)?;
    tuple(py, [payload.into_any(), variant.into_any()])
}

#[doc = doc!("is_skippable_frame")]
#[pyfunction]
pub(crate) fn is_skippable_frame(py: Python<'_>, data: View) -> PyResult<bool> {
    attached(py, || Ok::<_, Failure>(skippable::is_skippable(&data)))
}

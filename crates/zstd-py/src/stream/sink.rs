//! Python objects as sinks.
#![forbid(unsafe_code)]

use std::sync::Arc;

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use zstd_contract::ArgumentError;
use zstd_stream::{Sink, bytes_taken};

use super::other::{Other, has_method, raw_file};
use crate::arguments::type_name;
use crate::errors::{exception, wrong_argument};
use crate::integer::integer;
use crate::names::name;
use crate::new_bytes::NewBytes;
use crate::objects::tuple;

/// An object with a `write` method.
pub(super) struct PySink(Arc<Other>);

impl PySink {
    /// `wrong` is what is said of an object without the method.
    pub(super) fn new(object: &Bound<'_, PyAny>, wrong: ArgumentError<'_>) -> PyResult<Self> {
        if has_method(object, name!(object.py(), "write")?)? {
            Ok(Self(Arc::new(Other::new(object))))
        } else {
            Err(wrong_argument(object.py(), wrong))
        }
    }

    /// The object.
    pub(super) fn other(&self) -> &Arc<Other> {
        &self.0
    }

    /// What the object's answer to a piece of `offered` bytes means.
    fn taken(&self, answer: &Bound<'_, PyAny>, offered: usize) -> PyResult<Option<usize>> {
        let py = answer.py();
        let number = if answer.is_none() {
            None
        } else {
            Some(integer(answer).map_err(|error| unclear(answer, error))?)
        };
        let raw = number.is_none() && self.0.bind(py).is_instance(&raw_file(py)?)?;
        bytes_taken(number, raw, offered).map_err(|error| exception(py, error.into()))
    }
}

/// What is said of an answer that is no number.
fn unclear(answer: &Bound<'_, PyAny>, error: PyErr) -> PyErr {
    let py = answer.py();
    if !error.is_instance_of::<PyTypeError>(py) {
        return error;
    }
    match type_name(answer) {
        Ok(type_name) => wrong_argument(
            py,
            ArgumentError::SinkAnswer {
                type_name: &type_name,
            },
        ),
        Err(error) => error,
    }
}

impl Sink for PySink {
    type Error = PyErr;

    fn write(&mut self, data: &[u8]) -> PyResult<Option<usize>> {
        Python::attach(|py| {
            // Objects that are not written in Python would not do it.
            py.check_signals()?;
            let object = self.0.bind(py);
            let piece = NewBytes::copy(py, data)?;
            let answer =
                object.call_method1(name!(py, "write")?, tuple(py, [piece.into_any()])?)?;
            self.taken(&answer, data.len())
        })
    }

    fn flush(&mut self) -> PyResult<()> {
        Python::attach(|py| self.0.call_if_present(py, name!(py, "flush")?))
    }
}

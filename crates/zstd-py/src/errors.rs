//! Failures of the engines as Python exceptions.
#![forbid(unsafe_code)]

use pyo3::create_exception;
use pyo3::exceptions::{
    PyBlockingIOError, PyEOFError, PyException, PyIndexError, PyKeyboardInterrupt, PyMemoryError,
    PyOSError, PyRuntimeError, PyTypeError, PyValueError,
};
use pyo3::prelude::*;
use pyo3::types::PyType;
use zstd_contract::{ArgumentError, Failure, FailureKind};

use crate::docs::doc;

create_exception!(zstd, ZstdError, PyException, doc!("ZstdError"));

/// The exception that a failure is reported as.
#[cold]
pub(crate) fn exception(py: Python<'_>, failure: Failure) -> PyErr {
    let Failure {
        kind,
        message,
        code,
    } = failure;
    match kind {
        FailureKind::Zstd => zstd_error(py, message, code),
        FailureKind::Value => PyValueError::new_err(message),
        FailureKind::Type => PyTypeError::new_err(message),
        FailureKind::Index => PyIndexError::new_err(message),
        FailureKind::Memory => PyMemoryError::new_err(message),
        FailureKind::Os => PyOSError::new_err(message),
        FailureKind::Unsupported => unsupported(py, message),
        FailureKind::WouldBlock => PyBlockingIOError::new_err(message),
        FailureKind::End => PyEOFError::new_err(message),
        FailureKind::Interrupted => PyKeyboardInterrupt::new_err(message),
        _ => PyRuntimeError::new_err(message),
    }
}

/// What is said of an argument of a wrong type.
#[cold]
pub(crate) fn wrong_argument(py: Python<'_>, error: ArgumentError<'_>) -> PyErr {
    exception(py, error.into())
}

/// The class has `code = None`; instances that libzstd has a code for get it as an attribute of their own.
fn zstd_error(py: Python<'_>, message: String, code: Option<u32>) -> PyErr {
    let error = ZstdError::new_err(message);
    match code.map(|code| error.value(py).setattr("code", code)) {
        Some(Err(refused)) => refused,
        _ => error,
    }
}

/// The exception of files that cannot do what they are asked for.
fn unsupported(py: Python<'_>, message: String) -> PyErr {
    let class = py
        .import("io")
        .and_then(|io| io.getattr("UnsupportedOperation"))
        .and_then(|class| Ok(class.cast_into::<PyType>()?));
    match class {
        Ok(class) => PyErr::from_type(class, message),
        Err(error) => error,
    }
}

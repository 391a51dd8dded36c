//! Failures of the engines as Python exceptions.
#![forbid(unsafe_code)]

use pyo3::exceptions::{
    PyBlockingIOError, PyEOFError, PyIndexError, PyKeyboardInterrupt, PyMemoryError, PyOSError,
    PyRuntimeError, PyTypeError, PyValueError,
};
use pyo3::prelude::*;
use pyo3::types::PyType;
use zstd_contract::{ArgumentError, Failure, FailureKind};

use crate::names::name;
use crate::objects::Number;
use crate::raise::made;
use crate::zstd_error::ZstdError;

/// The exception that a failure is reported as.
#[cold]
pub(crate) fn exception(py: Python<'_>, failure: Failure) -> PyErr {
    let Failure {
        kind,
        message,
        code,
    } = failure;
    let class = match kind {
        FailureKind::Zstd => return zstd_error(py, &message, code),
        FailureKind::Value => py.get_type::<PyValueError>(),
        FailureKind::Type => py.get_type::<PyTypeError>(),
        FailureKind::Index => py.get_type::<PyIndexError>(),
        FailureKind::Memory => py.get_type::<PyMemoryError>(),
        FailureKind::Os => py.get_type::<PyOSError>(),
        FailureKind::Unsupported => return unsupported(py, &message),
        FailureKind::WouldBlock => py.get_type::<PyBlockingIOError>(),
        FailureKind::End => py.get_type::<PyEOFError>(),
        FailureKind::Interrupted => py.get_type::<PyKeyboardInterrupt>(),
        _ => py.get_type::<PyRuntimeError>(),
    };
    made(&class, &message)
}

/// What is said of an argument of a wrong type.
#[cold]
pub(crate) fn wrong_argument(py: Python<'_>, error: ArgumentError<'_>) -> PyErr {
    exception(py, error.into())
}

/// The class has `code = None`; instances that libzstd has a code for get it as an attribute of their own.
fn zstd_error(py: Python<'_>, message: &str, code: Option<u32>) -> PyErr {
    let error = made(&py.get_type::<ZstdError>(), message);
    let ours = error.is_instance_of::<ZstdError>(py);
    let code = code.filter(|_| ours);
    let noted = code.map_or(Ok(()), |code| {
        let name = name!(py, "code")?;
        error.value(py).setattr(name, Number::from(code))
    });
    noted.map_or_else(|refused| refused, |()| error)
}

/// The exception of files that cannot do what they are asked for.
fn unsupported(py: Python<'_>, message: &str) -> PyErr {
    let find = || -> PyResult<Bound<'_, PyType>> {
        let io = py.import(name!(py, "io")?)?;
        let class = io.getattr(name!(py, "UnsupportedOperation")?)?;
        Ok(class.cast_into()?)
    };
    match find() {
        Ok(class) => made(&class, message),
        Err(error) => error,
    }
}

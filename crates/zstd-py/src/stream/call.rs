//! Calls into streams, which may call back into Python.
#![forbid(unsafe_code)]

use pyo3::prelude::*;
use zstd_stream::Error;

use crate::engine::released_if;

/// Runs a call into a stream; if it is `long`, while other threads may use the interpreter. Sources and sinks attach to it
/// for themselves, and what they raise is raised here unchanged.
pub(super) fn call<T: Send>(
    py: Python<'_>,
    long: bool,
    work: impl FnOnce() -> Result<T, Error<PyErr>> + Send,
) -> PyResult<T> {
    released_if(py, long, || match work() {
        Ok(value) => Ok(Ok(value)),
        Err(Error::Outer(raised)) => Ok(Err(raised)),
        Err(Error::Stream(error)) => Err(error),
    })?
}

//! The boundary to the engines: where the interpreter is released, panics end, and failures become exceptions.
#![forbid(unsafe_code)]

use std::panic::{AssertUnwindSafe, catch_unwind};

use pyo3::prelude::*;
use zstd_buffers::vectors;
use zstd_contract::Failure;

use crate::errors::exception;

/// Work on this many bytes and more is worth the release of the interpreter, which costs some 50 ns, and much more where
/// other threads wait for it.
pub(crate) const WORTH_A_RELEASE: usize = 2 << 10;

/// Runs a short call into an engine, the interpreter held.
pub(crate) fn attached<T, E: Into<Failure>>(
    py: Python<'_>,
    work: impl FnOnce() -> Result<T, E>,
) -> PyResult<T> {
    guarded(work).map_err(|failure| exception(py, failure))
}

/// Runs a long call into an engine while other threads may use the interpreter.
pub(crate) fn detached<T: Send, E: Into<Failure>>(
    py: Python<'_>,
    work: impl FnOnce() -> Result<T, E> + Send,
) -> PyResult<T> {
    py.detach(|| guarded(work))
        .map_err(|failure| exception(py, failure))
}

/// Runs a call into an engine that works on `size` bytes.
pub(crate) fn sized<T: Send, E: Into<Failure>>(
    py: Python<'_>,
    size: usize,
    work: impl FnOnce() -> Result<T, E> + Send,
) -> PyResult<T> {
    released_if(py, size >= WORTH_A_RELEASE, work)
}

/// Runs a call into an engine that may be `long`.
pub(crate) fn released_if<T: Send, E: Into<Failure>>(
    py: Python<'_>,
    long: bool,
    work: impl FnOnce() -> Result<T, E> + Send,
) -> PyResult<T> {
    if long {
        detached(py, work)
    } else {
        attached(py, work)
    }
}

/// All items, or the first exception; a `MemoryError` where there is no memory for so many.
pub(crate) fn collected<T>(
    py: Python<'_>,
    items: impl Iterator<Item = PyResult<T>>,
) -> PyResult<Vec<T>> {
    let refused = |error: zstd_buffers::Error| exception(py, error.into());
    let mut all = vectors::with_room(items.size_hint().0).map_err(refused)?;
    for item in items {
        vectors::push(&mut all, item?).map_err(refused)?;
    }
    Ok(all)
}

/// A panic is a defect of the library. It becomes an ordinary exception: PyO3 would make a `BaseException` of it, which
/// programs that handle errors do not catch. What the engines leave behind is safe to use: they reset what they reuse.
fn guarded<T, E: Into<Failure>>(work: impl FnOnce() -> Result<T, E>) -> Result<T, Failure> {
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(result) => result.map_err(Into::into),
        Err(panic) => Err(Failure::from_panic(&*panic)),
    }
}

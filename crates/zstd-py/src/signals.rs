//! Signals while a long call lasts: their handlers run on the thread that made the call, and what one raises ends it.
#![forbid(unsafe_code)]

use std::cell::Cell;

use pyo3::prelude::*;
use zstd_contract::Failure;
use zstd_core::Watch;

use crate::engine::detached;

/// What the handlers of signals have raised.
#[derive(Default)]
pub(crate) struct Signals(Cell<Option<PyErr>>);

impl Signals {
    /// Runs the handlers of the signals that have come; whether to go on.
    pub(crate) fn proceed(&self) -> bool {
        match Python::attach(|py| py.check_signals()) {
            Ok(()) => true,
            Err(raised) => {
                self.0.set(Some(raised));
                false
            }
        }
    }

    /// The exception that has ended the call.
    pub(crate) fn into_raised(self) -> Option<PyErr> {
        self.0.into_inner()
    }
}

/// Runs a long call that asks now and then whether to go on, the interpreter released.
pub(crate) fn watched<T: Send, E: Into<Failure>>(
    py: Python<'_>,
    work: impl FnOnce(&mut Watch<'_>) -> Result<T, E> + Send,
) -> PyResult<T> {
    let mut raised = None;
    let result = detached(py, || {
        let signals = Signals::default();
        let check = || signals.proceed();
        let result = work(&mut Watch::new(&check));
        raised = signals.into_raised();
        result
    });
    raised.map_or(result, Err)
}

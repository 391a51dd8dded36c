//! What belongs to one caller at a time.
#![forbid(unsafe_code)]

use std::sync::{Mutex, MutexGuard, TryLockError};

use pyo3::prelude::*;
use zstd_contract::in_use;

use crate::errors::exception;

/// A value that one call can use at a time. Nobody ever waits for it: the holder may be waiting for the interpreter, or be
/// the very call that this one was made from.
pub(super) struct Exclusive<T>(Mutex<T>);

impl<T> Exclusive<T> {
    pub(super) fn new(value: T) -> Self {
        Self(Mutex::new(value))
    }

    /// The value, until the guard is dropped.
    ///
    /// # Errors
    ///
    /// `ZstdError` when another call uses it.
    pub(super) fn borrow(&self, py: Python<'_>) -> PyResult<MutexGuard<'_, T>> {
        match self.0.try_lock() {
            Ok(guard) => Ok(guard),
            // What a panic has left in the middle says so itself.
            Err(TryLockError::Poisoned(left)) => Ok(left.into_inner()),
            Err(TryLockError::WouldBlock) => Err(exception(py, in_use())),
        }
    }
}

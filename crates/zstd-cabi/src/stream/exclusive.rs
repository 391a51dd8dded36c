//! What one call at a time may use.
#![forbid(unsafe_code)]

use std::sync::{Mutex, MutexGuard, TryLockError};

use crate::status::Fault;

/// A value behind a lock that is never waited for.
pub(crate) struct Exclusive<T>(Mutex<T>);

impl<T> Exclusive<T> {
    pub(crate) fn new(value: T) -> Self {
        Self(Mutex::new(value))
    }

    /// The value, unless a call has it already.
    ///
    /// A panic in an earlier call is no obstacle: streams hold themselves for failed while they work.
    pub(crate) fn enter(&self) -> Result<MutexGuard<'_, T>, Fault> {
        match self.0.try_lock() {
            Ok(guard) => Ok(guard),
            Err(TryLockError::Poisoned(poisoned)) => Ok(poisoned.into_inner()),
            Err(TryLockError::WouldBlock) => Err(Fault::busy()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::boundary::boundary;
    use crate::status::Status;

    #[test]
    fn a_second_call_is_refused_and_a_panic_is_survived() {
        let value = Exclusive::new(1);
        let inner = boundary!({
            let _first = value.enter()?;
            value.enter().map(drop)
        });
        assert_eq!(inner, Status::Busy);
        let panicked = boundary!({
            let _first = value.enter()?;
            panic!("forced");
        });
        assert_eq!(panicked, Status::Panic);
        assert_eq!(*value.enter().unwrap(), 1);
    }
}

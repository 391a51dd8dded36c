//! Whether a stream can be used, and how failures change that.
#![forbid(unsafe_code)]

use std::borrow::Cow;

use crate::error::{Error, StreamError};

/// Open, closed, or failed with a reason.
#[derive(Debug, Default)]
pub(crate) enum State {
    #[default]
    Open,
    Closed,
    Failed(Cow<'static, str>),
}

impl State {
    /// Refuses unless open, and holds the stream for failed until [`State::leave`] says otherwise: a panic in the middle of an
    /// operation leaves a stream that says so, rather than one that has lost count.
    pub(crate) fn enter(&mut self) -> Result<(), StreamError> {
        match self {
            Self::Open => {
                *self = Self::Failed("an operation was cut short".into());
                Ok(())
            }
            Self::Closed => Err(StreamError::Closed),
            Self::Failed(reason) => Err(StreamError::Failed(reason.clone())),
        }
    }

    /// Ends what [`State::enter`] began: open again, unless the failure has lost something.
    pub(crate) fn leave<T, E>(&mut self, result: Result<T, Error<E>>) -> Result<T, Error<E>> {
        *self = match &result {
            Ok(_) => Self::Open,
            Err(Error::Stream(error)) if error.is_recoverable() => Self::Open,
            Err(Error::Stream(error)) => Self::Failed(error.to_string().into()),
            Err(Error::Outer(_)) => Self::Failed("its source or sink raised an error".into()),
        };
        result
    }

    /// As [`State::enter`], for what changes nothing.
    pub(crate) fn check(&self) -> Result<(), StreamError> {
        match self {
            Self::Open => Ok(()),
            Self::Closed => Err(StreamError::Closed),
            Self::Failed(reason) => Err(StreamError::Failed(reason.clone())),
        }
    }

    pub(crate) fn is_closed(&self) -> bool {
        matches!(self, Self::Closed)
    }

    pub(crate) fn is_failed(&self) -> bool {
        matches!(self, Self::Failed(_))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failures_stay_and_recoverable_ones_do_not() {
        let mut state = State::default();
        state.enter().unwrap();
        assert!(state.is_failed());
        let blocked = state.leave::<(), ()>(Err(StreamError::WouldBlock("x").into()));
        assert!(blocked.is_err() && state.check().is_ok());
        state.enter().unwrap();
        let _ = state.leave::<(), ()>(Err(StreamError::ExtraData.into()));
        let error = state.enter().unwrap_err().to_string();
        assert!(error.contains("goes on after the end"), "{error}");
        let mut state = State::default();
        state.enter().unwrap();
        let _ = state.leave::<(), ()>(Err(Error::Outer(())));
        assert!(matches!(state.check(), Err(StreamError::Failed(_))));
    }

    #[test]
    fn a_closed_stream_says_that_it_is_closed() {
        let mut state = State::Closed;
        assert_eq!(state.enter(), Err(StreamError::Closed));
        assert_eq!(state.check(), Err(StreamError::Closed));
    }
}

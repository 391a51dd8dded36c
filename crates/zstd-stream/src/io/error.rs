//! Errors of streams as errors of `std::io`.
#![forbid(unsafe_code)]

use std::convert::Infallible;
use std::io;

use crate::error::{Error, ErrorKind, StreamError};

impl From<StreamError> for io::Error {
    fn from(error: StreamError) -> Self {
        let kind = match (&error, error.kind()) {
            (StreamError::Core(zstd_core::Error::Truncated), _) => io::ErrorKind::UnexpectedEof,
            (StreamError::Core(_) | StreamError::ExtraData, ErrorKind::Zstd) => {
                io::ErrorKind::InvalidData
            }
            (_, ErrorKind::InvalidValue) => io::ErrorKind::InvalidInput,
            (_, ErrorKind::Unsupported) => io::ErrorKind::Unsupported,
            (_, ErrorKind::WouldBlock) => io::ErrorKind::WouldBlock,
            (_, ErrorKind::OutOfMemory) => io::ErrorKind::OutOfMemory,
            (StreamError::ImpossibleWrite { claimed: 0, .. }, _) => io::ErrorKind::WriteZero,
            _ => io::ErrorKind::Other,
        };
        Self::new(kind, error)
    }
}

impl From<Error<Self>> for io::Error {
    fn from(error: Error<Self>) -> Self {
        match error {
            Error::Stream(error) => error.into(),
            Error::Outer(error) => error,
        }
    }
}

impl From<Error<Infallible>> for io::Error {
    fn from(error: Error<Infallible>) -> Self {
        StreamError::from(error).into()
    }
}

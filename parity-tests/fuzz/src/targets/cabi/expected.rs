//! What a call must end with, as the crates say it.
#![forbid(unsafe_code)]

use parity_tests::cabi::bindings::{self as c, zstdrs_status};
use zstd_contract::{ArgumentError, Failure, FailureKind};
use zstd_stream::{Side, StreamError};

/// A failure, as the functions about the last failure tell it.
#[derive(Debug)]
pub(super) struct Expected {
    pub(super) status: zstdrs_status,
    /// `None`: the text is not compared.
    pub(super) message: Option<String>,
    pub(super) code: u32,
    pub(super) callback: i32,
}

/// How a twin's call ends.
pub(super) type Twin<T> = Result<T, Expected>;

/// What the source or the sink of a twin fails with.
#[derive(Debug)]
pub(super) enum Outer {
    /// An error of its own.
    Number(i32),
    /// An answer that the header does not have.
    Unknown,
    /// A number of bytes that it cannot have taken.
    Impossible(StreamError),
}

impl Expected {
    /// A failure of which the status alone is known.
    pub(super) fn only(status: zstdrs_status) -> Self {
        Self {
            status,
            message: None,
            code: 0,
            callback: 0,
        }
    }
}

impl From<Failure> for Expected {
    fn from(failure: Failure) -> Self {
        let status = match failure.kind {
            FailureKind::Value => c::ZSTDRS_STATUS_VALUE,
            FailureKind::Type => c::ZSTDRS_STATUS_TYPE,
            FailureKind::Index => c::ZSTDRS_STATUS_INDEX,
            FailureKind::Memory => c::ZSTDRS_STATUS_MEMORY,
            FailureKind::Os => c::ZSTDRS_STATUS_OS,
            FailureKind::Unsupported => c::ZSTDRS_STATUS_UNSUPPORTED,
            FailureKind::WouldBlock => c::ZSTDRS_STATUS_WOULD_BLOCK,
            FailureKind::Interrupted => c::ZSTDRS_STATUS_INTERRUPTED,
            FailureKind::End => c::ZSTDRS_STATUS_END,
            FailureKind::Zstd => c::ZSTDRS_STATUS_ZSTD,
            other => panic!("{other:?}: {failure}"),
        };
        Self {
            status,
            message: Some(failure.message),
            code: failure.code.unwrap_or(0),
            callback: 0,
        }
    }
}

macro_rules! from_failures {
    ($($error:ty),*) => { $(
        impl From<$error> for Expected {
            fn from(error: $error) -> Self {
                Failure::from(error).into()
            }
        }
    )* };
}

from_failures!(
    ArgumentError<'_>,
    StreamError,
    zstd_buffers::Error,
    zstd_core::Error,
    zstd_dict::Error,
    zstd_mt::Error
);

impl From<Outer> for Expected {
    fn from(error: Outer) -> Self {
        match error {
            Outer::Number(number) => Self {
                callback: number,
                ..Self::only(c::ZSTDRS_STATUS_CALLBACK)
            },
            Outer::Unknown => Self::only(c::ZSTDRS_STATUS_VALUE),
            Outer::Impossible(error) => error.into(),
        }
    }
}

impl From<zstd_stream::Error<Outer>> for Expected {
    fn from(error: zstd_stream::Error<Outer>) -> Self {
        match error {
            zstd_stream::Error::Stream(error) => error.into(),
            zstd_stream::Error::Outer(error) => error.into(),
        }
    }
}

impl From<zstd_stream::Error<Side<Outer, Outer>>> for Expected {
    fn from(error: zstd_stream::Error<Side<Outer, Outer>>) -> Self {
        error.map_outer(Side::into_inner).into()
    }
}

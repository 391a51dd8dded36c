//! What can go wrong with streams.
#![forbid(unsafe_code)]

use std::borrow::Cow;
use std::convert::Infallible;
use std::fmt;

use zstd_core::ErrorCode;

/// The result of every fallible call of this crate; `E` is the error of the source or the sink.
pub type Result<T, E = Infallible> = std::result::Result<T, Error<E>>;

/// Why a call failed that may have asked a source or a sink: the stream's own reason, or theirs.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error<E> {
    /// The stream's own reason.
    #[error(transparent)]
    Stream(#[from] StreamError),
    /// The error of the source or the sink, unchanged.
    #[error("{0}")]
    Outer(E),
}

/// Why a stream failed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum StreamError {
    /// The data, a parameter or libzstd is at fault.
    #[error(transparent)]
    Core(#[from] zstd_core::Error),
    /// The input goes on after the one frame that was to be read.
    #[error(
        "the input goes on after the end of the frame, which is disallowed; \
         pass read_across_frames=True to decompress the frames that follow"
    )]
    ExtraData,
    /// The content of a stream, all frames together, is larger than
    /// [`Decompressor::max_output_size`](zstd_core::Decompressor::max_output_size) allows. No more than that was handed out.
    #[error("{operation}: the content has {}, max_output_size is {limit}", Content(.limit, .needed))]
    OutputLimit {
        /// What was being done, in words.
        operation: &'static str,
        /// The limit, in bytes.
        limit: u64,
        /// The size that the frames so far declare or have, in bytes; there may be more. `None`: content that is larger than the
        /// limit and does not declare its size.
        needed: Option<u64>,
    },
    /// The input does not have the size that was declared for it.
    #[error(
        "{operation}: Src size is incorrect: the input does not match its declared size: {declared} bytes were declared, \
         {actual} were given"
    )]
    DeclaredSize {
        /// What was being done, in words.
        operation: &'static str,
        /// The size that was declared, in bytes.
        declared: u64,
        /// The size that was given so far, in bytes.
        actual: u64,
    },
    /// A call that the state of the object does not allow. The text says which.
    #[error("{0}")]
    OutOfOrder(&'static str),
    /// A value that is not allowed. The text names it, the range, and what to do. Nothing has changed.
    #[error("{0}")]
    InvalidValue(Cow<'static, str>),
    /// The bytes to skip are not all in the first piece of the input.
    #[error(
        "skip_bytes larger than first input chunk; {skip} bytes were to be skipped, the chunk has {chunk}"
    )]
    SkipTooLarge {
        /// How many bytes to skip.
        skip: usize,
        /// The size of the first piece.
        chunk: usize,
    },
    /// The stream was closed.
    #[error("stream is closed")]
    Closed,
    /// An earlier call failed; what was in flight is lost.
    #[error("stream is unusable after an earlier failure: {0}")]
    Failed(Cow<'static, str>),
    /// The stream cannot do that. Nothing has changed.
    #[error("{0}")]
    Unsupported(&'static str),
    /// The source has no data now, or the sink takes none now. Nothing is lost: the call may be repeated.
    #[error("{0}")]
    WouldBlock(&'static str),
    /// The sink has given an answer that cannot be true.
    #[error("the sink claims to have written {claimed} bytes of {offered} that it was given")]
    ImpossibleWrite {
        /// What the sink claims.
        claimed: i64,
        /// What it was given, in bytes.
        offered: usize,
    },
    /// The stream has worker threads, and a `fork` has left them behind.
    #[error(
        "a stream with threads belongs to the process that made it; make a new one after a fork"
    )]
    OtherProcess,
}

/// How much content there is, as far as that is known.
struct Content<'a>(&'a u64, &'a Option<u64>);

impl fmt::Display for Content<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.1 {
            Some(needed) => write!(f, "at least {needed} bytes"),
            None => write!(f, "more than {} bytes", self.0),
        }
    }
}

/// The heading of an error: what a frontend chooses an exception class or a status code by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The data, libzstd, or the order of calls is at fault: `ZstdError` in Python.
    Zstd,
    /// A value that is not allowed: `ValueError` in Python.
    InvalidValue,
    /// The stream was closed: `ValueError` in Python, as files do.
    Closed,
    /// The stream cannot do that: `io.UnsupportedOperation` or `OSError` in Python.
    Unsupported,
    /// The sink does not keep to its contract: `OSError` in Python.
    Io,
    /// Repeat the call later: `BlockingIOError` in Python.
    WouldBlock,
    /// An allocation was refused: `MemoryError` in Python.
    OutOfMemory,
    /// The caller asked to stop: the exception of its check in Python.
    Interrupted,
    /// The error of the source or the sink.
    Outer,
}

impl StreamError {
    /// A value that is not allowed.
    pub fn invalid(text: impl Into<Cow<'static, str>>) -> Self {
        Self::InvalidValue(text.into())
    }

    /// The heading that this failure belongs under.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        match self {
            Self::Core(error) => match error.kind() {
                zstd_core::ErrorKind::InvalidValue => ErrorKind::InvalidValue,
                zstd_core::ErrorKind::OutOfMemory => ErrorKind::OutOfMemory,
                zstd_core::ErrorKind::Interrupted => ErrorKind::Interrupted,
                _ => ErrorKind::Zstd,
            },
            Self::ExtraData
            | Self::OutputLimit { .. }
            | Self::DeclaredSize { .. }
            | Self::OutOfOrder(_)
            | Self::Failed(_)
            | Self::OtherProcess => ErrorKind::Zstd,
            Self::InvalidValue(_) | Self::SkipTooLarge { .. } => ErrorKind::InvalidValue,
            Self::Closed => ErrorKind::Closed,
            Self::Unsupported(_) => ErrorKind::Unsupported,
            Self::WouldBlock(_) => ErrorKind::WouldBlock,
            Self::ImpossibleWrite { .. } => ErrorKind::Io,
        }
    }

    /// libzstd's own code, where libzstd refused or has one for the case.
    #[must_use]
    pub fn code(&self) -> Option<ErrorCode> {
        match self {
            Self::Core(error) => error.code(),
            Self::ExtraData | Self::DeclaredSize { .. } => Some(ErrorCode::SRC_SIZE_WRONG),
            Self::OutputLimit { .. } => Some(ErrorCode::DST_SIZE_TOO_SMALL),
            _ => None,
        }
    }

    /// Whether the stream is as it was before the call, so that it can go on.
    #[must_use]
    pub fn is_recoverable(&self) -> bool {
        matches!(
            self,
            Self::InvalidValue(_)
                | Self::OutOfOrder(_)
                | Self::Unsupported(_)
                | Self::WouldBlock(_)
        )
    }
}

impl<E> Error<E> {
    /// The heading that this failure belongs under.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        match self {
            Self::Stream(error) => error.kind(),
            Self::Outer(_) => ErrorKind::Outer,
        }
    }

    /// libzstd's own code, where libzstd refused or has one for the case.
    #[must_use]
    pub fn code(&self) -> Option<ErrorCode> {
        match self {
            Self::Stream(error) => error.code(),
            Self::Outer(_) => None,
        }
    }
}

impl<E> Error<E> {
    /// The same failure, with the error of the source or the sink changed by `change`.
    pub fn map_outer<F>(self, change: impl FnOnce(E) -> F) -> Error<F> {
        match self {
            Self::Stream(error) => Error::Stream(error),
            Self::Outer(error) => Error::Outer(change(error)),
        }
    }
}

impl<E> From<zstd_core::Error> for Error<E> {
    fn from(error: zstd_core::Error) -> Self {
        Self::Stream(error.into())
    }
}

impl From<Error<Infallible>> for StreamError {
    fn from(error: Error<Infallible>) -> Self {
        match error {
            Error::Stream(error) => error,
            Error::Outer(never) => match never {},
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_and_codes_follow_the_reason() {
        let cases: [(StreamError, ErrorKind, Option<u32>); 8] = [
            (
                zstd_core::Error::Truncated.into(),
                ErrorKind::Zstd,
                Some(72),
            ),
            (
                zstd_core::Error::invalid("x").into(),
                ErrorKind::InvalidValue,
                None,
            ),
            (
                zstd_core::Error::OutOfMemory { bytes: None }.into(),
                ErrorKind::OutOfMemory,
                Some(64),
            ),
            (StreamError::ExtraData, ErrorKind::Zstd, Some(72)),
            (StreamError::Closed, ErrorKind::Closed, None),
            (StreamError::Failed("x".into()), ErrorKind::Zstd, None),
            (StreamError::WouldBlock("x"), ErrorKind::WouldBlock, None),
            (
                StreamError::ImpossibleWrite {
                    claimed: 2,
                    offered: 1,
                },
                ErrorKind::Io,
                None,
            ),
        ];
        for (error, kind, code) in cases {
            assert_eq!(error.kind(), kind, "{error}");
            assert_eq!(error.code().map(ErrorCode::value), code, "{error}");
        }
    }

    #[test]
    fn errors_of_others_are_passed_on_unchanged() {
        let error: Error<&str> = Error::Outer("mine");
        assert_eq!(error.kind(), ErrorKind::Outer);
        assert_eq!(error.to_string(), "mine");
        assert_eq!(error.code(), None);
    }
}

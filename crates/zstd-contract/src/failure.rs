//! Failures as bindings report them: a heading, a text, libzstd's code.
#![forbid(unsafe_code)]

use std::fmt;

/// The result of every fallible call of this crate.
pub type Result<T, E = Failure> = std::result::Result<T, E>;

/// The heading of a failure: an exception class in Python, a status code in C.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FailureKind {
    /// The data, or libzstd, is at fault: `ZstdError`.
    Zstd,
    /// A value that is not allowed: `ValueError`.
    Value,
    /// An argument of a wrong type: `TypeError`.
    Type,
    /// An index out of range: `IndexError`.
    Index,
    /// An allocation was refused: `MemoryError`.
    Memory,
    /// The operating system, or what the object is able to do: `OSError`.
    Os,
    /// The caller asked to stop: the exception that the caller's check has set.
    Interrupted,
}

/// Why a call failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The heading.
    pub kind: FailureKind,
    /// The text: which argument, which value, what is allowed, what to do.
    pub message: String,
    /// libzstd's error code, where it has one for the case.
    pub code: Option<u32>,
}

impl Failure {
    /// A failure without a code of libzstd's.
    #[must_use]
    pub fn new(kind: FailureKind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
            code: None,
        }
    }

    /// A value that is not allowed.
    #[must_use]
    pub fn value(message: impl Into<String>) -> Self {
        Self::new(FailureKind::Value, message)
    }

    fn with_code(self, code: Option<zstd_core::ErrorCode>) -> Self {
        Self {
            code: code.map(zstd_core::ErrorCode::value),
            ..self
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Failure {}

impl From<zstd_core::ErrorKind> for FailureKind {
    fn from(kind: zstd_core::ErrorKind) -> Self {
        match kind {
            zstd_core::ErrorKind::InvalidValue => Self::Value,
            zstd_core::ErrorKind::OutOfMemory => Self::Memory,
            _ => Self::Zstd,
        }
    }
}

impl From<zstd_core::Error> for Failure {
    fn from(error: zstd_core::Error) -> Self {
        Self::new(error.kind().into(), error.to_string()).with_code(error.code())
    }
}

impl From<zstd_dict::Error> for Failure {
    fn from(error: zstd_dict::Error) -> Self {
        Self::new(error.kind().into(), error.to_string()).with_code(error.code())
    }
}

impl From<zstd_mt::Error> for Failure {
    fn from(error: zstd_mt::Error) -> Self {
        let kind = match error.kind() {
            zstd_mt::ErrorKind::InvalidValue => FailureKind::Value,
            zstd_mt::ErrorKind::OutOfMemory => FailureKind::Memory,
            zstd_mt::ErrorKind::Interrupted => FailureKind::Interrupted,
            _ => FailureKind::Zstd,
        };
        Self::new(kind, error.to_string()).with_code(error.code())
    }
}

impl From<zstd_buffers::Error> for Failure {
    fn from(error: zstd_buffers::Error) -> Self {
        let kind = match error.kind() {
            zstd_buffers::ErrorKind::Index => FailureKind::Index,
            zstd_buffers::ErrorKind::OutOfMemory => FailureKind::Memory,
            zstd_buffers::ErrorKind::Io => FailureKind::Os,
            _ => FailureKind::Value,
        };
        Self::new(kind, error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_follow_from_the_errors_of_the_engines() {
        let core = Failure::from(zstd_core::check_level(0).unwrap_err());
        assert_eq!(core.kind, FailureKind::Value);
        let truncated = Failure::from(zstd_core::Error::Truncated);
        assert_eq!(
            (truncated.kind, truncated.code),
            (FailureKind::Zstd, Some(72))
        );
        let none = Failure::from(zstd_mt::Error::NoItems);
        assert_eq!(
            (none.kind, none.message.as_str()),
            (FailureKind::Value, "no source elements found")
        );
        assert_eq!(
            Failure::from(zstd_mt::Error::Interrupted).kind,
            FailureKind::Interrupted
        );
        let index = Failure::from(zstd_buffers::Error::NegativeIndex { index: -1 });
        assert_eq!(index.kind, FailureKind::Index);
    }
}

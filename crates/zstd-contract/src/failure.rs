//! Failures as bindings report them: a heading, a text, libzstd's code.
#![forbid(unsafe_code)]

use std::any::Any;
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
    /// The operating system, or an object that does not keep to its protocol: `OSError`.
    Os,
    /// The stream, or what is behind it, cannot do that: `io.UnsupportedOperation`.
    Unsupported,
    /// The call may be repeated once the other side is ready: `BlockingIOError`.
    WouldBlock,
    /// The caller asked to stop: the exception that the caller's check has set.
    Interrupted,
    /// The data have ended already: `EOFError`.
    End,
    /// A defect of this library: `RuntimeError`.
    Bug,
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

    /// What a panic has left: a defect of this library, which its text asks to report.
    #[must_use]
    pub fn from_panic(payload: &(dyn Any + Send)) -> Self {
        let reason = payload
            .downcast_ref::<&str>()
            .copied()
            .or_else(|| payload.downcast_ref::<String>().map(String::as_str))
            .unwrap_or("unknown reason");
        Self::new(
            FailureKind::Bug,
            format!("internal error: {reason}; this is a bug in zstdrs, please report it"),
        )
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
            zstd_core::ErrorKind::Interrupted => Self::Interrupted,
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

impl From<zstd_stream::StreamError> for Failure {
    fn from(error: zstd_stream::StreamError) -> Self {
        use zstd_stream::ErrorKind as K;
        let kind = match error.kind() {
            K::InvalidValue | K::Closed => FailureKind::Value,
            K::Unsupported => FailureKind::Unsupported,
            K::Io => FailureKind::Os,
            K::WouldBlock => FailureKind::WouldBlock,
            K::OutOfMemory => FailureKind::Memory,
            K::Interrupted => FailureKind::Interrupted,
            _ => FailureKind::Zstd,
        };
        Self::new(kind, error.to_string()).with_code(error.code())
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

    #[test]
    fn failures_of_streams_have_the_headings_of_files() {
        use zstd_stream::StreamError as E;
        for (error, kind) in [
            (E::Closed, FailureKind::Value),
            (E::invalid("x"), FailureKind::Value),
            (E::Unsupported("x"), FailureKind::Unsupported),
            (E::WouldBlock("x"), FailureKind::WouldBlock),
            (E::OutOfOrder("x"), FailureKind::Zstd),
            (E::ExtraData, FailureKind::Zstd),
            (
                zstd_core::Error::OutOfMemory { bytes: None }.into(),
                FailureKind::Memory,
            ),
            (
                zstd_core::Error::Interrupted.into(),
                FailureKind::Interrupted,
            ),
            (
                E::ImpossibleWrite {
                    claimed: 2,
                    offered: 1,
                },
                FailureKind::Os,
            ),
        ] {
            assert_eq!(Failure::from(error.clone()).kind, kind, "{error}");
        }
        assert_eq!(Failure::from(E::ExtraData).code, Some(72));
    }

    #[test]
    fn panics_are_bugs_that_name_their_reason() {
        for payload in [
            Box::new("reason") as Box<dyn Any + Send>,
            Box::new("reason".to_owned()),
        ] {
            let bug = Failure::from_panic(&*payload);
            assert_eq!(bug.kind, FailureKind::Bug);
            assert!(bug.message.starts_with("internal error: reason;"));
        }
        assert!(Failure::from_panic(&1).message.contains("unknown reason"));
    }
}

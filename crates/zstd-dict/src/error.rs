//! What can go wrong with training and with chains.
#![forbid(unsafe_code)]

use std::borrow::Cow;
use std::fmt;

/// The result of every fallible call of this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a call failed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// No dictionary could be made of the samples.
    #[error(
        "cannot train dict: {reason}; got {count} samples of {total} bytes together for a dictionary of {dict_size}"
    )]
    Untrainable {
        /// What libzstd, or a check before it, says.
        reason: Cow<'static, str>,
        /// The number of samples.
        count: usize,
        /// Their size in bytes.
        total: usize,
        /// The size that was asked for, in bytes.
        dict_size: usize,
    },
    /// A parameter of a trainer that it cannot work with. The text names it and the allowed values.
    #[error("cannot train dict: {0}")]
    Parameter(Cow<'static, str>),
    /// An argument out of range. The text names it and the allowed values.
    #[error("{0}")]
    InvalidArgument(Cow<'static, str>),
    /// A chain without links.
    #[error("empty input chain")]
    EmptyChain,
    /// A link of a chain that is too short to be a frame.
    #[error("chunk {index} is too small to contain a zstd frame")]
    LinkTooSmall {
        /// Which link.
        index: usize,
    },
    /// A link of a chain that is not a frame.
    #[error("chunk {index} is not a valid zstd frame")]
    LinkNotAFrame {
        /// Which link.
        index: usize,
    },
    /// A link of a chain whose header does not state the content size.
    #[error("chunk {index} missing content size in frame; compress with write_content_size")]
    LinkWithoutSize {
        /// Which link.
        index: usize,
    },
    /// A link of a chain that could not be decompressed.
    #[error("could not decompress chunk {index}: {}", LinkReason(index, source))]
    Link {
        /// Which link.
        index: usize,
        /// Why.
        source: zstd_core::Error,
    },
    /// The contents of all links together are larger than the decompressor allows.
    #[error("the chunks decompress to {needed} bytes together, max_output_size is {limit}")]
    TotalLimit {
        /// The limit in bytes.
        limit: u64,
        /// What the links declare.
        needed: u64,
    },
    /// Contexts or memory could not be had.
    #[error(transparent)]
    Core(#[from] zstd_core::Error),
}

/// Why a link failed; a frame that is not all there is named.
struct LinkReason<'a>(&'a usize, &'a zstd_core::Error);

impl fmt::Display for LinkReason<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.1.code() == Some(zstd_core::ErrorCode::SRC_SIZE_WRONG) {
            write!(f, "chunk {} did not decompress full frame: ", self.0)?;
        }
        f.write_str(&self.1.reason())
    }
}

/// The heading of an [`Error`]: what a frontend chooses an exception class or a status code by.
pub use zstd_core::ErrorKind;

impl Error {
    /// The heading that this failure belongs under.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        match self {
            Self::Untrainable { .. } | Self::Parameter(_) | Self::TotalLimit { .. } => {
                ErrorKind::Zstd
            }
            Self::InvalidArgument(_)
            | Self::EmptyChain
            | Self::LinkTooSmall { .. }
            | Self::LinkNotAFrame { .. }
            | Self::LinkWithoutSize { .. } => ErrorKind::InvalidValue,
            Self::Link { source, .. } if source.kind() == ErrorKind::OutOfMemory => {
                ErrorKind::OutOfMemory
            }
            Self::Link { .. } => ErrorKind::Zstd,
            Self::Core(error) => error.kind(),
        }
    }

    /// libzstd's own code, where there is one.
    #[must_use]
    pub fn code(&self) -> Option<zstd_core::ErrorCode> {
        match self {
            Self::Link { source, .. } | Self::Core(source) => source.code(),
            Self::TotalLimit { .. } => Some(zstd_core::ErrorCode::DST_SIZE_TOO_SMALL),
            _ => None,
        }
    }
}

//! What can go wrong with a batch.
#![forbid(unsafe_code)]

/// The result of every fallible call of this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a batch failed. Where an item is at fault it is the first one that is, whatever the number of threads.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The batch has no items.
    #[error("no source elements found")]
    NoItems,
    /// All items are empty.
    #[error("source elements are empty")]
    OnlyEmptyItems,
    /// An item could not be compressed.
    #[error("error compressing item {index}: {}", .source.reason())]
    Compress {
        /// Which item.
        index: usize,
        /// Why.
        source: zstd_core::Error,
    },
    /// A frame could not be decompressed, or to another size than declared.
    #[error("error decompressing item {index}: {}", .source.reason())]
    Decompress {
        /// Which item.
        index: usize,
        /// Why.
        source: zstd_core::Error,
    },
    /// The size of a frame's content is neither in its header nor given.
    #[error(
        "could not determine decompressed size of item {index}{}; pass decompressed_sizes or compress with write_content_size",
        .reason.as_deref().map(|reason| format!(": {reason}")).unwrap_or_default()
    )]
    SizeUnknown {
        /// Which item.
        index: usize,
        /// What is wrong with its header, if anything.
        reason: Option<String>,
    },
    /// The sizes that were given are not one for each frame.
    #[error(
        "decompressed_sizes size mismatch; expected {expected} bytes (8 for each of the frames); got {actual}"
    )]
    SizesMismatch {
        /// The size that the array must have, in bytes.
        expected: usize,
        /// The size that it has.
        actual: usize,
    },
    /// The content of all frames together is larger than allowed.
    #[error("the items decompress to {needed} bytes together, max_output_size is {limit}")]
    TotalLimit {
        /// The limit in bytes.
        limit: u64,
        /// What the frames declare.
        needed: u64,
    },
    /// The caller's check asked to stop.
    #[error("interrupted")]
    Interrupted,
    /// Contexts could not be set up.
    #[error(transparent)]
    Core(#[from] zstd_core::Error),
    /// Memory for the results could not be had.
    #[error(transparent)]
    Buffers(#[from] zstd_buffers::Error),
}

/// The heading of an [`Error`]: what a frontend chooses an exception class or a status code by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The data, or libzstd, is at fault: `ZstdError` in Python.
    Zstd,
    /// The caller passed a value that is not allowed: `ValueError` in Python.
    InvalidValue,
    /// An allocation was refused: `MemoryError` in Python.
    OutOfMemory,
    /// The caller's check asked to stop.
    Interrupted,
}

impl Error {
    /// The heading that this failure belongs under.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        match self {
            Self::NoItems
            | Self::OnlyEmptyItems
            | Self::SizeUnknown { .. }
            | Self::SizesMismatch { .. } => ErrorKind::InvalidValue,
            Self::Compress { .. } | Self::Decompress { .. } | Self::TotalLimit { .. } => {
                ErrorKind::Zstd
            }
            Self::Interrupted => ErrorKind::Interrupted,
            Self::Core(error) => match error.kind() {
                zstd_core::ErrorKind::InvalidValue => ErrorKind::InvalidValue,
                zstd_core::ErrorKind::OutOfMemory => ErrorKind::OutOfMemory,
                _ => ErrorKind::Zstd,
            },
            // The buffers of a batch are made here, so their tables are right: what is left is memory.
            Self::Buffers(_) => ErrorKind::OutOfMemory,
        }
    }

    /// libzstd's own code, where there is one.
    #[must_use]
    pub fn code(&self) -> Option<zstd_core::ErrorCode> {
        match self {
            Self::Compress { source, .. }
            | Self::Decompress { source, .. }
            | Self::Core(source) => source.code(),
            Self::TotalLimit { .. } => Some(zstd_core::ErrorCode::DST_SIZE_TOO_SMALL),
            _ => None,
        }
    }
}

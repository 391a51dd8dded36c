//! What can go wrong with buffers and their tables.
#![forbid(unsafe_code)]

use std::io;

/// The result of every fallible call of this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a call failed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The table is not a whole number of pairs.
    #[error("segments array size is not a multiple of 16; got {bytes} bytes")]
    TableSize {
        /// The size of the table in bytes.
        bytes: usize,
    },
    /// A segment reaches beyond the memory.
    #[error(
        "offset within segments array references memory outside buffer; segment {index} is {length} bytes at offset {offset}, the buffer has {size} bytes"
    )]
    OutsideBuffer {
        /// Which segment.
        index: usize,
        /// Its offset.
        offset: u64,
        /// Its length.
        length: u64,
        /// The size of the memory.
        size: usize,
    },
    /// An index below zero.
    #[error("offset must be non-negative; got {index}")]
    NegativeIndex {
        /// The index.
        index: i64,
    },
    /// An index at or beyond the end.
    #[error("offset must be less than {len}; got {index}")]
    IndexTooLarge {
        /// The index.
        index: i64,
        /// The number of items.
        len: usize,
    },
    /// A collection of nothing.
    #[error("must pass at least 1 argument")]
    NoBuffers,
    /// A collection with an empty member.
    #[error("ZstdBufferWithSegments cannot be empty; argument {index} has no segments")]
    EmptyBuffer {
        /// Which member.
        index: usize,
    },
    /// Memory or address space was refused.
    #[error("could not allocate {bytes} bytes")]
    OutOfMemory {
        /// How much.
        bytes: usize,
    },
    /// A file could not be mapped.
    #[error("could not map the file: {0}")]
    Map(#[from] io::Error),
}

/// The heading of an [`Error`]: what a frontend chooses an exception class or a status code by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A value that is not allowed: `ValueError` in Python.
    InvalidValue,
    /// An index out of range: `IndexError` in Python.
    Index,
    /// Memory was refused: `MemoryError` in Python.
    OutOfMemory,
    /// The operating system refused: `OSError` in Python.
    Io,
}

impl Error {
    /// The heading that this failure belongs under.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        match self {
            Self::TableSize { .. }
            | Self::OutsideBuffer { .. }
            | Self::NoBuffers
            | Self::EmptyBuffer { .. } => ErrorKind::InvalidValue,
            Self::NegativeIndex { .. } | Self::IndexTooLarge { .. } => ErrorKind::Index,
            Self::OutOfMemory { .. } => ErrorKind::OutOfMemory,
            Self::Map(_) => ErrorKind::Io,
        }
    }
}

/// `index` as a position in a sequence of `len` items.
pub(crate) fn position(index: i64, len: usize) -> Result<usize> {
    match usize::try_from(index) {
        Err(_) if index < 0 => Err(Error::NegativeIndex { index }),
        Ok(position) if position < len => Ok(position),
        _ => Err(Error::IndexTooLarge { index, len }),
    }
}

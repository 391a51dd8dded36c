//! The contract of Python's own module `compression.zstd`, which the faces `compat.compression_zstd` keep: what its numbers
//! mean, and the texts of its failures.
//!
//! Its compressors and decompressors are called call by call, and shared by threads that wait for each other. Below them are
//! the compressors and decompressors that all other calls have too, with their batches.
#![forbid(unsafe_code)]

mod dictionary;
mod objects;
mod oneshot;
mod settings;
mod turns;

pub use dictionary::{finalize_dictionary, train_dictionary};
pub use objects::{FrameCompressor, FrameDecompressor};
pub use oneshot::{
    Planned, compress_frame, compress_frame_into, decode_planned, decode_planned_watched,
    decompress_grown, plan,
};
pub use settings::{DictionaryArgument, compressor, decompressor};
pub use turns::Turn;

use zstd_core::{Error, ErrorCode, ErrorKind};
use zstd_stream::StreamError;

use crate::failure::{Failure, FailureKind};

/// What was being done, in the words of the contract.
#[derive(Clone, Copy)]
enum Doing {
    Compress,
    Decompress,
    LoadForCompression,
    LoadForDecompression,
    Train,
    Finalize,
    DeclareSize,
}

impl Doing {
    fn words(self) -> &'static str {
        match self {
            Self::Compress => "Unable to compress Zstandard data",
            Self::Decompress => "Unable to decompress Zstandard data",
            Self::LoadForCompression => {
                "Unable to load Zstandard dictionary or prefix for compression"
            }
            Self::LoadForDecompression => {
                "Unable to load Zstandard dictionary or prefix for decompression"
            }
            Self::Train => "Unable to train the Zstandard dictionary",
            Self::Finalize => "Unable to finalize the Zstandard dictionary",
            Self::DeclareSize => "Unable to set pledged uncompressed content size",
        }
    }

    /// A failure that libzstd has a code for: its own words follow.
    fn coded(self, code: ErrorCode) -> Failure {
        Failure {
            kind: FailureKind::Zstd,
            message: format!("{}: {}", self.words(), code.description()),
            code: Some(code.value()),
        }
    }

    /// What the engine says. Refused memory and values that are not allowed keep their headings.
    fn failed(self, error: &StreamError) -> Failure {
        if let StreamError::OutputLimit { limit, needed, .. } = *error {
            // The contract has no such limit, and so no text for it.
            let operation = self.words();
            return StreamError::OutputLimit {
                operation,
                limit,
                needed,
            }
            .into();
        }
        let kind = error.kind();
        match error.code() {
            Some(code) if kind == zstd_stream::ErrorKind::Zstd => self.coded(code),
            _ => error.clone().into(),
        }
    }

    /// As [`Doing::failed`].
    fn failed_core(self, error: Error) -> Failure {
        match error.code() {
            Some(code) if error.kind() == ErrorKind::Zstd => self.coded(code),
            _ => error.into(),
        }
    }
}

/// The text for input that ends before its frame does, where the end of the input is known.
fn cut_off() -> Failure {
    Failure::new(
        FailureKind::Zstd,
        "Compressed data ended before the end-of-stream marker was reached",
    )
}

/// The text for a call after the end of the frame; in Python it is `EOFError`.
fn at_end() -> Failure {
    Failure::new(FailureKind::End, "Already at the end of a Zstandard frame.")
}

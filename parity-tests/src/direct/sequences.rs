//! Sequences: literals and matches.
#![forbid(unsafe_code)]

use zstd_core::sequences::{self, Sequence};

use super::options::compressor;
use crate::operation::Compression;
use crate::outcome::Outcome;
use crate::wire::{Bytes, Tree};

/// The sequences of `data`.
pub(super) fn generate(with: &Compression, data: &Bytes) -> Outcome {
    let compressor = compressor(with)?;
    let found = sequences::generate(&compressor, &data.0)?;
    let rows = found.into_iter().map(|sequence| -> Tree {
        let Sequence {
            offset,
            literal_length,
            match_length,
            repeat,
        } = sequence;
        [offset, literal_length, match_length, repeat]
            .into_iter()
            .collect()
    });
    Ok(rows.collect())
}

/// A frame made of sequences.
pub(super) fn compress(with: &Compression, rows: &[[u32; 4]], data: &Bytes) -> Outcome {
    let compressor = compressor(with)?;
    let given: Vec<_> = rows
        .iter()
        .map(|&[offset, literal_length, match_length, repeat]| Sequence {
            offset,
            literal_length,
            match_length,
            repeat,
        })
        .collect();
    let frame = sequences::compress::<Vec<u8>>(&compressor, &given, &data.0)?;
    Ok(frame.into())
}

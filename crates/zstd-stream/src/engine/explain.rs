//! Failures of decoding, with the numbers that libzstd leaves out.
#![forbid(unsafe_code)]

use zstd_core::{DParameter, Decompressor, Error, ErrorCode};

use super::header::Sniffer;
use crate::error::StreamError;

/// The largest window that libzstd accepts unless told otherwise, in bytes.
const DEFAULT_WINDOW_LIMIT: u64 = 1 << 27;

/// What libzstd says of a frame that begins like that, if it is known.
pub(super) fn explain(
    operation: &'static str,
    error: Error,
    frame: &Sniffer,
    decompressor: &Decompressor,
) -> StreamError {
    let too_large = error.code() == Some(ErrorCode::FRAME_PARAMETER_WINDOW_TOO_LARGE);
    match frame.window(decompressor.format()) {
        Some(needed) if too_large => Error::WindowTooLarge {
            operation,
            limit: window_limit(decompressor),
            needed,
        }
        .into(),
        _ => match error {
            Error::Libzstd { code, .. } => Error::Libzstd { operation, code }.into(),
            other => other.into(),
        },
    }
}

/// The largest window in bytes that is accepted.
pub(super) fn window_limit(decompressor: &Decompressor) -> u64 {
    let log = decompressor
        .parameter(DParameter::WindowLogMax)
        .and_then(|log| u32::try_from(log).ok())
        .filter(|&log| log > 0);
    match (log, decompressor.max_window_size()) {
        (Some(log), _) => 1_u64 << log.min(63),
        (None, Some(size)) => size as u64,
        (None, None) => DEFAULT_WINDOW_LIMIT,
    }
}

/// libzstd has neither taken nor given anything, though it could have.
pub(super) fn no_progress(operation: &'static str) -> StreamError {
    Error::Libzstd {
        operation,
        code: ErrorCode::NO_FORWARD_PROGRESS_INPUT_EMPTY,
    }
    .into()
}

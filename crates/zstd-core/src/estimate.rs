//! How much memory contexts will take, without making them.

use crate::error::{Result, check};
use crate::sys;

/// The size in bytes of a one-shot decompression context.
#[must_use]
pub fn decompression_context_size() -> usize {
    // SAFETY: takes no arguments and returns a number.
    unsafe { sys::ZSTD_estimateDCtxSize() }
}

/// The size in bytes of a streaming decompression context for frames with windows of up to `window_size` bytes.
pub fn decompression_stream_size(window_size: usize) -> Result<usize> {
    // SAFETY: takes and returns numbers.
    let result = unsafe { sys::ZSTD_estimateDStreamSize(window_size) };
    check(
        "could not estimate the size of a decompression stream",
        result,
    )
}

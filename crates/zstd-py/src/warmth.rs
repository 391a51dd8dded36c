//! Whether a compressor or decompressor has digested its dictionary.
#![forbid(unsafe_code)]

use std::sync::atomic::{AtomicBool, Ordering};

use pyo3::prelude::*;
use zstd_core::Dictionary;

/// The engines digest a dictionary when it is first needed. That can take long even if the call itself is short, so it is
/// done ahead of the call, with the interpreter released.
#[derive(Default)]
pub(crate) struct Warmth(AtomicBool);

impl Warmth {
    /// Runs `digest` if there is a dictionary and it was not run before. Failure is left to the call that follows.
    #[inline]
    pub(crate) fn ensure(
        &self,
        py: Python<'_>,
        dictionary: Option<&Dictionary>,
        digest: impl FnOnce() + Send,
    ) {
        if dictionary.is_some() && !self.0.load(Ordering::Relaxed) {
            py.detach(digest);
            self.0.store(true, Ordering::Relaxed);
        }
    }
}

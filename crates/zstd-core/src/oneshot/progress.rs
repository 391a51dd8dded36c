//! How far the last frame of a compressor's streams has come.
#![forbid(unsafe_code)]

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use crate::context::Progression;

/// Numbers that streams leave for whoever asks. They are noted and read one by one: with several streams at the same time they may
/// be of different ones.
#[derive(Debug, Default)]
pub(super) struct LastFrame {
    of_stream: AtomicBool,
    ingested: AtomicU64,
    consumed: AtomicU64,
    produced: AtomicU64,
}

impl LastFrame {
    /// The last frame is a stream's, and has come so far.
    pub(super) fn note(&self, progression: Progression) {
        self.ingested.store(progression.ingested, Ordering::Relaxed);
        self.consumed.store(progression.consumed, Ordering::Relaxed);
        self.produced.store(progression.produced, Ordering::Relaxed);
        self.of_stream.store(true, Ordering::Relaxed);
    }

    /// The last frame is no stream's.
    pub(super) fn forget(&self) {
        // Threads that share a compressor would wait for one another if each call wrote to the same memory.
        if self.of_stream.load(Ordering::Relaxed) {
            self.of_stream.store(false, Ordering::Relaxed);
        }
    }

    /// How far the last frame came, if it was a stream's.
    pub(super) fn get(&self) -> Option<Progression> {
        self.of_stream.load(Ordering::Relaxed).then(|| Progression {
            ingested: self.ingested.load(Ordering::Relaxed),
            consumed: self.consumed.load(Ordering::Relaxed),
            produced: self.produced.load(Ordering::Relaxed),
        })
    }
}

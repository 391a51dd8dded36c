//! How much work small inputs add up to.
#![forbid(unsafe_code)]

/// The compressors collect input and compress it by blocks, most of which have 128 KiB. A call that completes a block is
/// long however small its own input is. Smaller steps than blocks cost little and are right for the smaller blocks too.
const STEP: u64 = 16 << 10;

/// Counts the input of a compressing stream.
pub(super) struct Load {
    taken: u64,
    worth_a_release: usize,
}

impl Load {
    /// For a stream whose inputs are worth the release of the interpreter from this size on.
    pub(super) fn new(worth_a_release: usize) -> Self {
        Self {
            taken: 0,
            worth_a_release,
        }
    }

    /// Counts `size` bytes, and says whether the call that takes them may be long.
    pub(super) fn add(&mut self, size: usize) -> bool {
        let before = self.taken / STEP;
        self.taken = self.taken.wrapping_add(size as u64);
        size >= self.worth_a_release || self.taken / STEP != before
    }
}

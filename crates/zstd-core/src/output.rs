//! Where a one-shot call puts its result.

use std::mem::MaybeUninit;

use crate::error::{Error, Result};

/// Memory of the caller's own kind that a one-shot call allocates, fills and hands out: a `Vec<u8>`, a Python `bytes`, a
/// block of C memory.
///
/// # Safety
///
/// `spare` must return the same memory, of at least the allocated length, each time.
pub unsafe trait OutputBuffer: Sized {
    /// What the filled buffer becomes.
    type Finished;

    /// Allocates `len` bytes, which need not be initialised. The length may come from hostile data: refuse, never abort.
    fn allocate(len: usize) -> Result<Self>;

    /// The allocated memory.
    fn spare(&mut self) -> &mut [MaybeUninit<u8>];

    /// Turns the first `len` bytes into the result.
    ///
    /// # Safety
    ///
    /// The first `len` bytes of [`OutputBuffer::spare`] must be initialised.
    unsafe fn finish(self, len: usize) -> Result<Self::Finished>;

    /// Whether [`OutputBuffer::finish`] copies nothing even if much less was written than allocated.
    #[must_use]
    fn shrinks() -> bool {
        false
    }
}

// SAFETY: a Vec does not move its memory unless it grows, and nothing here makes it grow.
unsafe impl OutputBuffer for Vec<u8> {
    type Finished = Self;

    fn allocate(len: usize) -> Result<Self> {
        let mut buffer = Self::new();
        buffer
            .try_reserve_exact(len)
            .map_err(|_| Error::OutOfMemory {
                bytes: Some(len as u64),
            })?;
        Ok(buffer)
    }

    fn spare(&mut self) -> &mut [MaybeUninit<u8>] {
        self.spare_capacity_mut()
    }

    unsafe fn finish(mut self, len: usize) -> Result<Self> {
        // SAFETY: the caller promises that the first `len` bytes are initialised.
        unsafe { self.set_len(len) };
        if self.capacity() / 2 > len {
            self.shrink_to_fit();
        }
        Ok(self)
    }

    fn shrinks() -> bool {
        true
    }
}

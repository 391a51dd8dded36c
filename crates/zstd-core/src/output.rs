//! Where a one-shot call puts its result.

use std::alloc::{self, Layout};
use std::mem::{ManuallyDrop, MaybeUninit};

use crate::error::Result;
use crate::memory::with_room;

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
        with_room(len)
    }

    fn spare(&mut self) -> &mut [MaybeUninit<u8>] {
        self.spare_capacity_mut()
    }

    unsafe fn finish(mut self, len: usize) -> Result<Self> {
        // SAFETY: the caller promises that the first `len` bytes are initialised.
        unsafe { self.set_len(len) };
        if self.capacity() / 2 > len {
            self = shrunk(self);
        }
        Ok(self)
    }

    fn shrinks() -> bool {
        true
    }
}

/// The bytes in memory of their size, or where they are if that is refused, which `Vec::shrink_to_fit` would end the process for.
fn shrunk(bytes: Vec<u8>) -> Vec<u8> {
    let (length, capacity) = (bytes.len(), bytes.capacity());
    let Ok(layout) = Layout::array::<u8>(capacity) else {
        return bytes;
    };
    if length == 0 {
        return Vec::new();
    }
    let mut bytes = ManuallyDrop::new(bytes);
    let start = bytes.as_mut_ptr();
    // SAFETY: a vector of bytes has its memory from this allocator, of this layout; the new size is not 0, and not larger.
    let moved = unsafe { alloc::realloc(start, layout, length) };
    let (start, capacity) = if moved.is_null() {
        (start, capacity)
    } else {
        (moved, length)
    };
    // SAFETY: the memory is the vector's, which is not dropped, as it was or as it was resized; its first bytes are kept.
    unsafe { Vec::from_raw_parts(start, length, capacity) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_keep_little_more_than_they_need() {
        for (length, most) in [(0, 0), (1, 1), (600, 1000), (400, 400)] {
            let mut output = Vec::<u8>::allocate(1000).unwrap();
            for (place, byte) in output.spare().iter_mut().zip((0..=255).cycle()) {
                place.write(byte);
            }
            // SAFETY: all of it was written.
            let bytes = unsafe { output.finish(length) }.unwrap();
            let expected: Vec<u8> = (0..=255).cycle().take(length).collect();
            assert!(bytes == expected && bytes.capacity() <= most);
        }
    }
}

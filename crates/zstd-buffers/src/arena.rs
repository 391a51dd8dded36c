//! Memory that is filled from the start and never moves.

use std::mem::MaybeUninit;

use crate::advice::advise_huge_pages;
use crate::error::{Error, Result};
use crate::memory::SharedMemory;
use crate::region::Region;
use crate::vectors;

/// Capacities from here on are mapped from the system, whose pages are committed when they are first written; smaller ones
/// come from the allocator.
const MAP_THRESHOLD: usize = 256 << 10;

/// Write-once memory of a fixed capacity. Reserving much and using little costs address space only: pages are committed as
/// they are written, and [`Arena::freeze`] gives the rest back.
///
/// ```
/// use zstd_buffers::Arena;
///
/// let mut arena = Arena::reserve(1 << 20)?;
/// arena.spare()[0].write(7);
/// // SAFETY: one byte was written to the start of the room.
/// unsafe { arena.advance(1) };
/// assert_eq!(arena.freeze()[..], [7]);
/// # Ok::<(), zstd_buffers::Error>(())
/// ```
pub struct Arena {
    backing: Backing,
    capacity: usize,
    used: usize,
}

enum Backing {
    Heap(Vec<u8>),
    Mapped(Region),
}

impl Arena {
    /// Reserves `capacity` bytes. The size may come from hostile data: refusal is an error.
    pub fn reserve(capacity: usize) -> Result<Self> {
        Self::new(capacity, Region::fresh)
    }

    /// As [`Arena::reserve`], for memory that will be filled to the end: uses pages of an earlier arena again, and asks for
    /// huge pages where that pays.
    pub fn reserve_exact(capacity: usize) -> Result<Self> {
        let mut arena = Self::new(capacity, Region::used_or_fresh)?;
        advise_huge_pages(arena.spare());
        Ok(arena)
    }

    fn new(capacity: usize, map: impl FnOnce(usize) -> Result<Region>) -> Result<Self> {
        let backing = if capacity >= MAP_THRESHOLD {
            Backing::Mapped(map(capacity)?)
        } else {
            let mut heap = Vec::new();
            heap.try_reserve_exact(capacity)
                .map_err(|_| Error::OutOfMemory { bytes: capacity })?;
            Backing::Heap(heap)
        };
        Ok(Self {
            backing,
            capacity,
            used: 0,
        })
    }

    /// The number of bytes that were reserved.
    #[must_use]
    pub fn capacity(&self) -> usize {
        self.capacity
    }

    /// The number of bytes that were filled.
    #[must_use]
    pub fn used(&self) -> usize {
        self.used
    }

    /// The room behind what was filled. It stays in place: the arena never moves.
    pub fn spare(&mut self) -> &mut [MaybeUninit<u8>] {
        match &mut self.backing {
            Backing::Heap(heap) => &mut heap.spare_capacity_mut()[..self.capacity - self.used],
            Backing::Mapped(map) => {
                let rest = &mut map[self.used..self.capacity];
                let length = rest.len();
                let start = rest.as_mut_ptr().cast();
                // SAFETY: the same bytes, exclusively borrowed, seen as ones that may be uninitialised; callers can write only
                // through this view, and the region is initialised, so it never holds uninitialised bytes that are read.
                unsafe { std::slice::from_raw_parts_mut(start, length) }
            }
        }
    }

    /// Declares the next `count` bytes filled.
    ///
    /// # Safety
    ///
    /// The first `count` bytes of [`Arena::spare`] must be initialised.
    pub unsafe fn advance(&mut self, count: usize) {
        debug_assert!(count <= self.capacity - self.used);
        self.used += count;
        if let Backing::Heap(heap) = &mut self.backing {
            // SAFETY: the caller promises that the bytes up to here are initialised.
            unsafe { heap.set_len(self.used) };
        }
    }

    /// The filled part as shared memory; what was reserved beyond it goes back to the system.
    #[must_use]
    pub fn freeze(self) -> SharedMemory {
        let used = self.used;
        match self.backing {
            Backing::Heap(mut heap) => {
                // Shrinking in place ends the process if it is refused.
                if heap.capacity() > used
                    && let Ok(exact) = vectors::copy(&heap)
                {
                    heap = exact;
                }
                SharedMemory::from_owner(heap)
            }
            Backing::Mapped(mut region) => {
                region.truncate(used);
                SharedMemory::from_owner(region).slice(0..used)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::advice::HUGE_PAGE_THRESHOLD;

    fn fill(arena: &mut Arena, bytes: &[u8]) {
        for (place, &byte) in arena.spare().iter_mut().zip(bytes) {
            place.write(byte);
        }
        // SAFETY: the bytes were written above.
        unsafe { arena.advance(bytes.len()) };
    }

    #[test]
    fn what_was_filled_stays_in_place_and_is_shared() {
        for capacity in [10, MAP_THRESHOLD, HUGE_PAGE_THRESHOLD + 5] {
            let mut arena = Arena::reserve_exact(capacity).unwrap();
            let start = arena.spare().as_ptr();
            fill(&mut arena, b"foo");
            fill(&mut arena, b"bar");
            assert_eq!(
                (arena.used(), arena.capacity(), arena.spare().len()),
                (6, capacity, capacity - 6)
            );
            let memory = arena.freeze();
            assert_eq!(&memory[..], b"foobar");
            if capacity >= MAP_THRESHOLD {
                assert_eq!(memory.as_ptr(), start.cast());
            }
        }
    }

    #[test]
    fn an_unused_arena_is_empty_memory() {
        for capacity in [0, 10, MAP_THRESHOLD] {
            assert!(Arena::reserve(capacity).unwrap().freeze().is_empty());
        }
    }

    #[test]
    fn absurd_capacities_are_errors() {
        for capacity in [usize::MAX, isize::MAX as usize, 1 << 60] {
            assert!(matches!(
                Arena::reserve(capacity),
                Err(Error::OutOfMemory { .. })
            ));
        }
    }
}

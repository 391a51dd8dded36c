//! Mapped memory that is used again.
//!
//! The system hands out pages zeroed, and taking them in costs a fault each: for a batch of small frames that is a sixth of
//! the time. So the last mapping that was given up is kept, for the next one that fits in it. Meanwhile its pages are offered to the system,
//! which takes them when it is short of memory.

use std::ops::{Deref, DerefMut};
use std::ptr;
use std::sync::atomic::{AtomicPtr, Ordering};

use memmap2::{MmapMut, MmapOptions};

use crate::advice::offer_back;
use crate::error::{Error, Result};

/// Larger mappings are not kept.
const LARGEST_KEPT: usize = 64 << 20;

/// The mapping that is kept, if any. It is taken and put in a single step, so that a `fork` never finds it half-way.
static SPARE: AtomicPtr<MmapMut> = AtomicPtr::new(ptr::null_mut());

/// Memory mapped from the system. Its content is initialised, but not specified.
pub(crate) struct Region {
    /// `None` only within `drop`.
    map: Option<MmapMut>,
    /// Whether the mapping may be kept.
    lasting: bool,
}

impl Region {
    /// `length` bytes, which must not be 0, and whose pages are committed when they are first written. Refusal is an error.
    pub(crate) fn fresh(length: usize) -> Result<Self> {
        Self::map(length, false)
    }

    fn map(length: usize, lasting: bool) -> Result<Self> {
        let mapped = MmapOptions::new()
            .len(length)
            .no_reserve_swap()
            .map_anon()
            .map_err(|_| Error::OutOfMemory { bytes: length })?;
        Ok(Self {
            map: Some(mapped),
            lasting,
        })
    }

    /// As [`Region::fresh`], but out of the mapping that was kept if that is large enough. One that is not makes room. Mappings
    /// that are made here are kept when they are given up.
    pub(crate) fn used_or_fresh(length: usize) -> Result<Self> {
        let mut region = match take().filter(|spare| spare.len() >= length) {
            Some(map) => Self {
                map: Some(map),
                lasting: true,
            },
            None => Self::map(length, true)?,
        };
        region.truncate(length);
        Ok(region)
    }

    /// Gives the pages behind the first `length` bytes back. A system that cannot shrink a mapping in place keeps them.
    pub(crate) fn truncate(&mut self, length: usize) {
        if let Some(map) = &mut self.map {
            // A mapping cannot be empty.
            shrink(map, length.max(1));
        }
    }
}

impl Deref for Region {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        self.map.as_deref().unwrap_or_default()
    }
}

impl DerefMut for Region {
    fn deref_mut(&mut self) -> &mut [u8] {
        self.map.as_deref_mut().unwrap_or_default()
    }
}

impl AsRef<[u8]> for Region {
    fn as_ref(&self) -> &[u8] {
        self
    }
}

impl Drop for Region {
    fn drop(&mut self) {
        if let Some(mut map) = self.map.take()
            && self.lasting
            && map.len() <= LARGEST_KEPT
            && offer_back(&mut map)
        {
            put(map);
        }
    }
}

/// Takes the mapping that is kept.
fn take() -> Option<MmapMut> {
    let raw = SPARE.swap(ptr::null_mut(), Ordering::Acquire);
    if raw.is_null() {
        return None;
    }
    // SAFETY: made by `Box::into_raw` in `put`, and the swap took it out of the slot: it is ours alone.
    Some(*unsafe { Box::from_raw(raw) })
}

/// Keeps a mapping in place of the one that was kept so far.
fn put(map: MmapMut) {
    let raw = Box::into_raw(Box::new(map));
    let before = SPARE.swap(raw, Ordering::AcqRel);
    if !before.is_null() {
        // SAFETY: made by `Box::into_raw` above in an earlier call, and the swap took it out of the slot.
        drop(unsafe { Box::from_raw(before) });
    }
}

#[cfg(target_os = "linux")]
fn shrink(map: &mut MmapMut, length: usize) {
    if length < map.len() {
        // SAFETY: the mapping is owned exclusively and nothing refers to the part that goes away. Shrinking in place cannot
        // fail in a way that changes the mapping; if it fails, all of it stays.
        let _ = unsafe { map.remap(length, memmap2::RemapOptions::new()) };
    }
}

#[cfg(not(target_os = "linux"))]
fn shrink(_map: &mut MmapMut, _length: usize) {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions_have_the_length_that_was_asked_for_whatever_was_kept() {
        for length in [5 << 20, 1 << 20, 70 << 20, 3 << 20, 6 << 20, 1] {
            let mut region = Region::used_or_fresh(length).unwrap();
            assert!(region.len() >= length);
            region.fill(7);
            assert!(region.iter().all(|&byte| byte == 7));
        }
    }

    #[test]
    fn regions_in_use_are_never_shared() {
        std::thread::scope(|scope| {
            for thread in 0..4_u8 {
                scope.spawn(move || {
                    for round in 0..200_usize {
                        let mut region = Region::used_or_fresh((round % 7 + 1) << 16).unwrap();
                        region.fill(thread);
                        std::thread::yield_now();
                        assert!(region.iter().all(|&byte| byte == thread));
                    }
                });
            }
        });
    }

    #[test]
    fn truncated_regions_keep_what_is_left() {
        let mut region = Region::fresh(1 << 20).unwrap();
        region.fill(3);
        region.truncate(5000);
        assert!(region.len() >= 5000 && region[..5000].iter().all(|&byte| byte == 3));
        region.truncate(0);
        assert!(!region.is_empty());
    }
}

//! What the system is told about memory: huge pages for large outputs, pages that it may take.

use std::mem::MaybeUninit;

use memmap2::MmapMut;
#[cfg(target_os = "linux")]
use memmap2::UncheckedAdvice;

/// Memory of this many bytes and more is worth huge pages: faulting it in by pages of 4 KiB costs as much as decompressing
/// into it.
pub const HUGE_PAGE_THRESHOLD: usize = 4 << 20;

/// The boundary that advice is aligned to, a multiple of every page size in use.
#[cfg(target_os = "linux")]
const ALIGNMENT: usize = 64 << 10;

/// Asks the system to back the aligned inside of `memory` with huge pages. A hint about fresh memory: refusal, or a system
/// without huge pages, changes nothing but speed.
pub fn advise_huge_pages(memory: &mut [MaybeUninit<u8>]) {
    if memory.len() >= HUGE_PAGE_THRESHOLD {
        advise(memory);
    }
}

#[cfg(target_os = "linux")]
fn advise(memory: &mut [MaybeUninit<u8>]) {
    let start = memory.as_mut_ptr();
    let skip = start.align_offset(ALIGNMENT).min(memory.len());
    let length = (memory.len() - skip) & !(ALIGNMENT - 1);
    let aligned = start.wrapping_add(skip);
    // SAFETY: the range lies inside of `memory`, and this advice never changes what the memory holds.
    unsafe { libc::madvise(aligned.cast(), length, libc::MADV_HUGEPAGE) };
}

#[cfg(not(target_os = "linux"))]
fn advise(_memory: &mut [MaybeUninit<u8>]) {}

/// Tells the system that it may take the pages of `map` away until they are written again; returns false where it cannot be
/// told. What they held is lost.
#[cfg(target_os = "linux")]
pub(crate) fn offer_back(map: &mut MmapMut) -> bool {
    // SAFETY: the mapping is anonymous and owned exclusively, and its content is given up: pages that are taken read as zeroes.
    unsafe { map.unchecked_advise(UncheckedAdvice::Free) }.is_ok()
}

#[cfg(not(target_os = "linux"))]
pub(crate) fn offer_back(_map: &mut MmapMut) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn advice_is_harmless_for_any_range() {
        let mut memory: Vec<u8> = (0..=255).cycle().take(6_000_000).collect();
        let copy = memory.clone();
        for (start, end) in [
            (0, 6_000_000),
            (1, 5_999_999),
            (0, 10),
            (100, HUGE_PAGE_THRESHOLD + 101),
        ] {
            let range = &mut memory[start..end];
            let length = range.len();
            let pointer = range.as_mut_ptr().cast::<MaybeUninit<u8>>();
            // SAFETY: initialised bytes of the same range, and the advice does not write.
            advise_huge_pages(unsafe { std::slice::from_raw_parts_mut(pointer, length) });
        }
        assert!(memory == copy);
    }
}

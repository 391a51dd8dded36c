//! Blocks of a few sizes in one static area: a bit says whether a block is in use, and is set or cleared in one atomic step.

use std::alloc::Layout;
use std::cell::UnsafeCell;
use std::mem::MaybeUninit;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

/// Blocks of one size, which lie side by side.
struct Class {
    block: usize,
    count: usize,
    /// Where the first one is in the area. Every block is aligned to its size, or to `ALIGNED` if that is less.
    start: usize,
    /// The word with the bit of the first one.
    word: usize,
}

/// From the smallest to the largest.
const CLASSES: [Class; 5] = [
    class(64, 1024, 256 << 10, 0),
    class(256, 256, 320 << 10, 16),
    class(1 << 10, 64, 192 << 10, 20),
    class(4 << 10, 16, 128 << 10, 21),
    class(LARGEST, 8, 0, 22),
];

const WORDS: usize = 23;

/// The alignment of the area: a page, which every system can align static memory to.
const ALIGNED: usize = 4 << 10;

/// The size of the largest blocks.
pub(super) const LARGEST: usize = 16 << 10;

/// The size of the area.
pub(super) const CAPACITY: usize = 384 << 10;

const fn class(block: usize, count: usize, start: usize, word: usize) -> Class {
    Class {
        block,
        count,
        start,
        word,
    }
}

#[repr(C, align(4096))]
struct Area(UnsafeCell<[MaybeUninit<u8>; CAPACITY]>);

// SAFETY: the area is reached only through blocks, and a block belongs to whoever has set its bit.
unsafe impl Sync for Area {}

/// The area and the bits.
pub(super) struct Blocks {
    area: Area,
    /// A set bit is a block in use.
    taken: [AtomicU64; WORDS],
    used: AtomicUsize,
}

impl Blocks {
    pub(super) const fn new() -> Self {
        Self {
            area: Area(UnsafeCell::new([MaybeUninit::uninit(); CAPACITY])),
            taken: [const { AtomicU64::new(0) }; WORDS],
            used: AtomicUsize::new(0),
        }
    }

    /// Bytes in use, in whole blocks.
    pub(super) fn used(&self) -> usize {
        self.used.load(Ordering::Relaxed)
    }

    /// Whether the memory is a block of this area.
    #[inline]
    pub(super) fn contain(&self, memory: *mut u8) -> bool {
        self.offset(memory) < CAPACITY
    }

    /// Beyond the area for any other memory.
    #[inline]
    fn offset(&self, memory: *mut u8) -> usize {
        memory.addr().wrapping_sub(self.area.0.get().addr())
    }

    /// The smallest free block that is large enough.
    pub(super) fn take(&self, layout: Layout) -> Option<*mut u8> {
        if layout.align() > ALIGNED {
            return None;
        }
        let needed = layout.size().max(layout.align());
        let mut large_enough = CLASSES.iter().filter(|class| class.block >= needed);
        large_enough.find_map(|class| {
            let index = self.claim(class)?;
            self.used.fetch_add(class.block, Ordering::Relaxed);
            let start = self.area.0.get().cast::<u8>();
            Some(start.wrapping_add(class.start + index * class.block))
        })
    }

    /// Sets the bit of a block that was free.
    fn claim(&self, class: &Class) -> Option<usize> {
        let words = class.count.div_ceil(64);
        for word in 0..words {
            let bits = &self.taken[class.word + word];
            let exist = u64::MAX >> (64 - class.count.min(64));
            loop {
                let free = !bits.load(Ordering::Relaxed) & exist;
                if free == 0 {
                    break;
                }
                let lowest = free & free.wrapping_neg();
                if bits.fetch_or(lowest, Ordering::Acquire) & lowest == 0 {
                    return Some(word * 64 + lowest.trailing_zeros() as usize);
                }
            }
        }
        None
    }

    /// The size of the block.
    pub(super) fn room(&self, block: *mut u8) -> usize {
        self.place(block).0.block
    }

    /// Makes a block free that `take` has returned, and that nobody refers to any longer.
    pub(super) fn give_back(&self, block: *mut u8) {
        let (class, index) = self.place(block);
        // Before the bit, so that the sum is never more than what is in use.
        self.used.fetch_sub(class.block, Ordering::Relaxed);
        let bits = &self.taken[class.word + index / 64];
        bits.fetch_and(!(1 << (index % 64)), Ordering::Release);
    }

    /// The class of a block, and which of its blocks it is.
    fn place(&self, block: *mut u8) -> (&'static Class, usize) {
        let offset = self.offset(block);
        let before = CLASSES.iter().filter(|class| class.start <= offset);
        let class = before.max_by_key(|class| class.start);
        let class = class.expect("one class starts at 0");
        (class, (offset - class.start) / class.block)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_classes_fill_the_area_and_the_words() {
        let mut by_start: Vec<_> = CLASSES.iter().collect();
        by_start.sort_by_key(|class| class.start);
        let (mut area, mut words) = (0, 0);
        for class in by_start {
            assert_eq!(class.start, area);
            assert_eq!(class.start % class.block.min(ALIGNED), 0);
            area += class.block * class.count;
        }
        for class in &CLASSES {
            assert_eq!(class.word, words);
            words += class.count.div_ceil(64);
        }
        assert_eq!((area, words), (CAPACITY, WORDS));
    }

    #[test]
    fn every_block_has_a_place_of_its_own() {
        static BLOCKS: Blocks = Blocks::new();
        let mut all = Vec::new();
        for class in CLASSES.iter().rev() {
            let layout = Layout::from_size_align(class.block, class.block.min(ALIGNED)).unwrap();
            let before = all.len();
            while BLOCKS.used() < CAPACITY && all.len() < before + class.count {
                let block = BLOCKS.take(layout).unwrap();
                assert_eq!(block.addr() % layout.align(), 0);
                assert!(BLOCKS.contain(block));
                all.push((block.addr(), BLOCKS.room(block)));
            }
        }
        assert_eq!(BLOCKS.take(Layout::new::<u8>()), None);
        all.sort_unstable();
        assert!(
            all.windows(2)
                .all(|pair| pair[0].0 + pair[0].1 <= pair[1].0)
        );
        assert_eq!(BLOCKS.used(), CAPACITY);
    }

    #[test]
    fn small_requests_take_larger_blocks_when_the_small_ones_are_gone() {
        static BLOCKS: Blocks = Blocks::new();
        let total: usize = CLASSES.iter().map(|class| class.count).sum();
        let small = Layout::new::<u64>();
        let blocks: Vec<_> = (0..total).map(|_| BLOCKS.take(small).unwrap()).collect();
        assert_eq!(BLOCKS.take(small), None);
        for block in blocks {
            BLOCKS.give_back(block);
        }
        assert_eq!(BLOCKS.used(), 0);
        assert!(BLOCKS.take(small).is_some());
    }

    #[test]
    fn what_cannot_be_served_is_refused() {
        static BLOCKS: Blocks = Blocks::new();
        for (size, align) in [(LARGEST + 1, 1), (1, ALIGNED * 2), (usize::MAX >> 1, 1)] {
            assert_eq!(
                BLOCKS.take(Layout::from_size_align(size, align).unwrap()),
                None
            );
        }
        assert!(!BLOCKS.contain(std::ptr::null_mut()));
        assert!(!BLOCKS.contain((&raw const BLOCKS.taken).cast_mut().cast()));
    }

    #[test]
    fn no_block_is_given_to_two_threads() {
        static BLOCKS: Blocks = Blocks::new();
        static HELD: [AtomicUsize; CAPACITY / 64] = [const { AtomicUsize::new(0) }; CAPACITY / 64];
        let start = std::sync::Barrier::new(4);
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    start.wait();
                    for round in 0..100_000 {
                        let block = BLOCKS.take(Layout::new::<u64>()).unwrap();
                        let holders = &HELD[BLOCKS.offset(block) / 64];
                        assert_eq!(holders.fetch_add(1, Ordering::Relaxed), 0);
                        (0..round % 40).for_each(|_| std::hint::spin_loop());
                        holders.fetch_sub(1, Ordering::Relaxed);
                        BLOCKS.give_back(block);
                    }
                });
            }
        });
        assert_eq!(BLOCKS.used(), 0);
    }
}

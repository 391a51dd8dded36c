//! A global allocator that still serves small requests when the system has no memory left.
//!
//! Rust ends the process when a box, a string or a reference count cannot be allocated. A library must not do that to its
//! host. So the shared libraries of this workspace install a [`Reserve`], and other programs may.

mod blocks;

use std::alloc::{GlobalAlloc, Layout, System};
use std::ptr;

use blocks::Blocks;

/// The system's allocator and a reserve of its own, out of which requests of up to [`Reserve::LARGEST`] bytes are served that the
/// system has refused.
///
/// With it, what is small and of a fixed size is there when memory has run out, so that the error can be made and handed on.
/// Requests whose sizes come from data or callers are made by calls that may refuse, and are refused. Memory out of the reserve
/// can be used again when it was freed; that takes no lock, and so nothing that a `fork` could leave held.
///
/// A reserve can be exhausted. Who makes objects that last should ask [`Reserve::is_low`] before, and refuse.
///
/// Without it, as in a program in Rust that does not install one, the calls of this workspace still answer for memory whose size
/// depends on data or arguments, but end the process where the system refuses a few hundred bytes.
///
/// ```
/// use zstd_buffers::Reserve;
///
/// #[global_allocator]
/// static ALLOCATOR: Reserve = Reserve::new();
///
/// assert_eq!(ALLOCATOR.used(), 0);
/// assert!(!ALLOCATOR.is_low());
/// ```
pub struct Reserve<A = System> {
    blocks: Blocks,
    inner: A,
}

impl Reserve {
    /// A reserve behind the system's allocator.
    #[must_use]
    pub const fn new() -> Self {
        Self::behind(System)
    }
}

impl Default for Reserve {
    fn default() -> Self {
        Self::new()
    }
}

impl<A> Reserve<A> {
    /// The largest request that is served out of the reserve, in bytes.
    pub const LARGEST: usize = blocks::LARGEST;

    /// The size of the reserve, in bytes. It is cut into blocks of five sizes: less than all of it can be had at once.
    pub const CAPACITY: usize = blocks::CAPACITY;

    /// A reserve behind another allocator.
    #[must_use]
    pub const fn behind(inner: A) -> Self {
        Self {
            blocks: Blocks::new(),
            inner,
        }
    }

    /// How many bytes of the reserve are in use, in whole blocks. 0 as long as the system has never refused a small request.
    #[must_use]
    pub fn used(&self) -> usize {
        self.blocks.used()
    }

    /// Whether a quarter of the reserve or more is in use, so that calls which keep memory should fail instead.
    #[must_use]
    pub fn is_low(&self) -> bool {
        self.used() >= Self::CAPACITY / 4
    }

    /// What the inner allocator has refused.
    #[cold]
    fn refused(&self, layout: Layout) -> *mut u8 {
        self.blocks.take(layout).unwrap_or(ptr::null_mut())
    }
}

impl<A: GlobalAlloc> Reserve<A> {
    /// Moves a block of the reserve to memory of another size: it stays where it is if that fits.
    #[cold]
    fn moved(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        if size <= self.blocks.room(block) {
            return block;
        }
        let Ok(wanted) = Layout::from_size_align(size, layout.align()) else {
            return ptr::null_mut();
        };
        // SAFETY: the caller of `realloc` promises that the new size is not 0.
        let fresh = unsafe { self.alloc(wanted) };
        if !fresh.is_null() {
            // SAFETY: both blocks are live and apart from each other, and have at least the smaller of both sizes.
            unsafe { ptr::copy_nonoverlapping(block, fresh, layout.size().min(size)) };
            self.blocks.give_back(block);
        }
        fresh
    }

    /// Moves memory of the inner allocator, which it could not resize, to the reserve.
    #[cold]
    fn saved(&self, memory: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        let Ok(wanted) = Layout::from_size_align(size, layout.align()) else {
            return ptr::null_mut();
        };
        let block = self.refused(wanted);
        if !block.is_null() {
            // SAFETY: both are live and apart from each other, and have at least the smaller of both sizes.
            unsafe { ptr::copy_nonoverlapping(memory, block, layout.size().min(size)) };
            // SAFETY: the memory is the inner allocator's, of that layout, and was not resized.
            unsafe { self.inner.dealloc(memory, layout) };
        }
        block
    }
}

// SAFETY: memory is the inner allocator's, or a block that `take` has given to nobody else, of the size and alignment asked for;
// where it came from is told by its address.
unsafe impl<A: GlobalAlloc> GlobalAlloc for Reserve<A> {
    #[inline]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller keeps the promises that this call asks for.
        let memory = unsafe { self.inner.alloc(layout) };
        if memory.is_null() {
            return self.refused(layout);
        }
        memory
    }

    #[inline]
    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller keeps the promises that this call asks for.
        let memory = unsafe { self.inner.alloc_zeroed(layout) };
        if memory.is_null() {
            let block = self.refused(layout);
            if !block.is_null() {
                // SAFETY: the block has at least the size of the layout, and is ours alone.
                unsafe { ptr::write_bytes(block, 0, layout.size()) };
            }
            return block;
        }
        memory
    }

    #[inline]
    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        if self.blocks.contain(memory) {
            self.blocks.give_back(memory);
            return;
        }
        // SAFETY: the caller keeps the promises that this call asks for, and the memory is not of the reserve.
        unsafe { self.inner.dealloc(memory, layout) };
    }

    #[inline]
    unsafe fn realloc(&self, memory: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        if self.blocks.contain(memory) {
            return self.moved(memory, layout, size);
        }
        // SAFETY: the caller keeps the promises that this call asks for, and the memory is not of the reserve.
        let resized = unsafe { self.inner.realloc(memory, layout, size) };
        if resized.is_null() {
            return self.saved(memory, layout, size);
        }
        resized
    }
}

//! What buffers show of themselves: sizes, not contents, which may be large.
#![forbid(unsafe_code)]

use std::fmt::{Debug, Formatter, Result};

use crate::arena::Arena;
use crate::buffer::{BufferSegment, BufferWithSegments};
use crate::collection::BufferWithSegmentsCollection;
use crate::memory::SharedMemory;

impl Debug for SharedMemory {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        f.debug_struct("SharedMemory")
            .field("len", &self.len())
            .finish_non_exhaustive()
    }
}

impl Debug for Arena {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        f.debug_struct("Arena")
            .field("used", &self.used())
            .finish_non_exhaustive()
    }
}

impl Debug for BufferWithSegments {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        f.debug_struct("BufferWithSegments")
            .field("len", &self.len())
            .field("size", &self.size())
            .finish_non_exhaustive()
    }
}

impl Debug for BufferSegment {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        f.debug_struct("BufferSegment")
            .field("offset", &self.offset())
            .field("len", &self.len())
            .finish_non_exhaustive()
    }
}

impl Debug for BufferWithSegmentsCollection {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        f.debug_struct("BufferWithSegmentsCollection")
            .field("len", &self.len())
            .field("size", &self.size())
            .finish_non_exhaustive()
    }
}

//! Memory that frames are compressed into before their size is known.
//!
//! libzstd needs room for the worst case, and a `bytes` object cannot be shortened afterwards. So a frame is made here and
//! copied out: a copy of the compressed size, which costs little beside making it.

use std::cell::Cell;
use std::mem::MaybeUninit;

use pyo3::prelude::*;
use pyo3::types::PyBytes;
use zstd_buffers::{Arena, SharedMemory};
use zstd_core::{Error, OutputBuffer, Result};

use crate::new_bytes::NewBytes;

/// Up to this size the memory of a thread is kept for its next call. Larger memory is mapped for each call, of which only the
/// pages that are written are ever committed.
const KEPT: usize = 1 << 20;

thread_local! {
    static SPARE: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

/// Room for a frame of any size up to a bound.
pub(crate) enum Scratch {
    /// Memory of the thread's own.
    Kept(Vec<u8>),
    /// Mapped memory.
    Mapped(Arena),
}

/// A frame in the memory that it was made in.
pub(crate) enum Frame {
    /// In memory of the thread's own, which goes back to it.
    Kept(Vec<u8>),
    /// In mapped memory.
    Mapped(SharedMemory),
}

// SAFETY: the vector does not grow once it is allocated, and arenas never move.
unsafe impl OutputBuffer for Scratch {
    type Finished = Frame;

    fn allocate(length: usize) -> Result<Self> {
        let refused = || Error::OutOfMemory {
            bytes: Some(length as u64),
        };
        if length > KEPT {
            let arena = Arena::reserve(length).map_err(|_| refused())?;
            return Ok(Self::Mapped(arena));
        }
        let mut memory = SPARE.take();
        memory.clear();
        memory.try_reserve_exact(length).map_err(|_| refused())?;
        Ok(Self::Kept(memory))
    }

    fn spare(&mut self) -> &mut [MaybeUninit<u8>] {
        match self {
            Self::Kept(memory) => memory.spare_capacity_mut(),
            Self::Mapped(arena) => arena.spare(),
        }
    }

    unsafe fn finish(self, length: usize) -> Result<Frame> {
        match self {
            Self::Kept(mut memory) => {
                // SAFETY: the caller promises that so many bytes are initialised.
                unsafe { memory.set_len(length) };
                Ok(Frame::Kept(memory))
            }
            Self::Mapped(mut arena) => {
                // SAFETY: the caller promises that so many bytes are initialised.
                unsafe { arena.advance(length) };
                Ok(Frame::Mapped(arena.freeze()))
            }
        }
    }
}

impl Frame {
    /// The frame as an object.
    pub(crate) fn to_bytes<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyBytes>> {
        NewBytes::copy(
            py,
            match self {
                Self::Kept(memory) => memory,
                Self::Mapped(memory) => memory,
            },
        )
    }
}

impl Drop for Frame {
    fn drop(&mut self) {
        if let Self::Kept(memory) = self {
            SPARE.set(std::mem::take(memory));
        }
    }
}

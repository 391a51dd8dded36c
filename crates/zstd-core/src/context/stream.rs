//! Input and output windows of streaming calls, and their translation to libzstd's structs.

use std::mem::MaybeUninit;
use std::slice;

use crate::sys;

/// Sizes of pieces, in bytes, that keep streaming calls from copying more than they must.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StreamSizes {
    /// Pieces of input.
    pub input: usize,
    /// Room for output: the largest block always fits.
    pub output: usize,
}

impl StreamSizes {
    /// What libzstd recommends for compression.
    #[must_use]
    pub fn compression() -> Self {
        Self {
            // SAFETY: takes no arguments and returns a constant.
            input: unsafe { sys::ZSTD_CStreamInSize() },
            // SAFETY: takes no arguments and returns a constant.
            output: unsafe { sys::ZSTD_CStreamOutSize() },
        }
    }

    /// What libzstd recommends for decompression.
    #[must_use]
    pub fn decompression() -> Self {
        Self {
            // SAFETY: takes no arguments and returns a constant.
            input: unsafe { sys::ZSTD_DStreamInSize() },
            // SAFETY: takes no arguments and returns a constant.
            output: unsafe { sys::ZSTD_DStreamOutSize() },
        }
    }
}

/// Input of a streaming call: `src[pos..]` is what has not been read yet.
#[derive(Clone, Copy, Debug)]
pub struct InBuffer<'a> {
    src: &'a [u8],
    pos: usize,
}

impl<'a> InBuffer<'a> {
    /// All of `src`, unread.
    #[must_use]
    pub fn new(src: &'a [u8]) -> Self {
        Self { src, pos: 0 }
    }

    /// How many bytes have been read.
    #[must_use]
    pub fn pos(&self) -> usize {
        self.pos
    }

    /// The bytes that have not been read yet.
    #[must_use]
    pub fn remaining(&self) -> &'a [u8] {
        &self.src[self.pos..]
    }

    /// Whether everything has been read.
    #[must_use]
    pub fn is_exhausted(&self) -> bool {
        self.pos == self.src.len()
    }

    pub(super) fn as_ffi(&self) -> sys::ZSTD_inBuffer {
        sys::ZSTD_inBuffer {
            src: self.src.as_ptr().cast(),
            size: self.src.len(),
            pos: self.pos,
        }
    }

    pub(super) fn advance_to(&mut self, pos: usize) {
        self.pos = pos.min(self.src.len());
    }
}

/// Output of a streaming call: the first `pos` bytes of `dst` are written, the rest is room.
///
/// ```
/// use std::mem::MaybeUninit;
/// use zstd_core::{CCtx, CompressDirective, InBuffer, OutBuffer};
///
/// let mut room = [MaybeUninit::uninit(); 64];
/// let mut output = OutBuffer::new(&mut room);
/// let mut context = CCtx::new()?;
/// let left = context.compress_stream(&mut InBuffer::new(b"data"), &mut output, CompressDirective::End)?;
/// assert_eq!((left, output.written().len()), (0, output.pos()));
/// # Ok::<(), zstd_core::Error>(())
/// ```
#[derive(Debug)]
pub struct OutBuffer<'a> {
    dst: &'a mut [MaybeUninit<u8>],
    pos: usize,
}

impl<'a> OutBuffer<'a> {
    /// All of `dst` as room.
    #[must_use]
    pub fn new(dst: &'a mut [MaybeUninit<u8>]) -> Self {
        Self { dst, pos: 0 }
    }

    /// How many bytes have been written.
    #[must_use]
    pub fn pos(&self) -> usize {
        self.pos
    }

    /// How many more bytes fit.
    #[must_use]
    pub fn room(&self) -> usize {
        self.dst.len() - self.pos
    }

    /// The bytes that have been written.
    #[must_use]
    pub fn written(&self) -> &[u8] {
        let written = &self.dst[..self.pos];
        // SAFETY: libzstd has initialised the first `pos` bytes, and `pos` only moves by `advance_to`.
        unsafe { slice::from_raw_parts(written.as_ptr().cast(), written.len()) }
    }

    /// The room.
    pub(super) fn rest(&mut self) -> &mut [MaybeUninit<u8>] {
        &mut self.dst[self.pos..]
    }

    pub(super) fn as_ffi(&mut self) -> sys::ZSTD_outBuffer {
        sys::ZSTD_outBuffer {
            dst: self.dst.as_mut_ptr().cast(),
            size: self.dst.len(),
            pos: self.pos,
        }
    }

    /// As if there were room for at most `most` bytes.
    pub(super) fn as_ffi_up_to(&mut self, most: u64) -> sys::ZSTD_outBuffer {
        let room = usize::try_from(most).map_or(self.room(), |most| most.min(self.room()));
        sys::ZSTD_outBuffer {
            size: self.pos + room,
            ..self.as_ffi()
        }
    }

    /// # Safety
    ///
    /// The first `pos` bytes of the memory must be initialised.
    pub(super) unsafe fn advance_to(&mut self, pos: usize) {
        debug_assert!(self.pos <= pos && pos <= self.dst.len());
        self.pos = pos;
    }
}

//! One-shot compression that the caller may stop.
#![forbid(unsafe_code)]

use std::mem::MaybeUninit;

use super::{CCtx, CompressDirective, InBuffer, OutBuffer};
use crate::error::{Error, ErrorCode, Result};
use crate::watch::Watch;

/// Room for output of a call that waits for worker threads until the room is full: so small that it does not wait for long.
const PIECE: usize = 4 << 10;

impl CCtx {
    /// As [`CCtx::compress`], to the byte, asking `watch` whether to go on: while worker threads compress, or ahead of every
    /// block. A single thread that matches over long distances asks nothing.
    ///
    /// # Errors
    ///
    /// [`Error::Interrupted`] when the answer was no; the frame is forgotten.
    pub fn compress_watched(
        &mut self,
        src: &[u8],
        dst: &mut [MaybeUninit<u8>],
        watch: &mut Watch<'_>,
    ) -> Result<usize> {
        if src.len() < Watch::WORTHWHILE {
            return self.compress(src, dst);
        }
        if !self.has_threads() {
            return self.compress_asking(src, dst, watch);
        }
        self.reset_session();
        let result = self.drive(src, dst, watch);
        if result.is_err() {
            self.reset_session();
        }
        result
    }

    /// libzstd copies what worker threads read, so that they may go on with it when this has returned.
    fn drive(
        &mut self,
        src: &[u8],
        dst: &mut [MaybeUninit<u8>],
        watch: &mut Watch<'_>,
    ) -> Result<usize> {
        self.set_pledged_size(Some(src.len() as u64))?;
        // The last byte comes with the end of the frame, so that no empty block follows.
        let (front, last) = src.split_at(src.len() - 1);
        let mut written = 0;
        let mut input = InBuffer::new(front);
        while !input.is_exhausted() {
            let mut output = OutBuffer::new(&mut dst[written..]);
            self.compress_stream(&mut input, &mut output, CompressDirective::Continue)?;
            written += output.pos();
            if !watch.proceed() {
                return Err(Error::Interrupted);
            }
        }
        let mut input = InBuffer::new(last);
        loop {
            let end = dst.len().min(written + PIECE);
            let mut output = OutBuffer::new(&mut dst[written..end]);
            let left = self.compress_stream(&mut input, &mut output, CompressDirective::End)?;
            let full = output.room() == 0;
            written += output.pos();
            if left == 0 {
                return Ok(written);
            }
            if full && written == dst.len() {
                return Err(Error::from_code(
                    "cannot compress",
                    ErrorCode::DST_SIZE_TOO_SMALL,
                ));
            }
            if !watch.proceed() {
                return Err(Error::Interrupted);
            }
        }
    }
}

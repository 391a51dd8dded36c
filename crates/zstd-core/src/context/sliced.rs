//! Decompression of whole inputs that asks now and then whether to go on.
#![forbid(unsafe_code)]

use std::mem::MaybeUninit;

use super::{DCtx, InBuffer, OutBuffer};
use crate::error::{Error, Result};
use crate::frame::{ContentSize, content_size};
use crate::parameters::{DParameter, Format};
use crate::watch::Watch;

/// Content below this size takes no time.
const WORTH_WATCHING: usize = 16 << 20;

/// The largest header of a frame, in bytes: as much as is given for each one before anything is known of it.
const HEADER: usize = 18;

/// What has become of a call that asks.
enum Outcome {
    /// All frames of the input have been decoded, to so many bytes.
    Done(usize),
    /// The answer was no.
    Stopped,
    /// Something is wrong, or unusual: the plain call knows what.
    Unclear,
}

impl DCtx {
    /// As [`DCtx::decompress`], asking `watch` whether to go on ahead of every block, if `dst` is large. Frames without magic
    /// number are decoded without asking.
    ///
    /// # Errors
    ///
    /// As [`DCtx::decompress`], and [`Error::Interrupted`] when the answer was no; the frame is forgotten.
    pub fn decompress_watched(
        &mut self,
        src: &[u8],
        dst: &mut [MaybeUninit<u8>],
        watch: &mut Watch<'_>,
    ) -> Result<usize> {
        match self.decode_watched(src, dst, watch)? {
            Some(length) => Ok(length),
            None => self.decompress(src, dst),
        }
    }

    /// The size of the content. `None`: the plain call can do that as well, or knows what is wrong.
    pub(super) fn decode_watched(
        &mut self,
        src: &[u8],
        dst: &mut [MaybeUninit<u8>],
        watch: &mut Watch<'_>,
    ) -> Result<Option<usize>> {
        if dst.len() < WORTH_WATCHING {
            return Ok(None);
        }
        self.reset_session();
        // The output is one piece that stays where it is, so that nothing is decoded to another place first.
        self.set(DParameter::StableOutBuffer, 1)?;
        let outcome = self.decode_blocks(src, dst, watch);
        self.reset_session();
        self.set(DParameter::StableOutBuffer, 0)?;
        match outcome? {
            Outcome::Done(length) => Ok(Some(length)),
            Outcome::Stopped => Err(Error::Interrupted),
            Outcome::Unclear => Ok(None),
        }
    }

    /// Gives libzstd what it asks for next, which is a block each time: so no input is copied either.
    fn decode_blocks(
        &mut self,
        src: &[u8],
        dst: &mut [MaybeUninit<u8>],
        watch: &mut Watch<'_>,
    ) -> Result<Outcome> {
        let mut output = OutBuffer::new(dst);
        let (mut rest, mut wanted, mut frame) = (src, HEADER, None);
        loop {
            let (declared, start) = match frame {
                Some(frame) => frame,
                // The stream would take less content than declared for the whole, if the last block is empty.
                None => match content_size(rest, Format::Standard) {
                    Ok(declared) => {
                        self.renew_prefix()?;
                        *frame.insert((declared, output.pos()))
                    }
                    Err(_) => return Ok(Outcome::Unclear),
                },
            };
            let mut input = InBuffer::new(&rest[..wanted.min(rest.len())]);
            let left = match self.decompress_stream(&mut input, &mut output) {
                Ok(left) => left,
                Err(_) => return Ok(Outcome::Unclear),
            };
            rest = &rest[input.pos()..];
            wanted = left;
            if left == 0 {
                let length = (output.pos() - start) as u64;
                if matches!(declared, ContentSize::Known(size) if size != length) {
                    return Ok(Outcome::Unclear);
                }
                if rest.is_empty() {
                    return Ok(Outcome::Done(output.pos()));
                }
                (wanted, frame) = (HEADER, None);
            } else if rest.is_empty() {
                return Ok(Outcome::Unclear);
            }
            if !watch.proceed() {
                return Ok(Outcome::Stopped);
            }
        }
    }
}

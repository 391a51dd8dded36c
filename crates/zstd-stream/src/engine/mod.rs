//! The push engines: bytes in, bytes out. They do no I/O, so that anything can drive them, asynchronous code included.
#![forbid(unsafe_code)]

mod budget;
mod compress;
mod decompress;
mod explain;
mod header;

pub use compress::CompressStream;
pub use decompress::DecompressStream;

use zstd_core::{InBuffer, OutBuffer, StreamSizes};

use crate::error::StreamError;
use crate::numbers::FlushMode;

/// Why an engine has stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// All input was taken, and everything that the call was to hand out was handed out.
    NeedsInput,
    /// The output is full, or holds all that a limit allows; there may be more to hand out.
    NeedsRoom,
    /// A frame has ended, and all of it was handed out. Input may be left.
    FrameEnd,
    /// The stream has ended: it takes no more input, and there is nothing left to hand out.
    End,
}

/// What readers, writers, iterators and copies need of an engine: the common face of [`CompressStream`] and
/// [`DecompressStream`].
///
/// After an error every further call fails until the engine is made anew.
pub trait Codec {
    /// The sizes of pieces that suit the engine.
    fn sizes() -> StreamSizes;

    /// Moves data until the input is used up, the output is full, or a frame ends.
    fn step(
        &mut self,
        input: &mut InBuffer<'_>,
        output: &mut OutBuffer<'_>,
    ) -> Result<Status, StreamError>;

    /// Hands out what is inside, as far as `mode` says. [`Status::NeedsRoom`]: call again with more room.
    fn flush(&mut self, output: &mut OutBuffer<'_>, mode: FlushMode)
    -> Result<Status, StreamError>;

    /// Says that no input follows, and hands out what is inside. [`Status::NeedsRoom`]: call again with more room;
    /// [`Status::End`]: all is done.
    fn finish(&mut self, output: &mut OutBuffer<'_>) -> Result<Status, StreamError>;

    /// How many bytes are still to come out of the current frame, or of the one that `next` begins, as far as that is known; never more
    /// than `next` can hold.
    fn expected(&self, next: &[u8]) -> Option<u64> {
        let _ = next;
        None
    }

    /// How many bytes may come out at most, all together. More are an error, so that nobody needs room for them.
    fn allowed(&self) -> u64 {
        u64::MAX
    }

    /// The size of the engine's memory, in bytes; after [`Codec::release`], what it was.
    fn memory_size(&self) -> usize;

    /// Gives the memory back to the compressor or decompressor that it came from. Every further step fails.
    fn release(&mut self);
}

/// A context that can be given back early, and what is to be known of it after that.
pub(crate) enum Held<T> {
    /// In use.
    Here(T),
    /// Given back; it had that many bytes.
    Released(usize),
}

impl<T> Held<T> {
    fn get_mut(&mut self) -> Result<&mut T, StreamError> {
        match self {
            Self::Here(context) => Ok(context),
            Self::Released(_) => Err(StreamError::Closed),
        }
    }

    fn memory_size(&self, measure: impl FnOnce(&T) -> usize) -> usize {
        match self {
            Self::Here(context) => measure(context),
            Self::Released(size) => *size,
        }
    }
}

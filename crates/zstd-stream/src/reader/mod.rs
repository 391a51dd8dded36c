//! Readers: a stream that is pulled, out of a source.
#![forbid(unsafe_code)]

mod lines;
mod read;
mod seek;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use zstd_core::{Compressor, Decompressor};

use crate::engine::{Codec, CompressStream, DecompressStream};
use crate::error::{Error, StreamError};
use crate::frames::Frames;
use crate::numbers::piece_size;
use crate::pump::{Pump, Until};
use crate::source::Source;
use crate::state::State;

/// Reads the compressed form of a source.
pub type CompressReader<S> = Reader<CompressStream, S>;

/// Reads the content of a compressed source.
pub type DecompressReader<S> = Reader<DecompressStream, S>;

/// A file-like object: what is read from it is what comes out of an engine that is fed by a source.
///
/// Reads answer `None` when the source has no data now and nothing was decoded; nothing is lost. Everything that was decoded
/// before a source runs dry is handed out first.
///
/// An error of the source, or of the data, ends the reader: every further read says that it has failed. Arguments that make no
/// sense, and seeks that are not possible, change nothing.
///
/// ```
/// use std::sync::Arc;
/// use zstd_core::{Compressor, Decompressor};
/// use zstd_stream::{DecompressReader, Frames, MemorySource};
///
/// let frame = Compressor::builder().build()?.compress(b"some data")?;
/// let decompressor = Arc::new(Decompressor::new());
/// let mut reader = DecompressReader::decompress(&decompressor, MemorySource::new(frame), Frames::All)?;
/// let mut out = Vec::new();
/// assert_eq!(reader.read_vec(4, &mut out)?, Some(4));
/// assert_eq!((&out[..], reader.tell()), (&b"some"[..], 4));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub struct Reader<C, S: Source> {
    pump: Pump<C, S>,
    state: State,
    /// No read goes beyond the end of a frame.
    stop_at_frames: bool,
    /// Output that was made ahead of being asked for; what was handed out is at its start.
    ahead: Vec<u8>,
    ahead_pos: usize,
    /// A frame ends where the output that was made ahead does.
    ahead_ends_frame: bool,
    /// How much was handed out.
    position: u64,
    entered: bool,
}

impl<S: Source> Reader<CompressStream, S> {
    /// Compresses `source` into one frame. `size` declares its size in bytes; `None`: unknown, unless the source knows it.
    ///
    /// # Errors
    ///
    /// As [`CompressStream::new`].
    pub fn compress(
        compressor: &Arc<Compressor>,
        source: S,
        size: Option<u64>,
    ) -> Result<Self, StreamError> {
        let size = size.or_else(|| source.size());
        Ok(Self::new(CompressStream::new(compressor, size)?, source))
    }
}

impl<S: Source> Reader<DecompressStream, S> {
    /// Decompresses `source`.
    ///
    /// # Errors
    ///
    /// As [`DecompressStream::new`].
    pub fn decompress(
        decompressor: &Arc<Decompressor>,
        source: S,
        frames: Frames,
    ) -> Result<Self, StreamError> {
        Ok(Self::new(
            DecompressStream::new(decompressor, frames)?,
            source,
        ))
    }

    /// Whether a read ends where a frame does, if it has anything by then; the next read goes on with the next frame. Reading
    /// everything, lines and seeks are not affected. The default is no.
    pub fn stop_at_frames(mut self, stop: bool) -> Self {
        self.stop_at_frames = stop;
        self
    }
}

impl<C: Codec, S: Source> Reader<C, S> {
    /// What comes out of `codec` when it is fed by `source`.
    pub fn new(codec: C, source: S) -> Self {
        Self {
            pump: Pump::new(codec, source),
            state: State::default(),
            stop_at_frames: false,
            ahead: Vec::new(),
            ahead_pos: 0,
            ahead_ends_frame: false,
            position: 0,
            entered: false,
        }
    }

    /// Asks the source for pieces of that many bytes.
    ///
    /// # Errors
    ///
    /// Sizes below 1.
    pub fn read_size(mut self, size: i64) -> Result<Self, StreamError> {
        self.pump.feed.set_read_size(piece_size("read_size", size)?);
        Ok(self)
    }

    /// How many bytes were read. Also after closing.
    #[must_use]
    pub fn tell(&self) -> u64 {
        self.position
    }

    /// How many bytes the source has handed out. Also after closing.
    #[must_use]
    pub fn source_bytes(&self) -> u64 {
        self.pump.feed.total()
    }

    /// The size of the engine's memory in bytes; once closed, what it was.
    #[must_use]
    pub fn memory_size(&self) -> usize {
        self.pump.codec.memory_size()
    }

    /// Closes the reader and frees its memory; not the source, which only its owner can close. Never fails.
    pub fn close(&mut self) {
        self.state = State::Closed;
        self.ahead = Vec::new();
        self.ahead_pos = 0;
        self.pump.feed.discard();
        self.pump.codec.release();
    }

    /// Enters the context of the reader, which closing leaves.
    ///
    /// # Errors
    ///
    /// A reader that is closed, has failed, or was entered before.
    pub fn enter(&mut self) -> Result<(), StreamError> {
        self.check()?;
        if self.entered {
            return Err(StreamError::invalid("cannot __enter__ multiple times"));
        }
        self.entered = true;
        Ok(())
    }

    /// Whether the reader was closed.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.state.is_closed()
    }

    /// Whether an earlier call has failed, so that the reader is of no use any more.
    #[must_use]
    pub fn is_failed(&self) -> bool {
        self.state.is_failed()
    }

    /// Refuses when the reader is closed or has failed, as every read would.
    pub fn check(&self) -> Result<(), StreamError> {
        self.state.check()
    }

    /// The source.
    #[must_use]
    pub fn source(&self) -> &S {
        self.pump.feed.source()
    }

    /// The source. What is read from it directly is missing in the stream.
    pub fn source_mut(&mut self) -> &mut S {
        self.pump.feed.source_mut()
    }

    /// The source, and the input that was read from it and not used.
    #[must_use]
    pub fn into_source(self) -> (S, Vec<u8>) {
        let unused = self.pump.feed.window().to_vec();
        (self.pump.feed.into_source(), unused)
    }

    /// How reads end that fill their memory.
    fn fill(&self) -> Until {
        if self.stop_at_frames {
            Until::FrameEnd
        } else {
            Until::Full
        }
    }

    /// How reads end that take what is ready.
    fn ready(&self) -> Until {
        if self.stop_at_frames {
            Until::SomeOfFrame
        } else {
            Until::Some
        }
    }

    /// Runs one operation, unless the reader is closed or has failed, and notes how it has ended.
    fn guarded<T>(
        &mut self,
        operation: impl FnOnce(&mut Self) -> Result<T, Error<S::Error>>,
    ) -> Result<T, Error<S::Error>> {
        self.state.enter()?;
        let position = self.position;
        let result = operation(self);
        let result = self.state.leave(result);
        if self.state.is_failed() {
            // Nothing was handed out.
            self.position = position;
        }
        result
    }
}

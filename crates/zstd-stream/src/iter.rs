//! Iterators over what comes out of a source, chunk by chunk.
#![forbid(unsafe_code)]

use std::mem::MaybeUninit;
use std::sync::Arc;

use zstd_core::{Compressor, Decompressor, OutBuffer};

use crate::engine::{Codec, CompressStream, DecompressStream};
use crate::error::{Error, StreamError};
use crate::frames::Frames;
use crate::memory;
use crate::numbers::piece_size;
use crate::pump::{Pump, Stopped, Until};
use crate::source::Source;
use crate::state::State;

/// The compressed form of a source, chunk by chunk.
pub type CompressChunks<S> = ChunkIterator<CompressStream, S>;

/// The content of a compressed source, chunk by chunk.
pub type DecompressChunks<S> = ChunkIterator<DecompressStream, S>;

/// What comes out of an engine that is fed by a source, in chunks of 1 to `write_size` bytes.
///
/// It is lazy: the source is only asked when a chunk is asked for, and not again before what it gave is handed out. Once it is
/// exhausted it stays exhausted. After an error it says that it has failed; as an [`Iterator`], it ends.
///
/// ```
/// use std::sync::Arc;
/// use zstd_core::Compressor;
/// use zstd_stream::{CompressChunks, MemorySource};
///
/// let compressor = Arc::new(Compressor::builder().build()?);
/// let chunks = CompressChunks::compress(&compressor, MemorySource::new("data"), None)?.write_size(5)?;
/// let chunks = chunks.collect::<Result<Vec<_>, _>>()?;
/// assert!(chunks.iter().all(|chunk| chunk.len() <= 5));
/// assert!(chunks.concat().starts_with(b"\x28\xb5\x2f\xfd"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub struct ChunkIterator<C, S: Source> {
    pump: Pump<C, S>,
    state: State,
    write_size: usize,
    buffer: Vec<u8>,
    /// The iterator trait has reported an error.
    fused: bool,
}

impl<S: Source> ChunkIterator<CompressStream, S> {
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

impl<S: Source> ChunkIterator<DecompressStream, S> {
    /// Decompresses `source`. Which frames, the decompressor's conventions may say before `frames` does.
    ///
    /// # Errors
    ///
    /// As [`DecompressStream::new`].
    pub fn decompress(
        decompressor: &Arc<Decompressor>,
        source: S,
        frames: Frames,
    ) -> Result<Self, StreamError> {
        let only_first = decompressor.conventions().first_frame_only;
        let frames = if only_first { Frames::First } else { frames };
        let stream =
            DecompressStream::new(decompressor, frames)?.count_skippable_frames(only_first);
        Ok(Self::new(stream, source))
    }

    /// Passes over that many bytes at the start of the source. They must all be in the first piece that it hands out.
    ///
    /// # Errors
    ///
    /// As many bytes as the source is asked for at a time, or more: call this after [`ChunkIterator::read_size`]. Below 0.
    pub fn skip_bytes(mut self, count: i64) -> Result<Self, StreamError> {
        let read_size = self.pump.feed.read_size();
        match usize::try_from(count) {
            Ok(count) if count < read_size => self.pump.feed.set_skip(count),
            Ok(_) => {
                return Err(StreamError::invalid(format!(
                    "skip_bytes must be smaller than read_size; got {count}, read_size is {read_size}"
                )));
            }
            Err(_) => {
                return Err(StreamError::invalid(format!(
                    "skip_bytes must not be negative; got {count}"
                )));
            }
        }
        Ok(self)
    }
}

impl<C: Codec, S: Source> ChunkIterator<C, S> {
    /// What comes out of `codec` when it is fed by `source`.
    pub fn new(codec: C, source: S) -> Self {
        Self {
            pump: Pump::new(codec, source),
            state: State::default(),
            write_size: C::sizes().output,
            buffer: Vec::new(),
            fused: false,
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

    /// Makes chunks of at most that many bytes.
    ///
    /// # Errors
    ///
    /// Sizes below 1.
    pub fn write_size(mut self, size: i64) -> Result<Self, StreamError> {
        self.write_size = piece_size("write_size", size)?;
        Ok(self)
    }

    /// The largest size of a chunk, in bytes.
    #[must_use]
    pub fn chunk_size(&self) -> usize {
        self.write_size
    }

    /// The next chunk, which lives until the next call; `None` when there are no more.
    ///
    /// # Errors
    ///
    /// [`StreamError::WouldBlock`] when the source has no data now; nothing is lost.
    pub fn next_chunk(&mut self) -> Result<Option<&[u8]>, Error<S::Error>> {
        let mut buffer = std::mem::take(&mut self.buffer);
        buffer.clear();
        let result = self.guarded(|chunks| {
            memory::reserve(&mut buffer, chunks.write_size, true)?;
            memory::append(&mut buffer, chunks.write_size, |output| chunks.fill(output))
        });
        self.buffer = buffer;
        Ok(result?.then_some(&self.buffer))
    }

    /// Writes the next chunk to the start of `room`, of which no more than `write_size` bytes are used. Returns its length;
    /// `None` when there are no more.
    ///
    /// The first bytes of `room`, as many as returned, are initialised.
    ///
    /// # Errors
    ///
    /// [`StreamError::WouldBlock`] when the source has no data now; nothing is lost. No room at all is an invalid value.
    pub fn next_into(
        &mut self,
        room: &mut [MaybeUninit<u8>],
    ) -> Result<Option<usize>, Error<S::Error>> {
        self.guarded(|chunks| {
            if room.is_empty() {
                return Err(StreamError::invalid("there must be room for at least 1 byte").into());
            }
            let most = room.len().min(chunks.write_size);
            let mut output = OutBuffer::new(&mut room[..most]);
            Ok(chunks.fill(&mut output)?.then(|| output.pos()))
        })
    }

    /// Whether there was another chunk.
    fn fill(&mut self, output: &mut OutBuffer<'_>) -> Result<bool, Error<S::Error>> {
        match self.pump.run(output, Until::Some, false)? {
            Stopped::Blocked => Err(StreamError::WouldBlock(
                "the source has no data now; ask for the next chunk again later",
            )
            .into()),
            Stopped::Full | Stopped::Some | Stopped::FrameEnd | Stopped::End => {
                if self.pump.has_ended() {
                    self.pump.codec.release();
                }
                Ok(output.pos() > 0)
            }
        }
    }

    /// How many bytes the source has handed out.
    #[must_use]
    pub fn source_bytes(&self) -> u64 {
        self.pump.feed.total()
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

    /// Runs one operation, unless the iterator has failed, and notes how it has ended.
    fn guarded<T>(
        &mut self,
        operation: impl FnOnce(&mut Self) -> Result<T, Error<S::Error>>,
    ) -> Result<T, Error<S::Error>> {
        self.state.enter()?;
        let result = operation(self);
        self.state.leave(result)
    }
}

impl<C: Codec, S: Source> Iterator for ChunkIterator<C, S> {
    type Item = Result<Vec<u8>, Error<S::Error>>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.fused {
            return None;
        }
        match self.next_chunk() {
            Ok(None) => None,
            Ok(Some(chunk)) => {
                let copied = memory::copied(chunk);
                // What is not handed out now is lost.
                self.fused = copied.is_err();
                Some(copied.map_err(Error::Stream))
            }
            Err(error) => {
                self.fused = self.state.is_failed();
                Some(Err(error))
            }
        }
    }
}

#[cfg(test)]
mod tests;

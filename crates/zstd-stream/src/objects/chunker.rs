//! The chunker: compressed output in pieces of one size.
#![forbid(unsafe_code)]

use std::sync::Arc;

use zstd_core::{CompressDirective, Compressor, InBuffer};

use crate::engine::{Codec, CompressStream, Status};
use crate::error::StreamError;
use crate::memory;
use crate::numbers::piece_size;

/// Compresses into chunks of exactly `chunk_size` bytes; only the last one of a flush, or of the frame, may be shorter.
///
/// Each of [`Chunker::compress`], [`Chunker::flush`] and [`Chunker::finish`] begins an operation; [`Chunker::next_chunk`] carries it out,
/// chunk by chunk, and must be called until there are no more before the next operation can begin. `I` is the input as the
/// caller holds it: it is kept until it is used up, and not copied.
///
/// ```
/// use std::sync::Arc;
/// use zstd_core::Compressor;
/// use zstd_stream::Chunker;
///
/// let compressor = Arc::new(Compressor::builder().build()?);
/// let mut chunker = Chunker::new(&compressor, None, 5)?;
/// chunker.compress("data")?;
/// assert_eq!(chunker.next_chunk()?, None);
/// chunker.finish()?;
/// let mut frame = Vec::new();
/// while let Some(chunk) = chunker.next_chunk()? {
///     assert!(chunk.len() == 5 || frame.len() + chunk.len() == 13);
///     frame.extend_from_slice(chunk);
/// }
/// # Ok::<(), zstd_stream::StreamError>(())
/// ```
pub struct Chunker<I> {
    stream: CompressStream,
    operation: Operation<I>,
    finished: bool,
    buffer: Vec<u8>,
    /// The buffer was handed out as a chunk.
    handed_out: bool,
    chunk_size: usize,
}

enum Operation<I> {
    None,
    Compress { data: I, pos: usize },
    Flush,
    Finish,
}

impl<I: AsRef<[u8]>> Chunker<I> {
    /// A chunker with the options of `compressor`. `size` declares the size of the content in bytes; `None`: unknown.
    ///
    /// # Errors
    ///
    /// Chunk sizes below 1; as [`CompressStream::new`].
    pub fn new(
        compressor: &Arc<Compressor>,
        size: Option<u64>,
        chunk_size: i64,
    ) -> Result<Self, StreamError> {
        let chunk_size = piece_size("chunk_size", chunk_size)?;
        Ok(Self {
            stream: CompressStream::new(compressor, size)?.with_plain_endings(),
            operation: Operation::None,
            finished: false,
            buffer: memory::with_room(chunk_size)?,
            handed_out: false,
            chunk_size,
        })
    }

    /// Takes `data`.
    ///
    /// # Errors
    ///
    /// After the frame was ended; while chunks of the operation before are left.
    pub fn compress(&mut self, data: I) -> Result<(), StreamError> {
        self.begin(
            "cannot call compress() after compression finished",
            "cannot perform operation before consuming output from previous operation",
        )?;
        if !data.as_ref().is_empty() {
            self.operation = Operation::Compress { data, pos: 0 };
        }
        Ok(())
    }

    /// Ends the block: its chunks are everything so far.
    ///
    /// # Errors
    ///
    /// After the frame was ended; while chunks of the operation before are left.
    pub fn flush(&mut self) -> Result<(), StreamError> {
        self.begin(
            "cannot call flush() after compression finished",
            "cannot call flush() before consuming output from previous operation",
        )?;
        self.operation = Operation::Flush;
        Ok(())
    }

    /// Ends the frame: its chunks are everything that is left.
    ///
    /// # Errors
    ///
    /// After the frame was ended; while chunks of the operation before are left.
    pub fn finish(&mut self) -> Result<(), StreamError> {
        self.begin(
            "cannot call finish() after compression finished",
            "cannot call finish() before consuming output from previous operation",
        )?;
        self.operation = Operation::Finish;
        Ok(())
    }

    fn begin(&self, finished: &'static str, unfinished: &'static str) -> Result<(), StreamError> {
        self.stream.check()?;
        match &self.operation {
            _ if self.finished => Err(StreamError::OutOfOrder(finished)),
            Operation::None => Ok(()),
            _ => Err(StreamError::OutOfOrder(unfinished)),
        }
    }

    /// The next chunk of the operation that was begun, which lives until the next call; `None` when there are no more.
    ///
    /// # Errors
    ///
    /// Input that does not have the declared size. The chunker is lost then.
    pub fn next_chunk(&mut self) -> Result<Option<&[u8]>, StreamError> {
        if self.handed_out {
            self.buffer.clear();
            self.handed_out = false;
        }
        self.handed_out = self.run()?;
        Ok(self.handed_out.then_some(&self.buffer))
    }

    /// Whether the buffer is a chunk.
    fn run(&mut self) -> Result<bool, StreamError> {
        let (data, pos, directive) = match &self.operation {
            Operation::None => return Ok(false),
            Operation::Compress { data, pos } => {
                let rest = data.as_ref().get(*pos..).unwrap_or_default();
                (rest, *pos, CompressDirective::Continue)
            }
            Operation::Flush => (&[][..], 0, CompressDirective::Flush),
            Operation::Finish => (&[][..], 0, CompressDirective::End),
        };
        let mut input = InBuffer::new(data);
        let room = self.chunk_size - self.buffer.len();
        let stream = &mut self.stream;
        let status = memory::append(&mut self.buffer, room, |output| {
            stream.process(&mut input, output, directive)
        })?;
        let used = input.pos();
        if let Operation::Compress { pos: place, .. } = &mut self.operation {
            *place = pos + used;
        }
        if status == Status::NeedsRoom {
            return Ok(true);
        }
        let handed_out = match std::mem::replace(&mut self.operation, Operation::None) {
            Operation::None | Operation::Compress { .. } => self.buffer.len() == self.chunk_size,
            Operation::Flush => !self.buffer.is_empty(),
            Operation::Finish => {
                self.finished = true;
                self.stream.release();
                !self.buffer.is_empty()
            }
        };
        Ok(handed_out)
    }

    /// Whether the frame was ended, and all of its chunks were handed out but the last.
    #[must_use]
    pub fn is_finished(&self) -> bool {
        self.finished
    }

    /// The size of the engine's memory in bytes; once finished, what it was.
    #[must_use]
    pub fn memory_size(&self) -> usize {
        self.stream.memory_size()
    }
}

#[cfg(test)]
mod tests;

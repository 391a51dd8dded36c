//! Writers: a stream that is pushed, into a sink.
#![forbid(unsafe_code)]

mod context;
mod finish;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use zstd_core::{Compressor, Decompressor, InBuffer};

use crate::engine::{Codec, CompressStream, DecompressStream, Status};
use crate::error::{Error, StreamError};
use crate::frames::Frames;
use crate::numbers::piece_size;
use crate::outbox::{Delivery, Outbox};
use crate::sink::Sink;
use crate::state::State;
use context::Context;

/// Writes the compressed form of what is written to it.
pub type CompressWriter<S> = Writer<CompressStream, S>;

/// Writes the content of the compressed data that is written to it.
pub type DecompressWriter<S> = Writer<DecompressStream, S>;

/// What the number is that a write returns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WriteReturn {
    /// How much of the data was taken, as files return it. All of it, unless the sink takes nothing now.
    #[default]
    Taken,
    /// How many bytes the sink was given and took. All of the data is taken, even if the sink takes nothing now: what cannot be
    /// written waits in memory.
    Written,
}

/// A file-like object: what is written to it goes through an engine into a sink, in pieces of at most `write_size` bytes.
///
/// Nothing is held back between calls but what the engine needs for its next block, and what a sink did not take. The latter is
/// offered again by every later call, before anything else.
///
/// An error of the sink, or of the data, ends the writer: every further call says that it has failed, except
/// [`Writer::close`], which then closes without another word.
///
/// # Unfinished streams
///
/// Dropping a writer writes nothing. Without [`Writer::close`] or [`Writer::finish`] the compressed stream has no end, which
/// every decoder of this workspace reports as truncated; [`Writer::is_finished`] tells in advance.
///
/// ```
/// use std::sync::Arc;
/// use zstd_core::{Compressor, Decompressor};
/// use zstd_stream::CompressWriter;
///
/// let compressor = Arc::new(Compressor::builder().content_size(true).build()?);
/// let mut writer = CompressWriter::compress(&compressor, Vec::new(), Some(9))?;
/// writer.push(b"some")?;
/// writer.push(b" data")?;
/// assert_eq!(Decompressor::new().decompress(&writer.finish()?)?, b"some data");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub struct Writer<C, S> {
    codec: C,
    sink: S,
    outbox: Outbox,
    state: State,
    returns: WriteReturn,
    context: Context,
    /// The stream was brought to its end.
    finished: bool,
    /// Closing leaves the sink unflushed.
    quiet_close: bool,
}

impl<S: Sink> Writer<CompressStream, S> {
    /// Compresses into `sink`. `size` declares the size of the first frame's content in bytes; `None`: unknown.
    ///
    /// # Errors
    ///
    /// As [`CompressStream::new`].
    pub fn compress(
        compressor: &Arc<Compressor>,
        sink: S,
        size: Option<u64>,
    ) -> Result<Self, StreamError> {
        let stream = CompressStream::new(compressor, size)?.with_plain_endings();
        let mut writer = Self::new(stream, sink);
        writer.quiet_close = compressor.conventions().quiet_close;
        Ok(writer)
    }
}

impl<S: Sink> Writer<DecompressStream, S> {
    /// Decompresses into `sink`. [`Frames::First`] is [`Frames::One`] here: a writer has nowhere to leave what follows.
    ///
    /// # Errors
    ///
    /// As [`DecompressStream::new`].
    pub fn decompress(
        decompressor: &Arc<Decompressor>,
        sink: S,
        frames: Frames,
    ) -> Result<Self, StreamError> {
        let mut writer = Self::new(DecompressStream::new(decompressor, frames)?, sink);
        writer.quiet_close = decompressor.conventions().quiet_close;
        Ok(writer)
    }
}

impl<C: Codec, S: Sink> Writer<C, S> {
    /// What comes out of `codec` goes to `sink`.
    pub fn new(codec: C, sink: S) -> Self {
        Self {
            codec,
            sink,
            outbox: Outbox::new(C::sizes().output),
            state: State::default(),
            returns: WriteReturn::default(),
            context: Context::default(),
            finished: false,
            quiet_close: false,
        }
    }

    /// Gives the sink pieces of at most that many bytes.
    ///
    /// # Errors
    ///
    /// Sizes below 1.
    pub fn write_size(mut self, size: i64) -> Result<Self, StreamError> {
        self.outbox.set_write_size(piece_size("write_size", size)?);
        Ok(self)
    }

    /// What the number is that [`Writer::push`] returns. The default is [`WriteReturn::Taken`].
    pub fn returns(mut self, returns: WriteReturn) -> Self {
        self.returns = returns;
        self
    }

    /// What the number is that [`Writer::push`] returns.
    #[must_use]
    pub fn write_return(&self) -> WriteReturn {
        self.returns
    }

    /// Takes `data`, and writes what comes out of it.
    ///
    /// See [`WriteReturn`] for the number that is returned. With [`WriteReturn::Taken`] and a sink that takes nothing now, it is
    /// smaller than the data, and `None` when nothing of the data was taken.
    pub fn push(&mut self, data: &[u8]) -> Result<Option<usize>, Error<S::Error>> {
        self.context
            .check("write must be called from an active context manager")?;
        self.guarded(|writer| writer.take(data))
    }

    /// Takes all of `data`, whatever the number is that [`Writer::push`] returns.
    ///
    /// # Errors
    ///
    /// [`StreamError::WouldBlock`] when the sink takes nothing now; what was taken of the data until then stays taken.
    pub fn push_all(&mut self, mut data: &[u8]) -> Result<(), Error<S::Error>> {
        loop {
            let Some(count) = self.push(data)? else {
                return Err(StreamError::WouldBlock(
                    "the sink takes no data now; write the rest later",
                )
                .into());
            };
            data = match self.returns {
                WriteReturn::Taken => &data[count..],
                WriteReturn::Written => &[],
            };
            if data.is_empty() {
                return Ok(());
            }
        }
    }

    fn take(&mut self, data: &[u8]) -> Result<Option<usize>, Error<S::Error>> {
        let before = self.outbox.total();
        let mut input = InBuffer::new(data);
        loop {
            let delivery = self.outbox.deliver(&mut self.sink)?;
            if delivery == Delivery::Blocked && self.returns == WriteReturn::Taken {
                let taken = input.pos();
                return Ok((taken > 0).then_some(taken));
            }
            // What one step has made is written before the next one can fail.
            match self.step(&mut input)? {
                Status::NeedsInput | Status::End => break,
                Status::NeedsRoom | Status::FrameEnd => {}
            }
        }
        self.outbox.deliver(&mut self.sink)?;
        Ok(Some(match self.returns {
            WriteReturn::Taken => data.len(),
            WriteReturn::Written => self.written_since(before),
        }))
    }

    fn step(&mut self, input: &mut InBuffer<'_>) -> Result<Status, StreamError> {
        let codec = &mut self.codec;
        let status = self.outbox.fill(|output| codec.step(input, output))?;
        if status == Status::End && !input.is_exhausted() {
            return Err(StreamError::ExtraData);
        }
        Ok(status)
    }

    fn written_since(&self, before: u64) -> usize {
        usize::try_from(self.outbox.total() - before).unwrap_or(usize::MAX)
    }

    /// How many bytes the sink has taken. Also after closing.
    #[must_use]
    pub fn tell(&self) -> u64 {
        self.outbox.total()
    }

    /// The size of the engine's memory in bytes; once closed, what it was.
    ///
    /// # Errors
    ///
    /// Outside of the context that the writer requires.
    pub fn memory_size(&self) -> Result<usize, StreamError> {
        self.context.check(
            "cannot determine size of an inactive compressor; call when a context manager is active",
        )?;
        Ok(self.codec.memory_size())
    }

    /// Whether output waits that the sink did not take.
    #[must_use]
    pub fn has_pending(&self) -> bool {
        self.outbox.waits()
    }

    /// Whether the stream was brought to its end, and the sink has all of it.
    #[must_use]
    pub fn is_finished(&self) -> bool {
        self.finished
    }

    /// Whether the writer was closed.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.state.is_closed()
    }

    /// Whether an earlier call has failed, so that the writer is of no use any more.
    #[must_use]
    pub fn is_failed(&self) -> bool {
        self.state.is_failed()
    }

    /// Refuses when the writer is closed or has failed, as every write would.
    pub fn check(&self) -> Result<(), StreamError> {
        self.state.check()
    }

    /// The engine.
    #[must_use]
    pub fn codec(&self) -> &C {
        &self.codec
    }

    /// The sink.
    #[must_use]
    pub fn sink(&self) -> &S {
        &self.sink
    }

    /// The sink. What is written to it directly is no part of the stream.
    pub fn sink_mut(&mut self) -> &mut S {
        &mut self.sink
    }

    /// The sink, with whatever was written to it; see [`Writer::finish`] for the way that ends the stream first.
    #[must_use]
    pub fn into_sink(self) -> S {
        self.sink
    }

    /// Runs one operation, unless the writer is closed or has failed, and notes how it has ended.
    fn guarded<T>(
        &mut self,
        operation: impl FnOnce(&mut Self) -> Result<T, Error<S::Error>>,
    ) -> Result<T, Error<S::Error>> {
        self.state.enter()?;
        let result = operation(self);
        self.state.leave(result)
    }
}

//! Copies from a source to a sink, through an engine.
#![forbid(unsafe_code)]

use std::convert::Infallible;
use std::sync::Arc;

use zstd_core::{Compressor, Decompressor};

use crate::engine::{Codec, CompressStream, DecompressStream};
use crate::error::{Error, StreamError};
use crate::frames::Frames;
use crate::numbers::piece_size;
use crate::outbox::{Delivery, Outbox};
use crate::pump::{Pump, Stopped, Until};
use crate::sink::Sink;
use crate::source::Source;
use crate::state::State;

/// A copy of a whole source into a sink, compressed or decompressed on its way.
///
/// It keeps what is in flight, so that a copy between ends that do not block can be carried on.
///
/// ```
/// use std::sync::Arc;
/// use zstd_core::Compressor;
/// use zstd_stream::{MemorySource, StreamCopy};
///
/// let compressor = Arc::new(Compressor::builder().build()?);
/// let mut out = Vec::new();
/// let source = MemorySource::new("data");
/// let (read, written) = StreamCopy::compress(&compressor, source, &mut out, None)?.run()?;
/// assert_eq!((read, written), (4, out.len() as u64));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub struct StreamCopy<C, R: Source, W> {
    pump: Pump<C, R>,
    outbox: Outbox,
    sink: W,
    state: State,
}

/// What the source or the sink of a copy failed with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Side<R, W> {
    /// The error of the source.
    #[error("{0}")]
    Source(R),
    /// The error of the sink.
    #[error("{0}")]
    Sink(W),
}

impl<E> Side<E, E> {
    /// The error, of whichever side it is.
    #[must_use]
    pub fn into_inner(self) -> E {
        match self {
            Self::Source(error) | Self::Sink(error) => error,
        }
    }
}

impl<E> Side<Infallible, E> {
    /// The error, which only the sink can have.
    #[must_use]
    pub fn into_sink(self) -> E {
        match self {
            Self::Source(never) => match never {},
            Self::Sink(error) => error,
        }
    }
}

/// The error of a copy from `R` to `W`.
pub type CopyError<R, W> = Error<Side<<R as Source>::Error, <W as Sink>::Error>>;

impl<R: Source, W: Sink> StreamCopy<CompressStream, R, W> {
    /// Compresses `source` into one frame. `size` declares its size in bytes; `None`: unknown, unless the source knows it.
    ///
    /// # Errors
    ///
    /// As [`CompressStream::new`].
    pub fn compress(
        compressor: &Arc<Compressor>,
        source: R,
        sink: W,
        size: Option<u64>,
    ) -> Result<Self, StreamError> {
        let size = size.or_else(|| source.size());
        Ok(Self::new(
            CompressStream::new(compressor, size)?,
            source,
            sink,
        ))
    }
}

impl<R: Source, W: Sink> StreamCopy<DecompressStream, R, W> {
    /// Decompresses `source`.
    ///
    /// # Errors
    ///
    /// As [`DecompressStream::new`].
    pub fn decompress(
        decompressor: &Arc<Decompressor>,
        source: R,
        sink: W,
        frames: Frames,
    ) -> Result<Self, StreamError> {
        Ok(Self::new(
            DecompressStream::new(decompressor, frames)?.named("zstd decompressor error"),
            source,
            sink,
        ))
    }
}

impl<C: Codec, R: Source, W: Sink> StreamCopy<C, R, W> {
    /// What comes out of `codec` when it is fed by `source` goes to `sink`.
    pub fn new(codec: C, source: R, sink: W) -> Self {
        Self {
            pump: Pump::new(codec, source),
            outbox: Outbox::new(C::sizes().output),
            sink,
            state: State::default(),
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

    /// Gives the sink pieces of at most that many bytes.
    ///
    /// # Errors
    ///
    /// Sizes below 1.
    pub fn write_size(mut self, size: i64) -> Result<Self, StreamError> {
        self.outbox.set_write_size(piece_size("write_size", size)?);
        Ok(self)
    }

    /// Copies everything, and returns how many bytes the source has handed out and the sink has taken.
    ///
    /// # Errors
    ///
    /// [`StreamError::WouldBlock`] when the source has no data now or the sink takes none: call again later to carry on. What
    /// was written before any other error stays written.
    pub fn run(&mut self) -> Result<(u64, u64), CopyError<R, W>> {
        self.state.enter()?;
        let result = self.copy();
        self.state.leave(result)?;
        Ok((self.pump.feed.total(), self.outbox.total()))
    }

    /// The source and the sink.
    #[must_use]
    pub fn into_parts(self) -> (R, W) {
        (self.pump.feed.into_source(), self.sink)
    }

    fn copy(&mut self) -> Result<(), CopyError<R, W>> {
        loop {
            if self.deliver()? == Delivery::Blocked {
                return Err(StreamError::WouldBlock(
                    "the sink takes no data now; run the copy again later",
                )
                .into());
            }
            let stopped = self.fill()?;
            if stopped == Stopped::End && !self.outbox.waits() {
                return Ok(());
            }
            if stopped == Stopped::Blocked {
                return Err(StreamError::WouldBlock(
                    "the source has no data now; run the copy again later",
                )
                .into());
            }
        }
    }

    fn deliver(&mut self) -> Result<Delivery, CopyError<R, W>> {
        self.outbox
            .deliver(&mut self.sink)
            .map_err(|error| error.map_outer(Side::Sink))
    }

    /// Stops with every piece of the source, so that nothing waits here while the source is asked.
    fn fill(&mut self) -> Result<Stopped, CopyError<R, W>> {
        let pump = &mut self.pump;
        self.outbox
            .fill(|output| pump.run(output, Until::Some, false))
            .map_err(|error| error.map_outer(Side::Source))
    }
}

#[cfg(test)]
mod tests;

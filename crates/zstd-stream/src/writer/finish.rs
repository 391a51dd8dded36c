//! Flushing, ending and closing.
#![forbid(unsafe_code)]

use zstd_core::OutBuffer;

use super::Writer;
use crate::engine::{Codec, Status};
use crate::error::{Error, StreamError};
use crate::numbers::FlushMode;
use crate::outbox::Delivery;
use crate::sink::Sink;
use crate::state::State;

impl<C: Codec, S: Sink> Writer<C, S> {
    /// Writes everything that was taken so far, to the end of the block or of the frame, and flushes the sink. Returns how many
    /// bytes the sink was given and took.
    ///
    /// Ending a frame that was not begun writes an empty one only if there was no frame before it. The next write begins a new
    /// frame. For a decompressing writer both modes do the same.
    ///
    /// # Errors
    ///
    /// [`StreamError::WouldBlock`] when the sink does not take everything now; the rest waits, and flushing may be repeated.
    pub fn flush_mode(&mut self, mode: FlushMode) -> Result<usize, Error<S::Error>> {
        self.context
            .check("flush must be called from an active context manager")?;
        self.guarded(|writer| {
            let before = writer.outbox.total();
            writer.drain(|codec, output| codec.flush(output, mode))?;
            writer.sink.flush().map_err(Error::Outer)?;
            Ok(writer.written_since(before))
        })
    }

    /// Ends the stream, writes what is left of it, and closes the writer; not the sink, which only its owner can close.
    ///
    /// Closing again does nothing. Closing a writer that has failed does nothing but that, so that the first error stays the
    /// one that is seen. Any error but [`StreamError::WouldBlock`] closes the writer, too.
    ///
    /// # Errors
    ///
    /// A compressing writer was given less than its declared size; a decompressing one was given a truncated frame; the sink
    /// fails, or takes nothing now, in which case closing may be repeated.
    pub fn close(&mut self) -> Result<(), Error<S::Error>> {
        if self.state.check().is_err() {
            self.shut();
            return Ok(());
        }
        let result = self.end();
        if self.state.check().is_err() || result.is_ok() {
            self.shut();
        }
        result
    }

    /// Closes the writer without ending the stream: what is in flight is dropped, and nothing more is written.
    pub fn abandon(&mut self) {
        self.shut();
    }

    /// Ends the stream and returns the sink.
    ///
    /// # Errors
    ///
    /// As [`Writer::close`]; also when an earlier call has failed, or the writer was closed before its end. A caller that needs
    /// the sink then uses `close` and [`Writer::into_sink`].
    pub fn finish(mut self) -> Result<S, Error<S::Error>> {
        if !self.finished {
            self.end()?;
        }
        Ok(self.sink)
    }

    fn end(&mut self) -> Result<(), Error<S::Error>> {
        self.guarded(|writer| {
            writer.drain(C::finish)?;
            if !writer.quiet_close {
                writer.sink.flush().map_err(Error::Outer)?;
            }
            writer.finished = true;
            Ok(())
        })
    }

    fn shut(&mut self) {
        self.state = State::Closed;
        self.outbox.discard();
        self.codec.release();
    }

    /// Runs `hand_out` until it is done, and delivers what it has made.
    ///
    /// What has begun is carried through even if the sink takes nothing, so that the engine is never left in the middle of it.
    fn drain(
        &mut self,
        mut hand_out: impl FnMut(&mut C, &mut OutBuffer<'_>) -> Result<Status, StreamError>,
    ) -> Result<(), Error<S::Error>> {
        let codec = &mut self.codec;
        loop {
            self.outbox.deliver(&mut self.sink)?;
            let status = self.outbox.fill(|output| hand_out(codec, output))?;
            if status != Status::NeedsRoom {
                break;
            }
        }
        if self.outbox.deliver(&mut self.sink)? == Delivery::Blocked {
            return Err(StreamError::WouldBlock(
                "the sink takes no data now; what is left is kept, flush or close again later",
            )
            .into());
        }
        Ok(())
    }
}

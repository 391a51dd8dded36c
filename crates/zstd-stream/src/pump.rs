//! A source pulled through an engine: what readers, iterators and copies have in common.
#![forbid(unsafe_code)]

use zstd_core::{InBuffer, OutBuffer};

use crate::engine::{Codec, Status};
use crate::error::{Error, StreamError};
use crate::feed::{Feed, Pulled};
use crate::memory;
use crate::place::Expected;
use crate::source::Source;

/// When to stop before the output is full.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Until {
    /// When there is no more input.
    Full,
    /// Also at the end of a frame, if there is any output.
    FrameEnd,
    /// Also before asking the source again, if there is any output.
    Some,
    /// At the end of a frame, and before asking the source again, if there is any output.
    SomeOfFrame,
}

impl Until {
    fn stops_at_frame_end(self) -> bool {
        matches!(self, Self::FrameEnd | Self::SomeOfFrame)
    }

    pub(crate) fn takes_some(self) -> bool {
        matches!(self, Self::Some | Self::SomeOfFrame)
    }
}

/// Why the pump has stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stopped {
    /// The output is full.
    Full,
    /// A frame has ended, and it was asked to stop there.
    FrameEnd,
    /// There is some output, and it was asked to stop with that.
    Some,
    /// The stream has ended.
    End,
    /// The source has no data now.
    Blocked,
}

/// The most, in bytes, that is taken or made in one step, so that no call is deaf to signals for long.
const ONE_STEP: usize = 1 << 30;

pub(crate) struct Pump<C, S: Source> {
    pub(crate) codec: C,
    pub(crate) feed: Feed<S>,
    /// The source has ended; the engine may still have something to hand out.
    draining: bool,
    ended: bool,
    /// An error of the engine that is reported once the output before it was handed out.
    deferred: Option<StreamError>,
}

impl<C: Codec, S: Source> Pump<C, S> {
    pub(crate) fn new(codec: C, source: S) -> Self {
        Self {
            codec,
            feed: Feed::new(source, C::sizes().input),
            draining: false,
            ended: false,
            deferred: None,
        }
    }

    /// Moves data to `output`, which must have room. `have` says that the caller has output from before this run.
    ///
    /// A run that may stop before its output is full hands out what comes before an error of the engine, and reports the error
    /// with the next run.
    pub(crate) fn run(
        &mut self,
        output: &mut OutBuffer<'_>,
        until: Until,
        have: bool,
    ) -> Result<Stopped, Error<S::Error>> {
        loop {
            if let Some(error) = self.deferred.take() {
                return Err(error.into());
            }
            if self.ended {
                return Ok(Stopped::End);
            }
            let status = self.step(output);
            let some = have || output.pos() > 0;
            let status = match status {
                Err(error) if until.takes_some() && some => {
                    self.deferred = Some(error);
                    return Ok(Stopped::Some);
                }
                status => status?,
            };
            match status {
                Status::End => self.ended = true,
                Status::FrameEnd if until.stops_at_frame_end() && some => {
                    return Ok(Stopped::FrameEnd);
                }
                _ if output.room() == 0 => return Ok(Stopped::Full),
                Status::FrameEnd | Status::NeedsRoom => {}
                Status::NeedsInput if until.takes_some() && some => return Ok(Stopped::Some),
                Status::NeedsInput => match self.feed.pull()? {
                    Pulled::Data => {}
                    Pulled::End => self.draining = true,
                    Pulled::Blocked => return Ok(Stopped::Blocked),
                },
            }
        }
    }

    /// Asks the source for its first piece, unless that has happened, so that [`Pump::expected`] has something to go by. At most
    /// `wanted` bytes of output will be asked for.
    ///
    /// A frame that is in memory with all of its input is decoded in one step, without a copy through the window.
    pub(crate) fn begin(&mut self, wanted: usize) -> Result<Pulled, Error<S::Error>> {
        if self.feed.total() > 0 || self.draining || self.deferred.is_some() {
            return Ok(Pulled::Data);
        }
        let pulled = self.feed.pull()?;
        self.draining = pulled == Pulled::End;
        match self.expected() {
            Expected::Exactly(size @ 1..) if size <= wanted.min(ONE_STEP) as u64 => {
                self.feed.pull_all(ONE_STEP)
            }
            _ => Ok(pulled),
        }
    }

    /// What is known of the size of what is left of the frame at hand.
    pub(crate) fn expected(&self) -> Expected {
        match self.codec.expected(self.feed.window()) {
            Some(size) if !self.draining && !self.ended => Expected::Exactly(size),
            _ => Expected::Unknown,
        }
    }

    /// How much room to make at most for `wanted` more bytes.
    pub(crate) fn room_for(&self, wanted: usize) -> usize {
        memory::room_for(wanted, self.codec.allowed())
    }

    fn step(&mut self, output: &mut OutBuffer<'_>) -> Result<Status, StreamError> {
        if self.draining {
            return self.codec.finish(output);
        }
        let mut input = InBuffer::new(self.feed.window());
        let status = self.codec.step(&mut input, output);
        let used = input.pos();
        self.feed.consume(used);
        status
    }

    /// Begins anew, after the source and the engine were set back.
    pub(crate) fn restart(&mut self) {
        self.draining = false;
        self.ended = false;
    }

    /// Whether the stream has ended.
    pub(crate) fn has_ended(&self) -> bool {
        self.ended
    }
}

#[cfg(test)]
mod tests;

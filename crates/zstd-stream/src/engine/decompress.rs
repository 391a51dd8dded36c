//! The decompressing engine.
#![forbid(unsafe_code)]

use std::sync::Arc;

use zstd_core::frame::{self, FrameKind};
use zstd_core::{
    DParameter, Decompressor, Error, InBuffer, OutBuffer, OwnedContext, StreamSizes, Watch,
};

use super::budget::Budget;
use super::compress::unstable;
use super::explain::{explain, no_progress, window_limit};
use super::header::Sniffer;
use super::{Codec, Held, Status};
use crate::error::StreamError;
use crate::frames::Frames;
use crate::numbers::FlushMode;
use crate::place::Expected;

/// What errors call the operation, unless they are told otherwise.
const DECOMPRESSING: &str = "zstd decompress error";

/// Blocks that were flushed early have far less content than they could have. Beyond this ratio of their bound to their size
/// memory is not allocated for it.
const LIKELY_RATIO: u64 = 64;

/// How much content comes between two questions of a call that is watched, in bytes: less than takes long.
const BETWEEN_QUESTIONS: u64 = 1 << 20;

/// Decompresses what is pushed into it.
///
/// [`Decompressor::max_output_size`] limits the content of all frames together. No more than that is ever handed out; content
/// beyond it is [`StreamError::OutputLimit`], as soon as that is known: where a frame begins that declares too much, otherwise
/// where the limit is reached and content goes on.
///
/// ```
/// use std::mem::MaybeUninit;
/// use std::sync::Arc;
/// use zstd_core::{Compressor, Decompressor, InBuffer, OutBuffer};
/// use zstd_stream::{DecompressStream, Frames, Status};
///
/// let frame = Compressor::builder().build()?.compress(b"data")?;
/// let decompressor = Arc::new(Decompressor::new());
/// let mut stream = DecompressStream::new(&decompressor, Frames::First)?;
/// let mut room = [MaybeUninit::uninit(); 100];
/// let mut output = OutBuffer::new(&mut room);
/// let status = stream.process(&mut InBuffer::new(&frame), &mut output)?;
/// assert_eq!((status, output.written()), (Status::FrameEnd, &b"data"[..]));
/// assert_eq!(stream.end_of_input(), Ok(()));
/// # Ok::<(), zstd_stream::StreamError>(())
/// ```
pub struct DecompressStream {
    context: Held<OwnedContext<Decompressor>>,
    decompressor: Arc<Decompressor>,
    frames: Frames,
    skippable_frames_count: bool,
    phase: Phase,
    sniffer: Sniffer,
    /// How much of the current frame's content was handed out.
    given: u64,
    /// How much may be handed out, all frames together.
    budget: Budget,
    /// Whether the last step has filled its output, so that more may be waiting inside.
    backlog: bool,
    failed: Option<StreamError>,
    /// What errors call the operation.
    operation: &'static str,
}

/// A frame that is in memory from its first byte to its last.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Complete {
    /// Its own size in bytes.
    length: usize,
    /// The size of its content.
    pub(crate) content: Expected,
    /// Whether it may be decoded in one step: it has content, and no window that would be refused otherwise.
    one_step: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// Before a frame, at the start or behind another one.
    Boundary,
    /// A frame has begun.
    Inside,
    /// The only frame to decode has ended.
    Finished,
    /// Behind it something has begun that has not shown any content yet.
    Behind,
}

impl DecompressStream {
    /// A stream with the options of `decompressor`.
    ///
    /// # Errors
    ///
    /// The parameter `stable_out_buffer`, which promises memory that stays in place: no stream can keep it.
    pub fn new(decompressor: &Arc<Decompressor>, frames: Frames) -> Result<Self, StreamError> {
        let stable = DParameter::StableOutBuffer;
        if decompressor.parameter(stable).unwrap_or(0) != 0 {
            return Err(unstable(stable.name()));
        }
        Ok(Self {
            context: Held::Here(decompressor.owned_context()?),
            budget: Budget::new(decompressor.max_output_size()),
            decompressor: decompressor.clone(),
            frames,
            skippable_frames_count: false,
            phase: Phase::Boundary,
            sniffer: Sniffer::default(),
            given: 0,
            backlog: false,
            failed: None,
            operation: DECOMPRESSING,
        })
    }

    /// Whether a skippable frame is a frame like others (one without content), for [`Frames::One`] and [`Frames::First`].
    /// The default is no.
    #[must_use]
    pub fn count_skippable_frames(mut self, count: bool) -> Self {
        self.skippable_frames_count = count;
        self
    }

    /// Lets errors call the operation that.
    #[must_use]
    pub fn named(mut self, operation: &'static str) -> Self {
        self.operation = operation;
        self
    }

    /// Goes on counting at `total` bytes for the limit of the content: what other streams have handed out before, of which this
    /// one is the continuation.
    #[must_use]
    pub fn counting_from(mut self, total: u64) -> Self {
        self.budget.set_spent(total);
        self
    }

    /// How many bytes of content were handed out, all frames together.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.budget.spent()
    }

    /// Moves data from `input` to `output`, to the end of the current frame at most.
    ///
    /// [`Status::FrameEnd`] is said once for each frame; call again for the next one. With [`Frames::First`], [`Status::End`]
    /// follows: no input is taken any more.
    ///
    /// # Errors
    ///
    /// What is no frame, or a broken one; more content than the decompressor allows; with [`Frames::One`], input after the frame,
    /// except for frames without content. The stream is lost then.
    pub fn process(
        &mut self,
        input: &mut InBuffer<'_>,
        output: &mut OutBuffer<'_>,
    ) -> Result<Status, StreamError> {
        self.process_asking(input, output, None)
    }

    /// As [`DecompressStream::process`], asking `watch`, if there is one, whether to go on. When the answer is no, the stream is
    /// lost as after an error.
    pub(crate) fn process_asking(
        &mut self,
        input: &mut InBuffer<'_>,
        output: &mut OutBuffer<'_>,
        watch: Option<&mut Watch<'_>>,
    ) -> Result<Status, StreamError> {
        self.check()?;
        self.run(input, output, watch)
            .inspect_err(|error| self.failed = Some(error.clone()))
    }

    fn run(
        &mut self,
        input: &mut InBuffer<'_>,
        output: &mut OutBuffer<'_>,
        mut watch: Option<&mut Watch<'_>>,
    ) -> Result<Status, StreamError> {
        let most = watch.as_ref().map_or(u64::MAX, |_| BETWEEN_QUESTIONS);
        loop {
            ask(watch.as_deref_mut())?;
            if matches!(self.phase, Phase::Finished | Phase::Behind) {
                return match self.frames {
                    Frames::One => self.pass_over(input),
                    Frames::All | Frames::First => Ok(Status::End),
                };
            }
            if input.is_exhausted() && !self.backlog {
                return Ok(Status::NeedsInput);
            }
            if output.room() == 0 && self.backlog {
                return Ok(Status::NeedsRoom);
            }
            let next = self
                .sniffer
                .with(input.remaining(), self.decompressor.format());
            let (before, read, written) = (input.remaining(), input.pos(), output.pos());
            let allowed = self.budget.left();
            let context = self.context.get_mut()?;
            let left = if allowed == u64::MAX {
                context.decompress_stream_up_to(input, output, most)
            } else {
                let (budget, operation) = (self.budget, self.operation);
                budget.check(operation, next.header(), self.given)?;
                budget.decompress(operation, context, input, output, most)?
            };
            let left =
                left.map_err(|error| explain(self.operation, error, &next, &self.decompressor))?;
            let consumed = input.pos() - read;
            let produced = output.pos() - written;
            self.sniffer = self
                .sniffer
                .with(&before[..consumed], self.decompressor.format());
            self.given += produced as u64;
            self.budget.spend(produced);
            if consumed > 0 {
                self.phase = Phase::Inside;
            }
            if left == 0 {
                self.check_size()?;
                self.end_frame()?;
                return Ok(Status::FrameEnd);
            }
            let at_limit = produced > 0 && produced as u64 == allowed;
            let cut = output.room() == 0 || produced as u64 == most;
            self.backlog = at_limit || (cut && allowed > 0);
            if at_limit {
                // What the limit allows is handed out before the next step can fail.
                return Ok(Status::NeedsRoom);
            }
            if consumed == 0 && produced == 0 && !self.backlog && !input.is_exhausted() {
                return Err(no_progress(self.operation));
            }
        }
    }

    /// Takes input behind the only frame, where nothing may be but frames without content.
    fn pass_over(&mut self, input: &mut InBuffer<'_>) -> Result<Status, StreamError> {
        while !input.is_exhausted() {
            let read = input.pos();
            let mut no_room = OutBuffer::new(&mut []);
            let context = self.context.get_mut()?;
            let left = context
                .decompress_stream(input, &mut no_room)
                .map_err(|_| StreamError::ExtraData)?;
            self.phase = Phase::Behind;
            if left == 0 {
                self.phase = Phase::Finished;
                context.renew_prefix()?;
            } else if input.pos() == read {
                // Content wants out.
                return Err(StreamError::ExtraData);
            }
        }
        Ok(Status::NeedsInput)
    }

    /// Compares the size of the content with the header's: libzstd does not when the last block of a frame is empty.
    fn check_size(&self) -> Result<(), StreamError> {
        let header = self.sniffer.header();
        let declared = header
            .filter(|header| header.kind == FrameKind::Zstandard)
            .and_then(|header| header.content_size.known());
        match declared {
            Some(expected) if expected != self.given => Err(Error::SizeMismatch {
                expected,
                actual: self.given,
            }
            .into()),
            _ => Ok(()),
        }
    }

    fn end_frame(&mut self) -> Result<(), StreamError> {
        let header = self.sniffer.header();
        let skippable = header.is_some_and(|header| header.kind == FrameKind::Skippable);
        let counts = !skippable || self.skippable_frames_count;
        self.phase = match self.frames {
            Frames::One | Frames::First if counts => Phase::Finished,
            _ => Phase::Boundary,
        };
        self.sniffer = Sniffer::default();
        self.given = 0;
        self.backlog = false;
        Ok(self.context.get_mut()?.renew_prefix()?)
    }

    /// Says that no input follows.
    ///
    /// # Errors
    ///
    /// [`Error::Truncated`] when a frame has begun and not ended.
    pub fn end_of_input(&self) -> Result<(), StreamError> {
        match self.phase {
            Phase::Inside => Err(Error::Truncated.into()),
            Phase::Behind => Err(StreamError::ExtraData),
            Phase::Boundary | Phase::Finished => Ok(()),
        }
    }

    /// Whether no frame is half decoded: at the start, and behind a frame.
    #[must_use]
    pub fn is_at_boundary(&self) -> bool {
        matches!(self.phase, Phase::Boundary | Phase::Finished)
    }

    /// Whether the stream has decoded the only frame that it was to decode.
    #[must_use]
    pub fn is_finished(&self) -> bool {
        matches!(self.phase, Phase::Finished | Phase::Behind)
    }

    /// Which frames are decoded.
    #[must_use]
    pub fn frames(&self) -> Frames {
        self.frames
    }

    /// How much content is still to come from the current frame, or from the one that `next` begins, as far as its header
    /// says. Never more than `next` can hold, so that memory can be allocated for it.
    #[must_use]
    pub fn expected(&self, next: &[u8]) -> Option<u64> {
        let sniffer = self.sniffer.with(next, self.decompressor.format());
        let header = sniffer.header()?;
        if header.kind == FrameKind::Skippable || self.budget.is_exceeded_by(header, self.given) {
            return None;
        }
        let left = header.content_size.known()?.saturating_sub(self.given);
        // A block may be waiting inside, and the next one may have begun.
        let held = 2 * u64::from(header.block_size_max);
        Some(left.min(frame::largest_content(next.len()).saturating_add(held)))
    }

    /// The frame that `next` begins with, if the next step begins one and all of it is there.
    pub(crate) fn complete(&self, next: &[u8]) -> Option<Complete> {
        let format = self.decompressor.format();
        if self.phase != Phase::Boundary {
            return None;
        }
        let header = frame::header(next, format).ok()?;
        let length = frame::compressed_size(next, format).ok()?;
        let content = match header.content_size.known() {
            Some(size) if size > self.budget.left() => Expected::Unknown,
            Some(size) => Expected::Exactly(size.min(frame::largest_content(length))),
            None => match frame::decompressed_bound(&next[..length]) {
                Ok(bound) if bound > self.budget.left() => Expected::Unknown,
                Ok(bound) if bound / LIKELY_RATIO <= length as u64 => Expected::AtMost(bound),
                _ => Expected::Unknown,
            },
        };
        let counted = header.kind == FrameKind::Zstandard
            && header.window_size <= window_limit(&self.decompressor);
        Some(Complete {
            length,
            content,
            one_step: counted,
        })
    }

    /// As [`DecompressStream::process`], for a frame that is all there: if there is room for all of its content, it is decoded
    /// in one step, without a copy through the window. A step that takes long asks `watch`, if there is one.
    pub(crate) fn process_complete(
        &mut self,
        frame: Complete,
        input: &mut InBuffer<'_>,
        output: &mut OutBuffer<'_>,
        mut watch: Option<&mut Watch<'_>>,
    ) -> Result<Status, StreamError> {
        let (Expected::AtMost(size) | Expected::Exactly(size)) = frame.content else {
            return self.process_asking(input, output, watch);
        };
        if !frame.one_step || size > output.room() as u64 {
            return self.process_asking(input, output, watch);
        }
        self.check()?;
        let written = output.pos();
        let context = self.context.get_mut()?;
        let asked = ask(watch.as_deref_mut());
        let decoded = asked.and_then(|()| match watch {
            Some(watch) => context.decompress_frame_watched(input, frame.length, output, watch),
            None => context.decompress_frame(input, frame.length, output),
        });
        self.budget.spend(output.pos() - written);
        decoded
            .map_err(|error| explain(self.operation, error, &self.sniffer, &self.decompressor))
            .and_then(|()| self.end_frame())
            .inspect_err(|error| self.failed = Some(error.clone()))?;
        Ok(Status::FrameEnd)
    }

    /// Forgets everything that was decoded, so that the stream begins anew, its [`total`](DecompressStream::total) included; also
    /// after a failure.
    pub fn restart(&mut self) -> Result<(), StreamError> {
        self.budget.set_spent(0);
        self.forget()
    }

    /// Forgets the frame at hand, and any failure, so that another frame can be decoded. What was handed out keeps counting.
    pub(crate) fn forget(&mut self) -> Result<(), StreamError> {
        self.context.get_mut()?.reset_session();
        self.phase = Phase::Boundary;
        self.sniffer = Sniffer::default();
        self.given = 0;
        self.backlog = false;
        self.failed = None;
        Ok(self.context.get_mut()?.renew_prefix()?)
    }

    /// Whether the last call has filled its output, so that another one may give more without any input.
    #[must_use]
    pub fn has_backlog(&self) -> bool {
        self.backlog
    }

    /// Refuses when an earlier call has failed, as every further one would.
    pub fn check(&self) -> Result<(), StreamError> {
        match &self.failed {
            Some(error) => Err(StreamError::Failed(error.to_string().into())),
            None => Ok(()),
        }
    }
}

/// Whether to go on.
fn ask(watch: Option<&mut Watch<'_>>) -> zstd_core::Result<()> {
    if watch.is_none_or(Watch::proceed) {
        Ok(())
    } else {
        Err(Error::Interrupted)
    }
}

impl Codec for DecompressStream {
    fn sizes() -> StreamSizes {
        StreamSizes::decompression()
    }

    fn step(
        &mut self,
        input: &mut InBuffer<'_>,
        output: &mut OutBuffer<'_>,
    ) -> Result<Status, StreamError> {
        self.process(input, output)
    }

    /// Content is never held back, so that both modes do the same.
    fn flush(&mut self, output: &mut OutBuffer<'_>, _: FlushMode) -> Result<Status, StreamError> {
        self.process(&mut InBuffer::new(&[]), output)
    }

    fn finish(&mut self, output: &mut OutBuffer<'_>) -> Result<Status, StreamError> {
        match self.flush(output, FlushMode::Frame)? {
            Status::NeedsRoom => Ok(Status::NeedsRoom),
            _ => self.end_of_input().map(|()| Status::End),
        }
    }

    fn expected(&self, next: &[u8]) -> Option<u64> {
        self.expected(next)
    }

    fn allowed(&self) -> u64 {
        self.budget.left()
    }

    fn memory_size(&self) -> usize {
        self.context.memory_size(|context| context.memory_size())
    }

    fn release(&mut self) {
        self.context = Held::Released(self.memory_size());
    }
}

#[cfg(test)]
mod tests;

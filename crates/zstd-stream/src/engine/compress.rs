//! The compressing engine.
#![forbid(unsafe_code)]

use std::sync::Arc;

use zstd_core::{
    CParameter, CompressDirective, Compressor, InBuffer, OutBuffer, OwnedContext, Progression,
    StreamSizes,
};

use super::{Codec, Held, Status};
use crate::error::StreamError;
use crate::memory;
use crate::numbers::FlushMode;

/// What output has room for at first, in bytes: most pieces give little, or nothing yet.
const SMALLEST_GROWTH: usize = 512;
const LARGEST_FIRST_GROWTH: usize = 128 << 10;

/// What errors call the operation.
const COMPRESSING: &str = "zstd compress error";

/// Compresses what is pushed into it, into one frame after the other.
///
/// ```
/// use std::sync::Arc;
/// use zstd_core::{CompressDirective, Compressor};
/// use zstd_stream::CompressStream;
///
/// let compressor = Arc::new(Compressor::builder().build()?);
/// let mut stream = CompressStream::new(&compressor, None)?;
/// let mut frame = Vec::new();
/// stream.append(b"data to ", CompressDirective::Continue, &mut frame)?;
/// stream.append(b"compress", CompressDirective::End, &mut frame)?;
/// assert!(frame.starts_with(b"\x28\xb5\x2f\xfd"));
/// # Ok::<(), zstd_stream::StreamError>(())
/// ```
pub struct CompressStream {
    context: Held<OwnedContext<Compressor>>,
    /// The size that was declared for the current frame.
    declared: Option<u64>,
    /// How much the current frame has taken in.
    taken: u64,
    /// Whether the current frame has taken or given anything.
    begun: bool,
    /// Frames that were ended.
    frames: u64,
    failed: Option<StreamError>,
    /// What errors call the ending of a frame.
    ending: &'static str,
    /// Every ending writes a frame.
    empty_frames: bool,
    /// Input of no bytes begins a frame.
    nothing_begins: bool,
}

impl CompressStream {
    /// A stream with the options of `compressor`. `size` declares the size of the first frame's content in bytes; `None`:
    /// unknown.
    ///
    /// # Errors
    ///
    /// Parameters that promise memory which stays in place (`stable_in_buffer`, `stable_out_buffer`), which no stream can keep.
    pub fn new(compressor: &Arc<Compressor>, size: Option<u64>) -> Result<Self, StreamError> {
        for parameter in [CParameter::StableInBuffer, CParameter::StableOutBuffer] {
            if compressor.parameters().get_or_zero(parameter) != 0 {
                return Err(unstable(parameter.name()));
            }
        }
        let mut stream = Self {
            context: Held::Here(compressor.owned_context()?),
            declared: None,
            taken: 0,
            begun: false,
            frames: 0,
            failed: None,
            ending: "error ending compression stream",
            empty_frames: compressor.conventions().empty_frames,
            nothing_begins: false,
        };
        stream.declare_size(size)?;
        Ok(stream)
    }

    /// Declares the size of the next frame's content, in bytes; `None`: unknown.
    ///
    /// # Errors
    ///
    /// In the middle of a frame, whose size cannot be declared any more.
    pub fn declare_size(&mut self, size: Option<u64>) -> Result<(), StreamError> {
        self.check()?;
        if self.begun {
            return Err(StreamError::OutOfOrder(
                "cannot declare the size of a frame that has begun; end it first",
            ));
        }
        self.context.get_mut()?.set_pledged_size(size)?;
        self.declared = size;
        Ok(())
    }

    /// As [`CompressStream::declare_size`], but left to libzstd: it refuses data of another size, except for a frame that is
    /// begun and ended by one call, whose true size counts.
    ///
    /// # Errors
    ///
    /// In the middle of a frame.
    pub fn pledge_size(&mut self, size: Option<u64>) -> Result<(), StreamError> {
        self.declare_size(size)?;
        self.declared = None;
        Ok(())
    }

    /// Forgets the frame that was begun, and the size that was declared for it, so that the next one begins anew; also after a
    /// failure.
    pub fn restart(&mut self) -> Result<(), StreamError> {
        let context = self.context.get_mut()?;
        if !context.is_usable() {
            return Err(StreamError::OtherProcess);
        }
        context.reset_session();
        if !context.is_usable() {
            // Its worker threads have a part in the frame that is forgotten.
            let home = context.home().clone();
            *context = home.owned_context()?;
        }
        self.declared = None;
        self.taken = 0;
        self.begun = false;
        self.failed = None;
        Ok(())
    }

    /// Lets errors call the ending of a frame like everything else that compresses, as suits those who see one operation.
    #[must_use]
    pub fn with_plain_endings(mut self) -> Self {
        self.ending = COMPRESSING;
        self
    }

    /// Lets input of no bytes begin a frame as well, one whose size is unknown unless it was declared, as it does for libzstd.
    #[must_use]
    pub fn with_eager_frames(mut self) -> Self {
        self.nothing_begins = true;
        self
    }

    /// Moves data from `input` to `output`.
    ///
    /// With [`CompressDirective::Continue`] and [`CompressDirective::Flush`], [`Status::NeedsInput`] says that the directive was
    /// carried out; with [`CompressDirective::End`], [`Status::FrameEnd`] does. [`Status::NeedsRoom`]: repeat the call, with the
    /// same directive and more room.
    ///
    /// # Errors
    ///
    /// Input that does not have the declared size; whatever libzstd refuses. The stream is lost then.
    pub fn process(
        &mut self,
        input: &mut InBuffer<'_>,
        output: &mut OutBuffer<'_>,
        directive: CompressDirective,
    ) -> Result<Status, StreamError> {
        self.check()?;
        let result = self
            .run(input, output, directive)
            .inspect_err(|error| self.failed = Some(error.clone()));
        self.note_progression();
        result
    }

    fn run(
        &mut self,
        input: &mut InBuffer<'_>,
        output: &mut OutBuffer<'_>,
        directive: CompressDirective,
    ) -> Result<Status, StreamError> {
        let is_nothing = directive == CompressDirective::Continue && input.is_exhausted();
        if is_nothing && !self.begun && !self.nothing_begins {
            // To libzstd even nothing would begin a frame, one of unknown size.
            return Ok(Status::NeedsInput);
        }
        self.check_declared(input.remaining().len() as u64, directive)?;
        let context = self.context.get_mut()?;
        if !context.is_usable() {
            return Err(StreamError::OtherProcess);
        }
        loop {
            let (read, written) = (input.pos(), output.pos());
            let left = context.compress_stream(input, output, directive)?;
            self.taken += (input.pos() - read) as u64;
            self.begun |= input.pos() > read || output.pos() > written;
            let done = match directive {
                CompressDirective::Continue => input.is_exhausted(),
                CompressDirective::Flush | CompressDirective::End => {
                    left == 0 && input.is_exhausted()
                }
            };
            if done {
                return Ok(self.done(directive));
            }
            if output.room() == 0 {
                return Ok(Status::NeedsRoom);
            }
        }
    }

    /// Lets the compressor say how far the frame has come.
    fn note_progression(&self) {
        match &self.context {
            Held::Here(context) if context.is_usable() => {
                context.home().note_progression(context.progression());
            }
            _ => {}
        }
    }

    fn done(&mut self, directive: CompressDirective) -> Status {
        if directive != CompressDirective::End {
            return Status::NeedsInput;
        }
        self.frames += 1;
        self.declared = None;
        self.taken = 0;
        self.begun = false;
        Status::FrameEnd
    }

    /// libzstd checks the declared size too, but not when the whole of a frame is passed at once.
    fn check_declared(&self, more: u64, directive: CompressDirective) -> Result<(), StreamError> {
        let actual = self.taken + more;
        match self.declared {
            Some(declared)
                if actual > declared
                    || (directive == CompressDirective::End && actual < declared) =>
            {
                let operation = if actual > declared {
                    COMPRESSING
                } else {
                    self.ending
                };
                Err(StreamError::DeclaredSize {
                    operation,
                    declared,
                    actual,
                })
            }
            _ => Ok(()),
        }
    }

    /// Compresses all of `data` and appends what comes out to `out`.
    ///
    /// # Errors
    ///
    /// As [`CompressStream::process`]; nothing is appended then.
    pub fn append(
        &mut self,
        data: &[u8],
        directive: CompressDirective,
        out: &mut Vec<u8>,
    ) -> Result<(), StreamError> {
        let start = out.len();
        self.append_all(data, directive, out).inspect_err(|error| {
            out.truncate(start);
            // Memory may have been refused in the middle, with a part of the data taken.
            self.failed.get_or_insert_with(|| error.clone());
        })
    }

    fn append_all(
        &mut self,
        data: &[u8],
        directive: CompressDirective,
        out: &mut Vec<u8>,
    ) -> Result<(), StreamError> {
        let start = out.len();
        let least = data.len().clamp(SMALLEST_GROWTH, LARGEST_FIRST_GROWTH);
        let mut input = InBuffer::new(data);
        loop {
            let growth = memory::growth(out.len() - start, least, usize::MAX);
            memory::reserve(out, growth, false)?;
            let status = memory::append(out, usize::MAX, |output| {
                self.process(&mut input, output, directive)
            })?;
            if status != Status::NeedsRoom {
                return Ok(());
            }
        }
    }

    /// Whether a frame has begun that was not ended.
    #[must_use]
    pub fn is_inside_frame(&self) -> bool {
        self.begun
    }

    /// How many frames were ended.
    #[must_use]
    pub fn frames(&self) -> u64 {
        self.frames
    }

    /// How far the current frame, or the last one, has come.
    #[must_use]
    pub fn progression(&self) -> Progression {
        match &self.context {
            Held::Here(context) => context.progression(),
            Held::Released(_) => Progression::default(),
        }
    }

    /// Refuses when an earlier call has failed, as every further one would.
    pub fn check(&self) -> Result<(), StreamError> {
        match &self.failed {
            Some(error) => Err(StreamError::Failed(error.to_string().into())),
            None => Ok(()),
        }
    }
}

impl CompressStream {
    /// Whether ending the frame would write an empty one behind another, which nobody has asked for.
    fn ends_nothing(&self) -> bool {
        self.frames > 0 && !self.begun && self.declared.is_none() && !self.empty_frames
    }
}

impl Codec for CompressStream {
    fn sizes() -> StreamSizes {
        StreamSizes::compression()
    }

    fn step(
        &mut self,
        input: &mut InBuffer<'_>,
        output: &mut OutBuffer<'_>,
    ) -> Result<Status, StreamError> {
        self.process(input, output, CompressDirective::Continue)
    }

    /// Ending a frame where none was begun writes an empty one, but only if there was no frame before it, unless the compressor's
    /// conventions say otherwise.
    fn flush(
        &mut self,
        output: &mut OutBuffer<'_>,
        mode: FlushMode,
    ) -> Result<Status, StreamError> {
        let directive = match mode {
            FlushMode::Block => CompressDirective::Flush,
            FlushMode::Frame if self.ends_nothing() => {
                self.check()?;
                return Ok(Status::FrameEnd);
            }
            FlushMode::Frame => CompressDirective::End,
        };
        self.process(&mut InBuffer::new(&[]), output, directive)
    }

    fn finish(&mut self, output: &mut OutBuffer<'_>) -> Result<Status, StreamError> {
        Ok(match self.flush(output, FlushMode::Frame)? {
            Status::NeedsRoom => Status::NeedsRoom,
            _ => Status::End,
        })
    }

    fn memory_size(&self) -> usize {
        self.context.memory_size(|context| context.memory_size())
    }

    fn release(&mut self) {
        self.context = Held::Released(self.memory_size());
    }
}

pub(super) fn unstable(parameter: &str) -> StreamError {
    StreamError::invalid(format!(
        "{parameter} cannot be used with streams: their input and output do not stay in one place; set it to 0"
    ))
}

#[cfg(test)]
mod tests;

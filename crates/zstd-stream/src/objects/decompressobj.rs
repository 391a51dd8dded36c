//! The decompression object: bytes in, bytes out.
#![forbid(unsafe_code)]

use std::convert::Infallible;
use std::mem::MaybeUninit;
use std::sync::Arc;

use zstd_core::{Decompressor, InBuffer, OutputBuffer, Watch};

use crate::engine::{Codec, DecompressStream, Status};
use crate::error::{Error, StreamError};
use crate::frames::Frames;
use crate::memory::{self, room_for};
use crate::numbers::piece_size;
use crate::place::{Appended, Expected, Fixed, Gathered, Place};
use crate::state::State;

/// The least that is allocated for output whose size is not known, in bytes, unless `write_size` is smaller.
const SMALLEST_GROWTH: usize = 1024;

/// Decompresses call by call.
///
/// It decodes one frame, and hands back what follows it as unused data; with [`Frames::All`], it decodes frame after frame, and
/// what is no frame is an error. That input is missing is no error here, since more may come: [`DecompressObj::is_eof`] and
/// [`DecompressObj::is_at_boundary`] tell.
///
/// ```
/// use std::sync::Arc;
/// use zstd_core::{Compressor, Decompressor};
/// use zstd_stream::{DecompressObj, Frames};
///
/// let mut input = Compressor::builder().build()?.compress(b"data")?;
/// input.extend(b"something else");
/// let decompressor = Arc::new(Decompressor::new());
/// let mut object = DecompressObj::new(&decompressor, Frames::First)?;
/// let mut out = Vec::new();
/// object.decompress(&input, None, &mut out)?;
/// assert_eq!(out, b"data");
/// assert!(object.is_eof());
/// assert_eq!(object.unused_data(), b"something else");
/// # Ok::<(), zstd_stream::StreamError>(())
/// ```
pub struct DecompressObj {
    stream: DecompressStream,
    /// Input that was taken and not decoded, because the output was limited; from `held_pos` on.
    held: Vec<u8>,
    held_pos: usize,
    unused: Vec<u8>,
    /// The last call has ended at its limit.
    limited: bool,
    eof: bool,
    write_size: usize,
    /// Memory for small results.
    spare: Vec<u8>,
    state: State,
}

impl DecompressObj {
    /// An object with the options of `decompressor`. [`Frames::One`] is [`Frames::First`] here: what follows is always handed back.
    ///
    /// # Errors
    ///
    /// As [`DecompressStream::new`].
    pub fn new(decompressor: &Arc<Decompressor>, frames: Frames) -> Result<Self, StreamError> {
        let frames = match frames {
            Frames::All => Frames::All,
            Frames::One | Frames::First => Frames::First,
        };
        let stream = DecompressStream::new(decompressor, frames)?
            .named("zstd decompressor error")
            .count_skippable_frames(decompressor.conventions().first_frame_only);
        Ok(Self::over(stream))
    }

    /// An object over an engine with options of its own.
    #[must_use]
    pub fn over(stream: DecompressStream) -> Self {
        Self {
            stream,
            held: Vec::new(),
            held_pos: 0,
            unused: Vec::new(),
            limited: false,
            eof: false,
            write_size: DecompressStream::sizes().output,
            spare: Vec::new(),
            state: State::default(),
        }
    }

    /// The first allocation for output whose size is not known has that many bytes at most; later ones double.
    ///
    /// # Errors
    ///
    /// Sizes below 1.
    pub fn write_size(mut self, size: i64) -> Result<Self, StreamError> {
        self.write_size = piece_size("write_size", size)?;
        Ok(self)
    }

    /// The size of the content of the frame that `data` begins with, if all of the frame is there, it is the next one to decode,
    /// and its header tells; otherwise 0. Never more than the frame can hold, so that memory can be allocated for it.
    #[must_use]
    pub fn expected(&self, data: &[u8]) -> u64 {
        match self.stream.complete(data) {
            Some(frame) if self.held.is_empty() && !self.eof => frame.content.exactly(),
            _ => 0,
        }
    }

    /// As [`DecompressObj::decompress`], to the start of `room`, whose size is the limit. Returns how many bytes were written, and
    /// whether there is more, which a call without input hands out.
    ///
    /// The first bytes of `room`, as many as returned, are initialised.
    ///
    /// # Errors
    ///
    /// As [`DecompressObj::decompress`].
    pub fn decompress_into(
        &mut self,
        data: &[u8],
        room: &mut [MaybeUninit<u8>],
    ) -> Result<(usize, bool), StreamError> {
        let limit = room.len();
        let mut place = Fixed::new(room);
        let count = self.decompress_to(data, Some(limit), &mut place, None)?;
        Ok((count, !self.eof && !self.needs_input()))
    }

    /// As [`DecompressObj::decompress`], into one new object. If all of a frame is in `data` and tells its size, the object is
    /// allocated once and written to where it stays; if not, the content is gathered and copied once.
    ///
    /// # Errors
    ///
    /// As [`DecompressObj::decompress`].
    pub fn decompress_object<B: OutputBuffer>(
        &mut self,
        data: &[u8],
        max_length: Option<usize>,
    ) -> Result<B::Finished, StreamError> {
        let mut place = Gathered::<B>::new(std::mem::take(&mut self.spare));
        self.decompress_to(data, max_length, &mut place, None)?;
        let (object, spare) = place.finish()?;
        if !self.eof {
            self.spare = spare;
        }
        Ok(object)
    }

    /// As [`DecompressObj::flush`], into one new object.
    ///
    /// # Errors
    ///
    /// As [`DecompressObj::flush`].
    pub fn flush_object<B: OutputBuffer>(&mut self) -> Result<B::Finished, StreamError> {
        let mut place = Gathered::<B>::new(Vec::new());
        if !self.eof {
            self.decompress_to(&[], None, &mut place, None)?;
        }
        Ok(place.finish()?.0)
    }

    /// Takes `data`, and appends what comes out of it to `out`: at most `max_length` bytes, if there is a limit. Returns how many.
    ///
    /// Input that a limit has kept from being decoded is held inside. Go on with empty `data` then, until
    /// [`DecompressObj::needs_input`] says that there is nothing left.
    ///
    /// # Errors
    ///
    /// After the end of the only frame; broken data. Nothing is appended then.
    pub fn decompress(
        &mut self,
        data: &[u8],
        max_length: Option<usize>,
        out: &mut Vec<u8>,
    ) -> Result<usize, StreamError> {
        self.append(data, max_length, out, None)
    }

    /// As [`DecompressObj::decompress`], asking `watch` some twenty times a second whether to go on.
    ///
    /// # Errors
    ///
    /// As [`DecompressObj::decompress`], and [`zstd_core::Error::Interrupted`] when the answer was no. The object cannot go on
    /// then, and says so.
    pub fn decompress_watched(
        &mut self,
        data: &[u8],
        max_length: Option<usize>,
        out: &mut Vec<u8>,
        watch: &mut Watch<'_>,
    ) -> Result<usize, StreamError> {
        self.append(data, max_length, out, Some(watch))
    }

    fn append(
        &mut self,
        data: &[u8],
        max_length: Option<usize>,
        out: &mut Vec<u8>,
        watch: Option<&mut Watch<'_>>,
    ) -> Result<usize, StreamError> {
        let mut place = Appended::new(out);
        self.decompress_to(data, max_length, &mut place, watch)
            .inspect_err(|_| place.undo())
    }

    fn decompress_to(
        &mut self,
        data: &[u8],
        max_length: Option<usize>,
        out: &mut impl Place,
        watch: Option<&mut Watch<'_>>,
    ) -> Result<usize, StreamError> {
        if self.eof {
            return Err(StreamError::OutOfOrder(
                "cannot use a decompressobj multiple times",
            ));
        }
        self.state.enter()?;
        let limit = max_length.unwrap_or(usize::MAX);
        let result = self.run(data, limit, out, watch);
        self.state
            .leave::<_, Infallible>(result.map_err(Error::Stream))?;
        self.limited = out.len() == limit;
        if self.eof {
            self.stream.release();
        }
        Ok(out.len())
    }

    fn run(
        &mut self,
        data: &[u8],
        limit: usize,
        out: &mut impl Place,
        watch: Option<&mut Watch<'_>>,
    ) -> Result<(), StreamError> {
        if self.held.is_empty() {
            let used = self.decode(data, limit, out, watch)?;
            return self.keep(&data[used..]);
        }
        self.keep(data)?;
        let held = std::mem::take(&mut self.held);
        let used = self.decode(&held[self.held_pos..], limit, out, watch)?;
        self.held = held;
        self.held_pos += used;
        if self.eof {
            self.held.drain(..self.held_pos);
            self.unused = std::mem::take(&mut self.held);
        }
        if self.eof || self.held_pos == self.held.len() {
            self.held = Vec::new();
            self.held_pos = 0;
        }
        Ok(())
    }

    /// Keeps input for later, or for good once the only frame has ended.
    fn keep(&mut self, data: &[u8]) -> Result<(), StreamError> {
        let place = if self.eof {
            &mut self.unused
        } else {
            // Used input is dropped when it is at least as much as what stays, so that each byte is moved a few times at most.
            if self.held_pos > self.held.len() / 2 {
                self.held.drain(..self.held_pos);
                self.held_pos = 0;
            }
            &mut self.held
        };
        memory::reserve(place, data.len(), place.is_empty())?;
        place.extend_from_slice(data);
        Ok(())
    }

    /// Decodes `data` up to `limit` bytes of output, and returns how much of it was used.
    fn decode(
        &mut self,
        data: &[u8],
        limit: usize,
        out: &mut impl Place,
        mut watch: Option<&mut Watch<'_>>,
    ) -> Result<usize, StreamError> {
        let mut input = InBuffer::new(data);
        loop {
            let wanted = limit - out.len();
            let room = room_for(wanted, self.stream.allowed());
            let ready = !input.is_exhausted() || self.stream.has_backlog();
            let mut complete = None;
            if wanted > 0 && ready && out.is_full() {
                let next = input.remaining();
                let least = next.len().saturating_mul(4).max(SMALLEST_GROWTH);
                complete = self.stream.complete(next);
                let expected = complete.map_or(Expected::Unknown, |frame| frame.content);
                out.grow(expected, least.min(self.write_size), room)?;
            }
            let stream = &mut self.stream;
            let watch = watch.as_deref_mut();
            let status = out.append(wanted, |output| match complete {
                Some(frame) => stream.process_complete(frame, &mut input, output, watch),
                None => stream.process_asking(&mut input, output, watch),
            })?;
            match status {
                Status::NeedsRoom if out.len() < limit => {}
                Status::NeedsRoom | Status::NeedsInput => return Ok(input.pos()),
                Status::FrameEnd if !self.stream.is_finished() => {}
                Status::FrameEnd | Status::End => {
                    self.eof = true;
                    return Ok(input.pos());
                }
            }
        }
    }

    /// Appends what is held inside to `out`, without a limit, and returns how many bytes that were. After the end of the frame
    /// there is nothing.
    ///
    /// # Errors
    ///
    /// Broken data; that input is missing is no error.
    pub fn flush(&mut self, out: &mut Vec<u8>) -> Result<usize, StreamError> {
        if self.eof {
            return Ok(0);
        }
        self.decompress(&[], None, out)
    }

    /// Forgets everything, so that another frame can be decoded; also after a failure, but not after the end of the only frame.
    /// What was handed out keeps counting for the limit of the content.
    ///
    /// # Errors
    ///
    /// After the end of the only frame.
    pub fn restart(&mut self) -> Result<(), StreamError> {
        self.stream.forget()?;
        self.held = Vec::new();
        self.held_pos = 0;
        self.limited = false;
        self.state = State::default();
        Ok(())
    }

    /// Whether the only frame has ended. Never with [`Frames::All`].
    #[must_use]
    pub fn is_eof(&self) -> bool {
        self.eof
    }

    /// Whether no frame is half decoded.
    #[must_use]
    pub fn is_at_boundary(&self) -> bool {
        self.stream.is_at_boundary() && self.held.is_empty()
    }

    /// Whether the next call needs input to give any output. `false` when the last call has ended at its limit, and at the end.
    #[must_use]
    pub fn needs_input(&self) -> bool {
        !self.eof && !self.limited && self.held.is_empty()
    }

    /// What followed the end of the only frame.
    #[must_use]
    pub fn unused_data(&self) -> &[u8] {
        &self.unused
    }

    /// Input that the caller would have to pass again: none ever, since what a limit leaves over is held inside.
    #[must_use]
    pub fn unconsumed_tail(&self) -> &[u8] {
        &[]
    }

    /// The size of the engine's memory in bytes; once at the end, what it was.
    #[must_use]
    pub fn memory_size(&self) -> usize {
        self.stream.memory_size()
    }
}

#[cfg(test)]
mod tests;

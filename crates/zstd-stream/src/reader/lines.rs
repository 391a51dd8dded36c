//! Looking ahead, and reading lines.
#![forbid(unsafe_code)]

use std::mem::MaybeUninit;

use memchr::memchr;

use super::Reader;
use crate::engine::Codec;
use crate::error::{Error, StreamError};
use crate::memory;
use crate::pump::Stopped;
use crate::source::Source;

impl<C: Codec, S: Source> Reader<C, S> {
    /// What comes next, without moving the position: at least one byte, unless the stream has ended. `None` when there is
    /// nothing to read now.
    pub fn peek(&mut self) -> Result<Option<&[u8]>, Error<S::Error>> {
        let some = self.guarded(Self::look_ahead)?;
        Ok(some.then(|| &self.ahead[self.ahead_pos..]))
    }

    /// Moves the position over `count` bytes of what [`Reader::peek`] has shown, or over all of it.
    pub fn advance(&mut self, count: usize) {
        let count = count.min(self.ahead.len() - self.ahead_pos);
        self.take_ahead(count);
    }

    /// Makes sure that there is output ahead, unless the stream has ended; `false` when there is none now.
    fn look_ahead(&mut self) -> Result<bool, Error<S::Error>> {
        if self.ahead_pos < self.ahead.len() {
            return Ok(true);
        }
        self.ahead.clear();
        self.ahead_pos = 0;
        let size = C::sizes().output;
        memory::reserve(&mut self.ahead, size, true)?;
        let until = self.ready();
        let pump = &mut self.pump;
        let stopped = memory::append(&mut self.ahead, size, |output| {
            pump.run(output, until, false)
        })?;
        self.ahead_ends_frame = stopped == Stopped::FrameEnd;
        Ok(!self.ahead.is_empty() || stopped != Stopped::Blocked)
    }

    /// Appends a line to `out`, its newline byte included, at most `size` bytes of it; with -1, however long it is. Returns how
    /// many bytes were appended: 0 at the end of the stream, `None` when there is nothing to read now.
    ///
    /// A line that the source interrupts by having no data now comes in parts.
    ///
    /// # Errors
    ///
    /// Those of the stream. Nothing is appended then.
    pub fn read_line_vec(
        &mut self,
        size: i64,
        out: &mut Vec<u8>,
    ) -> Result<Option<usize>, Error<S::Error>> {
        let start = out.len();
        // Files take every negative size for no limit here.
        let limit = usize::try_from(size).unwrap_or(usize::MAX);
        self.guarded(|reader| {
            reader.line_parts(limit, |part| {
                memory::reserve(out, part.len(), false)?;
                out.extend_from_slice(part);
                Ok(())
            })
        })
        .inspect_err(|_| out.truncate(start))
    }

    /// Reads the next line to the start of `room`, at most `size` bytes of it, if it can be had without any work and fits. Returns how
    /// many bytes that were.
    ///
    /// The first bytes of `room`, as many as returned, are initialised.
    pub fn take_ready_line(&mut self, size: i64, room: &mut [MaybeUninit<u8>]) -> Option<usize> {
        let line = self.ready_line(size)?;
        if line.len() > room.len() {
            return None;
        }
        let count = memory::copy_into(room, line);
        self.take_ahead(count);
        Some(count)
    }

    /// The next line, at most `size` bytes of it, if it can be had without any work; negative: however long it is. The position
    /// stays; [`Reader::advance`] moves it.
    #[must_use]
    pub fn ready_line(&self, size: i64) -> Option<&[u8]> {
        let limit = usize::try_from(size).unwrap_or(usize::MAX);
        self.state.check().ok()?;
        let ready = &self.ahead[self.ahead_pos..];
        let ready = &ready[..ready.len().min(limit)];
        match memchr(b'\n', ready) {
            Some(newline) => Some(&ready[..=newline]),
            None => (ready.len() == limit).then_some(ready),
        }
    }

    /// Passes the parts of the next line to `put`, at most `limit` bytes of it.
    fn line_parts(
        &mut self,
        limit: usize,
        mut put: impl FnMut(&[u8]) -> Result<(), StreamError>,
    ) -> Result<Option<usize>, Error<S::Error>> {
        let mut count = 0;
        loop {
            if count == limit {
                return Ok(Some(count));
            }
            if !self.look_ahead()? {
                return Ok((count > 0).then_some(count));
            }
            let ready = &self.ahead[self.ahead_pos..];
            let ready = &ready[..ready.len().min(limit - count)];
            let newline = memchr(b'\n', ready);
            let part = &ready[..newline.map_or(ready.len(), |at| at + 1)];
            put(part)?;
            let length = part.len();
            count += length;
            self.take_ahead(length);
            if newline.is_some() || length == 0 {
                return Ok(Some(count));
            }
        }
    }
}

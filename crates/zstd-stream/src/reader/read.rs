//! Reading: into memory of the caller's, or appended to a vector.
#![forbid(unsafe_code)]

use std::mem::MaybeUninit;

use zstd_core::{OutBuffer, OutputBuffer};

use super::Reader;
use crate::engine::Codec;
use crate::error::Error;
use crate::feed::Pulled;
use crate::memory;
use crate::numbers::read_amount;
use crate::place::{Appended, Expected, Gathered, Place};
use crate::pump::{Stopped, Until};
use crate::source::Source;

/// What a result of unknown size has room for at first, in bytes.
const LEAST_GROWTH: usize = 32 << 10;

/// How many bytes were read; `None` when there was nothing to read now.
type Read<E> = Result<Option<usize>, Error<E>>;

impl<C: Codec, S: Source> Reader<C, S> {
    /// Fills `room`, unless the stream ends or the source runs dry first. Fewer bytes than asked for, 0 included, are the end of
    /// the stream, the end of a frame if reads are to stop there, or all that there is now.
    ///
    /// The first bytes of `room`, as many as returned, are initialised.
    pub fn read_into(&mut self, room: &mut [MaybeUninit<u8>]) -> Read<S::Error> {
        self.guarded(|reader| reader.read_room(room, reader.fill()))
    }

    /// Writes to `room` what comes next, as much as there is without asking the source more often than for a first byte. Fewer
    /// bytes than asked for mean nothing, except that 0 bytes are the end of the stream.
    ///
    /// The first bytes of `room`, as many as returned, are initialised.
    pub fn read1_into(&mut self, room: &mut [MaybeUninit<u8>]) -> Read<S::Error> {
        self.guarded(|reader| reader.read_room(room, reader.ready()))
    }

    /// As [`Reader::read_into`], for initialised memory.
    pub fn read_into_slice(&mut self, room: &mut [u8]) -> Read<S::Error> {
        self.read_into(memory::as_room(room))
    }

    /// As [`Reader::read1_into`], for initialised memory.
    pub fn read1_into_slice(&mut self, room: &mut [u8]) -> Read<S::Error> {
        self.read1_into(memory::as_room(room))
    }

    /// Appends `size` bytes to `out`, or what there is, as [`Reader::read_into`] does; with -1, everything to the end of the
    /// stream. Memory is allocated for what comes, not for what was asked for.
    ///
    /// # Errors
    ///
    /// Sizes below -1, besides those of the stream. Nothing is appended then.
    pub fn read_vec(&mut self, size: i64, out: &mut Vec<u8>) -> Read<S::Error> {
        self.guarded(|reader| match read_amount(size)? {
            None => reader.append(out, usize::MAX, Until::Full),
            Some(size) => reader.append(out, size, reader.fill()),
        })
    }

    /// How many bytes are at hand or still to come from the frame at hand, as far as its header tells; 0 if it does not. Never more
    /// than the input at hand can hold, so that memory can be allocated for it. The source is asked for its first piece, unless
    /// that has happened. `None` when there is nothing to read now.
    ///
    /// Reading goes on behind the frame, and may end before it: in broken data, and in a source that has no data now.
    pub fn expected(&mut self) -> Result<Option<u64>, Error<S::Error>> {
        self.guarded(|reader| {
            let ready = (reader.ahead.len() - reader.ahead_pos) as u64;
            if reader.pump.begin(usize::MAX)? == Pulled::Blocked && ready == 0 {
                return Ok(None);
            }
            Ok(Some(match reader.pump.expected() {
                Expected::Exactly(size) if !(ready > 0 && reader.ahead_ends_frame) => ready + size,
                _ => 0,
            }))
        })
    }

    /// As [`Reader::read_vec`], into one new object. If the frame tells its size, the object is allocated once and written to
    /// where it stays; if not, its content is gathered and copied once. `None` when there is nothing to read now.
    ///
    /// # Errors
    ///
    /// As [`Reader::read_vec`].
    pub fn read_object<B: OutputBuffer>(
        &mut self,
        size: i64,
    ) -> Result<Option<B::Finished>, Error<S::Error>> {
        self.guarded(|reader| {
            let mut place = Gathered::<B>::new(Vec::new());
            let count = match read_amount(size)? {
                None => reader.append_up_to(&mut place, usize::MAX, Until::Full)?,
                Some(size) => reader.append_up_to(&mut place, size, reader.fill())?,
            };
            match count {
                None => Ok(None),
                Some(_) => Ok(Some(place.finish()?.0)),
            }
        })
    }

    /// Appends what comes next to `out`, at most `size` bytes, as [`Reader::read1_into`] does; with -1, as much as the engine
    /// likes to hand out at once.
    ///
    /// # Errors
    ///
    /// Sizes below -1, besides those of the stream. Nothing is appended then.
    pub fn read1_vec(&mut self, size: i64, out: &mut Vec<u8>) -> Read<S::Error> {
        self.guarded(|reader| {
            let size = read_amount(size)?.unwrap_or(C::sizes().output);
            reader.append(out, size, reader.ready())
        })
    }

    /// Appends everything to the end of the stream to `out`: the same as [`Reader::read_vec`] with -1.
    pub fn read_all(&mut self, out: &mut Vec<u8>) -> Read<S::Error> {
        self.read_vec(-1, out)
    }

    pub(super) fn read_room(
        &mut self,
        room: &mut [MaybeUninit<u8>],
        until: Until,
    ) -> Read<S::Error> {
        let early = memory::copy_into(room, &self.ahead[self.ahead_pos..]);
        self.take_ahead(early);
        if early == room.len() || (early > 0 && self.ahead_ends_frame) {
            return Ok(Some(early));
        }
        let mut output = OutBuffer::new(&mut room[early..]);
        let stopped = self.pump.run(&mut output, until, early > 0)?;
        let late = output.pos();
        self.position += late as u64;
        match early + late {
            0 if stopped == Stopped::Blocked => Ok(None),
            count => Ok(Some(count)),
        }
    }

    /// Moves the position over `count` bytes of what was made ahead.
    pub(super) fn take_ahead(&mut self, count: usize) {
        self.ahead_pos += count;
        self.position += count as u64;
    }

    fn append(&mut self, out: &mut Vec<u8>, size: usize, until: Until) -> Read<S::Error> {
        let mut place = Appended::new(out);
        self.append_up_to(&mut place, size, until)
            .inspect_err(|_| place.undo())
    }

    fn append_up_to(&mut self, out: &mut impl Place, size: usize, until: Until) -> Read<S::Error> {
        let ready = &self.ahead[self.ahead_pos..];
        let early = ready.len().min(size);
        out.copy(&ready[..early])?;
        self.take_ahead(early);
        // Reading everything goes on after the end of a frame.
        if early > 0 && self.ahead_ends_frame && until != Until::Full {
            return Ok(Some(early));
        }
        // Who takes what one piece of input gives must not see whether the source is in memory.
        let whole = if until.takes_some() { 0 } else { size - early };
        if size > early && self.pump.begin(whole)? == Pulled::Blocked {
            return Ok((early > 0).then_some(early));
        }
        loop {
            let count = out.len();
            if count == size {
                return Ok(Some(count));
            }
            if out.is_full() {
                let room = self.pump.room_for(size - count);
                out.grow(self.pump.expected(), LEAST_GROWTH, room)?;
            }
            let stopped = out.append(size - count, |output| {
                self.pump.run(output, until, count > 0)
            })?;
            self.position += (out.len() - count) as u64;
            if stopped != Stopped::Full {
                let count = out.len();
                return Ok((count > 0 || stopped != Stopped::Blocked).then_some(count));
            }
        }
    }
}

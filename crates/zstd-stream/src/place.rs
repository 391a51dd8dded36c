//! Where results go whose size is not known beforehand: behind what a vector has, or into one new object of the caller's.

use std::mem::MaybeUninit;

use zstd_buffers::advise_huge_pages;
use zstd_core::{OutBuffer, OutputBuffer};

use crate::error::StreamError;
use crate::memory;

/// Memory of up to this size is kept for the next result.
const SMALL: usize = 256 << 10;

/// From this size on, memory is allocated for all that a result can be.
const LARGE: u64 = 256 << 10;

/// What is known of the size of a result, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Expected {
    /// Nothing.
    Unknown,
    /// It cannot be larger.
    AtMost(u64),
    /// It is that, unless the input ends early or lies.
    Exactly(u64),
}

impl Expected {
    /// The size, or 0.
    pub(crate) fn exactly(self) -> u64 {
        match self {
            Self::Exactly(size) => size,
            Self::Unknown | Self::AtMost(_) => 0,
        }
    }
}

/// A result that grows.
pub(crate) trait Place {
    /// How much was written so far, in bytes.
    fn len(&self) -> usize;

    /// Whether nothing can be written before room is made.
    fn is_full(&mut self) -> bool;

    /// Makes room for at least one byte and at most `limit`, by `least` at first; the rest of the result is `expected`.
    fn grow(&mut self, expected: Expected, least: usize, limit: usize) -> Result<(), StreamError>;

    /// Runs `fill` over the room, at most `limit` bytes of it, and keeps what it has written, whatever it returns.
    fn append<T>(&mut self, limit: usize, fill: impl FnOnce(&mut OutBuffer<'_>) -> T) -> T;

    /// Appends bytes.
    fn copy(&mut self, bytes: &[u8]) -> Result<(), StreamError>;
}

/// What is appended to a vector.
pub(crate) struct Appended<'a> {
    vec: &'a mut Vec<u8>,
    start: usize,
}

impl<'a> Appended<'a> {
    pub(crate) fn new(vec: &'a mut Vec<u8>) -> Self {
        let start = vec.len();
        Self { vec, start }
    }

    /// Takes back what was appended.
    pub(crate) fn undo(&mut self) {
        self.vec.truncate(self.start);
    }
}

impl Place for Appended<'_> {
    fn len(&self) -> usize {
        self.vec.len() - self.start
    }

    fn is_full(&mut self) -> bool {
        self.vec.len() == self.vec.capacity()
    }

    fn grow(&mut self, expected: Expected, least: usize, limit: usize) -> Result<(), StreamError> {
        let growth = memory::growth(self.len(), least, limit);
        match expected {
            Expected::Exactly(size @ 1..) | Expected::AtMost(size @ LARGE..) => {
                let size = most_of(size, limit);
                // Many small frames, one after another, must not move all that is there for each of them.
                let exact = size >= self.len();
                // A header that lies about its frame must not be able to have a call refused.
                memory::reserve(self.vec, size, exact)
                    .or_else(|_| memory::reserve(self.vec, growth, false))?;
                advise_huge_pages(self.vec.spare_capacity_mut());
                Ok(())
            }
            _ => memory::reserve(self.vec, growth, growth == limit),
        }
    }

    fn append<T>(&mut self, limit: usize, fill: impl FnOnce(&mut OutBuffer<'_>) -> T) -> T {
        memory::append(self.vec, limit, fill)
    }

    fn copy(&mut self, bytes: &[u8]) -> Result<(), StreamError> {
        memory::reserve(self.vec, bytes.len(), false)?;
        self.vec.extend_from_slice(bytes);
        Ok(())
    }
}

/// What is written to memory of the caller's, which cannot grow.
pub(crate) struct Fixed<'a> {
    room: &'a mut [MaybeUninit<u8>],
    filled: usize,
}

impl<'a> Fixed<'a> {
    pub(crate) fn new(room: &'a mut [MaybeUninit<u8>]) -> Self {
        Self { room, filled: 0 }
    }
}

impl Place for Fixed<'_> {
    fn len(&self) -> usize {
        self.filled
    }

    fn is_full(&mut self) -> bool {
        self.filled == self.room.len()
    }

    fn grow(&mut self, _: Expected, least: usize, _: usize) -> Result<(), StreamError> {
        Err(memory::refused(least))
    }

    fn append<T>(&mut self, limit: usize, fill: impl FnOnce(&mut OutBuffer<'_>) -> T) -> T {
        let most = limit.min(self.room.len() - self.filled);
        let mut output = OutBuffer::new(&mut self.room[self.filled..][..most]);
        let result = fill(&mut output);
        self.filled += output.pos();
        result
    }

    fn copy(&mut self, bytes: &[u8]) -> Result<(), StreamError> {
        let count = memory::copy_into(&mut self.room[self.filled..], bytes);
        self.filled += count;
        if count == bytes.len() {
            return Ok(());
        }
        Err(memory::refused(bytes.len() - count))
    }
}

/// What becomes one new object.
///
/// If the size of the result is known, it is written to where it stays. If not, it is gathered in parts, none of which ever
/// moves, and copied once.
pub(crate) struct Gathered<B> {
    /// The object, and how much of it is filled.
    whole: Option<(B, usize)>,
    /// What comes behind that. The last part is being filled.
    parts: Vec<Vec<u8>>,
    /// Memory for the first part.
    spare: Vec<u8>,
    length: usize,
}

impl<B: OutputBuffer> Gathered<B> {
    /// Nothing yet. `spare` is memory for small results.
    pub(crate) fn new(mut spare: Vec<u8>) -> Self {
        spare.clear();
        Self {
            whole: None,
            parts: Vec::new(),
            spare,
            length: 0,
        }
    }

    /// The object, and memory for small results.
    pub(crate) fn finish(mut self) -> Result<(B::Finished, Vec<u8>), StreamError> {
        if let Some((whole, filled)) = self.whole.take_if(|(_, filled)| *filled == self.length) {
            // SAFETY: so many bytes at the start of the object were counted as initialised by `append`.
            return Ok((unsafe { whole.finish(filled) }?, self.spare));
        }
        let mut result = B::allocate(self.length)?;
        let room = result.spare();
        let mut filled = 0;
        if let Some((mut whole, length)) = self.whole.take() {
            room[..length].copy_from_slice(&whole.spare()[..length]);
            filled = length;
        }
        for part in self.parts.drain(..) {
            filled += memory::copy_into(&mut room[filled..], &part);
            // Other parts are given back before the next one is copied.
            if part.capacity() <= SMALL {
                self.spare = part;
            }
        }
        // SAFETY: everything up to here was copied from bytes that were counted as initialised.
        Ok((unsafe { result.finish(filled) }?, self.spare))
    }

    /// Where the next byte goes.
    fn room(&mut self) -> &mut [MaybeUninit<u8>] {
        match (self.parts.last_mut(), &mut self.whole) {
            (Some(part), _) => part.spare_capacity_mut(),
            (None, Some((whole, filled))) => &mut whole.spare()[*filled..],
            (None, None) => &mut [],
        }
    }

    /// Counts bytes that were written to the start of the room.
    ///
    /// # Safety
    ///
    /// The first `count` bytes of [`Gathered::room`] must be initialised.
    unsafe fn advance(&mut self, count: usize) {
        self.length += count;
        match (self.parts.last_mut(), &mut self.whole) {
            (Some(part), _) => {
                let length = part.len() + count;
                // SAFETY: the room was the spare capacity of this vector, and the caller promises the rest.
                unsafe { part.set_len(length) };
            }
            (None, Some((_, filled))) => *filled += count,
            (None, None) => {}
        }
    }
}

impl<B: OutputBuffer> Place for Gathered<B> {
    fn len(&self) -> usize {
        self.length
    }

    fn is_full(&mut self) -> bool {
        self.room().is_empty()
    }

    fn grow(&mut self, expected: Expected, least: usize, limit: usize) -> Result<(), StreamError> {
        let size = match expected {
            Expected::Exactly(size) => size,
            Expected::AtMost(size @ LARGE..) if B::shrinks() => size,
            _ => 0,
        };
        if self.length == 0
            && size > 0
            && let Ok(whole) = B::allocate(most_of(size, limit))
        {
            self.whole = Some((whole, 0));
            return Ok(());
        }
        // An object of the size that was expected is full, most likely for good.
        let rest = self.length - self.whole.as_ref().map_or(0, |(_, filled)| *filled);
        let growth = memory::growth(rest, least, limit);
        let wanted = match expected {
            Expected::Unknown => growth,
            Expected::AtMost(size) | Expected::Exactly(size) => most_of(size, limit).max(growth),
        };
        let mut part = std::mem::take(&mut self.spare);
        if part.capacity() < growth || wanted > SMALL {
            memory::reserve(&mut part, wanted, true)
                .or_else(|_| memory::reserve(&mut part, growth, true))?;
            advise_huge_pages(part.spare_capacity_mut());
        }
        self.parts.push(part);
        Ok(())
    }

    fn append<T>(&mut self, limit: usize, fill: impl FnOnce(&mut OutBuffer<'_>) -> T) -> T {
        let room = self.room();
        let most = room.len().min(limit);
        let mut output = OutBuffer::new(&mut room[..most]);
        let result = fill(&mut output);
        let written = output.pos();
        // SAFETY: `OutBuffer` counts the bytes from the start of the room that were initialised.
        unsafe { self.advance(written) };
        result
    }

    fn copy(&mut self, mut bytes: &[u8]) -> Result<(), StreamError> {
        while !bytes.is_empty() {
            if self.is_full() {
                self.grow(Expected::Unknown, bytes.len(), usize::MAX)?;
            }
            let count = memory::copy_into(self.room(), bytes);
            // SAFETY: so many bytes were copied to the start of the room.
            unsafe { self.advance(count) };
            bytes = &bytes[count..];
        }
        Ok(())
    }
}

/// That many bytes, but not more than `limit`.
fn most_of(size: u64, limit: usize) -> usize {
    usize::try_from(size).unwrap_or(usize::MAX).min(limit)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Appends `bytes` piece by piece, growing as told.
    fn put(place: &mut impl Place, bytes: &[u8], expected: Expected) {
        let start = place.len();
        while place.len() - start < bytes.len() {
            let rest = &bytes[place.len() - start..];
            if place.is_full() {
                place.grow(expected, 10, rest.len()).unwrap();
            }
            let before = place.len();
            let room = place.append(rest.len(), |output| output.room());
            assert!(room > 0 && room <= rest.len());
            place.copy(&rest[..room]).unwrap();
            assert_eq!(place.len(), before + room);
        }
    }

    #[test]
    fn what_is_gathered_is_one_object_wherever_it_was() {
        let bytes: Vec<u8> = (0..=250).cycle().take(3_000_000).collect();
        let lengths = [0, 1, 9, 10, 11, SMALL - 1, SMALL, SMALL + 1, bytes.len()];
        for length in lengths {
            let bytes = &bytes[..length];
            for size in [0, 1, 10, length as u64, length as u64 + 5, u64::MAX] {
                for expected in [
                    Expected::Unknown,
                    Expected::AtMost(size),
                    Expected::Exactly(size),
                ] {
                    let mut place = Gathered::<Vec<u8>>::new(Vec::new());
                    put(&mut place, bytes, expected);
                    let (object, _) = place.finish().unwrap();
                    assert!(object == bytes, "{length} {expected:?}");
                    let mut vec = b"before".to_vec();
                    put(&mut Appended::new(&mut vec), bytes, expected);
                    assert!(vec[6..] == *bytes, "{length} {expected:?}");
                }
            }
        }
    }

    #[test]
    fn many_small_frames_move_what_is_there_a_few_times() {
        let mut vec = Vec::new();
        let mut place = Appended::new(&mut vec);
        let mut moves = 0;
        for _ in 0..10_000 {
            let before = place.vec.capacity();
            if place.is_full() {
                place.grow(Expected::Exactly(10), 10, usize::MAX).unwrap();
            }
            moves += usize::from(place.vec.capacity() != before);
            place.copy(&[7; 10]).unwrap();
        }
        assert!(moves < 30, "{moves} of 10,000 frames");
        assert_eq!(vec.len(), 100_000);
    }

    #[test]
    fn an_object_of_known_size_is_not_copied() {
        let mut place = Gathered::<Vec<u8>>::new(Vec::new());
        place.grow(Expected::Exactly(100), 10, 200).unwrap();
        let start = place.room().as_ptr();
        put(&mut place, &[7; 100], Expected::Unknown);
        assert!(place.is_full());
        // That nothing follows is known only after there was room for it.
        place.grow(Expected::Unknown, 10, 100).unwrap();
        let (object, _) = place.finish().unwrap();
        assert_eq!(object.as_ptr(), start.cast());
        assert_eq!(object, [7; 100]);
    }

    #[test]
    fn spare_memory_is_used_and_given_back() {
        let spare = Vec::with_capacity(1000);
        let start = spare.as_ptr();
        let mut place = Gathered::<Vec<u8>>::new(spare);
        put(&mut place, b"foo", Expected::Unknown);
        let (object, spare) = place.finish().unwrap();
        assert_eq!((&object[..], spare.as_ptr()), (&b"foo"[..], start));
    }

    #[test]
    fn expectations_that_cannot_be_met_are_not_errors() {
        let mut place = Gathered::<Vec<u8>>::new(Vec::new());
        let huge = Expected::Exactly(1 << 62);
        place.grow(huge, 10, usize::MAX).unwrap();
        assert!(!place.is_full());
        let mut vec = Vec::new();
        Appended::new(&mut vec).grow(huge, 10, usize::MAX).unwrap();
        assert!(vec.capacity() >= 10);
    }
}

//! Seeking in decompressed content: forward by decoding, backward by beginning anew.
#![forbid(unsafe_code)]

use super::Reader;
use crate::engine::{Codec, DecompressStream};
use crate::error::{Error, StreamError};
use crate::memory;
use crate::numbers::Whence;
use crate::pump::Until;
use crate::source::Source;

impl<S: Source> Reader<DecompressStream, S> {
    /// Whether [`Reader::seek_to`] can go backward: whether the source can be rewound.
    #[must_use]
    pub fn is_seekable(&self) -> bool {
        self.pump.feed.can_rewind()
    }

    /// Moves the position, and returns the new one. Positions beyond the end become the end.
    ///
    /// Forward decodes and drops what is between. Backward, and counting from the end, decodes from the start again if the
    /// source can be rewound.
    ///
    /// # Errors
    ///
    /// [`StreamError::Unsupported`] for positions before the start, and for backward seeks when the source cannot be rewound; the
    /// position is as before. [`StreamError::WouldBlock`] when the source has no data now; the position is where the data ended.
    pub fn seek_to(&mut self, offset: i64, whence: Whence) -> Result<u64, Error<S::Error>> {
        self.guarded(|reader| match whence {
            Whence::Start => {
                let target = u64::try_from(offset).map_err(|_| {
                    StreamError::Unsupported("cannot seek to negative position with SEEK_SET")
                })?;
                reader.move_to(target)
            }
            Whence::Current => {
                let target = reader.offset_from(reader.position, offset)?;
                reader.move_to(target)
            }
            Whence::End => {
                if offset < 0 && !reader.is_seekable() {
                    return Err(BACKWARDS.into());
                }
                let before = reader.position;
                reader.skip_to(u64::MAX)?;
                match reader.offset_from(reader.position, offset) {
                    Ok(target) => reader.move_to(target),
                    Err(refused) => {
                        // Where the end is could be found out only by going there.
                        reader.move_to(before)?;
                        Err(refused.into())
                    }
                }
            }
        })
    }

    fn offset_from(&self, base: u64, offset: i64) -> Result<u64, StreamError> {
        match base.checked_add_signed(offset) {
            Some(target) => Ok(target),
            None if offset > 0 => Ok(u64::MAX),
            None if !self.is_seekable() => Err(BACKWARDS),
            None => Err(StreamError::Unsupported(
                "cannot seek to a position before the start of the stream",
            )),
        }
    }

    fn move_to(&mut self, target: u64) -> Result<u64, Error<S::Error>> {
        if target < self.position {
            self.rewind()?;
        }
        self.skip_to(target)?;
        Ok(self.position)
    }

    fn rewind(&mut self) -> Result<(), Error<S::Error>> {
        if !self.pump.feed.rewind()? {
            return Err(BACKWARDS.into());
        }
        self.pump.codec.restart()?;
        self.pump.restart();
        self.ahead.clear();
        self.ahead_pos = 0;
        self.position = 0;
        Ok(())
    }

    /// Decodes and drops what is before `target`, or everything if the stream ends before it.
    fn skip_to(&mut self, target: u64) -> Result<(), Error<S::Error>> {
        let mut scratch = Vec::new();
        while self.position < target {
            let most = usize::try_from(target - self.position).unwrap_or(usize::MAX);
            let ready = self.ahead.len() - self.ahead_pos;
            if ready > 0 {
                self.take_ahead(ready.min(most));
                continue;
            }
            scratch.clear();
            match self.skip_some(&mut scratch, most)? {
                None => {
                    return Err(StreamError::WouldBlock(
                        "the source has no data now; seek again later",
                    )
                    .into());
                }
                Some(0) => break,
                Some(_) => {}
            }
        }
        Ok(())
    }

    fn skip_some(
        &mut self,
        scratch: &mut Vec<u8>,
        most: usize,
    ) -> Result<Option<usize>, Error<S::Error>> {
        let size = DecompressStream::sizes().output;
        memory::reserve(scratch, size, true)?;
        self.read_room(
            &mut scratch.spare_capacity_mut()[..size.min(most)],
            Until::Full,
        )
    }
}

/// The source cannot be rewound.
const BACKWARDS: StreamError =
    StreamError::Unsupported("cannot seek zstd decompression stream backwards");

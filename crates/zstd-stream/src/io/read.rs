//! `Read`, `BufRead` and `Seek` for readers.
#![forbid(unsafe_code)]

use std::io::{self, BufRead, Read, Seek, SeekFrom};

use crate::engine::{Codec, DecompressStream};
use crate::error::{Error, StreamError};
use crate::numbers::Whence;
use crate::reader::Reader;
use crate::source::Source;

/// Reads answer as soon as there is anything; a source without data now is [`io::ErrorKind::WouldBlock`].
impl<C: Codec, S: Source> Read for Reader<C, S>
where
    io::Error: From<Error<S::Error>>,
{
    fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        self.read1_into_slice(room)?.ok_or_else(dry)
    }
}

/// Line by line, and without a copy.
impl<C: Codec, S: Source> BufRead for Reader<C, S>
where
    io::Error: From<Error<S::Error>>,
{
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.peek()?.ok_or_else(dry)
    }

    fn consume(&mut self, count: usize) {
        self.advance(count);
    }
}

/// Positions beyond the end become the end. Backward seeks need a source that can be rewound.
impl<S: Source> Seek for Reader<DecompressStream, S>
where
    io::Error: From<Error<S::Error>>,
{
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let (offset, whence) = match to {
            SeekFrom::Start(offset) => (i64::try_from(offset).unwrap_or(i64::MAX), Whence::Start),
            SeekFrom::Current(offset) => (offset, Whence::Current),
            SeekFrom::End(offset) => (offset, Whence::End),
        };
        Ok(self.seek_to(offset, whence)?)
    }

    fn stream_position(&mut self) -> io::Result<u64> {
        Ok(self.tell())
    }
}

fn dry() -> io::Error {
    StreamError::WouldBlock("the source has no data now; read again later").into()
}

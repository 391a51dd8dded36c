//! `Write` for writers.
#![forbid(unsafe_code)]

use std::io::{self, Write};

use crate::engine::Codec;
use crate::error::{Error, StreamError};
use crate::numbers::FlushMode;
use crate::sink::Sink;
use crate::writer::{WriteReturn, Writer};

/// Flushing ends a block, not the frame: that is what [`Writer::finish`] is for. Dropping ends nothing.
///
/// A sink that takes nothing now is [`io::ErrorKind::WouldBlock`]. With [`WriteReturn::Written`] every write takes all of its
/// data.
impl<C: Codec, S: Sink> Write for Writer<C, S>
where
    io::Error: From<Error<S::Error>>,
{
    fn write(&mut self, data: &[u8]) -> io::Result<usize> {
        match (self.push(data)?, self.write_return()) {
            (None, _) => {
                Err(StreamError::WouldBlock("the sink takes no data now; write again later").into())
            }
            (Some(taken), WriteReturn::Taken) => Ok(taken),
            (Some(_), WriteReturn::Written) => Ok(data.len()),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.flush_mode(FlushMode::Block)?;
        Ok(())
    }
}

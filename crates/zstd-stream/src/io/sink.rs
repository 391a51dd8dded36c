//! Writers of `std::io` as sinks.
#![forbid(unsafe_code)]

use std::io::{self, Write};

use crate::sink::Sink;

/// A [`Write`] as a [`Sink`].
///
/// A writer that would block takes nothing now; one that was interrupted is asked again.
///
/// ```
/// use std::io::Write;
/// use std::sync::Arc;
/// use zstd_core::Compressor;
/// use zstd_stream::{CompressWriter, IoSink};
///
/// let compressor = Arc::new(Compressor::builder().build()?);
/// let mut writer = CompressWriter::compress(&compressor, IoSink::new(Vec::new()), None)?;
/// writer.write_all(b"data")?;
/// let file: Vec<u8> = writer.finish()?.into_inner();
/// assert!(file.starts_with(b"\x28\xb5\x2f\xfd"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct IoSink<W> {
    writer: W,
}

impl<W: Write> IoSink<W> {
    /// `writer` as a sink.
    #[must_use]
    pub fn new(writer: W) -> Self {
        Self { writer }
    }

    /// The writer.
    #[must_use]
    pub fn get_ref(&self) -> &W {
        &self.writer
    }

    /// The writer. What is written to it directly is no part of the stream.
    pub fn get_mut(&mut self) -> &mut W {
        &mut self.writer
    }

    /// The writer.
    #[must_use]
    pub fn into_inner(self) -> W {
        self.writer
    }
}

impl<W: Write> Sink for IoSink<W> {
    type Error = io::Error;

    fn write(&mut self, data: &[u8]) -> io::Result<Option<usize>> {
        loop {
            match self.writer.write(data) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(None),
                other => return other.map(Some),
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

//! Readers of `std::io` as sources.
#![forbid(unsafe_code)]

use std::fmt;
use std::io::{self, Read, Seek, SeekFrom};

use crate::source::Source;

/// Where to go back to, and how.
struct Origin<R> {
    start: u64,
    go_back: fn(&mut R, u64) -> io::Result<()>,
}

/// A [`Read`] as a [`Source`].
///
/// A reader that would block has no data now; one that was interrupted is asked again. The memory of pieces is used again and
/// again.
///
/// ```
/// use std::io::Read;
/// use std::sync::Arc;
/// use zstd_core::Compressor;
/// use zstd_stream::{CompressReader, IoSource};
///
/// let compressor = Arc::new(Compressor::builder().build()?);
/// let mut frame = Vec::new();
/// CompressReader::compress(&compressor, IoSource::new(&b"data"[..]), None)?.read_to_end(&mut frame)?;
/// assert!(frame.starts_with(b"\x28\xb5\x2f\xfd"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct IoSource<R> {
    reader: R,
    origin: Option<Origin<R>>,
    spare: Vec<u8>,
}

impl<R: Read> IoSource<R> {
    /// A source that cannot be rewound.
    #[must_use]
    pub fn new(reader: R) -> Self {
        Self {
            reader,
            origin: None,
            spare: Vec::new(),
        }
    }

    /// A source that can be rewound to where `reader` is now.
    ///
    /// # Errors
    ///
    /// That of asking for the position.
    pub fn seekable(mut reader: R) -> io::Result<Self>
    where
        R: Seek,
    {
        let start = reader.stream_position()?;
        Ok(Self {
            reader,
            origin: Some(Origin {
                start,
                go_back: |reader, start| reader.seek(SeekFrom::Start(start)).map(drop),
            }),
            spare: Vec::new(),
        })
    }

    /// The reader.
    #[must_use]
    pub fn get_ref(&self) -> &R {
        &self.reader
    }

    /// The reader. What is read from it directly is missing in the stream.
    pub fn get_mut(&mut self) -> &mut R {
        &mut self.reader
    }

    /// The reader, wherever it is by now.
    #[must_use]
    pub fn into_inner(self) -> R {
        self.reader
    }
}

impl<R: Read> Source for IoSource<R> {
    type Chunk = IoChunk;
    type Error = io::Error;

    fn read(&mut self, size: usize) -> io::Result<Option<IoChunk>> {
        let mut buffer = std::mem::take(&mut self.spare);
        if buffer.len() < size {
            buffer
                .try_reserve_exact(size - buffer.len())
                .map_err(|_| io::ErrorKind::OutOfMemory)?;
        }
        buffer.resize(size, 0);
        loop {
            match self.reader.read(&mut buffer) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    self.spare = buffer;
                    return Ok(None);
                }
                other => {
                    return Ok(Some(IoChunk {
                        length: other?,
                        buffer,
                    }));
                }
            }
        }
    }

    fn reclaim(&mut self, chunk: IoChunk) {
        self.spare = chunk.buffer;
    }

    fn can_rewind(&self) -> bool {
        self.origin.is_some()
    }

    fn rewind(&mut self) -> io::Result<bool> {
        let Some(origin) = &self.origin else {
            return Ok(false);
        };
        (origin.go_back)(&mut self.reader, origin.start)?;
        Ok(true)
    }
}

/// What an [`IoSource`] has read.
#[derive(Debug)]
pub struct IoChunk {
    buffer: Vec<u8>,
    length: usize,
}

impl AsRef<[u8]> for IoChunk {
    fn as_ref(&self) -> &[u8] {
        // A reader that claims more than there was room for has at most filled it.
        &self.buffer[..self.length.min(self.buffer.len())]
    }
}

impl<R: fmt::Debug> fmt::Debug for IoSource<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("IoSource")
            .field("reader", &self.reader)
            .finish_non_exhaustive()
    }
}

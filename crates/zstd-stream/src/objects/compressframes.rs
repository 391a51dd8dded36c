//! The compression object for any number of frames: bytes and a directive in, bytes out.
#![forbid(unsafe_code)]

use std::sync::Arc;

use zstd_core::{CompressDirective, Compressor, InBuffer, compress_bound};

use crate::engine::{CompressStream, Status};
use crate::error::StreamError;
use crate::memory;

/// Compresses frame after frame, call by call. A failure loses the frame that was begun, and nothing else.
///
/// ```
/// use std::sync::Arc;
/// use zstd_core::{CompressDirective, Compressor};
/// use zstd_stream::CompressFrames;
///
/// let compressor = Arc::new(Compressor::builder().build()?);
/// let mut object = CompressFrames::new(&compressor)?;
/// let mut frames = Vec::new();
/// object.compress(b"one", CompressDirective::End, &mut frames)?;
/// object.compress(b"two", CompressDirective::Continue, &mut frames)?;
/// object.compress(b"", CompressDirective::End, &mut frames)?;
/// assert_eq!(object.last(), CompressDirective::End);
/// # Ok::<(), zstd_stream::StreamError>(())
/// ```
pub struct CompressFrames {
    stream: CompressStream,
    last: CompressDirective,
}

impl CompressFrames {
    /// An object with the options of `compressor`.
    ///
    /// # Errors
    ///
    /// As [`CompressStream::new`].
    pub fn new(compressor: &Arc<Compressor>) -> Result<Self, StreamError> {
        Ok(Self {
            stream: CompressStream::new(compressor, None)?.with_eager_frames(),
            last: CompressDirective::End,
        })
    }

    /// Takes all of `data`, carries out the directive, and appends what is ready to `out`.
    ///
    /// Data that is given as a whole frame is compressed like by a one-shot call.
    ///
    /// # Errors
    ///
    /// Whatever libzstd refuses. Nothing is appended then, the frame that was begun is forgotten, and the next call begins
    /// another one.
    pub fn compress(
        &mut self,
        data: &[u8],
        directive: CompressDirective,
        out: &mut Vec<u8>,
    ) -> Result<(), StreamError> {
        let start = out.len();
        match self.run(data, directive, out) {
            Ok(()) => {
                self.last = directive;
                Ok(())
            }
            Err(error) => {
                out.truncate(start);
                self.last = CompressDirective::End;
                self.stream.restart()?;
                Err(error)
            }
        }
    }

    fn run(
        &mut self,
        data: &[u8],
        directive: CompressDirective,
        out: &mut Vec<u8>,
    ) -> Result<(), StreamError> {
        let start = out.len();
        // With room for the worst case libzstd compresses a whole frame straight into its place. Of memory that is large enough
        // to matter, only the pages that are written are ever committed.
        let bound = compress_bound(data.len())?;
        memory::reserve(out, bound, true)?;
        let mut input = InBuffer::new(data);
        loop {
            let stream = &mut self.stream;
            let status = memory::append(out, usize::MAX, |output| {
                stream.process(&mut input, output, directive)
            })?;
            if status != Status::NeedsRoom {
                return Ok(());
            }
            let growth = memory::growth(out.len() - start, bound, usize::MAX);
            memory::reserve(out, growth, false)?;
        }
    }

    /// Declares the size of the next frame's content, in bytes; `None`: unknown. See [`CompressStream::pledge_size`].
    ///
    /// # Errors
    ///
    /// Unless the last directive was [`CompressDirective::End`].
    pub fn declare_size(&mut self, size: Option<u64>) -> Result<(), StreamError> {
        if self.last != CompressDirective::End {
            return Err(StreamError::OutOfOrder(
                "cannot declare the size of a frame that has begun; end it first",
            ));
        }
        self.stream.pledge_size(size)
    }

    /// The directive of the last call that succeeded; [`CompressDirective::End`] at the start, and after a failure.
    #[must_use]
    pub fn last(&self) -> CompressDirective {
        self.last
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;
    use crate::testing::content;
    use CompressDirective::{Continue, End, Flush};
    use zstd_core::ErrorCode;

    fn object() -> CompressFrames {
        let compressor = Compressor::builder().content_size(true).build().unwrap();
        CompressFrames::new(&Arc::new(compressor)).unwrap()
    }

    fn feed(object: &mut CompressFrames, data: &[u8], directive: CompressDirective) -> Vec<u8> {
        let mut out = Vec::new();
        object.compress(data, directive, &mut out).unwrap();
        assert_eq!(object.last(), directive);
        out
    }

    #[test]
    fn frames_follow_one_another_and_whole_ones_are_those_of_one_call() {
        let data: Vec<u8> = (0..200_000_u32).flat_map(u32::to_le_bytes).collect();
        let compressor = Compressor::builder().content_size(true).build().unwrap();
        let mut object = object();
        for _ in 0..2 {
            let frame = feed(&mut object, &data, End);
            assert!(frame == compressor.compress(&data).unwrap());
        }
        let parts = [
            feed(&mut object, b"foo", Continue),
            feed(&mut object, b"bar", Flush),
            feed(&mut object, b"", End),
            feed(&mut object, b"", End),
        ];
        assert!(parts[0].is_empty() && !parts[1].is_empty());
        assert_eq!(content(&parts.concat()), b"foobar");
    }

    #[test]
    fn a_failure_loses_one_frame_only() {
        let mut object = object();
        object.declare_size(Some(2)).unwrap();
        let mut out = b"before".to_vec();
        let error = object.compress(b"foo", Continue, &mut out).unwrap_err();
        assert_eq!(error.code(), Some(ErrorCode::SRC_SIZE_WRONG));
        assert_eq!((out.as_slice(), object.last()), (&b"before"[..], End));
        assert_eq!(content(&feed(&mut object, b"bar", End)), b"bar");
    }

    #[test]
    fn sizes_are_declared_between_frames() {
        let mut object = object();
        feed(&mut object, b"f", Continue);
        let early = object.declare_size(Some(3)).unwrap_err();
        assert_eq!(early.kind(), ErrorKind::Zstd);
        feed(&mut object, b"oo", End);
        object.declare_size(Some(6)).unwrap();
        let frame = [
            feed(&mut object, b"foo", Continue),
            feed(&mut object, b"bar", End),
        ];
        // The size that was declared is in the header, which one-shot calls need.
        let decompressor = zstd_core::Decompressor::new();
        assert_eq!(decompressor.decompress(&frame.concat()).unwrap(), b"foobar");
        // The true size counts where libzstd knows it in advance.
        object.declare_size(Some(5)).unwrap();
        let whole = feed(&mut object, b"foo", End);
        assert_eq!(decompressor.decompress(&whole).unwrap(), b"foo");
    }
}

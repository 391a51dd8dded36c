//! The compression object: bytes in, bytes out, one frame.
#![forbid(unsafe_code)]

use std::sync::Arc;

use zstd_core::{CompressDirective, Compressor};

use crate::engine::{Codec, CompressStream};
use crate::error::StreamError;
use crate::numbers::FlushMode;

/// Compresses one frame, call by call.
///
/// ```
/// use std::sync::Arc;
/// use zstd_core::Compressor;
/// use zstd_stream::{CompressObj, FlushMode};
///
/// let compressor = Arc::new(Compressor::builder().build()?);
/// let mut object = CompressObj::new(&compressor, None)?;
/// let mut frame = Vec::new();
/// object.compress(b"data", &mut frame)?;
/// object.flush(FlushMode::Frame, &mut frame)?;
/// assert!(object.compress(b"more", &mut frame).is_err());
/// # Ok::<(), zstd_stream::StreamError>(())
/// ```
pub struct CompressObj {
    stream: CompressStream,
    finished: bool,
}

impl CompressObj {
    /// An object with the options of `compressor`. `size` declares the size of the content in bytes; `None`: unknown.
    ///
    /// # Errors
    ///
    /// As [`CompressStream::new`].
    pub fn new(compressor: &Arc<Compressor>, size: Option<u64>) -> Result<Self, StreamError> {
        Ok(Self {
            stream: CompressStream::new(compressor, size)?,
            finished: false,
        })
    }

    /// Takes `data`, and appends what is ready to `out`.
    ///
    /// # Errors
    ///
    /// After the frame was ended; more data than declared. Nothing is appended then.
    pub fn compress(&mut self, data: &[u8], out: &mut Vec<u8>) -> Result<(), StreamError> {
        if self.finished {
            return Err(StreamError::OutOfOrder(
                "cannot call compress() after compressor finished",
            ));
        }
        self.stream.append(data, CompressDirective::Continue, out)
    }

    /// Ends the block, which may be repeated, or the frame, which may not, and appends everything to `out`.
    ///
    /// # Errors
    ///
    /// After the frame was ended; less data than declared. Nothing is appended then.
    pub fn flush(&mut self, mode: FlushMode, out: &mut Vec<u8>) -> Result<(), StreamError> {
        if self.finished {
            return Err(StreamError::OutOfOrder(
                "compressor object already finished",
            ));
        }
        match mode {
            FlushMode::Block => self.stream.append(&[], CompressDirective::Flush, out),
            FlushMode::Frame => {
                self.stream.append(&[], CompressDirective::End, out)?;
                self.finished = true;
                self.stream.release();
                Ok(())
            }
        }
    }

    /// Whether the frame was ended.
    #[must_use]
    pub fn is_finished(&self) -> bool {
        self.finished
    }

    /// The size of the engine's memory in bytes; once finished, what it was.
    #[must_use]
    pub fn memory_size(&self) -> usize {
        self.stream.memory_size()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use zstd_core::{DecompressOptions, Decompressor};

    fn object(size: Option<u64>) -> CompressObj {
        let compressor = Arc::new(Compressor::builder().content_size(true).build().unwrap());
        CompressObj::new(&compressor, size).unwrap()
    }

    fn content(frame: &[u8]) -> Vec<u8> {
        let options = DecompressOptions::new().max_output_size(1 << 20);
        Decompressor::new()
            .decompress_with::<Vec<u8>>(frame, &options)
            .unwrap()
    }

    #[test]
    fn blocks_may_be_flushed_often_and_the_frame_ended_once() {
        let (mut object, mut out) = (object(None), Vec::new());
        object.compress(b"foo", &mut out).unwrap();
        assert!(out.is_empty());
        object.flush(FlushMode::Block, &mut out).unwrap();
        let flushed = out.len();
        assert!(flushed > 0);
        object.flush(FlushMode::Block, &mut out).unwrap();
        assert_eq!(out.len(), flushed);
        object.flush(FlushMode::Frame, &mut out).unwrap();
        assert_eq!(content(&out), b"foo");
        assert!(object.is_finished() && object.memory_size() > 0);
        let length = out.len();
        for mode in [FlushMode::Block, FlushMode::Frame] {
            let error = object.flush(mode, &mut out).unwrap_err();
            assert_eq!(error.to_string(), "compressor object already finished");
        }
        let error = object.compress(b"", &mut out).unwrap_err();
        assert_eq!(
            error.to_string(),
            "cannot call compress() after compressor finished"
        );
        assert_eq!(out.len(), length);
    }

    #[test]
    fn the_declared_size_is_kept_to() {
        let (mut right, mut out) = (object(Some(6)), Vec::new());
        right.compress(b"foobar", &mut out).unwrap();
        right.flush(FlushMode::Frame, &mut out).unwrap();
        assert_eq!(Decompressor::new().decompress(&out).unwrap(), b"foobar");

        let (mut short, mut out) = (object(Some(6)), Vec::new());
        short.compress(b"foo", &mut out).unwrap();
        let error = short.flush(FlushMode::Frame, &mut out).unwrap_err();
        assert_eq!(
            error,
            StreamError::DeclaredSize {
                operation: "error ending compression stream",
                declared: 6,
                actual: 3
            }
        );
        let again = short.flush(FlushMode::Frame, &mut out).unwrap_err();
        assert!(matches!(again, StreamError::Failed(_)), "{again}");
        assert!(out.is_empty());

        let (mut long, mut out) = (object(Some(6)), Vec::new());
        long.compress(b"foobar", &mut out).unwrap();
        assert!(long.compress(b"!", &mut out).is_err());
    }
}

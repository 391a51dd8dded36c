//! Compressors and decompressors that are called call by call, and shared by threads that wait for each other.
#![forbid(unsafe_code)]

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI32, Ordering};

use zstd_core::{CompressDirective, Compressor, Decompressor};
use zstd_stream::{CompressFrames, DecompressObj, DecompressStream, Frames, StreamError};

use super::turns::{Turn, Turns};
use super::{Doing, at_end};
use crate::failure::{Failure, Result};

/// Compresses frame after frame. Any number of threads may call it; their calls follow one another.
pub struct FrameCompressor {
    turns: Turns<CompressFrames>,
    last_mode: AtomicI32,
}

impl FrameCompressor {
    /// An object with the options of `compressor`.
    pub fn new(compressor: &Arc<Compressor>) -> Result<Self> {
        let object = CompressFrames::new(compressor)?;
        Ok(Self {
            last_mode: AtomicI32::new(number(object.last())),
            turns: Turns::new(object),
        })
    }

    /// The turn for a call, unless another call has it.
    pub fn try_turn(&self) -> Option<Turn<'_, CompressFrames>> {
        self.turns.try_take()
    }

    /// The turn for a call, after those of others.
    pub fn turn(&self) -> Result<Turn<'_, CompressFrames>> {
        self.turns.take()
    }

    /// Takes all of `data` and appends what is ready to `out`, for modes 0 (collect), 1 (end the block) and 2 (end the frame).
    ///
    /// # Errors
    ///
    /// `Value` for another mode, `Zstd` for what libzstd refuses; the frame that was begun is forgotten then.
    pub fn compress(
        &self,
        turn: &mut Turn<'_, CompressFrames>,
        data: &[u8],
        mode: i32,
        out: &mut Vec<u8>,
    ) -> Result<()> {
        let directive = directive(mode).ok_or_else(|| {
            Failure::value(
                "mode argument wrong value, it should be one of ZstdCompressor.CONTINUE, \
                 ZstdCompressor.FLUSH_BLOCK, ZstdCompressor.FLUSH_FRAME.",
            )
        })?;
        self.run(turn, data, directive, out)
    }

    /// As [`FrameCompressor::compress`] without data, for modes 1 and 2.
    pub fn flush(
        &self,
        turn: &mut Turn<'_, CompressFrames>,
        mode: i32,
        out: &mut Vec<u8>,
    ) -> Result<()> {
        let ending = |directive: &CompressDirective| *directive != CompressDirective::Continue;
        let directive = directive(mode).filter(ending).ok_or_else(|| {
            Failure::value(
                "mode argument wrong value, it should be ZstdCompressor.FLUSH_FRAME or \
                 ZstdCompressor.FLUSH_BLOCK.",
            )
        })?;
        self.run(turn, &[], directive, out)
    }

    fn run(
        &self,
        turn: &mut Turn<'_, CompressFrames>,
        data: &[u8],
        directive: CompressDirective,
        out: &mut Vec<u8>,
    ) -> Result<()> {
        let result = turn.compress(data, directive, out);
        self.last_mode.store(number(turn.last()), Ordering::Relaxed);
        result.map_err(|error| Doing::Compress.failed(&error))
    }

    /// Declares the size of the next frame's content, in bytes; `None`: unknown.
    ///
    /// # Errors
    ///
    /// `Value` in the middle of a frame.
    pub fn declare_size(
        &self,
        turn: &mut Turn<'_, CompressFrames>,
        size: Option<u64>,
    ) -> Result<()> {
        turn.declare_size(size).map_err(|error| match error {
            StreamError::OutOfOrder(_) => Failure::value(
                "set_pledged_input_size() method must be called when last_mode == FLUSH_FRAME",
            ),
            error => Doing::DeclareSize.failed(&error),
        })
    }

    /// The mode of the last call that succeeded; 2 at the start and after a failure.
    #[must_use]
    pub fn last_mode(&self) -> i32 {
        self.last_mode.load(Ordering::Relaxed)
    }
}

fn directive(mode: i32) -> Option<CompressDirective> {
    match mode {
        0 => Some(CompressDirective::Continue),
        1 => Some(CompressDirective::Flush),
        2 => Some(CompressDirective::End),
        _ => None,
    }
}

fn number(directive: CompressDirective) -> i32 {
    match directive {
        CompressDirective::Continue => 0,
        CompressDirective::Flush => 1,
        CompressDirective::End => 2,
    }
}

/// Decompresses one frame. Any number of threads may call it; their calls follow one another.
pub struct FrameDecompressor {
    turns: Turns<DecompressObj>,
    eof: AtomicBool,
    needs_input: AtomicBool,
}

impl FrameDecompressor {
    /// An object with the options of `decompressor`. A skippable frame is a frame without content.
    pub fn new(decompressor: &Arc<Decompressor>) -> Result<Self> {
        let stream = DecompressStream::new(decompressor, Frames::First)?;
        Ok(Self {
            turns: Turns::new(DecompressObj::over(stream.count_skippable_frames(true))),
            eof: AtomicBool::new(false),
            needs_input: AtomicBool::new(true),
        })
    }

    /// The turn for a call, unless another call has it.
    pub fn try_turn(&self) -> Option<Turn<'_, DecompressObj>> {
        self.turns.try_take()
    }

    /// The turn for a call, after those of others.
    pub fn turn(&self) -> Result<Turn<'_, DecompressObj>> {
        self.turns.take()
    }

    /// Takes `data` and appends what comes out of it to `out`: at most `max_length` bytes, if that is not negative. What a limit
    /// has kept from being decoded is held inside.
    ///
    /// # Errors
    ///
    /// `End` after the end of the frame. `Zstd` for broken data; all input is forgotten then, and another frame may follow.
    pub fn decompress(
        &self,
        turn: &mut Turn<'_, DecompressObj>,
        data: &[u8],
        max_length: i64,
        out: &mut Vec<u8>,
    ) -> Result<()> {
        if turn.is_eof() {
            return Err(at_end());
        }
        let most = crate::streams::max_length(max_length);
        let result = turn.decompress(data, most, out);
        if result.is_err() {
            turn.restart()?;
        }
        self.eof.store(turn.is_eof(), Ordering::Relaxed);
        self.needs_input
            .store(turn.needs_input(), Ordering::Relaxed);
        match result {
            Ok(_) => Ok(()),
            Err(error) => Err(Doing::Decompress.failed(&error)),
        }
    }

    /// Whether the frame has ended.
    #[must_use]
    pub fn is_eof(&self) -> bool {
        self.eof.load(Ordering::Relaxed)
    }

    /// Whether the next call needs input to give any output.
    #[must_use]
    pub fn needs_input(&self) -> bool {
        self.needs_input.load(Ordering::Relaxed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::failure::FailureKind;

    fn compress(object: &FrameCompressor, data: &[u8], mode: i32) -> Result<Vec<u8>> {
        let (mut turn, mut out) = (object.turn()?, Vec::new());
        object.compress(&mut turn, data, mode, &mut out)?;
        Ok(out)
    }

    fn decompress(object: &FrameDecompressor, data: &[u8], max_length: i64) -> Result<Vec<u8>> {
        let (mut turn, mut out) = (object.turn()?, Vec::new());
        object.decompress(&mut turn, data, max_length, &mut out)?;
        Ok(out)
    }

    fn compressor() -> FrameCompressor {
        let engine = super::super::compressor(0, &[], None).unwrap();
        FrameCompressor::new(&Arc::new(engine)).unwrap()
    }

    #[test]
    fn modes_are_remembered_and_wrong_ones_refused() {
        let object = compressor();
        assert_eq!(object.last_mode(), 2);
        compress(&object, b"foo", 0).unwrap();
        assert_eq!(object.last_mode(), 0);
        let wrong = compress(&object, b"foo", 3).unwrap_err();
        assert_eq!(wrong.kind, FailureKind::Value);
        let mut out = Vec::new();
        let wrong = object.flush(&mut object.turn().unwrap(), 0, &mut out);
        assert!(
            wrong
                .unwrap_err()
                .message
                .ends_with("ZstdCompressor.FLUSH_BLOCK.")
        );
        let early = object.declare_size(&mut object.turn().unwrap(), Some(1));
        assert!(early.unwrap_err().message.ends_with("FLUSH_FRAME"));
        object
            .flush(&mut object.turn().unwrap(), 2, &mut out)
            .unwrap();
        assert!(!out.is_empty());
        object
            .declare_size(&mut object.turn().unwrap(), Some(1))
            .unwrap();
        let failure = compress(&object, b"foo", 0).unwrap_err();
        assert_eq!(
            (failure.message.as_str(), failure.code),
            (
                "Unable to compress Zstandard data: Src size is incorrect",
                Some(72)
            )
        );
        assert_eq!(object.last_mode(), 2);
    }

    #[test]
    fn a_frame_ends_once_and_broken_data_are_forgotten() {
        let frame = compress(&compressor(), b"foobar", 2).unwrap();
        let engine = Arc::new(Decompressor::new());
        let object = FrameDecompressor::new(&engine).unwrap();
        let failure = decompress(&object, b"no frame", -1).unwrap_err();
        assert_eq!(
            failure.message,
            "Unable to decompress Zstandard data: Unknown frame descriptor"
        );
        assert!(object.needs_input() && !object.is_eof());
        assert_eq!(decompress(&object, &frame, 3).unwrap(), b"foo");
        assert!(!object.needs_input());
        assert_eq!(decompress(&object, b"tail", -1).unwrap(), b"bar");
        assert!(object.is_eof() && !object.needs_input());
        assert_eq!(object.turn().unwrap().unused_data(), b"tail");
        let failure = decompress(&object, b"", -1).unwrap_err();
        assert_eq!(failure.kind, FailureKind::End);
        assert!(object.is_eof());
    }

    #[test]
    fn a_skippable_frame_is_a_frame_of_its_own() {
        let engine = Arc::new(Decompressor::new());
        let object = FrameDecompressor::new(&engine).unwrap();
        let skippable = zstd_core::skippable::write(b"payload", 0).unwrap();
        assert_eq!(decompress(&object, &skippable, -1).unwrap(), b"");
        assert!(object.is_eof());
    }
}

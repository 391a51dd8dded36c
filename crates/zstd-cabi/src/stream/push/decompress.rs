//! The decompressing engine.

use std::mem::MaybeUninit;

use zstd_stream::{Codec, Frames};

use super::{InWindow, OutWindow, process, unknown};
use crate::boundary::boundary;
use crate::decompressor::Decompressor;
use crate::pointers::required;
use crate::status::Status;
use crate::stream::exclusive::Exclusive;

/// Decompresses what is pushed into it. One call at a time may use it.
pub struct DecompressStream(Exclusive<zstd_stream::DecompressStream>);

/// Which frames of its input an engine decodes.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FramePolicy {
    /// All frames; anything else is an error.
    All = 0,
    /// One frame; anything after it is an error.
    One = 1,
    /// One frame; what follows is not taken.
    First = 2,
}

/// Makes an engine that decompresses; `frames` is of `zstdrs_frame_policy`. Free it with `zstdrs_decompress_stream_free`.
///
/// # Safety
///
/// `decompressor` must be NULL or a live handle, `stream` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_decompress_stream_new(
    decompressor: Option<&Decompressor>,
    frames: i32,
    stream: Option<&mut MaybeUninit<Box<DecompressStream>>>,
) -> Status {
    boundary!({
        let decompressor = &required(decompressor, "decompressor")?.0;
        let stream = required(stream, "stream")?;
        let frames = match frames {
            f if f == FramePolicy::All as i32 => Frames::All,
            f if f == FramePolicy::One as i32 => Frames::One,
            f if f == FramePolicy::First as i32 => Frames::First,
            other => return Err(unknown("frames", "zstdrs_frame_policy", other)),
        };
        let made = zstd_stream::DecompressStream::new(decompressor, frames)?;
        stream.write(Box::new(DecompressStream(Exclusive::new(made))));
        Ok(())
    })
}

/// Frees an engine; NULL is ignored.
///
/// # Safety
///
/// `stream` must be NULL or a live handle, which nobody uses any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_decompress_stream_free(stream: Option<Box<DecompressStream>>) {
    boundary!({
        drop(stream);
        Ok(())
    });
}

/// Decompresses from `input` to `output`, to the end of the current frame at most, moves their positions, and stores why it
/// has stopped: a number of `zstdrs_progress`. After a failure the positions are as before, and the engine is lost.
///
/// # Safety
///
/// `stream` must be NULL or a live handle; `input` must be NULL or readable and writable, with memory that is readable;
/// `output` likewise, with memory that is writable and apart from the input; `progress` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_decompress_stream_process(
    stream: Option<&DecompressStream>,
    input: Option<&mut InWindow>,
    output: Option<&mut OutWindow>,
    progress: Option<&mut MaybeUninit<i32>>,
) -> Status {
    boundary!({
        let mut stream = required(stream, "stream")?.0.enter()?;
        // SAFETY: the caller makes the same promise.
        unsafe {
            process(input, output, progress, |input, output| {
                stream.process(input, output)
            })
        }
    })
}

/// Says that no input follows: `ZSTDRS_STATUS_ZSTD` if a frame has begun and not ended.
///
/// # Safety
///
/// `stream` must be NULL or a live handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_decompress_stream_end_of_input(
    stream: Option<&DecompressStream>,
) -> Status {
    boundary!({
        let stream = required(stream, "stream")?.0.enter()?;
        Ok(stream.end_of_input()?)
    })
}

/// Forgets everything that was decoded, so that the stream begins anew; also after a failure.
///
/// # Safety
///
/// `stream` must be NULL or a live handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_decompress_stream_restart(
    stream: Option<&DecompressStream>,
) -> Status {
    boundary!({ Ok(required(stream, "stream")?.0.enter()?.restart()?) })
}

/// Stores the size of the engine's memory in bytes.
///
/// # Safety
///
/// `stream` must be NULL or a live handle, `size` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_decompress_stream_memory_size(
    stream: Option<&DecompressStream>,
    size: Option<&mut MaybeUninit<usize>>,
) -> Status {
    boundary!({
        let stream = required(stream, "stream")?.0.enter()?;
        required(size, "size")?.write(stream.memory_size());
        Ok(())
    })
}

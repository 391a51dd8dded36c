//! The compressing engine.

use std::mem::MaybeUninit;

use zstd_contract::declared_size;
use zstd_core::CompressDirective;
use zstd_stream::Codec;

use super::{Directive, InWindow, OutWindow, process, unknown};
use crate::boundary::boundary;
use crate::compressor::Compressor;
use crate::pointers::required;
use crate::status::Status;
use crate::stream::exclusive::Exclusive;

/// Compresses what is pushed into it. One call at a time may use it.
pub struct CompressStream(Exclusive<zstd_stream::CompressStream>);

/// Makes an engine that compresses. `size` is the size of the first frame's content in bytes, -1 if it is unknown. Free it
/// with `zstdrs_compress_stream_free`.
///
/// # Safety
///
/// `compressor` must be NULL or a live handle, `stream` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_compress_stream_new(
    compressor: Option<&Compressor>,
    size: i64,
    stream: Option<&mut MaybeUninit<Box<CompressStream>>>,
) -> Status {
    boundary!({
        let compressor = &required(compressor, "compressor")?.0;
        let stream = required(stream, "stream")?;
        let made = zstd_stream::CompressStream::new(compressor, declared_size(size)?)?;
        stream.write(Box::new(CompressStream(Exclusive::new(made))));
        Ok(())
    })
}

/// Frees an engine; NULL is ignored.
///
/// # Safety
///
/// `stream` must be NULL or a live handle, which nobody uses any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_compress_stream_free(stream: Option<Box<CompressStream>>) {
    boundary!({
        drop(stream);
        Ok(())
    });
}

/// Declares the size in bytes of the next frame's content; -1 if it is unknown. In the middle of a frame it is
/// `ZSTDRS_STATUS_ZSTD`.
///
/// # Safety
///
/// `stream` must be NULL or a live handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_compress_stream_declare_size(
    stream: Option<&CompressStream>,
    size: i64,
) -> Status {
    boundary!({
        let mut stream = required(stream, "stream")?.0.enter()?;
        Ok(stream.declare_size(declared_size(size)?)?)
    })
}

/// Compresses from `input` to `output`, moves their positions, and stores why it has stopped: a number of `zstdrs_progress`.
///
/// `directive` is of `zstdrs_directive`. It was carried out when the engine needs input, or the frame has ended. After a
/// failure the positions are as before, and the engine is lost.
///
/// # Safety
///
/// `stream` must be NULL or a live handle; `input` must be NULL or readable and writable, with memory that is readable;
/// `output` likewise, with memory that is writable and apart from the input; `progress` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_compress_stream_process(
    stream: Option<&CompressStream>,
    input: Option<&mut InWindow>,
    output: Option<&mut OutWindow>,
    directive: i32,
    progress: Option<&mut MaybeUninit<i32>>,
) -> Status {
    boundary!({
        let mut stream = required(stream, "stream")?.0.enter()?;
        let directive = match directive {
            d if d == Directive::Continue as i32 => CompressDirective::Continue,
            d if d == Directive::Flush as i32 => CompressDirective::Flush,
            d if d == Directive::End as i32 => CompressDirective::End,
            other => return Err(unknown("directive", "zstdrs_directive", other)),
        };
        // SAFETY: the caller makes the same promise.
        unsafe {
            process(input, output, progress, |input, output| {
                stream.process(input, output, directive)
            })
        }
    })
}

/// Stores the size of the engine's memory in bytes.
///
/// # Safety
///
/// `stream` must be NULL or a live handle, `size` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_compress_stream_memory_size(
    stream: Option<&CompressStream>,
    size: Option<&mut MaybeUninit<usize>>,
) -> Status {
    boundary!({
        let stream = required(stream, "stream")?.0.enter()?;
        required(size, "size")?.write(stream.memory_size());
        Ok(())
    })
}

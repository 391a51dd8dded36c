//! Writers: streams that are pushed, into a sink.

pub mod write;

use std::mem::MaybeUninit;
use std::sync::atomic::{AtomicBool, Ordering};

use zstd_contract::declared_size;
use zstd_stream::{Codec, CompressWriter, DecompressWriter, Frames, WriteReturn};

use super::callbacks::CallbackSink;
use super::ends::SinkFunctions;
use super::exclusive::Exclusive;
use super::sides::{Sides, both};
use crate::boundary::boundary;
use crate::compressor::Compressor;
use crate::decompressor::Decompressor;
use crate::pointers::required;
use crate::status::{Fault, Status};

/// Writes the compressed form, or the content, of what is written to it to a sink. One call at a time may use it.
///
/// Freeing a writer writes nothing: a stream that was not closed has no end, which every decoder reports as truncated.
pub struct Writer {
    stream: Exclusive<Stream>,
    closed: AtomicBool,
}

type Stream = Sides<CompressWriter<CallbackSink>, DecompressWriter<CallbackSink>>;

impl Writer {
    fn boxed(stream: Stream) -> Box<Self> {
        Box::new(Self {
            stream: Exclusive::new(stream),
            closed: AtomicBool::new(false),
        })
    }
}

/// Applies what both kinds of writers have in common.
fn configure<C: Codec>(
    writer: zstd_stream::Writer<C, CallbackSink>,
    write_size: i64,
    write_return_read: i32,
    needs_context: i32,
) -> Result<zstd_stream::Writer<C, CallbackSink>, Fault> {
    let returns = if write_return_read == 0 {
        WriteReturn::Written
    } else {
        WriteReturn::Taken
    };
    let writer = writer.write_size(write_size)?.returns(returns);
    Ok(if needs_context == 0 {
        writer
    } else {
        writer.require_context()
    })
}

/// Makes a writer that compresses. Free it with `zstdrs_writer_free`.
///
/// `size` is the size of the first frame's content in bytes, -1 if it is unknown; the sink gets pieces of at most `write_size`
/// bytes. Writes store how many bytes they took; if `write_return_read` is 0, how many bytes the sink took. If `needs_context`
/// is not 0, the writer can only be used between `zstdrs_writer_enter` and `zstdrs_writer_exit`. The sink and what it refers to must
/// live until the writer is freed; closing the writer leaves it alone.
///
/// # Safety
///
/// `compressor` must be NULL or a live handle, `sink` must be NULL or readable and keep to its documentation, `writer` must be
/// NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_compress_writer_new(
    compressor: Option<&Compressor>,
    sink: *const SinkFunctions,
    size: i64,
    write_size: i64,
    write_return_read: i32,
    needs_context: i32,
    writer: Option<&mut MaybeUninit<Box<Writer>>>,
) -> Status {
    boundary!({
        let compressor = &required(compressor, "compressor")?.0;
        let writer = required(writer, "writer")?;
        // SAFETY: the caller makes the same promise.
        let sink = unsafe { CallbackSink::new(sink) }?;
        let stream = CompressWriter::compress(compressor, sink, declared_size(size)?)?;
        let stream = configure(stream, write_size, write_return_read, needs_context)?;
        writer.write(Writer::boxed(Sides::Compress(stream)));
        Ok(())
    })
}

/// Makes a writer that decompresses. Free it with `zstdrs_writer_free`.
///
/// The sink gets pieces of at most `write_size` bytes. All frames are decoded; if `read_across_frames` is 0, anything after the
/// first frame is an error. Writes store how many bytes they took; if `write_return_read` is 0, how many bytes the sink took. If
/// `needs_context` is not 0, the writer can only be used between `zstdrs_writer_enter` and `zstdrs_writer_exit`. The sink and what it
/// refers to must live until the writer is freed; closing the writer leaves it alone.
///
/// # Safety
///
/// `decompressor` must be NULL or a live handle, `sink` must be NULL or readable and keep to its documentation, `writer` must be
/// NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_decompress_writer_new(
    decompressor: Option<&Decompressor>,
    sink: *const SinkFunctions,
    write_size: i64,
    write_return_read: i32,
    needs_context: i32,
    read_across_frames: i32,
    writer: Option<&mut MaybeUninit<Box<Writer>>>,
) -> Status {
    boundary!({
        let decompressor = &required(decompressor, "decompressor")?.0;
        let writer = required(writer, "writer")?;
        // SAFETY: the caller makes the same promise.
        let sink = unsafe { CallbackSink::new(sink) }?;
        let frames = Frames::all_or_one(read_across_frames != 0);
        let stream = DecompressWriter::decompress(decompressor, sink, frames)?;
        let stream = configure(stream, write_size, write_return_read, needs_context)?;
        writer.write(Writer::boxed(Sides::Decompress(stream)));
        Ok(())
    })
}

/// Frees a writer; NULL is ignored. The stream is not ended, and the sink is left alone.
///
/// # Safety
///
/// `writer` must be NULL or a live handle, which nobody uses any more; no call of the sink may be running.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_writer_free(writer: Option<Box<Writer>>) {
    boundary!({
        drop(writer);
        Ok(())
    });
}

/// Ends the stream, writes what is left of it, and closes the writer; the sink is flushed, not closed. Closing again does
/// nothing, and closing a writer that has failed does nothing else.
///
/// A failure closes the writer too, except `ZSTDRS_STATUS_WOULD_BLOCK`: repeat the call then.
///
/// # Safety
///
/// `writer` must be NULL or a live handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_writer_close(writer: Option<&Writer>) -> Status {
    boundary!({
        close(writer, |stream| {
            Ok(both!(stream, writer => writer.close())?)
        })
    })
}

/// Enters a block that `zstdrs_writer_exit` ends. A writer that is closed, has failed, or was entered before refuses.
///
/// # Safety
///
/// `writer` must be NULL or a live handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_writer_enter(writer: Option<&Writer>) -> Status {
    boundary!({
        let mut stream = required(writer, "writer")?.stream.enter()?;
        Ok(both!(&mut *stream, writer => writer.enter())?)
    })
}

/// Leaves a block, as `zstdrs_writer_close` does. `failing` is not 0 if an error is on its way already: then the writer is closed
/// in any case, and no other error is reported.
///
/// # Safety
///
/// `writer` must be NULL or a live handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_writer_exit(writer: Option<&Writer>, failing: i32) -> Status {
    boundary!({
        close(writer, |stream| {
            Ok(both!(stream, writer => writer.exit(failing != 0))?)
        })
    })
}

/// Closes a writer without ending its stream: what is in flight is dropped, and nothing more is written.
///
/// # Safety
///
/// `writer` must be NULL or a live handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_writer_abandon(writer: Option<&Writer>) -> Status {
    boundary!({
        close(writer, |stream| {
            both!(stream, writer => writer.abandon());
            Ok(())
        })
    })
}

/// Whether a writer was closed: 1 or 0. NULL is closed. This may be asked at any time, also while a call uses the writer.
///
/// # Safety
///
/// `writer` must be NULL or a live handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_writer_is_closed(writer: Option<&Writer>) -> i32 {
    writer
        .is_none_or(|writer| writer.closed.load(Ordering::Acquire))
        .into()
}

/// Ends with the status that a write would end with if the writer is closed or has failed.
///
/// # Safety
///
/// `writer` must be NULL or a live handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_writer_check(writer: Option<&Writer>) -> Status {
    boundary!({
        let stream = required(writer, "writer")?.stream.enter()?;
        Ok(both!(&*stream, writer => writer.check())?)
    })
}

/// Runs something that may close the writer, and notes whether it has.
fn close(
    writer: Option<&Writer>,
    work: impl FnOnce(&mut Stream) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let writer = required(writer, "writer")?;
    let mut stream = writer.stream.enter()?;
    let result = work(&mut stream);
    let closed = both!(&*stream, stream => stream.is_closed());
    writer.closed.store(closed, Ordering::Release);
    result
}

//! Copies from a source to a sink, through an engine.

use std::mem::MaybeUninit;

use zstd_contract::declared_size;
use zstd_stream::{CompressStream, DecompressStream, Frames, StreamCopy};

use super::callbacks::{CallbackSink, CallbackSource};
use super::ends::{SinkFunctions, SourceFunctions};
use super::exclusive::Exclusive;
use super::sides::{Sides, both};
use crate::boundary::boundary;
use crate::compressor::Compressor;
use crate::decompressor::Decompressor;
use crate::pointers::required;
use crate::status::Status;

/// A copy of a whole source into a sink, compressed or decompressed on its way. One call at a time may use it.
pub struct Copy(Exclusive<Sides<Through<CompressStream>, Through<DecompressStream>>>);

type Through<Engine> = StreamCopy<Engine, CallbackSource, CallbackSink>;

/// Makes a copy that compresses, and does nothing yet. Free it with `zstdrs_copy_free`.
///
/// `size` is the size of the source in bytes, -1 if it is unknown; the source is asked for pieces of `read_size` bytes, and the
/// sink gets pieces of at most `write_size` bytes. Both must live until the copy is freed.
///
/// # Safety
///
/// `compressor` must be NULL or a live handle, `source` and `sink` must be NULL or readable and keep to their documentation,
/// `copy` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_compress_copy_new(
    compressor: Option<&Compressor>,
    source: *const SourceFunctions,
    sink: *const SinkFunctions,
    size: i64,
    read_size: i64,
    write_size: i64,
    copy: Option<&mut MaybeUninit<Box<Copy>>>,
) -> Status {
    boundary!({
        let compressor = &required(compressor, "compressor")?.0;
        let copy = required(copy, "copy")?;
        // SAFETY: the caller makes the same promise.
        let source = unsafe { CallbackSource::new(source) }?;
        // SAFETY: the caller makes the same promise.
        let sink = unsafe { CallbackSink::new(sink) }?;
        let stream = StreamCopy::compress(compressor, source, sink, declared_size(size)?)?
            .read_size(read_size)?
            .write_size(write_size)?;
        copy.write(Box::new(Copy(Exclusive::new(Sides::Compress(stream)))));
        Ok(())
    })
}

/// Makes a copy that decompresses, and does nothing yet. Free it with `zstdrs_copy_free`.
///
/// The source is asked for pieces of `read_size` bytes, and the sink gets pieces of at most `write_size` bytes. All frames are
/// decoded; if `read_across_frames` is 0, anything after the first frame is an error. Source and sink must live until the copy is
/// freed.
///
/// # Safety
///
/// `decompressor` must be NULL or a live handle, `source` and `sink` must be NULL or readable and keep to their documentation,
/// `copy` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_decompress_copy_new(
    decompressor: Option<&Decompressor>,
    source: *const SourceFunctions,
    sink: *const SinkFunctions,
    read_size: i64,
    write_size: i64,
    read_across_frames: i32,
    copy: Option<&mut MaybeUninit<Box<Copy>>>,
) -> Status {
    boundary!({
        let decompressor = &required(decompressor, "decompressor")?.0;
        let copy = required(copy, "copy")?;
        // SAFETY: the caller makes the same promise.
        let source = unsafe { CallbackSource::new(source) }?;
        // SAFETY: the caller makes the same promise.
        let sink = unsafe { CallbackSink::new(sink) }?;
        let frames = Frames::all_or_one(read_across_frames != 0);
        let stream = StreamCopy::decompress(decompressor, source, sink, frames)?
            .read_size(read_size)?
            .write_size(write_size)?;
        copy.write(Box::new(Copy(Exclusive::new(Sides::Decompress(stream)))));
        Ok(())
    })
}

/// Frees a copy; NULL is ignored. Source and sink are left alone.
///
/// # Safety
///
/// `copy` must be NULL or a live handle, which nobody uses any more; no call of the source or the sink may be running.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_copy_free(copy: Option<Box<Copy>>) {
    boundary!({
        drop(copy);
        Ok(())
    });
}

/// Copies everything, and stores how many bytes the source has handed out and how many the sink has taken.
///
/// `ZSTDRS_STATUS_WOULD_BLOCK`: the source has no data now, or the sink takes none now; call again later to carry on. What was
/// written before any other failure stays written.
///
/// # Safety
///
/// `copy` must be NULL or a live handle; `read` and `written` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_copy_run(
    copy: Option<&Copy>,
    read: Option<&mut MaybeUninit<u64>>,
    written: Option<&mut MaybeUninit<u64>>,
) -> Status {
    boundary!({
        let (read, written) = (required(read, "read")?, required(written, "written")?);
        let mut stream = required(copy, "copy")?.0.enter()?;
        let (taken_in, handed_out) = both!(&mut *stream, copy => copy.run())?;
        read.write(taken_in);
        written.write(handed_out);
        Ok(())
    })
}

//! Iterators over what comes out of a source, chunk by chunk.

use std::ffi::c_void;
use std::mem::MaybeUninit;

use zstd_contract::declared_size;
use zstd_stream::{CompressChunks, DecompressChunks, Frames};

use super::callbacks::CallbackSource;
use super::ends::SourceFunctions;
use super::exclusive::Exclusive;
use super::sides::{Sides, both};
use crate::boundary::boundary;
use crate::compressor::Compressor;
use crate::decompressor::Decompressor;
use crate::pointers::{required, room};
use crate::status::Status;

/// Hands out the compressed form, or the content, of a source in chunks. One call at a time may use it.
pub struct Chunks(
    Exclusive<Sides<CompressChunks<CallbackSource>, DecompressChunks<CallbackSource>>>,
);

/// Makes an iterator over the compressed form of a source. Free it with `zstdrs_chunks_free`.
///
/// `size` is the size of the source in bytes, -1 if it is unknown; the source is asked for pieces of `read_size` bytes, and only
/// when a chunk is; chunks have at most `write_size` bytes. The source and what it refers to must live until the iterator is freed.
///
/// # Safety
///
/// `compressor` must be NULL or a live handle, `source` must be NULL or readable and keep to its documentation, `chunks` must
/// be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_compress_chunks_new(
    compressor: Option<&Compressor>,
    source: *const SourceFunctions,
    size: i64,
    read_size: i64,
    write_size: i64,
    chunks: Option<&mut MaybeUninit<Box<Chunks>>>,
) -> Status {
    boundary!({
        let compressor = &required(compressor, "compressor")?.0;
        let chunks = required(chunks, "chunks")?;
        // SAFETY: the caller makes the same promise.
        let source = unsafe { CallbackSource::new(source) }?;
        let stream = CompressChunks::compress(compressor, source, declared_size(size)?)?
            .read_size(read_size)?
            .write_size(write_size)?;
        chunks.write(Box::new(Chunks(Exclusive::new(Sides::Compress(stream)))));
        Ok(())
    })
}

/// Makes an iterator over the content of a source. Free it with `zstdrs_chunks_free`.
///
/// The source is asked for pieces of `read_size` bytes, and only when a chunk is asked for; chunks have at most `write_size`
/// bytes. `skip_bytes` bytes at the start of the source are passed over, which must all be in its first piece. All frames are
/// decoded; if `read_across_frames` is 0, anything after the first frame is an error. The source and what it refers to must live
/// until the iterator is freed.
///
/// # Safety
///
/// `decompressor` must be NULL or a live handle, `source` must be NULL or readable and keep to its documentation, `chunks` must
/// be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_decompress_chunks_new(
    decompressor: Option<&Decompressor>,
    source: *const SourceFunctions,
    read_size: i64,
    write_size: i64,
    skip_bytes: i64,
    read_across_frames: i32,
    chunks: Option<&mut MaybeUninit<Box<Chunks>>>,
) -> Status {
    boundary!({
        let decompressor = &required(decompressor, "decompressor")?.0;
        let chunks = required(chunks, "chunks")?;
        // SAFETY: the caller makes the same promise.
        let source = unsafe { CallbackSource::new(source) }?;
        let frames = Frames::all_or_one(read_across_frames != 0);
        let stream = DecompressChunks::decompress(decompressor, source, frames)?
            .read_size(read_size)?
            .write_size(write_size)?
            .skip_bytes(skip_bytes)?;
        chunks.write(Box::new(Chunks(Exclusive::new(Sides::Decompress(stream)))));
        Ok(())
    })
}

/// Frees an iterator; NULL is ignored. The source is left alone.
///
/// # Safety
///
/// `chunks` must be NULL or a live handle, which nobody uses any more; no call of the source may be running.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_chunks_free(chunks: Option<Box<Chunks>>) {
    boundary!({
        drop(chunks);
        Ok(())
    });
}

/// Writes the next chunk to the start of `dst`, at most `write_size` bytes, and stores its length; 0 if there are no more, now
/// and ever. `ZSTDRS_STATUS_WOULD_BLOCK`: the source has no data now.
///
/// # Safety
///
/// `chunks` must be NULL or a live handle, `dst` must have `capacity` writable bytes, `length` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_chunks_next(
    chunks: Option<&Chunks>,
    dst: *mut c_void,
    capacity: usize,
    length: Option<&mut MaybeUninit<usize>>,
) -> Status {
    boundary!({
        let length = required(length, "length")?;
        // SAFETY: the caller makes the same promise.
        let dst = unsafe { room(dst.cast(), capacity, "dst") }?;
        let mut stream = required(chunks, "chunks")?.0.enter()?;
        let next = both!(&mut *stream, chunks => chunks.next_into(dst))?;
        length.write(next.unwrap_or(0));
        Ok(())
    })
}

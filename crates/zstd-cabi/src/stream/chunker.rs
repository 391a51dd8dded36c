//! Chunkers: compressed output in pieces of one size.

use std::ffi::c_void;
use std::mem::MaybeUninit;
use std::slice;

use zstd_contract::declared_size;

use super::exclusive::Exclusive;
use super::output::Output;
use crate::boundary::boundary;
use crate::compressor::Compressor;
use crate::pointers::{bytes, required};
use crate::status::Status;

/// Compresses into chunks of one size. One call at a time may use it.
///
/// A call begins an operation, and `zstdrs_chunker_next` hands out its chunks; all of them, before the next operation.
pub struct Chunker(Exclusive<zstd_stream::Chunker<Input>>);

/// What is being compressed.
struct Input {
    start: *const u8,
    length: usize,
}

impl AsRef<[u8]> for Input {
    fn as_ref(&self) -> &[u8] {
        // SAFETY: made from a slice that the caller of `zstdrs_chunker_compress` promised to keep until the operation has ended,
        // which is for as long as the engine keeps the input.
        unsafe { slice::from_raw_parts(self.start, self.length) }
    }
}

/// Makes a chunker. `size` is the size of the content in bytes, -1 if it is unknown; all chunks have `chunk_size` bytes, but the
/// last one of a flush, or of the frame, may be shorter. Free it with `zstdrs_chunker_free`.
///
/// # Safety
///
/// `compressor` must be NULL or a live handle, `chunker` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_chunker_new(
    compressor: Option<&Compressor>,
    size: i64,
    chunk_size: i64,
    chunker: Option<&mut MaybeUninit<Box<Chunker>>>,
) -> Status {
    boundary!({
        let compressor = &required(compressor, "compressor")?.0;
        let chunker = required(chunker, "chunker")?;
        let made = zstd_stream::Chunker::new(compressor, declared_size(size)?, chunk_size)?;
        chunker.write(Box::new(Chunker(Exclusive::new(made))));
        Ok(())
    })
}

/// Frees a chunker; NULL is ignored.
///
/// # Safety
///
/// `chunker` must be NULL or a live handle, which nobody uses any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_chunker_free(chunker: Option<Box<Chunker>>) {
    boundary!({
        drop(chunker);
        Ok(())
    });
}

/// Begins to compress `length` bytes. They are not copied: if the call succeeds, they must stay readable and unchanged until
/// `zstdrs_chunker_next` has said that there are no more chunks, or the chunker was freed.
///
/// # Safety
///
/// `chunker` must be NULL or a live handle, `src` must have `length` readable bytes for as long as said above.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_chunker_compress(
    chunker: Option<&Chunker>,
    src: *const c_void,
    length: usize,
) -> Status {
    boundary!({
        // SAFETY: the caller makes the same promise.
        let src = unsafe { bytes(src, length, "src") }?;
        let mut chunker = required(chunker, "chunker")?.0.enter()?;
        Ok(chunker.compress(Input {
            start: src.as_ptr(),
            length: src.len(),
        })?)
    })
}

/// Begins to end the block: its chunks are everything so far.
///
/// # Safety
///
/// `chunker` must be NULL or a live handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_chunker_flush(chunker: Option<&Chunker>) -> Status {
    boundary!({ Ok(required(chunker, "chunker")?.0.enter()?.flush()?) })
}

/// Begins to end the frame: its chunks are everything that is left.
///
/// # Safety
///
/// `chunker` must be NULL or a live handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_chunker_finish(chunker: Option<&Chunker>) -> Status {
    boundary!({ Ok(required(chunker, "chunker")?.0.enter()?.finish()?) })
}

/// Hands out the next chunk of the operation that was begun. `output.data` is NULL if there are no more: the operation has
/// ended.
///
/// # Safety
///
/// `chunker` must be NULL or a live handle, `output` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_chunker_next(
    chunker: Option<&Chunker>,
    output: Option<&mut MaybeUninit<Output>>,
) -> Status {
    boundary!({
        let output = required(output, "output")?;
        let mut chunker = required(chunker, "chunker")?.0.enter()?;
        let chunk = chunker.next_chunk()?;
        Output::put(output, chunk.map(<[u8]>::to_vec));
        Ok(())
    })
}

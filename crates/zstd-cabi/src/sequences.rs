//! Sequences of compression, and chains of frames.

use std::ffi::c_void;
use std::mem::MaybeUninit;

use zstd_buffers::vectors;
use zstd_core::sequences;

use crate::boundary::boundary;
use crate::bytes::Bytes;
use crate::compressor::Compressor;
use crate::decompressor::Decompressor;
use crate::items::{self, Items};
use crate::pointers::{array, bytes, required};
use crate::status::{Fault, Status};

/// A run of literals and the match that follows it. Offset and match length 0 end a block. Each number has 32 bits; others
/// are refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C)]
pub struct Sequence {
    /// The distance back to the match in bytes.
    pub offset: i64,
    /// The number of literals in bytes.
    pub literal_length: i64,
    /// The length of the match in bytes.
    pub match_length: i64,
    /// Which of the last offsets was used, 0 for none. It is not read back.
    pub repeat: i64,
}

/// Sequences that the library has allocated. Immutable.
pub struct Sequences(Vec<Sequence>);

/// Finds the sequences of `src`, block delimiters included. Free them with `zstdrs_sequences_free`.
///
/// # Safety
///
/// `compressor` must be NULL or a live handle, `src` must have `length` readable bytes, `sequences` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_generate_sequences(
    compressor: Option<&Compressor>,
    src: *const c_void,
    length: usize,
    sequences: Option<&mut MaybeUninit<Box<Sequences>>>,
) -> Status {
    boundary!({
        let compressor = &required(compressor, "compressor")?.0;
        let place = required(sequences, "sequences")?;
        // SAFETY: the caller makes the same promise.
        let src = unsafe { bytes(src, length, "src") }?;
        let found = sequences::generate(compressor, src)?;
        let numbers = found.into_iter().map(|sequence| Sequence {
            offset: sequence.offset.into(),
            literal_length: sequence.literal_length.into(),
            match_length: sequence.match_length.into(),
            repeat: sequence.repeat.into(),
        });
        place.write(Box::new(Sequences(vectors::collect(numbers)?)));
        Ok(())
    })
}

/// Stores where the sequences are, and how many. They are valid until they are freed.
///
/// # Safety
///
/// `sequences` must be NULL or a live handle; `data` and `count` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_sequences_data(
    sequences: Option<&Sequences>,
    data: Option<&mut MaybeUninit<*const Sequence>>,
    count: Option<&mut MaybeUninit<usize>>,
) -> Status {
    boundary!({
        let sequences = &required(sequences, "sequences")?.0;
        let (data, count) = (required(data, "data")?, required(count, "count")?);
        data.write(sequences.as_ptr());
        count.write(sequences.len());
        Ok(())
    })
}

/// Frees sequences; NULL is ignored.
///
/// # Safety
///
/// `sequences` must be NULL or a live handle, which nobody uses any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_sequences_free(sequences: Option<Box<Sequences>>) {
    boundary!({
        drop(sequences);
        Ok(())
    });
}

/// Compresses `src` into one frame made of `count` sequences, which must reproduce it; wrong ones are a failure. With the
/// parameter `block_delimiters` at 1 they must carry delimiters, otherwise they must not. Free the frame with
/// `zstdrs_bytes_free`.
///
/// # Safety
///
/// `compressor` must be NULL or a live handle, `sequences` must have `count` readable entries and `src` `length` readable
/// bytes, `frame` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_compress_sequences(
    compressor: Option<&Compressor>,
    sequences: *const Sequence,
    count: usize,
    src: *const c_void,
    length: usize,
    frame: Option<&mut MaybeUninit<Box<Bytes>>>,
) -> Status {
    boundary!({
        let compressor = &required(compressor, "compressor")?.0;
        let frame = required(frame, "frame")?;
        // SAFETY: the caller makes the same promise.
        let given = unsafe { array(sequences, count, "sequences") }?;
        // SAFETY: the caller makes the same promise.
        let src = unsafe { bytes(src, length, "src") }?;
        let checked = (0..).zip(given).map(|(index, sequence)| {
            let numbers = [
                sequence.offset,
                sequence.literal_length,
                sequence.match_length,
                sequence.repeat,
            ];
            Ok(zstd_contract::sequence(index, numbers)?)
        });
        let checked = vectors::try_collect::<_, Fault>(checked)?;
        frame.write(Bytes::boxed(sequences::compress::<Vec<u8>>(
            compressor, &checked, src,
        )?));
        Ok(())
    })
}

/// Restores the content of the last frame of a chain, in which each frame but the first was compressed with the content of
/// the frame before it as its dictionary. Every frame must declare its content size. Free the content with
/// `zstdrs_bytes_free`.
///
/// # Safety
///
/// `decompressor` must be NULL or a live handle, `frames` must be NULL or point to readable items, `content` must be NULL or
/// writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_decompress_chain(
    decompressor: Option<&Decompressor>,
    frames: Option<&Items>,
    content: Option<&mut MaybeUninit<Box<Bytes>>>,
) -> Status {
    boundary!({
        let decompressor = &required(decompressor, "decompressor")?.0;
        let content = required(content, "content")?;
        // SAFETY: the caller makes the same promise.
        let frames = unsafe { items::borrow(frames, "frames") }?;
        let restored = zstd_dict::decompress_chain::<Vec<u8>, _>(decompressor, &frames)?;
        content.write(Bytes::boxed(restored));
        Ok(())
    })
}

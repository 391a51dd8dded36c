//! Sequences: the literals and matches that compression is made of, found by libzstd or supplied by the caller.

use crate::context::CCtx;
use crate::error::{Result, check};
use crate::memory::with_room;
use crate::oneshot::Compressor;
use crate::output::OutputBuffer;
use crate::parameters::CParameter;
use crate::sys;

/// A run of literals and the match that follows it. An offset and match length of 0 end a block.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sequence {
    /// Distance back to the match, in bytes.
    pub offset: u32,
    /// Literals before the match, in bytes.
    pub literal_length: u32,
    /// Length of the match, in bytes.
    pub match_length: u32,
    /// Which of the last offsets was used, 0 for none. Information only: it is not read back.
    pub repeat: u32,
}

const NOTHING: sys::ZSTD_Sequence = sys::ZSTD_Sequence {
    offset: 0,
    litLength: 0,
    matchLength: 0,
    rep: 0,
};

/// The sequences that `compressor` finds for `src`, block delimiters included.
pub fn generate(compressor: &Compressor, src: &[u8]) -> Result<Vec<Sequence>> {
    let mut context = single_threaded(compressor)?;
    // SAFETY: takes and returns numbers.
    let bound = unsafe { sys::ZSTD_sequenceBound(src.len()) };
    let mut raw = with_room::<sys::ZSTD_Sequence>(bound)?;
    // libzstd leaves fields of block delimiters as they were.
    for place in raw.spare_capacity_mut() {
        place.write(NOTHING);
    }
    // SAFETY: the context is live and owned exclusively; both ranges are valid for the lengths that are passed.
    let result = unsafe {
        sys::ZSTD_generateSequences(
            context.as_ptr(),
            raw.as_mut_ptr(),
            bound,
            src.as_ptr().cast(),
            src.len(),
        )
    };
    let count = check("could not generate sequences", result)?;
    // SAFETY: libzstd has written `count` sequences, within the capacity that it was given.
    unsafe { raw.set_len(count) };
    let mut found = with_room(count)?;
    found.extend(raw.into_iter().map(|sequence| Sequence {
        offset: sequence.offset,
        literal_length: sequence.litLength,
        match_length: sequence.matchLength,
        repeat: sequence.rep,
    }));
    Ok(found)
}

/// Compresses `src` into one frame made of the given sequences, which must reproduce it. They are always validated: wrong
/// ones are an error.
///
/// With `CParameter::BlockDelimiters` at 1 the sequences must carry delimiters, otherwise they must not.
pub fn compress<B: OutputBuffer>(
    compressor: &Compressor,
    sequences: &[Sequence],
    src: &[u8],
) -> Result<B::Finished> {
    let mut raw = with_room(sequences.len())?;
    raw.extend(sequences.iter().map(|sequence| sys::ZSTD_Sequence {
        offset: sequence.offset,
        litLength: sequence.literal_length,
        matchLength: sequence.match_length,
        rep: 0,
    }));
    let mut context = single_threaded(compressor)?;
    // libzstd trusts sequences that it does not validate, down to reading outside of the input.
    context.set(CParameter::ValidateSequences, 1)?;
    // Many short sequences can take more room than the input that they stand for.
    let room = crate::compress_bound(src.len())?.saturating_add(raw.len().saturating_mul(8));
    let mut output = B::allocate(room)?;
    let spare = output.spare();
    // SAFETY: the context is live and owned exclusively; the three ranges are valid for the lengths that are passed.
    let result = unsafe {
        sys::ZSTD_compressSequences(
            context.as_ptr(),
            spare.as_mut_ptr().cast(),
            spare.len(),
            raw.as_ptr(),
            raw.len(),
            src.as_ptr().cast(),
            src.len(),
        )
    };
    let length = check("could not compress sequences", result)?;
    // SAFETY: libzstd has written `length` bytes.
    unsafe { output.finish(length) }
}

/// A context that works in the calling thread: libzstd hands large inputs to its workers before it looks at sequences, and
/// then uses tables that were never made.
fn single_threaded(compressor: &Compressor) -> Result<Box<CCtx>> {
    let mut context = compressor.context()?.detach();
    context.set(CParameter::Threads, 0)?;
    Ok(context)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parameters::CParameters;
    use crate::{Decompressor, Threads};

    fn compressor(delimiters: i64, threads: i64) -> Compressor {
        let mut parameters = CParameters::new();
        parameters
            .set(CParameter::BlockDelimiters, delimiters)
            .unwrap();
        Compressor::builder()
            .threads(Threads::new(threads))
            .content_size(true)
            .parameters(parameters)
            .build()
            .unwrap()
    }

    #[test]
    fn generated_sequences_make_a_frame_again() {
        let text = b"to be or not to be, that is the question; to be or not to be ".repeat(50_000);
        for threads in [0, 2] {
            let compressor = compressor(1, threads);
            let sequences = generate(&compressor, &text).unwrap();
            assert!(sequences.iter().any(|sequence| sequence.match_length > 0));
            let delimiters = sequences.iter().filter(|sequence| sequence.offset == 0);
            assert!(delimiters.clone().count() > 0);
            assert!(delimiters.into_iter().all(|sequence| sequence.repeat == 0));
            let frame = compress::<Vec<u8>>(&compressor, &sequences, &text).unwrap();
            assert!(Decompressor::new().decompress(&frame).unwrap() == text);
            assert!(
                Decompressor::new()
                    .decompress(&compressor.compress(&text).unwrap())
                    .unwrap()
                    == text
            );
        }
    }

    #[test]
    fn wrong_sequences_are_errors() {
        let beyond = Sequence {
            offset: 1 << 30,
            literal_length: 1,
            match_length: 40,
            repeat: 0,
        };
        for threads in [0, 2] {
            let compressor = compressor(1, threads);
            assert!(
                compress::<Vec<u8>>(&compressor, &[beyond, Sequence::default()], &[1; 41]).is_err()
            );
            assert!(compress::<Vec<u8>>(&compressor, &[], b"content").is_err());
            assert!(compress::<Vec<u8>>(&compressor, &[], &[7; 2_000_000]).is_err());
        }
    }
}

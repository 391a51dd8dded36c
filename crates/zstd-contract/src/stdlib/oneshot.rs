//! Whole inputs at once: one frame from any data, and the content of any number of frames.
//!
//! Frames are decoded into memory for all of their content where that can be planned. What cannot be planned, and what fails, is
//! decoded as streams are: that is slower, and its failures are those of the contract.
//!
//! Calls take a watch, if their caller has one: it is asked now and then while a large input or result is worked on, and
//! when the answer is no, the call fails as `Interrupted`.
#![forbid(unsafe_code)]

use std::mem::MaybeUninit;
use std::sync::Arc;

pub use zstd_core::Plan as Planned;
use zstd_core::{Compressor, Decompressor, Error, OutputBuffer, Watch, frame};
use zstd_stream::{DecompressObj, DecompressStream, Frames};

use super::{Doing, cut_off};
use crate::failure::Result;

/// One frame with all of `data`, in memory of the caller's kind.
///
/// # Errors
///
/// What libzstd refuses.
pub fn compress_frame<B: OutputBuffer>(
    engine: &Compressor,
    data: &[u8],
    watch: Option<&mut Watch<'_>>,
) -> Result<B::Finished> {
    match watch {
        Some(watch) => engine.compress_watched::<B>(data, watch),
        None => engine.compress_with::<B>(data),
    }
    .map_err(|error| Doing::Compress.failed_core(error))
}

/// As [`compress_frame`], at the start of `dst`; returns the size of the frame.
///
/// # Errors
///
/// What libzstd refuses, too little room included.
pub fn compress_frame_into(
    engine: &Compressor,
    data: &[u8],
    dst: &mut [MaybeUninit<u8>],
    watch: Option<&mut Watch<'_>>,
) -> Result<usize> {
    match watch {
        Some(watch) => engine.compress_into_watched(data, dst, watch),
        None => engine.compress_into(data, dst),
    }
    .map_err(|error| Doing::Compress.failed_core(error))
}

/// The memory that the content of all frames of `data` takes, if it can be decoded in one go.
#[must_use]
pub fn plan(engine: &Decompressor, data: &[u8]) -> Option<Planned> {
    engine.plan(data)
}

/// Decodes to the start of `dst`, which has the size that was planned. `None`: that has failed; [`decompress_grown`] says why.
#[must_use]
pub fn decode_planned(
    engine: &Decompressor,
    data: &[u8],
    dst: &mut [MaybeUninit<u8>],
) -> Option<usize> {
    engine.decode_planned(data, dst).ok()
}

/// As [`decode_planned`], for results that are worth being watched. It is apart because small ones pay for every instruction.
///
/// # Errors
///
/// `Interrupted` alone.
pub fn decode_planned_watched(
    engine: &Decompressor,
    data: &[u8],
    dst: &mut [MaybeUninit<u8>],
    watch: &mut Watch<'_>,
) -> Result<Option<usize>> {
    match engine.decode_planned_watched(data, dst, watch) {
        Err(error @ Error::Interrupted) => Err(error.into()),
        decoded => Ok(decoded.ok()),
    }
}

/// The content of all frames of `data`, in memory that grows.
///
/// # Errors
///
/// Broken data, data that end inside of a frame, and no data at all.
pub fn decompress_grown(
    engine: &Arc<Decompressor>,
    data: &[u8],
    mut watch: Option<&mut Watch<'_>>,
) -> Result<Vec<u8>> {
    let (mut out, mut rest) = (Vec::new(), data);
    loop {
        // Only this frame: the object keeps a copy of what follows it.
        let whole = frame::compressed_size(rest, engine.format());
        let end = whole.map_or(rest.len(), |length| length.min(rest.len()));
        let stream = DecompressStream::new(engine, Frames::First)?;
        let stream = stream.counting_from(out.len() as u64);
        let mut object = DecompressObj::over(stream.count_skippable_frames(true));
        match watch.as_deref_mut() {
            Some(watch) => object.decompress_watched(&rest[..end], None, &mut out, watch),
            None => object.decompress(&rest[..end], None, &mut out),
        }
        .map_err(|error| Doing::Decompress.failed(&error))?;
        if !object.is_eof() {
            return Err(cut_off());
        }
        rest = &rest[end - object.unused_data().len()..];
        if rest.is_empty() {
            return Ok(out);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::compressor;
    use super::*;

    fn grown(data: &[u8]) -> Result<Vec<u8>, String> {
        let engine = Arc::new(Decompressor::new());
        decompress_grown(&engine, data, None).map_err(|failure| failure.message)
    }

    #[test]
    fn all_frames_are_one_content_and_failures_are_the_contract_s() {
        let engine = compressor(3, &[(201, 1)], None).unwrap();
        let frame = compress_frame::<Vec<u8>>(&engine, b"foobar", None).unwrap();
        let skippable = zstd_core::skippable::write(b"payload", 0).unwrap();
        let all = [&frame[..], &skippable, &frame].concat();
        assert_eq!(grown(&all).unwrap(), b"foobarfoobar");
        let cut_off = "Compressed data ended before the end-of-stream marker was reached";
        for end in [0, 3, frame.len() - 1, all.len() - 1] {
            assert_eq!(grown(&all[..end]).unwrap_err(), cut_off, "{end}");
        }
        let mut broken = frame.clone();
        *broken.last_mut().unwrap() ^= 1;
        assert_eq!(
            grown(&broken).unwrap_err(),
            "Unable to decompress Zstandard data: Restored data doesn't match checksum"
        );
        assert_eq!(
            grown(&[&frame[..], b"tail"].concat()).unwrap_err(),
            "Unable to decompress Zstandard data: Unknown frame descriptor"
        );
    }

    #[test]
    fn what_is_planned_is_what_grows() {
        let engine = Decompressor::new();
        let content: Vec<u8> = (0..100_000_u32)
            .flat_map(|n| (n / 3).to_le_bytes())
            .collect();
        let settings = compressor(3, &[(200, 0)], None).unwrap();
        let frame = compress_frame::<Vec<u8>>(&settings, &content, None).unwrap();
        let planned = plan(&engine, &frame).unwrap();
        let mut place = vec![MaybeUninit::uninit(); planned.capacity];
        assert_eq!(
            decode_planned(&engine, &frame, &mut place),
            Some(content.len())
        );
        assert!(grown(&frame).unwrap() == content);
    }

    #[test]
    fn a_limit_is_for_all_frames_together() {
        let settings = compressor(3, &[(200, 0)], None).unwrap();
        let frame = compress_frame::<Vec<u8>>(&settings, &[7; 1000], None).unwrap();
        let run = |limit, data: &[u8]| {
            let engine = Decompressor::builder().max_output_size(limit).build();
            let engine = Arc::new(engine.unwrap());
            if let Some(planned) = plan(&engine, data) {
                let mut place = vec![MaybeUninit::uninit(); planned.capacity];
                assert!(planned.capacity as u64 <= limit);
                if let Some(length) = decode_planned(&engine, data, &mut place) {
                    return Ok(length);
                }
            }
            let content = decompress_grown(&engine, data, None);
            content
                .map(|content| content.len())
                .map_err(|failure| failure.message)
        };
        let frames = frame.repeat(3);
        assert_eq!(run(3000, &frames), Ok(3000));
        let text = "Unable to decompress Zstandard data: the content has more than 2999 bytes, max_output_size is 2999";
        assert_eq!(run(2999, &frames), Err(text.to_owned()));
        let declared = compressor(3, &[], None).unwrap();
        let frames = compress_frame::<Vec<u8>>(&declared, &[7; 1000], None)
            .unwrap()
            .repeat(2);
        let text = "Unable to decompress Zstandard data: the content has at least 2000 bytes, max_output_size is 1999";
        assert_eq!(run(1999, &frames), Err(text.to_owned()));
    }

    #[test]
    fn damaged_frames_that_are_decoded_as_planned_grow_to_as_much() {
        let engine = Arc::new(Decompressor::new());
        let content: Vec<u8> = (0..3000_u32)
            .flat_map(|n| (n * n / 7).to_le_bytes())
            .collect();
        let mut decoded = 0;
        for sized in [0, 1] {
            let settings = compressor(1, &[(200, sized)], None).unwrap();
            let frame = compress_frame::<Vec<u8>>(&settings, &content, None).unwrap();
            for at in (0..frame.len()).filter(|at| *at < 20 || at % 7 == 0) {
                let mut damaged = [&frame[..], &frame].concat();
                damaged[at] ^= 1 << (at % 8);
                let Some(planned) = plan(&engine, &damaged) else {
                    continue;
                };
                let mut place = vec![MaybeUninit::uninit(); planned.capacity];
                if let Some(length) = decode_planned(&engine, &damaged, &mut place) {
                    decoded += 1;
                    assert_eq!(grown(&damaged).unwrap().len(), length, "{sized} {at}");
                }
            }
        }
        assert!(decoded > 100, "{decoded}");
    }
}

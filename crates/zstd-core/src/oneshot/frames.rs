//! Inputs of any number of frames, whether or not these say how large their content is.
//!
//! The blocks of a frame say how much content they can hold at most, which is about what they do hold. So the result gets room
//! for that much, of which only the pages that are written ever take memory, and everything is decoded into its place at once:
//! nothing is copied, and nothing grows.
#![forbid(unsafe_code)]

use std::mem::MaybeUninit;

use super::Decompressor;
use crate::error::Result;
use crate::frame::{self, ContentSize, FrameKind};
use crate::parameters::{DParameter, Format};
use crate::watch::Watch;

/// The largest window in bytes that libzstd's streaming calls accept unless told otherwise.
const DEFAULT_WINDOW_LIMIT: u64 = (1 << 27) + 1;

/// What the result of [`Decompressor::decode_planned`] needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    /// The memory that the content takes at most, in bytes: never more than the blocks of the input can hold, nor than
    /// [`Decompressor::max_output_size`] allows.
    pub capacity: usize,
    /// Whether the content takes exactly that much, as far as the frames say.
    pub exact: bool,
}

impl Decompressor {
    /// Looks over all frames of `src` without decoding them.
    ///
    /// `None`: they cannot be decoded in one go. Either something is wrong with them, which decoding them as a stream finds out;
    /// or they ask for a larger window than streams allow, or declare more content than is allowed; or it cannot be told how much
    /// they hold.
    #[must_use]
    pub fn plan(&self, src: &[u8]) -> Option<Plan> {
        if src.is_empty() || self.format() != Format::Standard {
            return None;
        }
        let window_limit = self.window_limit();
        let (mut rest, mut capacity, mut exact) = (src, 0_u64, true);
        while !rest.is_empty() {
            let header = frame::header(rest, Format::Standard).ok()?;
            let extent = frame::extent(rest, &header)?;
            if header.kind == FrameKind::Zstandard {
                if header.window_size > window_limit {
                    return None;
                }
                capacity += match header.content_size {
                    ContentSize::Known(size) if size <= extent.content => size,
                    ContentSize::Known(_) => return None,
                    ContentSize::Unknown => {
                        exact &= extent.exact;
                        extent.content
                    }
                };
            }
            rest = rest.get(extent.length..)?;
        }
        let capacity = match self.max_output_size() {
            Some(limit) if capacity > limit && exact => return None,
            Some(limit) => capacity.min(limit),
            None => capacity,
        };
        let capacity = usize::try_from(capacity).ok()?;
        isize::try_from(capacity).ok()?;
        Some(Plan { capacity, exact })
    }

    /// Decodes all frames of `src` to the start of `dst`, which has the [`Plan`]'s capacity, and returns the size of the content.
    pub fn decode_planned(&self, src: &[u8], dst: &mut [MaybeUninit<u8>]) -> Result<usize> {
        self.context()?.decompress(src, dst)
    }

    /// As [`Decompressor::decode_planned`], asking `watch` some twenty times a second whether to go on.
    ///
    /// # Errors
    ///
    /// [`Error::Interrupted`](crate::Error::Interrupted) when the answer was no.
    pub fn decode_planned_watched(
        &self,
        src: &[u8],
        dst: &mut [MaybeUninit<u8>],
        watch: &mut Watch<'_>,
    ) -> Result<usize> {
        self.context()?.decompress_watched(src, dst, watch)
    }

    /// The largest window in bytes that a stream accepts.
    fn window_limit(&self) -> u64 {
        let log = self.parameter(DParameter::WindowLogMax).unwrap_or(0);
        match (u32::try_from(log), self.max_window_size()) {
            (Ok(log @ 1..), _) => 1_u64.checked_shl(log).unwrap_or(u64::MAX),
            (_, Some(size)) => size as u64,
            (_, None) => DEFAULT_WINDOW_LIMIT,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Compressor, skippable};

    fn frame(content: &[u8], sized: bool) -> Vec<u8> {
        let builder = Compressor::builder().content_size(sized);
        builder.build().unwrap().compress(content).unwrap()
    }

    fn plan(src: &[u8]) -> Option<Plan> {
        Decompressor::new().plan(src)
    }

    fn length(src: &[u8]) -> usize {
        let mut place = vec![MaybeUninit::uninit(); plan(src).unwrap().capacity];
        Decompressor::new().decode_planned(src, &mut place).unwrap()
    }

    #[test]
    fn plans_are_exact_where_frames_declare_and_close_where_they_do_not() {
        let content: Vec<u8> = (0..300_000_u32).flat_map(u32::to_le_bytes).collect();
        let sized = frame(&content, true);
        let exact = plan(&sized).unwrap();
        assert_eq!((exact.capacity, exact.exact), (content.len(), true));
        let unsized_frame = frame(&content, false);
        let close = plan(&unsized_frame).unwrap();
        assert!(!close.exact && close.capacity >= content.len());
        assert!(close.capacity <= content.len() + (256 << 10));
        assert_eq!(length(&unsized_frame), content.len());
    }

    #[test]
    fn many_frames_are_one_result_and_skippable_ones_hold_nothing() {
        let skippable = skippable::write(b"payload", 0).unwrap();
        let all = [
            skippable.clone(),
            frame(b"one", true),
            frame(b"two", false),
            skippable,
        ]
        .concat();
        assert_eq!(length(&all), 6);
        // Stored blocks say how much they hold.
        assert_eq!(plan(&all).unwrap().capacity, 6);
    }

    #[test]
    fn what_cannot_be_decoded_in_one_go_has_no_plan() {
        let whole = frame(b"some content", true);
        assert_eq!(plan(b""), None);
        assert_eq!(plan(&whole[..whole.len() - 1]), None);
        assert_eq!(plan(&[&whole[..], b"tail"].concat()), None);
        // A frame whose header claims 1 GiB, with one stored byte.
        let lie = b"\x28\xb5\x2f\xfd\xa0\x00\x00\x00\x40\x09\x00\x00x";
        assert_eq!(plan(lie), None);
        // A window of 256 MiB.
        let wide = b"\x28\xb5\x2f\xfd\x00\x90\x09\x00\x00x";
        assert_eq!(plan(wide), None);
        let allowing = Decompressor::builder().parameter(DParameter::WindowLogMax, 28);
        let allowing = allowing.unwrap().build().unwrap();
        assert_eq!(allowing.plan(wide).map(|plan| plan.capacity), Some(1));
    }
}

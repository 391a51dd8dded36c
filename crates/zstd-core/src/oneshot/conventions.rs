//! Choices that programs of different origin expect to be made differently.
#![forbid(unsafe_code)]

/// What a compressor, and the streams that it makes, do where several answers are right. [`Default`] is what this library does
/// unless it is told otherwise.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct CompressorConventions {
    /// Empty inputs are compressed without being asked twice, even where their size is written.
    pub empty_inputs: bool,
    /// Ending a frame always writes one, even directly behind another one.
    pub empty_frames: bool,
    /// Closing a writer leaves its sink unflushed.
    pub quiet_close: bool,
    /// A declared size of 0 is one, and not an unknown one, everywhere.
    pub exact_zero: bool,
}

/// As [`CompressorConventions`], of decompressors.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct DecompressorConventions {
    /// A call that does not say otherwise ignores what follows the frame.
    pub extra_data: bool,
    /// Calls refuse to decompress more than one frame.
    pub single_frame: bool,
    /// What is wrong with a frame is said in the words that decoding it as a stream has.
    pub stream_errors: bool,
    /// The limit of a call is for frames that do not declare their size; others are as large as they say.
    pub declared_unlimited: bool,
    /// Iterators and objects end with the first frame, be it a skippable one; iterators ignore what follows.
    pub first_frame_only: bool,
    /// Closing a writer leaves its sink unflushed.
    pub quiet_close: bool,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Compressor, DecompressOptions, Decompressor, Error, ErrorCode};

    fn all() -> Decompressor {
        let conventions = DecompressorConventions {
            extra_data: true,
            single_frame: true,
            stream_errors: true,
            declared_unlimited: true,
            first_frame_only: true,
            quiet_close: true,
        };
        Decompressor::builder()
            .conventions(conventions)
            .build()
            .unwrap()
    }

    fn frame(size: bool) -> Vec<u8> {
        let compressor = Compressor::builder().content_size(size).build().unwrap();
        compressor.compress(&b"some text ".repeat(50)).unwrap()
    }

    #[test]
    fn empty_inputs_are_asked_about_once_or_never() {
        let sizing = Compressor::builder().content_size(true);
        assert!(
            sizing
                .clone()
                .build()
                .unwrap()
                .check_empty(0, false)
                .is_err()
        );
        let conventions = CompressorConventions {
            empty_inputs: true,
            ..CompressorConventions::default()
        };
        let compressor = sizing.conventions(conventions).build().unwrap();
        assert_eq!(compressor.check_empty(0, false), Ok(()));
        assert_eq!(compressor.conventions(), conventions);
    }

    #[test]
    fn what_follows_is_ignored_unless_the_call_says_otherwise() {
        for size in [true, false] {
            let mut input = frame(size);
            let limit = DecompressOptions::new().max_output_size(1000);
            let content = all().decompress_with::<Vec<u8>>(&input, &limit).unwrap();
            assert_eq!(content.len(), 500);
            input.extend(b"more");
            assert_eq!(
                all().decompress_with::<Vec<u8>>(&input, &limit),
                Ok(content)
            );
            let strict = limit.allow_extra_data(false);
            let refused = all().decompress_with::<Vec<u8>>(&input, &strict);
            assert_eq!(refused, Err(Error::ExtraData { count: 4 }));
            let plain = Decompressor::new().decompress_with::<Vec<u8>>(&input, &limit);
            assert_eq!(plain, Err(Error::ExtraData { count: 4 }));
        }
    }

    #[test]
    fn limits_are_for_frames_of_undeclared_size() {
        let limit = DecompressOptions::new().max_output_size(10);
        let content = all().decompress_with::<Vec<u8>>(&frame(true), &limit);
        assert_eq!(content.map(|content| content.len()), Ok(500));
        let error = all()
            .decompress_with::<Vec<u8>>(&frame(false), &limit)
            .unwrap_err();
        assert!(
            error.to_string().contains("did not decompress full frame"),
            "{error}"
        );
    }

    #[test]
    fn several_frames_are_refused() {
        let options = DecompressOptions::new().read_across_frames(true);
        let refused = all().decompress_with::<Vec<u8>>(&frame(true).repeat(2), &options);
        assert_eq!(refused, Err(Error::SingleFrame));
    }

    #[test]
    fn faults_are_those_that_a_stream_finds() {
        let mut broken = frame(true);
        // The size of the first block, which no decoder of whole frames believes.
        broken[9] ^= 0x80;
        let found = |decompressor: &Decompressor| decompressor.decompress(&broken).unwrap_err();
        assert_eq!(found(&Decompressor::new()), Error::Truncated);
        assert_eq!(found(&all()).code(), Some(ErrorCode::CORRUPTION_DETECTED));
        let short = &frame(true)[..20];
        assert_eq!(all().decompress(short), Err(Error::Truncated));
    }
}

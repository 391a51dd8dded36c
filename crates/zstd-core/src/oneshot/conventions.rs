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

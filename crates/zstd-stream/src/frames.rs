//! What a decompressing stream does at the end of a frame.
#![forbid(unsafe_code)]

/// Which frames of its input a decompressing stream decodes.
///
/// Skippable frames are passed over in silence and count as no frame, unless
/// [`DecompressStream::count_skippable_frames`](crate::DecompressStream::count_skippable_frames) says otherwise. Input that ends
/// inside of a frame is an error everywhere; an empty input is an empty result.
///
/// What each call of the bindings does unless it is told otherwise, and with `read_across_frames` given:
///
/// | call | default | `True` | `False` |
/// |---|---|---|---|
/// | `stream_reader` | [`All`](Frames::All), reads end with their frame | `All` | as the default |
/// | `read_from`, `read_to_iter` | `All` | `All` | [`One`](Frames::One) |
/// | `copy_stream` | `All` | `All` | `One` |
/// | `write_to`, `stream_writer` | `All` | `All` | `One` |
/// | `open` | `All` | `All` | `One` |
/// | `decompressobj` | [`First`](Frames::First) | `All` | `First` |
///
/// No row loses data in silence: with `All`, what is no frame is an error; with `One`, any content after the frame is; with
/// `First`, it is handed back as unused data.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Frames {
    /// All frames, as if their contents were one. Anything else is an error.
    #[default]
    All,
    /// One frame. Anything after it is an error, except for frames without content: skippable and empty ones.
    One,
    /// One frame. What follows is not touched: it stays in the input, or in the source.
    First,
}

impl Frames {
    /// The policy of a call that reads to the end of its input, for its option `read_across_frames`.
    #[must_use]
    pub fn all_or_one(read_across_frames: bool) -> Self {
        if read_across_frames {
            Self::All
        } else {
            Self::One
        }
    }

    /// The policy of an object that hands back what it has not used, for its option `read_across_frames`.
    #[must_use]
    pub fn all_or_first(read_across_frames: bool) -> Self {
        if read_across_frames {
            Self::All
        } else {
            Self::First
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_choose_policies() {
        assert_eq!(Frames::all_or_one(true), Frames::All);
        assert_eq!(Frames::all_or_one(false), Frames::One);
        assert_eq!(Frames::all_or_first(true), Frames::All);
        assert_eq!(Frames::all_or_first(false), Frames::First);
        assert_eq!(Frames::default(), Frames::All);
    }
}

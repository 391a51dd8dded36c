//! How objects are shown to people who print them: the class, and what tells its instances apart.
#![forbid(unsafe_code)]

use std::fmt;

use zstd_core::CParameters;

use crate::frames::FrameParameters;
use crate::parameters::{CLASSIC_NAMES, option_names};

/// An object to show; it is displayed the way it could be written in Python, without the module's name.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Shown<'a> {
    /// A `BufferWithSegments`.
    Buffer {
        /// The number of segments.
        segments: usize,
        /// The size of the memory in bytes.
        size: usize,
    },
    /// A `BufferSegment`.
    Segment {
        /// Where it begins in its buffer, in bytes.
        offset: u64,
        /// Its length in bytes.
        length: usize,
    },
    /// A `BufferSegments`.
    Table {
        /// The number of segments.
        segments: usize,
    },
    /// A `BufferWithSegmentsCollection`.
    Collection {
        /// The number of segments.
        segments: usize,
        /// The size of all segments in bytes.
        size: u64,
    },
    /// A `ZstdCompressionDict`.
    Dictionary {
        /// Its size in bytes.
        size: usize,
        /// Its ID.
        id: u32,
    },
    /// A `FrameParameters`.
    Frame(&'a FrameParameters),
    /// A `CompressionParameters`.
    ClassicParameters(&'a CParameters),
    /// A `ZstdCompressionParameters`, of which only what is set is shown.
    Parameters(&'a CParameters),
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Buffer { segments, size } => {
                write!(f, "BufferWithSegments(segments={segments}, size={size})")
            }
            Self::Segment { offset, length } => {
                write!(f, "BufferSegment(offset={offset}, length={length})")
            }
            Self::Table { segments } => write!(f, "BufferSegments(segments={segments})"),
            Self::Collection { segments, size } => write!(
                f,
                "BufferWithSegmentsCollection(segments={segments}, size={size})"
            ),
            Self::Dictionary { size, id } => {
                write!(f, "ZstdCompressionDict(size={size}, dict_id={id})")
            }
            Self::Frame(frame) => write!(
                f,
                "FrameParameters(content_size={}, window_size={}, dict_id={}, has_checksum={})",
                frame.content_size,
                frame.window_size,
                frame.dict_id,
                if frame.has_checksum { "True" } else { "False" },
            ),
            Self::ClassicParameters(set) => {
                let options = CLASSIC_NAMES
                    .into_iter()
                    .map(|(name, parameter)| (name, set.get_or_zero(parameter)));
                write_options(f, "CompressionParameters", options)
            }
            Self::Parameters(set) => {
                let options = option_names()
                    .zip(zstd_core::CParameter::ALL)
                    .filter_map(|(name, &parameter)| Some((name, set.get(parameter)?)));
                write_options(f, "ZstdCompressionParameters", options)
            }
        }
    }
}

fn write_options(
    f: &mut fmt::Formatter<'_>,
    class: &str,
    options: impl Iterator<Item = (&'static str, i32)>,
) -> fmt::Result {
    let options: Vec<_> = options
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    write!(f, "{class}({})", options.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{classic_parameters, parameters_from_options};

    #[test]
    fn parameters_are_shown_as_they_are_written() {
        let classic = classic_parameters([20, 16, 17, 1, 5, 0, 1]).unwrap();
        assert_eq!(
            Shown::ClassicParameters(&classic).to_string(),
            "CompressionParameters(window_log=20, chain_log=16, hash_log=17, search_log=1, search_length=5, \
             target_length=0, strategy=1)"
        );
        let set = parameters_from_options([("window_log", 20)]).unwrap();
        assert_eq!(
            Shown::Parameters(&set).to_string(),
            "ZstdCompressionParameters(window_log=20, write_content_size=1, write_checksum=0, write_dict_id=0)"
        );
    }

    #[test]
    fn frames_and_buffers_are_shown_by_what_tells_them_apart() {
        let frame = FrameParameters {
            content_size: 3,
            window_size: 1024,
            dict_id: 0,
            has_checksum: true,
        };
        assert_eq!(
            Shown::Frame(&frame).to_string(),
            "FrameParameters(content_size=3, window_size=1024, dict_id=0, has_checksum=True)"
        );
        let buffer = Shown::Buffer {
            segments: 3,
            size: 1024,
        };
        assert_eq!(
            buffer.to_string(),
            "BufferWithSegments(segments=3, size=1024)"
        );
    }
}

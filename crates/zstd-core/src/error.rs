//! What can go wrong, and under which heading a caller files it.

use std::borrow::Cow;
use std::ffi::CStr;
use std::fmt;

use crate::sys;
use crate::version::NEEDED_VERSION;

/// The result of every fallible call of this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a call failed.
///
/// [`Error::kind`] gives the heading (what a frontend makes an exception class or a status code of), [`Error::code`]
/// libzstd's own code where libzstd refused.
///
/// ```
/// use zstd_core::{Decompressor, ErrorCode, ErrorKind};
///
/// let error = Decompressor::new().decompress(b"no frame at all").unwrap_err();
/// assert_eq!(error.kind(), ErrorKind::Zstd);
/// assert_eq!(error.code(), Some(ErrorCode::PREFIX_UNKNOWN));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// libzstd refused. The text is "operation: libzstd's description".
    #[error("{operation}: {code}")]
    Libzstd {
        /// What was being done, in words.
        operation: &'static str,
        /// libzstd's reason.
        code: ErrorCode,
    },
    /// A number outside of its allowed range.
    #[error("{name} must be between {min} and {max}; got {value}")]
    OutOfRange {
        /// The argument or parameter.
        name: &'static str,
        /// The value that was given.
        value: i64,
        /// The smallest allowed value.
        min: i64,
        /// The largest allowed value.
        max: i64,
    },
    /// An argument, or a combination of arguments, that makes no sense. The text names it and says what to do.
    #[error("{0}")]
    InvalidArgument(Cow<'static, str>),
    /// The frame does not say how large its content is, and no limit was given.
    #[error(
        "could not determine content size in frame header; pass max_output_size, the largest result to allow, \
         or compress with write_content_size"
    )]
    ContentSizeUnknown,
    /// The data does not begin with a frame header.
    #[error("error determining content size from frame header: {reason}")]
    NotAFrame {
        /// What is wrong with the header.
        reason: &'static str,
    },
    /// The data ends before the frame does.
    #[error("decompression error: did not decompress full frame; the input is truncated")]
    Truncated,
    /// The frame decompressed to another size than its header declares.
    #[error("decompression error: decompressed {actual} bytes; expected {expected}")]
    SizeMismatch {
        /// The size in the header, or the one that the caller gave.
        expected: u64,
        /// The size that came out.
        actual: u64,
    },
    /// The header claims more content than a frame of this length can hold.
    #[error(
        "decompression error: frame claims {claimed} bytes of content, but its {length} bytes can hold at most {possible}"
    )]
    ImplausibleSize {
        /// The size in the header, or the one that the caller gave.
        claimed: u64,
        /// The length of the compressed data.
        length: u64,
        /// The largest content that compressed data of this length can have.
        possible: u64,
    },
    /// The result is larger than the caller allows.
    #[error("decompression error: {}; max_output_size is {limit} bytes{}", TooSmall(.needed), Needed(.needed))]
    OutputLimit {
        /// The limit, in bytes.
        limit: u64,
        /// The size that the frame declares, if it does.
        needed: Option<u64>,
    },
    /// Decoding needs a larger window than the caller allows.
    #[error(
        "{operation}: Frame requires too much memory for decoding; it needs a window of {needed} bytes, \
         max_window_size is {limit}"
    )]
    WindowTooLarge {
        /// What was being done, in words.
        operation: &'static str,
        /// The limit, in bytes.
        limit: u64,
        /// The window that the frame declares, in bytes.
        needed: u64,
    },
    /// More data follows the frame, and the caller did not allow it.
    #[error(
        "compressed input contains {count} bytes of unused data, which is disallowed; \
         pass read_across_frames=True to decompress the frames that follow or allow_extra_data=True to ignore them"
    )]
    ExtraData {
        /// How many bytes follow the frame.
        count: u64,
    },
    /// All frames are to be decompressed by a decompressor whose conventions are against it.
    #[error(
        "ZstdDecompressor.read_across_frames=True is not yet implemented; stream_reader(), decompressobj() and the class of \
         the same name outside of this module can do it"
    )]
    SingleFrame,
    /// A frame header is not complete yet.
    #[error("not enough data for frame parameters; need {needed} bytes")]
    HeaderIncomplete {
        /// The number of bytes that are needed to read it.
        needed: usize,
    },
    /// The program runs on a libzstd that this crate cannot use: see [`crate::check_library`].
    #[error("{}", UnsuitableText(.found, .lost))]
    UnsuitableLibrary {
        /// Its version: major, minor, release.
        found: (u32, u32, u32),
        /// The parameter that it does not have, if it is new enough.
        lost: Option<&'static str>,
    },
    /// The caller's check asked to stop.
    #[error("interrupted by the caller's check")]
    Interrupted,
    /// An allocation was refused.
    #[error("{}", OutOfMemoryText(.bytes))]
    OutOfMemory {
        /// The size of the allocation, where it is known.
        bytes: Option<u64>,
    },
}

/// What libzstd says of its place, or of the frame where only decoding could tell.
struct TooSmall<'a>(&'a Option<u64>);

impl fmt::Display for TooSmall<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_none() {
            f.write_str("did not decompress full frame: ")?;
        }
        f.write_str("Destination buffer is too small")
    }
}

struct Needed<'a>(&'a Option<u64>);

impl fmt::Display for Needed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(needed) => write!(f, ", the content has {needed}"),
            None => f.write_str(", and the content does not fit"),
        }
    }
}

struct OutOfMemoryText<'a>(&'a Option<u64>);

impl fmt::Display for OutOfMemoryText<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(bytes) => write!(f, "could not allocate {bytes} bytes"),
            None => f.write_str("libzstd could not allocate memory"),
        }
    }
}

struct UnsuitableText<'a>(&'a (u32, u32, u32), &'a Option<&'static str>);

impl fmt::Display for UnsuitableText<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self((major, minor, release), lost) = self;
        let (a, b, c) = NEEDED_VERSION;
        match lost {
            Some(name) => write!(
                f,
                "the linked libzstd {major}.{minor}.{release} does not have the experimental parameter {name}: \
                 install libzstd {a}.{b}.{c}"
            ),
            None => write!(
                f,
                "the linked libzstd is {major}.{minor}.{release}, but {a}.{b}.{c} or newer is needed: install a newer one"
            ),
        }?;
        f.write_str(", or build without the feature pkg-config")
    }
}

/// The heading of an [`Error`]: what a frontend chooses an exception class or a status code by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The data, or libzstd, is at fault: `ZstdError` in Python.
    Zstd,
    /// The caller passed a value that is not allowed: `ValueError` in Python.
    InvalidValue,
    /// An allocation was refused: `MemoryError` in Python.
    OutOfMemory,
    /// The caller's check asked to stop: the exception that it has set, in Python.
    Interrupted,
}

impl Error {
    /// The failure that a libzstd return value stands for; memory failures get their own variant.
    pub(crate) fn from_code(operation: &'static str, code: ErrorCode) -> Self {
        match code {
            ErrorCode::MEMORY_ALLOCATION => Self::OutOfMemory { bytes: None },
            code => Self::Libzstd { operation, code },
        }
    }

    /// libzstd has made no digested dictionary: for want of memory, or else because of the dictionary.
    pub(crate) fn no_dictionary(operation: &'static str, refused: bool) -> Self {
        if refused {
            return Self::OutOfMemory { bytes: None };
        }
        Self::from_code(operation, ErrorCode::DICTIONARY_CORRUPTED)
    }

    /// An invalid argument with a fixed text.
    pub fn invalid(text: impl Into<Cow<'static, str>>) -> Self {
        Self::InvalidArgument(text.into())
    }

    /// The heading that this failure belongs under.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        match self {
            Self::OutOfRange { .. } | Self::InvalidArgument(_) => ErrorKind::InvalidValue,
            Self::OutOfMemory { .. } => ErrorKind::OutOfMemory,
            Self::Interrupted => ErrorKind::Interrupted,
            _ => ErrorKind::Zstd,
        }
    }

    /// The reason without the words for the operation, for errors that name the operation themselves.
    #[must_use]
    pub fn reason(&self) -> String {
        match self {
            Self::Libzstd { code, .. } => code.to_string(),
            Self::WindowTooLarge { operation, .. } => {
                let text = self.to_string();
                let reason = text.strip_prefix(operation);
                reason
                    .map_or(text.as_str(), |reason| reason.trim_start_matches(": "))
                    .to_owned()
            }
            other => {
                let text = other.to_string();
                text.strip_prefix("decompression error: ")
                    .unwrap_or(&text)
                    .to_owned()
            }
        }
    }

    /// libzstd's own code, where libzstd refused or has one for the case.
    #[must_use]
    pub fn code(&self) -> Option<ErrorCode> {
        Some(match self {
            Self::Libzstd { code, .. } => *code,
            Self::OutOfRange { .. } => ErrorCode::PARAMETER_OUT_OF_BOUND,
            Self::Truncated | Self::ExtraData { .. } | Self::HeaderIncomplete { .. } => {
                ErrorCode::SRC_SIZE_WRONG
            }
            Self::SizeMismatch { .. } | Self::ImplausibleSize { .. } => {
                ErrorCode::CORRUPTION_DETECTED
            }
            Self::OutputLimit { .. } => ErrorCode::DST_SIZE_TOO_SMALL,
            Self::WindowTooLarge { .. } => ErrorCode::FRAME_PARAMETER_WINDOW_TOO_LARGE,
            Self::OutOfMemory { .. } => ErrorCode::MEMORY_ALLOCATION,
            Self::NotAFrame { .. } => ErrorCode::PREFIX_UNKNOWN,
            Self::UnsuitableLibrary { .. } => ErrorCode::VERSION_UNSUPPORTED,
            Self::InvalidArgument(_)
            | Self::ContentSizeUnknown
            | Self::Interrupted
            | Self::SingleFrame => return None,
        })
    }
}

/// One of libzstd's error codes (`ZSTD_ErrorCode`). Values below 100 are stable across versions of libzstd.
///
/// ```
/// use zstd_core::ErrorCode;
///
/// assert_eq!(ErrorCode::DST_SIZE_TOO_SMALL.value(), 70);
/// assert!(!ErrorCode::DST_SIZE_TOO_SMALL.description().is_empty());
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct ErrorCode(u32);

macro_rules! error_codes {
    ($($name:ident = $value:literal),* $(,)?) => {
        impl ErrorCode {
            $(
                #[doc = concat!("`", stringify!($name), "`, libzstd's code ", stringify!($value), ".")]
                pub const $name: Self = Self($value);
            )*

            /// Every code with its name, in the order of the values.
            pub const ALL: &'static [(&'static str, Self)] = &[$((stringify!($name), Self::$name)),*];
        }
    };
}

error_codes! {
    NO_ERROR = 0,
    GENERIC = 1,
    PREFIX_UNKNOWN = 10,
    VERSION_UNSUPPORTED = 12,
    FRAME_PARAMETER_UNSUPPORTED = 14,
    FRAME_PARAMETER_WINDOW_TOO_LARGE = 16,
    CORRUPTION_DETECTED = 20,
    CHECKSUM_WRONG = 22,
    LITERALS_HEADER_WRONG = 24,
    DICTIONARY_CORRUPTED = 30,
    DICTIONARY_WRONG = 32,
    DICTIONARY_CREATION_FAILED = 34,
    PARAMETER_UNSUPPORTED = 40,
    PARAMETER_COMBINATION_UNSUPPORTED = 41,
    PARAMETER_OUT_OF_BOUND = 42,
    TABLE_LOG_TOO_LARGE = 44,
    MAX_SYMBOL_VALUE_TOO_LARGE = 46,
    MAX_SYMBOL_VALUE_TOO_SMALL = 48,
    CANNOT_PRODUCE_UNCOMPRESSED_BLOCK = 49,
    STABILITY_CONDITION_NOT_RESPECTED = 50,
    STAGE_WRONG = 60,
    INIT_MISSING = 62,
    MEMORY_ALLOCATION = 64,
    WORK_SPACE_TOO_SMALL = 66,
    DST_SIZE_TOO_SMALL = 70,
    SRC_SIZE_WRONG = 72,
    DST_BUFFER_NULL = 74,
    NO_FORWARD_PROGRESS_DEST_FULL = 80,
    NO_FORWARD_PROGRESS_INPUT_EMPTY = 82,
    FRAME_INDEX_TOO_LARGE = 100,
    SEEKABLE_IO = 102,
    DST_BUFFER_WRONG = 104,
    SRC_BUFFER_WRONG = 105,
    SEQUENCE_PRODUCER_FAILED = 106,
    EXTERNAL_SEQUENCES_INVALID = 107,
}

impl ErrorCode {
    /// The number that libzstd uses.
    #[must_use]
    pub fn value(self) -> u32 {
        self.0
    }

    /// libzstd's description, such as "Destination buffer is too small". With the feature `thin`, whose libzstd has no texts, the
    /// name of the code.
    #[must_use]
    pub fn description(self) -> &'static str {
        if cfg!(feature = "thin") {
            let mut known = Self::ALL.iter().filter(|(_, code)| *code == self);
            return known.next().map_or("GENERIC", |(name, _)| name);
        }
        // A return value of libzstd that stands for an error is the negated code.
        let result = (self.0 as usize).wrapping_neg();
        // SAFETY: takes any number and returns a pointer to a string constant.
        let text = unsafe { sys::ZSTD_getErrorName(result) };
        // SAFETY: libzstd's names are NUL-terminated constants, alive as long as the program.
        let text = unsafe { CStr::from_ptr(text) };
        text.to_str().unwrap_or("Unspecified error code")
    }
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.description())
    }
}

impl fmt::Debug for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ErrorCode({}: {})", self.0, self.description())
    }
}

/// Splits a return value of libzstd into a size and an error.
pub(crate) fn check(operation: &'static str, result: usize) -> Result<usize> {
    // SAFETY: takes any number.
    if unsafe { sys::ZSTD_isError(result) } == 0 {
        return Ok(result);
    }
    let code = u32::try_from(result.wrapping_neg()).unwrap_or(ErrorCode::GENERIC.0);
    Err(Error::from_code(operation, ErrorCode(code)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_those_of_the_linked_library() {
        assert_eq!(
            ErrorCode::DST_SIZE_TOO_SMALL.description(),
            "Destination buffer is too small"
        );
        assert_eq!(
            ErrorCode::DST_SIZE_TOO_SMALL.value(),
            sys::ZSTD_ErrorCode::ZSTD_error_dstSize_tooSmall as u32
        );
        for (name, code) in ErrorCode::ALL {
            assert_ne!(code.description(), "Unspecified error code", "{name}");
        }
    }

    #[test]
    fn return_values_are_split_into_sizes_and_errors() {
        assert_eq!(check("test", 17), Ok(17));
        let wrong = 72_usize.wrapping_neg();
        assert_eq!(
            check("test", wrong).unwrap_err().code(),
            Some(ErrorCode::SRC_SIZE_WRONG)
        );
        let memory = check("test", 64_usize.wrapping_neg()).unwrap_err();
        assert_eq!(memory.kind(), ErrorKind::OutOfMemory);
    }
}

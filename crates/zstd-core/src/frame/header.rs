//! Frame headers.

use std::mem::MaybeUninit;

use crate::error::{Error, ErrorCode, Result, check};
use crate::parameters::{DParameter, Format};
use crate::sys;

const OPERATION: &str = "cannot get frame parameters";

/// What a frame header says about the size of the content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContentSize {
    /// The content has that many bytes.
    Known(u64),
    /// The header does not say.
    Unknown,
}

impl ContentSize {
    /// The size, where it is known.
    #[must_use]
    pub fn known(self) -> Option<u64> {
        match self {
            Self::Known(size) => Some(size),
            Self::Unknown => None,
        }
    }
}

/// What kind of frame a header announces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FrameKind {
    /// Compressed data.
    Zstandard,
    /// Bytes that decoders skip.
    Skippable,
}

/// A parsed frame header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FrameHeader {
    /// The size of the content; for a skippable frame, of its payload.
    pub content_size: ContentSize,
    /// The memory that streaming decompression needs for back-references, in bytes; 0 for a skippable frame, and for one of a
    /// format before 0.8, whose header is not read further.
    pub window_size: u64,
    /// The largest block in bytes.
    pub block_size_max: u32,
    /// Compressed data, or bytes to skip.
    pub kind: FrameKind,
    /// The length of the header in bytes.
    pub header_size: u32,
    /// The ID of the dictionary that is needed, 0 when none is named.
    pub dictionary_id: u32,
    /// Whether a checksum of the content ends the frame.
    pub has_checksum: bool,
}

/// Parses the header that `data` begins with.
///
/// # Errors
///
/// [`Error::HeaderIncomplete`] when `data` is too short, [`Error::Libzstd`] when it does not begin with a frame,
/// [`Error::WindowTooLarge`] when the frame needs a window that no decoder takes.
///
/// ```
/// use zstd_core::frame::{ContentSize, header};
/// use zstd_core::{Compressor, Format};
///
/// let frame = Compressor::builder().content_size(true).checksum(true).build()?.compress(b"data")?;
/// let header = header(&frame, Format::Standard)?;
/// assert_eq!((header.content_size, header.has_checksum), (ContentSize::Known(4), true));
/// # Ok::<(), zstd_core::Error>(())
/// ```
pub fn header(data: &[u8], format: Format) -> Result<FrameHeader> {
    let mut raw = MaybeUninit::<sys::ZSTD_FrameHeader>::zeroed();
    // SAFETY: `raw` is a valid place for the struct and `data` is valid for its length.
    let result = unsafe {
        sys::ZSTD_getFrameHeader_advanced(
            raw.as_mut_ptr(),
            data.as_ptr().cast(),
            data.len(),
            format.raw(),
        )
    };
    let needed = match check(OPERATION, result) {
        // libzstd parses no such header, but it knows the frame: one of a format before 0.8.
        Err(_) if format == Format::Standard && is_legacy_frame(data) => return Ok(legacy(data)),
        Err(error) => return Err(with_window(error, data, format)),
        Ok(needed) => needed,
    };
    if needed > 0 {
        return Err(Error::HeaderIncomplete { needed });
    }
    // SAFETY: zeroes are valid for every field, and libzstd writes only values of the enum to `frameType`.
    let raw = unsafe { raw.assume_init() };
    Ok(FrameHeader {
        content_size: match raw.frameContentSize {
            u64::MAX => ContentSize::Unknown,
            size => ContentSize::Known(size),
        },
        window_size: raw.windowSize,
        block_size_max: raw.blockSizeMax,
        kind: match raw.frameType {
            sys::ZSTD_FrameType_e::ZSTD_frame => FrameKind::Zstandard,
            sys::ZSTD_FrameType_e::ZSTD_skippableFrame => FrameKind::Skippable,
        },
        header_size: raw.headerSize,
        dictionary_id: raw.dictID,
        has_checksum: raw.checksumFlag != 0,
    })
}

fn is_legacy_frame(data: &[u8]) -> bool {
    is_frame(data) && !data.starts_with(&super::MAGIC_NUMBER.to_le_bytes())
}

/// The error, with the number that libzstd leaves out where no decoder takes so large a window.
fn with_window(error: Error, data: &[u8], format: Format) -> Error {
    let limit = DParameter::WindowLogMax.bounds();
    match (error.code(), declared_window(data, format), limit) {
        (Some(ErrorCode::FRAME_PARAMETER_WINDOW_TOO_LARGE), Some(needed), Ok(limit)) => {
            Error::WindowTooLarge {
                operation: OPERATION,
                limit: 1 << limit.max,
                needed,
            }
        }
        _ => error,
    }
}

/// The window that a header asks for: a byte behind the frame header descriptor, 5 bits of exponent and 3 of mantissa. `None` where
/// it is the content's size instead.
fn declared_window(data: &[u8], format: Format) -> Option<u64> {
    const SINGLE_SEGMENT: u8 = 1 << 5;
    let header = match format {
        Format::Standard => data.get(4..)?,
        Format::Magicless => data,
    };
    match *header {
        [descriptor, window, ..] if descriptor & SINGLE_SEGMENT == 0 => {
            let base = 1_u64 << (10 + (window >> 3));
            Some(base + base / 8 * u64::from(window & 7))
        }
        _ => None,
    }
}

/// What is known of a frame of zstd 0.1 to 0.7, which libzstd decodes if it was built with the feature `legacy`.
fn legacy(data: &[u8]) -> FrameHeader {
    // SAFETY: the range is valid for its length.
    let size = unsafe { sys::ZSTD_getFrameContentSize(data.as_ptr().cast(), data.len()) };
    FrameHeader {
        // The two largest numbers stand for "unknown" and for an error, which decoding will tell.
        content_size: match size {
            size if size < u64::MAX - 1 => ContentSize::Known(size),
            _ => ContentSize::Unknown,
        },
        window_size: 0,
        block_size_max: sys::ZSTD_BLOCKSIZE_MAX,
        kind: FrameKind::Zstandard,
        header_size: 0,
        dictionary_id: 0,
        has_checksum: false,
    }
}

/// The content size in the header of the frame that `data` begins with; 0 for a skippable frame, which has no content.
///
/// # Errors
///
/// [`Error::NotAFrame`] when `data` does not begin with a complete header.
pub fn content_size(data: &[u8], format: Format) -> Result<ContentSize> {
    let header = header(data, format).map_err(not_a_frame)?;
    Ok(match header.kind {
        FrameKind::Zstandard => header.content_size,
        FrameKind::Skippable => ContentSize::Known(0),
    })
}

pub(crate) fn not_a_frame(error: Error) -> Error {
    match error {
        Error::HeaderIncomplete { .. } => Error::NotAFrame {
            reason: "the data ends inside of the header",
        },
        Error::Libzstd { code, .. } => Error::NotAFrame {
            reason: code.description(),
        },
        Error::WindowTooLarge { limit, needed, .. } => Error::WindowTooLarge {
            operation: "decompression error",
            limit,
            needed,
        },
        other => other,
    }
}

/// The length in bytes of the header that `data` begins with. The first 5 bytes (1 when magicless) suffice.
pub fn header_size(data: &[u8]) -> Result<usize> {
    // SAFETY: the range is valid for its length.
    let result = unsafe { sys::ZSTD_frameHeaderSize(data.as_ptr().cast(), data.len()) };
    check("could not determine frame header size", result)
}

/// Whether `data` begins with the magic number of a frame, skippable or not.
///
/// ```
/// assert!(zstd_core::frame::is_frame(b"\x28\xb5\x2f\xfd and so on"));
/// assert!(!zstd_core::frame::is_frame(b"no frame"));
/// ```
#[must_use]
pub fn is_frame(data: &[u8]) -> bool {
    // SAFETY: the range is valid for its length.
    unsafe { sys::ZSTD_isFrame(data.as_ptr().cast(), data.len()) != 0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Compressor;

    #[test]
    fn a_header_tells_what_the_compressor_was_told() {
        let compressor = Compressor::builder()
            .content_size(true)
            .checksum(true)
            .build()
            .unwrap();
        let frame = compressor.compress(&[7; 1000]).unwrap();
        let parsed = header(&frame, Format::Standard).unwrap();
        assert_eq!(parsed.content_size, ContentSize::Known(1000));
        assert!(parsed.has_checksum);
        assert_eq!(parsed.kind, FrameKind::Zstandard);
        assert_eq!(header_size(&frame).unwrap(), parsed.header_size as usize);
        assert!(is_frame(&frame));
    }

    #[test]
    fn a_header_that_nobody_can_read_is_an_error() {
        // A bit that must be zero, and a window beyond all bounds: they are no frames of an old format.
        let frames = [(0x08, 0), (0x00, 0xFF)].map(|(descriptor, window)| {
            let magic = super::super::MAGIC_NUMBER.to_le_bytes();
            [&magic[..], &[descriptor, window], &[0; 12]].concat()
        });
        let codes = frames.map(|frame| header(&frame, Format::Standard).unwrap_err().code());
        let expected = [
            ErrorCode::FRAME_PARAMETER_UNSUPPORTED,
            ErrorCode::FRAME_PARAMETER_WINDOW_TOO_LARGE,
        ];
        assert_eq!(codes, expected.map(Some));
    }

    #[test]
    fn short_and_foreign_data_are_errors() {
        let frame = Compressor::builder()
            .build()
            .unwrap()
            .compress(b"abc")
            .unwrap();
        let error = header(&frame[..3], Format::Standard).unwrap_err();
        assert!(
            error
                .to_string()
                .starts_with("not enough data for frame parameters; need ")
        );
        let error = header(b"foobarbaz", Format::Standard).unwrap_err();
        assert_eq!(
            error.to_string(),
            "cannot get frame parameters: Unknown frame descriptor"
        );
        assert!(content_size(b"", Format::Standard).is_err());
        let skippable = crate::skippable::write(b"payload", 0).unwrap();
        assert_eq!(
            content_size(&skippable, Format::Standard),
            Ok(ContentSize::Known(0))
        );
        assert!(!is_frame(b"foobarbaz"));
    }

    #[test]
    fn windows_that_no_decoder_takes_are_named() {
        let frame = |window| [&b"\x28\xb5\x2f\xfd\x00"[..], &[window, 9, 0, 0, b'x']].concat();
        for (window, needed) in [(0xB0, 1_u64 << 32), (0xB4, 3 << 31), (0xFF, 15 << 38)] {
            let frame = frame(window);
            let bare = header(&frame[4..], Format::Magicless);
            let expected = Error::WindowTooLarge {
                operation: OPERATION,
                limit: 1 << (if usize::BITS == 64 { 31 } else { 30 }),
                needed,
            };
            assert_eq!(header(&frame, Format::Standard), Err(expected.clone()));
            assert_eq!(bare, Err(expected));
            let text = format!(
                "decompression error: Frame requires too much memory for decoding; it needs a window of {needed}"
            );
            let error = crate::Decompressor::new().decompress(&frame).unwrap_err();
            assert!(error.to_string().starts_with(&text), "{error}");
            assert!(error.reason().starts_with("Frame requires"), "{error}");
        }
        assert_eq!(
            header(&frame(0xA8), Format::Standard).unwrap().window_size,
            1 << 31
        );
    }

    #[test]
    fn a_reserved_bit_is_no_older_format() {
        let error = header(b"\x28\xb5\x2f\xfd\x08\x50\x09\x00\x00x", Format::Standard).unwrap_err();
        assert_eq!(error.code(), Some(ErrorCode::FRAME_PARAMETER_UNSUPPORTED));
    }
}

//! What frames say about themselves, in the numbers of the contract.
#![forbid(unsafe_code)]

use zstd_core::Format;
use zstd_core::frame::{self, ContentSize};

use crate::failure::Result;

/// The parameters of a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FrameParameters {
    /// The size of the content in bytes, 0 when the header does not say.
    pub content_size: u64,
    /// The window in bytes that streaming decompression needs.
    pub window_size: u64,
    /// The ID of the dictionary that is needed, 0 when none is named.
    pub dict_id: u32,
    /// Whether a checksum ends the frame.
    pub has_checksum: bool,
}

/// Reads the header that `data` begins with; `format` is 0 for standard frames, 1 for frames without magic number.
pub fn frame_parameters(data: &[u8], format: i64) -> Result<FrameParameters> {
    let header = frame::header(data, Format::from_number(format)?)?;
    Ok(FrameParameters {
        content_size: header.content_size.known().unwrap_or(0),
        window_size: header.window_size,
        dict_id: header.dictionary_id,
        has_checksum: header.has_checksum,
    })
}

/// The size of the content in bytes, -1 when the header does not say.
pub fn frame_content_size(data: &[u8]) -> Result<i128> {
    Ok(match frame::content_size(data, Format::Standard)? {
        ContentSize::Known(size) => size.into(),
        ContentSize::Unknown => -1,
    })
}

/// The length in bytes of the frame that `data` begins with; `format` is 0 for standard frames, 1 for frames without magic
/// number.
pub fn frame_compressed_size(data: &[u8], format: i64) -> Result<usize> {
    Ok(frame::compressed_size(data, Format::from_number(format)?)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::CompressorArguments;

    #[test]
    fn unknown_sizes_are_0_and_minus_1() {
        let frame = CompressorArguments::default()
            .build()
            .unwrap()
            .compress(b"foo")
            .unwrap();
        assert_eq!(frame_parameters(&frame, 0).unwrap().content_size, 0);
        assert_eq!(frame_content_size(&frame).unwrap(), -1);
        assert_eq!(frame_compressed_size(&frame, 0).unwrap(), frame.len());
        assert!(frame_compressed_size(&frame, 2).is_err());
        let error = frame_parameters(b"", 0).unwrap_err();
        assert_eq!(
            error.message,
            "not enough data for frame parameters; need 5 bytes"
        );
        assert!(
            frame_parameters(b"foobarbaz", 0)
                .unwrap_err()
                .message
                .contains("Unknown frame descriptor")
        );
    }
}

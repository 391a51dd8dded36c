//! How long a frame is, and how much content it can hold.

use super::{FrameHeader, FrameKind, header};
use crate::error::{Error, ErrorCode, Result, check};
use crate::parameters::Format;
use crate::sys;

/// The largest block of the format, in bytes.
const BLOCK_SIZE_MAX: u64 = 128 * 1024;

/// The smallest block that decodes to anything: a 3-byte header and the one byte that it repeats.
const SMALLEST_BLOCK: u64 = 4;

/// The largest content that `length` bytes of compressed data can hold. A header that claims more lies, whatever follows.
#[must_use]
pub fn largest_content(length: usize) -> u64 {
    (length as u64 / SMALLEST_BLOCK).saturating_mul(BLOCK_SIZE_MAX)
}

/// The length in bytes of the frame that `data` begins with (skippable frames included), found by walking over its blocks.
///
/// # Errors
///
/// [`crate::Error::Libzstd`] when the frame is cut off or its structure is broken.
pub fn compressed_size(data: &[u8], format: Format) -> Result<usize> {
    const OPERATION: &str = "could not determine compressed size of frame";
    match format {
        Format::Standard => {
            // SAFETY: the range is valid for its length.
            let result =
                unsafe { sys::ZSTD_findFrameCompressedSize(data.as_ptr().cast(), data.len()) };
            check(OPERATION, result)
        }
        // libzstd has no such call for frames without a magic number.
        Format::Magicless => {
            let header = header(data, format)?;
            extent(data, &header)
                .map(|extent| extent.length)
                .ok_or(Error::from_code(OPERATION, ErrorCode::SRC_SIZE_WRONG))
        }
    }
}

/// How long a frame is, and how much it can hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct FrameExtent {
    /// The length of the frame in bytes.
    pub(crate) length: usize,
    /// The content that its blocks can hold at most, in bytes.
    pub(crate) content: u64,
    /// Whether they hold exactly that much.
    pub(crate) exact: bool,
}

/// Measures the frame that `data` begins with, whose header is given; `None` if it is cut off or its structure is broken.
pub(crate) fn extent(data: &[u8], header: &FrameHeader) -> Option<FrameExtent> {
    let mut extent = FrameExtent {
        length: header.header_size as usize,
        content: 0,
        exact: true,
    };
    match header.kind {
        FrameKind::Skippable => {
            let payload = usize::try_from(header.content_size.known()?).ok()?;
            extent.length = extent.length.checked_add(payload)?;
        }
        FrameKind::Zstandard => {
            while !extent.add_block(data, header.block_size_max)? {}
            extent.length += if header.has_checksum { 4 } else { 0 };
        }
    }
    (extent.length <= data.len()).then_some(extent)
}

impl FrameExtent {
    /// Adds the block where the extent ends, and says whether it is the last one. A block begins with 24 bits, little-endian:
    /// whether it is the last, two bits of type (stored, one repeated byte, compressed), and a size: of the content for the
    /// first two types, of the compressed data for the third.
    fn add_block(&mut self, data: &[u8], block_size_max: u32) -> Option<bool> {
        let bytes = data.get(self.length..self.length.checked_add(3)?)?;
        let header = u32::from_le_bytes([bytes[0], bytes[1], bytes[2], 0]);
        let size = header >> 3;
        let (length, content) = match header >> 1 & 3 {
            0 => (size, size),
            1 => (1, size),
            2 => {
                self.exact = false;
                (size, block_size_max)
            }
            _ => return None,
        };
        self.length = self.length.checked_add(3 + length as usize)?;
        self.content += u64::from(content);
        Some(header & 1 == 1)
    }
}

/// An upper bound of the content of all frames in `data`, in bytes; exact where the headers state sizes.
pub fn decompressed_bound(data: &[u8]) -> Result<u64> {
    // SAFETY: the range is valid for its length.
    let bound = unsafe { sys::ZSTD_decompressBound(data.as_ptr().cast(), data.len()) };
    // The C macro ZSTD_CONTENTSIZE_ERROR.
    if bound == u64::MAX - 1 {
        compressed_size(data, Format::Standard)?;
        return Err(Error::Truncated);
    }
    Ok(bound)
}

/// How many bytes a buffer must be larger than the content of all frames in `data` for decompressing in place: the compressed
/// data at the end of the buffer, the content written from its start.
pub fn decompression_margin(data: &[u8]) -> Result<usize> {
    // SAFETY: the range is valid for its length.
    let result = unsafe { sys::ZSTD_decompressionMargin(data.as_ptr().cast(), data.len()) };
    check("could not determine decompression margin", result)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Compressor;

    #[test]
    fn frames_are_measured() {
        let compressor = Compressor::builder().content_size(true).build().unwrap();
        let mut frame = compressor.compress(&[7; 1000]).unwrap();
        let length = frame.len();
        frame.extend_from_slice(b"and something else");
        assert_eq!(compressed_size(&frame, Format::Standard).unwrap(), length);
        assert_eq!(decompressed_bound(&frame[..length]).unwrap(), 1000);
        assert!(decompression_margin(&frame[..length]).unwrap() > 0);
        assert!(compressed_size(&frame[..length - 1], Format::Standard).is_err());
        assert!(decompressed_bound(&frame[..length - 1]).is_err());
    }

    #[test]
    fn frames_without_magic_number_are_measured_as_those_with() {
        let data: Vec<u8> = (0..400_000_u32)
            .flat_map(u32::to_le_bytes)
            .chain([5; 400_000])
            .collect();
        for checksum in [false, true] {
            let mut parameters = crate::CParameters::new();
            parameters.set(crate::CParameter::Format, 1).unwrap();
            let compressor = Compressor::builder()
                .checksum(checksum)
                .parameters(parameters)
                .build()
                .unwrap();
            let mut frame = compressor.compress(&data).unwrap();
            let length = frame.len();
            frame.push(0);
            assert_eq!(compressed_size(&frame, Format::Magicless).unwrap(), length);
            for cut in [0, 1, 5, length / 2, length - 1] {
                assert!(
                    compressed_size(&frame[..cut], Format::Magicless).is_err(),
                    "{cut}"
                );
            }
        }
    }

    #[test]
    fn the_densest_frame_stays_below_the_bound() {
        let compressor = Compressor::builder()
            .content_size(true)
            .level(22)
            .unwrap()
            .build()
            .unwrap();
        let content = vec![0_u8; 64 << 20];
        let frame = compressor.compress(&content).unwrap();
        assert!(largest_content(frame.len()) >= content.len() as u64);
        assert!(largest_content(frame.len()) < content.len() as u64 * 4);
    }
}

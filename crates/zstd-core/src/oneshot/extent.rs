//! The part of an input that one call decodes, found without decoding it, and the memory that its content takes.
#![forbid(unsafe_code)]

use super::DecompressOptions;
use crate::error::{Error, ErrorCode, Result};
use crate::frame::{self, ContentSize, FrameHeader, FrameKind};
use crate::parameters::Format;

/// Results beyond this size cannot exist: no address space holds them.
const LARGEST_ADDRESSABLE: u64 = if usize::BITS > 47 {
    1 << 47
} else {
    isize::MAX as u64
};

/// The header of a last block of type "raw" and size 0, which is all of the block.
const EMPTY_LAST_BLOCK: [u8; 3] = [1, 0, 0];

pub(super) struct Extent {
    /// Where the last frame ends.
    pub(super) end: usize,
    /// Whether all headers declare their sizes.
    pub(super) exact: bool,
    /// Bytes of content: exact, or at most.
    content: u64,
    /// The largest window of the frames of undeclared size.
    window: u64,
}

impl Extent {
    /// Walks over the frames that a call with `options` decodes. Frames without content never count as extra data.
    pub(super) fn of(src: &[u8], format: Format, options: &DecompressOptions) -> Result<Self> {
        let mut extent = Self {
            end: 0,
            exact: true,
            content: 0,
            window: 0,
        };
        let mut frames = 0;
        while extent.end < src.len() {
            let rest = &src[extent.end..];
            let header = match frame::header(rest, format) {
                Ok(header) => header,
                Err(error) if frames == 0 => return Err(frame::not_a_frame(error)),
                Err(Error::HeaderIncomplete { .. })
                    if options.read_across_frames && begins_a_frame(rest, format) =>
                {
                    return Err(Error::Truncated);
                }
                Err(error @ Error::WindowTooLarge { .. }) if options.read_across_frames => {
                    return Err(frame::not_a_frame(error));
                }
                Err(_) => break,
            };
            if frames > 0 && has_content(&header, rest) && !options.read_across_frames {
                break;
            }
            let length = frame::compressed_size(rest, format).map_err(truncated)?;
            extent.end += length;
            if header.kind == FrameKind::Zstandard {
                frames += 1;
                extent.add(&header, length)?;
            }
        }
        if extent.end < src.len() && options.allow_extra_data != Some(true) {
            return Err(Error::ExtraData {
                count: (src.len() - extent.end) as u64,
            });
        }
        Ok(extent)
    }

    fn add(&mut self, header: &FrameHeader, length: usize) -> Result<()> {
        let content = match header.content_size {
            ContentSize::Known(size) => plausible(size, length)?,
            ContentSize::Unknown => {
                self.exact = false;
                self.window = self.window.max(header.window_size);
                frame::largest_content(length)
            }
        };
        self.content = self.content.saturating_add(content);
        Ok(())
    }

    /// The memory to allocate, within `declared_limit` if all frames declare their sizes, otherwise within `limit`; `given` is what
    /// the call says of that.
    pub(super) fn capacity(
        &self,
        given: Option<u64>,
        limit: Option<u64>,
        declared_limit: Option<u64>,
        max_window_size: Option<usize>,
    ) -> Result<usize> {
        if self.exact {
            return within(self.content, declared_limit);
        }
        let limit = limit.ok_or(Error::ContentSizeUnknown)?;
        if limit >= LARGEST_ADDRESSABLE && given == Some(limit) {
            return Err(Error::OutOfMemory { bytes: Some(limit) });
        }
        if let Some(max) = max_window_size.filter(|&max| self.window > max as u64) {
            return Err(Error::WindowTooLarge {
                operation: "decompression error",
                limit: max as u64,
                needed: self.window,
            });
        }
        to_usize(self.content.min(limit))
    }
}

/// The memory for a frame of `length` bytes that declares `size` bytes of content.
pub(super) fn declared(size: u64, length: usize, limit: Option<u64>) -> Result<usize> {
    within(plausible(size, length)?, limit)
}

/// Whether a frame has content. Where its header does not tell, the frame is empty if its first block is the last one and empty.
fn has_content(header: &FrameHeader, frame: &[u8]) -> bool {
    match (header.kind, header.content_size) {
        (FrameKind::Skippable, _) | (_, ContentSize::Known(0)) => false,
        (FrameKind::Zstandard, ContentSize::Known(_)) => true,
        (FrameKind::Zstandard, ContentSize::Unknown) => {
            let blocks = frame.get(header.header_size as usize..);
            !blocks.is_some_and(|blocks| blocks.starts_with(&EMPTY_LAST_BLOCK))
        }
    }
}

fn truncated(error: Error) -> Error {
    match error.code() {
        Some(ErrorCode::SRC_SIZE_WRONG) => Error::Truncated,
        _ => error,
    }
}

/// Whether `rest`, too short for a header, may be the beginning of one.
fn begins_a_frame(rest: &[u8], format: Format) -> bool {
    match format {
        Format::Standard => frame::MAGIC_NUMBER
            .to_le_bytes()
            .starts_with(&rest[..rest.len().min(4)]),
        Format::Magicless => true,
    }
}

fn within(size: u64, limit: Option<u64>) -> Result<usize> {
    match limit {
        Some(limit) if size > limit => Err(Error::OutputLimit {
            limit,
            needed: Some(size),
        }),
        _ => to_usize(size),
    }
}

fn plausible(size: u64, length: usize) -> Result<u64> {
    let possible = frame::largest_content(length);
    if size > possible {
        return Err(Error::ImplausibleSize {
            claimed: size,
            length: length as u64,
            possible,
        });
    }
    Ok(size)
}

fn to_usize(size: u64) -> Result<usize> {
    usize::try_from(size).map_err(|_| Error::OutOfMemory { bytes: Some(size) })
}

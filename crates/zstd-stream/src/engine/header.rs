//! The beginning of a frame, remembered while it passes by.
#![forbid(unsafe_code)]

use zstd_core::frame::{self, FrameHeader};
use zstd_core::{Error, Format};

/// The longest header of the format, in bytes.
const LONGEST: usize = 18;

/// The first bytes of a frame, in however small pieces they come, and what they say once they are complete.
#[derive(Clone, Copy, Default)]
pub(super) struct Sniffer {
    bytes: [u8; LONGEST],
    len: usize,
    header: Option<FrameHeader>,
}

impl Sniffer {
    /// What the header says, if all of it has passed by.
    pub(super) fn header(&self) -> Option<&FrameHeader> {
        self.header.as_ref()
    }

    /// The window that the header asks for, in bytes, even if it is one that no decoder takes.
    pub(super) fn window(&self, format: Format) -> Option<u64> {
        match frame::header(&self.bytes[..self.len], format) {
            Ok(header) => Some(header.window_size),
            Err(Error::WindowTooLarge { needed, .. }) => Some(needed),
            Err(_) => None,
        }
    }

    /// As it will be once all of `next` has passed by.
    pub(super) fn with(mut self, next: &[u8], format: Format) -> Self {
        if self.header.is_some() {
            return self;
        }
        let count = next.len().min(LONGEST - self.len);
        self.bytes[self.len..self.len + count].copy_from_slice(&next[..count]);
        self.len += count;
        // Whatever is wrong with a header is for the decoder to report.
        self.header = frame::header(&self.bytes[..self.len], format).ok();
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use zstd_core::Compressor;

    #[test]
    fn headers_are_read_from_pieces_of_any_size() {
        let compressor = Compressor::builder().content_size(true).build().unwrap();
        let frame = compressor.compress(&[7; 70_000]).unwrap();
        for size in 1..20 {
            let mut sniffer = Sniffer::default();
            for piece in frame.chunks(size) {
                sniffer = sniffer.with(piece, Format::Standard);
            }
            let header = sniffer.header().unwrap();
            assert_eq!(header.content_size.known(), Some(70_000), "{size}");
        }
    }

    #[test]
    fn what_is_no_header_says_nothing() {
        let sniffer = Sniffer::default().with(b"no header, and rather long", Format::Standard);
        assert!(sniffer.header().is_none());
    }
}

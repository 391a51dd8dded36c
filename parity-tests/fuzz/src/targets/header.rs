//! Everything that looks at frames without decoding them, against libzstd's calls and against each other.
#![forbid(unsafe_code)]

use zstd_core::frame::{self, ContentSize, FrameKind};
use zstd_core::{Error, Format};

use super::Target;
use crate::oracle;
use crate::{Input, seeds};

pub(super) const TARGET: Target = Target {
    name: "header",
    about: "frame headers and sizes, against libzstd's",
    longest: 512,
    missing: || None,
    run,
    seeds: || seeds::with_options(seeds::frames(), &[&[0], &[1]]),
};

fn run(data: &[u8]) {
    let mut input = Input::new(data);
    let magicless = input.flag();
    let data = input.rest();
    let format = if magicless {
        Format::Magicless
    } else {
        Format::Standard
    };
    let found = frame::header(data, format);
    let (result, says) = oracle::header(data, magicless);
    match (&found, says) {
        (Ok(header), Some((window, content, dictionary, checksum))) => {
            let size = header.content_size.known().unwrap_or(u64::MAX);
            let all = (
                header.window_size,
                size,
                header.dictionary_id,
                header.has_checksum,
            );
            assert_eq!(all, (window, content, dictionary, checksum));
            assert!(header.header_size as usize <= data.len());
        }
        (Err(Error::HeaderIncomplete { needed }), None) => {
            assert!(*needed == result && *needed > data.len());
        }
        (Err(_), None) => {}
        (found, _) => panic!("{found:?}, where libzstd says {result}"),
    }
    measured(data, format, found.is_ok());
    // None of these may do more than refuse.
    let _ = frame::content_size(data, format);
    let _ = frame::header_size(data);
    let _ = frame::decompressed_bound(data);
    let _ = frame::decompression_margin(data);
    assert_eq!(
        frame::is_frame(data),
        data.len() >= 4 && oracle::header(&data[..4], false).0 < 1000
    );
}

/// The length of the frame: the same with and without a magic number, and never beyond the data.
fn measured(data: &[u8], format: Format, has_header: bool) {
    let Ok(length) = frame::compressed_size(data, format) else {
        return;
    };
    assert!(has_header && length <= data.len());
    if format == Format::Standard {
        let header = frame::header(data, format).expect("there is one");
        if header.kind == FrameKind::Zstandard {
            let bare = frame::compressed_size(&data[4..], Format::Magicless);
            assert_eq!(bare.ok(), Some(length - 4), "without the magic number");
            if let (ContentSize::Known(size), Some(content)) = (
                header.content_size,
                oracle::one_shot(&data[..length], 64 << 10),
            ) {
                assert_eq!(size, content.len() as u64);
                assert!(size <= frame::largest_content(length));
            }
        }
    }
}

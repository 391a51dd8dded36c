//! One-shot decoding, against libzstd's own one-shot call.
#![forbid(unsafe_code)]

use zstd_core::frame::{self, FrameKind};
use zstd_core::{DecompressOptions, Decompressor, Error, ErrorKind, Format};

use super::Target;
use crate::oracle;
use crate::{Input, seeds};

/// No content that a run decodes is larger, in bytes.
const LARGEST: usize = 256 << 10;

pub(super) const TARGET: Target = Target {
    name: "decode",
    about: "one-shot decoding, against libzstd's",
    longest: 4096,
    missing: || None,
    run,
    seeds: || seeds::with_options(seeds::frames(), &[&[0, 0], &[255, 7], &[20, 1]]),
};

thread_local! {
    static SHARED: Decompressor = Decompressor::new();
}

fn run(data: &[u8]) {
    let mut input = Input::new(data);
    let flags = input.byte();
    // Limits of all sizes: small ones find off-by-one errors, large ones let the content through.
    let limit = match input.byte() {
        0 => LARGEST,
        small @ 1..128 => usize::from(small),
        large => usize::from(large) * 100,
    };
    let (across, extra) = (flags & 1 != 0, flags & 2 != 0);
    let options = DecompressOptions::new()
        .max_output_size(limit as u64)
        .read_across_frames(across)
        .allow_extra_data(extra);
    let src = input.rest();
    let found = SHARED.with(|shared| shared.decompress_with::<Vec<u8>>(src, &options));
    let expected = expected(src, limit, across, extra);
    match (found, expected) {
        (Ok(found), Some(expected)) => {
            assert!(found == expected, "another content than libzstd's");
        }
        // An empty frame that does not say that it is empty is told from data that follows by decoding it, or not at all. Nothing
        // is lost: all of the data decode to what was found.
        (Ok(found), None) if !across && is_all(&found, src, limit) => {}
        (Ok(found), None) => panic!("{} bytes, where libzstd refuses", found.len()),
        (Err(error), Some(_)) => panic!("{error}, where libzstd decodes"),
        (Err(error), None) => {
            assert_eq!(error.kind(), ErrorKind::Zstd, "{error}");
            assert!(!error.to_string().is_empty());
        }
    }
}

/// Whether libzstd finds the same content in all frames of the data, and no more.
fn is_all(found: &[u8], src: &[u8], limit: usize) -> bool {
    found.len() <= limit && oracle::one_shot(src, found.len()).is_some_and(|all| all == found)
}

/// Whether so few bytes may be the beginning of a frame.
fn is_cut(rest: &[u8]) -> bool {
    let magic = frame::MAGIC_NUMBER.to_le_bytes();
    magic.starts_with(&rest[..rest.len().min(4)])
}

/// Whether what begins here is a frame without content, as far as can be told without decoding it: by its header, or by a first
/// block that is the last one and empty. It never counts as data that follow.
fn is_empty_frame(rest: &[u8]) -> bool {
    let Ok(header) = frame::header(rest, Format::Standard) else {
        return false;
    };
    match header.content_size.known() {
        _ if header.kind == FrameKind::Skippable => true,
        Some(size) => size == 0,
        None => {
            let blocks = rest.get(header.header_size as usize..);
            blocks.is_some_and(|blocks| blocks.starts_with(&[1, 0, 0]))
        }
    }
}

/// What the rules of the options make of libzstd's answers for single frames.
fn expected(src: &[u8], limit: usize, across: bool, extra: bool) -> Option<Vec<u8>> {
    let (mut end, mut frames, mut content) = (0, 0, Vec::new());
    while end < src.len() {
        let rest = &src[end..];
        let Some(frame) = oracle::frame(rest, limit) else {
            // A broken frame where one is to be decoded is an error; otherwise it is data that follows.
            match frame::header(rest, Format::Standard) {
                Ok(_) if frames == 0 || across || is_empty_frame(rest) => return None,
                Err(Error::HeaderIncomplete { .. }) if frames == 0 || (across && is_cut(rest)) => {
                    return None;
                }
                // A frame that asks for more than any decoder has is a frame, too.
                Err(Error::WindowTooLarge { .. }) if across => return None,
                Err(_) if frames == 0 => return None,
                Ok(_) | Err(_) => {}
            }
            break;
        };
        if !frame.skippable {
            if frames > 0 && !across && !is_empty_frame(rest) {
                break;
            }
            frames += 1;
            content.extend(frame.content?);
            if content.len() > limit {
                return None;
            }
        }
        end += frame.length;
    }
    (!src.is_empty() && (extra || end == src.len())).then_some(content)
}

//! Dictionaries of any bytes, and frames of any bytes that are decoded with them.
#![forbid(unsafe_code)]

use zstd_core::{Compressor, DecompressOptions, Decompressor, DictKind, Dictionary, ErrorKind};

use super::Target;
use crate::{Input, seeds};

/// No content that a run decodes is larger, in bytes.
const LARGEST: u64 = 64 << 10;

pub(super) const TARGET: Target = Target {
    name: "dictionary",
    about: "dictionaries of any bytes: loading, compressing, decoding, chains",
    longest: 2048,
    missing: || None,
    run,
    seeds,
};

thread_local! {
    static CHAINS: Decompressor = Decompressor::new();
}

fn seeds() -> Vec<Vec<u8>> {
    let (trained, plain) = (seeds::trained(), seeds::text(400));
    let content = b"{\"id\": 77, \"user\": \"user5\", \"ok\": 2}";
    let mut seeds = Vec::new();
    for dictionary in [&trained, &plain] {
        let frame = seeds::with_dictionary(dictionary, content);
        for kind in 0..3 {
            let length = u16::try_from(dictionary.len()).unwrap_or(0).to_le_bytes();
            seeds.push([&dictionary[..], &frame, &[length[1], length[0], kind]].concat());
        }
    }
    seeds
}

fn run(data: &[u8]) {
    let mut input = Input::new(data);
    let flags = input.byte();
    let kind = [DictKind::Auto, DictKind::RawContent, DictKind::Full][usize::from(flags % 3)];
    let length = usize::from(u16::from_le_bytes([input.byte(), input.byte()]));
    let bytes = input.cut(length);
    let rest = input.rest();
    let dictionary = Dictionary::with_kind(bytes, kind);
    assert_eq!(dictionary.as_bytes(), bytes);
    // To make contexts takes most of the time of a run: one decompressor serves both, and another one all chains.
    let decompressor = Decompressor::builder()
        .dictionary(dictionary.clone())
        .build();
    match &decompressor {
        Ok(decompressor) => decode(decompressor, rest),
        Err(error) => assert_ne!(error.kind(), ErrorKind::OutOfMemory, "{error}"),
    }
    if (flags / 3).is_multiple_of(2) {
        come_back(dictionary, decompressor.ok().as_ref(), rest);
    }
    chain(bytes, rest);
}

/// Any frame, with any dictionary.
fn decode(decompressor: &Decompressor, frame: &[u8]) {
    let options = DecompressOptions::new().max_output_size(LARGEST);
    match decompressor.decompress_with::<Vec<u8>>(frame, &options) {
        Ok(content) => assert!(content.len() as u64 <= LARGEST),
        Err(error) => assert_ne!(error.kind(), ErrorKind::OutOfMemory, "{error}"),
    }
}

/// What is compressed with a dictionary comes back with it.
fn come_back(dictionary: Dictionary, decompressor: Option<&Decompressor>, content: &[u8]) {
    let compressor = Compressor::builder()
        .content_size(true)
        .checksum(true)
        .dictionary(dictionary)
        .build();
    let Ok(frame) = compressor.and_then(|compressor| compressor.compress(content)) else {
        return;
    };
    let restored = decompressor.map(|decompressor| decompressor.decompress(&frame));
    assert!(
        restored.is_some_and(|restored| restored.is_ok_and(|restored| restored == content)),
        "a content does not come back"
    );
}

/// A chain of two links of any bytes.
fn chain(first: &[u8], second: &[u8]) {
    let claims = [first, second].map(|link| {
        let size = zstd_core::frame::content_size(link, zstd_core::Format::Standard);
        size.ok().and_then(|size| size.known()).unwrap_or(0)
    });
    if claims.iter().all(|&claim| claim <= LARGEST) {
        let links = [first, second];
        let last =
            CHAINS.with(|chains| zstd_dict::decompress_chain::<Vec<u8>, _>(chains, &links[..]));
        if let Ok(last) = last {
            assert_eq!(last.len() as u64, claims[1]);
        }
    }
}

//! What decompression promises, shown on real frames.
#![forbid(unsafe_code)]

use std::mem::MaybeUninit;
use std::sync::Arc;

use crate::error::{Error, ErrorKind, Result};
use crate::frame;
use crate::parameters::Format;
use crate::{
    CParameter, CParameters, Compressor, DecompressOptions, Decompressor, DictKind, Dictionary,
    DictionaryUse, skippable,
};

fn sized(data: &[u8]) -> Vec<u8> {
    Compressor::builder()
        .content_size(true)
        .build()
        .unwrap()
        .compress(data)
        .unwrap()
}

fn unsized_(data: &[u8]) -> Vec<u8> {
    Compressor::builder()
        .build()
        .unwrap()
        .compress(data)
        .unwrap()
}

fn decompress(src: &[u8], options: DecompressOptions) -> Result<Vec<u8>> {
    Decompressor::new().decompress_with::<Vec<u8>>(src, &options)
}

#[test]
fn a_frame_of_undeclared_size_needs_a_limit() {
    let frame = unsized_(b"foobar");
    assert_eq!(
        decompress(&frame, DecompressOptions::new()),
        Err(Error::ContentSizeUnknown)
    );
    let limit = |size| DecompressOptions::new().max_output_size(size);
    assert_eq!(decompress(&frame, limit(6)).unwrap(), b"foobar");
    assert_eq!(decompress(&frame, limit(1000)).unwrap(), b"foobar");
    let error = decompress(&frame, limit(5)).unwrap_err();
    assert!(
        error
            .to_string()
            .contains("Destination buffer is too small"),
        "{error}"
    );
    assert_eq!(
        decompress(&frame, limit(u64::MAX >> 1)).unwrap_err().kind(),
        ErrorKind::OutOfMemory
    );
}

#[test]
fn the_limit_of_a_decompressor_holds_for_every_call() {
    let own = |size| {
        Decompressor::builder()
            .max_output_size(size)
            .build()
            .unwrap()
    };
    let limit = |size| DecompressOptions::new().max_output_size(size);
    let frames = [sized(&[7; 1000]), unsized_(&[7; 1000])];
    for (index, frame) in frames.iter().enumerate() {
        // A limit of its own is as good as one of the call, however large it is.
        for (own_size, of_call) in [(1000, 0), (u64::MAX, 0), (u64::MAX, 1000), (5000, 1000)] {
            let result = own(own_size).decompress_with::<Vec<u8>>(frame, &limit(of_call));
            assert_eq!(result, Ok(vec![7; 1000]), "{own_size} {of_call}");
        }
        for (own_size, of_call) in [(999, 0), (999, 1000), (1000, 999), (999, u64::MAX)] {
            let result = own(own_size).decompress_with::<Vec<u8>>(frame, &limit(of_call));
            let needed = (index == 0).then_some(1000);
            assert_eq!(result, Err(Error::OutputLimit { limit: 999, needed }));
        }
    }
    let across = DecompressOptions::new().read_across_frames(true);
    let all = frames.concat();
    let run = |size| own(size).decompress_with::<Vec<u8>>(&all, &across);
    assert_eq!(run(2000), Ok(vec![7; 2000]));
    let (limit, needed) = (1999, None);
    assert_eq!(run(1999), Err(Error::OutputLimit { limit, needed }));
    // Conventions make limits of calls be for frames that do not declare their size, but not the decompressor's own.
    let conventions = crate::DecompressorConventions {
        declared_unlimited: true,
        ..Default::default()
    };
    let builder = Decompressor::builder().conventions(conventions);
    let strict = builder.max_output_size(500).build().unwrap();
    assert!(strict.decompress(&frames[0]).is_err());
}

#[test]
fn a_limit_holds_for_declared_sizes_too() {
    let error = decompress(
        &sized(&[1; 100]),
        DecompressOptions::new().max_output_size(99),
    )
    .unwrap_err();
    assert_eq!(
        error,
        Error::OutputLimit {
            limit: 99,
            needed: Some(100)
        }
    );
}

#[test]
fn every_cut_of_a_frame_is_an_error() {
    for frame in [sized(b"foobarbaz"), unsized_(&[3; 300_000])] {
        for length in 0..frame.len() {
            let options = DecompressOptions::new().max_output_size(1 << 20);
            for all in [false, true] {
                assert!(
                    decompress(&frame[..length], options.read_across_frames(all)).is_err(),
                    "{length}"
                );
            }
        }
    }
}

#[test]
fn what_follows_a_frame_is_refused_or_allowed_but_never_dropped_in_silence() {
    let mut two = sized(b"foo");
    two.extend(sized(b"bar"));
    let options = DecompressOptions::new();
    assert!(matches!(
        decompress(&two, options),
        Err(Error::ExtraData { count: 12 })
    ));
    assert_eq!(
        decompress(&two, options.allow_extra_data(true)).unwrap(),
        b"foo"
    );
    assert_eq!(
        decompress(&two, options.read_across_frames(true)).unwrap(),
        b"foobar"
    );
    two.extend(b"garbage");
    assert!(matches!(
        decompress(&two, options.read_across_frames(true)),
        Err(Error::ExtraData { count: 7 })
    ));
    let both = options.read_across_frames(true).allow_extra_data(true);
    assert_eq!(decompress(&two, both).unwrap(), b"foobar");
    two.truncate(two.len() - 8);
    assert_eq!(decompress(&two, both), Err(Error::Truncated));
}

#[test]
fn frames_without_content_are_not_extra_data() {
    for first in [sized(b"foo"), unsized_(b"foo")] {
        let mut data = first;
        data.extend(skippable::write(b"metadata", 1).unwrap());
        data.extend(sized(b""));
        data.extend(unsized_(b""));
        let options = DecompressOptions::new().max_output_size(10);
        assert_eq!(decompress(&data, options).unwrap(), b"foo");
        data.push(0);
        assert!(matches!(
            decompress(&data, options),
            Err(Error::ExtraData { count: 1 })
        ));
    }
    let only = skippable::write(b"metadata", 1).unwrap();
    assert_eq!(decompress(&only, DecompressOptions::new()).unwrap(), b"");
}

#[test]
fn frames_of_both_kinds_may_be_mixed() {
    let mut data = skippable::write(b"metadata", 0).unwrap();
    data.extend(unsized_(b"foo"));
    data.extend(sized(b"bar"));
    let options = DecompressOptions::new().read_across_frames(true);
    assert_eq!(decompress(&data, options), Err(Error::ContentSizeUnknown));
    assert_eq!(
        decompress(&data, options.max_output_size(6)).unwrap(),
        b"foobar"
    );
    assert!(decompress(&data, options.max_output_size(5)).is_err());
}

#[test]
fn a_header_that_lies_about_the_size_is_refused_before_memory_is_asked_for() {
    // Single segment, 8-byte content size of 2^60, then an empty last block.
    let mut frame = frame::MAGIC_NUMBER.to_le_bytes().to_vec();
    frame.push(0xE0);
    frame.extend((1_u64 << 60).to_le_bytes());
    frame.extend([1, 0, 0]);
    assert!(matches!(
        decompress(&frame, DecompressOptions::new()),
        Err(Error::ImplausibleSize { claimed, .. }) if claimed == 1 << 60
    ));
}

#[test]
fn callers_find_the_memory_for_the_size_that_they_are_told() {
    let options = DecompressOptions::new().max_output_size(1000);
    for (frame, told) in [(sized(b"foobar"), 6), (unsized_(b"foobar"), 1000)] {
        let mut memory = [MaybeUninit::uninit(); 1000];
        let room = &mut memory[..];
        let length = Decompressor::new().decompress_into(&frame, &options, |size| {
            assert_eq!(size, told);
            Ok(room)
        });
        assert_eq!(length, Ok(6));
        let refused = Error::OutOfMemory {
            bytes: Some(told as u64),
        };
        let passed_on =
            Decompressor::new().decompress_into(&frame, &options, |_| Err(refused.clone()));
        assert_eq!(passed_on, Err(refused));
    }
}

#[test]
fn the_window_limit_names_what_the_frame_needs() {
    let frame = unsized_(&[0; 5000]);
    let window = frame::header(&frame, Format::Standard).unwrap().window_size;
    let decompressor = Decompressor::builder()
        .max_window_size(1024)
        .build()
        .unwrap();
    let options = DecompressOptions::new().max_output_size(5000);
    let error = decompressor
        .decompress_with::<Vec<u8>>(&frame, &options)
        .unwrap_err();
    assert_eq!(
        error,
        Error::WindowTooLarge {
            operation: "decompression error",
            limit: 1024,
            needed: window
        }
    );
}

#[test]
fn frames_without_magic_number_need_the_option() {
    let mut parameters = CParameters::new();
    parameters.set(CParameter::Format, 1).unwrap();
    let compressor = Compressor::builder()
        .content_size(true)
        .parameters(parameters)
        .build()
        .unwrap();
    let mut frame = compressor.compress(b"foobar").unwrap();
    assert!(decompress(&frame, DecompressOptions::new()).is_err());
    let decompressor = Decompressor::builder()
        .format(Format::Magicless)
        .build()
        .unwrap();
    assert_eq!(decompressor.decompress(&frame).unwrap(), b"foobar");
    frame.extend(compressor.compress(b"baz").unwrap());
    let options = DecompressOptions::new().read_across_frames(true);
    assert_eq!(
        decompressor
            .decompress_with::<Vec<u8>>(&frame, &options)
            .unwrap(),
        b"foobarbaz"
    );
}

#[test]
fn every_use_of_a_dictionary_gives_frames_that_the_same_use_restores() {
    let content: Vec<u8> = (0..4000_u32).flat_map(|n| (n * n).to_le_bytes()).collect();
    let dictionary = Dictionary::with_kind(&content[..8000], DictKind::RawContent);
    for dictionary_use in [
        DictionaryUse::Shared,
        DictionaryUse::Loaded,
        DictionaryUse::Digested,
        DictionaryUse::Prefix,
    ] {
        let compressor = Compressor::builder()
            .content_size(true)
            .dictionary(dictionary.clone())
            .dictionary_use(dictionary_use)
            .build()
            .unwrap();
        let decompressor = Decompressor::builder()
            .dictionary(dictionary.clone())
            .dictionary_use(dictionary_use)
            .build()
            .unwrap();
        // Twice, since contexts are reused and a prefix is for one frame only.
        for _ in 0..2 {
            let frame = compressor.compress(&content[..9000]).unwrap();
            assert!(frame.len() < 2000, "{dictionary_use:?}: {}", frame.len());
            let restored = decompressor.decompress(&frame).unwrap();
            assert!(restored == content[..9000]);
            let without = Decompressor::new().decompress(&frame);
            assert!(without.is_err(), "{dictionary_use:?}");
        }
    }
}

#[test]
fn a_digest_for_a_level_is_shared_and_its_parameters_win() {
    let dictionary = Dictionary::with_kind(vec![7; 1000], DictKind::RawContent);
    let first = dictionary.digest_for_level(5).unwrap();
    assert!(Arc::ptr_eq(
        &first,
        &dictionary.digest_for_level(5).unwrap()
    ));
    // 13 is a multiple of 8 further: the first one stays.
    let other = dictionary.digest_for_level(13).unwrap();
    assert!(!Arc::ptr_eq(
        &other,
        &dictionary.digest_for_level(13).unwrap()
    ));
    assert!(Arc::ptr_eq(
        &first,
        &dictionary.digest_for_level(5).unwrap()
    ));
    assert!(dictionary.digest_for_level(-3).is_ok());
}

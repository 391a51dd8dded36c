//! Calls with dictionaries, and calls that make them.
#![forbid(unsafe_code)]

use parity_tests::operation::{Decompression, DictionarySource, Items, Limits, Operation, Trainer};
use parity_tests::properties::cases::{TRAINED, record};
use parity_tests::wire::Bytes;
use zstd_core::Compressor;

use super::{Entry, compress, decompress, entry, frame, records, text, trained, with_dictionary};

/// Calls with dictionaries, and calls that make them.
pub(super) fn dictionaries() -> Vec<Entry> {
    let content = record(77, 3);
    let raw = DictionarySource {
        data: text(3000),
        kind: 1,
        ..DictionarySource::default()
    };
    let early = DictionarySource {
        precompute_level: 4,
        ..trained()
    };
    let corrupt = DictionarySource {
        data: Bytes([&[0x37, 0xA4, 0x30, 0xEC], &[9; 100][..]].concat()),
        kind: 2,
        ..DictionarySource::default()
    };
    let with = Decompression {
        dictionary: Some(trained()),
        ..Decompression::default()
    };
    let builder = Compressor::builder().content_size(true);
    let dictionary = zstd_core::Dictionary::new(TRAINED.0.clone());
    let compressor = builder
        .dictionary(dictionary)
        .build()
        .expect("plain options");
    let known: Bytes = compressor.compress(&content.0).expect("memory").into();
    let link = frame(&text(500));
    let samples = Items::List(records(300));
    let cover = |optimize, threads| Trainer::Cover {
        k: if optimize { 0 } else { 64 },
        d: if optimize { 0 } else { 6 },
        dict_id: 7,
        optimize,
        level: 1,
        steps: 2,
        threads,
    };
    let tuned = |k, threads| Trainer::Tuned {
        k,
        d: 6,
        f: 10,
        split_point: 1.0,
        accel: 1,
        steps: 2,
        threads,
    };
    let legacy = Trainer::Default {
        selectivity: 9,
        level: 3,
        dict_id: 7,
    };
    let default = Trainer::Default {
        selectivity: 0,
        level: 3,
        dict_id: 7,
    };
    let train = |trainer| Operation::Train {
        dict_size: 2000,
        samples: samples.clone(),
        trainer,
    };
    [
        (
            "compress with a dictionary",
            compress(with_dictionary(trained()), &content),
        ),
        (
            "compress with raw content",
            compress(with_dictionary(raw.clone()), &content),
        ),
        (
            "compress with a digest",
            compress(with_dictionary(early.clone()), &content),
        ),
        (
            "compress with a corrupt dictionary",
            compress(with_dictionary(corrupt), &content),
        ),
        (
            "decompress with a dictionary",
            decompress(with, vec![known; 3], Limits::default()),
        ),
        ("dictionary", Operation::Dictionary { source: raw }),
        (
            "digested dictionary",
            Operation::Dictionary { source: early },
        ),
        (
            "chain",
            Operation::Chain {
                with: Decompression::default(),
                frames: vec![link.clone(), link],
            },
        ),
        (
            "chain of text",
            Operation::Chain {
                with: Decompression::default(),
                frames: vec![text(50)],
            },
        ),
        ("train", train(default)),
        ("train legacy", train(legacy)),
        ("train tuned", train(tuned(64, 0))),
        ("train cover", train(cover(false, 0))),
        ("train cover, optimised", train(cover(true, 0))),
        ("train tuned, with threads", train(tuned(0, 2))),
        ("train cover, with threads", train(cover(true, 2))),
        (
            "train on nothing",
            Operation::Train {
                dict_size: 2000,
                samples: Items::List(records(2)),
                trainer: Trainer::default(),
            },
        ),
    ]
    .into_iter()
    .map(|(name, operation)| entry(name, operation))
    .collect()
}

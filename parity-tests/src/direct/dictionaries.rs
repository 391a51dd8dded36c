//! Training, dictionaries and chains of them.
#![forbid(unsafe_code)]

use zstd_contract::{CoverArguments, TrainArguments, train_cover_dictionary, train_dictionary};
use zstd_core::Dictionary;
use zstd_dict::{Samples, decompress_chain};

use super::batches::with_items;
use super::options::{decompressor, dictionary};
use crate::operation::{Decompression, DictionarySource, Items, Trainer};
use crate::outcome::{Failure, Outcome};
use crate::wire::{Bytes, Tree, map};

/// A trained dictionary.
pub(super) fn train(dict_size: i64, samples: &Items, trainer: &Trainer) -> Outcome {
    with_items(samples, |items| {
        let samples = Samples::gather(items)?;
        Ok(shown(&learn(dict_size, samples, trainer)?))
    })
}

fn learn(dict_size: i64, samples: Samples<'_>, trainer: &Trainer) -> Result<Dictionary, Failure> {
    let trained = match *trainer {
        Trainer::Default {
            selectivity,
            level,
            dict_id,
        } => {
            let arguments = TrainArguments {
                selectivity,
                level,
                dict_id,
                ..TrainArguments::default()
            };
            train_dictionary(dict_size, samples, &arguments, None)
        }
        Trainer::Tuned {
            k,
            d,
            f,
            split_point,
            accel,
            steps,
            threads,
        } => {
            let arguments = TrainArguments {
                k,
                d,
                f,
                split_point,
                accel,
                steps,
                threads,
                ..TrainArguments::default()
            };
            train_dictionary(dict_size, samples, &arguments, None)
        }
        Trainer::Cover {
            k,
            d,
            dict_id,
            optimize,
            level,
            steps,
            threads,
        } => {
            let arguments = CoverArguments {
                k,
                d,
                dict_id,
                optimize,
                level,
                steps,
                threads,
                notifications: 0,
            };
            train_cover_dictionary(dict_size, samples, &arguments, None)
        }
    };
    Ok(trained?)
}

/// What a dictionary says about itself.
pub(super) fn describe(source: &DictionarySource) -> Outcome {
    Ok(shown(&dictionary(source)?))
}

fn shown(dictionary: &Dictionary) -> Tree {
    map([
        ("len", dictionary.len().into()),
        ("bytes", dictionary.as_bytes().into()),
        ("id", dictionary.id().into()),
        ("k", dictionary.k().into()),
        ("d", dictionary.d().into()),
    ])
}

/// The content of the last link of a chain.
pub(super) fn chain(with: &Decompression, frames: &[Bytes]) -> Outcome {
    let decompressor = decompressor(with)?;
    Ok(decompress_chain::<Vec<u8>, _>(&decompressor, frames)?.into())
}

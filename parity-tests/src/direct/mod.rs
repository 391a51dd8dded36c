//! The crates themselves: what every other binding is compared with.
#![forbid(unsafe_code)]

mod batches;
mod dictionaries;
mod failures;
mod frames;
mod options;
mod sequences;
mod single;
mod streams;

use crate::binding::Binding;
use crate::operation::Operation;
use crate::outcome::Outcome;
use crate::wire::map;

/// The crates, called in this process.
#[derive(Clone, Copy, Debug, Default)]
pub struct Direct;

impl Binding for Direct {
    fn name(&self) -> &str {
        "rust"
    }

    fn call(&self, operation: &Operation) -> Outcome {
        match operation {
            Operation::Describe => Ok(describe()),
            Operation::Compress {
                with,
                inputs,
                allow_empty,
            } => single::compress(with, inputs, *allow_empty),
            Operation::Decompress {
                with,
                inputs,
                limits,
            } => single::decompress(with, inputs, limits),
            Operation::Single {
                data,
                level,
                max_output_size,
            } => Ok(single::without_objects(data, *level, *max_output_size)),
            Operation::Stream { stream, steps } => streams::run(stream, steps),
            Operation::Share {
                compression,
                decompression,
                inputs,
                threads,
            } => single::share(compression, decompression, inputs, *threads),
            Operation::CompressBatch {
                with,
                items,
                threads,
                ..
            } => batches::compress(with, items, *threads),
            Operation::DecompressBatch {
                with,
                items,
                sizes,
                max_output_size,
                threads,
                ..
            } => batches::decompress(with, items, sizes.as_ref(), *threads, *max_output_size),
            Operation::Buffer { source, indexes } => batches::buffer(source, indexes),
            Operation::Collection { sources, indexes } => batches::collection(sources, indexes),
            Operation::Chain { with, frames } => dictionaries::chain(with, frames),
            Operation::Train {
                dict_size,
                samples,
                trainer,
            } => dictionaries::train(*dict_size, samples, trainer),
            Operation::Dictionary { source } => dictionaries::describe(source),
            Operation::Frame { data, format } => frames::inspect(data, *format),
            Operation::WriteSkippable { data, variant } => frames::write_skippable(data, *variant),
            Operation::ReadSkippable { data } => frames::read_skippable(data),
            Operation::Parameters { parameters } => options::describe(parameters),
            Operation::Bounds { name } => options::bounds(name),
            Operation::GenerateSequences { with, data } => sequences::generate(with, data),
            Operation::CompressSequences {
                with,
                sequences,
                data,
            } => sequences::compress(with, sequences, data),
        }
    }
}

fn describe() -> crate::wire::Tree {
    let constants = zstd_core::constants();
    let constants = constants
        .into_iter()
        .map(|constant| (constant.name, constant.value.into()));
    let (major, minor, release) = zstd_core::version();
    map([
        ("version", [major, minor, release].into_iter().collect()),
        ("constants", crate::wire::Tree::Map(constants.collect())),
    ])
}

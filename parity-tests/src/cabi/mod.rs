//! The C ABI, through the shared library and a table of its functions that is generated from the header.

mod batches;
pub mod bindings;
mod dictionaries;
mod frames;
mod library;
mod objects;
mod single;
mod stream_ends;
mod streams;

use std::path::Path;

use crate::binding::Binding;
use crate::operation::Operation;
use crate::outcome::Outcome;

use library::Library;

/// The shared library of the C ABI.
pub struct CAbi(Library);

impl CAbi {
    /// Loads the library.
    ///
    /// # Errors
    ///
    /// The file is no library, or lacks a function of the header.
    pub fn load(path: &Path) -> Result<Self, String> {
        let library = Library::load(path.as_os_str());
        library
            .map(Self)
            .map_err(|error| format!("{}: {error}", path.display()))
    }
}

impl Binding for CAbi {
    fn name(&self) -> &str {
        "c-abi"
    }

    fn call(&self, operation: &Operation) -> Outcome {
        let library = &self.0;
        match operation {
            Operation::Describe => library.describe(),
            Operation::Compress {
                with,
                inputs,
                allow_empty,
            } => library.compress(with, inputs, *allow_empty),
            Operation::Decompress {
                with,
                inputs,
                limits,
            } => library.decompress(with, inputs, limits),
            Operation::Single {
                data,
                level,
                max_output_size,
            } => library.without_objects(data, *level, *max_output_size),
            Operation::Stream { stream, steps } => library.stream(stream, steps),
            Operation::Share {
                compression,
                decompression,
                inputs,
                threads,
            } => library.share(compression, decompression, inputs, *threads),
            Operation::CompressBatch {
                with,
                items,
                threads,
                ..
            } => library.compress_batch(with, items, *threads),
            Operation::DecompressBatch {
                with,
                items,
                sizes,
                max_output_size,
                threads,
                form,
            } => {
                let (sizes, limit) = (sizes.as_ref(), *max_output_size);
                library.decompress_batch(with, items, sizes, limit, *threads, *form)
            }
            Operation::Buffer { source, indexes } => library.buffer_outcome(source, indexes),
            Operation::Collection { sources, indexes } => {
                library.collection_outcome(sources, indexes)
            }
            Operation::Chain { with, frames } => library.chain(with, frames),
            Operation::Train {
                dict_size,
                samples,
                trainer,
            } => library.train(*dict_size, samples, trainer),
            Operation::Dictionary { source } => library.describe_dictionary(source),
            Operation::Frame { data, format } => library.inspect(data, *format),
            Operation::WriteSkippable { data, variant } => library.write_skippable(data, *variant),
            Operation::ReadSkippable { data } => library.read_skippable(data),
            Operation::Parameters { parameters } => library.describe_parameters(parameters),
            Operation::Bounds { name } => library.bounds(name),
            Operation::GenerateSequences { with, data } => library.generate_sequences(with, data),
            Operation::CompressSequences {
                with,
                sequences,
                data,
            } => library.compress_sequences(with, sequences, data),
        }
    }
}

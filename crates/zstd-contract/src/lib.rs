//! The contract that every binding of this workspace keeps.
//!
//! The engines below speak Rust: typed options, exact errors. The bindings above speak to callers who pass plain numbers and
//! names and expect documented texts and headings. What lies between — which numbers mean "default", which option wins, what
//! heading a failure has, what is said of an argument of a wrong type — is the same for all bindings and stands here, once.
//!
//! A binding extracts its arguments, makes one call into this crate or an engine, and converts the result or the [`Failure`].
#![forbid(unsafe_code)]

mod argument;
mod batch;
mod contract;
mod dictionary;
mod failure;
mod frames;
mod options;
mod parameters;
mod segments;
mod sequences;
mod shown;
pub mod stdlib;
mod streams;
mod training;

pub use argument::ArgumentError;
pub use batch::{given_sizes, limited};
pub use contract::Contract;
pub use dictionary::{dictionary, dictionary_id};
pub use failure::{Failure, FailureKind, Result};
pub use frames::{FrameParameters, frame_compressed_size, frame_content_size, frame_parameters};
pub use options::{CompressorArguments, DecompressArguments, DecompressorArguments, non_negative};
pub use parameters::{
    classic_names, classic_parameters, decompression_parameter, decompression_parameter_names,
    level_parameters, level_parameters_with, option_names, option_value, option_values,
    parameter_bounds, parameters_from_options,
};
pub use segments::byte_at;
pub use sequences::sequence;
pub use shown::Shown;
pub use streams::{classic_declared_size, declared_size, in_use, max_length, no_line};
pub use training::{CoverArguments, TrainArguments, train_cover_dictionary, train_dictionary};

/// The optional features of bindings, as Python programs ask for them; all bindings have all of them.
pub const BACKEND_FEATURES: [&str; 3] = [
    "buffer_types",
    "multi_compress_to_buffer",
    "multi_decompress_to_buffer",
];

//! The contract that every binding of this workspace keeps.
//!
//! The engines below speak Rust: typed options, exact errors. The bindings above speak to callers who pass plain numbers and
//! names and expect documented texts and headings. What lies between — which numbers mean "default", which option wins, what
//! heading a failure has, what is said of an argument of a wrong type — is the same for all bindings and stands here, once.
//!
//! A binding extracts its arguments, makes one call into this crate or an engine, and converts the result or the [`Failure`].
#![forbid(unsafe_code)]

mod argument;
mod failure;
mod frames;
mod options;
mod parameters;
mod training;

pub use argument::ArgumentError;
pub use failure::{Failure, FailureKind, Result};
pub use frames::{FrameParameters, frame_content_size, frame_parameters};
pub use options::{CompressorArguments, DecompressArguments, DecompressorArguments, non_negative};
pub use parameters::{
    classic_parameters, decompression_parameter_names, level_parameters, level_parameters_with,
    option_names, option_value, parameter_bounds, parameters_from_options,
};
pub use training::{CoverArguments, TrainArguments, train_cover_dictionary, train_dictionary};

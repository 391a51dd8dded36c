//! Compression parameters.
#![forbid(unsafe_code)]

mod classic;
mod full;
mod functions;

pub(crate) use classic::CompressionParameters;
pub(crate) use full::ZstdCompressionParameters;
pub(crate) use functions::{
    estimate_compression_context_size, estimate_decompression_context_size,
    get_compression_parameters, parameter_bounds,
};

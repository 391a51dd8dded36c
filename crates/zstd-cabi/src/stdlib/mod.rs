//! The contract of Python's module `compression.zstd`, for bindings that keep it: options by libzstd's numbers, compressors and
//! decompressors that threads share, whole inputs of any number of frames.

pub mod compressor;
pub mod decompressor;
pub mod dictionaries;
pub mod oneshot;
pub mod settings;

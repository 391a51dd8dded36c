//! Objects that are driven call by call, without a source or a sink.
#![forbid(unsafe_code)]

mod chunker;
mod compressframes;
mod compressobj;
mod decompressobj;

pub use chunker::Chunker;
pub use compressframes::CompressFrames;
pub use compressobj::CompressObj;
pub use decompressobj::DecompressObj;

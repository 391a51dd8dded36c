//! One call in, one frame out: compressors and decompressors that many threads may share.

mod append;
mod compressor;
mod conventions;
mod decompressor;
mod extent;
mod frames;
mod options;
mod owned;
mod progress;
mod streamed;
#[cfg(test)]
mod tests;

pub use compressor::{Compressor, compress_bound};
pub use conventions::{CompressorConventions, DecompressorConventions};
pub use decompressor::{DecompressOptions, Decompressor};
pub use frames::Plan;
pub use options::{CompressorBuilder, DecompressorBuilder};
pub use owned::{ContextHome, OwnedContext};

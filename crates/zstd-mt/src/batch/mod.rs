//! The batch calls.

mod compress;
mod decompress;

pub use compress::compress_batch;
pub use decompress::{decompress_batch, decompress_batch_into, decompressed_sizes, parse_sizes};

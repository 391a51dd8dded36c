//! Batch calls: many records in one call, on all cores, into shared memory.
//!
//! [`compress_batch`] and [`decompress_batch`] take any [`Items`](zstd_buffers::Items) and return a
//! [`BufferWithSegmentsCollection`](zstd_buffers::BufferWithSegmentsCollection). The items are cut into contiguous ranges by a
//! pure function of their sizes (the [`Plan`]); threads take ranges, the largest first, as they become free. The result is in
//! the order of the input, and the same to the byte for every number of threads.
//!
//! ```
//! use zstd_core::{Compressor, Decompressor, Threads};
//! use zstd_mt::{BatchOptions, compress_batch, decompress_batch};
//!
//! let records = vec![b"first record".to_vec(), b"second record".to_vec()];
//! let compressor = Compressor::builder().content_size(true).build()?;
//! let options = BatchOptions::new().threads(Threads::ALL_CPUS);
//! let frames = compress_batch(&compressor, &records, &options)?;
//! let restored = decompress_batch(&Decompressor::new(), &frames, None, &options)?;
//! assert_eq!(restored.get(1), Some(&b"second record"[..]));
//! # Ok::<(), zstd_mt::Error>(())
//! ```

mod batch;
mod error;
mod handout;
mod options;
#[cfg(feature = "rayon")]
mod parallel;
mod per_process;
mod plan;
mod run;
mod sync;
mod workers;

pub use batch::{
    compress_batch, decompress_batch, decompress_batch_into, decompressed_sizes, parse_sizes,
};
pub use error::{Error, ErrorKind, Result};
pub use options::BatchOptions;
#[cfg(feature = "rayon")]
pub use parallel::ParallelItems;
pub use plan::Plan;
pub use workers::WorkerPool;

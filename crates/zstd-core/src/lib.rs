//! Safe handles over libzstd, and the one-shot calls built on them.
//!
//! The lowest layer of the workspace and the only one that names libzstd. It owns
//!
//! - one type per C object: [`CCtx`], [`DCtx`], [`CDict`], [`DDict`], [`CCtxParams`];
//! - typed parameters whose bounds are asked from the linked library ([`CParameter`], [`DParameter`]);
//! - what a frame says about itself ([`frame`]);
//! - [`Compressor`] and [`Decompressor`]: one call in, one frame out, usable from many threads at once.
//!
//! It never does I/O, never starts threads for its own calls (libzstd's workers are libzstd's; [`start_thread`] is for the
//! crates above), and knows nothing of Python.
//!
//! ```
//! use zstd_core::{Compressor, Decompressor};
//!
//! let compressor = Compressor::builder().level(3)?.content_size(true).build()?;
//! let frame = compressor.compress(b"data to compress")?;
//! assert_eq!(Decompressor::new().decompress(&frame)?, b"data to compress");
//! # Ok::<(), zstd_core::Error>(())
//! ```

mod constants;
mod content;
mod context;
mod debug;
mod dictionary;
mod error;
pub mod estimate;
pub mod frame;
mod memory;
mod oneshot;
mod output;
mod parameters;
mod pool;
pub mod sequences;
pub mod skippable;
mod slot;
mod start;
mod sync;
pub mod sys;
mod threads;
mod version;
mod watch;

pub use constants::{Constant, constants};
pub use content::Content;
pub use context::{
    CCtx, CCtxParams, CDict, CompressDirective, DCtx, DDict, InBuffer, OutBuffer, Prefix,
    Progression, StreamSizes,
};
pub use dictionary::{DictKind, Dictionary, DictionaryUse};
pub use error::{Error, ErrorCode, ErrorKind, Result};
pub use memory::with_refusals;
pub use oneshot::{
    Compressor, CompressorBuilder, CompressorConventions, ContextHome, DecompressOptions,
    Decompressor, DecompressorBuilder, DecompressorConventions, OwnedContext, Plan, compress_bound,
};
pub use output::OutputBuffer;
pub use parameters::{
    Bounds, CParameter, CParameters, DParameter, DParameters, Format, Strategy, check_level,
    level_bounds,
};
pub use pool::{Pool, Pooled};
pub use start::{Started, start_thread};
pub use threads::Threads;
pub use version::{NEEDED_VERSION, check_library, version, version_number};
pub use watch::Watch;

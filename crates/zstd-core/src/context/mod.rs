//! One owning type per C object of libzstd.
//!
//! Each type owns its object exclusively, frees it in its one `Drop`, and keeps alive what the object refers to. A context
//! that has failed is reset before it is used again: libzstd leaves its state undefined after an error.

mod asked;
mod cctx;
mod cctx_params;
mod cdict;
mod dctx;
mod ddict;
mod sliced;
mod stream;
mod watched;

pub use cctx::{CCtx, CompressDirective, Progression};
pub use cctx_params::CCtxParams;
pub use cdict::CDict;
pub use dctx::{DCtx, Prefix};
pub use ddict::DDict;
pub use stream::{InBuffer, OutBuffer, StreamSizes};

/// libzstd's default allocator, for the constructors that ask for one.
const MALLOC: crate::sys::ZSTD_customMem = crate::sys::ZSTD_customMem {
    customAlloc: None,
    customFree: None,
    opaque: std::ptr::null_mut(),
};

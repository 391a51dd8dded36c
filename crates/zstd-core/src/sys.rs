//! The raw FFI of libzstd 1.5.7, experimental API included.
//!
//! Everything here is as unsafe as C. Other crates use the safe types of this crate; this module is public for programs
//! that need a call that has no safe face yet.
#![forbid(unsafe_code)]
#![allow(missing_docs)]

pub use zstd_sys::*;

//! The C ABI: `extern "C"` functions over the engines, and nothing else.
//!
//! Rules of behaviour are below, in the engines and in `zstd-contract`. A function here checks its pointers, makes one call
//! and converts the result. The header `include/zstdrs.h` is generated from this crate; its opening comment states the
//! conventions that all functions share.
//!
//! Handles are boxes of the types of this crate. They cross the border as `Option<&T>` (borrowed) and `Option<Box<T>>` (given
//! back), which are pointers that may be null; everything else that a caller points to is checked in `pointers`.

mod boundary;
mod pointers;
mod versioned;
mod watch;

pub mod argument;
pub mod batch;
pub mod buffer;
pub mod bytes;
pub mod collection;
pub mod compressor;
pub mod constants;
pub mod decompressor;
pub mod dictionary;
pub mod frames;
pub mod items;
pub mod parameters;
pub mod python;
pub mod sequences;
pub mod shown;
pub mod skippable;
pub mod status;
pub mod stdlib;
pub mod stream;
pub mod training;

/// What is small is there when the system has no memory left, so that a call can end with a status.
#[global_allocator]
static ALLOCATOR: zstd_buffers::Reserve = zstd_buffers::Reserve::new();

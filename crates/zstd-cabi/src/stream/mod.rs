//! Streams: engines that are pushed, and readers, writers, iterators, copies and objects over them.
//!
//! Unlike all other handles, those of streams change with each call. Each lies in a lock that is never waited for: a second
//! call at the same time, from another thread or from a callback of the first, ends with [`Status::Busy`](crate::status::Status).

mod callbacks;
mod exclusive;
mod sides;

pub mod chunker;
pub mod chunks;
pub mod compressobj;
pub mod copy;
pub mod decompressobj;
pub mod ends;
pub mod output;
pub mod push;
pub mod reader;
pub mod writer;

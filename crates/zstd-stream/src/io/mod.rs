//! `std::io` on both sides: its readers and writers as sources and sinks, and its traits for our readers and writers.
#![forbid(unsafe_code)]

mod error;
mod read;
mod sink;
mod source;
#[cfg(test)]
mod tests;
mod write;

pub use sink::IoSink;
pub use source::{IoChunk, IoSource};

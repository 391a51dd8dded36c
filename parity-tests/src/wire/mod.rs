//! What goes over the pipe to a host process: trees of plain values, and messages that hold one tree each.
#![forbid(unsafe_code)]

mod codec;
mod tree;

pub use codec::{Malformed, decode, encode, read_message, write_message};
pub use tree::{Bytes, Tree, map};

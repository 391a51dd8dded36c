//! What a frame says about itself, without decompressing it.

mod bounds;
mod header;

pub(crate) use bounds::extent;
pub use bounds::{compressed_size, decompressed_bound, decompression_margin, largest_content};
pub(crate) use header::not_a_frame;
pub use header::{
    ContentSize, FrameHeader, FrameKind, content_size, header, header_size, is_frame,
};

/// The four bytes that a standard frame begins with, read as a little-endian number.
pub const MAGIC_NUMBER: u32 = 0xFD2F_B528;

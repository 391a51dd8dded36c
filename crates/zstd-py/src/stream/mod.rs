//! Streams: the classes that compressors and decompressors make for them.
//!
//! The rules are those of `zstd-stream`. What is here puts Python objects at both ends of its engines: each class is a thin face
//! over a generic core, because classes of Python cannot be generic.

mod call;
mod chunker;
mod chunks;
mod compress_obj;
mod compress_reader;
mod compress_writer;
mod copy;
mod decompress_obj;
mod decompress_reader;
mod decompress_writer;
mod exclusive;
mod load;
mod other;
mod reader;
mod room;
mod sink;
mod source;
mod writer;

pub(crate) use chunker::{OperationIterator, ZstdCompressionChunker};
pub(crate) use chunks::ChunkIterator;
pub(crate) use compress_obj::ZstdCompressionObj;
pub(crate) use compress_reader::ZstdCompressionReader;
pub(crate) use compress_writer::ZstdCompressionWriter;
pub(crate) use copy::{compress as copy_compressed, decompress as copy_decompressed};
pub(crate) use decompress_obj::ZstdDecompressionObj;
pub(crate) use decompress_reader::ZstdDecompressionReader;
pub(crate) use decompress_writer::ZstdDecompressionWriter;
pub(crate) use other::{Sizes, register_files};
pub(crate) use writer::Kind;

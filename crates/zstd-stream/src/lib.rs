//! Streams of Zstandard data: state machines that are pushed, and everything that files and callers want on top of them.
//!
//! - The engines, [`CompressStream`] and [`DecompressStream`], move bytes from one buffer to another and do no I/O. Anything can
//!   drive them, asynchronous code included.
//! - [`Reader`], [`Writer`], [`ChunkIterator`] and [`StreamCopy`] put an engine between a [`Source`] and a [`Sink`], whatever these are:
//!   memory, `std::io`, a socket that does not block, an object of another language.
//! - [`CompressObj`], [`DecompressObj`] and [`Chunker`] are driven call by call.
//! - With [`IoSource`] and [`IoSink`], readers and writers are those of `std::io`: `Read`, `BufRead`, `Seek`, `Write`.
//!
//! All of them keep the same promises. A stream that ends inside of a frame is an error wherever the end of the input is known.
//! What follows a frame is decoded, reported or handed back, as [`Frames`] says, and never dropped in silence. Errors of sources
//! and sinks arrive unchanged; a stream that has lost something says so to every further call. Whatever a source or a sink
//! does, lies and panics included, is safe.
//!
//! ```
//! use std::io::{Read, Write};
//! use std::sync::Arc;
//! use zstd_core::{Compressor, Decompressor};
//! use zstd_stream::{CompressWriter, DecompressReader, Frames, IoSink, IoSource};
//!
//! # let (mut file, mut text) = (Vec::new(), String::new());
//! let compressor = Arc::new(Compressor::builder().build()?);
//! let mut writer = CompressWriter::compress(&compressor, IoSink::new(&mut file), None)?;
//! write!(writer, "line {}", 1)?;
//! writer.finish()?;
//!
//! let decompressor = Arc::new(Decompressor::new());
//! let mut reader = DecompressReader::decompress(&decompressor, IoSource::new(&file[..]), Frames::All)?;
//! reader.read_to_string(&mut text)?;
//! assert_eq!(text, "line 1");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod copy;
mod debug;
mod engine;
mod error;
mod feed;
mod frames;
mod io;
mod iter;
mod memory;
mod numbers;
mod objects;
mod outbox;
mod place;
mod pump;
mod reader;
mod sink;
mod source;
mod state;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
mod writer;

pub use copy::{CopyError, Side, StreamCopy};
pub use engine::{Codec, CompressStream, DecompressStream, Status};
pub use error::{Error, ErrorKind, Result, StreamError};
pub use frames::Frames;
pub use io::{IoChunk, IoSink, IoSource};
pub use iter::{ChunkIterator, CompressChunks, DecompressChunks};
pub use numbers::{FlushMode, Whence, piece_size};
pub use objects::{Chunker, CompressFrames, CompressObj, DecompressObj};
pub use reader::{CompressReader, DecompressReader, Reader};
pub use sink::{Sink, bytes_taken};
pub use source::{MemoryChunk, MemorySource, Source};
pub use writer::{CompressWriter, DecompressWriter, WriteReturn, Writer};

//! What streams show of themselves: how far they are, not what is in their buffers.
#![forbid(unsafe_code)]

use std::fmt::{Debug, Formatter, Result};

use crate::copy::StreamCopy;
use crate::engine::{CompressStream, DecompressStream};
use crate::iter::ChunkIterator;
use crate::objects::{Chunker, CompressFrames, CompressObj, DecompressObj};
use crate::reader::Reader;
use crate::source::{MemoryChunk, MemorySource, Source};
use crate::writer::Writer;

impl Debug for CompressStream {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let mut shown = f.debug_struct("CompressStream");
        shown.field("frames", &self.frames());
        shown.field("is_inside_frame", &self.is_inside_frame());
        shown.finish_non_exhaustive()
    }
}

impl Debug for DecompressStream {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let mut shown = f.debug_struct("DecompressStream");
        shown.field("frames", &self.frames());
        shown.field("is_at_boundary", &self.is_at_boundary());
        shown.finish_non_exhaustive()
    }
}

impl<C, S: Source> Debug for Reader<C, S> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        f.debug_struct("Reader").finish_non_exhaustive()
    }
}

impl<C, S> Debug for Writer<C, S> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        f.debug_struct("Writer").finish_non_exhaustive()
    }
}

impl<C, S: Source> Debug for ChunkIterator<C, S> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        f.debug_struct("ChunkIterator").finish_non_exhaustive()
    }
}

impl<C, R: Source, W> Debug for StreamCopy<C, R, W> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        f.debug_struct("StreamCopy").finish_non_exhaustive()
    }
}

impl<I> Debug for Chunker<I> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        f.debug_struct("Chunker").finish_non_exhaustive()
    }
}

impl Debug for CompressObj {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        f.debug_struct("CompressObj").finish_non_exhaustive()
    }
}

impl Debug for CompressFrames {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let mut shown = f.debug_struct("CompressFrames");
        shown.field("last", &self.last());
        shown.finish_non_exhaustive()
    }
}

impl Debug for DecompressObj {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let mut shown = f.debug_struct("DecompressObj");
        shown.field("is_eof", &self.is_eof());
        shown.finish_non_exhaustive()
    }
}

impl<B: AsRef<[u8]>> Debug for MemorySource<B> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let mut shown = f.debug_struct("MemorySource");
        shown.field("position", &self.position());
        shown.finish_non_exhaustive()
    }
}

impl<B: AsRef<[u8]>> Debug for MemoryChunk<B> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        f.debug_tuple("MemoryChunk").field(&self.as_ref()).finish()
    }
}

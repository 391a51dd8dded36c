//! Streams, and sequences of calls on them.
#![forbid(unsafe_code)]

use super::{Compression, Decompression};
use crate::wire::{Bytes, Tree, map};

/// A stream, and how it is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stream {
    /// Its options, which also say what it does.
    pub codec: Codec,
    /// How it is used.
    pub shape: Shape,
    /// What one call writes or hands out at most, in bytes, or how much the source is asked for.
    pub piece: i64,
}

/// What a stream does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Codec {
    /// It compresses.
    Compress {
        /// The compressor.
        with: Compression,
        /// The size of the content that is declared; -1 for none.
        size: i64,
    },
    /// It decompresses.
    Decompress {
        /// The decompressor.
        with: Decompression,
        /// Whether all frames are decoded.
        across: bool,
    },
}

/// How a stream is used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shape {
    /// An object: `compress`, `decompress`, `flush`, and what it says of itself.
    Object,
    /// A chunker; it only compresses.
    Chunker,
    /// A reader of this input.
    Reader(Bytes),
    /// A writer, which returns how much it has taken, or else how much was written.
    Writer {
        /// Which of both.
        returns_taken: bool,
    },
}

/// One call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The name of the method.
    pub name: &'static str,
    /// What is passed in.
    pub data: Bytes,
    /// A size, a limit or a mode.
    pub number: i64,
}

impl Step {
    fn to_tree(&self) -> Tree {
        Tree::List(vec![
            self.name.into(),
            self.data.clone().into(),
            self.number.into(),
        ])
    }
}

impl Stream {
    /// The arguments of the operation.
    pub(super) fn to_tree(&self, steps: &[Step]) -> Tree {
        let (options, size, across) = match &self.codec {
            Codec::Compress { with, size } => (with.to_tree(), Some(*size), None),
            Codec::Decompress { with, across } => (with.to_tree(), None, Some(*across)),
        };
        let (shape, source, returns_taken) = match &self.shape {
            Shape::Object => ("object", None, false),
            Shape::Chunker => ("chunker", None, false),
            Shape::Reader(source) => ("reader", Some(source.clone()), false),
            Shape::Writer { returns_taken } => ("writer", None, *returns_taken),
        };
        map([
            ("options", options),
            ("shape", shape.into()),
            ("size", size.into()),
            ("across", across.into()),
            ("piece", self.piece.into()),
            ("source", source.into()),
            ("returns_taken", returns_taken.into()),
            ("steps", steps.iter().map(Step::to_tree).collect()),
        ])
    }
}

//! What is said of arguments of wrong types. Only a binding can see the type of an argument; the texts are the same for all.
#![forbid(unsafe_code)]

use crate::failure::{Failure, FailureKind};

/// An argument of a wrong type. `type_name` is what the caller's language calls the type of what was passed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ArgumentError<'a> {
    /// Not something that a batch call takes.
    Batch {
        /// The type that was passed.
        type_name: &'a str,
    },
    /// An item of a batch that is not bytes-like.
    BatchItem {
        /// Which item.
        index: u64,
    },
    /// A member of a collection that is not a `BufferWithSegments`.
    CollectionMember,
    /// A chain of frames that is not a list.
    Chain {
        /// The type that was passed.
        type_name: &'a str,
    },
    /// A link of a chain that is not bytes-like.
    ChainLink {
        /// Which link.
        index: u64,
    },
    /// Samples that are neither a list nor iterable.
    Samples {
        /// The type that was passed.
        type_name: &'a str,
    },
    /// A sample that is not bytes-like.
    Sample,
    /// An option that does not exist.
    UnknownOption {
        /// Its name.
        name: &'a str,
    },
    /// A name of a parameter that is not a text.
    ParameterName {
        /// The type that was passed.
        type_name: &'a str,
    },
    /// A dictionary that is not a `ZstdCompressionDict`.
    Dictionary {
        /// The type that was passed.
        type_name: &'a str,
    },
    /// Compression parameters of no known class.
    Parameters {
        /// The type that was passed.
        type_name: &'a str,
    },
    /// Sequences that are not iterable.
    Sequences {
        /// The type that was passed.
        type_name: &'a str,
    },
    /// A sequence that is not four integers.
    Sequence {
        /// Which sequence.
        index: u64,
    },
    /// A class that only this library makes instances of.
    NoConstructor {
        /// The class.
        class: &'a str,
    },
    /// A source that neither has a `read` method nor is bytes-like.
    Source,
    /// A sink without a `write` method.
    Sink,
    /// The source of a copy, without a `read` method.
    CopySource,
    /// The sink of a copy, without a `write` method.
    CopySink,
    /// What a `read` method has returned is not bytes-like.
    SourceAnswer {
        /// The type that was returned.
        type_name: &'a str,
    },
    /// What a `write` method has returned is neither an integer nor nothing.
    SinkAnswer {
        /// The type that was returned.
        type_name: &'a str,
    },
    /// Memory to read into that is not writable and bytes-like.
    Room {
        /// The type that was passed.
        type_name: &'a str,
    },
    /// A method of files that a stream does not have, since it only reads, or only writes.
    NoSuchDirection {
        /// The method.
        method: &'a str,
    },
}

impl From<ArgumentError<'_>> for Failure {
    fn from(error: ArgumentError<'_>) -> Self {
        use ArgumentError as E;
        let (kind, message) = match error {
            E::Batch { type_name } => (
                FailureKind::Type,
                format!(
                    "argument must be a BufferWithSegments, a BufferWithSegmentsCollection or a list of bytes-like objects; \
                     got {type_name}"
                ),
            ),
            E::BatchItem { index } => (
                FailureKind::Type,
                format!("item {index} not a bytes like object"),
            ),
            E::CollectionMember => (
                FailureKind::Type,
                "arguments must be BufferWithSegments instances".to_owned(),
            ),
            E::Chain { type_name } => (
                FailureKind::Type,
                format!("argument must be a list; got {type_name}"),
            ),
            E::ChainLink { index } => (FailureKind::Value, format!("chunk {index} must be bytes")),
            E::Samples { type_name } => (
                FailureKind::Type,
                format!(
                    "samples must be a list, or another iterable, of bytes-like objects; got {type_name}"
                ),
            ),
            E::Sample => (FailureKind::Value, "samples must be bytes".to_owned()),
            E::UnknownOption { name } => (
                FailureKind::Type,
                format!(
                    "'{name}' is not a compression parameter; see parameter_bounds() for the names"
                ),
            ),
            E::ParameterName { type_name } => (
                FailureKind::Type,
                format!("name must be a str; got {type_name}"),
            ),
            E::Dictionary { type_name } => (
                FailureKind::Type,
                format!("dict_data must be a ZstdCompressionDict or None; got {type_name}"),
            ),
            E::Parameters { type_name } => (
                FailureKind::Type,
                format!(
                    "compression parameters must be a CompressionParameters or a ZstdCompressionParameters; got {type_name}"
                ),
            ),
            E::Sequences { type_name } => (
                FailureKind::Type,
                format!(
                    "sequences must be a list, or another iterable, of tuples; got {type_name}"
                ),
            ),
            E::Sequence { index } => (
                FailureKind::Type,
                format!(
                    "sequence {index} must be a tuple of four integers: offset, literal length, match length, repeat"
                ),
            ),
            E::NoConstructor { class } => (
                FailureKind::Type,
                format!("cannot create '{class}' instances"),
            ),
            E::Source => (
                FailureKind::Value,
                "must pass an object with a read() method or conforming to buffer protocol"
                    .to_owned(),
            ),
            E::Sink => (
                FailureKind::Value,
                "must pass an object with a write() method".to_owned(),
            ),
            E::CopySource => (
                FailureKind::Value,
                "first argument must have a read() method".to_owned(),
            ),
            E::CopySink => (
                FailureKind::Value,
                "second argument must have a write() method".to_owned(),
            ),
            E::SourceAnswer { type_name } => (
                FailureKind::Type,
                format!(
                    "the read() method of the source must return a bytes-like object or None; it returned {type_name}"
                ),
            ),
            E::SinkAnswer { type_name } => (
                FailureKind::Type,
                format!(
                    "the write() method of the sink must return an integer or None; it returned {type_name}"
                ),
            ),
            E::Room { type_name } => (
                FailureKind::Type,
                format!("argument must be a writable bytes-like object; got {type_name}"),
            ),
            E::NoSuchDirection { method } => (
                FailureKind::Unsupported,
                format!("{method}() is not supported by this stream"),
            ),
        };
        Self::new(kind, message)
    }
}

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
        };
        Self::new(kind, message)
    }
}

//! What [`crate::handout`] and [`crate::per_process`] are built from: the standard library's primitives.
//!
//! `tests/model.rs` compiles those files once more, with the primitives of a model checker in this place.
#![forbid(unsafe_code)]

pub(crate) use std::sync::atomic;
pub(crate) use std::sync::{Mutex, PoisonError};

/// Where one thread puts the result of a range.
#[expect(
    clippy::disallowed_types,
    reason = "it belongs to one call, which a child made by fork does not go on with"
)]
pub(crate) type Place<T> = std::sync::OnceLock<T>;

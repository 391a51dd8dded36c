//! What [`crate::pool`] and [`crate::slot`] are built from: the standard library's primitives.
//!
//! `tests/model.rs` compiles those files once more, with the primitives of a model checker in this place.
#![forbid(unsafe_code)]

pub(crate) use std::sync::Arc;
pub(crate) use std::sync::atomic;

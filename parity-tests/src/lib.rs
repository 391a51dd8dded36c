//! The properties of the library, each stated once, and the bindings that they are checked on.
//!
//! An [`Operation`] is a call in terms that every [`Binding`] understands; its [`Outcome`] is a value or an exception. A
//! property of [`properties`] is a function over drawn cases that runs operations through a [`Subject`]: the binding under
//! test, in step with the crates called directly. Every operation must end the same way on both, to the byte and to the
//! letter of the message; what the property says beyond that it checks itself.
//!
//! The bindings: the crates ([`direct`]), the C ABI ([`cabi`]), and Python interpreters with one of the modules installed
//! ([`host`]). [`catalog`] finds out which of them are there.
//!
//! [`Operation`]: operation::Operation
//! [`Outcome`]: outcome::Outcome
//! [`Binding`]: binding::Binding
//! [`Subject`]: binding::Subject

pub mod binding;
pub mod cabi;
pub mod catalog;
pub mod direct;
#[cfg(doctest)]
mod documentation;
pub mod host;
pub mod operation;
pub mod outcome;
pub mod properties;
pub mod report;
pub mod wire;

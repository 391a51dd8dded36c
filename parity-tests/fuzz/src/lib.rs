//! What the fuzzer runs: bodies that take any bytes, and the seeds that it starts from.
//!
//! A [`Target`] is a function that must return for every input. It panics when the library breaks a promise: another result
//! than libzstd's own calls give, a failure under a wrong heading, a content that does not come back. Bodies take their options
//! from the end of the input ([`Input`]), so that a frame at its front stays a frame when options change.
//!
//! `cargo xtask fuzz` drives them with libFuzzer. The tests of this crate do without it: they replay the seeds and what was
//! found in the past, and try new inputs for two seconds ([`mutate`]).

mod input;
pub mod mutate;
mod oracle;
pub mod seeds;
pub mod targets;

pub use input::Input;
pub use targets::{TARGETS, Target, find};

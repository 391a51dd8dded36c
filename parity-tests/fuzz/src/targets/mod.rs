//! The targets.

mod batch;
mod cabi;
mod calls;
mod decode;
mod dictionary;
mod header;
mod properties;
mod segments;
mod stream;

/// Something to fuzz.
pub struct Target {
    /// Its name on the command line.
    pub name: &'static str,
    /// What it is about, in a few words.
    pub about: &'static str,
    /// The largest input that is worth trying, in bytes: what is short runs often.
    pub longest: usize,
    /// What the target needs and is not there, if so.
    pub missing: fn() -> Option<String>,
    /// Runs one input. Panics when a promise is broken.
    pub run: fn(&[u8]),
    /// Inputs to start from, the same in every run.
    pub seeds: fn() -> Vec<Vec<u8>>,
}

/// Every target.
pub const TARGETS: &[Target] = &[
    decode::TARGET,
    stream::TARGET,
    header::TARGET,
    dictionary::TARGET,
    segments::TARGET,
    batch::TARGET,
    calls::TARGET,
    cabi::TARGET,
    properties::TARGET,
];

/// The target of that name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Target> {
    TARGETS.iter().find(|target| target.name == name)
}

//! What the programs of this package share: records on disk, the sample for training, the report of a run.
#![forbid(unsafe_code)]

pub mod report;
pub mod sampling;
pub mod store;

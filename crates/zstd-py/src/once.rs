//! What is made once in a process and would otherwise be made in the middle of a call.
//!
//! Whoever makes such a thing may have let go of the interpreter; a child made by `fork` at that moment has the thing half made
//! and waits forever for a thread that it does not have. While a module is imported Python lets nobody else near it.
#![forbid(unsafe_code)]

use pyo3::panic::PanicException;
use pyo3::prelude::*;
use zstd_mt::WorkerPool;

use crate::buffers::SegmentIterator;
use crate::objects::tuple;
use crate::stream::{ChunkIterator, OperationIterator};

/// Makes all that `PyO3` and the thread pool would make at the first call, for a module that has its functions and classes.
pub(crate) fn prepare(module: &Bound<'_, PyModule>) -> PyResult<()> {
    let py = module.py();
    Python::initialize();
    py.get_type::<PanicException>();
    py.get_type::<SegmentIterator>();
    py.get_type::<ChunkIterator>();
    py.get_type::<OperationIterator>();
    // What an iterator says of its length, and what errors of arguments are made with.
    tuple(py, [])?.try_iter()?.size_hint();
    let nothing = tuple(py, [py.None().into_bound(py)])?;
    let refused = module.getattr("is_frame")?.call1(nothing);
    debug_assert!(refused.is_err());
    WorkerPool::prepare();
    Ok(())
}

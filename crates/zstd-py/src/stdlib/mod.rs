//! What the face `compat.compression_zstd` is made of: the classes below its own, and calls on whole inputs.
//!
//! The rules are those of `zstd_contract::stdlib`. The face itself is Python, and checks the types of arguments.

mod compressor;
mod decompressor;
mod dictionaries;
mod oneshot;

pub(crate) use compressor::FrameCompressor;
pub(crate) use decompressor::FrameDecompressor;
pub(crate) use dictionaries::{stdlib_finalize, stdlib_train};
pub(crate) use oneshot::{
    stdlib_compress, stdlib_compressor, stdlib_decompress, stdlib_decompressor,
};

use pyo3::prelude::*;
use pyo3::types::PyBytes;

use crate::new_bytes::NewBytes;

/// Memory of this size is kept for the next result of the same thread.
const KEPT: usize = 256 << 10;

thread_local! {
    static SPARE: std::cell::Cell<Vec<u8>> = const { std::cell::Cell::new(Vec::new()) };
}

/// Runs `work` with memory for its result, and makes an object of that.
fn collected<'py>(
    py: Python<'py>,
    work: impl FnOnce(&mut Vec<u8>) -> PyResult<()>,
) -> PyResult<Bound<'py, PyBytes>> {
    let mut out = SPARE.take();
    let result = work(&mut out).and_then(|()| NewBytes::copy(py, &out));
    if out.capacity() <= KEPT {
        out.clear();
        SPARE.set(out);
    }
    result
}

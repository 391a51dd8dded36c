//! `copy_stream()`, in both directions.
#![forbid(unsafe_code)]

use std::sync::Arc;

use pyo3::prelude::*;
use zstd_contract::{ArgumentError, classic_declared_size};
use zstd_core::{Compressor, Decompressor};
use zstd_stream::{Codec, Frames, Side, StreamCopy};

use super::call::call;
use super::other::Sizes;
use super::sink::PySink;
use super::source::PySource;
use crate::engine::attached;
use crate::objects::{Number, Numbers};

/// Compresses one object into another.
pub(crate) fn compress(
    compressor: &Arc<Compressor>,
    ifh: &Bound<'_, PyAny>,
    ofh: &Bound<'_, PyAny>,
    size: i64,
    sizes: Sizes,
) -> PyResult<Numbers<2>> {
    let (source, sink) = ends(ifh, ofh)?;
    let py = ifh.py();
    let size = attached(py, || classic_declared_size(compressor.conventions(), size))?;
    let copy = attached(py, || {
        StreamCopy::compress(compressor, source, sink, size)?
            .read_size(sizes.read)?
            .write_size(sizes.write)
    })?;
    run(py, copy)
}

/// Decompresses one object into another.
pub(crate) fn decompress(
    decompressor: &Arc<Decompressor>,
    ifh: &Bound<'_, PyAny>,
    ofh: &Bound<'_, PyAny>,
    sizes: Sizes,
    read_across_frames: bool,
) -> PyResult<Numbers<2>> {
    let (source, sink) = ends(ifh, ofh)?;
    let py = ifh.py();
    let frames = Frames::all_or_one(read_across_frames);
    let copy = attached(py, || {
        StreamCopy::decompress(decompressor, source, sink, frames)?
            .read_size(sizes.read)?
            .write_size(sizes.write)
    })?;
    run(py, copy)
}

fn ends(ifh: &Bound<'_, PyAny>, ofh: &Bound<'_, PyAny>) -> PyResult<(PySource, PySink)> {
    let source = PySource::of_copy(ifh)?;
    Ok((source, PySink::new(ofh, ArgumentError::CopySink)?))
}

fn run<C: Codec + Send>(
    py: Python<'_>,
    mut copy: StreamCopy<C, PySource, PySink>,
) -> PyResult<Numbers<2>> {
    let (read, written) = call(py, true, || {
        copy.run()
            .map_err(|error| error.map_outer(Side::into_inner))
    })?;
    Ok(Numbers([read, written].map(Number::from)))
}

//! Calls on whole inputs, and what they are configured by.

use pyo3::prelude::*;
use pyo3::types::PyBytes;
use zstd_contract::{Failure, stdlib};
use zstd_core::{OutputBuffer, Watch};

use crate::compressor::ZstdCompressor;
use crate::decompressor::ZstdDecompressor;
use crate::dictionary::ZstdCompressionDict;
use crate::engine::{attached, detached, released_if};
use crate::integer::integer;
use crate::new_bytes::NewBytes;
use crate::output::LONG_RESULT;
use crate::scratch::{Frame, Scratch};
use crate::signals::watched;
use crate::view::View;

/// Content that may have up to this size is decoded into memory of the thread's own and copied, unless its size is known.
const SMALL: usize = 1 << 20;

/// The dictionary of an argument, and its use.
fn argument(
    dictionary: Option<&Bound<'_, ZstdCompressionDict>>,
    number: i64,
) -> stdlib::DictionaryArgument {
    dictionary.map(|dictionary| (dictionary.get().engine().clone(), number))
}

/// Parameters by number. Not extracted by `PyO3`, which notes the name of an argument that it cannot extract, and panics where
/// there is no memory for the note.
fn parameters(numbers: &Bound<'_, PyAny>) -> PyResult<Vec<(i32, i32)>> {
    numbers.extract()
}

/// The compressor with a level, parameters by number, and a dictionary that is used as a number says.
#[pyfunction]
#[pyo3(signature = (level, numbers, dictionary, number, /))]
pub(crate) fn stdlib_compressor(
    py: Python<'_>,
    #[pyo3(from_py_with = integer)] level: i64,
    numbers: &Bound<'_, PyAny>,
    dictionary: Option<&Bound<'_, ZstdCompressionDict>>,
    number: i64,
) -> PyResult<ZstdCompressor> {
    let numbers = parameters(numbers)?;
    let dictionary = argument(dictionary, number);
    let engine = detached(py, || stdlib::compressor(level, &numbers, dictionary))?;
    Ok(engine.into())
}

/// The decompressor with parameters by number, and a dictionary that is used as a number says.
#[pyfunction]
#[pyo3(signature = (numbers, dictionary, number, /))]
pub(crate) fn stdlib_decompressor(
    py: Python<'_>,
    numbers: &Bound<'_, PyAny>,
    dictionary: Option<&Bound<'_, ZstdCompressionDict>>,
    number: i64,
) -> PyResult<ZstdDecompressor> {
    let numbers = parameters(numbers)?;
    let dictionary = argument(dictionary, number);
    let engine = detached(py, || stdlib::decompressor(&numbers, dictionary))?;
    Ok(engine.into())
}

/// One frame with all of the data.
#[pyfunction]
#[pyo3(signature = (compressor, data, /))]
pub(crate) fn stdlib_compress<'py>(
    py: Python<'py>,
    compressor: &Bound<'py, ZstdCompressor>,
    data: View,
) -> PyResult<Bound<'py, PyBytes>> {
    let settings = compressor.get();
    let long = data.len() >= settings.worth_a_release();
    let engine = settings.engine();
    let frame = if data.len() >= Watch::WORTHWHILE {
        watched(py, |watch| {
            stdlib::compress_frame::<Scratch>(engine, &data, Some(watch))
        })
    } else {
        released_if(py, long, || {
            stdlib::compress_frame::<Scratch>(engine, &data, None)
        })
    }?;
    frame.to_bytes(py)
}

/// The content of all frames of the data.
#[pyfunction]
#[pyo3(signature = (decompressor, data, /))]
pub(crate) fn stdlib_decompress<'py>(
    py: Python<'py>,
    decompressor: &Bound<'py, ZstdDecompressor>,
    data: View,
) -> PyResult<Bound<'py, PyBytes>> {
    let engine = decompressor.get().engine();
    if let Some(planned) = attached(py, || Ok::<_, Failure>(stdlib::plan(engine, &data)))? {
        let capacity = planned.capacity;
        let long = capacity >= LONG_RESULT;
        if planned.exact || capacity > SMALL {
            // Refused memory is no failure yet: the result may be smaller than planned.
            if let Ok(mut made) = NewBytes::new(py, capacity) {
                let place = made.place();
                let decoded = if capacity >= Watch::WORTHWHILE {
                    watched(py, |watch| {
                        stdlib::decode_planned_watched(engine, &data, place, watch)
                    })
                } else {
                    released_if(py, long, || {
                        Ok::<_, Failure>(stdlib::decode_planned(engine, &data, place))
                    })
                }?;
                if let Some(length) = decoded {
                    // SAFETY: the engine has written so many bytes to the start of the place.
                    return unsafe { made.shortened(py, length) }.map(|made| made.into_bound(py));
                }
            }
        } else if let Some(content) =
            released_if(py, long, || decode_small(engine, &data, capacity))?
        {
            return content.to_bytes(py);
        }
    }
    let content = watched(py, |watch| {
        stdlib::decompress_grown(engine, &data, Some(watch))
    })?;
    NewBytes::copy(py, &content)
}

/// Decodes into memory of the thread's own.
fn decode_small(
    engine: &zstd_core::Decompressor,
    data: &[u8],
    capacity: usize,
) -> zstd_core::Result<Option<Frame>> {
    let mut scratch = Scratch::allocate(capacity)?;
    let place = &mut scratch.spare()[..capacity];
    let Some(length) = stdlib::decode_planned(engine, data, place) else {
        return Ok(None);
    };
    // SAFETY: the engine has written so many bytes to the start of the memory.
    unsafe { scratch.finish(length) }.map(Some)
}

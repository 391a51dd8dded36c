//! Where decompression puts its results: straight into new `bytes` objects.

use std::cell::Cell;
use std::mem::MaybeUninit;
use std::ptr::NonNull;

use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyList};
use zstd_buffers::Items;
use zstd_contract::{DecompressArguments, Failure, given_sizes, limited};
use zstd_core::{Decompressor, Error, OutputBuffer, Result, Watch};
use zstd_mt::{decompress_batch_into, decompressed_sizes};

use crate::batch;
use crate::engine::{WORTH_A_RELEASE, attached};
use crate::new_bytes::{NewBytes, NewBytesList};
use crate::shorten;

/// Results of this many bytes and more are worth the release of the interpreter: decompression is several times faster than
/// the work that the general number is for.
pub(crate) const LONG_RESULT: usize = 4 * WORTH_A_RELEASE;

/// Decompresses `data`.
///
/// Only the engine knows how large the result will be, and so whether the work is worth the release of the interpreter. That
/// is why it is released within the call, once the result is allocated.
pub(crate) fn decompress<'py>(
    py: Python<'py>,
    engine: &Decompressor,
    data: &[u8],
    arguments: DecompressArguments,
) -> PyResult<Bound<'py, PyBytes>> {
    let raised = Cell::new(None);
    let content = attached(py, || {
        let options = arguments.options()?;
        let mut object = None;
        // Behind the object, so that it is dropped first: dropping the object needs the interpreter.
        let released = Cell::new(None);
        let check = || {
            let was_released = released.take().is_some();
            let handled = py.check_signals();
            if was_released {
                // SAFETY: as below.
                released.set(Some(unsafe { Released::new(py) }));
            }
            handled.map_err(|error| raised.set(Some(error))).is_ok()
        };
        let mut watch = Watch::new(&check);
        let length = engine.decompress_into_watched(data, &options, &mut watch, |capacity| {
            let made = NewBytes::new(py, capacity).map_err(|_| out_of_memory(capacity))?;
            let place = object.insert(made).place();
            if capacity >= LONG_RESULT {
                // SAFETY: until this is dropped the thread runs the engine alone, which knows nothing of Python.
                released.set(Some(unsafe { Released::new(py) }));
            }
            Ok(place)
        })?;
        drop(released);
        let object = object.expect("every result is written to memory that was asked for");
        // SAFETY: the engine has written so many bytes to the start of the place.
        Ok::<_, Failure>(unsafe { object.finish(length) }?)
    });
    match raised.into_inner() {
        Some(error) => Err(error),
        None => Ok(content?.into_bound(py)),
    }
}

/// Decompresses a batch to independent objects.
pub(crate) fn decompress_to_list<'py>(
    py: Python<'py>,
    engine: &Decompressor,
    frames: &dyn Items,
    given: Option<&[u8]>,
    threads: i64,
    max_output_size: i64,
) -> PyResult<Bound<'py, PyList>> {
    let sizes = batch::run(py, threads, |options| {
        let given = given_sizes(given, frames.count())?;
        let options = limited(options, max_output_size)?;
        let given = given.as_deref();
        Ok::<_, Failure>(decompressed_sizes(engine, frames, given, &options)?)
    })?;
    let mut contents = NewBytesList::new(py, sizes.into_iter())?;
    let places = contents.places(py)?;
    batch::run(py, threads, |options| {
        decompress_batch_into(engine, frames, places, options)
    })?;
    // SAFETY: a batch that succeeds has filled every place.
    unsafe { contents.assume_filled(py) }
}

/// For calls that are made with the interpreter released.
// SAFETY: the object does not move its content.
unsafe impl OutputBuffer for NewBytes {
    type Finished = Py<PyBytes>;

    fn allocate(length: usize) -> Result<Self> {
        Python::attach(|py| Self::new(py, length)).map_err(|_| out_of_memory(length))
    }

    fn spare(&mut self) -> &mut [MaybeUninit<u8>] {
        self.place()
    }

    unsafe fn finish(mut self, length: usize) -> Result<Self::Finished> {
        if length == self.place().len() {
            // SAFETY: the caller promises that all of the place is initialised.
            return Ok(unsafe { self.assume_filled() });
        }
        Python::attach(|py| {
            // SAFETY: the caller promises that so many bytes are initialised.
            unsafe { self.shortened(py, length) }
        })
        .map_err(|_| out_of_memory(length))
    }

    fn shrinks() -> bool {
        shorten::is_possible()
    }
}

/// The interpreter, released by an attached thread until this is dropped.
struct Released(NonNull<ffi::PyThreadState>);

impl Released {
    /// Releases the interpreter.
    ///
    /// # Safety
    ///
    /// Until the result is dropped, on this thread, the thread must not use Python in any way. PyO3 believes it attached.
    unsafe fn new(_attached: Python<'_>) -> Self {
        // SAFETY: the thread is attached.
        let state = unsafe { ffi::PyEval_SaveThread() };
        Self(NonNull::new(state).expect("an attached thread has a state"))
    }
}

impl Drop for Released {
    fn drop(&mut self) {
        // SAFETY: the state is that of this thread (a pointer keeps the type from others), which is detached.
        unsafe { ffi::PyEval_RestoreThread(self.0.as_ptr()) };
    }
}

fn out_of_memory(bytes: usize) -> Error {
    Error::OutOfMemory {
        bytes: Some(bytes as u64),
    }
}

//! Batches and other collections of bytes-like objects.

use std::cell::Cell;

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyList, PyTuple};
use zstd_buffers::Items;
use zstd_contract::{ArgumentError, Failure};
use zstd_mt::BatchOptions;

use crate::arguments::type_name;
use crate::buffers::{BufferWithSegments, BufferWithSegmentsCollection};
use crate::engine::{collected, detached};
use crate::errors::wrong_argument;
use crate::objects::tuple_of;
use crate::signals::Signals;
use crate::view::View;

/// The items of a call, borrowed from Python.
pub(crate) enum Batch<'py> {
    Buffer(Bound<'py, BufferWithSegments>),
    Collection(Bound<'py, BufferWithSegmentsCollection>),
    Objects(Objects<'py>),
}

/// Bytes-like objects. One tuple refers to all of them: that is quicker than a reference in each view.
pub(crate) struct Objects<'py> {
    // Ahead of what it refers to, so that it is dropped first.
    views: Vec<View>,
    _held: Bound<'py, PyTuple>,
}

impl<'py> Batch<'py> {
    /// What batch calls take: segments, or a list.
    pub(crate) fn extract(object: &Bound<'py, PyAny>) -> PyResult<Self> {
        if let Some(segments) = Self::segments(object) {
            return Ok(segments);
        }
        let py = object.py();
        let Ok(list) = object.cast::<PyList>() else {
            let type_name = &*type_name(object)?;
            return Err(wrong_argument(py, ArgumentError::Batch { type_name }));
        };
        let wrong = |index| wrong_argument(py, ArgumentError::BatchItem { index });
        Self::objects(tuple_of(list)?, wrong)
    }

    /// The links of a chain: a list.
    pub(crate) fn extract_chain(object: &Bound<'py, PyAny>) -> PyResult<Self> {
        let py = object.py();
        let Ok(list) = object.cast::<PyList>() else {
            let type_name = &*type_name(object)?;
            return Err(wrong_argument(py, ArgumentError::Chain { type_name }));
        };
        let wrong = |index| wrong_argument(py, ArgumentError::ChainLink { index });
        Self::objects(tuple_of(list)?, wrong)
    }

    /// What the trainers take: segments, or anything that can be iterated over.
    pub(crate) fn extract_samples(object: &Bound<'py, PyAny>) -> PyResult<Self> {
        if let Some(segments) = Self::segments(object) {
            return Ok(segments);
        }
        let py = object.py();
        let samples = match object.try_iter() {
            Ok(samples) => samples,
            Err(error) if error.is_instance_of::<PyTypeError>(py) => {
                let type_name = &*type_name(object)?;
                return Err(wrong_argument(py, ArgumentError::Samples { type_name }));
            }
            Err(error) => return Err(error),
        };
        // First all of them: code that makes samples as it is asked for them shall not meet locked ones.
        Self::objects(tuple_of(&samples)?, |_| {
            wrong_argument(py, ArgumentError::Sample)
        })
    }

    fn segments(object: &Bound<'py, PyAny>) -> Option<Self> {
        if let Ok(buffer) = object.cast::<BufferWithSegments>() {
            return Some(Self::Buffer(buffer.clone()));
        }
        let collection = object.cast::<BufferWithSegmentsCollection>().ok()?;
        Some(Self::Collection(collection.clone()))
    }

    fn objects(held: Bound<'py, PyTuple>, wrong: impl Fn(u64) -> PyErr) -> PyResult<Self> {
        let views = (0..).zip(held.iter_borrowed()).map(|(index, item)| {
            // SAFETY: the tuple, which cannot change, is kept for as long as the views.
            unsafe { View::borrow_held(&item, || wrong(index)) }
        });
        let views = collected(held.py(), views)?;
        Ok(Self::Objects(Objects { views, _held: held }))
    }

    /// The items as the engines take them.
    pub(crate) fn items(&self) -> &dyn Items {
        match self {
            Self::Buffer(buffer) => buffer.get().engine(),
            Self::Collection(collection) => collection.get().engine(),
            Self::Objects(objects) => &objects.views,
        }
    }
}

/// Runs a batch, the interpreter released. Signal handlers run on this thread while it lasts; what one of them raises ends
/// the batch and is raised here.
pub(crate) fn run<T: Send, E: Into<Failure>>(
    py: Python<'_>,
    threads: i64,
    work: impl FnOnce(&BatchOptions<'_>) -> Result<T, E> + Send,
) -> PyResult<T> {
    let mut raised = None;
    let result = detached(py, || {
        let signals = Signals::default();
        // A batch asks at its beginning: one that ends before it asks again is too short to wait for the interpreter.
        let asked = Cell::new(false);
        let check = || !asked.replace(true) || signals.proceed();
        let result = work(&BatchOptions::new().threads(threads).check(&check));
        raised = signals.into_raised();
        result
    });
    raised.map_or(result, Err)
}

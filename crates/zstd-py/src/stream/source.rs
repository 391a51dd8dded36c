//! Python objects as sources.
#![forbid(unsafe_code)]

use std::sync::Arc;
use std::time::{Duration, Instant};

use pyo3::prelude::*;
use zstd_contract::ArgumentError;
use zstd_stream::{MemoryChunk, MemorySource, Source};

use super::other::{Other, has_method};
use crate::arguments::type_name;
use crate::errors::wrong_argument;
use crate::names::name;
use crate::objects::{Numbers, tuple};
use crate::view::View;

/// How long signals may wait while a stream is busy with memory alone.
const PACE: Duration = Duration::from_millis(50);

/// What a stream reads from.
pub(super) enum PySource {
    /// An object with a `read` method.
    File(FileSource),
    /// A bytes-like object.
    Memory {
        bytes: MemorySource<View>,
        /// When signals were handled last.
        handled: Option<Instant>,
    },
    /// Nothing any more: what was there was given back.
    Gone,
}

pub(super) struct FileSource {
    object: Arc<Other>,
    /// The piece that was used up last. Dropping it needs the interpreter.
    used: Option<PyChunk>,
    /// Where the first read began, if it is possible to go back there.
    origin: Option<Py<PyAny>>,
}

/// A piece of input.
pub(super) enum PyChunk {
    /// What a `read` method has returned.
    Whole(View),
    /// A slice of a bytes-like object.
    Slice(MemoryChunk<View>),
    /// The end of the input.
    End,
}

impl AsRef<[u8]> for PyChunk {
    fn as_ref(&self) -> &[u8] {
        match self {
            Self::Whole(view) => view,
            Self::Slice(slice) => slice.as_ref(),
            Self::End => &[],
        }
    }
}

impl PySource {
    /// An object with a `read` method, or a bytes-like one.
    pub(super) fn new(object: &Bound<'_, PyAny>) -> PyResult<Self> {
        if has_method(object, name!(object.py(), "read")?)? {
            return Ok(Self::file(object));
        }
        let wrong = || wrong_argument(object.py(), ArgumentError::Source);
        Ok(Self::Memory {
            bytes: MemorySource::new(View::borrow_item(object, wrong)?),
            handled: None,
        })
    }

    /// The source of a copy, which must have a `read` method.
    pub(super) fn of_copy(object: &Bound<'_, PyAny>) -> PyResult<Self> {
        if has_method(object, name!(object.py(), "read")?)? {
            Ok(Self::file(object))
        } else {
            Err(wrong_argument(object.py(), ArgumentError::CopySource))
        }
    }

    fn file(object: &Bound<'_, PyAny>) -> Self {
        Self::File(FileSource {
            object: Arc::new(Other::new(object)),
            used: None,
            origin: None,
        })
    }

    /// Notes where the source is, so that it can be rewound if it is able to.
    pub(super) fn note_origin(&mut self, py: Python<'_>) -> PyResult<()> {
        if let Self::File(file) = self {
            file.origin = file.object.origin(py)?;
        }
        Ok(())
    }

    /// The object with the `read` method.
    pub(super) fn other(&self) -> Option<Arc<Other>> {
        match self {
            Self::File(file) => Some(file.object.clone()),
            Self::Memory { .. } | Self::Gone => None,
        }
    }
}

impl FileSource {
    fn read(&mut self, size: usize) -> PyResult<Option<PyChunk>> {
        Python::attach(|py| {
            self.used = None;
            // Objects that are not written in Python would not do it.
            py.check_signals()?;
            let object = self.object.bind(py);
            let size = Numbers([size.into()]).into_pyobject(py)?;
            let answer = object.call_method1(name!(py, "read")?, size)?;
            if answer.is_none() {
                return Ok(None);
            }
            let wrong = || match type_name(&answer) {
                Ok(type_name) => wrong_argument(
                    py,
                    ArgumentError::SourceAnswer {
                        type_name: &type_name,
                    },
                ),
                Err(error) => error,
            };
            Ok(Some(PyChunk::Whole(View::borrow_item(&answer, wrong)?)))
        })
    }

    fn rewind(&mut self) -> PyResult<bool> {
        let Some(origin) = &self.origin else {
            return Ok(false);
        };
        Python::attach(|py| {
            let object = self.object.bind(py);
            let origin = origin.bind(py).clone();
            object.call_method1(name!(py, "seek")?, tuple(py, [origin])?)?;
            Ok(true)
        })
    }
}

impl Source for PySource {
    type Chunk = PyChunk;
    type Error = PyErr;

    fn read(&mut self, size: usize) -> PyResult<Option<PyChunk>> {
        match self {
            Self::File(file) => file.read(size),
            Self::Memory { bytes, handled } => {
                handle_signals(handled)?;
                let Ok(chunk) = bytes.read(size);
                Ok(chunk.map(PyChunk::Slice))
            }
            Self::Gone => Ok(Some(PyChunk::End)),
        }
    }

    fn reclaim(&mut self, chunk: PyChunk) {
        if let Self::File(file) = self {
            file.used = Some(chunk);
        }
    }

    fn size(&self) -> Option<u64> {
        match self {
            Self::Memory { bytes, .. } => bytes.size(),
            Self::File(_) | Self::Gone => None,
        }
    }

    fn is_in_memory(&self) -> bool {
        matches!(self, Self::Memory { .. })
    }

    fn can_rewind(&self) -> bool {
        match self {
            Self::File(file) => file.origin.is_some(),
            Self::Memory { .. } => true,
            Self::Gone => false,
        }
    }

    fn rewind(&mut self) -> PyResult<bool> {
        match self {
            Self::File(file) => file.rewind(),
            Self::Memory { bytes, .. } => {
                let Ok(done) = bytes.rewind();
                Ok(done)
            }
            Self::Gone => Ok(false),
        }
    }
}

/// Handles signals, unless that was done a moment ago: it may have to wait for the interpreter.
fn handle_signals(handled: &mut Option<Instant>) -> PyResult<()> {
    let now = Instant::now();
    match handled {
        Some(before) if now.duration_since(*before) < PACE => Ok(()),
        Some(_) => {
            *handled = Some(now);
            Python::attach(|py| py.check_signals())
        }
        None => {
            *handled = Some(now);
            Ok(())
        }
    }
}

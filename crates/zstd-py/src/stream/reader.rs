//! What both readers have in common.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyList};
use zstd_contract::{Failure, no_line};
use zstd_core::OutputBuffer;
use zstd_stream::{Codec, DecompressStream, Reader, Whence};

use super::call::call;
use super::exclusive::Exclusive;
use super::other::{Other, unsupported};
use super::room::Room;
use super::source::PySource;
use crate::engine::{WORTH_A_RELEASE, attached};
use crate::errors::exception;
use crate::new_bytes::NewBytes;
use crate::objects::{Number, list};

/// Requests of up to so many bytes are read straight into their result. What is beyond may be a way to ask for everything;
/// memory is allocated for what comes then.
const STRAIGHT: usize = 64 << 20;

/// Memory of this size is kept for the next line.
const KEPT: usize = 64 << 10;

/// A reader over a Python object.
pub(super) struct ReaderCore<C> {
    held: Exclusive<Held<C>>,
    source: Option<Arc<Other>>,
    closefd: bool,
    closed: AtomicBool,
    /// From this size of a result on the interpreter is released.
    worth_a_release: usize,
}

struct Held<C> {
    engine: Reader<C, PySource>,
    line: Vec<u8>,
}

/// The result of a read: `None` when there is nothing to read now.
pub(super) type Read<'py> = PyResult<Option<Bound<'py, PyBytes>>>;

impl<C: Codec + Send> ReaderCore<C> {
    pub(super) fn new(
        engine: Reader<C, PySource>,
        source: Option<Arc<Other>>,
        closefd: bool,
    ) -> Self {
        let held = Held {
            engine,
            line: Vec::new(),
        };
        Self {
            held: Exclusive::new(held),
            source,
            closefd,
            closed: AtomicBool::new(false),
            worth_a_release: WORTH_A_RELEASE,
        }
    }

    /// Releases the interpreter for every read: even small results take much work.
    pub(super) fn always_released(self) -> Self {
        Self {
            worth_a_release: 0,
            ..self
        }
    }

    pub(super) fn enter(&self, py: Python<'_>) -> PyResult<()> {
        let mut held = self.held.borrow(py)?;
        let engine = &mut held.engine;
        attached(py, || engine.enter())
    }

    pub(super) fn read<'py>(&self, py: Python<'py>, size: i64) -> Read<'py> {
        let mut held = self.held.borrow(py)?;
        let engine = &mut held.engine;
        match usize::try_from(size) {
            Ok(size @ 1..=STRAIGHT) => {
                let long = size >= self.worth_a_release;
                straight(py, size, |place| call(py, long, || engine.read_into(place)))
            }
            _ => {
                let content = call(py, size != 0, || engine.read_object::<NewBytes>(size))?;
                Ok(content.map(|content| content.into_bound(py)))
            }
        }
    }

    pub(super) fn read1<'py>(&self, py: Python<'py>, size: i64) -> Read<'py> {
        let mut held = self.held.borrow(py)?;
        let engine = &mut held.engine;
        match usize::try_from(size) {
            Ok(size @ 1..=KEPT) => {
                let long = size >= self.worth_a_release;
                straight(py, size, |place| {
                    call(py, long, || engine.read1_into(place))
                })
            }
            _ => {
                let mut content = Vec::new();
                let count = call(py, true, || engine.read1_vec(size, &mut content))?;
                count.map(|_| NewBytes::copy(py, &content)).transpose()
            }
        }
    }

    pub(super) fn read_into(&self, py: Python<'_>, mut room: Room) -> PyResult<Option<Number>> {
        let mut held = self.held.borrow(py)?;
        let (engine, place) = (&mut held.engine, room.place());
        let long = place.len() >= self.worth_a_release;
        let count = call(py, long, || engine.read_into_slice(place))?;
        Ok(count.map(Number::from))
    }

    pub(super) fn read1_into(&self, py: Python<'_>, mut room: Room) -> PyResult<Option<Number>> {
        let mut held = self.held.borrow(py)?;
        let (engine, place) = (&mut held.engine, room.place());
        let long = place.len() >= self.worth_a_release;
        let count = call(py, long, || engine.read1_into_slice(place))?;
        Ok(count.map(Number::from))
    }

    pub(super) fn peek<'py>(&self, py: Python<'py>) -> Read<'py> {
        let mut held = self.held.borrow(py)?;
        let engine = &mut held.engine;
        let ahead = call(py, true, || engine.peek())?;
        ahead.map(|ahead| NewBytes::copy(py, ahead)).transpose()
    }

    pub(super) fn read_line<'py>(&self, py: Python<'py>, size: i64) -> Read<'py> {
        let mut held = self.held.borrow(py)?;
        self.next_line(py, &mut held, size)
    }

    /// The next line for an iterator, which ends with the stream.
    pub(super) fn iterate<'py>(&self, py: Python<'py>) -> Read<'py> {
        let mut held = self.held.borrow(py)?;
        let line = self.next_line(py, &mut held, -1)?;
        let line = line.ok_or_else(|| exception(py, no_line()))?;
        Ok((!line.as_bytes().is_empty()).then_some(line))
    }

    pub(super) fn read_lines<'py>(
        &self,
        py: Python<'py>,
        hint: i64,
    ) -> PyResult<Bound<'py, PyList>> {
        let most = usize::try_from(hint).ok();
        let most = most.filter(|&most| most > 0).unwrap_or(usize::MAX);
        let lines = list(py, Vec::<Bound<'py, PyAny>>::new(), Ok)?;
        let mut length = 0;
        let mut held = self.held.borrow(py)?;
        while length < most {
            match self.next_line(py, &mut held, -1)? {
                None if lines.is_empty() => return Err(exception(py, no_line())),
                None => break,
                Some(line) if line.as_bytes().is_empty() => break,
                Some(line) => {
                    length += line.as_bytes().len();
                    lines.append(line)?;
                }
            }
            py.check_signals()?;
        }
        Ok(lines)
    }

    fn next_line<'py>(&self, py: Python<'py>, held: &mut Held<C>, size: i64) -> Read<'py> {
        let Held { engine, line } = held;
        // Most lines are parts of what was made ahead, and too short for a release of the interpreter.
        if let Some(ready) = engine.ready_line(size) {
            let content = NewBytes::copy(py, ready)?;
            engine.advance(content.as_bytes().len());
            return Ok(Some(content));
        }
        line.clear();
        let count = call(py, true, || engine.read_line_vec(size, line))?;
        let result = count.map(|_| NewBytes::copy(py, line)).transpose();
        if line.capacity() > KEPT {
            *line = Vec::new();
        }
        result
    }

    pub(super) fn tell(&self, py: Python<'_>) -> PyResult<Number> {
        Ok(self.held.borrow(py)?.engine.tell().into())
    }

    pub(super) fn flush(&self, py: Python<'_>) -> PyResult<()> {
        let held = self.held.borrow(py)?;
        if held.engine.is_closed() {
            attached(py, || held.engine.check())?;
        }
        Ok(())
    }

    pub(super) fn fileno<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        match &self.source {
            Some(source) => source.fileno(py),
            None => Err(unsupported(py, "fileno")),
        }
    }

    pub(super) fn close(&self, py: Python<'_>) -> PyResult<()> {
        let mut held = self.held.borrow(py)?;
        if held.engine.is_closed() {
            return Ok(());
        }
        held.engine.close();
        // A bytes-like source is unlocked.
        *held.engine.source_mut() = PySource::Gone;
        held.line = Vec::new();
        drop(held);
        self.closed.store(true, Ordering::Relaxed);
        match &self.source {
            Some(source) if self.closefd => source.close(py),
            _ => Ok(()),
        }
    }

    pub(super) fn is_closed(&self) -> bool {
        self.closed.load(Ordering::Relaxed)
    }

    pub(super) fn traverse(&self, visit: &PyVisit<'_>) -> Result<(), PyTraverseError> {
        self.source
            .as_ref()
            .map_or(Ok(()), |source| source.traverse(visit))
    }
}

impl ReaderCore<DecompressStream> {
    pub(super) fn seek(&self, py: Python<'_>, offset: i64, whence: i64) -> PyResult<Number> {
        let mut held = self.held.borrow(py)?;
        let engine = &mut held.engine;
        attached(py, || engine.check())?;
        let whence = attached(py, || Whence::from_number(whence))?;
        call(py, true, || engine.seek_to(offset, whence)).map(Number::from)
    }

    pub(super) fn is_seekable(&self, py: Python<'_>) -> PyResult<bool> {
        Ok(self.held.borrow(py)?.engine.is_seekable())
    }
}

/// Reads straight into a new object of `size` bytes.
fn straight<'py>(
    py: Python<'py>,
    size: usize,
    read: impl FnOnce(&mut [std::mem::MaybeUninit<u8>]) -> PyResult<Option<usize>>,
) -> Read<'py> {
    let mut made = NewBytes::new(py, size)?;
    let Some(count) = read(made.place())? else {
        return Ok(None);
    };
    attached(py, || {
        // SAFETY: readers initialise as many bytes at the start of the place as they say that they have read.
        let content = unsafe { made.finish(count) }?;
        Ok::<_, Failure>(Some(content.into_bound(py)))
    })
}

//! What both writers have in common.
#![forbid(unsafe_code)]

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use pyo3::exceptions::PyException;
use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use zstd_contract::ArgumentError;
use zstd_stream::{Codec, Error, FlushMode, StreamError, WriteReturn, Writer};

use super::call::call;
use super::exclusive::Exclusive;
use super::load::Load;
use super::other::Other;
use super::sink::PySink;
use crate::engine::attached;
use crate::objects::Number;
use crate::view::View;

/// A writer over a Python object.
pub(super) struct WriterCore<C> {
    held: Exclusive<Held<C>>,
    sink: Arc<Other>,
    closefd: bool,
    closed: AtomicBool,
}

struct Held<C> {
    engine: Writer<C, PySink>,
    load: Load,
}

/// The two kinds of writers that callers can ask for.
#[derive(Clone, Copy)]
pub(crate) enum Kind {
    /// A file: can be used with and without `with`, and closes its sink with itself, if so asked.
    File { returns_taken: bool, closefd: bool },
    /// A context manager of old: can be used inside of `with` only, returns what was written, and leaves its sink open.
    Context,
}

impl Kind {
    fn configure<C: Codec>(self, engine: Writer<C, PySink>) -> Writer<C, PySink> {
        match self {
            Self::File {
                returns_taken: true,
                ..
            } => engine.returns(WriteReturn::Taken),
            Self::File { .. } => engine.returns(WriteReturn::Written),
            Self::Context => engine.returns(WriteReturn::Written).require_context(),
        }
    }
}

/// The sink of a writer.
pub(super) fn sink(object: &Bound<'_, PyAny>) -> PyResult<PySink> {
    PySink::new(object, ArgumentError::Sink)
}

impl<C: Codec + Send> WriterCore<C> {
    /// A writer over the engine that `make` makes.
    pub(super) fn new(
        py: Python<'_>,
        kind: Kind,
        write_size: i64,
        load: Load,
        make: impl FnOnce() -> Result<Writer<C, PySink>, StreamError>,
    ) -> PyResult<Self> {
        let engine = attached(py, || make()?.write_size(write_size))?;
        let engine = kind.configure(engine);
        Ok(Self {
            sink: engine.sink().other().clone(),
            held: Exclusive::new(Held { engine, load }),
            closefd: matches!(kind, Kind::File { closefd: true, .. }),
            closed: AtomicBool::new(false),
        })
    }

    pub(super) fn enter(&self, py: Python<'_>) -> PyResult<()> {
        let mut held = self.held.borrow(py)?;
        let engine = &mut held.engine;
        attached(py, || engine.enter())
    }

    /// `failing`: the block has raised an exception, which is the one to be seen.
    pub(super) fn exit(&self, py: Python<'_>, failing: bool) -> PyResult<()> {
        let result = self.end(py, |engine| engine.exit(failing));
        match result {
            Err(error) if failing && error.is_instance_of::<PyException>(py) => Ok(()),
            result => result,
        }
    }

    pub(super) fn close(&self, py: Python<'_>) -> PyResult<()> {
        self.end(py, Writer::close)
    }

    /// Closes the engine by `close`, and then the sink.
    fn end(
        &self,
        py: Python<'_>,
        close: impl FnOnce(&mut Writer<C, PySink>) -> Result<(), Error<PyErr>> + Send,
    ) -> PyResult<()> {
        let mut held = self.held.borrow(py)?;
        let engine = &mut held.engine;
        let was_closed = engine.is_closed();
        let ended = call(py, true, || close(engine));
        if was_closed || !held.engine.is_closed() {
            return ended;
        }
        drop(held);
        self.closed.store(true, Ordering::Relaxed);
        let closed = if self.closefd {
            self.sink.close(py)
        } else {
            Ok(())
        };
        ended.and(closed)
    }

    pub(super) fn write(&self, py: Python<'_>, data: &View) -> PyResult<Option<Number>> {
        let mut held = self.held.borrow(py)?;
        Ok(held.write(py, data)?.map(Number::from))
    }

    pub(super) fn write_lines(&self, py: Python<'_>, lines: &Bound<'_, PyAny>) -> PyResult<()> {
        for line in lines.try_iter()? {
            let line = View::borrow(&line?)?;
            self.held.borrow(py)?.write_all(py, &line)?;
        }
        Ok(())
    }

    pub(super) fn flush(&self, py: Python<'_>, mode: i64) -> PyResult<Number> {
        let mut held = self.held.borrow(py)?;
        let engine = &mut held.engine;
        let mode = attached(py, || FlushMode::from_writer_number(mode))?;
        call(py, true, || engine.flush_mode(mode)).map(Number::from)
    }

    pub(super) fn tell(&self, py: Python<'_>) -> PyResult<Number> {
        Ok(self.held.borrow(py)?.engine.tell().into())
    }

    pub(super) fn memory_size(&self, py: Python<'_>) -> PyResult<Number> {
        let held = self.held.borrow(py)?;
        attached(py, || held.engine.memory_size()).map(Number::from)
    }

    pub(super) fn fileno<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.sink.fileno(py)
    }

    pub(super) fn is_closed(&self) -> bool {
        self.closed.load(Ordering::Relaxed)
    }

    pub(super) fn traverse(&self, visit: &PyVisit<'_>) -> Result<(), PyTraverseError> {
        self.sink.traverse(visit)
    }
}

impl<C: Codec + Send> Held<C> {
    fn write(&mut self, py: Python<'_>, data: &[u8]) -> PyResult<Option<usize>> {
        let long = self.load.add(data.len());
        let engine = &mut self.engine;
        call(py, long, || engine.push(data))
    }

    /// Writes all of the data.
    fn write_all(&mut self, py: Python<'_>, data: &[u8]) -> PyResult<()> {
        let long = self.load.add(data.len());
        let engine = &mut self.engine;
        call(py, long, || engine.push_all(data))
    }
}

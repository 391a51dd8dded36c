//! `ZstdCompressionReader`: a file that reads the compressed form of a source.
#![forbid(unsafe_code)]

use std::sync::Arc;

use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyTuple, PyType};
use zstd_contract::declared_size;
use zstd_core::Compressor;
use zstd_stream::{CompressReader, CompressStream};

use super::other::{amount, only_for_subclasses, unsupported};
use super::reader::{Read, ReaderCore};
use super::room::Room;
use super::source::PySource;
use crate::compressor::ZstdCompressor;
use crate::docs::doc;
use crate::engine::attached;
use crate::integer::integer;
use crate::objects::Number;

#[doc = doc!("ZstdCompressionReader")]
#[pyclass(frozen, subclass, module = "zstd")]
pub(crate) struct ZstdCompressionReader(ReaderCore<CompressStream>);

impl ZstdCompressionReader {
    /// The reader that `stream_reader()` makes.
    pub(crate) fn make(
        compressor: &Arc<Compressor>,
        source: &Bound<'_, PyAny>,
        size: i64,
        read_size: i64,
        closefd: bool,
    ) -> PyResult<Self> {
        let py = source.py();
        let from = PySource::new(source)?;
        let other = from.other();
        let size = attached(py, || declared_size(size))?;
        let engine = attached(py, || {
            CompressReader::compress(compressor, from, size)?.read_size(read_size)
        })?;
        Ok(Self(
            ReaderCore::new(engine, other, closefd).always_released(),
        ))
    }
}

#[pymethods]
impl ZstdCompressionReader {
    /// For the classes of the faces alone: the arguments are those of `stream_reader`, after the object that it is a method of.
    #[new]
    #[classmethod]
    #[pyo3(signature = (*args, **_kwargs), text_signature = "()")]
    fn new(
        cls: &Bound<'_, PyType>,
        args: &Bound<'_, PyTuple>,
        _kwargs: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Self> {
        only_for_subclasses::<Self>(cls)?;
        let (owner, source, size, read_size, closefd) = args.extract()?;
        let owner: Bound<'_, ZstdCompressor> = owner;
        owner.get().stream_reader(&source, size, read_size, closefd)
    }

    #[doc = doc!("ZstdCompressionReader.__enter__")]
    fn __enter__(slf: Bound<'_, Self>) -> PyResult<Bound<'_, Self>> {
        slf.get().0.enter(slf.py())?;
        Ok(slf)
    }

    #[doc = doc!("ZstdCompressionReader.__exit__")]
    fn __exit__(
        &self,
        py: Python<'_>,
        _exc_type: &Bound<'_, PyAny>,
        _exc_value: &Bound<'_, PyAny>,
        _traceback: &Bound<'_, PyAny>,
    ) -> PyResult<()> {
        self.0.close(py)
    }

    #[doc = doc!("ZstdCompressionReader.read")]
    #[pyo3(signature = (size = -1), text_signature = "($self, size=-1)")]
    fn read<'py>(&self, py: Python<'py>, #[pyo3(from_py_with = amount)] size: i64) -> Read<'py> {
        self.0.read(py, size)
    }

    #[doc = doc!("ZstdCompressionReader.read1")]
    #[pyo3(signature = (size = -1), text_signature = "($self, size=-1)")]
    fn read1<'py>(&self, py: Python<'py>, #[pyo3(from_py_with = amount)] size: i64) -> Read<'py> {
        self.0.read1(py, size)
    }

    #[doc = doc!("ZstdCompressionReader.readall")]
    fn readall<'py>(&self, py: Python<'py>) -> Read<'py> {
        self.0.read(py, -1)
    }

    #[doc = doc!("ZstdCompressionReader.readinto")]
    fn readinto(&self, py: Python<'_>, b: Room) -> PyResult<Option<Number>> {
        self.0.read_into(py, b)
    }

    #[doc = doc!("ZstdCompressionReader.readinto1")]
    fn readinto1(&self, py: Python<'_>, b: Room) -> PyResult<Option<Number>> {
        self.0.read1_into(py, b)
    }

    #[doc = doc!("ZstdCompressionReader.peek")]
    #[pyo3(signature = (size = -1), text_signature = "($self, size=-1)")]
    fn peek<'py>(&self, py: Python<'py>, #[pyo3(from_py_with = integer)] size: i64) -> Read<'py> {
        let _ = size;
        self.0.peek(py)
    }

    #[doc = doc!("ZstdCompressionReader.readline")]
    #[pyo3(signature = (size = -1), text_signature = "($self, size=-1)")]
    fn readline<'py>(
        &self,
        py: Python<'py>,
        #[pyo3(from_py_with = amount)] size: i64,
    ) -> Read<'py> {
        self.0.read_line(py, size)
    }

    #[doc = doc!("ZstdCompressionReader.readlines")]
    #[pyo3(signature = (hint = -1), text_signature = "($self, hint=-1)")]
    fn readlines<'py>(
        &self,
        py: Python<'py>,
        #[pyo3(from_py_with = amount)] hint: i64,
    ) -> PyResult<Bound<'py, PyList>> {
        self.0.read_lines(py, hint)
    }

    #[doc = doc!("ZstdCompressionReader.__iter__")]
    fn __iter__(slf: Bound<'_, Self>) -> Bound<'_, Self> {
        slf
    }

    #[doc = doc!("ZstdCompressionReader.__next__")]
    fn __next__<'py>(&self, py: Python<'py>) -> Read<'py> {
        self.0.iterate(py)
    }

    #[doc = doc!("ZstdCompressionReader.seek")]
    #[pyo3(signature = (pos, whence = 0))]
    fn seek(
        &self,
        py: Python<'_>,
        pos: &Bound<'_, PyAny>,
        #[pyo3(from_py_with = integer)] whence: i64,
    ) -> PyResult<()> {
        let _ = (pos, whence);
        Err(unsupported(py, "seek"))
    }

    #[doc = doc!("ZstdCompressionReader.tell")]
    fn tell(&self, py: Python<'_>) -> PyResult<Number> {
        self.0.tell(py)
    }

    #[doc = doc!("ZstdCompressionReader.seekable")]
    fn seekable(&self) -> bool {
        false
    }

    #[doc = doc!("ZstdCompressionReader.readable")]
    fn readable(&self) -> bool {
        true
    }

    #[doc = doc!("ZstdCompressionReader.writable")]
    fn writable(&self) -> bool {
        false
    }

    #[doc = doc!("ZstdCompressionReader.isatty")]
    fn isatty(&self) -> bool {
        false
    }

    #[doc = doc!("ZstdCompressionReader.fileno")]
    fn fileno<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.0.fileno(py)
    }

    #[doc = doc!("ZstdCompressionReader.flush")]
    fn flush(&self, py: Python<'_>) -> PyResult<()> {
        self.0.flush(py)
    }

    #[doc = doc!("ZstdCompressionReader.close")]
    fn close(&self, py: Python<'_>) -> PyResult<()> {
        self.0.close(py)
    }

    #[doc = doc!("ZstdCompressionReader.closed")]
    #[getter]
    fn closed(&self) -> bool {
        self.0.is_closed()
    }

    #[doc = doc!("ZstdCompressionReader.write")]
    #[pyo3(signature = (data))]
    fn write(&self, py: Python<'_>, data: &Bound<'_, PyAny>) -> PyResult<()> {
        let _ = data;
        Err(unsupported(py, "write"))
    }

    #[doc = doc!("ZstdCompressionReader.writelines")]
    #[pyo3(signature = (lines))]
    fn writelines(&self, py: Python<'_>, lines: &Bound<'_, PyAny>) -> PyResult<()> {
        let _ = lines;
        Err(unsupported(py, "writelines"))
    }

    #[doc = doc!("ZstdCompressionReader.truncate")]
    #[pyo3(signature = (size = None))]
    fn truncate(&self, py: Python<'_>, size: Option<&Bound<'_, PyAny>>) -> PyResult<()> {
        let _ = size;
        Err(unsupported(py, "truncate"))
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        self.0.traverse(&visit)
    }
}

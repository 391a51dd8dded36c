//! `ZstdDecompressionReader`: a file that reads the content of compressed data.
#![forbid(unsafe_code)]

use std::sync::Arc;

use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyTuple, PyType};
use zstd_core::Decompressor;
use zstd_stream::{DecompressReader, DecompressStream, Frames};

use super::other::{amount, only_for_subclasses, unsupported};
use super::reader::{Read, ReaderCore};
use super::room::Room;
use super::source::PySource;
use crate::decompressor::ZstdDecompressor;
use crate::docs::doc;
use crate::engine::attached;
use crate::integer::integer;
use crate::objects::Number;

#[doc = doc!("ZstdDecompressionReader")]
#[pyclass(frozen, subclass, module = "zstd")]
pub(crate) struct ZstdDecompressionReader(ReaderCore<DecompressStream>);

impl ZstdDecompressionReader {
    /// The reader that `stream_reader()` makes.
    pub(crate) fn make(
        decompressor: &Arc<Decompressor>,
        source: &Bound<'_, PyAny>,
        read_size: i64,
        read_across_frames: bool,
        closefd: bool,
    ) -> PyResult<Self> {
        let py = source.py();
        let mut from = PySource::new(source)?;
        from.note_origin(py)?;
        let other = from.other();
        let engine = attached(py, || {
            let engine = DecompressReader::decompress(decompressor, from, Frames::All)?;
            engine
                .stop_at_frames(!read_across_frames)
                .read_size(read_size)
        })?;
        Ok(Self(ReaderCore::new(engine, other, closefd)))
    }
}

#[pymethods]
impl ZstdDecompressionReader {
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
        let (owner, source, read_size, read_across_frames, closefd) = args.extract()?;
        let owner: Bound<'_, ZstdDecompressor> = owner;
        owner
            .get()
            .stream_reader(&source, read_size, read_across_frames, closefd)
    }

    #[doc = doc!("ZstdDecompressionReader.__enter__")]
    fn __enter__(slf: Bound<'_, Self>) -> PyResult<Bound<'_, Self>> {
        slf.get().0.enter(slf.py())?;
        Ok(slf)
    }

    #[doc = doc!("ZstdDecompressionReader.__exit__")]
    fn __exit__(
        &self,
        py: Python<'_>,
        _exc_type: &Bound<'_, PyAny>,
        _exc_value: &Bound<'_, PyAny>,
        _traceback: &Bound<'_, PyAny>,
    ) -> PyResult<()> {
        self.0.close(py)
    }

    #[doc = doc!("ZstdDecompressionReader.read")]
    #[pyo3(signature = (size = -1), text_signature = "($self, size=-1)")]
    fn read<'py>(&self, py: Python<'py>, #[pyo3(from_py_with = amount)] size: i64) -> Read<'py> {
        self.0.read(py, size)
    }

    #[doc = doc!("ZstdDecompressionReader.read1")]
    #[pyo3(signature = (size = -1), text_signature = "($self, size=-1)")]
    fn read1<'py>(&self, py: Python<'py>, #[pyo3(from_py_with = amount)] size: i64) -> Read<'py> {
        self.0.read1(py, size)
    }

    #[doc = doc!("ZstdDecompressionReader.readall")]
    fn readall<'py>(&self, py: Python<'py>) -> Read<'py> {
        self.0.read(py, -1)
    }

    #[doc = doc!("ZstdDecompressionReader.readinto")]
    fn readinto(&self, py: Python<'_>, b: Room) -> PyResult<Option<Number>> {
        self.0.read_into(py, b)
    }

    #[doc = doc!("ZstdDecompressionReader.readinto1")]
    fn readinto1(&self, py: Python<'_>, b: Room) -> PyResult<Option<Number>> {
        self.0.read1_into(py, b)
    }

    #[doc = doc!("ZstdDecompressionReader.peek")]
    #[pyo3(signature = (size = -1), text_signature = "($self, size=-1)")]
    fn peek<'py>(&self, py: Python<'py>, #[pyo3(from_py_with = integer)] size: i64) -> Read<'py> {
        let _ = size;
        self.0.peek(py)
    }

    #[doc = doc!("ZstdDecompressionReader.readline")]
    #[pyo3(signature = (size = -1), text_signature = "($self, size=-1)")]
    fn readline<'py>(
        &self,
        py: Python<'py>,
        #[pyo3(from_py_with = amount)] size: i64,
    ) -> Read<'py> {
        self.0.read_line(py, size)
    }

    #[doc = doc!("ZstdDecompressionReader.readlines")]
    #[pyo3(signature = (hint = -1), text_signature = "($self, hint=-1)")]
    fn readlines<'py>(
        &self,
        py: Python<'py>,
        #[pyo3(from_py_with = amount)] hint: i64,
    ) -> PyResult<Bound<'py, PyList>> {
        self.0.read_lines(py, hint)
    }

    #[doc = doc!("ZstdDecompressionReader.__iter__")]
    fn __iter__(slf: Bound<'_, Self>) -> Bound<'_, Self> {
        slf
    }

    #[doc = doc!("ZstdDecompressionReader.__next__")]
    fn __next__<'py>(&self, py: Python<'py>) -> Read<'py> {
        self.0.iterate(py)
    }

    #[doc = doc!("ZstdDecompressionReader.seek")]
    #[pyo3(signature = (pos, whence = 0))]
    fn seek(
        &self,
        py: Python<'_>,
        #[pyo3(from_py_with = integer)] pos: i64,
        #[pyo3(from_py_with = integer)] whence: i64,
    ) -> PyResult<Number> {
        self.0.seek(py, pos, whence)
    }

    #[doc = doc!("ZstdDecompressionReader.tell")]
    fn tell(&self, py: Python<'_>) -> PyResult<Number> {
        self.0.tell(py)
    }

    #[doc = doc!("ZstdDecompressionReader.seekable")]
    fn seekable(&self, py: Python<'_>) -> PyResult<bool> {
        self.0.is_seekable(py)
    }

    #[doc = doc!("ZstdDecompressionReader.readable")]
    fn readable(&self) -> bool {
        true
    }

    #[doc = doc!("ZstdDecompressionReader.writable")]
    fn writable(&self) -> bool {
        false
    }

    #[doc = doc!("ZstdDecompressionReader.isatty")]
    fn isatty(&self) -> bool {
        false
    }

    #[doc = doc!("ZstdDecompressionReader.fileno")]
    fn fileno<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.0.fileno(py)
    }

    #[doc = doc!("ZstdDecompressionReader.flush")]
    fn flush(&self, py: Python<'_>) -> PyResult<()> {
        self.0.flush(py)
    }

    #[doc = doc!("ZstdDecompressionReader.close")]
    fn close(&self, py: Python<'_>) -> PyResult<()> {
        self.0.close(py)
    }

    #[doc = doc!("ZstdDecompressionReader.closed")]
    #[getter]
    fn closed(&self) -> bool {
        self.0.is_closed()
    }

    #[doc = doc!("ZstdDecompressionReader.write")]
    #[pyo3(signature = (data))]
    fn write(&self, py: Python<'_>, data: &Bound<'_, PyAny>) -> PyResult<()> {
        let _ = data;
        Err(unsupported(py, "write"))
    }

    #[doc = doc!("ZstdDecompressionReader.writelines")]
    #[pyo3(signature = (lines))]
    fn writelines(&self, py: Python<'_>, lines: &Bound<'_, PyAny>) -> PyResult<()> {
        let _ = lines;
        Err(unsupported(py, "writelines"))
    }

    #[doc = doc!("ZstdDecompressionReader.truncate")]
    #[pyo3(signature = (size = None))]
    fn truncate(&self, py: Python<'_>, size: Option<&Bound<'_, PyAny>>) -> PyResult<()> {
        let _ = size;
        Err(unsupported(py, "truncate"))
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        self.0.traverse(&visit)
    }
}

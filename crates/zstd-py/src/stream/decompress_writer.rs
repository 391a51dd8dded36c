//! `ZstdDecompressionWriter`: a file that decompresses what is written to it.
#![forbid(unsafe_code)]

use std::sync::Arc;

use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple, PyType};
use zstd_core::Decompressor;
use zstd_stream::{DecompressStream, DecompressWriter, Frames};

use super::load::Load;
use super::other::{amount, only_for_subclasses, unsupported};
use super::writer::{Kind, WriterCore, sink};
use crate::decompressor::ZstdDecompressor;
use crate::docs::doc;
use crate::engine::WORTH_A_RELEASE;
use crate::integer::integer;
use crate::objects::Number;
use crate::view::View;

#[doc = doc!("ZstdDecompressionWriter")]
#[pyclass(frozen, subclass, module = "zstd")]
pub(crate) struct ZstdDecompressionWriter(WriterCore<DecompressStream>);

impl ZstdDecompressionWriter {
    /// The writer that `stream_writer()` or `write_to()` makes.
    pub(crate) fn make(
        decompressor: &Arc<Decompressor>,
        writer: &Bound<'_, PyAny>,
        write_size: i64,
        read_across_frames: bool,
        kind: Kind,
    ) -> PyResult<Self> {
        let to = sink(writer)?;
        let frames = Frames::all_or_one(read_across_frames);
        // Small pieces of compressed data can have much content.
        let load = Load::new(WORTH_A_RELEASE / 4);
        let make = || DecompressWriter::decompress(decompressor, to, frames);
        WriterCore::new(writer.py(), kind, write_size, load, make).map(Self)
    }
}

#[pymethods]
impl ZstdDecompressionWriter {
    /// For the classes of the faces alone: the arguments are those of `stream_writer`, after the object that it is a method of.
    #[new]
    #[classmethod]
    #[pyo3(signature = (*args, **_kwargs), text_signature = "()")]
    fn new(
        cls: &Bound<'_, PyType>,
        args: &Bound<'_, PyTuple>,
        _kwargs: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Self> {
        only_for_subclasses::<Self>(cls)?;
        let (owner, writer, write_size, write_return_read, closefd) = args.extract()?;
        let owner: Bound<'_, ZstdDecompressor> = owner;
        owner
            .get()
            .stream_writer(&writer, write_size, write_return_read, closefd, true)
    }

    #[doc = doc!("ZstdDecompressionWriter.__enter__")]
    fn __enter__(slf: Bound<'_, Self>) -> PyResult<Bound<'_, Self>> {
        slf.get().0.enter(slf.py())?;
        Ok(slf)
    }

    #[doc = doc!("ZstdDecompressionWriter.__exit__")]
    fn __exit__(
        &self,
        py: Python<'_>,
        exc_type: Option<&Bound<'_, PyAny>>,
        _exc_value: &Bound<'_, PyAny>,
        _traceback: &Bound<'_, PyAny>,
    ) -> PyResult<()> {
        self.0.exit(py, exc_type.is_some())
    }

    #[doc = doc!("ZstdDecompressionWriter.write")]
    fn write(&self, py: Python<'_>, data: View) -> PyResult<Option<Number>> {
        self.0.write(py, &data)
    }

    #[doc = doc!("ZstdDecompressionWriter.writelines")]
    fn writelines(&self, py: Python<'_>, lines: &Bound<'_, PyAny>) -> PyResult<()> {
        self.0.write_lines(py, lines)
    }

    #[doc = doc!("ZstdDecompressionWriter.flush")]
    #[pyo3(signature = (flush_mode = 0))]
    fn flush(
        &self,
        py: Python<'_>,
        #[pyo3(from_py_with = integer)] flush_mode: i64,
    ) -> PyResult<Number> {
        self.0.flush(py, flush_mode)
    }

    #[doc = doc!("ZstdDecompressionWriter.tell")]
    fn tell(&self, py: Python<'_>) -> PyResult<Number> {
        self.0.tell(py)
    }

    #[doc = doc!("ZstdDecompressionWriter.seekable")]
    fn seekable(&self) -> bool {
        false
    }

    #[doc = doc!("ZstdDecompressionWriter.readable")]
    fn readable(&self) -> bool {
        false
    }

    #[doc = doc!("ZstdDecompressionWriter.writable")]
    fn writable(&self) -> bool {
        true
    }

    #[doc = doc!("ZstdDecompressionWriter.isatty")]
    fn isatty(&self) -> bool {
        false
    }

    #[doc = doc!("ZstdDecompressionWriter.fileno")]
    fn fileno<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.0.fileno(py)
    }

    #[doc = doc!("ZstdDecompressionWriter.close")]
    fn close(&self, py: Python<'_>) -> PyResult<()> {
        self.0.close(py)
    }

    #[doc = doc!("ZstdDecompressionWriter.memory_size")]
    fn memory_size(&self, py: Python<'_>) -> PyResult<Number> {
        self.0.memory_size(py)
    }

    #[doc = doc!("ZstdDecompressionWriter.closed")]
    #[getter]
    fn closed(&self) -> bool {
        self.0.is_closed()
    }

    #[doc = doc!("ZstdDecompressionWriter.seek")]
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

    #[doc = doc!("ZstdDecompressionWriter.read")]
    #[pyo3(signature = (size = -1), text_signature = "($self, size=-1)")]
    fn read(&self, py: Python<'_>, #[pyo3(from_py_with = amount)] size: i64) -> PyResult<()> {
        let _ = size;
        Err(unsupported(py, "read"))
    }

    #[doc = doc!("ZstdDecompressionWriter.readall")]
    fn readall(&self, py: Python<'_>) -> PyResult<()> {
        Err(unsupported(py, "readall"))
    }

    #[doc = doc!("ZstdDecompressionWriter.readinto")]
    #[pyo3(signature = (b))]
    fn readinto(&self, py: Python<'_>, b: &Bound<'_, PyAny>) -> PyResult<()> {
        let _ = b;
        Err(unsupported(py, "readinto"))
    }

    #[doc = doc!("ZstdDecompressionWriter.readline")]
    #[pyo3(signature = (size = -1), text_signature = "($self, size=-1)")]
    fn readline(&self, py: Python<'_>, #[pyo3(from_py_with = amount)] size: i64) -> PyResult<()> {
        let _ = size;
        Err(unsupported(py, "readline"))
    }

    #[doc = doc!("ZstdDecompressionWriter.readlines")]
    #[pyo3(signature = (hint = -1), text_signature = "($self, hint=-1)")]
    fn readlines(&self, py: Python<'_>, #[pyo3(from_py_with = amount)] hint: i64) -> PyResult<()> {
        let _ = hint;
        Err(unsupported(py, "readlines"))
    }

    #[doc = doc!("ZstdDecompressionWriter.__iter__")]
    fn __iter__(&self, py: Python<'_>) -> PyResult<()> {
        Err(unsupported(py, "__iter__"))
    }

    #[doc = doc!("ZstdDecompressionWriter.__next__")]
    fn __next__(&self, py: Python<'_>) -> PyResult<()> {
        Err(unsupported(py, "__next__"))
    }

    #[doc = doc!("ZstdDecompressionWriter.truncate")]
    #[pyo3(signature = (size = None))]
    fn truncate(&self, py: Python<'_>, size: Option<&Bound<'_, PyAny>>) -> PyResult<()> {
        let _ = size;
        Err(unsupported(py, "truncate"))
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        self.0.traverse(&visit)
    }
}

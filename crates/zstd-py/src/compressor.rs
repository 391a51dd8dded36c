//! `ZstdCompressor`, and the compressing call that needs none.
#![forbid(unsafe_code)]

use std::sync::Arc;

use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyList, PyType};
use zstd_contract::{CompressorArguments, classic_declared_size, declared_size};
use zstd_core::{CParameter, Compressor, Watch, sequences};
use zstd_mt::compress_batch;

use crate::arguments::{contract, dictionary, parameters, truth};
use crate::batch::{self, Batch};
use crate::buffers::BufferWithSegmentsCollection;
use crate::dictionary::ZstdCompressionDict;
use crate::docs::doc;
use crate::engine::{WORTH_A_RELEASE, attached, detached, released_if};
use crate::integer::integer;
use crate::new_bytes::NewBytesList;
use crate::objects::{Number, Numbers, Text, dict, tuple};
use crate::parameters::ZstdCompressionParameters;
use crate::pickling::{reduction, refusal};
use crate::scratch::Scratch;
use crate::sequence::{extract_sequences, to_tuples};
use crate::signals::watched;
use crate::stream::{
    ChunkIterator, Kind, Sizes, ZstdCompressionChunker, ZstdCompressionObj, ZstdCompressionReader,
    ZstdCompressionWriter, copy_compressed,
};
use crate::view::View;
use crate::warmth::Warmth;

#[doc = doc!("ZstdCompressor")]
#[pyclass(frozen, subclass, module = "zstd")]
pub(crate) struct ZstdCompressor {
    engine: Arc<Compressor>,
    warmth: Warmth,
    /// Whether the constructor can make one like it.
    has_constructor: bool,
    /// From this size of an input on the interpreter is released.
    worth_a_release: usize,
}

#[pymethods]
impl ZstdCompressor {
    #[new]
    #[classmethod]
    #[pyo3(
        signature = (
            level = 3, dict_data = None, compression_params = None, write_checksum = false,
            write_content_size = false, write_dict_id = true, threads = 0,
        ),
        text_signature =
            "(level=3, dict_data=None, compression_params=None, write_checksum=False, \
             write_content_size=False, write_dict_id=True, threads=0)"
    )]
    #[expect(clippy::too_many_arguments, reason = "the signature is the contract's")]
    fn new(
        cls: &Bound<'_, PyType>,
        #[pyo3(from_py_with = integer)] level: i64,
        dict_data: Option<&Bound<'_, PyAny>>,
        compression_params: Option<&Bound<'_, PyAny>>,
        #[pyo3(from_py_with = truth)] write_checksum: bool,
        #[pyo3(from_py_with = truth)] write_content_size: bool,
        #[pyo3(from_py_with = truth)] write_dict_id: bool,
        #[pyo3(from_py_with = integer)] threads: i64,
    ) -> PyResult<Self> {
        let py = cls.py();
        let arguments = CompressorArguments {
            level,
            dictionary: dictionary(dict_data)?,
            parameters: compression_params.map(parameters).transpose()?,
            write_checksum,
            write_content_size,
            write_dict_id,
            threads,
            contract: contract::<Self>(cls)?,
        };
        let engine = attached(py, || arguments.build())?;
        Ok(Self {
            worth_a_release: worth_a_release(&engine),
            warmth: Warmth::default(),
            has_constructor: true,
            engine: Arc::new(engine),
        })
    }

    fn __reduce_ex__<'py>(slf: &Bound<'py, Self>, protocol: i64) -> PyResult<Bound<'py, PyAny>> {
        if !slf.get().has_constructor {
            return Err(refusal(slf)?);
        }
        let (py, engine, options) = (slf.py(), &slf.get().engine, dict(slf.py())?);
        let _ = protocol;
        let dictionary = engine.dictionary().cloned();
        options.set_item(Text("dict_data"), dictionary.map(ZstdCompressionDict::from))?;
        let parameters = ZstdCompressionParameters::from(engine.parameters().clone());
        options.set_item(Text("compression_params"), parameters)?;
        reduction::<Self>(slf, tuple(py, [])?, options)
    }

    #[doc = doc!("ZstdCompressor.compress")]
    #[pyo3(signature = (data, allow_empty = false))]
    fn compress<'py>(
        &self,
        py: Python<'py>,
        data: View,
        #[pyo3(from_py_with = truth)] allow_empty: bool,
    ) -> PyResult<Bound<'py, PyBytes>> {
        self.warm(py);
        compressed(py, &self.engine, &data, allow_empty, self.worth_a_release)
    }

    #[doc = doc!("ZstdCompressor.multi_compress_to_buffer")]
    #[pyo3(signature = (data, threads = 0))]
    fn multi_compress_to_buffer(
        &self,
        py: Python<'_>,
        data: &Bound<'_, PyAny>,
        #[pyo3(from_py_with = integer)] threads: i64,
    ) -> PyResult<BufferWithSegmentsCollection> {
        self.batch(py, data, threads).map(Into::into)
    }

    #[doc = doc!("ZstdCompressor.multi_compress_to_list")]
    #[pyo3(signature = (data, threads = 0))]
    fn multi_compress_to_list<'py>(
        &self,
        py: Python<'py>,
        data: &Bound<'py, PyAny>,
        #[pyo3(from_py_with = integer)] threads: i64,
    ) -> PyResult<Bound<'py, PyList>> {
        let frames = self.batch(py, data, threads)?;
        NewBytesList::copies(py, &frames)
    }

    #[doc = doc!("ZstdCompressor.generate_sequences")]
    fn generate_sequences<'py>(&self, py: Python<'py>, data: View) -> PyResult<Bound<'py, PyList>> {
        let found = detached(py, || sequences::generate(&self.engine, &data))?;
        to_tuples(py, found)
    }

    #[doc = doc!("ZstdCompressor.compress_sequences")]
    fn compress_sequences<'py>(
        &self,
        py: Python<'py>,
        sequences: &Bound<'_, PyAny>,
        data: View,
    ) -> PyResult<Bound<'py, PyBytes>> {
        let given = extract_sequences(sequences)?;
        let frame = detached(py, || {
            sequences::compress::<Scratch>(&self.engine, &given, &data)
        })?;
        frame.to_bytes(py)
    }

    #[doc = doc!("ZstdCompressor.stream_reader")]
    #[pyo3(
        signature = (source, size = -1, read_size = 131072, *, closefd = true),
        text_signature = "($self, source, size=-1, read_size=131072, *, closefd=True)"
    )]
    pub(crate) fn stream_reader(
        &self,
        source: &Bound<'_, PyAny>,
        #[pyo3(from_py_with = integer)] size: i64,
        #[pyo3(from_py_with = integer)] read_size: i64,
        #[pyo3(from_py_with = truth)] closefd: bool,
    ) -> PyResult<ZstdCompressionReader> {
        self.warm(source.py());
        ZstdCompressionReader::make(&self.engine, source, size, read_size, closefd)
    }

    #[doc = doc!("ZstdCompressor.stream_writer")]
    #[pyo3(
        signature = (
            writer, size = -1, write_size = 131591, write_return_read = true, *, closefd = true,
        ),
        text_signature =
            "($self, writer, size=-1, write_size=131591, write_return_read=True, *, closefd=True)"
    )]
    pub(crate) fn stream_writer(
        &self,
        writer: &Bound<'_, PyAny>,
        #[pyo3(from_py_with = integer)] size: i64,
        #[pyo3(from_py_with = integer)] write_size: i64,
        #[pyo3(from_py_with = truth)] write_return_read: bool,
        #[pyo3(from_py_with = truth)] closefd: bool,
    ) -> PyResult<ZstdCompressionWriter> {
        let size = attached(writer.py(), || declared_size(size))?;
        let kind = Kind::File {
            returns_taken: write_return_read,
            closefd,
        };
        self.writer(writer, size, write_size, kind)
    }

    #[doc = doc!("ZstdCompressor.write_to")]
    #[pyo3(signature = (fh, size = 0, write_size = 131591))]
    fn write_to(
        &self,
        fh: &Bound<'_, PyAny>,
        #[pyo3(from_py_with = integer)] size: i64,
        #[pyo3(from_py_with = integer)] write_size: i64,
    ) -> PyResult<ZstdCompressionWriter> {
        let size = attached(fh.py(), || self.classic_size(size))?;
        self.writer(fh, size, write_size, Kind::Context)
    }

    #[doc = doc!("ZstdCompressor.read_to_iter")]
    #[pyo3(
        signature = (reader, size = -1, read_size = 131072, write_size = 131591),
        text_signature = "($self, reader, size=-1, read_size=131072, write_size=131591)"
    )]
    fn read_to_iter(
        &self,
        reader: &Bound<'_, PyAny>,
        #[pyo3(from_py_with = integer)] size: i64,
        #[pyo3(from_py_with = integer)] read_size: i64,
        #[pyo3(from_py_with = integer)] write_size: i64,
    ) -> PyResult<ChunkIterator> {
        let size = attached(reader.py(), || declared_size(size))?;
        self.chunks(reader, size, read_size, write_size)
    }

    #[doc = doc!("ZstdCompressor.read_from")]
    #[pyo3(signature = (reader, size = 0, read_size = 131072, write_size = 131591))]
    fn read_from(
        &self,
        reader: &Bound<'_, PyAny>,
        #[pyo3(from_py_with = integer)] size: i64,
        #[pyo3(from_py_with = integer)] read_size: i64,
        #[pyo3(from_py_with = integer)] write_size: i64,
    ) -> PyResult<ChunkIterator> {
        let size = attached(reader.py(), || self.classic_size(size))?;
        self.chunks(reader, size, read_size, write_size)
    }

    #[doc = doc!("ZstdCompressor.copy_stream")]
    #[pyo3(signature = (ifh, ofh, size = 0, read_size = 131072, write_size = 131591))]
    fn copy_stream(
        &self,
        ifh: &Bound<'_, PyAny>,
        ofh: &Bound<'_, PyAny>,
        #[pyo3(from_py_with = integer)] size: i64,
        #[pyo3(from_py_with = integer)] read_size: i64,
        #[pyo3(from_py_with = integer)] write_size: i64,
    ) -> PyResult<Numbers<2>> {
        self.warm(ifh.py());
        let sizes = Sizes {
            read: read_size,
            write: write_size,
        };
        copy_compressed(&self.engine, ifh, ofh, size, sizes)
    }

    #[doc = doc!("ZstdCompressor.compressobj")]
    #[pyo3(signature = (size = 0))]
    fn compressobj(
        &self,
        py: Python<'_>,
        #[pyo3(from_py_with = integer)] size: i64,
    ) -> PyResult<ZstdCompressionObj> {
        self.warm(py);
        ZstdCompressionObj::make(py, &self.engine, size, self.worth_a_release)
    }

    #[doc = doc!("ZstdCompressor.chunker")]
    #[pyo3(
        signature = (size = -1, chunk_size = 131591),
        text_signature = "($self, size=-1, chunk_size=131591)"
    )]
    fn chunker(
        &self,
        py: Python<'_>,
        #[pyo3(from_py_with = integer)] size: i64,
        #[pyo3(from_py_with = integer)] chunk_size: i64,
    ) -> PyResult<ZstdCompressionChunker> {
        self.warm(py);
        ZstdCompressionChunker::make(py, &self.engine, size, chunk_size)
    }

    #[doc = doc!("ZstdCompressor.memory_size")]
    fn memory_size(&self, py: Python<'_>) -> PyResult<Number> {
        self.warm(py);
        attached(py, || self.engine.memory_size()).map(Number::from)
    }

    #[doc = doc!("ZstdCompressor.frame_progression")]
    fn frame_progression(&self, py: Python<'_>) -> PyResult<Numbers<3>> {
        self.warm(py);
        let progression = attached(py, || self.engine.progression())?;
        let numbers = [
            progression.ingested,
            progression.consumed,
            progression.produced,
        ];
        Ok(Numbers(numbers.map(Number::from)))
    }
}

impl From<Compressor> for ZstdCompressor {
    fn from(engine: Compressor) -> Self {
        Self {
            worth_a_release: worth_a_release(&engine),
            engine: Arc::new(engine),
            warmth: Warmth::default(),
            has_constructor: false,
        }
    }
}

impl ZstdCompressor {
    /// The engine.
    pub(crate) fn engine(&self) -> &Arc<Compressor> {
        &self.engine
    }

    /// From this size of an input on the interpreter is released.
    pub(crate) fn worth_a_release(&self) -> usize {
        self.worth_a_release
    }

    /// The size that a call of old declares.
    fn classic_size(&self, size: i64) -> zstd_contract::Result<Option<u64>> {
        classic_declared_size(self.engine.conventions(), size)
    }

    /// Digests the dictionary, if there is one and this is the first call that needs it.
    fn warm(&self, py: Python<'_>) {
        self.warmth.ensure(py, self.engine.dictionary(), || {
            drop(self.engine.context());
        });
    }

    fn writer(
        &self,
        writer: &Bound<'_, PyAny>,
        size: Option<u64>,
        write_size: i64,
        kind: Kind,
    ) -> PyResult<ZstdCompressionWriter> {
        self.warm(writer.py());
        let worth = self.worth_a_release;
        ZstdCompressionWriter::make(&self.engine, writer, size, write_size, kind, worth)
    }

    fn chunks(
        &self,
        reader: &Bound<'_, PyAny>,
        size: Option<u64>,
        read_size: i64,
        write_size: i64,
    ) -> PyResult<ChunkIterator> {
        self.warm(reader.py());
        let sizes = Sizes {
            read: read_size,
            write: write_size,
        };
        ChunkIterator::compress(&self.engine, reader, size, sizes)
    }

    fn batch(
        &self,
        py: Python<'_>,
        data: &Bound<'_, PyAny>,
        threads: i64,
    ) -> PyResult<zstd_buffers::BufferWithSegmentsCollection> {
        let batch = Batch::extract(data)?;
        let items = batch.items();
        batch::run(py, threads, |options| {
            compress_batch(&self.engine, items, options)
        })
    }
}

#[doc = doc!("compress")]
#[pyfunction]
#[pyo3(signature = (data, level = 3))]
pub(crate) fn compress(
    py: Python<'_>,
    data: View,
    #[pyo3(from_py_with = integer)] level: i64,
) -> PyResult<Bound<'_, PyBytes>> {
    let engine = attached(py, || CompressorArguments::single_call(level).build())?;
    compressed(py, &engine, &data, true, worth_a_release(&engine))
}

/// One frame with all of the data, watched for signals where that may take long.
fn compressed<'py>(
    py: Python<'py>,
    engine: &Compressor,
    data: &View,
    allow_empty: bool,
    worth_a_release: usize,
) -> PyResult<Bound<'py, PyBytes>> {
    let frame = if data.len() >= Watch::WORTHWHILE {
        watched(py, |watch| engine.compress_watched::<Scratch>(data, watch))
    } else {
        released_if(py, data.len() >= worth_a_release, || {
            engine.check_empty(data.len(), allow_empty)?;
            engine.compress_with::<Scratch>(data)
        })
    }?;
    frame.to_bytes(py)
}

/// The strong strategies take ten times as long for an input as the others, and more.
fn worth_a_release(engine: &Compressor) -> usize {
    let parameters = engine.parameters();
    let strong = parameters.get_or_zero(CParameter::CompressionLevel) > 9
        || parameters.get_or_zero(CParameter::Strategy) > 5;
    if strong {
        WORTH_A_RELEASE / 16
    } else {
        WORTH_A_RELEASE
    }
}

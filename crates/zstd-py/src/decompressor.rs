//! `ZstdDecompressor`, and the decompressing call that needs none.
#![forbid(unsafe_code)]

use std::sync::Arc;

use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyList, PyType};
use zstd_contract::{DecompressArguments, DecompressorArguments, Failure, given_sizes, limited};
use zstd_core::{DParameter, Decompressor};
use zstd_dict::decompress_chain;
use zstd_mt::decompress_batch;

use crate::arguments::{contract, dictionary, optional_truth, truth};
use crate::batch::{self, Batch};
use crate::buffers::BufferWithSegmentsCollection;
use crate::dictionary::ZstdCompressionDict;
use crate::docs::doc;
use crate::engine::{attached, detached};
use crate::integer::integer;
use crate::new_bytes::NewBytes;
use crate::objects::{Number, Numbers, Text, dict, tuple};
use crate::output;
use crate::pickling::{reduction, refusal};
use crate::stream::{
    ChunkIterator, Kind, Sizes, ZstdDecompressionObj, ZstdDecompressionReader,
    ZstdDecompressionWriter, copy_decompressed,
};
use crate::view::View;
use crate::warmth::Warmth;

#[doc = doc!("ZstdDecompressor")]
#[pyclass(frozen, subclass, module = "zstd")]
pub(crate) struct ZstdDecompressor {
    engine: Arc<Decompressor>,
    warmth: Warmth,
    /// Whether the constructor can make one like it.
    has_constructor: bool,
}

/// The parameters that the constructor takes by name alone, in its order.
const OPTIONS: [DParameter; 3] = [
    DParameter::ForceIgnoreChecksum,
    DParameter::DisableHuffmanAssembly,
    DParameter::MaxBlockSize,
];

#[pymethods]
impl ZstdDecompressor {
    #[new]
    #[classmethod]
    #[pyo3(
        signature = (
            dict_data = None, max_window_size = 0, format = 0, *,
            force_ignore_checksum = 0, disable_huffman_assembly = 0, max_block_size = 0,
            max_output_size = 0,
        ),
        text_signature =
            "(dict_data=None, max_window_size=0, format=0, *, force_ignore_checksum=0, \
             disable_huffman_assembly=0, max_block_size=0, max_output_size=0)"
    )]
    #[expect(clippy::too_many_arguments, reason = "the signature is the contract's")]
    fn new(
        cls: &Bound<'_, PyType>,
        dict_data: Option<&Bound<'_, PyAny>>,
        #[pyo3(from_py_with = integer)] max_window_size: i64,
        #[pyo3(from_py_with = integer)] format: i64,
        #[pyo3(from_py_with = integer)] force_ignore_checksum: i64,
        #[pyo3(from_py_with = integer)] disable_huffman_assembly: i64,
        #[pyo3(from_py_with = integer)] max_block_size: i64,
        #[pyo3(from_py_with = integer)] max_output_size: i64,
    ) -> PyResult<Self> {
        let py = cls.py();
        let arguments = DecompressorArguments {
            contract: contract::<Self>(cls)?,
            dictionary: dictionary(dict_data)?,
            max_window_size,
            max_output_size,
            format,
            parameters: OPTIONS
                .into_iter()
                .zip([
                    force_ignore_checksum,
                    disable_huffman_assembly,
                    max_block_size,
                ])
                .collect(),
        };
        Ok(Self {
            engine: Arc::new(attached(py, || arguments.build())?),
            warmth: Warmth::default(),
            has_constructor: true,
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
        let window = engine.max_window_size().unwrap_or(0);
        options.set_item(Text("max_window_size"), Number::from(window))?;
        options.set_item(Text("format"), Number::from(engine.format().number()))?;
        let output = engine.max_output_size().unwrap_or(0);
        options.set_item(Text("max_output_size"), Number::from(output))?;
        for parameter in OPTIONS {
            let value = engine.parameter(parameter).unwrap_or(0);
            options.set_item(Text(parameter.name()), Number::from(value))?;
        }
        reduction::<Self>(slf, tuple(py, [])?, options)
    }

    #[doc = doc!("ZstdDecompressor.decompress")]
    #[pyo3(signature = (data, max_output_size = 0, read_across_frames = false, allow_extra_data = None))]
    fn decompress<'py>(
        &self,
        py: Python<'py>,
        data: View,
        #[pyo3(from_py_with = integer)] max_output_size: i64,
        #[pyo3(from_py_with = truth)] read_across_frames: bool,
        #[pyo3(from_py_with = optional_truth)] allow_extra_data: Option<bool>,
    ) -> PyResult<Bound<'py, PyBytes>> {
        self.warm(py);
        let arguments = DecompressArguments {
            max_output_size,
            read_across_frames,
            allow_extra_data,
        };
        output::decompress(py, &self.engine, &data, arguments)
    }

    #[doc = doc!("ZstdDecompressor.multi_decompress_to_buffer")]
    #[pyo3(signature = (frames, decompressed_sizes = None, threads = 0, *, max_output_size = 0))]
    fn multi_decompress_to_buffer(
        &self,
        py: Python<'_>,
        frames: &Bound<'_, PyAny>,
        decompressed_sizes: Option<View>,
        #[pyo3(from_py_with = integer)] threads: i64,
        #[pyo3(from_py_with = integer)] max_output_size: i64,
    ) -> PyResult<BufferWithSegmentsCollection> {
        let batch = Batch::extract(frames)?;
        let (items, given) = (batch.items(), decompressed_sizes.as_deref());
        let contents = batch::run(py, threads, |options| {
            let sizes = given_sizes(given, items.count())?;
            let options = limited(options, max_output_size)?;
            let sizes = sizes.as_deref();
            Ok::<_, Failure>(decompress_batch(&self.engine, items, sizes, &options)?)
        })?;
        Ok(contents.into())
    }

    #[doc = doc!("ZstdDecompressor.multi_decompress_to_list")]
    #[pyo3(signature = (frames, decompressed_sizes = None, threads = 0, *, max_output_size = 0))]
    fn multi_decompress_to_list<'py>(
        &self,
        py: Python<'py>,
        frames: &Bound<'py, PyAny>,
        decompressed_sizes: Option<View>,
        #[pyo3(from_py_with = integer)] threads: i64,
        #[pyo3(from_py_with = integer)] max_output_size: i64,
    ) -> PyResult<Bound<'py, PyList>> {
        let batch = Batch::extract(frames)?;
        let (items, given) = (batch.items(), decompressed_sizes.as_deref());
        output::decompress_to_list(py, &self.engine, items, given, threads, max_output_size)
    }

    #[doc = doc!("ZstdDecompressor.decompress_content_dict_chain")]
    fn decompress_content_dict_chain<'py>(
        &self,
        py: Python<'py>,
        frames: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyBytes>> {
        let batch = Batch::extract_chain(frames)?;
        let items = batch.items();
        let content = detached(py, || decompress_chain::<NewBytes, _>(&self.engine, items))?;
        Ok(content.into_bound(py))
    }

    #[doc = doc!("ZstdDecompressor.stream_reader")]
    #[pyo3(signature = (source, read_size = 131075, read_across_frames = false, *, closefd = true))]
    pub(crate) fn stream_reader(
        &self,
        source: &Bound<'_, PyAny>,
        #[pyo3(from_py_with = integer)] read_size: i64,
        #[pyo3(from_py_with = truth)] read_across_frames: bool,
        #[pyo3(from_py_with = truth)] closefd: bool,
    ) -> PyResult<ZstdDecompressionReader> {
        self.warm(source.py());
        ZstdDecompressionReader::make(&self.engine, source, read_size, read_across_frames, closefd)
    }

    #[doc = doc!("ZstdDecompressor.stream_writer")]
    #[pyo3(signature = (
        writer, write_size = 131072, write_return_read = true, *, closefd = true,
        read_across_frames = true,
    ))]
    pub(crate) fn stream_writer(
        &self,
        writer: &Bound<'_, PyAny>,
        #[pyo3(from_py_with = integer)] write_size: i64,
        #[pyo3(from_py_with = truth)] write_return_read: bool,
        #[pyo3(from_py_with = truth)] closefd: bool,
        #[pyo3(from_py_with = truth)] read_across_frames: bool,
    ) -> PyResult<ZstdDecompressionWriter> {
        self.warm(writer.py());
        let kind = Kind::File {
            returns_taken: write_return_read,
            closefd,
        };
        ZstdDecompressionWriter::make(&self.engine, writer, write_size, read_across_frames, kind)
    }

    #[doc = doc!("ZstdDecompressor.write_to")]
    #[pyo3(signature = (fh, write_size = 131072, *, read_across_frames = true))]
    fn write_to(
        &self,
        fh: &Bound<'_, PyAny>,
        #[pyo3(from_py_with = integer)] write_size: i64,
        #[pyo3(from_py_with = truth)] read_across_frames: bool,
    ) -> PyResult<ZstdDecompressionWriter> {
        self.warm(fh.py());
        let kind = Kind::Context;
        ZstdDecompressionWriter::make(&self.engine, fh, write_size, read_across_frames, kind)
    }

    #[doc = doc!("ZstdDecompressor.read_to_iter")]
    #[pyo3(signature = (
        reader, read_size = 131075, write_size = 131072, skip_bytes = 0, *,
        read_across_frames = true,
    ))]
    fn read_to_iter(
        &self,
        reader: &Bound<'_, PyAny>,
        #[pyo3(from_py_with = integer)] read_size: i64,
        #[pyo3(from_py_with = integer)] write_size: i64,
        #[pyo3(from_py_with = integer)] skip_bytes: i64,
        #[pyo3(from_py_with = truth)] read_across_frames: bool,
    ) -> PyResult<ChunkIterator> {
        self.warm(reader.py());
        let sizes = Sizes {
            read: read_size,
            write: write_size,
        };
        ChunkIterator::decompress(&self.engine, reader, sizes, skip_bytes, read_across_frames)
    }

    #[doc = doc!("ZstdDecompressor.read_from")]
    #[pyo3(signature = (
        reader, read_size = 131075, write_size = 131072, skip_bytes = 0, *,
        read_across_frames = true,
    ))]
    fn read_from(
        &self,
        reader: &Bound<'_, PyAny>,
        #[pyo3(from_py_with = integer)] read_size: i64,
        #[pyo3(from_py_with = integer)] write_size: i64,
        #[pyo3(from_py_with = integer)] skip_bytes: i64,
        #[pyo3(from_py_with = truth)] read_across_frames: bool,
    ) -> PyResult<ChunkIterator> {
        self.read_to_iter(
            reader,
            read_size,
            write_size,
            skip_bytes,
            read_across_frames,
        )
    }

    #[doc = doc!("ZstdDecompressor.copy_stream")]
    #[pyo3(signature = (
        ifh, ofh, read_size = 131075, write_size = 131072, *, read_across_frames = true,
    ))]
    fn copy_stream(
        &self,
        ifh: &Bound<'_, PyAny>,
        ofh: &Bound<'_, PyAny>,
        #[pyo3(from_py_with = integer)] read_size: i64,
        #[pyo3(from_py_with = integer)] write_size: i64,
        #[pyo3(from_py_with = truth)] read_across_frames: bool,
    ) -> PyResult<Numbers<2>> {
        self.warm(ifh.py());
        let sizes = Sizes {
            read: read_size,
            write: write_size,
        };
        copy_decompressed(&self.engine, ifh, ofh, sizes, read_across_frames)
    }

    #[doc = doc!("ZstdDecompressor.decompressobj")]
    #[pyo3(signature = (write_size = 131072, read_across_frames = false))]
    fn decompressobj(
        &self,
        py: Python<'_>,
        #[pyo3(from_py_with = integer)] write_size: i64,
        #[pyo3(from_py_with = truth)] read_across_frames: bool,
    ) -> PyResult<ZstdDecompressionObj> {
        self.warm(py);
        ZstdDecompressionObj::make(py, &self.engine, write_size, read_across_frames)
    }

    #[doc = doc!("ZstdDecompressor.memory_size")]
    fn memory_size(&self, py: Python<'_>) -> PyResult<Number> {
        self.warm(py);
        attached(py, || self.engine.memory_size()).map(Number::from)
    }
}

impl From<Decompressor> for ZstdDecompressor {
    fn from(engine: Decompressor) -> Self {
        Self {
            engine: Arc::new(engine),
            warmth: Warmth::default(),
            has_constructor: false,
        }
    }
}

impl ZstdDecompressor {
    /// The engine.
    pub(crate) fn engine(&self) -> &Arc<Decompressor> {
        &self.engine
    }

    /// Digests the dictionary, if there is one and this is the first call that needs it.
    fn warm(&self, py: Python<'_>) {
        self.warmth.ensure(py, self.engine.dictionary(), || {
            drop(self.engine.context());
        });
    }
}

#[doc = doc!("decompress")]
#[pyfunction]
#[pyo3(signature = (data, max_output_size = 0))]
pub(crate) fn decompress(
    py: Python<'_>,
    data: View,
    #[pyo3(from_py_with = integer)] max_output_size: i64,
) -> PyResult<Bound<'_, PyBytes>> {
    let arguments = DecompressArguments {
        max_output_size,
        ..DecompressArguments::default()
    };
    output::decompress(py, &Decompressor::new(), &data, arguments)
}

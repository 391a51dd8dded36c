//! The Python module `zstd`, as the extension module `zstd._native`.
//!
//! PyO3 classes over the engines and nothing else: a method extracts its arguments, makes one call, and converts the result
//! or the failure. The rules are below, in `zstd-contract` and the engines; the docstrings are those of the type stub.

mod arguments;
mod batch;
mod buffers;
mod compressor;
mod constants;
mod decompressor;
mod dictionary;
mod docs;
mod engine;
mod errors;
mod frames;
mod integer;
mod names;
mod new_bytes;
mod objects;
mod once;
mod output;
mod parameters;
mod pickling;
mod raise;
mod scratch;
mod sequence;
mod shorten;
mod signals;
mod stdlib;
mod stream;
mod training;
mod view;
mod warmth;
mod zstd_error;

/// What is small is there when the system has no memory left, so that a call can end with an exception.
#[global_allocator]
static ALLOCATOR: zstd_buffers::Reserve = zstd_buffers::Reserve::new();

#[pyo3::pymodule(gil_used = false)]
mod _native {
    use pyo3::prelude::*;
    use pyo3::types::PyCFunction;

    use crate::docs::doc;

    #[pymodule_export]
    use crate::buffers::{
        BufferSegment, BufferSegments, BufferWithSegments, BufferWithSegmentsCollection,
    };
    #[pymodule_export]
    use crate::compressor::{ZstdCompressor, compress};
    #[pymodule_export]
    use crate::decompressor::{ZstdDecompressor, decompress};
    #[pymodule_export]
    use crate::dictionary::{ZstdCompressionDict, dictionary_id};
    #[pymodule_export]
    use crate::frames::{
        FrameParameters, decompressed_bound, decompression_margin, frame_compressed_size,
        frame_content_size, frame_header_size, get_frame_parameters, is_frame, is_skippable_frame,
        read_skippable_frame, write_skippable_frame,
    };
    #[pymodule_export]
    use crate::parameters::{
        CompressionParameters, ZstdCompressionParameters, estimate_compression_context_size,
        estimate_decompression_context_size, get_compression_parameters, parameter_bounds,
    };
    #[pymodule_export]
    use crate::stdlib::{
        FrameCompressor, FrameDecompressor, stdlib_compress, stdlib_compressor, stdlib_decompress,
        stdlib_decompressor, stdlib_finalize, stdlib_train,
    };
    #[pymodule_export]
    use crate::stream::{
        ZstdCompressionChunker, ZstdCompressionObj, ZstdCompressionReader, ZstdCompressionWriter,
        ZstdDecompressionObj, ZstdDecompressionReader, ZstdDecompressionWriter,
    };
    #[pymodule_export]
    use crate::training::{train_cover_dictionary, train_dictionary};
    #[pymodule_export]
    use crate::zstd_error::ZstdError;

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        let py = module.py();
        crate::once::prepare(module)?;
        module.add("__doc__", doc!(""))?;
        crate::constants::add(module)?;
        py.get_type::<ZstdError>().setattr("code", py.None())?;
        crate::stream::register_files(
            py,
            [
                py.get_type::<ZstdCompressionReader>(),
                py.get_type::<ZstdCompressionWriter>(),
                py.get_type::<ZstdDecompressionReader>(),
                py.get_type::<ZstdDecompressionWriter>(),
            ],
        )?;
        // Functions are those of the package, whose name programs import and pickles refer to.
        for member in module.dict().values() {
            if member.is_instance_of::<PyCFunction>() {
                member.setattr("__module__", "zstd")?;
            }
        }
        Ok(())
    }
}

//! `ZstdCompressionParameters`.
#![forbid(unsafe_code)]

use pyo3::prelude::*;
use pyo3::types::PyDict;
use zstd_contract::{
    Shown, level_parameters_with, option_value, option_values, parameters_from_options,
};
use zstd_core::CParameters;

use crate::arguments::integers;
use crate::docs::doc;
use crate::engine::attached;
use crate::integer::integer;
use crate::objects::{Number, Text, dict, tuple};
use crate::pickling::reduction;

#[doc = doc!("ZstdCompressionParameters")]
#[pyclass(frozen, subclass, module = "zstd")]
pub(crate) struct ZstdCompressionParameters(CParameters);

impl From<CParameters> for ZstdCompressionParameters {
    fn from(parameters: CParameters) -> Self {
        Self(parameters)
    }
}

impl ZstdCompressionParameters {
    /// The parameters as the engines know them.
    pub(crate) fn engine(&self) -> &CParameters {
        &self.0
    }

    fn value(&self, py: Python<'_>, name: &str) -> PyResult<Number> {
        attached(py, || option_value(&self.0, name)).map(Number::from)
    }
}

/// The methods of the class. Each parameter is one row: name, default and docstring.
macro_rules! methods {
    (
        $text_signature:tt;
        by position or name: $($name:ident = $default:expr, $doc:tt;)+
        ;
        by name: $($keyword:ident = $keyword_default:expr, $keyword_doc:tt;)+
    ) => {
        #[pymethods]
        impl ZstdCompressionParameters {
            #[new]
            #[pyo3(
                signature = ($($name = $default,)+ *, $($keyword = $keyword_default,)+),
                text_signature = $text_signature
            )]
            #[expect(clippy::too_many_arguments, reason = "the signature is the contract's")]
            fn new(
                py: Python<'_>,
                $(#[pyo3(from_py_with = integer)] $name: i64,)+
                $(#[pyo3(from_py_with = integer)] $keyword: i64,)+
            ) -> PyResult<Self> {
                let options = [
                    $((stringify!($name), $name),)+
                    $((stringify!($keyword), $keyword),)+
                ];
                attached(py, || parameters_from_options(options)).map(Self)
            }

            #[doc = doc!("ZstdCompressionParameters.from_level")]
            #[staticmethod]
            #[pyo3(signature = (level, source_size = 0, dict_size = 0, **kwargs))]
            fn from_level(
                py: Python<'_>,
                #[pyo3(from_py_with = integer)] level: i64,
                #[pyo3(from_py_with = integer)] source_size: i64,
                #[pyo3(from_py_with = integer)] dict_size: i64,
                kwargs: Option<&Bound<'_, PyDict>>,
            ) -> PyResult<Self> {
                let given = integers(kwargs)?;
                let options = given.iter().map(|(name, value)| (name.as_str(), *value));
                attached(py, || {
                    level_parameters_with(level, source_size, dict_size, options)
                })
                .map(Self)
            }

            $(
                #[doc = doc!($doc)]
                #[getter]
                fn $name(&self, py: Python<'_>) -> PyResult<Number> {
                    self.value(py, stringify!($name))
                }
            )+

            $(
                #[doc = doc!($keyword_doc)]
                #[getter]
                fn $keyword(&self, py: Python<'_>) -> PyResult<Number> {
                    self.value(py, stringify!($keyword))
                }
            )+

            #[doc = doc!("ZstdCompressionParameters.estimated_compression_context_size")]
            fn estimated_compression_context_size(&self, py: Python<'_>) -> PyResult<Number> {
                attached(py, || self.0.estimated_context_size()).map(Number::from)
            }

            fn __reduce_ex__<'py>(
                slf: &Bound<'py, Self>,
                protocol: i64,
            ) -> PyResult<Bound<'py, PyAny>> {
                let (py, options) = (slf.py(), dict(slf.py())?);
                let _ = protocol;
                for (name, value) in option_values(&slf.get().0) {
                    options.set_item(Text(name), Number::from(value))?;
                }
                reduction::<Self>(slf, tuple(py, [])?, options)
            }

            fn __repr__(&self) -> Text<String> {
                Text(Shown::Parameters(&self.0).to_string())
            }
        }
    };
}

methods! {
    // What PyO3 derives would show negative defaults as dots.
    "(format=0, compression_level=0, window_log=0, hash_log=0, chain_log=0, search_log=0, \
         min_match=0, target_length=0, strategy=-1, write_content_size=1, write_checksum=0, \
         write_dict_id=0, job_size=-1, overlap_log=-1, force_max_window=0, enable_ldm=0, \
         ldm_hash_log=0, ldm_min_match=0, ldm_bucket_size_log=0, ldm_hash_rate_log=-1, threads=0, \
         *, target_cblock_size=0, rsyncable=0, force_attach_dict=0, literal_compression_mode=0, \
         src_size_hint=0, enable_dedicated_dict_search=0, stable_in_buffer=0, \
         stable_out_buffer=0, block_delimiters=0, validate_sequences=0, split_after_sequences=0, \
         use_row_match_finder=0, deterministic_ref_prefix=0, prefetch_cdict_tables=0, \
         enable_seq_producer_fallback=0, max_block_size=0, repcode_resolution=0, \
         block_splitter_level=0)";
    by position or name:
    format = 0, "ZstdCompressionParameters.format";
    compression_level = 0, "ZstdCompressionParameters.compression_level";
    window_log = 0, "ZstdCompressionParameters.window_log";
    hash_log = 0, "ZstdCompressionParameters.hash_log";
    chain_log = 0, "ZstdCompressionParameters.chain_log";
    search_log = 0, "ZstdCompressionParameters.search_log";
    min_match = 0, "ZstdCompressionParameters.min_match";
    target_length = 0, "ZstdCompressionParameters.target_length";
    strategy = -1, "ZstdCompressionParameters.strategy";
    write_content_size = 1, "ZstdCompressionParameters.write_content_size";
    write_checksum = 0, "ZstdCompressionParameters.write_checksum";
    write_dict_id = 0, "ZstdCompressionParameters.write_dict_id";
    job_size = -1, "ZstdCompressionParameters.job_size";
    overlap_log = -1, "ZstdCompressionParameters.overlap_log";
    force_max_window = 0, "ZstdCompressionParameters.force_max_window";
    enable_ldm = 0, "ZstdCompressionParameters.enable_ldm";
    ldm_hash_log = 0, "ZstdCompressionParameters.ldm_hash_log";
    ldm_min_match = 0, "ZstdCompressionParameters.ldm_min_match";
    ldm_bucket_size_log = 0, "ZstdCompressionParameters.ldm_bucket_size_log";
    ldm_hash_rate_log = -1, "ZstdCompressionParameters.ldm_hash_rate_log";
    threads = 0, "ZstdCompressionParameters.threads";
    ;
    by name:
    target_cblock_size = 0, "ZstdCompressionParameters.target_cblock_size";
    rsyncable = 0, "ZstdCompressionParameters.rsyncable";
    force_attach_dict = 0, "ZstdCompressionParameters.force_attach_dict";
    literal_compression_mode = 0, "ZstdCompressionParameters.literal_compression_mode";
    src_size_hint = 0, "ZstdCompressionParameters.src_size_hint";
    enable_dedicated_dict_search = 0, "ZstdCompressionParameters.enable_dedicated_dict_search";
    stable_in_buffer = 0, "ZstdCompressionParameters.stable_in_buffer";
    stable_out_buffer = 0, "ZstdCompressionParameters.stable_out_buffer";
    block_delimiters = 0, "ZstdCompressionParameters.block_delimiters";
    validate_sequences = 0, "ZstdCompressionParameters.validate_sequences";
    split_after_sequences = 0, "ZstdCompressionParameters.split_after_sequences";
    use_row_match_finder = 0, "ZstdCompressionParameters.use_row_match_finder";
    deterministic_ref_prefix = 0, "ZstdCompressionParameters.deterministic_ref_prefix";
    prefetch_cdict_tables = 0, "ZstdCompressionParameters.prefetch_cdict_tables";
    enable_seq_producer_fallback = 0, "ZstdCompressionParameters.enable_seq_producer_fallback";
    max_block_size = 0, "ZstdCompressionParameters.max_block_size";
    repcode_resolution = 0, "ZstdCompressionParameters.repcode_resolution";
    block_splitter_level = 0, "ZstdCompressionParameters.block_splitter_level";
}

//! Compressors, decompressors, dictionaries, parameters and buffers out of their descriptions.

use std::ffi::{CString, c_void};
use std::ptr;

use super::bindings::{
    zstdrs_buffer, zstdrs_collection, zstdrs_compressor, zstdrs_decompressor, zstdrs_dictionary,
    zstdrs_items, zstdrs_named_option, zstdrs_parameters,
};
use super::library::{Library, Owned};
use crate::operation::{
    Compression, Decompression, DictionarySource, Items, Parameters, Segmented,
};
use crate::outcome::Failure;

/// Options by name, and the memory that the names are in.
pub(super) struct Named {
    entries: Vec<zstdrs_named_option>,
    _names: Vec<CString>,
}

impl Named {
    pub(super) fn new(options: &[(&'static str, i64)]) -> Self {
        let names: Vec<CString> = options
            .iter()
            .map(|(name, _)| CString::new(*name).unwrap_or_default())
            .collect();
        let entries = names.iter().zip(options);
        let entries = entries.map(|(name, (_, value))| zstdrs_named_option {
            name: name.as_ptr(),
            value: *value,
        });
        Self {
            entries: entries.collect(),
            _names: names,
        }
    }

    fn parts(&self) -> (*const zstdrs_named_option, usize) {
        (self.entries.as_ptr(), self.entries.len())
    }
}

/// Items of a batch, and what they refer to.
pub(super) struct Batch<'a> {
    /// What calls take.
    pub(super) raw: zstdrs_items,
    /// The number of items.
    pub(super) count: usize,
    _buffer: Option<Owned<'a, zstdrs_buffer>>,
    _collection: Option<Owned<'a, zstdrs_collection>>,
    _pointers: Vec<*const c_void>,
    _lengths: Vec<usize>,
}

impl Library {
    pub(super) fn compressor(
        &self,
        with: &Compression,
    ) -> Result<Owned<'_, zstdrs_compressor>, Failure> {
        let source = with.dictionary.as_ref();
        let dictionary = source.map(|source| self.dictionary(source)).transpose()?;
        let described = with.parameters.as_ref();
        let parameters = described
            .map(|described| self.parameters(described))
            .transpose()?;
        let mut options = self.defaults(self.table.zstdrs_compressor_options_init)?;
        options.level = with.level;
        options.dictionary = address(&dictionary);
        options.parameters = address(&parameters);
        options.write_checksum = with.checksum.into();
        options.write_content_size = with.content_size.into();
        options.write_dict_id = with.dict_id.into();
        options.threads = with.threads;
        self.make(self.table.zstdrs_compressor_free, |out| {
            // SAFETY: the options and the handles in them are live; `out` is writable.
            unsafe { self.table.zstdrs_compressor_new(&raw const options, out) }
        })
    }

    pub(super) fn decompressor(
        &self,
        with: &Decompression,
    ) -> Result<Owned<'_, zstdrs_decompressor>, Failure> {
        let source = with.dictionary.as_ref();
        let dictionary = source.map(|source| self.dictionary(source)).transpose()?;
        let named = Named::new(&with.parameters);
        let mut options = self.defaults(self.table.zstdrs_decompressor_options_init)?;
        options.dictionary = address(&dictionary);
        options.max_window_size = with.max_window_size;
        options.max_output_size = with.max_output_size;
        options.format = with.format;
        (options.parameters, options.parameter_count) = named.parts();
        self.make(self.table.zstdrs_decompressor_free, |out| {
            // SAFETY: the options, their names and the handle in them are live; `out` is writable.
            unsafe { self.table.zstdrs_decompressor_new(&raw const options, out) }
        })
    }

    pub(super) fn dictionary(
        &self,
        source: &DictionarySource,
    ) -> Result<Owned<'_, zstdrs_dictionary>, Failure> {
        let data = &source.data.0;
        let (k, d) = (source.k.into(), source.d.into());
        let made = self.make(self.table.zstdrs_dictionary_free, |out| {
            let (start, length) = (data.as_ptr().cast(), data.len());
            // SAFETY: `start` has `length` readable bytes; `out` is writable.
            unsafe {
                self.table
                    .zstdrs_dictionary_new(start, length, source.kind, k, d, out)
            }
        })?;
        if source.precompute_level != 0 {
            let (handle, level) = (made.as_ptr(), source.precompute_level);
            // SAFETY: the handle is live; no parameters are passed.
            let status = unsafe {
                self.table
                    .zstdrs_dictionary_precompute_compress(handle, level, ptr::null())
            };
            self.check(status)?;
        }
        Ok(made)
    }

    pub(super) fn parameters(
        &self,
        described: &Parameters,
    ) -> Result<Owned<'_, zstdrs_parameters>, Failure> {
        let table = &self.table;
        self.make(table.zstdrs_parameters_free, |out| match described {
            Parameters::Basic([a, b, c, d, e, f, g]) => {
                // SAFETY: takes numbers; `out` is writable.
                unsafe { table.zstdrs_parameters_basic(*a, *b, *c, *d, *e, *f, *g, out) }
            }
            Parameters::Named(options) => {
                let named = Named::new(options);
                let (start, count) = named.parts();
                // SAFETY: `start` has `count` entries, whose names are alive; `out` is writable.
                unsafe { table.zstdrs_parameters_new(start, count, out) }
            }
            Parameters::FromLevel {
                level,
                source_size,
                dict_size,
                overrides,
            } => {
                let named = Named::new(overrides);
                let (start, count) = named.parts();
                let (level, source, dict) = (*level, *source_size, *dict_size);
                // SAFETY: `start` has `count` entries, whose names are alive; `out` is writable.
                unsafe {
                    table.zstdrs_parameters_from_level(level, source, dict, start, count, out)
                }
            }
            Parameters::Derived {
                level,
                source_size,
                dict_size,
            } => {
                let (level, source, dict) = (*level, *source_size, *dict_size);
                // SAFETY: takes numbers; `out` is writable.
                unsafe { table.zstdrs_parameters_basic_from_level(level, source, dict, out) }
            }
        })
    }

    /// Memory that stays with `source`, which must outlive the buffer: the lifetime says so.
    pub(super) fn buffer<'a>(
        &'a self,
        source: &'a Segmented,
    ) -> Result<Owned<'a, zstdrs_buffer>, Failure> {
        let (data, table) = (&source.data.0, &source.table.0);
        self.make(self.table.zstdrs_buffer_free, |out| {
            let (start, length) = (data.as_ptr().cast(), data.len());
            let (entries, size) = (table.as_ptr().cast(), table.len());
            let user_data = ptr::null_mut();
            // SAFETY: both ranges are readable for their lengths, and `source` outlives the buffer and what is made of it;
            // `out` is writable.
            unsafe {
                self.table
                    .zstdrs_buffer_borrow(start, length, entries, size, None, user_data, out)
            }
        })
    }

    pub(super) fn collection<'a>(
        &'a self,
        sources: &'a [Segmented],
    ) -> Result<Owned<'a, zstdrs_collection>, Failure> {
        let buffers = sources
            .iter()
            .map(|source| self.buffer(source))
            .collect::<Result<Vec<_>, _>>()?;
        let handles: Vec<_> = buffers.iter().map(Owned::as_ptr).collect();
        self.make(self.table.zstdrs_collection_free, |out| {
            // SAFETY: the handles are live; `out` is writable.
            unsafe {
                self.table
                    .zstdrs_collection_new(handles.as_ptr(), handles.len(), out)
            }
        })
    }

    pub(super) fn batch<'a>(&'a self, items: &'a Items) -> Result<Batch<'a>, Failure> {
        let mut batch = Batch {
            raw: zstdrs_items {
                buffer: ptr::null(),
                collection: ptr::null(),
                data: ptr::null(),
                lengths: ptr::null(),
                count: 0,
            },
            count: 0,
            _buffer: None,
            _collection: None,
            _pointers: Vec::new(),
            _lengths: Vec::new(),
        };
        match items {
            Items::List(items) => {
                batch._pointers = items.iter().map(|item| item.0.as_ptr().cast()).collect();
                batch._lengths = items.iter().map(|item| item.0.len()).collect();
                batch.count = items.len();
                batch.raw.data = batch._pointers.as_ptr();
                batch.raw.lengths = batch._lengths.as_ptr();
                batch.raw.count = items.len();
            }
            Items::Buffer(source) => {
                batch.count = source.table.0.len() / 16;
                batch.raw.buffer = batch._buffer.insert(self.buffer(source)?).as_ptr();
            }
            Items::Collection(sources) => {
                batch.count = sources.iter().map(|source| source.table.0.len() / 16).sum();
                let collection = self.collection(sources)?;
                batch.raw.collection = batch._collection.insert(collection).as_ptr();
            }
        }
        Ok(batch)
    }
}

/// The handle, null for none.
fn address<T>(handle: &Option<Owned<'_, T>>) -> *const T {
    handle.as_ref().map_or(ptr::null(), Owned::as_ptr)
}

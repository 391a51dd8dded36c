//! Batch calls, buffers and collections.

use std::ffi::c_void;
use std::ptr;

use super::bindings::{zstdrs_batch_options, zstdrs_collection, zstdrs_segment_view};
use super::library::{Library, Owned, copy};
use crate::operation::{Compression, Decompression, Form, Items, Segmented};
use crate::outcome::{Failure, Outcome};
use crate::wire::{Bytes, Tree, map};

impl Library {
    fn batch_options(&self, threads: i64) -> Result<zstdrs_batch_options, Failure> {
        let mut options = self.defaults(self.table.zstdrs_batch_options_init)?;
        options.threads = threads;
        Ok(options)
    }

    pub(super) fn compress_batch(
        &self,
        with: &Compression,
        items: &Items,
        threads: i64,
    ) -> Outcome {
        let compressor = self.compressor(with)?;
        let batch = self.batch(items)?;
        let options = self.batch_options(threads)?;
        let frames = self.make(self.table.zstdrs_collection_free, |out| {
            let (handle, items) = (compressor.as_ptr(), &raw const batch.raw);
            // SAFETY: the handle, the items and the options are live; `out` is writable.
            unsafe {
                self.table
                    .zstdrs_compress_batch(handle, items, &raw const options, out)
            }
        })?;
        Ok(self.all(&frames)?.into_iter().collect())
    }

    pub(super) fn decompress_batch(
        &self,
        with: &Decompression,
        items: &Items,
        sizes: Option<&Bytes>,
        max_output_size: i64,
        threads: i64,
        form: Form,
    ) -> Outcome {
        let decompressor = self.decompressor(with)?;
        let batch = self.batch(items)?;
        let mut options = self.batch_options(threads)?;
        options.max_output_size = max_output_size;
        let (handle, items) = (decompressor.as_ptr(), &raw const batch.raw);
        // An array of length 0 that is given must not be taken for none, so it needs an address.
        let (given, size) = sizes.map_or((ptr::null(), 0), |sizes| {
            (sizes.0.as_ptr().cast::<c_void>(), sizes.0.len())
        });
        if form == Form::Buffer {
            let contents = self.make(self.table.zstdrs_collection_free, |out| {
                let options = &raw const options;
                // SAFETY: the handle, the items and the options are live, `given` has `size` readable bytes, `out` is writable.
                unsafe {
                    self.table
                        .zstdrs_decompress_batch(handle, items, given, size, options, out)
                }
            })?;
            return Ok(self.all(&contents)?.into_iter().collect());
        }
        let options = &raw const options;
        let mut lengths = vec![0; batch.count];
        let (places, count) = (lengths.as_mut_ptr(), lengths.len());
        // SAFETY: as above; `places` has `count` writable numbers.
        let status = unsafe {
            self.table
                .zstdrs_decompressed_sizes(handle, items, given, size, options, places, count)
        };
        self.check(status)?;
        let mut contents: Vec<Vec<u8>> = lengths.iter().map(|&length| vec![0; length]).collect();
        let places: Vec<*mut c_void> = contents
            .iter_mut()
            .map(|content| content.as_mut_ptr().cast())
            .collect();
        let (places, sizes) = (places.as_ptr(), lengths.as_ptr());
        // SAFETY: as above; every place has as many writable bytes as its size says.
        let status = unsafe {
            self.table
                .zstdrs_decompress_batch_into(handle, items, places, sizes, count, options)
        };
        self.check(status)?;
        Ok(contents.into_iter().collect())
    }

    pub(super) fn buffer_outcome(&self, source: &Segmented, indexes: &[i64]) -> Outcome {
        let (data, table) = (&source.data.0, &source.table.0);
        let buffer = self.make(self.table.zstdrs_buffer_free, |out| {
            let (start, length) = (data.as_ptr().cast(), data.len());
            let (entries, size) = (table.as_ptr().cast(), table.len());
            // SAFETY: both ranges are readable for their lengths; `out` is writable.
            unsafe {
                self.table
                    .zstdrs_buffer_copy(start, length, entries, size, out)
            }
        })?;
        let memory: Vec<u8> = self.copied(|start, length| {
            // SAFETY: the handle is live; both places are writable.
            unsafe {
                self.table
                    .zstdrs_buffer_data(buffer.as_ptr(), start, length)
            }
        })?;
        let pairs: Vec<[u64; 2]> = self.copied(|start, count| {
            // SAFETY: the handle is live; both places are writable.
            unsafe {
                self.table
                    .zstdrs_buffer_table(buffer.as_ptr(), start, count)
            }
        })?;
        let at = |index| {
            self.segment(|out| {
                // SAFETY: the handle is live; `out` is writable.
                unsafe {
                    self.table
                        .zstdrs_buffer_segment(buffer.as_ptr(), index, out)
                }
            })
        };
        let table: Vec<u8> = pairs
            .as_flattened()
            .iter()
            .flat_map(|n| n.to_ne_bytes())
            .collect();
        Ok(map([
            ("len", pairs.len().into()),
            ("size", memory.len().into()),
            ("table", table.into()),
            ("memory", memory.into()),
            ("segments", segments(indexes, &at)),
            ("all", every(pairs.len(), &at)?),
        ]))
    }

    pub(super) fn collection_outcome(&self, sources: &[Segmented], indexes: &[i64]) -> Outcome {
        let collection = self.collection(sources)?;
        let (count, size) = self.collection_size(&collection)?;
        let at = |index| self.segment_of(&collection, index);
        Ok(map([
            ("len", count.into()),
            ("size", size.into()),
            ("segments", segments(indexes, &at)),
            ("all", every(count, &at)?),
        ]))
    }

    fn collection_size(
        &self,
        collection: &Owned<'_, zstdrs_collection>,
    ) -> Result<(usize, u64), Failure> {
        let (mut count, mut size) = (0, 0);
        let handle = collection.as_ptr();
        // SAFETY: the handle is live; both places are writable.
        let status = unsafe {
            self.table
                .zstdrs_collection_size(handle, &raw mut count, &raw mut size)
        };
        self.check(status)?;
        Ok((count, size))
    }

    fn segment_of(
        &self,
        collection: &Owned<'_, zstdrs_collection>,
        index: i64,
    ) -> Result<(u64, Vec<u8>), Failure> {
        self.segment(|out| {
            // SAFETY: the handle is live; `out` is writable.
            unsafe {
                self.table
                    .zstdrs_collection_segment(collection.as_ptr(), index, out)
            }
        })
    }

    /// Offset and bytes of the segment that a call stores.
    fn segment(
        &self,
        call: impl FnOnce(*mut zstdrs_segment_view) -> super::bindings::zstdrs_status,
    ) -> Result<(u64, Vec<u8>), Failure> {
        let mut view = zstdrs_segment_view {
            data: ptr::null(),
            length: 0,
            offset: 0,
            buffer: 0,
        };
        self.check(call(&raw mut view))?;
        // SAFETY: the library has stored where the bytes are; callers keep their owner alive.
        let bytes = unsafe { copy(view.data.cast::<u8>(), view.length) };
        Ok((view.offset, bytes))
    }

    /// The bytes of all segments.
    fn all(&self, collection: &Owned<'_, zstdrs_collection>) -> Result<Vec<Vec<u8>>, Failure> {
        let (count, _) = self.collection_size(collection)?;
        (0..)
            .take(count)
            .map(|index| Ok(self.segment_of(collection, index)?.1))
            .collect()
    }
}

type At<'a> = &'a dyn Fn(i64) -> Result<(u64, Vec<u8>), Failure>;

fn segments(indexes: &[i64], at: At<'_>) -> Tree {
    let segments = indexes.iter().map(|&index| {
        let segment = at(index)
            .map(|(offset, bytes)| map([("offset", offset.into()), ("bytes", bytes.into())]));
        Tree::from(segment)
    });
    segments.collect()
}

fn every(count: usize, at: At<'_>) -> Result<Tree, Failure> {
    let all = (0..).take(count).map(|index| Ok(at(index)?.1));
    Ok(all
        .collect::<Result<Vec<_>, Failure>>()?
        .into_iter()
        .collect())
}

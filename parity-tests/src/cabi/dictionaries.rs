//! Training, dictionaries, chains and sequences.

use super::bindings::{zstdrs_dictionary, zstdrs_sequence};
use super::library::{Library, Owned};
use crate::operation::{Compression, Decompression, DictionarySource, Items, Trainer};
use crate::outcome::{Failure, Outcome};
use crate::wire::{Bytes, Tree, map};

impl Library {
    pub(super) fn train(&self, dict_size: i64, samples: &Items, trainer: &Trainer) -> Outcome {
        let trained = match *trainer {
            Trainer::Cover {
                k,
                d,
                dict_id,
                optimize,
                level,
                steps,
                threads,
            } => {
                let mut options = self.defaults(self.table.zstdrs_cover_options_init)?;
                (options.k, options.d, options.dict_id) = (k, d, dict_id);
                (options.optimize, options.level) = (optimize.into(), level);
                (options.steps, options.threads) = (steps, threads);
                let batch = self.batch(samples)?;
                self.make(self.table.zstdrs_dictionary_free, |out| {
                    let (items, options) = (&raw const batch.raw, &raw const options);
                    // SAFETY: the items and the options are live; `out` is writable.
                    unsafe {
                        self.table
                            .zstdrs_train_cover_dictionary(dict_size, items, options, out)
                    }
                })?
            }
            ref other => self.train_default(dict_size, samples, other)?,
        };
        self.shown(&trained)
    }

    fn train_default(
        &self,
        dict_size: i64,
        samples: &Items,
        trainer: &Trainer,
    ) -> Result<Owned<'_, zstdrs_dictionary>, Failure> {
        let mut options = self.defaults(self.table.zstdrs_train_options_init)?;
        match *trainer {
            Trainer::Default {
                selectivity,
                level,
                dict_id,
            } => {
                options.selectivity = selectivity;
                (options.level, options.dict_id) = (level, dict_id);
            }
            Trainer::Tuned {
                k,
                d,
                f,
                split_point,
                accel,
                steps,
                threads,
            } => {
                (options.k, options.d, options.f) = (k, d, f);
                (options.split_point, options.accel) = (split_point, accel);
                (options.steps, options.threads) = (steps, threads);
            }
            Trainer::Cover { .. } => {}
        }
        let batch = self.batch(samples)?;
        self.make(self.table.zstdrs_dictionary_free, |out| {
            let (items, options) = (&raw const batch.raw, &raw const options);
            // SAFETY: the items and the options are live; `out` is writable.
            unsafe {
                self.table
                    .zstdrs_train_dictionary(dict_size, items, options, out)
            }
        })
    }

    pub(super) fn describe_dictionary(&self, source: &DictionarySource) -> Outcome {
        self.shown(&self.dictionary(source)?)
    }

    fn shown(&self, dictionary: &Owned<'_, zstdrs_dictionary>) -> Outcome {
        let handle = dictionary.as_ptr();
        let bytes: Vec<u8> = self.copied(|data, length| {
            // SAFETY: the handle is live; both places are writable.
            unsafe { self.table.zstdrs_dictionary_data(handle, data, length) }
        })?;
        let id = self.number::<u32>(|out| {
            // SAFETY: the handle is live; `out` is writable.
            unsafe { self.table.zstdrs_dictionary_id(handle, out) }
        })?;
        let (mut k, mut d) = (0, 0);
        // SAFETY: the handle is live; both places are writable.
        let status = unsafe {
            self.table
                .zstdrs_dictionary_k_and_d(handle, &raw mut k, &raw mut d)
        };
        self.check(status)?;
        Ok(map([
            ("len", bytes.len().into()),
            ("bytes", bytes.into()),
            ("id", id.into()),
            ("k", k.into()),
            ("d", d.into()),
        ]))
    }

    pub(super) fn chain(&self, with: &Decompression, frames: &[Bytes]) -> Outcome {
        let decompressor = self.decompressor(with)?;
        let items = Items::List(frames.to_vec());
        let batch = self.batch(&items)?;
        let content = self.bytes(|out| {
            let (handle, items) = (decompressor.as_ptr(), &raw const batch.raw);
            // SAFETY: the handle and the items are live; `out` is writable.
            unsafe { self.table.zstdrs_decompress_chain(handle, items, out) }
        })?;
        Ok(content.into())
    }

    pub(super) fn generate_sequences(&self, with: &Compression, data: &Bytes) -> Outcome {
        let compressor = self.compressor(with)?;
        let found = self.make(self.table.zstdrs_sequences_free, |out| {
            let (start, length) = (data.0.as_ptr().cast(), data.0.len());
            // SAFETY: the handle is live, `start` has `length` readable bytes, `out` is writable.
            unsafe {
                self.table
                    .zstdrs_generate_sequences(compressor.as_ptr(), start, length, out)
            }
        })?;
        let rows: Vec<zstdrs_sequence> = self.copied(|start, count| {
            // SAFETY: the handle is live; both places are writable.
            unsafe {
                self.table
                    .zstdrs_sequences_data(found.as_ptr(), start, count)
            }
        })?;
        let rows = rows.into_iter().map(|row| -> Tree {
            let row = [row.offset, row.literal_length, row.match_length, row.repeat];
            row.into_iter().collect()
        });
        Ok(rows.collect())
    }

    pub(super) fn compress_sequences(
        &self,
        with: &Compression,
        rows: &[[u32; 4]],
        data: &Bytes,
    ) -> Outcome {
        let compressor = self.compressor(with)?;
        let given: Vec<_> = rows
            .iter()
            .map(|row| zstdrs_sequence {
                offset: row[0].into(),
                literal_length: row[1].into(),
                match_length: row[2].into(),
                repeat: row[3].into(),
            })
            .collect();
        let frame = self.bytes(|out| {
            let (start, length) = (data.0.as_ptr().cast(), data.0.len());
            let (handle, sequences) = (compressor.as_ptr(), given.as_ptr());
            // SAFETY: the handle is live, both ranges are readable for their lengths, `out` is writable.
            unsafe {
                self.table.zstdrs_compress_sequences(
                    handle,
                    sequences,
                    given.len(),
                    start,
                    length,
                    out,
                )
            }
        })?;
        Ok(frame.into())
    }
}

//! Batches, and chains of dictionaries.

use std::ffi::c_void;
use std::ptr;

use parity_tests::cabi::bindings::{
    self as c, zstdrs_batch_options, zstdrs_buffer, zstdrs_collection, zstdrs_items,
};
use zstd_buffers::{BufferWithSegments, BufferWithSegmentsCollection};
use zstd_mt::{BatchOptions, compress_batch, decompress_batch, decompressed_sizes, parse_sizes};

use super::expected::{Expected, Twin};
use super::machine::{Data, Machine, Step, call};

/// The most that a batch decompresses to.
const LARGEST: i64 = 1 << 16;

/// The items of a call: the segments of an object, or single pieces.
pub(super) struct Items {
    buffer: *const zstdrs_buffer,
    collection: *const zstdrs_collection,
    starts: Vec<*const c_void>,
    lengths: Vec<usize>,
    twin: Option<Twins>,
}

/// The same for a twin.
enum Twins {
    Buffer(BufferWithSegments),
    Collection(BufferWithSegmentsCollection),
    Pieces(Vec<Vec<u8>>),
}

impl zstd_buffers::Items for Twins {
    fn count(&self) -> usize {
        match self {
            Self::Buffer(buffer) => buffer.count(),
            Self::Collection(collection) => collection.count(),
            Self::Pieces(pieces) => pieces.len(),
        }
    }

    fn item(&self, index: usize) -> &[u8] {
        match self {
            Self::Buffer(buffer) => buffer.item(index),
            Self::Collection(collection) => collection.item(index),
            Self::Pieces(pieces) => &pieces[index],
        }
    }

    fn contiguous(&self) -> Option<&[u8]> {
        match self {
            Self::Buffer(buffer) => zstd_buffers::Items::contiguous(buffer),
            Self::Collection(collection) => zstd_buffers::Items::contiguous(collection),
            Self::Pieces(_) => None,
        }
    }
}

impl Items {
    /// What describes the items to the library.
    pub(super) fn table(&self) -> zstdrs_items {
        let pieces = !self.starts.is_empty();
        zstdrs_items {
            buffer: self.buffer,
            collection: self.collection,
            data: if pieces {
                self.starts.as_ptr()
            } else {
                ptr::null()
            },
            lengths: self.lengths.as_ptr(),
            count: self.starts.len(),
        }
    }

    /// The items of the twin; none where there is a NULL among them.
    pub(super) fn twin(&self) -> Option<&(dyn zstd_buffers::Items + 'static)> {
        self.twin.as_ref().map(|twin| twin as _)
    }
}

impl Machine {
    pub(super) fn batch(&mut self, step: Step) {
        match step.function % 5 {
            0 | 1 => self.compress_items(step),
            2 => self.decompress_items(step),
            3 => self.decompress_into(step),
            _ => self.chain(step),
        }
    }

    /// The items of a step: a buffer, a collection, or pieces of what the step points to. The bytes stay in place as long as
    /// the second value does.
    pub(super) fn items(&mut self, step: Step) -> (Items, Vec<Data>) {
        let mut items = Items {
            buffer: ptr::null(),
            collection: ptr::null(),
            starts: Vec::new(),
            lengths: Vec::new(),
            twin: None,
        };
        match step.length % 4 {
            0 => {
                let (raw, twin) = self.buffers.at(step.start);
                items.buffer = raw;
                let none = raw.is_null().then(|| Twins::Pieces(Vec::new()));
                items.twin = twin.cloned().map(Twins::Buffer).or(none);
                (items, Vec::new())
            }
            1 => {
                let (raw, twin) = self.collections.at(step.start);
                items.collection = raw;
                let none = raw.is_null().then(|| Twins::Pieces(Vec::new()));
                items.twin = twin.cloned().map(Twins::Collection).or(none);
                (items, Vec::new())
            }
            _ => {
                let count = usize::from(step.length / 4 % 8);
                let pieces: Vec<Data> = (0_u8..)
                    .take(count)
                    .map(|index| {
                        let mut piece = step;
                        piece.start = step.start.wrapping_add(index);
                        piece.flags &= if index == 1 { u8::MAX } else { !2 };
                        self.data(piece)
                    })
                    .collect();
                items.starts = pieces.iter().map(Data::ptr).collect();
                items.lengths = pieces.iter().map(Data::len).collect();
                let bytes = || pieces.iter().map(|piece| piece.bytes().to_vec()).collect();
                let valid = pieces.iter().all(Data::is_valid);
                items.twin = valid.then(|| Twins::Pieces(bytes()));
                (items, pieces)
            }
        }
    }

    fn batch_options(&self, step: Step) -> zstdrs_batch_options {
        let mut options = zstdrs_batch_options {
            size: size_of::<zstdrs_batch_options>(),
            threads: 1,
            max_output_size: 1,
            check: None,
            user_data: ptr::null_mut(),
        };
        let size = options.size;
        let status = call!(self, zstdrs_batch_options_init(&raw mut options, size));
        assert_eq!((status, options.threads), (c::ZSTDRS_STATUS_OK, 0));
        options.max_output_size = match step.number() {
            0 => LARGEST,
            bad @ ..0 => bad,
            limit => limit.saturating_mul(200).min(LARGEST),
        };
        options.check = step.flag(8).then_some(asked);
        options.user_data = ptr::from_ref(if step.flag(16) { &NO } else { &YES })
            .cast_mut()
            .cast();
        options
    }

    /// Runs a twin's batch with the options of the library's.
    fn with_options<T>(
        step: Step,
        limit: i64,
        batch: impl FnOnce(&BatchOptions<'_>) -> Twin<T>,
    ) -> Twin<T> {
        let limit = zstd_contract::non_negative("max_output_size", limit)?;
        let options = BatchOptions::new().max_output_size(limit);
        let check = || !step.flag(16);
        if step.flag(8) {
            return batch(&options.check(&check));
        }
        batch(&options)
    }

    fn compress_items(&mut self, step: Step) {
        let (items, _kept) = self.items(step);
        let (raw, twin) = self.compressors.at(step.object);
        let twin = twin.cloned();
        let options = self.batch_options(step);
        let limit = options.max_output_size;
        let (table, options) = (items.table(), &raw const options);
        let twin = match (twin, items.twin()) {
            (Some(twin), Some(items)) if !step.nowhere() => {
                Some(Self::with_options(step, limit, |options| {
                    Ok(compress_batch(&twin, items, options)?)
                }))
            }
            _ => None,
        };
        let made = self.make(
            step,
            self.c.zstdrs_collection_free,
            |out| {
                call!(
                    self,
                    zstdrs_compress_batch(raw, &raw const table, options, out)
                )
            },
            twin,
        );
        self.put_batch(step, made);
    }

    fn decompress_items(&mut self, step: Step) {
        let (items, _kept) = self.items(step);
        let (raw, twin) = self.decompressors.at(step.object);
        let twin = twin.cloned();
        let options = self.batch_options(step);
        let limit = options.max_output_size;
        let sizes: Vec<u8> = if step.flag(4) {
            let data = self.data(Step {
                flags: 0,
                data: 0,
                ..step
            });
            let numbers = data
                .bytes()
                .iter()
                .take(items.starts.len() + usize::from(step.flag(32)));
            numbers
                .flat_map(|&size| u64::from(size).to_ne_bytes())
                .collect()
        } else {
            Vec::new()
        };
        let (table, options) = (items.table(), &raw const options);
        let start: *const c_void = if step.flag(4) {
            sizes.as_ptr().cast()
        } else {
            ptr::null()
        };
        let twin = match (twin, items.twin()) {
            (Some(twin), Some(items)) if !step.nowhere() => {
                let given = step.flag(4).then(|| parse_sizes(&sizes, items.count()));
                Some(match given.transpose() {
                    Err(error) => Err(error.into()),
                    Ok(given) => Self::with_options(step, limit, |options| {
                        Ok(decompress_batch(&twin, items, given.as_deref(), options)?)
                    }),
                })
            }
            _ => None,
        };
        let made = self.make(
            step,
            self.c.zstdrs_collection_free,
            |out| {
                call!(
                    self,
                    zstdrs_decompress_batch(
                        raw,
                        &raw const table,
                        start,
                        sizes.len(),
                        options,
                        out
                    )
                )
            },
            twin,
        );
        self.put_batch(step, made);
    }

    /// Compares a batch with its twin, and keeps it.
    fn put_batch(
        &mut self,
        step: Step,
        made: Option<super::shelf::Pair<zstdrs_collection, BufferWithSegmentsCollection>>,
    ) {
        let Some(made) = made else { return };
        self.collections.put(step.object, Some(made));
        let (_, twin) = self.collections.at(step.object % 2);
        let count = twin.map_or(0, |twin| twin.len());
        for index in 0..count.min(4) {
            let index = u8::try_from(index).unwrap_or(0);
            self.step([3, 3, step.object % 2, 0, 0, 0, index, 4].into());
        }
    }

    /// Decompresses to places of the caller's own, as large as the library says.
    fn decompress_into(&mut self, step: Step) {
        let (items, _kept) = self.items(step);
        let (raw, twin) = self.decompressors.at(step.object);
        let twin = twin.cloned();
        let options = self.batch_options(step);
        let limit = options.max_output_size;
        let (table, options) = (items.table(), &raw const options);
        let count = items.twin().map_or(0, |items| items.count());
        let room = if step.flag(32) {
            count.saturating_sub(1)
        } else {
            count
        };
        let mut sizes = vec![usize::MAX; room];
        let status = call!(
            self,
            zstdrs_decompressed_sizes(
                raw,
                &raw const table,
                ptr::null(),
                0,
                options,
                sizes.as_mut_ptr(),
                room
            )
        );
        let (Some(twin), Some(items)) = (twin, items.twin()) else {
            return self.refused(status);
        };
        let planned = Self::with_options(step, limit, |options| {
            Ok(decompressed_sizes(&twin, items, None, options)?)
        });
        let planned = match planned {
            Ok(planned) if planned.len() > room => Err(Expected::only(c::ZSTDRS_STATUS_CAPACITY)),
            planned => planned,
        };
        let ok = status == c::ZSTDRS_STATUS_OK;
        let Some(sizes) = self.judge((status, ok.then_some(sizes)), Some(planned)) else {
            return;
        };
        let mut rooms: Vec<Vec<u8>> = sizes.iter().map(|&size| vec![0; size]).collect();
        let places: Vec<*mut c_void> = rooms
            .iter_mut()
            .map(|room| room.as_mut_ptr().cast())
            .collect();
        let (starts, lengths) = (places.as_ptr(), sizes.as_ptr());
        let status = call!(
            self,
            zstdrs_decompress_batch_into(raw, &raw const table, starts, lengths, count, options)
        );
        let twin = Self::with_options(step, limit, |options| {
            let batch = decompress_batch(&twin, items, None, options)?;
            Ok((0..batch.len())
                .map(|index| batch.get(index).unwrap_or(b"").to_vec())
                .collect())
        });
        let contents = (status == c::ZSTDRS_STATUS_OK).then_some(rooms);
        self.judge((status, contents), Some(twin));
    }

    fn chain(&mut self, step: Step) {
        let (items, _kept) = self.items(step);
        let (raw, twin) = self.decompressors.at(step.object);
        let twin = twin.cloned();
        let table = items.table();
        // A chain has no limit of its own but what its links declare.
        let small = items.twin().is_some_and(|items| {
            let claims = (0..items.count())
                .filter_map(|index| zstd_contract::frame_content_size(items.item(index)).ok());
            claims.max().is_none_or(|claim| claim <= LARGEST.into())
        });
        if !small && items.twin().is_some() {
            return;
        }
        let content = self.bytes(step, |out| {
            call!(self, zstdrs_decompress_chain(raw, &raw const table, out))
        });
        let twin = match (twin, items.twin()) {
            (Some(twin), Some(items)) if !step.nowhere() => {
                let restored = zstd_dict::decompress_chain::<Vec<u8>, _>(&twin, items);
                Some(restored.map_err(Into::into))
            }
            _ => None,
        };
        self.judge(content, twin);
    }
}

static YES: i32 = 1;
static NO: i32 = 0;

/// A check that answers what it points to.
unsafe extern "C" fn asked(user_data: *mut c_void) -> i32 {
    // SAFETY: the options point to one of the numbers above.
    unsafe { *user_data.cast::<i32>() }
}

//! Batch compression: every range of the plan into an arena of its own.

use std::ops::Range;

use zstd_buffers::{
    Arena, BufferWithSegments, BufferWithSegmentsCollection, Items, Segment, vectors,
};
use zstd_core::{CCtx, Compressor, compress_bound};

use crate::error::{Error, Result};
use crate::options::BatchOptions;
use crate::plan::Plan;
use crate::run::{Failure, Watch, run};

/// Compresses every item into one frame.
///
/// The frames are those that [`Compressor::compress`] makes, in the order of the items, whatever the number of threads.
///
/// # Errors
///
/// No items, or only empty ones; the first item that could not be compressed; memory.
///
/// ```
/// use zstd_core::Compressor;
/// use zstd_mt::{BatchOptions, compress_batch};
///
/// let compressor = Compressor::builder().build()?;
/// let frames = compress_batch(&compressor, &vec!["foo", "bar"], &BatchOptions::new())?;
/// assert_eq!(frames.get(1), Some(&compressor.compress(b"bar")?[..]));
/// # Ok::<(), zstd_mt::Error>(())
/// ```
pub fn compress_batch<I: Items + ?Sized>(
    compressor: &Compressor,
    items: &I,
    options: &BatchOptions<'_>,
) -> Result<BufferWithSegmentsCollection> {
    let sizes = (0..items.count()).map(|index| items.item(index).len() as u64);
    if items.count() == 0 {
        return Err(Error::NoItems);
    }
    if sizes.clone().all(|size| size == 0) {
        return Err(Error::OnlyEmptyItems);
    }
    let plan = Plan::new(sizes)?;
    let buffers = run(
        &plan,
        options,
        || Ok(compressor.item_context()?),
        |context, _, range, watch| compress_range(context, items, range, watch),
        |Failure { index, source }| match source {
            zstd_core::Error::OutOfMemory { .. } => Error::Core(source),
            source => Error::Compress { index, source },
        },
    )?;
    Ok(BufferWithSegmentsCollection::new(buffers)?)
}

fn compress_range<I: Items + ?Sized>(
    context: &mut CCtx,
    items: &I,
    range: Range<usize>,
    watch: &mut Watch<'_>,
) -> Result<Option<BufferWithSegments>, Failure> {
    let first = range.start;
    let failed = |index, source| Failure { index, source };
    let out_of_memory = |bytes: usize| zstd_core::Error::OutOfMemory {
        bytes: Some(bytes as u64),
    };
    let mut capacity = 0_usize;
    for index in range.clone() {
        let bound =
            compress_bound(items.item(index).len()).map_err(|source| failed(index, source))?;
        capacity = capacity
            .checked_add(bound)
            .ok_or(failed(index, out_of_memory(usize::MAX)))?;
    }
    let mut arena = Arena::reserve(capacity).map_err(|_| failed(first, out_of_memory(capacity)))?;
    let mut table =
        vectors::with_room(range.len()).map_err(|_| failed(first, out_of_memory(capacity)))?;
    for index in range {
        let item = items.item(index);
        if !watch.proceed(index, item.len()) {
            return Ok(None);
        }
        let offset = arena.used();
        let compressed = if Watch::is_long(item.len()) {
            watch.during(index, |watch| {
                context.compress_watched(item, arena.spare(), watch)
            })
        } else {
            context.compress(item, arena.spare())
        };
        let length = match compressed {
            Ok(length) => length,
            Err(zstd_core::Error::Interrupted) => return Ok(None),
            Err(source) => return Err(failed(index, source)),
        };
        // SAFETY: the context has written `length` bytes to the start of the room.
        unsafe { arena.advance(length) };
        table.push(Segment::new(offset as u64, length as u64));
    }
    let buffer = BufferWithSegments::from_table(arena.freeze(), table);
    buffer
        .map(Some)
        .map_err(|_| failed(first, out_of_memory(capacity)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workers::WorkerPool;
    use std::cell::Cell;
    use zstd_core::{Decompressor, Threads};

    fn records() -> Vec<Vec<u8>> {
        (0..3000_usize)
            .map(|n| format!("record {n} of many, ").repeat(n % 90).into_bytes())
            .collect()
    }

    #[test]
    fn the_result_is_the_same_for_every_number_of_threads() {
        let records = records();
        let compressor = Compressor::builder().content_size(true).build().unwrap();
        let pool = WorkerPool::new(7).unwrap();
        let one = compress_batch(&compressor, &records, &BatchOptions::new()).unwrap();
        assert!(
            one.buffers().len() > 4,
            "the batch must be large enough to be spread"
        );
        for threads in [1, 2, 8, -1] {
            let options = BatchOptions::new().threads(threads).pool(&pool);
            let many = compress_batch(&compressor, &records, &options).unwrap();
            assert_eq!(many.buffers().len(), one.buffers().len());
            for (a, b) in many.buffers().iter().zip(one.buffers()) {
                assert_eq!(a.segments().as_slice(), b.segments().as_slice());
                assert!(a.data()[..] == b.data()[..]);
            }
        }
        for (index, record) in records.iter().enumerate() {
            assert_eq!(
                one.get(index).unwrap(),
                compressor.compress(record).unwrap()
            );
        }
    }

    #[test]
    fn a_compressor_with_threads_of_its_own_makes_the_same_batch() {
        let records = [vec![1; 2_000_000], b"small".to_vec()];
        let compressor = Compressor::builder()
            .threads(Threads::new(4))
            .build()
            .unwrap();
        let batch =
            compress_batch(&compressor, &records[..], &BatchOptions::new().threads(2)).unwrap();
        for (index, record) in records.iter().enumerate() {
            assert!(batch.get(index).unwrap() == compressor.compress(record).unwrap());
        }
    }

    #[test]
    fn batches_of_nothing_are_errors() {
        let compressor = Compressor::builder().build().unwrap();
        let options = BatchOptions::new();
        let none: [&[u8]; 0] = [];
        assert!(matches!(
            compress_batch(&compressor, &none[..], &options),
            Err(Error::NoItems)
        ));
        let empty: [&[u8]; 2] = [b"", b""];
        assert!(matches!(
            compress_batch(&compressor, &empty[..], &options),
            Err(Error::OnlyEmptyItems)
        ));
        let mixed: [&[u8]; 2] = [b"", b"foo"];
        let batch = compress_batch(&compressor, &mixed[..], &options).unwrap();
        assert!(
            Decompressor::new()
                .decompress(batch.get(0).unwrap())
                .is_err(),
            "no size was written"
        );
    }

    #[test]
    fn the_check_runs_on_the_calling_thread_and_stops_the_batch() {
        let records = records();
        let compressor = Compressor::builder().build().unwrap();
        let (caller, calls) = (std::thread::current().id(), Cell::new(0));
        let check = || {
            assert_eq!(std::thread::current().id(), caller);
            calls.set(calls.get() + 1);
            false
        };
        let options = BatchOptions::new().threads(2).check(&check);
        assert!(matches!(
            compress_batch(&compressor, &records, &options),
            Err(Error::Interrupted)
        ));
        assert_eq!(calls.get(), 1);
    }

    #[test]
    fn a_batch_is_stopped_in_the_middle_of_an_item() {
        let compressor = Compressor::builder().level(19).unwrap().build().unwrap();
        let items: Vec<Vec<u8>> = (1..=2_u32)
            .map(|seed| {
                (0..6_000_000_u32)
                    .flat_map(|n| ((n / 3) ^ n.wrapping_mul(seed * 77)).to_le_bytes())
                    .collect()
            })
            .collect();
        let (pool, calls) = (WorkerPool::new(1).unwrap(), Cell::new(0));
        // The first call comes ahead of the item, and there is one item for each thread.
        let check = || calls.replace(calls.get() + 1) == 0;
        let options = BatchOptions::new().threads(2).pool(&pool).check(&check);
        let stopped = compress_batch(&compressor, &items, &options);
        assert!(matches!(stopped, Err(Error::Interrupted)));
        assert_eq!(calls.get(), 2);
    }
}

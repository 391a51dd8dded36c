//! Batch decompression: one output allocation, offsets computed up front, threads write in place.

use std::mem::MaybeUninit;
use std::sync::{Mutex, PoisonError};

use zstd_buffers::{
    Arena, BufferWithSegments, BufferWithSegmentsCollection, Items, Segment, vectors,
};
use zstd_core::frame::{ContentSize, FrameKind, header, largest_content};
use zstd_core::{Decompressor, Error as CoreError};

use crate::error::{Error, Result};
use crate::options::BatchOptions;
use crate::plan::Plan;
use crate::run::{Failure, Watch, run};

/// Decompresses every frame, in order, into one piece of memory.
///
/// `sizes` are the sizes of the contents where the caller knows them; otherwise they are taken from the headers.
///
/// # Errors
///
/// No frames; a size that is not known; more content than `options` or the decompressor allow for all frames together; the first
/// frame that fails or has another size than stated; memory.
///
/// ```
/// use zstd_core::{Compressor, Decompressor};
/// use zstd_mt::{BatchOptions, compress_batch, decompress_batch};
///
/// // These frames do not declare their sizes, so the call is told.
/// let frames = compress_batch(&Compressor::builder().build()?, &vec!["foo", "bar"], &BatchOptions::new())?;
/// let contents = decompress_batch(&Decompressor::new(), &frames, Some(&[3, 3]), &BatchOptions::new())?;
/// assert_eq!(contents.get(1), Some(&b"bar"[..]));
/// # Ok::<(), zstd_mt::Error>(())
/// ```
pub fn decompress_batch<I: Items + ?Sized>(
    decompressor: &Decompressor,
    frames: &I,
    sizes: Option<&[u64]>,
    options: &BatchOptions<'_>,
) -> Result<BufferWithSegmentsCollection> {
    let sizes = decompressed_sizes(decompressor, frames, sizes, options)?;
    let mut table = vectors::with_room(sizes.len())?;
    let mut total = 0_usize;
    for &size in &sizes {
        table.push(Segment::new(total as u64, size as u64));
        total = total
            .checked_add(size)
            .ok_or(CoreError::OutOfMemory { bytes: None })?;
    }
    let mut arena = Arena::reserve_exact(total)?;
    let mut rest = &mut arena.spare()[..total];
    let mut places = vectors::with_room(sizes.len())?;
    for &size in &sizes {
        let (place, behind) = rest.split_at_mut(size);
        places.push(place);
        rest = behind;
    }
    decompress_batch_into(decompressor, frames, places, options)?;
    // SAFETY: every frame has filled its place, and the places are the first `total` bytes.
    unsafe { arena.advance(total) };
    let buffer = BufferWithSegments::from_table(arena.freeze(), table)?;
    Ok(BufferWithSegmentsCollection::new(vec![buffer])?)
}

/// Decompresses every frame to its own place, which must have exactly the size of the content ([`decompressed_sizes`]).
///
/// After success every place is initialised.
pub fn decompress_batch_into<I: Items + ?Sized>(
    decompressor: &Decompressor,
    frames: &I,
    mut places: Vec<&mut [MaybeUninit<u8>]>,
    options: &BatchOptions<'_>,
) -> Result<()> {
    if places.len() != frames.count() {
        return Err(Error::SizesMismatch {
            expected: frames.count().saturating_mul(8),
            actual: places.len().saturating_mul(8),
        });
    }
    let sizes = places.iter().map(|place| place.len() as u64);
    within_limit(decompressor, options, sizes.clone())?;
    let plan = Plan::new(sizes)?;
    let mut rest = places.as_mut_slice();
    let mut by_range = vectors::with_room(plan.ranges().len())?;
    for range in plan.ranges() {
        let (now, behind) = rest.split_at_mut(range.len());
        by_range.push(Mutex::new(now));
        rest = behind;
    }
    let done = run(
        &plan,
        options,
        || Ok(decompressor.context()?),
        |context, at, range, watch| {
            // Only the one thread that has taken the range comes here.
            let mut places = by_range[at].lock().unwrap_or_else(PoisonError::into_inner);
            for (index, place) in range.zip(places.iter_mut()) {
                if !watch.proceed(index, place.len()) {
                    return Ok(None);
                }
                let frame = frames.item(index);
                let restored = if Watch::is_long(place.len()) {
                    watch.during(index, |watch| {
                        decompressor.decompress_exact_watched(context, frame, place, watch)
                    })
                } else {
                    decompressor.decompress_exact(context, frame, place)
                };
                match restored {
                    Ok(()) => {}
                    Err(CoreError::Interrupted) => return Ok(None),
                    Err(source) => return Err(Failure { index, source }),
                }
            }
            Ok(Some(()))
        },
        |Failure { index, source }| match source {
            CoreError::OutOfMemory { .. } => Error::Core(source),
            source => Error::Decompress { index, source },
        },
    )?;
    debug_assert_eq!(done.len(), plan.ranges().len());
    Ok(())
}

/// The size of each frame's content: as given, or as the headers say; none larger than its frame can hold, and all together
/// within the limits of `options` and of the decompressor.
pub fn decompressed_sizes<I: Items + ?Sized>(
    decompressor: &Decompressor,
    frames: &I,
    given: Option<&[u64]>,
    options: &BatchOptions<'_>,
) -> Result<Vec<usize>> {
    let count = frames.count();
    if count == 0 {
        return Err(Error::NoItems);
    }
    if let Some(given) = given
        && given.len() != count
    {
        return Err(Error::SizesMismatch {
            expected: count.saturating_mul(8),
            actual: given.len().saturating_mul(8),
        });
    }
    let mut sizes = vectors::with_room(count)?;
    for index in 0..count {
        let frame = frames.item(index);
        let size = match given {
            Some(given) => given[index],
            None => declared_size(decompressor, index, frame)?,
        };
        let possible = largest_content(frame.len());
        let fits = usize::try_from(size).ok().filter(|_| size <= possible);
        sizes.push(fits.ok_or(Error::Decompress {
            index,
            source: CoreError::ImplausibleSize {
                claimed: size,
                length: frame.len() as u64,
                possible,
            },
        })?);
    }
    within_limit(decompressor, options, sizes.iter().map(|&size| size as u64))?;
    Ok(sizes)
}

/// Refuses contents that are together larger than the call or the decompressor allows.
fn within_limit(
    decompressor: &Decompressor,
    options: &BatchOptions<'_>,
    sizes: impl Iterator<Item = u64>,
) -> Result<()> {
    let Some(limit) = decompressor.output_limit(options.max_output_size) else {
        return Ok(());
    };
    let needed = sizes.fold(0, u64::saturating_add);
    if needed > limit {
        return Err(Error::TotalLimit { limit, needed });
    }
    Ok(())
}

fn declared_size(decompressor: &Decompressor, index: usize, frame: &[u8]) -> Result<u64> {
    let unknown = |reason| Error::SizeUnknown { index, reason };
    let header =
        header(frame, decompressor.format()).map_err(|error| unknown(Some(error.reason())))?;
    match (header.kind, header.content_size) {
        (FrameKind::Zstandard, ContentSize::Known(size)) => Ok(size),
        (FrameKind::Zstandard, ContentSize::Unknown) => Err(unknown(None)),
        (FrameKind::Skippable, _) => Err(unknown(Some("it is a skippable frame".to_owned()))),
    }
}

/// Reads an array of native-endian 64-bit sizes, one for each of `count` frames.
pub fn parse_sizes(bytes: &[u8], count: usize) -> Result<Vec<u64>> {
    let expected = count.saturating_mul(8);
    let (sizes, rest) = bytes.as_chunks::<8>();
    if !rest.is_empty() || sizes.len() != count {
        return Err(Error::SizesMismatch {
            expected,
            actual: bytes.len(),
        });
    }
    let sizes = sizes.iter().map(|size| u64::from_ne_bytes(*size));
    Ok(vectors::collect(sizes)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workers::WorkerPool;
    use zstd_core::Compressor;

    fn frames(records: &[Vec<u8>]) -> Vec<Vec<u8>> {
        let compressor = Compressor::builder()
            .content_size(true)
            .checksum(true)
            .build()
            .unwrap();
        records
            .iter()
            .map(|record| compressor.compress(record).unwrap())
            .collect()
    }

    fn records() -> Vec<Vec<u8>> {
        (0..5000_usize)
            .map(|n| format!("{n} ").repeat(n % 300).into_bytes())
            .collect()
    }

    #[test]
    fn every_number_of_threads_restores_every_record() {
        let records = records();
        let frames = frames(&records);
        let pool = WorkerPool::new(7).unwrap();
        for threads in [0, 1, 2, 8] {
            let options = BatchOptions::new().threads(threads).pool(&pool);
            let batch = decompress_batch(&Decompressor::new(), &frames, None, &options).unwrap();
            assert_eq!(batch.buffers().len(), 1);
            assert!(batch.iter().eq(records.iter().map(Vec::as_slice)));
        }
    }

    #[test]
    fn the_first_failing_item_is_named_whatever_the_number_of_threads() {
        let mut frames = frames(&records());
        for index in [777, 2500, 4999] {
            let middle = frames[index].len() - 2;
            frames[index][middle] ^= 0x55;
        }
        let pool = WorkerPool::new(7).unwrap();
        for threads in [0, 2, 8] {
            let options = BatchOptions::new().threads(threads).pool(&pool);
            let error = decompress_batch(&Decompressor::new(), &frames, None, &options)
                .err()
                .unwrap();
            assert!(
                error
                    .to_string()
                    .starts_with("error decompressing item 777: "),
                "{error}"
            );
        }
    }

    #[test]
    fn sizes_are_checked() {
        let options = BatchOptions::new();
        let decompressor = Decompressor::new();
        let frames = frames(&[b"foo".to_vec(), b"foobar".to_vec()]);
        let run = |sizes: &[u64]| decompress_batch(&decompressor, &frames, Some(sizes), &options);
        assert_eq!(run(&[3, 6]).unwrap().get(1), Some(&b"foobar"[..]));
        assert!(matches!(
            run(&[3]).err(),
            Some(Error::SizesMismatch {
                expected: 16,
                actual: 8
            })
        ));
        for wrong in [&[3, 5], &[3, 7], &[2, 6], &[3, u64::MAX]] {
            assert!(
                matches!(run(wrong).err(), Some(Error::Decompress { .. })),
                "{wrong:?}"
            );
        }
        assert!(parse_sizes(&[0; 15], 2).is_err() && parse_sizes(&[0; 16], 1).is_err());
        assert_eq!(parse_sizes(&7_u64.to_ne_bytes(), 1).unwrap(), [7]);
    }

    #[test]
    fn nothing_at_all_is_no_frame() {
        let nothing: [&[u8]; 1] = [b""];
        for sizes in [None, Some(&[0][..])] {
            let options = BatchOptions::new();
            assert!(decompress_batch(&Decompressor::new(), &nothing[..], sizes, &options).is_err());
        }
    }

    #[test]
    fn unknown_sizes_and_foreign_data_name_the_item() {
        let options = BatchOptions::new();
        let unsized_ = Compressor::builder()
            .build()
            .unwrap()
            .compress(b"foo")
            .unwrap();
        for (bad, text) in [
            (unsized_, "of item 1;"),
            (
                b"not a frame".to_vec(),
                "of item 1: Unknown frame descriptor",
            ),
        ] {
            let batch = [frames(&[b"foo".to_vec()]).remove(0), bad];
            let error = decompress_batch(&Decompressor::new(), &batch[..], None, &options)
                .err()
                .unwrap();
            assert!(
                matches!(error, Error::SizeUnknown { index: 1, .. })
                    && error.to_string().contains(text),
                "{error}"
            );
        }
    }

    #[test]
    fn the_total_may_be_limited() {
        let frames = frames(&[vec![1; 100], vec![2; 100]]);
        let run = |own, of_call| {
            let decompressor = Decompressor::builder()
                .max_output_size(own)
                .build()
                .unwrap();
            let options = BatchOptions::new().max_output_size(of_call);
            let mut memory = [MaybeUninit::uninit(); 200];
            let (one, other) = memory.split_at_mut(100);
            let into = decompress_batch_into(&decompressor, &frames, vec![one, other], &options);
            let made = decompress_batch(&decompressor, &frames, None, &options);
            assert_eq!(into.is_ok(), made.is_ok());
            made
        };
        for (own, of_call) in [(0, 0), (200, 0), (0, 200), (200, 201)] {
            assert!(run(own, of_call).is_ok(), "{own} {of_call}");
        }
        for (own, of_call) in [(199, 0), (0, 199), (199, 1 << 40), (500, 199)] {
            let error = run(own, of_call).err();
            let (limit, needed) = (199, 200);
            assert!(
                matches!(error, Some(Error::TotalLimit { limit: l, needed: n }) if (l, n) == (limit, needed)),
                "{own} {of_call}: {error:?}"
            );
        }
    }

    #[test]
    fn empty_contents_are_items_too() {
        let frames = frames(&[vec![], b"foo".to_vec(), vec![]]);
        let batch =
            decompress_batch(&Decompressor::new(), &frames, None, &BatchOptions::new()).unwrap();
        assert_eq!(
            (batch.len(), batch.get(0), batch.get(1)),
            (3, Some(&b""[..]), Some(&b"foo"[..]))
        );
        assert!(matches!(
            decompress_batch(
                &Decompressor::new(),
                &frames[..0],
                None,
                &BatchOptions::new()
            ),
            Err(Error::NoItems)
        ));
    }
}

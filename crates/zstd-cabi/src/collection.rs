//! Several buffers as one sequence of segments.

use std::mem::MaybeUninit;

use zstd_buffers::{BufferWithSegmentsCollection, vectors};

use crate::boundary::boundary;
use crate::buffer::{Buffer, SegmentView};
use crate::pointers::{array, required};
use crate::status::{Fault, Status};

/// The segments of one or more buffers. Immutable.
pub struct Collection(pub(crate) BufferWithSegmentsCollection);

/// Joins `count` buffers, at least one, each with at least one segment. The collection shares their memory, which stays
/// until both are freed. Free it with `zstdrs_collection_free`.
///
/// # Safety
///
/// `buffers` must have `count` entries, each NULL or a live handle; `collection` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_collection_new(
    buffers: *const *const Buffer,
    count: usize,
    collection: Option<&mut MaybeUninit<Box<Collection>>>,
) -> Status {
    boundary!({
        let collection = required(collection, "collection")?;
        // SAFETY: the caller makes the same promise.
        let buffers = unsafe { array(buffers, count, "buffers") }?;
        let members = buffers.iter().map(|&buffer| {
            // SAFETY: the caller promises that the handle, if any, is live.
            let buffer = unsafe { buffer.as_ref() };
            Ok(required(buffer, "a buffer")?.0.clone())
        });
        let members = vectors::try_collect::<_, Fault>(members)?;
        let joined = BufferWithSegmentsCollection::new(members)?;
        collection.write(Box::new(Collection(joined)));
        Ok(())
    })
}

/// Frees a collection; NULL is ignored. Buffers that were taken from it or put into it are not concerned.
///
/// # Safety
///
/// `collection` must be NULL or a live handle, which nobody uses any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_collection_free(collection: Option<Box<Collection>>) {
    boundary!({
        drop(collection);
        Ok(())
    });
}

/// Stores the number of segments in all buffers, and their size together in bytes.
///
/// # Safety
///
/// `collection` must be NULL or a live handle; `count` and `size` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_collection_size(
    collection: Option<&Collection>,
    count: Option<&mut MaybeUninit<usize>>,
    size: Option<&mut MaybeUninit<u64>>,
) -> Status {
    boundary!({
        let collection = &required(collection, "collection")?.0;
        let (count, size) = (required(count, "count")?, required(size, "size")?);
        count.write(collection.len());
        size.write(collection.size());
        Ok(())
    })
}

/// Stores the segment at an index from 0, counted through all buffers.
///
/// # Safety
///
/// `collection` must be NULL or a live handle, `segment` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_collection_segment(
    collection: Option<&Collection>,
    index: i64,
    segment: Option<&mut MaybeUninit<SegmentView>>,
) -> Status {
    boundary!({
        let collection = &required(collection, "collection")?.0;
        let place = required(segment, "segment")?;
        let segment = collection.segment(index)?;
        let at = usize::try_from(index).unwrap_or_default();
        place.write(SegmentView {
            data: segment.as_ptr().cast(),
            length: segment.len(),
            offset: segment.offset(),
            buffer: collection.locate(at).map_or(0, |(buffer, _)| buffer),
        });
        Ok(())
    })
}

/// Stores the number of buffers.
///
/// # Safety
///
/// `collection` must be NULL or a live handle, `count` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_collection_buffer_count(
    collection: Option<&Collection>,
    count: Option<&mut MaybeUninit<usize>>,
) -> Status {
    boundary!({
        let collection = &required(collection, "collection")?.0;
        required(count, "count")?.write(collection.buffers().len());
        Ok(())
    })
}

/// Stores a handle of its own for the buffer at an index from 0, which shares the memory. Free it with `zstdrs_buffer_free`.
///
/// # Safety
///
/// `collection` must be NULL or a live handle, `buffer` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_collection_buffer(
    collection: Option<&Collection>,
    index: usize,
    buffer: Option<&mut MaybeUninit<Box<Buffer>>>,
) -> Status {
    boundary!({
        let buffers = required(collection, "collection")?.0.buffers();
        let place = required(buffer, "buffer")?;
        let buffer = buffers
            .get(index)
            .ok_or(zstd_buffers::Error::IndexTooLarge {
                index: i64::try_from(index).unwrap_or(i64::MAX),
                len: buffers.len(),
            })?;
        place.write(Box::new(Buffer(buffer.clone())));
        Ok(())
    })
}

//! The inputs of batch calls and of training: the segments of a buffer or a collection, or single pieces of memory.

use std::ffi::c_void;

use zstd_buffers::{BufferWithSegments, BufferWithSegmentsCollection, vectors};
use zstd_contract::Failure;

use crate::buffer::Buffer;
use crate::collection::Collection;
use crate::pointers::{array, bytes, required};
use crate::status::Fault;

/// Many inputs. They come from one of three places; the fields of the other two are NULL.
///
/// `zstdrs_items items = {.buffer = buffer};`, or `{.data = pointers, .lengths = lengths, .count = count}`.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct Items {
    /// The segments of a buffer.
    pub buffer: *const Buffer,
    /// The segments of a collection.
    pub collection: *const Collection,
    /// `count` pointers to the inputs. An input of length 0 may be NULL.
    pub data: *const *const c_void,
    /// `count` lengths in bytes.
    pub lengths: *const usize,
    /// The number of pointers and lengths.
    pub count: usize,
}

/// Borrowed inputs.
pub(crate) enum Source<'a> {
    Buffer(&'a BufferWithSegments),
    Collection(&'a BufferWithSegmentsCollection),
    Pieces(Vec<&'a [u8]>),
}

/// The inputs that `items` describes.
///
/// # Safety
///
/// Handles must be live, and memory readable and unchanged, for as long as the result is used.
pub(crate) unsafe fn borrow<'a>(items: Option<&'a Items>, name: &str) -> Result<Source<'a>, Fault> {
    let items = required(items, name)?;
    // SAFETY: the caller promises that the handle, if any, is live.
    let buffer = unsafe { items.buffer.as_ref() };
    // SAFETY: the caller promises that the handle, if any, is live.
    let collection = unsafe { items.collection.as_ref() };
    match (buffer, collection, items.data.is_null() && items.count == 0) {
        (Some(buffer), None, true) => Ok(Source::Buffer(&buffer.0)),
        (None, Some(collection), true) => Ok(Source::Collection(&collection.0)),
        (None, None, _) => {
            // SAFETY: the caller makes the same promise.
            unsafe { pieces(items, name) }
        }
        _ => {
            let text = format!("{name} must have only one of buffer, collection and data");
            Err(Failure::value(text).into())
        }
    }
}

/// The single pieces of memory.
///
/// # Safety
///
/// As for [`borrow`].
unsafe fn pieces<'a>(items: &'a Items, name: &str) -> Result<Source<'a>, Fault> {
    // SAFETY: the caller makes the same promise.
    let starts = unsafe { array(items.data, items.count, name) }?;
    // SAFETY: the caller makes the same promise.
    let lengths = unsafe { array(items.lengths, items.count, name) }?;
    let pieces = starts.iter().zip(lengths).map(|(&start, &length)| {
        // SAFETY: the caller makes the same promise.
        unsafe { bytes(start, length, name) }
    });
    Ok(Source::Pieces(vectors::try_collect(pieces)?))
}

impl zstd_buffers::Items for Source<'_> {
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
            Self::Pieces(pieces) => pieces[index],
        }
    }

    fn contiguous(&self) -> Option<&[u8]> {
        match self {
            Self::Buffer(buffer) => buffer.contiguous(),
            Self::Collection(collection) => collection.contiguous(),
            Self::Pieces(_) => None,
        }
    }
}

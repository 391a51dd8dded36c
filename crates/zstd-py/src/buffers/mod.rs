//! The buffer types.

mod buffer;
mod collection;
mod export;
mod iterator;
mod segment;
mod table;

pub(crate) use buffer::BufferWithSegments;
pub(crate) use collection::BufferWithSegmentsCollection;
pub(crate) use iterator::SegmentIterator;
pub(crate) use segment::BufferSegment;
pub(crate) use table::BufferSegments;

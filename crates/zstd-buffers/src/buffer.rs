//! Memory with segments, and single segments of it.
#![forbid(unsafe_code)]

use std::ops::{Deref, Range};

use crate::error::{Result, position};
use crate::iter::Iter;
use crate::memory::SharedMemory;
use crate::table::{BufferSegments, Segment};

/// Items of known lengths in one piece of memory. Clones share both the memory and the table.
///
/// ```
/// use zstd_buffers::{BufferWithSegments, Segment};
///
/// let buffer = BufferWithSegments::from_table(b"foobar".to_vec().into(), vec![Segment::new(0, 3)])?;
/// let first = buffer.segment(0)?;
/// drop(buffer);
/// assert_eq!(&first[..], b"foo");
/// # Ok::<(), zstd_buffers::Error>(())
/// ```
#[derive(Clone)]
pub struct BufferWithSegments {
    data: SharedMemory,
    segments: BufferSegments,
}

impl BufferWithSegments {
    /// Memory and its table as stored: pairs of native-endian 64-bit numbers, offset and length.
    ///
    /// # Errors
    ///
    /// A table that is not whole pairs, or a segment that does not lie within the memory.
    pub fn new(data: SharedMemory, segments: &[u8]) -> Result<Self> {
        let segments = BufferSegments::parse(segments, data.len())?;
        Ok(Self { data, segments })
    }

    /// As [`BufferWithSegments::new`], from a table of segments.
    pub fn from_table(data: SharedMemory, table: impl Into<Vec<Segment>>) -> Result<Self> {
        let segments = BufferSegments::validate(table, data.len())?;
        Ok(Self { data, segments })
    }

    /// The number of segments.
    #[must_use]
    pub fn len(&self) -> usize {
        self.segments.len()
    }

    /// Whether there are no segments.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.segments.is_empty()
    }

    /// The size of the memory in bytes.
    #[must_use]
    pub fn size(&self) -> usize {
        self.data.len()
    }

    /// All of the memory.
    #[must_use]
    pub fn data(&self) -> &SharedMemory {
        &self.data
    }

    /// The table.
    #[must_use]
    pub fn segments(&self) -> &BufferSegments {
        &self.segments
    }

    /// The bytes of a segment.
    #[must_use]
    pub fn get(&self, index: usize) -> Option<&[u8]> {
        let segment = self.segments.as_slice().get(index)?;
        self.data.get(self.range(*segment))
    }

    /// A segment that shares the memory and keeps it alive.
    ///
    /// # Errors
    ///
    /// An index below 0, or not below [`BufferWithSegments::len`].
    pub fn segment(&self, index: i64) -> Result<BufferSegment> {
        let index = position(index, self.len())?;
        let segment = self.segments.as_slice()[index];
        Ok(BufferSegment {
            data: self.data.slice(self.range(segment)),
            offset: segment.offset,
        })
    }

    /// The bytes of all segments, in order.
    #[must_use]
    pub fn iter(&self) -> Iter<'_, Self> {
        Iter::new(self)
    }

    fn range(&self, segment: Segment) -> Range<usize> {
        // The table was checked against this memory when it was made.
        segment.range_within(self.data.len()).unwrap_or(0..0)
    }
}

/// One item of a [`BufferWithSegments`]: a slice of the shared memory, which it keeps alive.
#[derive(Clone)]
pub struct BufferSegment {
    data: SharedMemory,
    offset: u64,
}

impl BufferSegment {
    /// The distance from the start of the buffer that the segment came from, in bytes.
    #[must_use]
    pub fn offset(&self) -> u64 {
        self.offset
    }

    /// The bytes, shared.
    #[must_use]
    pub fn data(&self) -> &SharedMemory {
        &self.data
    }
}

impl Deref for BufferSegment {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.data
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn buffer() -> BufferWithSegments {
        let memory = SharedMemory::from_owner(b"foobarbaz".to_vec());
        BufferWithSegments::from_table(
            memory,
            vec![Segment::new(0, 3), Segment::new(3, 6), Segment::new(9, 0)],
        )
        .unwrap()
    }

    #[test]
    fn segments_outlive_their_buffer() {
        let segment = buffer().segment(1).unwrap();
        assert_eq!(
            (&segment[..], segment.offset(), segment.len()),
            (&b"barbaz"[..], 3, 6)
        );
    }

    #[test]
    fn indexes_are_checked() {
        let buffer = buffer();
        assert!(
            buffer
                .segment(-1)
                .err()
                .unwrap()
                .to_string()
                .starts_with("offset must be non-negative")
        );
        assert!(
            buffer
                .segment(3)
                .err()
                .unwrap()
                .to_string()
                .starts_with("offset must be less than 3")
        );
        assert!(buffer.segment(i64::MAX).is_err());
        assert_eq!(buffer.get(3), None);
        assert_eq!(
            buffer.iter().map(<[u8]>::len).collect::<Vec<_>>(),
            [3, 6, 0]
        );
    }
}

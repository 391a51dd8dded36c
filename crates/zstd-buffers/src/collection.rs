//! Several buffers as one sequence.
#![forbid(unsafe_code)]

use crate::buffer::{BufferSegment, BufferWithSegments};
use crate::error::{Error, Result, position};
use crate::iter::Iter;
use crate::vectors;

/// A sequence of the segments of one or more buffers, in order.
///
/// ```
/// use zstd_buffers::{BufferWithSegments, BufferWithSegmentsCollection, Segment};
///
/// let buffer = |data: &'static [u8]| {
///     let table = vec![Segment::new(0, 3), Segment::new(3, data.len() as u64 - 3)];
///     BufferWithSegments::from_table(data.to_vec().into(), table)
/// };
/// let joined = BufferWithSegmentsCollection::new(vec![buffer(b"foobar")?, buffer(b"bazqux")?])?;
/// assert_eq!(joined.iter().rev().next(), Some(&b"qux"[..]));
/// assert_eq!((joined.len(), joined.size()), (4, 12));
/// # Ok::<(), zstd_buffers::Error>(())
/// ```
#[derive(Clone)]
pub struct BufferWithSegmentsCollection {
    buffers: Vec<BufferWithSegments>,
    /// For each buffer the number of segments up to its end.
    ends: Vec<usize>,
}

impl BufferWithSegmentsCollection {
    /// Joins buffers, at least one, none of them without segments.
    pub fn new(buffers: Vec<BufferWithSegments>) -> Result<Self> {
        if buffers.is_empty() {
            return Err(Error::NoBuffers);
        }
        let mut ends = vectors::with_room(buffers.len())?;
        let mut end = 0;
        for (index, buffer) in buffers.iter().enumerate() {
            if buffer.is_empty() {
                return Err(Error::EmptyBuffer { index });
            }
            end += buffer.len();
            ends.push(end);
        }
        Ok(Self { buffers, ends })
    }

    /// The number of segments in all buffers.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.last().copied().unwrap_or(0)
    }

    /// Never true: a collection has at least one segment.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The size in bytes of all segments together.
    #[must_use]
    pub fn size(&self) -> u64 {
        let segments = self
            .buffers
            .iter()
            .flat_map(|buffer| buffer.segments().as_slice());
        segments
            .map(|segment| segment.length)
            .fold(0, u64::saturating_add)
    }

    /// The buffers.
    #[must_use]
    pub fn buffers(&self) -> &[BufferWithSegments] {
        &self.buffers
    }

    /// The bytes of a segment.
    #[must_use]
    pub fn get(&self, index: usize) -> Option<&[u8]> {
        let (buffer, within) = self.locate(index)?;
        self.buffers[buffer].get(within)
    }

    /// A segment that shares the memory and keeps it alive.
    ///
    /// # Errors
    ///
    /// An index below 0, or not below [`BufferWithSegmentsCollection::len`].
    pub fn segment(&self, index: i64) -> Result<BufferSegment> {
        let len = self.len();
        let (buffer, within) = self
            .locate(position(index, len)?)
            .ok_or(Error::IndexTooLarge { index, len })?;
        self.buffers[buffer].segment(i64::try_from(within).unwrap_or(i64::MAX))
    }

    /// The bytes of all segments, in order.
    #[must_use]
    pub fn iter(&self) -> Iter<'_, Self> {
        Iter::new(self)
    }

    /// Which buffer the segment `index` of the sequence is in, and its index there.
    #[must_use]
    pub fn locate(&self, index: usize) -> Option<(usize, usize)> {
        let buffer = self.ends.partition_point(|&end| end <= index);
        let before = buffer
            .checked_sub(1)
            .map_or(0, |previous| self.ends[previous]);
        (buffer < self.buffers.len()).then_some((buffer, index - before))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Segment, SharedMemory};

    fn buffer(data: &'static [u8], lengths: &[u64]) -> BufferWithSegments {
        let mut offset = 0;
        let table: Vec<_> = lengths
            .iter()
            .map(|&length| {
                let segment = Segment::new(offset, length);
                offset += length;
                segment
            })
            .collect();
        BufferWithSegments::from_table(SharedMemory::from_owner(data), table).unwrap()
    }

    #[test]
    fn segments_of_all_buffers_are_one_sequence() {
        let joined = BufferWithSegmentsCollection::new(vec![
            buffer(b"foobar", &[3, 3]),
            buffer(b"abcdef", &[1, 2, 3]),
        ])
        .unwrap();
        assert_eq!((joined.len(), joined.size()), (5, 12));
        let expected: [&[u8]; 5] = [b"foo", b"bar", b"a", b"bc", b"def"];
        for (index, bytes) in expected.iter().enumerate() {
            let signed = i64::try_from(index).unwrap();
            assert_eq!(&joined.segment(signed).unwrap()[..], *bytes);
            assert_eq!(joined.get(index), Some(*bytes));
        }
        assert_eq!(joined.iter().collect::<Vec<_>>(), expected);
        assert!(
            joined.segment(5).is_err() && joined.segment(-1).is_err() && joined.get(5).is_none()
        );
    }

    #[test]
    fn empty_collections_and_members_are_refused() {
        assert!(matches!(
            BufferWithSegmentsCollection::new(vec![]),
            Err(Error::NoBuffers)
        ));
        let members = vec![buffer(b"a", &[1]), buffer(b"a", &[])];
        assert!(matches!(
            BufferWithSegmentsCollection::new(members),
            Err(Error::EmptyBuffer { index: 1 })
        ));
    }
}

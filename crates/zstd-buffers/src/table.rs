//! Tables of segments.

use std::ops::Range;
use std::slice;
use std::sync::Arc;

use crate::error::{Error, Result, position};
use crate::vectors;

/// Where an item lies: a pair of 64-bit numbers in the machine's byte order, which is also how tables are stored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[repr(C)]
pub struct Segment {
    /// The distance from the start of the memory, in bytes.
    pub offset: u64,
    /// The length in bytes.
    pub length: u64,
}

impl Segment {
    /// The size of a pair in bytes.
    pub const SIZE: usize = 16;

    /// `length` bytes at `offset`.
    #[must_use]
    pub const fn new(offset: u64, length: u64) -> Self {
        Self { offset, length }
    }

    /// The segment as a range, if it lies within `size` bytes. Cannot overflow, whatever the pair says.
    pub(crate) fn range_within(self, size: usize) -> Option<Range<usize>> {
        let start = usize::try_from(self.offset).ok()?;
        let end = start.checked_add(usize::try_from(self.length).ok()?)?;
        (end <= size).then_some(start..end)
    }
}

/// A table of segments that all lie within the memory that it belongs to. Clones share it.
///
/// ```
/// use zstd_buffers::{BufferWithSegments, Segment};
///
/// let buffer = BufferWithSegments::from_table(b"foobar".to_vec().into(), vec![Segment::new(3, 3)])?;
/// let table = buffer.segments();
/// assert_eq!(table.as_slice(), [Segment::new(3, 3)]);
/// assert_eq!(table.as_bytes().len(), Segment::SIZE);
/// # Ok::<(), zstd_buffers::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct BufferSegments {
    table: Arc<Vec<Segment>>,
}

impl BufferSegments {
    /// Checks a table against memory of `size` bytes.
    pub(crate) fn validate(table: impl Into<Vec<Segment>>, size: usize) -> Result<Self> {
        let table = table.into();
        for (index, segment) in table.iter().enumerate() {
            if segment.range_within(size).is_none() {
                return Err(Error::OutsideBuffer {
                    index,
                    offset: segment.offset,
                    length: segment.length,
                    size,
                });
            }
        }
        Ok(Self {
            table: Arc::new(table),
        })
    }

    /// Reads pairs of native-endian 64-bit numbers; the bytes need not be aligned.
    pub(crate) fn parse(bytes: &[u8], size: usize) -> Result<Self> {
        let (pairs, rest) = bytes.as_chunks::<{ Segment::SIZE }>();
        if !rest.is_empty() {
            return Err(Error::TableSize { bytes: bytes.len() });
        }
        let table = pairs.iter().map(|pair| {
            let (offset, length) = pair.split_at(8);
            let number = |half: &[u8]| u64::from_ne_bytes(half.try_into().unwrap_or_default());
            Segment::new(number(offset), number(length))
        });
        Self::validate(vectors::collect(table)?, size)
    }

    /// The number of segments.
    #[must_use]
    pub fn len(&self) -> usize {
        self.table.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.table.is_empty()
    }

    /// The segments.
    #[must_use]
    pub fn as_slice(&self) -> &[Segment] {
        &self.table
    }

    /// The segment at `index`.
    pub fn get(&self, index: i64) -> Result<Segment> {
        Ok(self.table[position(index, self.len())?])
    }

    /// The table as it is stored: pairs of native-endian 64-bit numbers.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        let bytes = size_of_val::<[Segment]>(&self.table);
        // SAFETY: a Segment is two u64 without padding, so all of its bytes are initialised.
        unsafe { slice::from_raw_parts(self.table.as_ptr().cast(), bytes) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_table_must_be_whole_pairs() {
        for bytes in [1, 8, 15, 17] {
            let error = BufferSegments::parse(&vec![0; bytes], 100).unwrap_err();
            assert!(
                error
                    .to_string()
                    .starts_with("segments array size is not a multiple of 16")
            );
        }
        assert!(BufferSegments::parse(&[], 0).unwrap().is_empty());
    }

    #[test]
    fn a_sum_beyond_64_bits_is_outside_of_the_buffer() {
        for (offset, length) in [
            (u64::MAX, 2),
            (2, u64::MAX),
            (u64::MAX, u64::MAX),
            (1 << 63, 1 << 63),
        ] {
            let error =
                BufferSegments::validate(vec![Segment::new(offset, length)], 100).unwrap_err();
            assert!(
                matches!(error, Error::OutsideBuffer { index: 0, .. }),
                "{error}"
            );
        }
    }

    proptest! {
        #[test]
        fn a_table_is_accepted_if_and_only_if_every_segment_lies_inside(
            pairs in prop::collection::vec((0_u64..40, 0_u64..40), 0..8),
            size in 0_usize..60,
        ) {
            let inside = pairs.iter().all(|(offset, length)| offset + length <= size as u64);
            let bytes: Vec<u8> = pairs.iter().flat_map(|(o, l)| [o.to_ne_bytes(), l.to_ne_bytes()].concat()).collect();
            let parsed = BufferSegments::parse(&bytes, size);
            prop_assert_eq!(parsed.is_ok(), inside);
            if let Ok(table) = parsed {
                prop_assert_eq!(table.as_bytes(), &bytes[..]);
            }
        }
    }
}

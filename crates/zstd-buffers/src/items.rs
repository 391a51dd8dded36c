//! What batch calls take.
#![forbid(unsafe_code)]

use crate::buffer::BufferWithSegments;
use crate::collection::BufferWithSegmentsCollection;

/// An indexed collection of byte strings that several threads may read.
///
/// ```
/// use zstd_buffers::Items;
///
/// fn total(items: &(impl Items + ?Sized)) -> usize {
///     (0..items.count()).map(|index| items.item(index).len()).sum()
/// }
/// assert_eq!(total(&vec!["foo", "barbaz"]), 9);
/// assert_eq!(total(&[[0; 4]; 3][..]), 12);
/// ```
pub trait Items: Sync {
    /// The number of items.
    fn count(&self) -> usize;

    /// The bytes of an item. `index` is below [`Items::count`].
    fn item(&self, index: usize) -> &[u8];

    /// All items as one stretch of memory, where they lie one behind the other in it without gaps.
    fn contiguous(&self) -> Option<&[u8]> {
        None
    }
}

impl<T: AsRef<[u8]> + Sync> Items for [T] {
    fn count(&self) -> usize {
        self.len()
    }

    fn item(&self, index: usize) -> &[u8] {
        self[index].as_ref()
    }
}

impl<T: AsRef<[u8]> + Sync> Items for Vec<T> {
    fn count(&self) -> usize {
        self.len()
    }

    fn item(&self, index: usize) -> &[u8] {
        self[index].as_ref()
    }
}

impl Items for BufferWithSegments {
    fn count(&self) -> usize {
        self.len()
    }

    fn item(&self, index: usize) -> &[u8] {
        self.get(index).unwrap_or_default()
    }

    fn contiguous(&self) -> Option<&[u8]> {
        let table = self.segments().as_slice();
        let start = table.first()?.offset;
        let mut end = start;
        for segment in table {
            if segment.offset != end {
                return None;
            }
            end += segment.length;
        }
        self.data()
            .get(usize::try_from(start).ok()?..usize::try_from(end).ok()?)
    }
}

impl Items for BufferWithSegmentsCollection {
    fn count(&self) -> usize {
        self.len()
    }

    fn item(&self, index: usize) -> &[u8] {
        self.get(index).unwrap_or_default()
    }

    fn contiguous(&self) -> Option<&[u8]> {
        match self.buffers() {
            [only] => only.contiguous(),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Segment, SharedMemory};

    #[test]
    fn only_gapless_ordered_segments_are_contiguous() {
        let memory = SharedMemory::from_owner(b"foobarbaz");
        let contiguous = |table: &[(u64, u64)]| {
            let table: Vec<_> = table
                .iter()
                .map(|&(offset, length)| Segment::new(offset, length))
                .collect();
            let buffer = BufferWithSegments::from_table(memory.clone(), table).unwrap();
            buffer.contiguous().map(<[u8]>::to_vec)
        };
        assert_eq!(
            contiguous(&[(3, 3), (6, 3)]).as_deref(),
            Some(&b"barbaz"[..])
        );
        assert_eq!(contiguous(&[(0, 3), (6, 3)]), None);
        assert_eq!(contiguous(&[(3, 3), (0, 3)]), None);
        assert_eq!(contiguous(&[]), None);
    }
}

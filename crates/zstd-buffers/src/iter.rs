//! Iterators over the segments of buffers and collections.
#![forbid(unsafe_code)]

use std::fmt;
use std::iter::FusedIterator;
use std::ops::Range;

use crate::buffer::{BufferSegment, BufferWithSegments};
use crate::collection::BufferWithSegmentsCollection;
use crate::items::Items;

/// The bytes of all segments, in order, from both ends.
pub struct Iter<'a, B> {
    of: &'a B,
    range: Range<usize>,
}

/// All segments, in order, from both ends; each shares the memory and keeps it alive.
pub struct IntoIter<B> {
    of: B,
    range: Range<usize>,
}

/// What hands out segments that outlive a borrow.
pub trait SharedItems: Items {
    /// The segment at `index`, if there are so many.
    fn shared(&self, index: usize) -> Option<BufferSegment>;
}

impl<'a, B: Items> Iter<'a, B> {
    pub(crate) fn new(of: &'a B) -> Self {
        let range = 0..of.count();
        Self { of, range }
    }
}

impl<B: Items> IntoIter<B> {
    fn new(of: B) -> Self {
        let range = 0..of.count();
        Self { of, range }
    }
}

impl<B> Clone for Iter<'_, B> {
    fn clone(&self) -> Self {
        Self {
            of: self.of,
            range: self.range.clone(),
        }
    }
}

impl<B> fmt::Debug for Iter<'_, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Iter").field(&self.range).finish()
    }
}

impl<B> fmt::Debug for IntoIter<B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("IntoIter").field(&self.range).finish()
    }
}

impl<'a, B: Items> Iterator for Iter<'a, B> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        let of = self.of;
        self.range.next().map(|index| of.item(index))
    }

    fn nth(&mut self, n: usize) -> Option<&'a [u8]> {
        let of = self.of;
        self.range.nth(n).map(|index| of.item(index))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.range.size_hint()
    }
}

impl<B: Items> DoubleEndedIterator for Iter<'_, B> {
    fn next_back(&mut self) -> Option<Self::Item> {
        let of = self.of;
        self.range.next_back().map(|index| of.item(index))
    }
}

impl<B: SharedItems> Iterator for IntoIter<B> {
    type Item = BufferSegment;

    fn next(&mut self) -> Option<BufferSegment> {
        self.range.next().and_then(|index| self.of.shared(index))
    }

    fn nth(&mut self, n: usize) -> Option<BufferSegment> {
        self.range.nth(n).and_then(|index| self.of.shared(index))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.range.size_hint()
    }
}

impl<B: SharedItems> DoubleEndedIterator for IntoIter<B> {
    fn next_back(&mut self) -> Option<BufferSegment> {
        let next = self.range.next_back();
        next.and_then(|index| self.of.shared(index))
    }
}

impl<B: Items> ExactSizeIterator for Iter<'_, B> {}
impl<B: Items> FusedIterator for Iter<'_, B> {}
impl<B: SharedItems> ExactSizeIterator for IntoIter<B> {}
impl<B: SharedItems> FusedIterator for IntoIter<B> {}

/// Makes a type iterable, by reference and by value.
macro_rules! iterable {
    ($($kind:ident),*) => {
        $(
            impl SharedItems for $kind {
                fn shared(&self, index: usize) -> Option<BufferSegment> {
                    self.segment(i64::try_from(index).ok()?).ok()
                }
            }

            impl<'a> IntoIterator for &'a $kind {
                type Item = &'a [u8];
                type IntoIter = Iter<'a, $kind>;

                fn into_iter(self) -> Self::IntoIter {
                    Iter::new(self)
                }
            }

            impl IntoIterator for $kind {
                type Item = BufferSegment;
                type IntoIter = IntoIter<$kind>;

                fn into_iter(self) -> Self::IntoIter {
                    IntoIter::new(self)
                }
            }
        )*
    };
}

iterable!(BufferWithSegments, BufferWithSegmentsCollection);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Segment, SharedMemory};

    fn collection() -> BufferWithSegmentsCollection {
        let buffer = |data: &'static [u8]| {
            let table = vec![Segment::new(0, 1), Segment::new(1, data.len() as u64 - 1)];
            BufferWithSegments::from_table(SharedMemory::from_owner(data), table).unwrap()
        };
        BufferWithSegmentsCollection::new(vec![buffer(b"abc"), buffer(b"de")]).unwrap()
    }

    #[test]
    fn iterators_go_both_ways_and_know_their_length() {
        let collection = collection();
        let mut iter = collection.iter();
        assert_eq!(iter.len(), 4);
        assert_eq!(iter.next(), Some(&b"a"[..]));
        assert_eq!(iter.next_back(), Some(&b"e"[..]));
        assert_eq!((iter.len(), iter.clone().count()), (2, 2));
        assert_eq!(iter.nth(1), Some(&b"d"[..]));
        assert_eq!((iter.next(), iter.next_back()), (None, None));
        let joined: Vec<u8> = (&collection).into_iter().flatten().copied().collect();
        assert_eq!(joined, b"abcde");
    }

    #[test]
    fn owned_segments_outlive_the_collection() {
        let mut iter = collection().into_iter();
        assert_eq!(iter.len(), 4);
        let last = iter.next_back().unwrap();
        let second = iter.nth(1).unwrap();
        assert_eq!(iter.len(), 1);
        drop(iter);
        assert_eq!((&last[..], &second[..]), (&b"e"[..], &b"bc"[..]));
        let buffers = collection();
        let lengths = buffers.buffers()[0].clone().into_iter().rev();
        assert_eq!(lengths.map(|s| s.len()).collect::<Vec<_>>(), [2, 1]);
    }
}

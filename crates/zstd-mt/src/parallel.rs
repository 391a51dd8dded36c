//! Items as a parallel iterator: here and not in `zstd-buffers`, since one crate alone names rayon.
#![forbid(unsafe_code)]

use rayon::iter::{IndexedParallelIterator, IntoParallelIterator, ParallelIterator};
use zstd_buffers::Items;

/// Items that rayon can go through. It does so on the threads of rayon's own pool (or the pool that the caller has installed),
/// which a `fork` does not copy; batch calls have threads of their own.
///
/// ```
/// use rayon::iter::{IndexedParallelIterator, ParallelIterator};
/// use zstd_mt::ParallelItems;
///
/// let records = [b"one".to_vec(), b"three".to_vec()];
/// let lengths: Vec<usize> = records[..].par_items().map(<[u8]>::len).collect();
/// assert_eq!(lengths, [3, 5]);
/// assert_eq!(records[..].par_items().len(), 2);
/// ```
pub trait ParallelItems: Items {
    /// The bytes of all items, in order.
    fn par_items(&self) -> impl IndexedParallelIterator<Item = &[u8]>;
}

impl<I: Items + ?Sized> ParallelItems for I {
    fn par_items(&self) -> impl IndexedParallelIterator<Item = &[u8]> {
        (0..self.count())
            .into_par_iter()
            .map(|index| self.item(index))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{BatchOptions, compress_batch};
    use zstd_core::{Compressor, Decompressor};

    #[test]
    fn results_of_a_batch_are_indexed() {
        let records: Vec<String> = (0..500).map(|n| format!("record {n}")).collect();
        let compressor = Compressor::builder().content_size(true).build().unwrap();
        let frames = compress_batch(&compressor, &records, &BatchOptions::new()).unwrap();
        let decompressor = Decompressor::new();
        let restored: Vec<Vec<u8>> = frames
            .par_items()
            .map(|frame| decompressor.decompress(frame).unwrap())
            .collect();
        assert!(restored.iter().eq(records.iter().map(String::as_bytes)));
        let backwards = frames.par_items().rev().map(<[u8]>::len);
        assert_eq!(backwards.len(), 500);
    }
}

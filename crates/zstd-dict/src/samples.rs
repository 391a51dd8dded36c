//! Samples in the form that libzstd's trainers take: one stretch of memory and a list of sizes.
#![forbid(unsafe_code)]

use std::borrow::Cow;
use std::fmt;

use zstd_buffers::Items;
use zstd_core::Error as CoreError;

use crate::error::Result;

/// Samples to train on. Borrowed where they already lie one behind the other in memory, copied once otherwise.
///
/// ```
/// use zstd_dict::Samples;
///
/// let samples = Samples::gather(&["foo", "barbaz"][..])?;
/// assert_eq!((samples.count(), samples.sizes()), (2, &[3, 6][..]));
/// # Ok::<(), zstd_dict::Error>(())
/// ```
pub struct Samples<'a> {
    data: Cow<'a, [u8]>,
    sizes: Vec<usize>,
}

impl<'a> Samples<'a> {
    /// Takes samples from any collection of byte strings.
    pub fn gather<I: Items + ?Sized>(items: &'a I) -> Result<Self> {
        let count = items.count();
        let mut sizes = Vec::new();
        sizes
            .try_reserve_exact(count)
            .map_err(|_| out_of_memory(count.saturating_mul(size_of::<usize>())))?;
        sizes.extend((0..count).map(|index| items.item(index).len()));
        let data = match items.contiguous() {
            Some(data) => Cow::Borrowed(data),
            None => {
                let total = sizes
                    .iter()
                    .try_fold(0_usize, |sum, &size| sum.checked_add(size))
                    .ok_or(out_of_memory(usize::MAX))?;
                let mut data = Vec::new();
                data.try_reserve_exact(total)
                    .map_err(|_| out_of_memory(total))?;
                for index in 0..count {
                    data.extend_from_slice(items.item(index));
                }
                Cow::Owned(data)
            }
        };
        Ok(Self { data, sizes })
    }

    /// The same samples in memory of their own.
    ///
    /// # Errors
    ///
    /// Memory.
    pub fn into_owned(self) -> Result<Samples<'static>> {
        let data = match self.data {
            Cow::Owned(data) => data,
            Cow::Borrowed(borrowed) => {
                let mut data = Vec::new();
                data.try_reserve_exact(borrowed.len())
                    .map_err(|_| out_of_memory(borrowed.len()))?;
                data.extend_from_slice(borrowed);
                data
            }
        };
        Ok(Samples {
            data: Cow::Owned(data),
            sizes: self.sizes,
        })
    }

    /// The number of samples.
    #[must_use]
    pub fn count(&self) -> usize {
        self.sizes.len()
    }

    /// The sizes in bytes.
    #[must_use]
    pub fn sizes(&self) -> &[usize] {
        &self.sizes
    }

    /// All samples, one behind the other.
    #[must_use]
    pub fn data(&self) -> &[u8] {
        &self.data
    }
}

impl fmt::Debug for Samples<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Samples");
        shown.field("count", &self.count());
        shown.field("len", &self.data.len());
        shown.finish_non_exhaustive()
    }
}

fn out_of_memory(bytes: usize) -> CoreError {
    CoreError::OutOfMemory {
        bytes: Some(bytes as u64),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use zstd_buffers::{BufferWithSegments, Segment, SharedMemory};

    #[test]
    fn samples_that_lie_together_are_borrowed() {
        let memory = SharedMemory::from_owner(b"foobarbaz");
        let table = vec![Segment::new(0, 3), Segment::new(3, 6)];
        let buffer = BufferWithSegments::from_table(memory.clone(), table).unwrap();
        let samples = Samples::gather(&buffer).unwrap();
        assert_eq!(samples.data().as_ptr(), memory.as_ptr());
        assert_eq!((samples.count(), samples.sizes()), (2, &[3, 6][..]));
        let list = [b"foo".to_vec(), b"barbaz".to_vec()];
        assert_eq!(Samples::gather(&list[..]).unwrap().data(), b"foobarbaz");
    }
}

//! Where input comes from.
#![forbid(unsafe_code)]

use std::convert::Infallible;
use std::ops::Range;
use std::sync::Arc;

/// Something that hands out bytes in pieces: a file, a socket, an object of another language, memory.
///
/// Streams stay sound whatever a source does; what each lie leads to is said here.
pub trait Source {
    /// A piece of input. It is kept, not copied, until it is used up. If it changes its length meanwhile, what is beyond the
    /// new end counts as used up.
    type Chunk: AsRef<[u8]>;

    /// What the source fails with. Streams pass it on unchanged, and are unusable from then on.
    type Error;

    /// Hands out the next piece, of about `size` bytes, which is never 0.
    ///
    /// A shorter piece is fine, and so is a longer one: nothing of it is dropped. An empty piece is the end of the input; the
    /// source is not asked again. `None`: there is no data now, but there may be later.
    fn read(&mut self, size: usize) -> Result<Option<Self::Chunk>, Self::Error>;

    /// Takes a used-up piece back, so that its memory can be used again.
    fn reclaim(&mut self, chunk: Self::Chunk) {
        drop(chunk);
    }

    /// The number of bytes from here to the end of the input, where that is certain.
    fn size(&self) -> Option<u64> {
        None
    }

    /// Whether all of the input is in memory, so that a piece of any size costs nothing. Such a source can be rewound.
    fn is_in_memory(&self) -> bool {
        false
    }

    /// Whether [`Source::rewind`] is likely to succeed.
    fn can_rewind(&self) -> bool {
        false
    }

    /// Goes back to where the first read began. `false`: the source cannot do that.
    fn rewind(&mut self) -> Result<bool, Self::Error> {
        Ok(false)
    }
}

impl<S: Source + ?Sized> Source for &mut S {
    type Chunk = S::Chunk;
    type Error = S::Error;

    fn read(&mut self, size: usize) -> Result<Option<Self::Chunk>, Self::Error> {
        (**self).read(size)
    }

    fn reclaim(&mut self, chunk: Self::Chunk) {
        (**self).reclaim(chunk);
    }

    fn size(&self) -> Option<u64> {
        (**self).size()
    }

    fn is_in_memory(&self) -> bool {
        (**self).is_in_memory()
    }

    fn can_rewind(&self) -> bool {
        (**self).can_rewind()
    }

    fn rewind(&mut self) -> Result<bool, Self::Error> {
        (**self).rewind()
    }
}

/// Input that is in memory. It is handed out in slices, without copies, and can be rewound.
///
/// ```
/// use zstd_stream::{MemorySource, Source};
///
/// let mut source = MemorySource::new("foobar");
/// let Ok(chunk) = source.read(3);
/// assert_eq!(chunk.as_ref().map(|chunk| chunk.as_ref()), Some(&b"foo"[..]));
/// ```
pub struct MemorySource<B> {
    owner: Arc<B>,
    length: usize,
    pos: usize,
}

impl<B: AsRef<[u8]>> MemorySource<B> {
    /// All of `bytes`, which stay alive as long as the source or a slice of it does.
    #[must_use]
    pub fn new(bytes: B) -> Self {
        let length = bytes.as_ref().len();
        Self {
            owner: Arc::new(bytes),
            length,
            pos: 0,
        }
    }

    /// How many bytes were handed out.
    #[must_use]
    pub fn position(&self) -> usize {
        self.pos
    }
}

impl<B: AsRef<[u8]>> Source for MemorySource<B> {
    type Chunk = MemoryChunk<B>;
    type Error = Infallible;

    fn read(&mut self, size: usize) -> Result<Option<MemoryChunk<B>>, Infallible> {
        let start = self.pos;
        self.pos = self.length.min(start.saturating_add(size));
        Ok(Some(MemoryChunk {
            owner: self.owner.clone(),
            range: start..self.pos,
        }))
    }

    fn size(&self) -> Option<u64> {
        Some((self.length - self.pos) as u64)
    }

    fn is_in_memory(&self) -> bool {
        true
    }

    fn can_rewind(&self) -> bool {
        true
    }

    fn rewind(&mut self) -> Result<bool, Infallible> {
        self.pos = 0;
        Ok(true)
    }
}

/// A slice of a [`MemorySource`].
pub struct MemoryChunk<B> {
    owner: Arc<B>,
    range: Range<usize>,
}

impl<B: AsRef<[u8]>> AsRef<[u8]> for MemoryChunk<B> {
    fn as_ref(&self) -> &[u8] {
        let bytes: &[u8] = self.owner.as_ref().as_ref();
        bytes.get(self.range.clone()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn next<S: Source<Error = Infallible>>(source: &mut S, size: usize) -> Vec<u8> {
        let Ok(chunk) = source.read(size);
        chunk.map(|chunk| chunk.as_ref().to_vec()).unwrap()
    }

    #[test]
    fn memory_is_handed_out_in_slices_and_ends_with_an_empty_one() {
        let mut source = MemorySource::new(b"foobar".to_vec());
        assert_eq!(source.size(), Some(6));
        assert_eq!(next(&mut source, 4), b"foob");
        assert_eq!(source.size(), Some(2));
        assert_eq!(next(&mut source, usize::MAX), b"ar");
        assert_eq!(next(&mut source, 1), b"");
        assert_eq!(source.rewind(), Ok(true));
        assert_eq!(next(&mut &mut source, 1), b"f");
    }

    #[test]
    fn slices_point_into_the_memory_and_keep_it_alive() {
        let bytes = b"foobar".to_vec();
        let address = bytes.as_ptr();
        let mut source = MemorySource::new(bytes);
        let Ok(chunk) = source.read(6);
        drop(source);
        let chunk = chunk.unwrap();
        assert_eq!(
            (chunk.as_ref().as_ptr(), chunk.as_ref()),
            (address, &b"foobar"[..])
        );
    }
}

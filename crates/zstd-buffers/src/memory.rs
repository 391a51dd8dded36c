//! Shared, read-only memory: whoever owns it, however it was made.

use std::any::Any;
use std::fs::File;
use std::ops::{Deref, Range};
use std::ptr::NonNull;
use std::slice;
use std::sync::Arc;

use crate::error::Result;

/// Bytes that stay where they are and do not change for as long as any clone or slice of them lives.
///
/// ```
/// use zstd_buffers::SharedMemory;
///
/// let memory = SharedMemory::from_owner(b"foobar");
/// let part = memory.slice(3..6);
/// assert_eq!(&part[..], b"bar");
/// ```
#[derive(Clone)]
pub struct SharedMemory {
    start: NonNull<u8>,
    length: usize,
    /// Keeps the bytes alive; `None` for memory whose lifetime the caller answers for.
    _owner: Option<Arc<dyn Any + Send + Sync>>,
}

// SAFETY: the memory is only read, and its owner may be dropped on any thread.
unsafe impl Send for SharedMemory {}
// SAFETY: the memory is only read.
unsafe impl Sync for SharedMemory {}

impl SharedMemory {
    /// The bytes of `owner`, which is kept for as long as they are referred to: a `Vec<u8>`, an array, an [`crate::Arena`], a map.
    #[must_use]
    pub fn from_owner<T>(owner: T) -> Self
    where
        T: AsRef<[u8]> + Send + Sync + 'static,
    {
        let owner = Arc::new(owner);
        let bytes: &[u8] = (*owner).as_ref();
        let (start, length) = (NonNull::from(bytes).cast(), bytes.len());
        Self {
            start,
            length,
            _owner: Some(owner),
        }
    }

    /// The content of a file, mapped into memory and read as it is used.
    ///
    /// # Safety
    ///
    /// The file must not be changed or truncated by anyone while the memory is in use: the bytes would change under their
    /// readers, and reads beyond a new end of the file would kill the process.
    pub unsafe fn map(file: &File) -> Result<Self> {
        // SAFETY: the caller promises that the file keeps still.
        let map = unsafe { memmap2::Mmap::map(file) }?;
        Ok(Self::from_owner(map))
    }

    /// Borrowed memory without an owner.
    ///
    /// # Safety
    ///
    /// The `length` bytes at `start` must stay valid and unchanged for as long as the result, or any clone or slice of it, lives.
    #[must_use]
    pub unsafe fn borrowed(start: NonNull<u8>, length: usize) -> Self {
        Self {
            start,
            length,
            _owner: None,
        }
    }

    /// A part of the same memory.
    ///
    /// # Panics
    ///
    /// When `range` is not within the memory, as slicing does.
    #[must_use]
    pub fn slice(&self, range: Range<usize>) -> Self {
        let part = &self[range];
        Self {
            start: NonNull::from(part).cast(),
            length: part.len(),
            _owner: self._owner.clone(),
        }
    }
}

impl Deref for SharedMemory {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        // SAFETY: the owner, or the caller of `borrowed`, keeps the bytes valid and unchanged.
        unsafe { slice::from_raw_parts(self.start.as_ptr(), self.length) }
    }
}

impl AsRef<[u8]> for SharedMemory {
    fn as_ref(&self) -> &[u8] {
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    #[test]
    fn slices_keep_the_owner_alive() {
        let memory = SharedMemory::from_owner(b"foobar".to_vec());
        let part = memory.slice(3..6);
        drop(memory);
        assert_eq!(&part[..], b"bar");
        assert_eq!(&part.slice(1..1)[..], b"");
    }

    #[test]
    fn files_are_mapped() {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(b"mapped content").unwrap();
        // SAFETY: nobody else has the temporary file.
        let memory = unsafe { SharedMemory::map(&file) }.unwrap();
        assert_eq!(&memory.slice(7..14)[..], b"content");
    }
}

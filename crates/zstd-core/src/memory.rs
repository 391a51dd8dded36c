//! Memory that may be refused; and whether libzstd was refused memory, where it does not say so.
#![forbid(unsafe_code)]

use std::io;

use errno::{Errno, errno, set_errno};

use crate::error::{Error, Result};

/// Runs a call into libzstd, and says whether the system has refused memory to this thread meanwhile.
///
/// Some of libzstd's calls answer with no object, with another error, or with a lesser result when they are refused memory. The
/// system's own note of it, `errno`, tells these cases from others. Threads that libzstd starts have notes of their own. Where the
/// call has succeeded, `true` says only that it may have got less than it asked for: allocators that are refused memory try
/// elsewhere, and leave the note.
///
/// ```
/// let (dictionary_id, refused) = zstd_core::with_refusals(|| 7);
/// assert_eq!((dictionary_id, refused), (7, false));
/// ```
pub fn with_refusals<T>(call: impl FnOnce() -> T) -> (T, bool) {
    set_errno(Errno(0));
    let result = call();
    let refused = io::Error::from_raw_os_error(errno().0).kind() == io::ErrorKind::OutOfMemory;
    (result, refused)
}

/// An empty vector with room for `count` elements.
pub(crate) fn with_room<T>(count: usize) -> Result<Vec<T>> {
    let mut vector = Vec::new();
    vector
        .try_reserve_exact(count)
        .map_err(|_| Error::OutOfMemory {
            bytes: (count as u64).checked_mul(size_of::<T>() as u64),
        })?;
    Ok(vector)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_is_seen_and_forgotten() {
        let absurd = || {
            Vec::<u8>::new()
                .try_reserve_exact(isize::MAX as usize)
                .is_err()
        };
        assert_eq!(with_refusals(absurd), (true, true));
        assert_eq!(with_refusals(|| true), (true, false));
    }
}

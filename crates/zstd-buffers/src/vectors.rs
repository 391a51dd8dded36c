//! Vectors whose memory may be refused: for lengths that come from data or from callers.
#![forbid(unsafe_code)]

use crate::error::{Error, Result};

/// An empty vector with room for `count` elements.
///
/// # Errors
///
/// [`Error::OutOfMemory`].
///
/// ```
/// use zstd_buffers::{ErrorKind, vectors};
///
/// assert!(vectors::with_room::<u64>(100)?.capacity() >= 100);
/// let error = vectors::with_room::<u64>(usize::MAX).unwrap_err();
/// assert_eq!(error.kind(), ErrorKind::OutOfMemory);
/// # Ok::<(), zstd_buffers::Error>(())
/// ```
pub fn with_room<T>(count: usize) -> Result<Vec<T>> {
    let mut vector = Vec::new();
    vector
        .try_reserve_exact(count)
        .map_err(|_| refused::<T>(count))?;
    Ok(vector)
}

/// Appends an element.
///
/// # Errors
///
/// [`Error::OutOfMemory`]; the vector is as it was.
pub fn push<T>(vector: &mut Vec<T>, element: T) -> Result<()> {
    let more = vector.len().max(4);
    vector
        .try_reserve(1)
        .map_err(|_| refused::<T>(vector.len() + more))?;
    vector.push(element);
    Ok(())
}

/// A copy.
///
/// # Errors
///
/// [`Error::OutOfMemory`].
pub fn copy<T: Copy>(elements: &[T]) -> Result<Vec<T>> {
    let mut vector = with_room(elements.len())?;
    vector.extend_from_slice(elements);
    Ok(vector)
}

/// All elements.
///
/// # Errors
///
/// [`Error::OutOfMemory`].
pub fn collect<T>(elements: impl Iterator<Item = T>) -> Result<Vec<T>> {
    try_collect(elements.map(Ok))
}

/// All elements, or the first error.
///
/// # Errors
///
/// The first one of the elements', or [`Error::OutOfMemory`].
pub fn try_collect<T, E: From<Error>>(
    elements: impl Iterator<Item = Result<T, E>>,
) -> Result<Vec<T>, E> {
    let mut vector = with_room(elements.size_hint().0)?;
    for element in elements {
        push(&mut vector, element?)?;
    }
    Ok(vector)
}

fn refused<T>(count: usize) -> Error {
    Error::OutOfMemory {
        bytes: count.saturating_mul(size_of::<T>()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ErrorKind;

    #[test]
    fn all_elements_are_there_in_order() {
        assert_eq!(collect(0..1000).unwrap(), (0..1000).collect::<Vec<_>>());
        assert_eq!(
            collect((0..9).filter(|n| n % 2 == 0)).unwrap(),
            [0, 2, 4, 6, 8]
        );
        assert_eq!(copy(b"foo").unwrap(), b"foo");
    }

    #[test]
    fn the_first_error_ends_it() {
        let wrong = |n| match n {
            3 => Err(Error::NoBuffers),
            n => Ok(n),
        };
        let error = try_collect((0..9).map(wrong)).unwrap_err();
        assert_eq!(error.to_string(), Error::NoBuffers.to_string());
    }

    #[test]
    fn refusals_are_errors() {
        let error = collect(std::iter::repeat_n(7_u64, usize::MAX)).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::OutOfMemory);
    }
}

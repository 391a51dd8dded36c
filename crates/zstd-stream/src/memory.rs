//! Output memory: vectors that grow, and slices that are filled.

use std::mem::MaybeUninit;

use zstd_core::OutBuffer;

use crate::error::StreamError;

/// Runs `fill` over the spare capacity of `vec`, at most `limit` bytes of it, and keeps what it has written.
///
/// What was written is kept whatever `fill` returns.
pub(crate) fn append<T>(
    vec: &mut Vec<u8>,
    limit: usize,
    fill: impl FnOnce(&mut OutBuffer<'_>) -> T,
) -> T {
    let length = vec.len();
    let spare = vec.spare_capacity_mut();
    let room = spare.len().min(limit);
    let mut output = OutBuffer::new(&mut spare[..room]);
    let result = fill(&mut output);
    let written = output.pos();
    // SAFETY: `OutBuffer` counts the bytes from the start of the spare capacity that were initialised, and `written` is
    // within the capacity.
    unsafe { vec.set_len(length + written) };
    result
}

/// Makes room for at least `wanted` more bytes, exactly that much when `exact`; refusal is an error.
pub(crate) fn reserve(vec: &mut Vec<u8>, wanted: usize, exact: bool) -> Result<(), StreamError> {
    let reserved = if exact {
        vec.try_reserve_exact(wanted)
    } else {
        vec.try_reserve(wanted)
    };
    reserved.map_err(|_| refused(wanted))
}

/// The error for so many bytes of memory that were refused.
pub(crate) fn refused(bytes: usize) -> StreamError {
    StreamError::Core(zstd_core::Error::OutOfMemory {
        bytes: Some(bytes as u64),
    })
}

/// By how much a result that has `length` bytes is to grow, when at most `limit` more are wanted: by `least` at first, later it
/// doubles.
pub(crate) fn growth(length: usize, least: usize, limit: usize) -> usize {
    length.max(least).min(limit)
}

/// How much room to make at most for `wanted` bytes, of which only `allowed` may come: one byte more shows that there are more.
pub(crate) fn room_for(wanted: usize, allowed: u64) -> usize {
    usize::try_from(allowed.saturating_add(1)).map_or(wanted, |most| most.min(wanted))
}

/// A vector with that much room; refusal is an error.
pub(crate) fn with_room(capacity: usize) -> Result<Vec<u8>, StreamError> {
    let mut vec = Vec::new();
    reserve(&mut vec, capacity, true)?;
    Ok(vec)
}

/// A copy of the bytes; refusal is an error.
pub(crate) fn copied(bytes: &[u8]) -> Result<Vec<u8>, StreamError> {
    let mut vec = with_room(bytes.len())?;
    vec.extend_from_slice(bytes);
    Ok(vec)
}

/// Initialised memory as room for output. Only for callees that never write uninitialised bytes, which [`OutBuffer`] and
/// [`copy_into`] never do.
pub(crate) fn as_room(bytes: &mut [u8]) -> &mut [MaybeUninit<u8>] {
    let length = bytes.len();
    let start = bytes.as_mut_ptr().cast::<MaybeUninit<u8>>();
    // SAFETY: the same bytes, exclusively borrowed, of the same layout. Everything that this crate passes the slice to only
    // ever stores initialised bytes, so that the memory stays initialised.
    unsafe { std::slice::from_raw_parts_mut(start, length) }
}

/// Copies as much of `bytes` as fits to the start of `room`, and returns how much that is.
pub(crate) fn copy_into(room: &mut [MaybeUninit<u8>], bytes: &[u8]) -> usize {
    let count = room.len().min(bytes.len());
    let start = bytes.as_ptr().cast::<MaybeUninit<u8>>();
    // SAFETY: initialised bytes are valid as bytes that may be uninitialised, and `count` is within them.
    let bytes = unsafe { std::slice::from_raw_parts(start, count) };
    room[..count].copy_from_slice(bytes);
    count
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;
    use zstd_core::{CompressDirective, Compressor, InBuffer};

    #[test]
    fn what_was_written_is_kept_and_the_limit_holds() {
        let compressor = Arc::new(Compressor::builder().build().unwrap());
        let mut context = compressor.owned_context().unwrap();
        let mut input = InBuffer::new(b"foo");
        let mut vec = b"before".to_vec();
        reserve(&mut vec, 100, true).unwrap();
        let left = append(&mut vec, 4, |output| {
            context.compress_stream(&mut input, output, CompressDirective::End)
        });
        assert!(left.unwrap() > 0);
        assert_eq!(vec, b"before\x28\xb5\x2f\xfd");
    }

    #[test]
    fn refused_memory_is_an_error() {
        let error = reserve(&mut Vec::new(), usize::MAX, false).unwrap_err();
        assert_eq!(error.kind(), crate::ErrorKind::OutOfMemory);
        assert!(with_room(usize::MAX / 2 + 1).is_err());
    }

    #[test]
    fn results_double() {
        assert_eq!(growth(0, 100, usize::MAX), 100);
        assert_eq!(growth(1 << 20, 100, usize::MAX), 1 << 20);
        assert_eq!(growth(1 << 20, 100, 7), 7);
    }

    #[test]
    fn copies_stop_at_the_shorter_side() {
        let mut bytes = [0_u8; 4];
        assert_eq!(copy_into(as_room(&mut bytes), b"ab"), 2);
        assert_eq!(&bytes, b"ab\0\0");
        assert_eq!(copy_into(as_room(&mut bytes[..1]), b"xyz"), 1);
        assert_eq!(&bytes, b"xb\0\0");
    }
}

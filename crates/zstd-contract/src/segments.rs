//! Single bytes of segments.
#![forbid(unsafe_code)]

use zstd_buffers::Error;

use crate::failure::Result;

/// The byte at an index from 0 of a segment.
pub fn byte_at(segment: &[u8], index: i64) -> Result<u8> {
    if index < 0 {
        return Err(Error::NegativeIndex { index }.into());
    }
    let len = segment.len();
    let byte = usize::try_from(index).ok().and_then(|at| segment.get(at));
    Ok(*byte.ok_or(Error::IndexTooLarge { index, len })?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::FailureKind;

    #[test]
    fn indexes_are_checked() {
        assert_eq!(byte_at(b"abc", 2), Ok(b'c'));
        for index in [-1, 3, i64::MAX, i64::MIN] {
            assert_eq!(byte_at(b"abc", index).unwrap_err().kind, FailureKind::Index);
        }
    }
}

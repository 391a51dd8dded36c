//! What bindings have in common where they hand streams to callers.
#![forbid(unsafe_code)]

use zstd_core::CompressorConventions;

use crate::failure::{Failure, FailureKind, Result};

/// The content size in bytes that a caller declares; -1 is an unknown one.
pub fn declared_size(size: i64) -> Result<Option<u64>> {
    match size {
        -1 => Ok(None),
        size => u64::try_from(size).map(Some).map_err(|_| {
            Failure::value(format!(
                "size must be the size of the content in bytes, or -1 if it is unknown; got {size}"
            ))
        }),
    }
}

/// As [`declared_size`], for the calls of old, whose default is 0: that is an unknown size too, unless the conventions of the
/// compressor say otherwise.
pub fn classic_declared_size(conventions: CompressorConventions, size: i64) -> Result<Option<u64>> {
    let unknown = size == 0 && !conventions.exact_zero;
    declared_size(if unknown { -1 } else { size })
}

/// The largest size in bytes of a result; a negative one is no limit.
#[must_use]
pub fn max_length(length: i64) -> Option<usize> {
    // No result is larger than the address space.
    (length >= 0).then(|| usize::try_from(length).unwrap_or(usize::MAX))
}

/// A stream that is called while another call uses it: from another thread, or from its own source or sink.
#[must_use]
pub fn in_use() -> Failure {
    Failure::new(
        FailureKind::Zstd,
        "the stream is in use by another call; it belongs to one caller at a time",
    )
}

/// A line is needed, and the source has no data now.
#[must_use]
pub fn no_line() -> Failure {
    Failure::new(
        FailureKind::WouldBlock,
        "the source has no data now; ask for a line again later",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Contract;

    #[test]
    fn negative_limits_are_none() {
        assert_eq!(max_length(-1), None);
        assert_eq!(max_length(i64::MIN), None);
        assert_eq!(max_length(0), Some(0));
        assert_eq!(max_length(7), Some(7));
    }

    #[test]
    fn unknown_sizes_have_their_numbers() {
        assert_eq!(declared_size(-1), Ok(None));
        assert_eq!(declared_size(0), Ok(Some(0)));
        let classic = |size| classic_declared_size(Contract::Seed.of_compressors(), size);
        assert_eq!(classic(0), Ok(None));
        assert_eq!(classic(-1), Ok(None));
        assert_eq!(classic(7), Ok(Some(7)));
        let exact = Contract::Zstandard.of_compressors();
        assert_eq!(classic_declared_size(exact, 0), Ok(Some(0)));
        assert_eq!(classic_declared_size(exact, -1), Ok(None));
        for size in [-2, i64::MIN] {
            let failure = declared_size(size).unwrap_err();
            assert!(failure.message.ends_with(&size.to_string()), "{failure}");
        }
    }
}

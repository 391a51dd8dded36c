//! The arguments of batches that decompress.
#![forbid(unsafe_code)]

use zstd_mt::{BatchOptions, parse_sizes};

use crate::failure::Result;
use crate::options::non_negative;

/// The same options with a limit in bytes for all contents together; 0: none but the decompressor's.
///
/// # Errors
///
/// The limit is negative.
pub fn limited<'a>(options: &BatchOptions<'a>, max_output_size: i64) -> Result<BatchOptions<'a>> {
    Ok(options.max_output_size(non_negative("max_output_size", max_output_size)?))
}

/// The content sizes that the caller gives for `count` frames, if any: native 64-bit numbers.
///
/// # Errors
///
/// There are more of them or fewer, or there is no memory for them.
pub fn given_sizes(given: Option<&[u8]>, count: usize) -> Result<Option<Vec<u64>>> {
    Ok(given.map(|bytes| parse_sizes(bytes, count)).transpose()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_is_named() {
        let limit = limited(&BatchOptions::new(), -3).err().unwrap();
        assert_eq!(
            limit.message,
            "max_output_size must be non-negative; got -3"
        );
        let sizes = given_sizes(Some(&[0; 15]), 2).unwrap_err();
        assert!(sizes.message.contains("got 15"), "{sizes}");
        assert_eq!(given_sizes(None, 2).unwrap(), None);
    }
}

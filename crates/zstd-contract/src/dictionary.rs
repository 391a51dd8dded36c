//! Dictionaries from plain numbers.
#![forbid(unsafe_code)]

use zstd_buffers::vectors;
use zstd_core::{DictKind, Dictionary};

use crate::failure::Result;
use crate::training::small;

/// A dictionary with a copy of `content`; `dict_type` is 0 for automatic, 1 for content only, 2 for a full dictionary. `k` and
/// `d` are kept as what the dictionary was trained with.
pub fn dictionary(content: &[u8], dict_type: i64, k: i64, d: i64) -> Result<Dictionary> {
    let kind = DictKind::from_number(dict_type)?;
    let (k, d) = (small("k", k)?, small("d", d)?);
    Ok(Dictionary::trained(vectors::copy(content)?, kind, k, d))
}

/// The ID of a dictionary that is given as bytes; 0 for anything but a full dictionary.
#[must_use]
pub fn dictionary_id(data: &[u8]) -> u32 {
    // Magic number and ID are the first 8 bytes: no need to keep the rest.
    Dictionary::new(&data[..data.len().min(8)]).id()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_read_from_the_first_bytes() {
        let mut full = 0xEC30_A437_u32.to_le_bytes().to_vec();
        full.extend_from_slice(&[7, 0, 0, 0, 1, 2, 3]);
        assert_eq!(dictionary_id(&full), 7);
        assert_eq!(dictionary_id(&full[..7]), 0);
        assert_eq!(dictionary_id(b""), 0);
        assert_eq!(dictionary_id(b"only content"), 0);
    }

    #[test]
    fn numbers_are_checked() {
        let made = dictionary(b"content", 1, 7, 6).unwrap();
        assert_eq!(
            (made.kind(), made.k(), made.d()),
            (DictKind::RawContent, 7, 6)
        );
        assert!(dictionary(b"content", 3, 0, 0).is_err());
        assert_eq!(
            dictionary(b"content", 0, -1, 0).unwrap_err().message,
            "k must be between 0 and 4294967295; got -1"
        );
    }
}

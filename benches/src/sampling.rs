//! Which records a dictionary is trained on, and how large it may become.
//!
//! This is the rule for every runner of the main job; `benches/python/demo.py` follows it to the letter, so that all runners
//! train on the same bytes and make the same dictionary:
//!
//! - the dictionary has at most a twentieth of the bytes of all records, but never less than 1 KiB or more than 110 KiB;
//! - the sample is every n-th record, beginning with the first, where n is the smallest step for which the sample would have
//!   at most a hundred times the dictionary's size if all records were of one length.
#![forbid(unsafe_code)]

/// The largest dictionary, in bytes.
const LARGEST: u64 = 110 << 10;

/// The smallest limit for a dictionary, in bytes.
const SMALLEST: u64 = 1 << 10;

/// Bytes of records for each byte of dictionary.
const SHARE: u64 = 20;

/// Bytes of sample for each byte of dictionary, at most.
const SAMPLE: u64 = 100;

/// The largest dictionary in bytes for records of `raw` bytes together.
#[must_use]
pub fn dictionary_size(raw: u64) -> u64 {
    (raw / SHARE).clamp(SMALLEST, LARGEST)
}

/// The distance between records of the sample: every `step`-th record is in it.
#[must_use]
pub fn step(raw: u64) -> u64 {
    raw.div_ceil(dictionary_size(raw) * SAMPLE).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dictionaries_grow_with_the_records_up_to_a_limit() {
        assert_eq!(dictionary_size(0), 1024);
        assert_eq!(dictionary_size(100_000), 5_000);
        assert_eq!(dictionary_size(48_000_000), 112_640);
    }

    #[test]
    fn the_sample_stays_within_a_hundred_dictionaries() {
        assert_eq!(step(0), 1);
        assert_eq!(step(100_000), 1);
        assert_eq!(step(112_640 * 100), 1);
        assert_eq!(step(112_640 * 100 + 1), 2);
        assert_eq!(step(48_000_000), 5);
    }
}

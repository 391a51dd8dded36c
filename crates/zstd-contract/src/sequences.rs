//! Sequences of compression from plain numbers.
#![forbid(unsafe_code)]

use zstd_core::sequences::Sequence;

use crate::failure::{Failure, Result};

/// The sequence at `index`, from offset, literal length, match length and repeat.
pub fn sequence(index: u64, numbers: [i64; 4]) -> Result<Sequence> {
    let field = |name: &str, value: i64| {
        u32::try_from(value).map_err(|_| {
            Failure::value(format!(
                "{name} of sequence {index} must be between 0 and {}; got {value}",
                u32::MAX
            ))
        })
    };
    let [offset, literal_length, match_length, repeat] = numbers;
    Ok(Sequence {
        offset: field("offset", offset)?,
        literal_length: field("literal length", literal_length)?,
        match_length: field("match length", match_length)?,
        repeat: field("repeat", repeat)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_checked() {
        assert_eq!(sequence(0, [4, 3, 2, 1]).unwrap().match_length, 2);
        assert_eq!(
            sequence(5, [0, 0, -1, 0]).unwrap_err().message,
            "match length of sequence 5 must be between 0 and 4294967295; got -1"
        );
    }
}

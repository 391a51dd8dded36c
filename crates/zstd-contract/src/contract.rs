//! Whose contract a binding keeps for its caller.
#![forbid(unsafe_code)]

use zstd_core::{CompressorConventions, DecompressorConventions};

use crate::failure::{Failure, Result};

/// A contract: the numbers and answers that programs of one origin expect.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Contract {
    /// That of python-zstandard 0.8, as this library continues it.
    #[default]
    Seed,
    /// That of python-zstandard 0.25.
    Zstandard,
}

impl Contract {
    /// The contract of that number, as bindings pass it on: 0 is [`Contract::Seed`], 1 is [`Contract::Zstandard`].
    pub fn from_number(number: i64) -> Result<Self> {
        match number {
            0 => Ok(Self::Seed),
            1 => Ok(Self::Zstandard),
            other => Err(Failure::value(format!(
                "contract must be 0 (python-zstandard 0.8) or 1 (python-zstandard 0.25); got {other}"
            ))),
        }
    }

    /// What compressors do under this contract.
    #[must_use]
    pub fn of_compressors(self) -> CompressorConventions {
        let mut conventions = CompressorConventions::default();
        if self == Self::Zstandard {
            conventions.empty_inputs = true;
            conventions.empty_frames = true;
            conventions.quiet_close = true;
            conventions.exact_zero = true;
        }
        conventions
    }

    /// What decompressors do under this contract.
    #[must_use]
    pub fn of_decompressors(self) -> DecompressorConventions {
        let mut conventions = DecompressorConventions::default();
        if self == Self::Zstandard {
            conventions.extra_data = true;
            conventions.single_frame = true;
            conventions.stream_errors = true;
            conventions.declared_unlimited = true;
            conventions.first_frame_only = true;
            conventions.quiet_close = true;
        }
        conventions
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_choose_contracts() {
        assert_eq!(Contract::from_number(0), Ok(Contract::default()));
        assert_eq!(Contract::from_number(1), Ok(Contract::Zstandard));
        for number in [-1, 2, i64::MAX] {
            let failure = Contract::from_number(number).unwrap_err();
            assert!(failure.message.ends_with(&number.to_string()), "{failure}");
        }
    }

    #[test]
    fn the_seed_has_the_conventions_of_the_engines() {
        assert_eq!(
            Contract::Seed.of_compressors(),
            CompressorConventions::default()
        );
        assert_eq!(
            Contract::Seed.of_decompressors(),
            DecompressorConventions::default()
        );
        assert!(Contract::Zstandard.of_decompressors().extra_data);
    }
}

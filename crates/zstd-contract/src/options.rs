//! Options of compressors and decompressors, from plain numbers.
#![forbid(unsafe_code)]

use zstd_core::{
    CParameters, Compressor, DParameter, DecompressOptions, Decompressor, Dictionary, Format,
    Threads,
};

use crate::contract::Contract;
use crate::failure::{Failure, Result};

/// `value` as an unsigned number, or an error that names the argument.
pub fn non_negative(name: &str, value: i64) -> Result<u64> {
    u64::try_from(value)
        .map_err(|_| Failure::value(format!("{name} must be non-negative; got {value}")))
}

/// The arguments that a compressor is made from. [`Default`] is the contract's defaults.
#[derive(Clone, Debug)]
pub struct CompressorArguments {
    /// 1 to 22, or negative.
    pub level: i64,
    /// A dictionary for all frames.
    pub dictionary: Option<Dictionary>,
    /// Replaces the level; what it says of the following options wins.
    pub parameters: Option<CParameters>,
    /// Whether a checksum ends the frames.
    pub write_checksum: bool,
    /// Whether the content size is written where it is known.
    pub write_content_size: bool,
    /// Whether the ID of the dictionary is written.
    pub write_dict_id: bool,
    /// libzstd's worker threads; negative: one per logical CPU.
    pub threads: i64,
    /// Whose conventions the compressor keeps.
    pub contract: Contract,
}

impl Default for CompressorArguments {
    fn default() -> Self {
        Self {
            level: 3,
            dictionary: None,
            parameters: None,
            write_checksum: false,
            write_content_size: false,
            write_dict_id: true,
            threads: 0,
            contract: Contract::default(),
        }
    }
}

impl CompressorArguments {
    /// Those of the calls that need no compressor: their frames declare the content size, so that they can be decompressed
    /// without further ado, and may be empty.
    #[must_use]
    pub fn single_call(level: i64) -> Self {
        Self {
            level,
            write_content_size: true,
            ..Self::default()
        }
    }

    /// Makes the compressor.
    pub fn build(self) -> Result<Compressor> {
        let mut builder = Compressor::builder()
            .level(self.level)?
            .checksum(self.write_checksum)
            .content_size(self.write_content_size)
            .dictionary_id(self.write_dict_id)
            .threads(Threads::new(self.threads))
            .conventions(self.contract.of_compressors());
        if let Some(parameters) = self.parameters {
            builder = builder.parameters(parameters);
        }
        if let Some(dictionary) = self.dictionary {
            builder = builder.dictionary(dictionary);
        }
        Ok(builder.build()?)
    }
}

/// The arguments that a decompressor is made from. [`Default`] is the contract's defaults.
#[derive(Clone, Debug, Default)]
pub struct DecompressorArguments {
    /// The dictionary that the frames were made with.
    pub dictionary: Option<Dictionary>,
    /// The largest window in bytes; 0: libzstd's default.
    pub max_window_size: i64,
    /// The most content in bytes that one call or one stream may decompress; 0: no limit.
    pub max_output_size: i64,
    /// 0: standard frames, 1: frames without magic number.
    pub format: i64,
    /// Further parameters; 0 is libzstd's default for all of them.
    pub parameters: Vec<(DParameter, i64)>,
    /// Whose conventions the decompressor keeps.
    pub contract: Contract,
}

impl DecompressorArguments {
    /// Makes the decompressor.
    pub fn build(self) -> Result<Decompressor> {
        let window = non_negative("max_window_size", self.max_window_size)?;
        let mut builder = Decompressor::builder()
            .max_window_size(usize::try_from(window).unwrap_or(usize::MAX))
            .max_output_size(non_negative("max_output_size", self.max_output_size)?)
            .format(Format::from_number(self.format)?)
            .conventions(self.contract.of_decompressors());
        for (parameter, value) in self.parameters {
            if value != 0 {
                builder = builder.parameter(parameter, value)?;
            }
        }
        if let Some(dictionary) = self.dictionary {
            builder = builder.dictionary(dictionary);
        }
        Ok(builder.build()?)
    }
}

/// The arguments of one decompression. [`Default`] is the contract's defaults.
#[derive(Clone, Copy, Debug, Default)]
pub struct DecompressArguments {
    /// The largest result in bytes; 0: as the frame declares, within the decompressor's limit.
    pub max_output_size: i64,
    /// Whether the frames that follow the first are decompressed too.
    pub read_across_frames: bool,
    /// Whether what follows is ignored rather than refused; `None`: as the contract says.
    pub allow_extra_data: Option<bool>,
}

impl DecompressArguments {
    /// The options of the engine.
    pub fn options(self) -> Result<DecompressOptions> {
        let mut options = DecompressOptions::new()
            .max_output_size(non_negative("max_output_size", self.max_output_size)?)
            .read_across_frames(self.read_across_frames);
        options.allow_extra_data = self.allow_extra_data;
        Ok(options)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn defaults_are_those_of_the_contract() {
        let compressor = CompressorArguments::default().build().unwrap();
        assert!(!compressor.writes_content_size());
        assert!(DecompressorArguments::default().build().is_ok());
    }

    #[test]
    fn bad_numbers_are_named() {
        let level = CompressorArguments {
            level: 23,
            ..Default::default()
        };
        assert!(
            level
                .build()
                .err()
                .unwrap()
                .message
                .starts_with("level must be less than 23")
        );
        let window = DecompressorArguments {
            max_window_size: -1,
            ..Default::default()
        };
        assert_eq!(
            window.build().err().unwrap().message,
            "max_window_size must be non-negative; got -1"
        );
        let format = DecompressorArguments {
            format: 2,
            ..Default::default()
        };
        assert_eq!(
            format.build().err().unwrap().message,
            "format must be between 0 and 1; got 2"
        );
        let total = DecompressorArguments {
            max_output_size: -2,
            ..Default::default()
        };
        assert_eq!(
            total.build().err().unwrap().message,
            "max_output_size must be non-negative; got -2"
        );
        let output = DecompressArguments {
            max_output_size: -5,
            ..Default::default()
        };
        assert_eq!(
            output.options().unwrap_err().message,
            "max_output_size must be non-negative; got -5"
        );
    }
}

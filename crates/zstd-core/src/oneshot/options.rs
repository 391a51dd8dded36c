//! The options that compressors and decompressors are made from.
#![forbid(unsafe_code)]

use super::{Compressor, CompressorConventions, Decompressor, DecompressorConventions};
use crate::dictionary::{Dictionary, DictionaryUse};
use crate::error::Result;
use crate::parameters::{CParameter, CParameters, DParameter, DParameters, Format, check_level};
use crate::threads::Threads;

/// Options of a [`Compressor`].
///
/// ```
/// use zstd_core::{Compressor, Threads};
///
/// let compressor = Compressor::builder()
///     .level(12)?
///     .checksum(true)
///     .content_size(true)
///     .threads(Threads::ALL_CPUS)
///     .build()?;
/// assert!(compressor.writes_content_size());
/// assert!(Compressor::builder().level(0).is_err());
/// # Ok::<(), zstd_core::Error>(())
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct CompressorBuilder {
    parameters: CParameters,
    explicit: Option<CParameters>,
    dictionary: Option<Dictionary>,
    dictionary_use: DictionaryUse,
    conventions: CompressorConventions,
}

impl Default for CompressorBuilder {
    fn default() -> Self {
        Self {
            parameters: CParameters::new(),
            explicit: None,
            dictionary: None,
            dictionary_use: DictionaryUse::default(),
            conventions: CompressorConventions::default(),
        }
        .content_size(false)
    }
}

impl CompressorBuilder {
    /// Level 1 to 22, or a negative one for more speed. The default is 3.
    ///
    /// # Errors
    ///
    /// Level 0, and levels out of range.
    pub fn level(self, level: i64) -> Result<Self> {
        let level = check_level(level)?;
        Ok(self.put(CParameter::CompressionLevel, level.into()))
    }

    /// Explicit parameters. They replace the level, and those among them that say what is written into the frame, or how many
    /// threads to use, win over the options of the same meaning.
    pub fn parameters(mut self, parameters: CParameters) -> Self {
        self.explicit = Some(parameters);
        self
    }

    /// Whether a checksum of the content ends the frame. The default is no.
    pub fn checksum(self, write: bool) -> Self {
        self.put(CParameter::WriteChecksum, write.into())
    }

    /// Whether the content size is written into the frame where it is known. The default is no.
    pub fn content_size(self, write: bool) -> Self {
        self.put(CParameter::WriteContentSize, write.into())
    }

    /// Whether the ID of the dictionary is written into the frame. The default is yes.
    pub fn dictionary_id(self, write: bool) -> Self {
        self.put(CParameter::WriteDictId, write.into())
    }

    /// libzstd's own worker threads for each single input. The default is none.
    pub fn threads(self, threads: Threads) -> Self {
        let most = CParameter::Threads
            .bounds()
            .map_or(0, |bounds| i64::from(bounds.max));
        self.put(CParameter::Threads, i64::from(threads.resolve()).min(most))
    }

    /// A dictionary for all frames.
    pub fn dictionary(mut self, dictionary: Dictionary) -> Self {
        self.dictionary = Some(dictionary);
        self
    }

    /// How the dictionary is used.
    pub fn dictionary_use(mut self, dictionary_use: DictionaryUse) -> Self {
        self.dictionary_use = dictionary_use;
        self
    }

    /// What the compressor does where several answers are right.
    pub fn conventions(mut self, conventions: CompressorConventions) -> Self {
        self.conventions = conventions;
        self
    }

    /// Makes the compressor.
    pub fn build(self) -> Result<Compressor> {
        let parameters = match self.explicit {
            None => self.parameters,
            Some(explicit) => {
                let mut merged = self.parameters;
                merged.unset(CParameter::CompressionLevel);
                merged.take_from(&explicit);
                merged
            }
        };
        let uses = (self.dictionary_use, self.conventions);
        Compressor::with_parameters(parameters, self.dictionary, uses)
    }

    /// Sets a parameter to a value that is within its bounds by construction.
    fn put(mut self, parameter: CParameter, value: i64) -> Self {
        let set = self.parameters.set(parameter, value);
        debug_assert!(set.is_ok(), "{parameter:?} = {value}");
        self
    }
}

/// Options of a [`Decompressor`].
///
/// ```
/// use zstd_core::{DParameter, Decompressor, Format};
///
/// let decompressor = Decompressor::builder()
///     .format(Format::Magicless)
///     .parameter(DParameter::ForceIgnoreChecksum, 1)?
///     .build()?;
/// assert_eq!(decompressor.parameter(DParameter::ForceIgnoreChecksum), Some(1));
/// # Ok::<(), zstd_core::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct DecompressorBuilder {
    pub(super) dictionary: Option<Dictionary>,
    pub(super) dictionary_use: DictionaryUse,
    pub(super) conventions: DecompressorConventions,
    pub(super) max_window_size: Option<usize>,
    pub(super) max_output_size: Option<u64>,
    pub(super) format: Format,
    pub(super) parameters: DParameters,
}

impl DecompressorBuilder {
    /// The dictionary that the frames were made with.
    pub fn dictionary(mut self, dictionary: Dictionary) -> Self {
        self.dictionary = Some(dictionary);
        self
    }

    /// How the dictionary is used.
    pub fn dictionary_use(mut self, dictionary_use: DictionaryUse) -> Self {
        self.dictionary_use = dictionary_use;
        self
    }

    /// The largest window in bytes that a frame of undeclared content size may ask for; 0 for libzstd's default of 128 MiB.
    pub fn max_window_size(mut self, size: usize) -> Self {
        self.max_window_size = (size > 0).then_some(size);
        self
    }

    /// The most content in bytes that one call, one batch, one chain or one stream may decompress, all frames together; 0 for no
    /// limit. Limits of single calls come on top: the smaller one counts.
    ///
    /// ```
    /// use zstd_core::{Compressor, Decompressor, Error};
    ///
    /// let strict = Decompressor::builder().max_output_size(1000).build()?;
    /// let bomb = Compressor::builder().content_size(true).build()?.compress(&vec![0; 1 << 20])?;
    /// let error = strict.decompress(&bomb).unwrap_err();
    /// assert_eq!(error, Error::OutputLimit { limit: 1000, needed: Some(1 << 20) });
    /// # Ok::<(), zstd_core::Error>(())
    /// ```
    pub fn max_output_size(mut self, size: u64) -> Self {
        self.max_output_size = (size > 0).then_some(size);
        self
    }

    /// Whether the frames carry the magic number.
    pub fn format(mut self, format: Format) -> Self {
        self.format = format;
        self
    }

    /// Any other parameter, within its bounds.
    pub fn parameter(mut self, parameter: DParameter, value: i64) -> Result<Self> {
        let value = parameter.bounds()?.check(parameter.name(), value)?;
        self.parameters.push((parameter, value));
        Ok(self)
    }

    /// What the decompressor does where several answers are right.
    pub fn conventions(mut self, conventions: DecompressorConventions) -> Self {
        self.conventions = conventions;
        self
    }

    /// Makes the decompressor.
    pub fn build(self) -> Result<Decompressor> {
        Decompressor::with_options(self)
    }
}

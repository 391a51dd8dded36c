//! The options of compressors, decompressors and dictionaries.
#![forbid(unsafe_code)]

use crate::wire::{Bytes, Tree, map};

/// Explicit compression parameters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Parameters {
    /// The seven basic ones, in the order of `CompressionParameters`.
    Basic([i64; 7]),
    /// Any of all parameters, as arguments of `ZstdCompressionParameters`; the others have its defaults.
    Named(Vec<(&'static str, i64)>),
    /// What a level gives for a source and a dictionary of some size, and overrides.
    FromLevel {
        /// The level.
        level: i64,
        /// The size of the source in bytes; 0 for unknown.
        source_size: i64,
        /// The size of the dictionary in bytes; 0 for none.
        dict_size: i64,
        /// Arguments that win over what the level gives.
        overrides: Vec<(&'static str, i64)>,
    },
    /// What `get_compression_parameters` gives.
    Derived {
        /// The level.
        level: i64,
        /// The size of the source in bytes; 0 for unknown.
        source_size: i64,
        /// The size of the dictionary in bytes; 0 for none.
        dict_size: i64,
    },
}

/// The names of the basic parameters, in the order of [`Parameters::Basic`].
pub const BASIC: [&str; 7] = [
    "window_log",
    "chain_log",
    "hash_log",
    "search_log",
    "search_length",
    "target_length",
    "strategy",
];

impl Parameters {
    /// The kind of parameters by name, and their arguments by name.
    #[must_use]
    pub fn to_tree(&self) -> Tree {
        match self {
            Self::Basic(values) => {
                let named: Vec<_> = BASIC.into_iter().zip(values.iter().copied()).collect();
                map([("kind", "basic".into()), ("arguments", pairs(&named))])
            }
            Self::Named(values) => map([("kind", "named".into()), ("arguments", pairs(values))]),
            Self::FromLevel {
                level,
                source_size,
                dict_size,
                overrides,
            } => map([
                ("kind", "from_level".into()),
                ("level", (*level).into()),
                ("source_size", (*source_size).into()),
                ("dict_size", (*dict_size).into()),
                ("arguments", pairs(overrides)),
            ]),
            Self::Derived {
                level,
                source_size,
                dict_size,
            } => map([
                ("kind", "derived".into()),
                ("level", (*level).into()),
                ("source_size", (*source_size).into()),
                ("dict_size", (*dict_size).into()),
            ]),
        }
    }
}

fn pairs(values: &[(&'static str, i64)]) -> Tree {
    let pairs = values.iter();
    Tree::Map(
        pairs
            .map(|&(name, value)| (name.to_owned(), value.into()))
            .collect(),
    )
}

/// How a dictionary is made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DictionarySource {
    /// Its bytes.
    pub data: Bytes,
    /// 0 = automatic, 1 = content, 2 = full.
    pub kind: i64,
    /// The attribute `k`.
    pub k: u32,
    /// The attribute `d`.
    pub d: u32,
    /// The level to digest it for beforehand; 0 for not at all.
    pub precompute_level: i64,
}

impl DictionarySource {
    /// Its arguments by name.
    #[must_use]
    pub fn to_tree(&self) -> Tree {
        map([
            ("data", self.data.clone().into()),
            ("dict_type", self.kind.into()),
            ("k", self.k.into()),
            ("d", self.d.into()),
            ("precompute_level", self.precompute_level.into()),
        ])
    }
}

/// The options of a compressor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compression {
    /// The level.
    pub level: i64,
    /// The dictionary.
    pub dictionary: Option<DictionarySource>,
    /// Explicit parameters.
    pub parameters: Option<Parameters>,
    /// Whether a checksum is written.
    pub checksum: bool,
    /// Whether content sizes are written.
    pub content_size: bool,
    /// Whether the ID of the dictionary is written.
    pub dict_id: bool,
    /// libzstd's threads for each input.
    pub threads: i64,
}

impl Default for Compression {
    fn default() -> Self {
        Self {
            level: 3,
            dictionary: None,
            parameters: None,
            checksum: false,
            content_size: false,
            dict_id: true,
            threads: 0,
        }
    }
}

impl Compression {
    /// Defaults, but with content sizes.
    #[must_use]
    pub fn sized() -> Self {
        Self {
            content_size: true,
            ..Self::default()
        }
    }

    /// With content sizes and checksums.
    #[must_use]
    pub fn checked() -> Self {
        Self {
            checksum: true,
            ..Self::sized()
        }
    }

    /// Whether the frames have no magic number.
    #[must_use]
    pub fn format(&self) -> i64 {
        let named = match &self.parameters {
            Some(
                Parameters::Named(values)
                | Parameters::FromLevel {
                    overrides: values, ..
                },
            ) => values.as_slice(),
            _ => &[],
        };
        let format = named.iter().find(|(name, _)| *name == "format");
        format.map_or(0, |(_, value)| *value)
    }

    /// Its arguments by name.
    #[must_use]
    pub fn to_tree(&self) -> Tree {
        let dictionary = self.dictionary.as_ref().map(DictionarySource::to_tree);
        let parameters = self.parameters.as_ref().map(Parameters::to_tree);
        map([
            ("level", self.level.into()),
            ("dict_data", dictionary.into()),
            ("compression_params", parameters.into()),
            ("write_checksum", self.checksum.into()),
            ("write_content_size", self.content_size.into()),
            ("write_dict_id", self.dict_id.into()),
            ("threads", self.threads.into()),
        ])
    }
}

/// The options of a decompressor.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decompression {
    /// The dictionary.
    pub dictionary: Option<DictionarySource>,
    /// The largest window in bytes; 0 for libzstd's default.
    pub max_window_size: i64,
    /// The most content in bytes of each call and stream; 0 for no limit.
    pub max_output_size: i64,
    /// 0, or 1 for no magic number.
    pub format: i64,
    /// Further parameters by name.
    pub parameters: Vec<(&'static str, i64)>,
}

impl Decompression {
    /// What reads the frames that `compression` makes.
    #[must_use]
    pub fn of(compression: &Compression) -> Self {
        Self {
            dictionary: compression.dictionary.clone(),
            format: compression.format(),
            ..Self::default()
        }
    }

    /// Its arguments by name.
    #[must_use]
    pub fn to_tree(&self) -> Tree {
        let dictionary = self.dictionary.as_ref().map(DictionarySource::to_tree);
        map([
            ("dict_data", dictionary.into()),
            ("max_window_size", self.max_window_size.into()),
            ("max_output_size", self.max_output_size.into()),
            ("format", self.format.into()),
            ("more", pairs(&self.parameters)),
        ])
    }
}

/// What one call of a decompressor allows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Limits {
    /// The largest result in bytes; 0 for no limit.
    pub max_output_size: i64,
    /// All frames of the input.
    pub read_across_frames: bool,
    /// Ignore what follows.
    pub allow_extra_data: bool,
}

impl Limits {
    /// No more than a largest result.
    #[must_use]
    pub fn up_to(max_output_size: i64) -> Self {
        Self {
            max_output_size,
            ..Self::default()
        }
    }

    /// The arguments by name.
    #[must_use]
    pub fn to_tree(&self) -> Tree {
        map([
            ("max_output_size", self.max_output_size.into()),
            ("read_across_frames", self.read_across_frames.into()),
            ("allow_extra_data", self.allow_extra_data.into()),
        ])
    }
}

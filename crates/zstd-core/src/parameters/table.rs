//! The table of libzstd's parameters. A new parameter is one row here; everything above iterates over the rows.

use std::fmt;
use std::str::FromStr;

use super::Bounds;
use crate::error::{Error, Result, check};
use crate::sys;

macro_rules! parameters {
    (
        $(#[$meta:meta])*
        $type:ident, $raw:ty, $get_bounds:ident:
        $( $variant:ident, $name:literal, $since:literal, $stable:literal, $ffi:ident, $doc:literal; )*
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum $type {
            $(
                #[doc = $doc]
                #[doc = concat!("\n\nNamed `", $name, "`; since libzstd ", $since, ".")]
                $variant,
            )*
        }

        impl $type {
            /// Every parameter, in the order in which they are applied.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The name that the options of every frontend have.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// The parameter of that name.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$variant),)* _ => None }
            }

            /// The number that libzstd's header gives it.
            #[must_use]
            pub fn number(self) -> i64 {
                self.raw() as i64
            }

            /// The parameter of that number.
            #[must_use]
            pub fn from_number(number: i64) -> Option<Self> {
                Self::ALL.iter().copied().find(|parameter| parameter.number() == number)
            }

            /// The first version of libzstd that has it.
            #[must_use]
            pub fn since(self) -> &'static str {
                match self { $(Self::$variant => $since,)* }
            }

            /// Whether libzstd guarantees it to stay; the others are its experimental API.
            #[must_use]
            pub fn is_stable(self) -> bool {
                match self { $(Self::$variant => $stable,)* }
            }

            /// What it does, its unit and its default.
            #[must_use]
            pub fn description(self) -> &'static str {
                match self { $(Self::$variant => $doc,)* }
            }

            pub(crate) fn raw(self) -> $raw {
                match self { $(Self::$variant => <$raw>::$ffi,)* }
            }

            /// The values that the linked libzstd allows.
            pub fn bounds(self) -> Result<Bounds> {
                // SAFETY: takes a parameter of the enum and reads a table.
                let bounds = unsafe { sys::$get_bounds(self.raw()) };
                Bounds::from_ffi(self.name(), bounds)
            }
        }

        /// The name.
        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.name())
            }
        }

        /// The parameter of that name; the error says which name there is none of.
        impl FromStr for $type {
            type Err = Error;

            fn from_str(name: &str) -> Result<Self> {
                let unknown = || Error::invalid(format!("there is no parameter `{name}`"));
                Self::from_name(name).ok_or_else(unknown)
            }
        }
    };
}

parameters! {
    /// A parameter of compression.
    CParameter, sys::ZSTD_cParameter, ZSTD_cParam_getBounds:
    Format, "format", "1.4.0", false, ZSTD_c_experimentalParam2,
        "Frame format: 0 = standard, 1 = without the 4-byte magic number. Default 0.";
    CompressionLevel, "compression_level", "1.4.0", true, ZSTD_c_compressionLevel,
        "Level that the parameters left at 0 are derived from; negative levels are faster. 0 means the default, 3.";
    WindowLog, "window_log", "1.4.0", true, ZSTD_c_windowLog,
        "Largest back-reference distance, as a power of 2 of bytes. Above 27 the decompressor must allow it. 0 = derived.";
    HashLog, "hash_log", "1.4.0", true, ZSTD_c_hashLog,
        "Size of the first probe table, as a power of 2 of entries of 4 bytes. 0 = derived.";
    ChainLog, "chain_log", "1.4.0", true, ZSTD_c_chainLog,
        "Size of the multi-probe table, as a power of 2 of entries of 4 bytes; unused by the fast strategy. 0 = derived.";
    SearchLog, "search_log", "1.4.0", true, ZSTD_c_searchLog,
        "Number of search attempts, as a power of 2; unused by the fast and dfast strategies. 0 = derived.";
    MinMatch, "min_match", "1.4.0", true, ZSTD_c_minMatch,
        "Shortest match that is looked for, in bytes. 0 = derived.";
    TargetLength, "target_length", "1.4.0", true, ZSTD_c_targetLength,
        "For the optimal strategies a match length in bytes that is good enough to stop searching; for the fast one a step. 0 = derived.";
    Strategy, "strategy", "1.4.0", true, ZSTD_c_strategy,
        "Search strategy from 1 (fast) to 9 (btultra2). 0 = derived.";
    TargetCBlockSize, "target_cblock_size", "1.5.6", true, ZSTD_c_targetCBlockSize,
        "Wanted size of compressed blocks in bytes, a best effort for latency. 0 = no target.";
    WriteContentSize, "write_content_size", "1.4.0", true, ZSTD_c_contentSizeFlag,
        "1 = write the content size into the frame header where it is known.";
    WriteChecksum, "write_checksum", "1.4.0", true, ZSTD_c_checksumFlag,
        "1 = write a 32-bit checksum of the content at the end of the frame.";
    WriteDictId, "write_dict_id", "1.4.0", true, ZSTD_c_dictIDFlag,
        "1 = write the dictionary ID into the frame header when a dictionary with an ID is used.";
    JobSize, "job_size", "1.4.0", true, ZSTD_c_jobSize,
        "Bytes per job of multi-threaded compression. 0 = derived from the window.";
    OverlapLog, "overlap_log", "1.4.0", true, ZSTD_c_overlapLog,
        "Part of the window that a job reloads from the one before it: 1 = none, 9 = the whole window. 0 = derived.";
    Rsyncable, "rsyncable", "1.4.0", false, ZSTD_c_experimentalParam1,
        "1 = end blocks at content-defined places, so that small changes of the input stay local in the output; needs threads.";
    ForceMaxWindow, "force_max_window", "1.4.0", false, ZSTD_c_experimentalParam3,
        "1 = back-references never leave the window, even into a dictionary.";
    ForceAttachDict, "force_attach_dict", "1.4.0", false, ZSTD_c_experimentalParam4,
        "How a digested dictionary is used: 0 = default, 1 = attach, 2 = copy, 3 = load anew.";
    LiteralCompressionMode, "literal_compression_mode", "1.4.0", false, ZSTD_c_experimentalParam5,
        "Huffman compression of literals: 0 = automatic, 1 = always, 2 = never.";
    SrcSizeHint, "src_size_hint", "1.4.0", false, ZSTD_c_experimentalParam7,
        "Likely size of the input in bytes, used to derive parameters where the size is unknown. 0 = no hint.";
    EnableLdm, "enable_ldm", "1.4.0", true, ZSTD_c_enableLongDistanceMatching,
        "Long distance matching: 0 = automatic, 1 = on, 2 = off.";
    LdmHashLog, "ldm_hash_log", "1.4.0", true, ZSTD_c_ldmHashLog,
        "Size of the table of long distance matching, as a power of 2. 0 = derived.";
    LdmMinMatch, "ldm_min_match", "1.4.0", true, ZSTD_c_ldmMinMatch,
        "Shortest match of long distance matching, in bytes. 0 = 64.";
    LdmBucketSizeLog, "ldm_bucket_size_log", "1.4.0", true, ZSTD_c_ldmBucketSizeLog,
        "Size of each bucket of long distance matching's table, as a power of 2. 0 = 3.";
    LdmHashRateLog, "ldm_hash_rate_log", "1.4.0", true, ZSTD_c_ldmHashRateLog,
        "How seldom long distance matching inserts into its table, as a power of 2 of bytes. 0 = derived.";
    DedicatedDictSearch, "enable_dedicated_dict_search", "1.5.0", false, ZSTD_c_experimentalParam8,
        "1 = digest dictionaries for the levels that search chains in a form that is searched faster.";
    StableInBuffer, "stable_in_buffer", "1.5.0", false, ZSTD_c_experimentalParam9,
        "1 = promise that the input stays in one place until the frame ends. Implied by one-shot calls, refused by streams.";
    StableOutBuffer, "stable_out_buffer", "1.5.0", false, ZSTD_c_experimentalParam10,
        "1 = promise that the output stays in one place until the frame ends. Implied by one-shot calls, refused by streams.";
    BlockDelimiters, "block_delimiters", "1.5.0", false, ZSTD_c_experimentalParam11,
        "Whether sequences given to compress_sequences carry block delimiters: 0 = no, 1 = yes.";
    ValidateSequences, "validate_sequences", "1.5.0", false, ZSTD_c_experimentalParam12,
        "1 = validate the sequences given to compress_sequences; always on there.";
    SplitAfterSequences, "split_after_sequences", "1.5.2", false, ZSTD_c_experimentalParam13,
        "Whether blocks are split once their sequences are known: 0 = automatic, 1 = on, 2 = off.";
    UseRowMatchFinder, "use_row_match_finder", "1.5.2", false, ZSTD_c_experimentalParam14,
        "Row-based match finder of the greedy to lazy2 strategies: 0 = automatic, 1 = on, 2 = off.";
    DeterministicRefPrefix, "deterministic_ref_prefix", "1.5.0", false, ZSTD_c_experimentalParam15,
        "1 = the output does not depend on whether a prefix lies right before the input in memory.";
    PrefetchCDictTables, "prefetch_cdict_tables", "1.5.4", false, ZSTD_c_experimentalParam16,
        "Prefetch a digested dictionary's tables: 0 = automatic, 1 = on, 2 = off.";
    SeqProducerFallback, "enable_seq_producer_fallback", "1.5.4", false, ZSTD_c_experimentalParam17,
        "1 = fall back to libzstd's own match finder when an external sequence producer fails.";
    MaxBlockSize, "max_block_size", "1.5.5", false, ZSTD_c_experimentalParam18,
        "Largest block in bytes. 0 = 128 KiB.";
    RepcodeResolution, "repcode_resolution", "1.5.5", false, ZSTD_c_experimentalParam19,
        "Whether repeated offsets are searched in external sequences: 0 = automatic, 1 = on, 2 = off.";
    BlockSplitterLevel, "block_splitter_level", "1.5.7", false, ZSTD_c_experimentalParam20,
        "Effort of splitting blocks before sequences are searched: 0 = automatic, 1 = none, up to 6.";
    Threads, "threads", "1.4.0", true, ZSTD_c_nbWorkers,
        "Worker threads of libzstd for one input. 0 = compress in the calling thread.";
}

parameters! {
    /// A parameter of decompression.
    DParameter, sys::ZSTD_dParameter, ZSTD_dParam_getBounds:
    WindowLogMax, "window_log_max", "1.4.0", true, ZSTD_d_windowLogMax,
        "Largest window that streaming decompression accepts, as a power of 2 of bytes. 0 = 27 (128 MiB).";
    Format, "format", "1.4.0", false, ZSTD_d_experimentalParam1,
        "Frame format: 0 = standard, 1 = without the 4-byte magic number. Default 0.";
    StableOutBuffer, "stable_out_buffer", "1.4.5", false, ZSTD_d_experimentalParam2,
        "1 = promise that the output stays in one place until the frame ends. Implied by one-shot calls, refused by streams.";
    ForceIgnoreChecksum, "force_ignore_checksum", "1.4.9", false, ZSTD_d_experimentalParam3,
        "1 = do not verify checksums.";
    RefMultipleDicts, "ref_multiple_dicts", "1.4.9", false, ZSTD_d_experimentalParam4,
        "1 = choose among several digested dictionaries by the ID in the frame.";
    DisableHuffmanAssembly, "disable_huffman_assembly", "1.5.4", false, ZSTD_d_experimentalParam5,
        "1 = decode Huffman codes without the hand-written assembly.";
    MaxBlockSize, "max_block_size", "1.5.6", false, ZSTD_d_experimentalParam6,
        "Largest block that is accepted, in bytes; saves memory when all frames keep to it. 0 = 128 KiB.";
}

/// Decompression parameters and their values, in the order in which they were set.
pub type DParameters = Vec<(DParameter, i32)>;

/// Whether frames begin with the magic number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "lowercase"))]
pub enum Format {
    /// Standard frames: they begin with the 4 bytes `28 B5 2F FD`.
    #[default]
    Standard,
    /// Frames without the magic number; both sides must know.
    Magicless,
}

impl Format {
    /// 0 = standard, 1 = magicless.
    pub fn from_number(number: i64) -> Result<Self> {
        match number {
            0 => Ok(Self::Standard),
            1 => Ok(Self::Magicless),
            value => Err(Error::OutOfRange {
                name: "format",
                value,
                min: 0,
                max: 1,
            }),
        }
    }

    /// The inverse of [`Format::from_number`].
    #[must_use]
    pub fn number(self) -> i32 {
        match self {
            Self::Standard => 0,
            Self::Magicless => 1,
        }
    }

    pub(crate) fn raw(self) -> sys::ZSTD_format_e {
        match self {
            Self::Standard => sys::ZSTD_format_e::ZSTD_f_zstd1,
            Self::Magicless => sys::ZSTD_format_e::ZSTD_f_zstd1_magicless,
        }
    }
}

macro_rules! strategies {
    ($($variant:ident, $number:literal, $doc:literal;)*) => {
        /// How matches are searched, from the fastest to the strongest.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
        #[cfg_attr(feature = "serde", serde(rename_all = "lowercase"))]
        #[non_exhaustive]
        pub enum Strategy { $(#[doc = $doc] $variant = $number),* }

        impl Strategy {
            /// Every strategy, from the fastest to the strongest.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];
        }
    };
}

strategies! {
    Fast, 1, "One probe per position.";
    DFast, 2, "Two tables, for short and for long matches.";
    Greedy, 3, "Takes the first good match.";
    Lazy, 4, "Looks one position further.";
    Lazy2, 5, "Looks two positions further.";
    BtLazy2, 6, "Lazy2 over a binary tree.";
    BtOpt, 7, "Optimal parsing over a binary tree.";
    BtUltra, 8, "Optimal parsing with more effort.";
    BtUltra2, 9, "Optimal parsing with two passes.";
}

impl CParameter {
    pub(crate) fn set_on(self, params: *mut sys::ZSTD_CCtx_params, value: i32) -> Result<()> {
        // SAFETY: `params` is a live parameter set that the caller owns exclusively.
        let result = unsafe { sys::ZSTD_CCtxParams_setParameter(params, self.raw(), value) };
        check(self.name(), result).map(drop)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_parameter_has_bounds_and_is_found_by_its_name() {
        for &parameter in CParameter::ALL {
            let bounds = parameter.bounds().unwrap();
            assert!(bounds.min <= bounds.max, "{parameter:?} {bounds:?}");
            assert_eq!(CParameter::from_name(parameter.name()), Some(parameter));
            assert_eq!(CParameter::from_number(parameter.number()), Some(parameter));
        }
        for &parameter in DParameter::ALL {
            let bounds = parameter.bounds().unwrap();
            assert!(bounds.min <= bounds.max, "{parameter:?} {bounds:?}");
            assert_eq!(DParameter::from_name(parameter.name()), Some(parameter));
            assert_eq!(DParameter::from_number(parameter.number()), Some(parameter));
        }
        assert_eq!(CParameter::CompressionLevel.number(), 100);
        assert_eq!(DParameter::WindowLogMax.number(), 100);
        assert_eq!(CParameter::from_number(-1), None);
        assert_eq!(CParameter::from_name("window log"), None);
        let parsed: CParameter = "window_log".parse().unwrap();
        assert_eq!(format!("{parsed:>12}"), "  window_log");
        let unknown = "window log".parse::<DParameter>().unwrap_err();
        assert_eq!(unknown.to_string(), "there is no parameter `window log`");
    }

    #[test]
    fn the_table_has_every_parameter_of_the_bindings() {
        // Stable and experimental parameters of libzstd 1.5.7; a newer libzstd makes this fail until rows are added.
        assert_eq!(CParameter::ALL.len(), 39);
        assert_eq!(DParameter::ALL.len(), 7);
    }
}

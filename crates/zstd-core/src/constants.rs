//! The numbers that every binding exposes under the same names, asked from the linked libzstd where it has them.

use crate::error::ErrorCode;
use crate::frame::MAGIC_NUMBER;
use crate::parameters::{Bounds, CParameter, Strategy, level_bounds};
use crate::sys;

/// A named number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Constant {
    /// The name, such as `WINDOWLOG_MAX`.
    pub name: String,
    /// The value: any 64-bit number, signed or not.
    pub value: i128,
}

/// Every constant, by name.
///
/// ```
/// let all = zstd_core::constants();
/// let most = all.iter().find(|constant| constant.name == "MAX_COMPRESSION_LEVEL");
/// assert_eq!(most.map(|constant| constant.value), Some(22));
/// ```
#[must_use]
pub fn constants() -> Vec<Constant> {
    let mut all: Vec<(String, i128)> = Vec::new();
    let mut add = |name: &str, value: i128| all.push((name.to_owned(), value));

    let levels = level_bounds();
    // SAFETY: takes no arguments and returns a constant.
    add(
        "DEFAULT_COMPRESSION_LEVEL",
        unsafe { sys::ZSTD_defaultCLevel() }.into(),
    );
    add("MIN_COMPRESSION_LEVEL", levels.min.into());
    add("MAX_COMPRESSION_LEVEL", levels.max.into());

    add("CONTENTSIZE_UNKNOWN", u64::MAX.into());
    add("CONTENTSIZE_ERROR", (u64::MAX - 1).into());
    add("MAGIC_NUMBER", MAGIC_NUMBER.into());
    add("MAGIC_DICTIONARY", sys::ZSTD_MAGIC_DICTIONARY.into());
    add(
        "MAGIC_SKIPPABLE_START",
        sys::ZSTD_MAGIC_SKIPPABLE_START.into(),
    );
    add(
        "MAGIC_SKIPPABLE_MASK",
        sys::ZSTD_MAGIC_SKIPPABLE_MASK.into(),
    );
    add(
        "SKIPPABLE_HEADER_SIZE",
        crate::skippable::HEADER_SIZE as i128,
    );
    add(
        "FRAME_HEADER_SIZE_MAX",
        sys::ZSTD_FRAMEHEADERSIZE_MAX.into(),
    );

    for (name, size) in stream_sizes() {
        add(name, size as i128);
    }

    add("BLOCKSIZELOG_MAX", sys::ZSTD_BLOCKSIZELOG_MAX.into());
    add("BLOCKSIZE_MAX", 1 << sys::ZSTD_BLOCKSIZELOG_MAX);
    for (prefix, parameter) in [
        ("WINDOWLOG", CParameter::WindowLog),
        ("CHAINLOG", CParameter::ChainLog),
        ("HASHLOG", CParameter::HashLog),
        ("SEARCHLOG", CParameter::SearchLog),
        ("MINMATCH", CParameter::MinMatch),
        ("SEARCHLENGTH", CParameter::MinMatch),
        ("TARGETLENGTH", CParameter::TargetLength),
        ("STRATEGY", CParameter::Strategy),
        ("JOBSIZE", CParameter::JobSize),
        ("OVERLAPLOG", CParameter::OverlapLog),
        ("LDM_HASHLOG", CParameter::LdmHashLog),
        ("LDM_MINMATCH", CParameter::LdmMinMatch),
        ("LDM_BUCKETSIZELOG", CParameter::LdmBucketSizeLog),
        ("LDM_HASHRATELOG", CParameter::LdmHashRateLog),
        ("TARGETCBLOCKSIZE", CParameter::TargetCBlockSize),
    ] {
        let Bounds { min, max } = parameter.bounds().unwrap_or(Bounds { min: 0, max: 0 });
        add(&format!("{prefix}_MIN"), min.into());
        add(&format!("{prefix}_MAX"), max.into());
    }
    for strategy in Strategy::ALL {
        let name = format!("{strategy:?}").to_uppercase();
        add(&format!("STRATEGY_{name}"), *strategy as i128);
    }
    for (name, value) in FIXED {
        add(name, (*value).into());
    }
    for (name, code) in ErrorCode::ALL {
        add(&format!("ERROR_{name}"), code.value().into());
    }
    all.into_iter()
        .map(|(name, value)| Constant { name, value })
        .collect()
}

/// Numbers that are conventions of the bindings, or of the format.
const FIXED: &[(&str, i32)] = &[
    ("DICT_TYPE_AUTO", 0),
    ("DICT_TYPE_RAWCONTENT", 1),
    ("DICT_TYPE_FULLDICT", 2),
    ("FORMAT_ZSTD1", 0),
    ("FORMAT_ZSTD1_MAGICLESS", 1),
    ("FLUSH_BLOCK", 0),
    ("FLUSH_FRAME", 1),
    ("COMPRESSOBJ_FLUSH_FINISH", 0),
    ("COMPRESSOBJ_FLUSH_BLOCK", 1),
];

fn stream_sizes() -> [(&'static str, usize); 4] {
    [
        // SAFETY: takes no arguments and returns a constant.
        ("COMPRESSION_RECOMMENDED_INPUT_SIZE", unsafe {
            sys::ZSTD_CStreamInSize()
        }),
        // SAFETY: takes no arguments and returns a constant.
        ("COMPRESSION_RECOMMENDED_OUTPUT_SIZE", unsafe {
            sys::ZSTD_CStreamOutSize()
        }),
        // SAFETY: takes no arguments and returns a constant.
        ("DECOMPRESSION_RECOMMENDED_INPUT_SIZE", unsafe {
            sys::ZSTD_DStreamInSize()
        }),
        // SAFETY: takes no arguments and returns a constant.
        ("DECOMPRESSION_RECOMMENDED_OUTPUT_SIZE", unsafe {
            sys::ZSTD_DStreamOutSize()
        }),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(name: &str) -> i128 {
        constants()
            .iter()
            .find(|constant| constant.name == name)
            .unwrap()
            .value
    }

    #[test]
    fn constants_have_the_values_of_the_library() {
        assert_eq!(value("MAX_COMPRESSION_LEVEL"), 22);
        assert_eq!(value("WINDOWLOG_MIN"), 10);
        assert_eq!(value("STRATEGY_BTULTRA2"), 9);
        assert_eq!(value("CONTENTSIZE_UNKNOWN"), (1 << 64) - 1);
        assert_eq!(value("BLOCKSIZE_MAX"), 131_072);
        assert_eq!(value("ERROR_DST_SIZE_TOO_SMALL"), 70);
    }

    #[test]
    fn names_are_unique() {
        let mut names: Vec<_> = constants()
            .into_iter()
            .map(|constant| constant.name)
            .collect();
        let count = names.len();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), count);
    }
}

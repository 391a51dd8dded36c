//! Compressors and decompressors from parameters by number.
#![forbid(unsafe_code)]

use zstd_core::{
    CParameter, CParameters, Compressor, DParameter, Decompressor, Dictionary, DictionaryUse,
    Error, ErrorCode, level_bounds,
};

use super::Doing;
use crate::failure::{Failure, FailureKind, Result};

/// A dictionary and its use: 0 digested, 1 not digested, 2 prefix.
pub type DictionaryArgument = Option<(Dictionary, i64)>;

/// The names of the parameters of compression, where the contract has one.
const COMPRESSION_NAMES: [(CParameter, &str); 19] = [
    (CParameter::CompressionLevel, "compression_level"),
    (CParameter::WindowLog, "window_log"),
    (CParameter::HashLog, "hash_log"),
    (CParameter::ChainLog, "chain_log"),
    (CParameter::SearchLog, "search_log"),
    (CParameter::MinMatch, "min_match"),
    (CParameter::TargetLength, "target_length"),
    (CParameter::Strategy, "strategy"),
    (CParameter::EnableLdm, "enable_long_distance_matching"),
    (CParameter::LdmHashLog, "ldm_hash_log"),
    (CParameter::LdmMinMatch, "ldm_min_match"),
    (CParameter::LdmBucketSizeLog, "ldm_bucket_size_log"),
    (CParameter::LdmHashRateLog, "ldm_hash_rate_log"),
    (CParameter::WriteContentSize, "content_size_flag"),
    (CParameter::WriteChecksum, "checksum_flag"),
    (CParameter::WriteDictId, "dict_id_flag"),
    (CParameter::Threads, "nb_workers"),
    (CParameter::JobSize, "job_size"),
    (CParameter::OverlapLog, "overlap_log"),
];

/// A compressor with a level (0: libzstd's default) and parameters, which are pairs of libzstd's number and a value. What is
/// set twice has the later value. Frames say how large their content is unless the parameters say otherwise.
///
/// # Errors
///
/// `Value` for a level or a parameter that does not exist or is out of range, `Zstd` for a dictionary that is broken.
pub fn compressor(
    level: i64,
    numbers: &[(i32, i32)],
    dictionary: DictionaryArgument,
) -> Result<Compressor> {
    let mut set = CParameters::new();
    set.set_leniently(CParameter::WriteContentSize, 1)?;
    set.set_leniently(CParameter::CompressionLevel, checked_level(level)?)?;
    for &(number, value) in numbers {
        let parameter =
            CParameter::from_number(number.into()).ok_or_else(|| unknown("compression", number))?;
        if parameter == CParameter::CompressionLevel {
            checked_level(value.into())?;
        }
        set.set_leniently(parameter, value).map_err(|_| {
            let named = COMPRESSION_NAMES
                .iter()
                .find(|(known, _)| *known == parameter);
            let name = named.map(|&(_, name)| name);
            out_of_range("compression", name, number, value, parameter.bounds())
        })?;
    }
    let mut builder = Compressor::builder().parameters(set);
    let mut used = None;
    if let Some((dictionary, number)) = dictionary {
        let dictionary_use = dictionary_use(number)?;
        if dictionary_use == DictionaryUse::Loaded {
            let checked = dictionary.check();
            checked.map_err(|error| Doing::LoadForCompression.failed_core(error))?;
        }
        builder = builder
            .dictionary(dictionary)
            .dictionary_use(dictionary_use);
        used = Some(dictionary_use);
    }
    let made = builder.build()?;
    if used == Some(DictionaryUse::Digested) {
        // Digested now, so that a broken dictionary is noticed here.
        made.context().map(drop).map_err(|error| {
            undigestible(
                error,
                "Failed to create a ZSTD_CDict instance from Zstandard dictionary content.",
            )
        })?;
    }
    Ok(made)
}

/// A decompressor with parameters, which are pairs of libzstd's number and a value.
///
/// # Errors
///
/// As [`compressor`].
pub fn decompressor(
    numbers: &[(i32, i32)],
    dictionary: DictionaryArgument,
) -> Result<Decompressor> {
    let mut builder = Decompressor::builder();
    let mut used = None;
    if let Some((dictionary, number)) = dictionary {
        let dictionary_use = dictionary_use(number)?;
        builder = builder
            .dictionary(dictionary)
            .dictionary_use(dictionary_use);
        used = Some(dictionary_use);
    }
    for &(number, value) in numbers {
        let parameter = DParameter::from_number(number.into())
            .ok_or_else(|| unknown("decompression", number))?;
        // To libzstd 0 is the default of the window, whatever its bounds.
        let value_or_default = match (parameter, value) {
            (DParameter::WindowLogMax, 0) => 27,
            _ => value,
        };
        let name = (parameter == DParameter::WindowLogMax).then_some("window_log_max");
        let before = builder.clone();
        builder = before
            .parameter(parameter, value_or_default.into())
            .map_err(|_| out_of_range("decompression", name, number, value, parameter.bounds()))?;
    }
    let made = builder.build()?;
    if let Some(dictionary_use) = used {
        made.context()
            .map(drop)
            .map_err(|error| match dictionary_use {
                DictionaryUse::Digested => undigestible(
                    error,
                    "Failed to create a ZSTD_DDict instance from Zstandard dictionary content.",
                ),
                _ => Doing::LoadForDecompression.failed_core(error),
            })?;
    }
    Ok(made)
}

fn dictionary_use(number: i64) -> Result<DictionaryUse> {
    match number {
        0 => Ok(DictionaryUse::Digested),
        1 => Ok(DictionaryUse::Loaded),
        2 => Ok(DictionaryUse::Prefix),
        other => Err(Failure::value(format!(
            "the use of a dictionary must be 0 (digested), 1 (not digested) or 2 (prefix); got {other}"
        ))),
    }
}

fn undigestible(error: Error, text: &str) -> Failure {
    match error.code() {
        Some(ErrorCode::MEMORY_ALLOCATION) => error.into(),
        code => Failure {
            kind: FailureKind::Zstd,
            message: text.to_owned(),
            code: code.map(ErrorCode::value),
        },
    }
}

fn checked_level(level: i64) -> Result<i32> {
    let bounds = level_bounds();
    let range = format!("the valid range is [{}, {}]", bounds.min, bounds.max);
    match i32::try_from(level) {
        Err(_) => Err(Failure::value(format!(
            "illegal compression level; {range}"
        ))),
        Ok(level) if (bounds.min..=bounds.max).contains(&level) => Ok(level),
        Ok(level) => Err(Failure::value(format!(
            "illegal compression level {level}; {range}"
        ))),
    }
}

fn unknown(kind: &str, number: i32) -> Failure {
    Failure::value(format!(
        "invalid {kind} parameter 'unknown parameter (key {number})'"
    ))
}

fn out_of_range(
    kind: &str,
    name: Option<&str>,
    number: i32,
    value: i32,
    bounds: zstd_core::Result<zstd_core::Bounds>,
) -> Failure {
    let name = name.map_or_else(
        || format!("unknown parameter (key {number})"),
        str::to_owned,
    );
    match bounds {
        Ok(bounds) => Failure::value(format!(
            "{kind} parameter '{name}' received an illegal value {value}; the valid range is [{}, {}]",
            bounds.min, bounds.max
        )),
        Err(_) => Failure::value(format!("invalid {kind} parameter '{name}'")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text<T>(result: Result<T>) -> String {
        result.err().unwrap().message
    }

    #[test]
    fn levels_and_parameters_are_named_with_their_ranges() {
        assert!(compressor(0, &[], None).is_ok());
        assert_eq!(
            text(compressor(23, &[], None)),
            "illegal compression level 23; the valid range is [-131072, 22]"
        );
        assert_eq!(
            text(compressor(i64::MAX, &[], None)),
            "illegal compression level; the valid range is [-131072, 22]"
        );
        assert_eq!(
            text(compressor(0, &[(100, 50)], None)),
            "illegal compression level 50; the valid range is [-131072, 22]"
        );
        assert_eq!(
            text(compressor(0, &[(101, 9)], None)),
            "compression parameter 'window_log' received an illegal value 9; the valid range is [10, 31]"
        );
        assert_eq!(
            text(compressor(0, &[(10, 3)], None)),
            "compression parameter 'unknown parameter (key 10)' received an illegal value 3; the valid range is [0, 1]"
        );
        assert_eq!(
            text(decompressor(&[(999, 1)], None)),
            "invalid decompression parameter 'unknown parameter (key 999)'"
        );
        assert_eq!(
            text(decompressor(&[(100, 9)], None)),
            "decompression parameter 'window_log_max' received an illegal value 9; the valid range is [10, 31]"
        );
        assert!(decompressor(&[(100, 0)], None).is_ok());
    }

    #[test]
    fn flags_and_workers_are_taken_leniently() {
        let numbers = [(101, 0), (200, 2), (201, 7), (400, 999)];
        let made = compressor(0, &numbers, None).unwrap();
        let value = |parameter| made.parameters().get(parameter);
        assert_eq!(value(CParameter::WriteContentSize), Some(1));
        assert_eq!(value(CParameter::WriteChecksum), Some(1));
        assert_eq!(value(CParameter::Threads), Some(256));
    }

    #[test]
    fn broken_dictionaries_are_noticed_at_once() {
        let mut bytes = 0xEC30_A437_u32.to_le_bytes().to_vec();
        bytes.extend_from_slice(b"\x01\0\0\0999999999");
        let broken = Dictionary::new(bytes);
        let argument = |number| Some((broken.clone(), number));
        assert!(text(compressor(3, &[], argument(0))).contains("ZSTD_CDict"));
        assert!(text(decompressor(&[], argument(0))).contains("ZSTD_DDict"));
        assert!(text(compressor(3, &[], argument(1))).starts_with("Unable to load"));
        assert!(text(decompressor(&[], argument(1))).starts_with("Unable to load"));
        // A prefix is taken as it is.
        assert!(compressor(3, &[], argument(2)).is_ok());
        assert!(decompressor(&[], argument(2)).is_ok());
        assert!(compressor(3, &[], argument(3)).is_err());
    }
}

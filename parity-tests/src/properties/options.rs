//! Options to draw, over all that compressors and decompressors can be told.
#![forbid(unsafe_code)]

use proptest::prelude::*;
use zstd_core::CParameter;

use super::cases::{are_contents_short, dictionary, highest_level};
use crate::operation::{Compression, Parameters};

/// Levels, the slow ones seldom.
pub fn level() -> impl Strategy<Value = i64> {
    let highest = highest_level();
    prop_oneof![
        6 => 1..=12_i64,
        1 => 13..=highest,
        2 => -20..=-1_i64,
        1 => prop::sample::select(vec![-131_072_i64, -131_071, highest, 1]),
    ]
}

/// The largest value to draw of parameters that ask for memory or time.
fn largest(parameter: CParameter) -> i64 {
    match parameter {
        CParameter::WindowLog => 24,
        CParameter::HashLog | CParameter::ChainLog | CParameter::LdmHashLog => 20,
        CParameter::SearchLog => 8,
        CParameter::TargetLength | CParameter::SrcSizeHint => 1 << 16,
        CParameter::JobSize => 1 << 21,
        CParameter::CompressionLevel => highest_level(),
        CParameter::Threads => 3,
        _ => i64::MAX,
    }
}

/// A value of a parameter within its bounds.
fn value_of(parameter: CParameter) -> BoxedStrategy<(&'static str, i64)> {
    let bounds = parameter
        .bounds()
        .expect("every row of the table has bounds");
    let (min, max) = (i64::from(bounds.min), i64::from(bounds.max));
    let max = max.min(largest(parameter)).max(min);
    let name = parameter.name();
    prop_oneof![4 => min..=max, 1 => Just(min), 1 => Just(max)]
        .prop_map(move |value| (name, value))
        .boxed()
}

/// Values of a few of all parameters, each at most once.
pub fn named() -> impl Strategy<Value = Vec<(&'static str, i64)>> {
    let mut all: Vec<CParameter> = CParameter::ALL.to_vec();
    if are_contents_short() {
        // Its window has 128 MiB; threads need a multiple of that.
        all.retain(|parameter| *parameter != CParameter::EnableLdm);
    }
    prop::sample::subsequence(all, 0..6).prop_flat_map(|chosen| {
        chosen
            .into_iter()
            .map(value_of)
            .collect::<Vec<BoxedStrategy<_>>>()
    })
}

/// Values of the basic parameters.
pub fn basic() -> impl Strategy<Value = [i64; 7]> {
    (
        10..=22_i64,
        6..=18_i64,
        6..=18_i64,
        1..=6_i64,
        3..=7_i64,
        0..=999_i64,
        1..=9_i64,
    )
        .prop_map(|(a, b, c, d, e, f, g)| [a, b, c, d, e, f, g])
}

/// Explicit parameters of every form.
pub fn parameters() -> impl Strategy<Value = Parameters> {
    let size = || prop_oneof![Just(0_i64), 1..=100_000_i64];
    prop_oneof![
        basic().prop_map(Parameters::Basic),
        named().prop_map(Parameters::Named),
        (level(), size(), size(), named()).prop_map(
            |(level, source_size, dict_size, overrides)| Parameters::FromLevel {
                level,
                source_size,
                dict_size,
                overrides,
            }
        ),
        (level(), size(), size()).prop_map(|(level, source_size, dict_size)| {
            Parameters::Derived {
                level,
                source_size,
                dict_size,
            }
        }),
    ]
}

/// Options of a compressor, with and without dictionary and explicit parameters.
pub fn compression() -> impl Strategy<Value = Compression> {
    let threads = prop_oneof![5 => Just(0_i64), 2 => 1..=3_i64, 1 => Just(-1_i64)];
    (
        level(),
        proptest::option::of(dictionary()),
        proptest::option::of(parameters()),
        any::<(bool, bool, bool)>(),
        threads,
    )
        .prop_map(|(level, dictionary, parameters, flags, threads)| {
            let (checksum, content_size, dict_id) = flags;
            Compression {
                level,
                dictionary,
                parameters,
                checksum,
                content_size,
                dict_id,
                threads,
            }
        })
}

/// As [`compression`], with frames that say how large their content is.
pub fn sized_compression() -> impl Strategy<Value = Compression> {
    compression().prop_map(|mut options| {
        options.content_size = true;
        if let Some(
            Parameters::Named(values)
            | Parameters::FromLevel {
                overrides: values, ..
            },
        ) = &mut options.parameters
        {
            values.retain(|(name, _)| *name != "write_content_size");
        }
        options
    })
}

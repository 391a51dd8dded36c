//! Arguments that are refused: all bindings say the same.
#![forbid(unsafe_code)]

use proptest::prelude::*;

use super::Property;
use super::cases::{content, record, sample_text, some_content};
use super::options::parameters;
use super::single::all_bytes;
use crate::binding::{Subject, ensure};
use crate::operation::{
    Compression, Decompression, DictionarySource, Limits, Operation, Parameters, Trainer,
};
use crate::outcome::{Class, Failure, Verdict};
use crate::wire::{Bytes, Tree};

/// The properties of this module.
#[must_use]
pub fn properties() -> Vec<Property> {
    vec![
        Property::drawn("refused_arguments_end_alike", 150, refused, refusal),
        Property::drawn("limits_on_results", 60, limited, limits),
        Property::drawn("windows_can_be_limited", 30, windowed, window),
    ]
}

fn far() -> impl Strategy<Value = i64> {
    prop_oneof![
        prop::sample::select(vec![
            0_i64,
            -1,
            23,
            100,
            -131_073,
            i64::MAX,
            i64::MIN,
            1 << 31
        ]),
        -200_000..200_000_i64,
    ]
}

fn compress(with: Compression) -> Operation {
    Operation::Compress {
        with,
        inputs: vec![record(1, 1)],
        allow_empty: false,
    }
}

fn decompress(with: Decompression, limits: Limits) -> Operation {
    Operation::Decompress {
        with,
        inputs: vec![record(1, 1)],
        limits,
    }
}

fn source(kind: i64) -> DictionarySource {
    DictionarySource {
        data: sample_text(),
        kind,
        ..DictionarySource::default()
    }
}

fn wrong_basic() -> impl Strategy<Value = Operation> {
    (0..7_usize, far()).prop_map(|(at, value)| {
        let mut values = [20, 16, 17, 1, 5, 32, 2];
        values[at] = value;
        Operation::Parameters {
            parameters: Parameters::Basic(values),
        }
    })
}

/// Calls with numbers of which most are not allowed.
fn refused() -> impl Strategy<Value = Operation> {
    prop_oneof![
        far().prop_map(|level| compress(Compression {
            level,
            ..Compression::default()
        })),
        (far(), parameters()).prop_map(|(level, parameters)| compress(Compression {
            level,
            parameters: Some(parameters),
            ..Compression::default()
        })),
        far().prop_map(|format| decompress(
            Decompression {
                format,
                ..Decompression::default()
            },
            Limits::default()
        )),
        far().prop_map(|max_window_size| decompress(
            Decompression {
                max_window_size,
                ..Decompression::default()
            },
            Limits::default()
        )),
        far().prop_map(|size| decompress(Decompression::default(), Limits::up_to(size))),
        (
            far(),
            prop::sample::select(vec!["force_ignore_checksum", "max_block_size"])
        )
            .prop_map(|(value, name)| decompress(
                Decompression {
                    parameters: vec![(name, value)],
                    ..Decompression::default()
                },
                Limits::default()
            )),
        far().prop_map(|kind| Operation::Dictionary {
            source: source(kind)
        }),
        far().prop_map(|precompute_level| Operation::Dictionary {
            source: DictionarySource {
                precompute_level,
                ..source(0)
            }
        }),
        (far(), far(), far()).prop_map(|(level, source_size, dict_size)| Operation::Parameters {
            parameters: Parameters::FromLevel {
                level,
                source_size,
                dict_size,
                overrides: vec![]
            }
        }),
        wrong_basic(),
        wrong_training(),
    ]
}

fn wrong_training() -> impl Strategy<Value = Operation> {
    (
        prop::collection::vec(content(30), 0..4),
        far(),
        far(),
        any::<bool>(),
    )
        .prop_map(|(samples, one, other, cover)| Operation::Train {
            dict_size: 1000,
            samples: crate::operation::Items::List(samples),
            trainer: if cover {
                Trainer::Cover {
                    k: one,
                    d: 8,
                    dict_id: other,
                    optimize: false,
                    level: 1,
                    steps: 1,
                    threads: 0,
                }
            } else {
                Trainer::Default {
                    selectivity: one,
                    level: 0,
                    dict_id: other,
                }
            },
        })
}

fn foreseen(failure: &Failure) -> Verdict {
    ensure(
        matches!(failure.class, Class::Zstd | Class::Value | Class::Memory)
            && !failure.message.is_empty(),
        || failure.to_string(),
    )
}

/// Whatever the numbers, the call ends in a result or a foreseen failure, and in the same one everywhere.
pub fn refusal(subject: &Subject<'_>, operation: &Operation) -> Verdict {
    match subject.call(operation)? {
        Err(failure) => foreseen(&failure),
        Ok(value) => value.items().iter().try_for_each(|item| match item {
            Tree::Failed(failure) => foreseen(failure),
            _ => Ok(()),
        }),
    }
}

type Limited = (Bytes, bool, i64);

fn limited() -> impl Strategy<Value = Limited> {
    (some_content(3000), any::<bool>(), 1..3500_i64)
}

/// A limit refuses what is larger, and only that; a frame of unknown size needs one.
pub fn limits(subject: &Subject<'_>, (input, sized, limit): &Limited) -> Verdict {
    let frames = subject.value(&Operation::Compress {
        with: Compression {
            content_size: *sized,
            ..Compression::default()
        },
        inputs: vec![input.clone()],
        allow_empty: false,
    })?;
    let read = |limit| {
        let results = subject.value(&Operation::Decompress {
            with: Decompression::default(),
            inputs: all_bytes(&frames)?,
            limits: Limits::up_to(limit),
        })?;
        Ok::<_, String>(results.items()[0].clone())
    };
    let result = read(*limit)?;
    let fits = input.0.len() as i128 <= i128::from(*limit);
    let right = match &result {
        Tree::Bytes(content) => fits && content == input,
        Tree::Failed(failure) => {
            !fits
                && failure.class == Class::Zstd
                && failure.message.contains("Destination buffer is too small")
        }
        _ => false,
    };
    ensure(right, || format!("{result:?} with the limit {limit}"))?;
    let right = match read(0)? {
        Tree::Bytes(content) => *sized && content == *input,
        Tree::Failed(failure) => !sized && failure.message.contains("max_output_size"),
        _ => false,
    };
    ensure(right, || "without a limit".to_owned())
}

type Windowed = (i64, i64, Bytes);

fn windowed() -> impl Strategy<Value = Windowed> {
    let limit = prop::sample::select(vec![1024_i64, 1 << 15, 1 << 20, 1 << 27, 1 << 31]);
    (10..=22_i64, limit, some_content(100_000))
}

/// A frame of unknown size whose window is larger than allowed is refused in single calls.
pub fn window(subject: &Subject<'_>, (window_log, limit, input): &Windowed) -> Verdict {
    let named = vec![("window_log", *window_log), ("write_content_size", 0)];
    let frames = subject.value(&Operation::Compress {
        with: Compression {
            parameters: Some(Parameters::Named(named)),
            ..Compression::default()
        },
        inputs: vec![input.clone()],
        allow_empty: false,
    })?;
    let frames = all_bytes(&frames)?;
    let looked = subject.value(&Operation::Frame {
        data: frames[0].clone(),
        format: 0,
    })?;
    let window = looked
        .get("parameters")
        .and_then(|parameters| parameters.get("window_size")?.int())
        .ok_or_else(|| format!("{looked:?}"))?;
    let results = subject.value(&Operation::Decompress {
        with: Decompression {
            max_window_size: *limit,
            ..Decompression::default()
        },
        inputs: frames,
        limits: Limits::up_to(200_000),
    })?;
    let right = match &results.items()[0] {
        Tree::Bytes(content) => content == input && window <= i128::from(*limit),
        Tree::Failed(failure) => {
            failure.class == Class::Zstd
                && failure.message.contains("requires too much memory")
                && window > i128::from(*limit)
        }
        _ => false,
    };
    ensure(right, || format!("{results:?} with a window of {window}"))
}

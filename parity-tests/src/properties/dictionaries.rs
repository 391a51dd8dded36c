//! Dictionaries: training, identity, chains.
#![forbid(unsafe_code)]

use proptest::prelude::*;

use super::Property;
use super::cases::{content, dictionary, record, some_content};
use super::single::all_bytes;
use crate::binding::{Subject, ensure};
use crate::operation::{Compression, Decompression, DictionarySource, Items, Operation, Trainer};
use crate::outcome::{Class, Verdict};
use crate::wire::{Bytes, Tree};

/// The properties of this module.
#[must_use]
pub fn properties() -> Vec<Property> {
    vec![
        Property::drawn("trained_dictionaries_are_equal", 12, training, train),
        Property::drawn("absurd_training", 60, absurd, absurd_training),
        Property::drawn("dictionaries_describe_themselves", 40, dictionary, describe),
        Property::drawn("dictionary_ids_are_in_frames", 30, dictionary, ids),
        Property::drawn("chains_are_restored", 30, links, chain),
    ]
}

fn trainer() -> impl Strategy<Value = Trainer> {
    let id = || prop_oneof![2 => Just(0_i64), 1 => 1..=i64::from(u32::MAX)];
    let threads = || prop::sample::select(vec![0_i64, 2, -1]);
    prop_oneof![
        (
            prop_oneof![2 => Just(0_i64), 1 => 1..=12_i64],
            0..=6_i64,
            id()
        )
            .prop_map(|(selectivity, level, dict_id)| Trainer::Default {
                selectivity,
                level,
                dict_id,
            }),
        (
            (50..300_i64, prop::sample::select(vec![0_i64, 6, 8])),
            (0..=20_i64, prop::sample::select(vec![0.0, 0.5, 1.0])),
            (0..=4_i64, 0..=3_i64),
            threads(),
        )
            .prop_map(|((k, d), (f, split_point), (accel, steps), threads)| {
                Trainer::Tuned {
                    k,
                    d,
                    f,
                    split_point,
                    accel,
                    steps,
                    threads,
                }
            }),
        (
            50..300_i64,
            6..=16_i64,
            id(),
            any::<bool>(),
            1..=3_i64,
            threads()
        )
            .prop_map(|(k, d, dict_id, optimize, steps, threads)| Trainer::Cover {
                k,
                d,
                dict_id,
                optimize,
                level: 1,
                steps,
                threads,
            }),
    ]
}

type Training = (Trainer, i64, u64, u8);

fn training() -> impl Strategy<Value = Training> {
    (trainer(), 1024..9000_i64, 0..10_000_u64, 0..3_u8)
}

/// The same samples make the same dictionary in all bindings, no larger than asked for, and useful.
pub fn train(subject: &Subject<'_>, (trainer, dict_size, first, shape): &Training) -> Verdict {
    let samples: Vec<Bytes> = (*first..first + 600)
        .map(|number| record(number, 5))
        .collect();
    let outcome = subject.call(&Operation::Train {
        dict_size: *dict_size,
        samples: Items::shaped(&samples, *shape),
        trainer: trainer.clone(),
    })?;
    let trained = match (outcome, trainer) {
        (Ok(trained), _) => trained,
        // With a low selectivity the legacy trainer may find nothing that fits into a small dictionary.
        (
            Err(failure),
            Trainer::Default {
                selectivity: 1.., ..
            },
        ) => {
            let text = "cannot train dict: Cannot create Dictionary from provided samples";
            return ensure(failure.message.starts_with(text), || failure.to_string());
        }
        (Err(failure), _) => return Err(failure.to_string()),
    };
    let length = trained.get("len").and_then(Tree::int);
    ensure(
        length.is_some_and(|length| length <= i128::from(*dict_size)),
        || format!("{length:?} bytes instead of at most {dict_size}"),
    )?;
    let wanted = match trainer {
        Trainer::Default { dict_id, .. } | Trainer::Cover { dict_id, .. } => *dict_id,
        Trainer::Tuned { .. } => 0,
    };
    let id = trained.get("id").and_then(Tree::int).unwrap_or(0);
    let right = if wanted == 0 {
        id != 0
    } else {
        id == i128::from(wanted)
    };
    ensure(right, || format!("ID {id} instead of {wanted}"))
}

type Absurd = (Vec<Bytes>, i64, Trainer);

fn absurd() -> impl Strategy<Value = Absurd> {
    let small = (0..4000_u32).prop_map(|count| {
        (0..count)
            .map(|number| Bytes(number.to_be_bytes()[1..].to_vec()))
            .collect::<Vec<_>>()
    });
    let samples = prop_oneof![
        Just(vec![]),
        Just(vec![Bytes::default()]),
        Just(vec![Bytes::default(); 500]),
        some_content(20_000).prop_map(|one| vec![one]),
        prop::collection::vec(content(12), 0..20),
        (0..20_u8, 0..400_usize).prop_map(|(byte, count)| vec![Bytes(vec![byte; 40]); count]),
        small,
        // What is trained on is the first part of the samples: here it is almost nothing.
        (prop::collection::vec(content(3), 1..8), some_content(90)).prop_map(|(mut few, last)| {
            few.push(last);
            few
        }),
    ];
    let sizes = vec![0_i64, 1, 255, 256, 257, 1024, 112_640, 1 << 31, -1];
    let number = || prop::sample::select(vec![0_i64, 0, 1, 8, 64, 5000, -1]);
    let trainer = prop_oneof![
        trainer(),
        (number(), number(), any::<bool>()).prop_map(|(k, d, optimize)| Trainer::Cover {
            k,
            d,
            dict_id: 0,
            optimize,
            level: 1,
            steps: 2,
            threads: 0,
        }),
        number().prop_map(|selectivity| Trainer::Default {
            selectivity,
            level: 0,
            dict_id: 0,
        }),
    ];
    (samples, prop::sample::select(sizes), trainer)
}

/// Training with anything ends in a dictionary, or in a failure that says something.
pub fn absurd_training(subject: &Subject<'_>, (samples, dict_size, trainer): &Absurd) -> Verdict {
    let outcome = subject.call(&Operation::Train {
        dict_size: *dict_size,
        samples: Items::List(samples.clone()),
        trainer: trainer.clone(),
    })?;
    match outcome {
        Ok(trained) => {
            let length = trained.get("len").and_then(Tree::int).unwrap_or(-1);
            ensure((0..=i128::from(*dict_size)).contains(&length), || {
                format!("{length} bytes instead of at most {dict_size}")
            })
        }
        Err(failure) => ensure(
            matches!(failure.class, Class::Zstd | Class::Value | Class::Memory)
                && failure.message.len() > 10,
            || failure.to_string(),
        ),
    }
}

/// A dictionary says of itself what it was made from.
pub fn describe(subject: &Subject<'_>, source: &DictionarySource) -> Verdict {
    let described = subject.value(&Operation::Dictionary {
        source: DictionarySource {
            k: 64,
            d: 8,
            ..source.clone()
        },
    })?;
    let right = described.get("bytes").and_then(Tree::bytes) == Some(source.data.as_ref())
        && described.get("len") == Some(&source.data.0.len().into())
        && described.get("k") == Some(&Tree::Int(64))
        && described.get("d") == Some(&Tree::Int(8));
    ensure(right, || format!("{described:?}"))
}

/// The ID of the dictionary is in the frame if it has one and the option says so; a frame needs its dictionary.
pub fn ids(subject: &Subject<'_>, source: &DictionarySource) -> Verdict {
    let described = subject.value(&Operation::Dictionary {
        source: source.clone(),
    })?;
    let id = described.get("id").cloned();
    for dict_id in [false, true] {
        let with = Compression {
            dictionary: Some(source.clone()),
            dict_id,
            ..Compression::checked()
        };
        let frames = subject.value(&Operation::Compress {
            with,
            inputs: vec![record(7, 3)],
            allow_empty: false,
        })?;
        let frames = all_bytes(&frames)?;
        let looked = subject.value(&Operation::Frame {
            data: frames[0].clone(),
            format: 0,
        })?;
        let written = looked
            .get("parameters")
            .and_then(|parameters| parameters.get("dict_id"));
        // Content that is forced upon a full dictionary has no ID in frames.
        let expected = if dict_id && source.kind != 1 {
            id.clone()
        } else {
            Some(Tree::Int(0))
        };
        ensure(written.cloned() == expected, || {
            format!("ID {written:?} instead of {expected:?}")
        })?;
        subject.value(&Operation::Decompress {
            with: Decompression::default(),
            inputs: frames,
            limits: crate::operation::Limits::default(),
        })?;
    }
    Ok(())
}

type Links = (Vec<Bytes>, Option<(prop::sample::Index, u8)>);

fn links() -> impl Strategy<Value = Links> {
    let damage = proptest::option::of((any::<prop::sample::Index>(), any::<u8>()));
    (prop::collection::vec(some_content(8000), 1..7), damage)
}

/// The last link of a chain is restored; a damaged link is named.
pub fn chain(subject: &Subject<'_>, (contents, damage): &Links) -> Verdict {
    let mut frames = Vec::new();
    for (index, content) in contents.iter().enumerate() {
        let previous = index.checked_sub(1).map(|index| contents[index].clone());
        let with = Compression {
            dictionary: previous.map(|data| DictionarySource {
                data,
                kind: 1,
                ..DictionarySource::default()
            }),
            ..Compression::checked()
        };
        let made = subject.value(&Operation::Compress {
            with,
            inputs: vec![content.clone()],
            allow_empty: false,
        })?;
        frames.extend(all_bytes(&made)?);
    }
    let whole = Operation::Chain {
        with: Decompression::default(),
        frames: frames.clone(),
    };
    let restored = subject.value(&whole)?;
    ensure(
        restored.bytes() == contents.last().map(AsRef::as_ref),
        || format!("{restored:?}"),
    )?;
    let Some((place, kept)) = damage else {
        return Ok(());
    };
    let index = place.index(frames.len());
    let kept = usize::from(*kept) % frames[index].0.len();
    frames[index].0.truncate(kept);
    let failure = subject.failure(&Operation::Chain {
        with: Decompression::default(),
        frames,
    })?;
    let named = failure.message.contains(&format!("chunk {index} "))
        || failure.message.contains(&format!("chunk {index}: "));
    ensure(
        named && matches!(failure.class, Class::Zstd | Class::Value),
        || failure.to_string(),
    )
}

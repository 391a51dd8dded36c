//! Data that lies, is cut off or damaged.
#![forbid(unsafe_code)]

use proptest::prelude::*;

use super::Property;
use super::batches::only;
use super::cases::{TRAINED, content, record, sample_text};
use super::single::all_bytes;
use crate::binding::{Subject, ensure};
use crate::operation::{
    Compression, Decompression, DictionarySource, Form, Items, Limits, Operation, Parameters,
};
use crate::outcome::{Class, Failure, Verdict};
use crate::wire::{Bytes, Tree};

/// The properties of this module.
#[must_use]
pub fn properties() -> Vec<Property> {
    vec![
        Property::fixed("absurd_claims_are_refused", absurd_claims),
        Property::drawn("truncation_at_any_byte_is_an_error", 20, framed, truncation),
        Property::drawn("damaged_frames_end_alike", 120, damaged, damage),
        Property::drawn("damaged_dictionaries_end_alike", 60, broken, dictionary),
    ]
}

/// A header that claims `size` bytes of content, with one empty last block; with a window of its own, or without.
fn claim(size: u64, window: Option<u8>) -> Bytes {
    let mut frame = vec![0x28, 0xB5, 0x2F, 0xFD];
    match window {
        None => frame.push(0xE0),
        Some(window) => frame.extend([0xC0, window]),
    }
    frame.extend(size.to_le_bytes());
    frame.extend([1, 0, 0]);
    Bytes(frame)
}

fn refused(failure: &Failure) -> Verdict {
    ensure(matches!(failure.class, Class::Zstd | Class::Memory), || {
        failure.to_string()
    })
}

fn refused_item(tree: &Tree) -> Verdict {
    match only(tree)? {
        Tree::Failed(failure) => refused(failure),
        other => Err(format!("{other:?} from an absurd claim")),
    }
}

fn absurd_claims(subject: &Subject<'_>) -> Verdict {
    let sizes = [1_u64 << 60, 1 << 47, (1 << 62) + 1, 1 << 63, u64::MAX - 2];
    for size in sizes {
        for window in [None, Some(0), Some(0x48)] {
            let frame = claim(size, window);
            for max_output_size in [0, 1000, 1 << 40, i64::MAX] {
                for across in [false, true] {
                    let result = subject.value(&Operation::Decompress {
                        with: Decompression::default(),
                        inputs: vec![frame.clone()],
                        limits: Limits {
                            max_output_size,
                            read_across_frames: across,
                            allow_extra_data: false,
                        },
                    })?;
                    refused_item(&result)?;
                }
            }
            absurd_batches(subject, &frame, size)?;
            let failure = subject.failure(&Operation::Chain {
                with: Decompression::default(),
                frames: vec![frame],
            })?;
            refused(&failure)?;
        }
    }
    absurd_limits(subject)
}

fn absurd_batches(subject: &Subject<'_>, frame: &Bytes, size: u64) -> Verdict {
    for given in [false, true] {
        for form in [Form::Buffer, Form::List] {
            let failure = subject.failure(&Operation::DecompressBatch {
                with: Decompression::default(),
                items: Items::List(vec![frame.clone(); 2]),
                sizes: given.then(|| Bytes([size.to_ne_bytes(); 2].concat())),
                max_output_size: 0,
                threads: 2,
                form,
            })?;
            refused(&failure)?;
        }
    }
    Ok(())
}

/// A frame of unknown size and a limit that no memory can be.
fn absurd_limits(subject: &Subject<'_>) -> Verdict {
    let frames = subject.value(&Operation::Compress {
        with: Compression::default(),
        inputs: vec![sample_text()],
        allow_empty: false,
    })?;
    for max_output_size in [1 << 60, i64::MAX] {
        let result = subject.value(&Operation::Decompress {
            with: Decompression::default(),
            inputs: all_bytes(&frames)?,
            limits: Limits::up_to(max_output_size),
        })?;
        refused_item(&result)?;
    }
    Ok(())
}

type Framed = (Compression, Bytes);

fn framed() -> impl Strategy<Value = Framed> {
    let options = (
        any::<[bool; 3]>(),
        1..=9_i64,
        prop::sample::select(vec![0_i64, 1]),
    );
    let options = options.prop_map(|([checksum, content_size, dictionary], level, format)| {
        let flags = [
            ("write_checksum", checksum.into()),
            ("write_content_size", content_size.into()),
        ];
        let rest = [("compression_level", level), ("format", format)];
        Compression {
            checksum,
            content_size,
            dictionary: dictionary.then(|| DictionarySource {
                data: TRAINED.clone(),
                ..DictionarySource::default()
            }),
            parameters: Some(Parameters::Named([&flags[..], &rest[..]].concat())),
            ..Compression::default()
        }
    });
    (options, content(3000))
}

/// A frame that ends too early is an error, wherever it ends, in every call.
pub fn truncation(subject: &Subject<'_>, (with, input): &Framed) -> Verdict {
    let frames = subject.value(&Operation::Compress {
        with: with.clone(),
        inputs: vec![input.clone()],
        allow_empty: true,
    })?;
    let frame = all_bytes(&frames)?.remove(0);
    let step = frame.0.len() / 200 + 1;
    let cuts: Vec<Bytes> = (0..frame.0.len())
        .step_by(step)
        .chain([frame.0.len() - 1])
        .map(|length| Bytes(frame.0[..length].to_vec()))
        .collect();
    let behind_a_frame = cuts.iter().filter(|cut| !cut.0.is_empty());
    let behind_a_frame = behind_a_frame.map(|cut| Bytes([&frame.0[..], &cut.0].concat()));
    for (inputs, read_across_frames) in [(cuts.clone(), false), (behind_a_frame.collect(), true)] {
        let results = subject.value(&Operation::Decompress {
            with: Decompression::of(with),
            inputs: inputs.clone(),
            limits: Limits {
                max_output_size: 10_000,
                read_across_frames,
                allow_extra_data: false,
            },
        })?;
        for (cut, result) in inputs.iter().zip(results.items()) {
            let is_error = matches!(result, Tree::Failed(failure) if failure.class == Class::Zstd);
            ensure(is_error, || {
                format!("{result:?} from {} bytes", cut.0.len())
            })?;
        }
    }
    for cut in cuts.iter().step_by(cuts.len() / 8 + 1) {
        let size = input.0.len() as u64;
        let failure = subject.failure(&Operation::DecompressBatch {
            with: Decompression::of(with),
            items: Items::List(vec![frame.clone(), cut.clone()]),
            sizes: Some(Bytes([size.to_ne_bytes(); 2].concat())),
            max_output_size: 0,
            threads: 0,
            form: Form::Buffer,
        })?;
        let named = failure.message.starts_with("error decompressing item 1: ");
        ensure(named && failure.class == Class::Zstd, || {
            failure.to_string()
        })?;
    }
    Ok(())
}

type Damaged = (Framed, Vec<(prop::sample::Index, u8)>, Limits);

fn damaged() -> impl Strategy<Value = Damaged> {
    let change = (any::<prop::sample::Index>(), any::<u8>());
    let limits = (
        prop::sample::select(vec![0_i64, 10, 3000, 1 << 20]),
        any::<bool>(),
        any::<bool>(),
    );
    let limits =
        limits.prop_map(
            |(max_output_size, read_across_frames, allow_extra_data)| Limits {
                max_output_size,
                read_across_frames,
                allow_extra_data,
            },
        );
    (framed(), prop::collection::vec(change, 1..5), limits)
}

/// A damaged frame ends in the same way everywhere: an error of the data, or, where the damage does not matter, content.
pub fn damage(subject: &Subject<'_>, ((with, input), changes, limits): &Damaged) -> Verdict {
    let frames = subject.value(&Operation::Compress {
        with: with.clone(),
        inputs: vec![input.clone(), record(1, 2)],
        allow_empty: true,
    })?;
    let mut frames = all_bytes(&frames)?;
    for (place, change) in changes {
        let at = place.index(frames[0].0.len());
        frames[0].0[at] ^= change;
    }
    let joined = Bytes([&frames[0].0[..], &frames[1].0].concat());
    let results = subject.value(&Operation::Decompress {
        with: Decompression::of(with),
        inputs: vec![frames[0].clone(), joined, frames[1].clone()],
        limits: *limits,
    })?;
    for result in results.items() {
        if let Tree::Failed(failure) = result {
            refused(failure)?;
        }
    }
    let outcome = subject.call(&Operation::DecompressBatch {
        with: Decompression::of(with),
        items: Items::List(vec![frames[1].clone(), frames[0].clone()]),
        sizes: None,
        max_output_size: 0,
        threads: 2,
        form: Form::List,
    })?;
    let foreseen = |failure: &Failure| {
        let class = &failure.class;
        matches!(class, Class::Zstd | Class::Memory | Class::Value)
    };
    match outcome {
        Err(failure) if !foreseen(&failure) => Err(failure.to_string()),
        _ => Ok(()),
    }
}

type Broken = (Vec<(prop::sample::Index, u8)>, prop::sample::Index, i64);

fn broken() -> impl Strategy<Value = Broken> {
    let change = (any::<prop::sample::Index>(), any::<u8>());
    (
        prop::collection::vec(change, 0..4),
        any::<prop::sample::Index>(),
        0..=2_i64,
    )
}

/// A damaged dictionary makes the same frames or fails with the same words when it is used.
pub fn dictionary(subject: &Subject<'_>, (changes, cut, kind): &Broken) -> Verdict {
    let mut data = TRAINED.clone();
    for (place, change) in changes {
        // Most of the changes hit the entropy tables, which are at the beginning.
        let at = place.index(data.0.len() / 8);
        data.0[at] ^= change;
    }
    let kept = cut.index(data.0.len() * 4);
    data.0.truncate(kept);
    let with = Compression {
        dictionary: Some(DictionarySource {
            data,
            kind: *kind,
            ..DictionarySource::default()
        }),
        ..Compression::checked()
    };
    let inputs = vec![record(3, 1), record(4, 1)];
    let frames = subject.call(&Operation::Compress {
        with: with.clone(),
        inputs: inputs.clone(),
        allow_empty: false,
    })?;
    let frames = match frames.map(|frames| all_bytes(&frames)) {
        Ok(Ok(frames)) => frames,
        Ok(Err(_)) | Err(_) => vec![record(3, 1)],
    };
    subject
        .call(&Operation::Decompress {
            with: Decompression::of(&with),
            inputs: frames,
            limits: Limits::default(),
        })
        .map(drop)
}

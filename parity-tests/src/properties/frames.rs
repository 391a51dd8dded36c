//! What frames say about themselves, frames to skip, sequences.
#![forbid(unsafe_code)]

use proptest::prelude::*;

use super::Property;
use super::cases::{content, some_content};
use super::options::compression;
use super::single::all_bytes;
use crate::binding::{Subject, ensure};
use crate::operation::{Compression, Decompression, Limits, Operation, Parameters};
use crate::outcome::{Class, Verdict};
use crate::wire::{Bytes, Tree};

/// The properties of this module.
#[must_use]
pub fn properties() -> Vec<Property> {
    vec![
        Property::drawn("frames_say_what_is_in_them", 60, framed, inspect),
        Property::drawn("foreign_data_is_no_frame", 120, foreign, not_a_frame),
        Property::drawn("skippable_frames", 50, skippable, skip),
        Property::drawn("sequences_make_frames", 25, sequences, from_sequences),
        Property::drawn("wrong_sequences_are_refused", 60, wrong, wrong_sequences),
    ]
}

type Framed = (Compression, Bytes, Vec<u8>);

fn framed() -> impl Strategy<Value = Framed> {
    (
        compression(),
        content(40_000),
        prop::collection::vec(any::<u8>(), 0..20),
    )
}

/// A frame says what the compressor was told to write, and how long it is.
pub fn inspect(subject: &Subject<'_>, (with, input, rest): &Framed) -> Verdict {
    let made = subject.call(&Operation::Compress {
        with: with.clone(),
        inputs: vec![input.clone()],
        allow_empty: true,
    })?;
    let Ok(Ok(mut frames)) = made.map(|frames| all_bytes(&frames)) else {
        return Ok(());
    };
    let mut frame = frames.pop().unwrap_or_default();
    let length = frame.0.len();
    frame.0.extend_from_slice(rest);
    let looked = subject.value(&Operation::Frame {
        data: frame,
        format: with.format(),
    })?;
    ensure(looked.get("size") == Some(&length.into()), || {
        format!("{:?} bytes instead of {length}", looked.get("size"))
    })?;
    if with.parameters.is_some() {
        return Ok(());
    }
    let expected = |name: &str, value: Tree| {
        let said = looked
            .get("parameters")
            .and_then(|parameters| parameters.get(name));
        ensure(said == Some(&value), || {
            format!("{name} is {said:?} instead of {value:?}")
        })
    };
    let size = if with.content_size { input.0.len() } else { 0 };
    expected("has_checksum", with.checksum.into())?;
    expected("content_size", size.into())?;
    let known = if with.content_size {
        input.0.len() as i128
    } else {
        -1
    };
    ensure(
        looked.get("content_size") == Some(&Tree::Int(known)),
        || format!("{looked:?}"),
    )
}

type Foreign = (Bytes, Vec<u8>, usize, i64);

fn foreign() -> impl Strategy<Value = Foreign> {
    let starts = vec![
        vec![],
        vec![0x28, 0xB5, 0x2F, 0xFD],
        vec![0x28, 0xB5],
        vec![0x50, 0x2A, 0x4D, 0x18],
        vec![0x5F, 0x2A, 0x4D, 0x18, 3, 0, 0, 0],
        vec![0x37, 0xA4, 0x30, 0xEC],
        vec![0x1F, 0x8B, 8],
    ];
    (
        content(40),
        prop::sample::select(starts),
        0..60_usize,
        prop_oneof![8 => 0..=1_i64, 1 => prop::sample::select(vec![2_i64, -1])],
    )
}

/// Data of any kind ends in the same answers and the same refusals.
pub fn not_a_frame(subject: &Subject<'_>, (rest, start, cut, format): &Foreign) -> Verdict {
    let mut data = start.clone();
    data.extend_from_slice(&rest.0);
    data.truncate(*cut);
    let data = Bytes(data);
    subject.value(&Operation::Frame {
        data: data.clone(),
        format: *format,
    })?;
    let read = subject.call(&Operation::ReadSkippable { data: data.clone() })?;
    if let Err(failure) = read {
        ensure(failure.class == Class::Zstd, || failure.to_string())?;
    }
    subject
        .call(&Operation::Decompress {
            with: Decompression {
                format: *format,
                ..Decompression::default()
            },
            inputs: vec![data],
            limits: Limits::up_to(100),
        })
        .map(drop)
}

type Skippable = (Bytes, i64, Bytes);

fn skippable() -> impl Strategy<Value = Skippable> {
    (content(3000), -2..19_i64, content(500))
}

/// Skippable frames are written, read, told apart, and passed over; only 16 variants exist.
pub fn skip(subject: &Subject<'_>, (payload, variant, input): &Skippable) -> Verdict {
    let outcome = subject.call(&Operation::WriteSkippable {
        data: payload.clone(),
        variant: *variant,
    })?;
    let frame = match outcome {
        Ok(frame) if (0..=15).contains(variant) => frame,
        Ok(frame) => return Err(format!("variant {variant} is accepted: {frame:?}")),
        Err(failure) => {
            let named = failure.message.contains("magic_variant")
                && failure.message.contains(&variant.to_string());
            let right = failure.class == Class::Value && named && !(0..=15).contains(variant);
            return ensure(right, || failure.to_string());
        }
    };
    let mut data = frame.bytes().unwrap_or_default().to_vec();
    let read = subject.value(&Operation::ReadSkippable {
        data: data.clone().into(),
    })?;
    let expected = Tree::List(vec![payload.clone().into(), (*variant).into()]);
    ensure(read == expected, || format!("{read:?}"))?;
    let frames = subject.value(&Operation::Compress {
        with: Compression::sized(),
        inputs: vec![input.clone()],
        allow_empty: true,
    })?;
    data.extend_from_slice(&all_bytes(&frames)?[0].0);
    let restored = subject.value(&Operation::Decompress {
        with: Decompression::default(),
        inputs: vec![data.into()],
        limits: Limits::default(),
    })?;
    ensure(all_bytes(&restored)? == [input.clone()], || {
        format!("{restored:?}")
    })
}

fn sequences() -> impl Strategy<Value = (Bytes, i64)> {
    (some_content(200_000), 1..=9_i64)
}

fn delimited(level: i64) -> Compression {
    let named = vec![("block_delimiters", 1), ("compression_level", level)];
    Compression {
        parameters: Some(Parameters::Named(named)),
        ..Compression::default()
    }
}

/// The sequences that were found make a frame with the same content.
pub fn from_sequences(subject: &Subject<'_>, (data, level): &(Bytes, i64)) -> Verdict {
    let with = Compression {
        level: *level,
        ..Compression::default()
    };
    let found = subject.call(&Operation::GenerateSequences {
        with,
        data: data.clone(),
    })?;
    let Ok(found) = found else {
        // libzstd gives up on some inputs.
        return Ok(());
    };
    let row = |row: &Tree| -> Option<[u32; 4]> {
        let numbers = row
            .items()
            .iter()
            .map(|number| number.int()?.try_into().ok());
        numbers.collect::<Option<Vec<u32>>>()?.try_into().ok()
    };
    let sequences: Option<Vec<_>> = found.items().iter().map(row).collect();
    let sequences = sequences.ok_or_else(|| format!("{found:?}"))?;
    let odd = sequences.iter().find(|sequence| sequence[3] > 3);
    ensure(odd.is_none(), || {
        format!("repeat is 0 to 3, but not in {odd:?}")
    })?;
    let frame = subject.value(&Operation::CompressSequences {
        with: delimited(*level),
        sequences,
        data: data.clone(),
    })?;
    let restored = subject.value(&Operation::Decompress {
        with: Decompression::default(),
        inputs: vec![frame.bytes().unwrap_or_default().into()],
        limits: Limits::up_to(1 << 20),
    })?;
    ensure(all_bytes(&restored)? == [data.clone()], || {
        format!("{restored:?}")
    })
}

type Wrong = (Vec<[u32; 4]>, Bytes, bool);

fn wrong() -> impl Strategy<Value = Wrong> {
    let number = || prop_oneof![6 => 0..300_u32, 1 => any::<u32>()];
    let row = (number(), number(), number(), 0..4_u32);
    let rows = prop::collection::vec(row.prop_map(|(a, b, c, d)| [a, b, c, d]), 0..12);
    (rows, content(2000), any::<bool>())
}

/// Sequences of any kind end in a frame of the content that was given, or in a refusal.
pub fn wrong_sequences(subject: &Subject<'_>, (sequences, data, delimiters): &Wrong) -> Verdict {
    let with = if *delimiters {
        delimited(3)
    } else {
        Compression::default()
    };
    let outcome = subject.call(&Operation::CompressSequences {
        with,
        sequences: sequences.clone(),
        data: data.clone(),
    })?;
    match outcome {
        Ok(frame) => ensure(frame.bytes().is_some(), || format!("{frame:?}")),
        Err(failure) => ensure(failure.class == Class::Zstd, || failure.to_string()),
    }
}

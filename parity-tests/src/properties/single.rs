//! One input, one frame.
#![forbid(unsafe_code)]

use proptest::prelude::*;

use super::Property;
use super::cases::{content, some_content};
use super::options::{compression, level, sized_compression};
use crate::binding::{Subject, ensure};
use crate::operation::{Compression, Decompression, Limits, Operation};
use crate::outcome::Verdict;
use crate::wire::{Bytes, Tree};

/// The properties of this module.
#[must_use]
pub fn properties() -> Vec<Property> {
    vec![
        Property::fixed("constants_and_version", constants),
        Property::drawn("round_trip", 60, round_trip_case, round_trip),
        Property::drawn("same_bytes_for_random_options", 120, any_options, options),
        Property::drawn("reading_across_frames", 25, several, across_frames),
        Property::drawn("calls_without_objects", 40, alone, without_objects),
        Property::drawn("eight_threads_share_objects", 6, shared, share),
    ]
}

/// The byte strings of a list, none of them a failure.
pub(super) fn all_bytes(tree: &Tree) -> Result<Vec<Bytes>, String> {
    let items = tree.items().iter().map(|item| match item {
        Tree::Bytes(bytes) => Ok(bytes.clone()),
        other => Err(format!("{other:?} instead of bytes")),
    });
    items.collect()
}

fn constants(subject: &Subject<'_>) -> Verdict {
    let described = subject.value(&Operation::Describe)?;
    let constants = described.get("constants");
    let level = constants.and_then(|constants| constants.get("MAX_COMPRESSION_LEVEL"));
    ensure(level == Some(&Tree::Int(22)), || {
        format!("the strongest level is {level:?}")
    })
}

type RoundTrip = (i64, bool, Vec<Bytes>);

fn round_trip_case() -> impl Strategy<Value = RoundTrip> {
    (
        level(),
        any::<bool>(),
        prop::collection::vec(content(300_000), 1..4),
    )
}

/// What was compressed comes back, with every level, from one compressor and one decompressor.
pub fn round_trip(subject: &Subject<'_>, (level, checksum, inputs): &RoundTrip) -> Verdict {
    let with = Compression {
        level: *level,
        checksum: *checksum,
        ..Compression::sized()
    };
    there_and_back(subject, &with, inputs, 0)
}

fn there_and_back(
    subject: &Subject<'_>,
    with: &Compression,
    inputs: &[Bytes],
    max_output_size: i64,
) -> Verdict {
    let frames = subject.value(&Operation::Compress {
        with: with.clone(),
        inputs: inputs.to_vec(),
        allow_empty: true,
    })?;
    let restored = subject.value(&Operation::Decompress {
        with: Decompression::of(with),
        inputs: all_bytes(&frames)?,
        limits: Limits::up_to(max_output_size),
    })?;
    ensure(all_bytes(&restored)? == inputs, || {
        format!("{restored:?} instead of {inputs:?}")
    })
}

type AnyOptions = (Compression, Vec<Bytes>);

fn any_options() -> impl Strategy<Value = AnyOptions> {
    (
        compression(),
        prop::collection::vec(some_content(150_000), 1..3),
    )
}

/// With any options all bindings make the same frames, or refuse in the same words; frames can be read again.
pub fn options(subject: &Subject<'_>, (with, inputs): &AnyOptions) -> Verdict {
    let made = subject.call(&Operation::Compress {
        with: with.clone(),
        inputs: inputs.clone(),
        allow_empty: true,
    })?;
    match made.map(|frames| all_bytes(&frames)) {
        Ok(Ok(_)) => there_and_back(subject, with, inputs, 200_000),
        // Refused by libzstd, for some combinations.
        Ok(Err(_)) | Err(_) => Ok(()),
    }
}

type Several = (Compression, Vec<Bytes>, Vec<u8>);

fn several() -> impl Strategy<Value = Several> {
    (
        sized_compression(),
        prop::collection::vec(content(5000), 1..5),
        prop::collection::vec(1..255_u8, 0..6),
    )
}

/// All frames of an input are read when asked for, the first one otherwise; what follows is an error unless allowed.
pub fn across_frames(subject: &Subject<'_>, (with, inputs, rest): &Several) -> Verdict {
    let made = subject.call(&Operation::Compress {
        with: with.clone(),
        inputs: inputs.clone(),
        allow_empty: true,
    })?;
    let Ok(Ok(frames)) = made.map(|frames| all_bytes(&frames)) else {
        return Ok(());
    };
    let mut joined: Vec<u8> = frames.iter().flat_map(|frame| frame.0.clone()).collect();
    let content: Vec<u8> = inputs.iter().flat_map(|input| input.0.clone()).collect();
    let read = |data: &[u8], read_across_frames, allow_extra_data| {
        subject.value(&Operation::Decompress {
            with: Decompression::of(with),
            inputs: vec![data.into()],
            limits: Limits {
                max_output_size: 0,
                read_across_frames,
                allow_extra_data,
            },
        })
    };
    let all = all_bytes(&read(&joined, true, false)?)?;
    ensure(all == [Bytes(content)], || format!("{all:?}"))?;
    let first = all_bytes(&read(&joined, false, true)?)?;
    ensure(first == inputs[..1], || format!("{first:?}"))?;
    let alone = read(&joined, false, false)?;
    let right = match alone.items() {
        [Tree::Failed(_)] => frames.len() > 1,
        // Nothing is lost where what follows has no content.
        [Tree::Bytes(content)] => {
            *content == inputs[0] && inputs[1..].iter().all(|input| input.0.is_empty())
        }
        _ => false,
    };
    ensure(right, || format!("{alone:?} from {} frames", frames.len()))?;
    joined.extend_from_slice(rest);
    read(&joined, true, true).map(drop)
}

type Alone = (Bytes, i64, i64);

fn alone() -> impl Strategy<Value = Alone> {
    (content(20_000), -8..=24_i64, -2..=100_i64)
}

/// The calls without objects write sizes, so that they read each other's frames.
pub fn without_objects(subject: &Subject<'_>, (data, level, max_output_size): &Alone) -> Verdict {
    let call = |data: Bytes, max_output_size| {
        subject.value(&Operation::Single {
            data,
            level: *level,
            max_output_size,
        })
    };
    let result = call(data.clone(), *max_output_size)?;
    let Some(Tree::Bytes(frame)) = result.items().first() else {
        return Ok(());
    };
    let again = call(frame.clone(), 0)?;
    ensure(
        again.items().get(1) == Some(&Tree::Bytes(data.clone())),
        || format!("{again:?}"),
    )
}

fn shared() -> impl Strategy<Value = AnyOptions> {
    let options = sized_compression().prop_map(|options| Compression {
        // What is refused is another property's business.
        parameters: None,
        ..options
    });
    (options, prop::collection::vec(content(60_000), 8..16))
}

/// One compressor and one decompressor serve eight threads at once, and every thread gets the frames that one alone gets.
pub fn share(subject: &Subject<'_>, (with, inputs): &AnyOptions) -> Verdict {
    let frames = subject.value(&Operation::Compress {
        with: with.clone(),
        inputs: inputs.clone(),
        allow_empty: true,
    })?;
    let shared = subject.value(&Operation::Share {
        compression: with.clone(),
        decompression: Decompression::of(with),
        inputs: inputs.clone(),
        threads: 8,
    })?;
    ensure(shared == frames, || {
        "threads that share a compressor make other frames".to_owned()
    })
}

//! Small inputs that ask for much: gigabytes of content, thousands of frames, windows and sizes that nobody has.
#![forbid(unsafe_code)]

use zstd_core::skippable;

use super::Property;
use super::limits::{handed_out, limited, names, streams};
use crate::binding::{Subject, ensure};
use crate::operation::{Decompression, Form, Items, Limits, Operation};
use crate::outcome::{Class, Failure, Verdict};
use crate::wire::{Bytes, Tree};

/// The properties of this module.
#[must_use]
pub fn properties() -> Vec<Property> {
    vec![
        Property::fixed("bombs_end_at_their_limit", bombs),
        Property::fixed("errors_name_the_window", windows),
    ]
}

/// The largest block, in bytes.
const BLOCK: u64 = 128 << 10;

/// What the tests allow, in bytes.
pub const LIMIT: i64 = 1 << 20;

/// A window of 128 KiB, as a header says it.
const SMALL_WINDOW: u8 = 7 << 3;

/// A frame of `blocks` blocks, each of them a zero that is repeated: 4 bytes for 128 KiB. With its size, or with a window of its own.
#[must_use]
pub fn zeros(blocks: u64, claim: Option<u64>, window: u8) -> Vec<u8> {
    const REPEATED: u64 = 1 << 1;
    let mut frame = vec![0x28, 0xB5, 0x2F, 0xFD];
    match claim {
        Some(size) => {
            frame.extend([0xC0, window]);
            frame.extend(size.to_le_bytes());
        }
        None => frame.extend([0, window]),
    }
    for block in 1..=blocks {
        let header = BLOCK << 3 | REPEATED | u64::from(block == blocks);
        frame.extend(&header.to_le_bytes()[..3]);
        frame.push(0);
    }
    frame
}

/// Bombs of a GiB and more, by name.
#[must_use]
pub fn inputs() -> Vec<(&'static str, Bytes)> {
    let gib = (1 << 30) / BLOCK;
    let many = |frame: Vec<u8>| frame.repeat(5000);
    let empty = skippable::write(b"", 0).expect("a variant below 16");
    let inside = skippable::write(&many(empty), 1).expect("a variant below 16");
    let nested = [inside.repeat(5), zeros(gib, None, SMALL_WINDOW)].concat();
    [
        ("a GiB of undeclared size", zeros(gib, None, SMALL_WINDOW)),
        (
            "a GiB of declared size",
            zeros(gib, Some(1 << 30), SMALL_WINDOW),
        ),
        ("a GiB with a window of 128 MiB", zeros(gib, None, 17 << 3)),
        (
            "frames of undeclared size",
            many(zeros(1, None, SMALL_WINDOW)),
        ),
        (
            "frames of declared size",
            many(zeros(1, Some(BLOCK), SMALL_WINDOW)),
        ),
        ("a bomb behind skippable frames", nested),
        (
            "a claim of 2^60 bytes",
            zeros(1, Some(1 << 60), SMALL_WINDOW),
        ),
    ]
    .map(|(name, data)| (name, Bytes(data)))
    .into()
}

/// Every call ends by the limit, or by a claim that is seen to be a lie before.
fn ends(what: &str, failure: &Failure) -> Verdict {
    let lie = failure.message.contains("can hold at most");
    let verdict = if lie {
        ensure(failure.class == Class::Zstd, || failure.to_string())
    } else {
        names(LIMIT, failure)
    };
    verdict.map_err(|failure| format!("{what}: {failure}"))
}

fn bombs(subject: &Subject<'_>) -> Verdict {
    for (name, bomb) in inputs() {
        for (of_object, of_call) in [(LIMIT, 0), (0, LIMIT)] {
            let result = subject.value(&Operation::Decompress {
                with: limited(of_object),
                inputs: vec![bomb.clone()],
                limits: Limits {
                    max_output_size: of_call,
                    read_across_frames: true,
                    allow_extra_data: false,
                },
            })?;
            match &result.items()[0] {
                Tree::Failed(failure) => ends(name, failure)?,
                other => return Err(format!("{other:?} from {name}")),
            }
            batches(subject, name, &bomb, of_object, of_call)?;
        }
        for stream in streams(&limited(LIMIT), &bomb, 1000) {
            let results = subject.value(&stream)?;
            let (found, failure) = handed_out(&results);
            let failure = failure.ok_or_else(|| format!("{name}: no failure"))?;
            ends(name, failure)?;
            ensure(found.iter().all(|&byte| byte == 0), || {
                "other content".to_owned()
            })?;
            ensure(
                i64::try_from(found.len()).is_ok_and(|found| found <= LIMIT),
                || format!("{} bytes from {name}", found.len()),
            )?;
        }
    }
    let link = Bytes(zeros(5, Some(5 * BLOCK), SMALL_WINDOW));
    let failure = subject.failure(&Operation::Chain {
        with: limited(LIMIT),
        frames: vec![link; 1000],
    })?;
    ends("a chain", &failure)
}

/// The frame twenty times, of which each has to have a GiB.
fn batches(
    subject: &Subject<'_>,
    name: &str,
    bomb: &Bytes,
    of_object: i64,
    of_call: i64,
) -> Verdict {
    for form in [Form::Buffer, Form::List] {
        let failure = subject.failure(&Operation::DecompressBatch {
            with: limited(of_object),
            items: Items::List(vec![bomb.clone(); 20]),
            sizes: Some(Bytes([(1_u64 << 30).to_ne_bytes(); 20].concat())),
            max_output_size: of_call,
            threads: 2,
            form,
        })?;
        ends(name, &failure)?;
    }
    Ok(())
}

/// Windows of 256 MiB, 2 GiB and 3.75 TiB, of which no decoder takes the last one: errors say how large they are.
fn windows(subject: &Subject<'_>) -> Verdict {
    for (window, needed) in [(18 << 3, 1_u64 << 28), (21 << 3, 1 << 31), (0xFF, 15 << 38)] {
        let frame = Bytes(zeros(1, None, window));
        let with = Decompression {
            max_window_size: 1 << 20,
            ..limited(LIMIT)
        };
        let named = |failure: &Failure| {
            let text = format!("too much memory for decoding; it needs a window of {needed} bytes");
            let right = failure.class == Class::Zstd && failure.message.contains(&text);
            ensure(right, || failure.to_string())
        };
        for read_across_frames in [false, true] {
            let result = subject.value(&Operation::Decompress {
                with: with.clone(),
                inputs: vec![frame.clone()],
                limits: Limits {
                    read_across_frames,
                    ..Limits::default()
                },
            })?;
            match &result.items()[0] {
                Tree::Failed(failure) => named(failure)?,
                other => return Err(format!("{other:?} with a window of {needed}")),
            }
        }
        for stream in streams(&with, &frame, 3) {
            let results = subject.value(&stream)?;
            let (_, failure) = handed_out(&results);
            named(failure.ok_or_else(|| format!("no failure with a window of {needed}"))?)?;
        }
    }
    Ok(())
}

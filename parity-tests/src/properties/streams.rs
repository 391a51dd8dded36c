//! Streams: calls in any order, legal and illegal, on every binding in step.
#![forbid(unsafe_code)]

use proptest::prelude::*;
use zstd_core::{Compressor, skippable};

use super::Property;
use super::cases::content;
use crate::binding::{Subject, ensure};
use crate::operation::{Codec, Compression, Decompression, Limits, Operation, Shape, Step, Stream};
use crate::outcome::Verdict;
use crate::wire::{Bytes, Tree};

/// The properties of this module.
#[must_use]
pub fn properties() -> Vec<Property> {
    vec![
        Property::drawn("compression_objects_in_step", 60, compress_object, in_step),
        Property::drawn(
            "decompression_objects_in_step",
            60,
            decompress_object,
            in_step,
        ),
        Property::drawn("chunkers_in_step", 60, chunker, in_step),
        Property::drawn("readers_in_step", 80, reader, in_step),
        Property::drawn("writers_in_step", 80, writer, in_step),
        Property::drawn("streams_there_and_back", 30, pieces, there_and_back),
    ]
}

type Case = (Stream, Vec<Step>);

/// The bindings must agree on every call; there is nothing else to check.
pub fn in_step(subject: &Subject<'_>, (stream, steps): &Case) -> Verdict {
    let results = subject.value(&operation(stream.clone(), steps.clone()))?;
    ensure(results.items().len() == steps.len(), || {
        format!("{} results of {} steps", results.items().len(), steps.len())
    })
}

fn operation(stream: Stream, steps: Vec<Step>) -> Operation {
    Operation::Stream { stream, steps }
}

fn step(name: &'static str, data: impl Into<Bytes>, number: i64) -> Step {
    Step {
        name,
        data: data.into(),
        number,
    }
}

/// Sizes, limits and modes, wrong ones too.
fn number() -> impl Strategy<Value = i64> {
    prop_oneof![3 => -2..=3_i64, 3 => 0..=300_i64, 2 => 0..=200_000_i64]
}

/// Sizes of pieces, all of them allowed.
fn piece() -> impl Strategy<Value = i64> {
    prop_oneof![1..=20_i64, 1..=5000_i64, Just(131_072_i64)]
}

fn steps(names: &'static [&'static str], longest: usize) -> impl Strategy<Value = Vec<Step>> {
    let one = (prop::sample::select(names), content(longest), number());
    let one = one.prop_map(|(name, data, number)| step(name, data.0, number));
    prop::collection::vec(one, 1..16)
}

/// A compressor, and a size that is declared.
fn compressing() -> impl Strategy<Value = Codec> {
    let options = (1..=6_i64, any::<bool>(), any::<bool>());
    let size = prop_oneof![4 => Just(-1_i64), 1 => 1..=5000_i64];
    (options, size).prop_map(|((level, checksum, content_size), size)| Codec::Compress {
        with: Compression {
            level,
            checksum,
            content_size,
            ..Compression::default()
        },
        size,
    })
}

fn decompressing() -> impl Strategy<Value = Codec> {
    let limit = prop_oneof![4 => Just(0_i64), 1 => 1..=2000_i64, 1 => 1..=150_000_i64];
    (any::<bool>(), limit).prop_map(|(across, max_output_size)| Codec::Decompress {
        with: Decompression {
            max_output_size,
            ..Decompression::default()
        },
        across,
    })
}

/// Frames of all kinds, one after the other; now and then cut off, damaged, or followed by something else.
fn frames() -> impl Strategy<Value = Bytes> {
    let kind = (content(60_000), any::<bool>(), any::<bool>(), 0..6_u8);
    let harm = prop_oneof![4 => Just(None), 3 => any::<(u8, prop::sample::Index)>().prop_map(Some)];
    (prop::collection::vec(kind, 1..4), harm).prop_map(|(kinds, harm)| {
        let mut data = Vec::new();
        for (content, sized, checksum, odd) in kinds {
            let builder = Compressor::builder().content_size(sized).checksum(checksum);
            let compressor = builder.build().expect("plain options");
            data.extend(match odd {
                0 => skippable::write(&content.0, 1).expect("a variant below 16"),
                _ => compressor.compress(&content.0).expect("memory"),
            });
        }
        match harm {
            Some((0..100, at)) => data.truncate(at.index(data.len() + 1)),
            Some((100..200, at)) if !data.is_empty() => {
                let at = at.index(data.len());
                data[at] ^= 0x55;
            }
            Some(_) => data.extend_from_slice(b"garbage"),
            None => {}
        }
        data.into()
    })
}

fn compress_object() -> impl Strategy<Value = Case> {
    let calls = steps(&["compress", "compress", "compress", "flush"], 200_000);
    (compressing(), piece(), calls).prop_map(|(codec, piece, calls)| {
        let shape = Shape::Object;
        (
            Stream {
                codec,
                shape,
                piece,
            },
            calls,
        )
    })
}

fn chunker() -> impl Strategy<Value = Case> {
    let calls = steps(&["compress", "compress", "flush", "finish"], 200_000);
    (compressing(), piece(), calls).prop_map(|(codec, piece, mut calls)| {
        // Most operations are carried through.
        for (index, call) in calls.iter_mut().enumerate() {
            if index % 3 != 0 {
                call.number = -1;
            }
        }
        let shape = Shape::Chunker;
        (
            Stream {
                codec,
                shape,
                piece,
            },
            calls,
        )
    })
}

/// Steps that pass `data` on, piece by piece, with other calls between.
fn passing_on(name: &'static str, data: &[u8], others: Vec<Step>, size: usize) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut others = others.into_iter();
    for part in data.chunks(size.max(data.len() / 30 + 1)) {
        let other = others.next();
        let number = other.as_ref().map_or(-1, |other| other.number);
        steps.push(step(name, part, number));
        steps.extend(other);
    }
    steps.extend(others);
    steps
}

fn decompress_object() -> impl Strategy<Value = Case> {
    let others = steps(
        &["flush", "eof", "needs_input", "unused_data", "decompress"],
        0,
    );
    let size = prop_oneof![1..=50_usize, 1..=100_000_usize];
    (decompressing(), piece(), frames(), others, size).prop_map(
        |(codec, piece, data, others, size)| {
            let shape = Shape::Object;
            let calls = passing_on("decompress", &data.0, others, size);
            (
                Stream {
                    codec,
                    shape,
                    piece,
                },
                calls,
            )
        },
    )
}

fn reader() -> impl Strategy<Value = Case> {
    const BOTH: &[&str] = &[
        "read", "read", "read1", "readline", "readall", "peek", "tell", "close",
    ];
    const BACK: &[&str] = &[
        "read", "read", "read1", "readline", "readall", "peek", "tell", "seek", "close",
    ];
    let compress = (compressing(), content(100_000), steps(BOTH, 0));
    let decompress = (decompressing(), frames(), steps(BACK, 0));
    (prop_oneof![compress, decompress], piece()).prop_map(|((codec, source, mut calls), piece)| {
        for call in &mut calls {
            // What cannot be sought has an exception of Python's own.
            if call.name == "seek" {
                call.number = call.number.max(0);
            }
        }
        let shape = Shape::Reader(source);
        (
            Stream {
                codec,
                shape,
                piece,
            },
            calls,
        )
    })
}

fn writer() -> impl Strategy<Value = Case> {
    let compress = (
        compressing(),
        steps(
            &["write", "write", "flush", "tell", "written", "close"],
            200_000,
        ),
    );
    let others = steps(&["flush", "tell", "written", "close"], 0);
    let size = prop_oneof![1..=50_usize, 1..=100_000_usize];
    let decompress = (decompressing(), frames(), others, size);
    let decompress = decompress.prop_map(|(codec, data, others, size)| {
        (codec, passing_on("write", &data.0, others, size))
    });
    (prop_oneof![compress, decompress], any::<bool>(), piece()).prop_map(
        |((codec, mut calls), returns_taken, piece)| {
            calls.push(step("close", [], 0));
            calls.push(step("written", [], 0));
            let shape = Shape::Writer { returns_taken };
            (
                Stream {
                    codec,
                    shape,
                    piece,
                },
                calls,
            )
        },
    )
}

type Pieces = (Codec, i64, Vec<Bytes>);

fn pieces() -> impl Strategy<Value = Pieces> {
    let codec = compressing().prop_map(|codec| match codec {
        Codec::Compress { with, .. } => Codec::Compress { with, size: -1 },
        other => other,
    });
    (
        codec,
        piece(),
        prop::collection::vec(content(200_000), 0..6),
    )
}

/// What was written to a writer, an object or a chunker is what comes back, from a reader too.
pub fn there_and_back(subject: &Subject<'_>, (codec, piece, inputs): &Pieces) -> Verdict {
    let joined: Vec<u8> = inputs.iter().flat_map(|input| input.0.clone()).collect();
    let shapes = [
        (
            Shape::Writer {
                returns_taken: true,
            },
            "write",
            vec![step("close", [], 0), step("written", [], 0)],
        ),
        (Shape::Object, "compress", vec![step("flush", [], 0)]),
        (Shape::Chunker, "compress", vec![step("finish", [], -1)]),
    ];
    for (shape, name, end) in shapes {
        let written = matches!(shape, Shape::Writer { .. });
        let mut steps: Vec<Step> = inputs
            .iter()
            .map(|input| step(name, input.0.clone(), -1))
            .collect();
        steps.extend(end);
        let stream = Stream {
            codec: codec.clone(),
            shape,
            piece: *piece,
        };
        let results = subject.value(&operation(stream, steps))?;
        let mut frame = Vec::new();
        let from = if written {
            results.items().len() - 1
        } else {
            0
        };
        for result in &results.items()[from..] {
            collect(result, &mut frame)?;
        }
        let content = subject.value(&Operation::Decompress {
            with: Decompression::default(),
            inputs: vec![frame.clone().into()],
            limits: Limits::up_to(2_000_000),
        })?;
        ensure(content.items() == [Tree::from(joined.clone())], || {
            format!("{name}: the content did not come back")
        })?;
        let reader = Stream {
            codec: Codec::Decompress {
                with: Decompression::default(),
                across: true,
            },
            shape: Shape::Reader(frame.into()),
            piece: *piece,
        };
        let results = subject.value(&operation(reader, vec![step("readall", [], 0)]))?;
        ensure(results.items() == [Tree::from(joined.clone())], || {
            format!("{name}: the reader has other content")
        })?;
    }
    Ok(())
}

/// Appends bytes, or a list of them.
fn collect(result: &Tree, out: &mut Vec<u8>) -> Verdict {
    match result {
        Tree::Bytes(bytes) => out.extend_from_slice(&bytes.0),
        Tree::List(chunks) => {
            for chunk in chunks {
                collect(chunk, out)?;
            }
        }
        other => return Err(format!("{other:?} instead of bytes")),
    }
    Ok(())
}

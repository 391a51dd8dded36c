//! The limit of a decompressor holds for every call, and for all frames together.
#![forbid(unsafe_code)]

use proptest::prelude::*;
use zstd_core::{Compressor, skippable};

use super::Property;
use super::cases::content;
use super::single::all_bytes;
use crate::binding::{Subject, ensure};
use crate::operation::{Codec, Decompression, Form, Items, Limits, Operation, Shape, Step, Stream};
use crate::outcome::{Class, Failure, Outcome, Verdict};
use crate::wire::{Bytes, Tree};

/// The properties of this module.
#[must_use]
pub fn properties() -> Vec<Property> {
    vec![Property::drawn(
        "no_call_gives_more_than_allowed",
        30,
        cases,
        limits,
    )]
}

/// Contents, how many of them are declared, a limit (of what, beside what), and how large pieces are.
type Case = (Vec<Bytes>, usize, (prop::sample::Index, i64), usize);

fn cases() -> impl Strategy<Value = Case> {
    let contents = prop::collection::vec(content(40_000), 1..4);
    let limit = (any::<prop::sample::Index>(), -1..=1_i64);
    (contents, 0..4_usize, limit, 500..5000_usize)
}

/// A decompressor with that limit.
pub(super) fn limited(max_output_size: i64) -> Decompression {
    Decompression {
        max_output_size,
        ..Decompression::default()
    }
}

/// Every stream over `data`, in pieces of that size; a step for each of them, and some more.
pub(super) fn streams(with: &Decompression, data: &Bytes, piece: usize) -> Vec<Operation> {
    let step = |name, data: &[u8], number| Step {
        name,
        data: data.into(),
        number,
    };
    let shapes = [
        (Shape::Object, "decompress"),
        (Shape::Reader(data.clone()), "readall"),
        (Shape::Reader(data.clone()), "read1"),
        (Shape::Reader(data.clone()), "read"),
        (
            Shape::Writer {
                returns_taken: true,
            },
            "write",
        ),
    ];
    let made = shapes.into_iter().map(|(shape, name)| {
        let mut steps: Vec<Step> = match &shape {
            Shape::Reader(_) => vec![step(name, b"", 200_000); data.0.len() / piece + 20],
            _ => {
                let pieces = data.0.chunks(piece);
                pieces.map(|piece| step(name, piece, -1)).collect()
            }
        };
        if matches!(shape, Shape::Writer { .. }) {
            steps.extend([step("close", b"", 0), step("written", b"", 0)]);
        }
        let codec = Codec::Decompress {
            with: with.clone(),
            across: true,
        };
        let stream = Stream {
            codec,
            shape,
            piece: i64::try_from(piece).unwrap_or(i64::MAX),
        };
        Operation::Stream { stream, steps }
    });
    made.collect()
}

/// The first failure of the steps of a stream, and the content that they have handed out or written.
pub(super) fn handed_out(results: &Tree) -> (Vec<u8>, Option<&Failure>) {
    let (mut content, mut first) = (Vec::new(), None);
    for result in results.items() {
        match result {
            Tree::Bytes(bytes) => content.extend_from_slice(&bytes.0),
            Tree::Failed(failure) => first = first.or(Some(failure)),
            _ => {}
        }
    }
    (content, first)
}

/// That a failure is the one of the limit.
pub(super) fn names(limit: i64, failure: &Failure) -> Verdict {
    let text = format!("max_output_size is {limit}");
    ensure(
        failure.class == Class::Zstd && failure.code == Some(70) && failure.message.contains(&text),
        || failure.to_string(),
    )
}

/// As much content as is allowed comes back, and more is an error that names the limit, whoever sets it.
fn limits(subject: &Subject<'_>, (contents, declared, limit, piece): &Case) -> Verdict {
    let frames: Vec<Bytes> = contents
        .iter()
        .enumerate()
        .map(|(index, content)| {
            let builder = Compressor::builder().content_size(index < *declared);
            let compressor = builder.build().expect("plain options");
            compressor.compress(&content.0).expect("memory").into()
        })
        .collect();
    let aside = skippable::write(b"aside", 1).expect("a variant below 16");
    let separated = frames.iter().map(|frame| [&frame.0[..], &aside].concat());
    let data = Bytes(separated.flatten().collect());
    let content: Vec<u8> = contents
        .iter()
        .flat_map(|content| content.0.clone())
        .collect();
    let total = i64::try_from(content.len()).map_err(|error| error.to_string())?;
    let somewhere = i64::try_from(limit.0.index(content.len() + 2)).unwrap_or(0);
    for limit in [somewhere.max(1), (total + limit.1).max(1)] {
        let enough = total <= limit;
        let single = |of_object, of_call| Operation::Decompress {
            with: limited(of_object),
            inputs: vec![data.clone()],
            limits: Limits {
                max_output_size: of_call,
                read_across_frames: true,
                allow_extra_data: false,
            },
        };
        for (of_object, of_call) in [
            (limit, 0),
            (0, limit),
            (limit + 1000, limit),
            (limit, 1 << 30),
        ] {
            let result = subject.value(&single(of_object, of_call))?;
            match &result.items()[0] {
                Tree::Failed(failure) if !enough => names(limit, failure)?,
                other => ensure(enough && *other == Tree::from(content.clone()), || {
                    format!("{other:?} of {total} bytes within {limit}")
                })?,
            }
            for form in [Form::Buffer, Form::List] {
                let outcome = subject.call(&batch(contents, &frames, of_object, of_call, form))?;
                whole(limit, enough, outcome, |tree| {
                    Ok(all_bytes(tree)? == *contents)
                })?;
            }
        }
        for stream in streams(&limited(limit), &data, *piece) {
            let results = subject.value(&stream)?;
            let (found, failure) = handed_out(&results);
            ensure(failure.is_none() == enough, || {
                format!("{failure:?} within {limit}")
            })?;
            failure.map_or(Ok(()), |failure| names(limit, failure))?;
            ensure(content.starts_with(&found), || "other content".to_owned())?;
            let complete = i64::try_from(found.len())
                .is_ok_and(|found| found <= limit && (!enough || found == total));
            ensure(complete, || {
                format!("{} bytes of {total} within {limit}", found.len())
            })?;
        }
    }
    chain(subject, contents)
}

fn batch(
    contents: &[Bytes],
    frames: &[Bytes],
    of_object: i64,
    of_call: i64,
    form: Form,
) -> Operation {
    let sizes = contents.iter().map(|content| content.0.len() as u64);
    Operation::DecompressBatch {
        with: limited(of_object),
        items: Items::List(frames.to_vec()),
        sizes: Some(Bytes(sizes.flat_map(u64::to_ne_bytes).collect())),
        max_output_size: of_call,
        threads: 2,
        form,
    }
}

/// That a call has given everything, or has failed by its limit.
fn whole(
    limit: i64,
    enough: bool,
    outcome: Outcome,
    is_right: impl FnOnce(&Tree) -> Result<bool, String>,
) -> Verdict {
    match outcome {
        Err(failure) if !enough => names(limit, &failure),
        Ok(tree) if enough => ensure(is_right(&tree)?, || format!("{tree:?}")),
        other => Err(format!("{other:?} within {limit}")),
    }
}

/// The links of a chain count together.
fn chain(subject: &Subject<'_>, contents: &[Bytes]) -> Verdict {
    let mut frames = Vec::<Bytes>::new();
    for (index, content) in contents.iter().enumerate() {
        let mut builder = Compressor::builder().content_size(true);
        if index > 0 {
            let previous = contents[index - 1].0.clone();
            builder = builder.dictionary(zstd_core::Dictionary::new(previous));
        }
        let compressor = builder.build().expect("plain options");
        frames.push(compressor.compress(&content.0).expect("memory").into());
    }
    let total: usize = contents.iter().map(|content| content.0.len()).sum();
    let total = i64::try_from(total).unwrap_or(0);
    let last = contents.last().map_or_else(Bytes::default, Bytes::clone);
    for limit in [total, total - 1].into_iter().filter(|&limit| limit > 0) {
        let outcome = subject.call(&Operation::Chain {
            with: limited(limit),
            frames: frames.clone(),
        })?;
        whole(limit, total <= limit, outcome, |tree| {
            Ok(*tree == Tree::Bytes(last.clone()))
        })?;
    }
    Ok(())
}

//! The texts that the contract promises, as far as they do not depend on types that only Python can pass.
#![forbid(unsafe_code)]

use super::Property;
use super::cases::{record, sample_text};
use super::single::all_bytes;
use crate::binding::{Subject, ensure};
use crate::operation::{
    Compression, Decompression, DictionarySource, Form, Items, Limits, Operation, Parameters,
    Segmented, Trainer,
};
use crate::outcome::{Class, Failure, Verdict};
use crate::wire::{Bytes, Tree};

/// The properties of this module.
#[must_use]
pub fn properties() -> Vec<Property> {
    vec![
        Property::fixed("texts_of_single_calls", single_calls),
        Property::fixed("texts_of_batch_calls", batch_calls),
        Property::fixed("texts_of_chains", chains),
        Property::fixed("texts_of_training", training),
        Property::fixed("texts_of_options_and_frames", options),
    ]
}

/// The failure of an operation, or of the last of the calls that it consists of.
fn failure(subject: &Subject<'_>, operation: &Operation) -> Result<Failure, String> {
    match subject.call(operation)? {
        Err(failure) => Ok(failure),
        Ok(value) => match value.items().last() {
            Some(Tree::Failed(failure)) => Ok(failure.clone()),
            _ => Err(format!("{value:?} instead of a failure")),
        },
    }
}

fn expect(subject: &Subject<'_>, operation: &Operation, class: Class, text: &str) -> Verdict {
    let failure = failure(subject, operation)?;
    ensure(
        failure.class == class && failure.message.contains(text),
        || format!("{failure} instead of {}({text:?})", class.name()),
    )
}

fn frame(subject: &Subject<'_>, with: Compression, input: Bytes) -> Result<Bytes, String> {
    let frames = subject.value(&Operation::Compress {
        with,
        inputs: vec![input],
        allow_empty: true,
    })?;
    Ok(all_bytes(&frames)?.remove(0))
}

fn compress(with: Compression, input: Bytes) -> Operation {
    Operation::Compress {
        with,
        inputs: vec![input],
        allow_empty: false,
    }
}

fn decompress(input: Bytes, max_output_size: i64) -> Operation {
    Operation::Decompress {
        with: Decompression::default(),
        inputs: vec![input],
        limits: Limits::up_to(max_output_size),
    }
}

fn single_calls(subject: &Subject<'_>) -> Verdict {
    let empty = compress(Compression::sized(), Bytes::default());
    expect(subject, &empty, Class::Value, "allow_empty")?;
    let unsized_ = frame(subject, Compression::default(), sample_text())?;
    let text = "max_output_size";
    expect(subject, &decompress(unsized_.clone(), 0), Class::Zstd, text)?;
    let text = "Destination buffer is too small";
    expect(subject, &decompress(unsized_.clone(), 9), Class::Zstd, text)?;
    let sized = frame(subject, Compression::sized(), sample_text())?;
    expect(subject, &decompress(sized, 9), Class::Zstd, text)?;
    let foreign = b"this is no frame at all".to_vec();
    let text = "error determining content size from frame header";
    expect(subject, &decompress(foreign.into(), 0), Class::Zstd, text)?;
    let mut twice = unsized_.0.clone();
    twice.extend_from_slice(b"more");
    let text = "compressed input contains 4 bytes of unused data";
    expect(subject, &decompress(twice.into(), 9999), Class::Zstd, text)
}

fn batch_calls(subject: &Subject<'_>) -> Verdict {
    let compress = |items| Operation::CompressBatch {
        with: Compression::default(),
        items: Items::List(items),
        threads: 0,
        form: Form::Buffer,
    };
    let none = "no source elements found";
    expect(subject, &compress(vec![]), Class::Value, none)?;
    let empty = vec![Bytes::default(); 3];
    let text = "source elements are empty";
    expect(subject, &compress(empty), Class::Value, text)?;

    let decompress = |items, sizes| Operation::DecompressBatch {
        with: Decompression::default(),
        items: Items::List(items),
        sizes,
        max_output_size: 0,
        threads: 0,
        form: Form::Buffer,
    };
    expect(subject, &decompress(vec![], None), Class::Value, none)?;
    let unsized_ = frame(subject, Compression::default(), sample_text())?;
    let sized = frame(subject, Compression::sized(), sample_text())?;
    let items = vec![sized.clone(), unsized_];
    let text = "could not determine decompressed size of item 1";
    expect(subject, &decompress(items, None), Class::Value, text)?;
    let short = Some(Bytes(vec![0; 8]));
    let items = vec![sized.clone(), sized.clone()];
    let text = "decompressed_sizes size mismatch; expected 16";
    expect(subject, &decompress(items, short), Class::Value, text)?;
    let size = sample_text().0.len() as u64;
    let sizes = [size.to_ne_bytes(), (size - 1).to_ne_bytes()].concat();
    let items = vec![sized.clone(), sized.clone()];
    let text = "error decompressing item 1: ";
    expect(
        subject,
        &decompress(items, Some(Bytes(sizes))),
        Class::Zstd,
        text,
    )?;
    let mut cut = sized.clone();
    cut.0.pop();
    expect(
        subject,
        &decompress(vec![sized, cut], None),
        Class::Zstd,
        text,
    )
}

fn chains(subject: &Subject<'_>) -> Verdict {
    let chain = |frames| Operation::Chain {
        with: Decompression::default(),
        frames,
    };
    expect(subject, &chain(vec![]), Class::Value, "empty input chain")?;
    let good = frame(subject, Compression::checked(), sample_text())?;
    let behind = |link: Bytes| chain(vec![good.clone(), link]);
    let magic = Bytes(vec![0x28, 0xB5, 0x2F, 0xFD]);
    let text = "chunk 1 is too small to contain a zstd frame";
    expect(subject, &behind(magic), Class::Value, text)?;
    let text = "chunk 1 is not a valid zstd frame";
    let foreign = Bytes(b"this is no frame at all".to_vec());
    expect(subject, &behind(foreign), Class::Value, text)?;
    let unsized_ = frame(subject, Compression::default(), sample_text())?;
    let text = "chunk 1 missing content size in frame";
    expect(subject, &behind(unsized_), Class::Value, text)?;
    let mut damaged = good.clone();
    let last = damaged.0.len() - 1;
    damaged.0[last] ^= 0xFF;
    let text = "could not decompress chunk 1: ";
    expect(subject, &behind(damaged), Class::Zstd, text)
}

fn training(subject: &Subject<'_>) -> Verdict {
    let cover = |samples: Vec<Bytes>, k, d| Operation::Train {
        dict_size: 4096,
        samples: Items::List(samples),
        trainer: Trainer::Cover {
            k,
            d,
            dict_id: 0,
            optimize: false,
            level: 1,
            steps: 32,
            threads: 0,
        },
    };
    let samples: Vec<Bytes> = (0..500).map(|number| record(number, 3)).collect();
    for (k, d) in [(0, 0), (64, 0), (0, 8)] {
        let text = "k and d must be given";
        expect(subject, &cover(samples.clone(), k, d), Class::Zstd, text)?;
    }
    let text = "d must be at most k";
    expect(subject, &cover(samples, 8, 16), Class::Zstd, text)?;
    let text = "cannot train dict";
    for few in [
        vec![],
        vec![Bytes::default(); 9],
        vec![Bytes(vec![1, 2, 3]); 2000],
    ] {
        expect(subject, &cover(few, 64, 8), Class::Zstd, text)?;
    }
    Ok(())
}

/// A largest window that libzstd does not know of is taken as the nearest one that it does, or is refused by name.
fn window(subject: &Subject<'_>, max_window_size: i64) -> Verdict {
    let outcome = subject.call(&Operation::Decompress {
        with: Decompression {
            max_window_size,
            ..Decompression::default()
        },
        inputs: vec![],
        limits: Limits::default(),
    })?;
    match outcome {
        Ok(_) => Ok(()),
        Err(failure) => ensure(
            failure.class == Class::Value && failure.message.contains("max_window_size"),
            || failure.to_string(),
        ),
    }
}

fn options(subject: &Subject<'_>) -> Verdict {
    for (level, text) in [
        (0, "between 1 and 22"),
        (23, "level must be less than 23"),
        (-131_073, "-131072"),
    ] {
        let with = Compression {
            level,
            ..Compression::default()
        };
        expect(subject, &compress(with, record(1, 1)), Class::Value, text)?;
    }
    let parameters = |values| Operation::Parameters {
        parameters: Parameters::Basic(values),
    };
    for (at, name) in crate::operation::BASIC.into_iter().enumerate() {
        let mut values = [20, 16, 17, 1, 5, 32, 2];
        values[at] = 999_999;
        expect(subject, &parameters(values), Class::Value, name)?;
    }
    for max_window_size in [1, i64::MAX] {
        window(subject, max_window_size)?;
    }
    let source = DictionarySource {
        kind: 3,
        ..DictionarySource::default()
    };
    let text = "DICT_TYPE_";
    expect(
        subject,
        &Operation::Dictionary { source },
        Class::Value,
        text,
    )?;
    let looked = |data: &[u8]| {
        let value = subject.value(&Operation::Frame {
            data: data.into(),
            format: 0,
        })?;
        match value.get("parameters") {
            Some(Tree::Failed(failure)) if failure.class == Class::Zstd => {
                Ok(failure.message.clone())
            }
            other => Err(format!("{other:?} instead of a failure")),
        }
    };
    let short = looked(&[0x28, 0xB5, 0x2F])?;
    let text = "not enough data for frame parameters; need ";
    ensure(short.starts_with(text), || short.clone())?;
    let foreign = looked(b"this is no frame at all")?;
    ensure(foreign.contains("Unknown frame descriptor"), || {
        foreign.clone()
    })?;
    let table = Operation::Buffer {
        source: Segmented {
            data: sample_text(),
            table: Bytes(vec![0; 15]),
        },
        indexes: vec![],
    };
    let text = "segments array size is not a multiple of 16";
    expect(subject, &table, Class::Value, text)
}

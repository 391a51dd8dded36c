//! What is done while memory fails: every kind of operation, in all its shapes, failing ones too.
#![forbid(unsafe_code)]

mod dictionaries;
mod single;
mod streams;

use parity_tests::operation::{
    Compression, Decompression, DictionarySource, Form, Items, Limits, Operation, Segmented,
};
use parity_tests::properties::cases::{TRAINED, record};
use parity_tests::wire::Bytes;
use zstd_core::Compressor;

/// An operation and its name in reports.
#[derive(Clone)]
pub(crate) struct Entry {
    pub(crate) name: &'static str,
    pub(crate) operation: Operation,
    /// Whether it is tried in other processes only. Where all of the process is in scope, what surrounds the crates needs memory
    /// too: for large contents, and for threads; and the C library sorts in another way without, which trainers show.
    pub(crate) elsewhere: bool,
}

/// All operations.
pub(crate) fn entries() -> Vec<Entry> {
    let mut entries = small();
    entries.extend(streams::streams(&text(3000), ""));
    entries.extend(large());
    for entry in &mut entries {
        entry.elsewhere |= entry.name == "share" || entry.name.starts_with("train cover");
    }
    entries
}

fn entry(name: impl Into<String>, operation: Operation) -> Entry {
    Entry {
        name: String::leak(name.into()),
        operation,
        elsewhere: false,
    }
}

/// Records one after the other, of that length together.
fn text(length: usize) -> Bytes {
    let records = (0..).flat_map(|number| record(number, 5).0);
    Bytes(records.take(length).collect())
}

fn records(count: u64) -> Vec<Bytes> {
    (0..count).map(|number| record(number, 3)).collect()
}

fn frame(content: &Bytes) -> Bytes {
    let compressor = Compressor::builder().content_size(true).checksum(true);
    let compressor = compressor.build().expect("plain options");
    compressor.compress(&content.0).expect("memory").into()
}

fn frame_without_size(content: &Bytes) -> Bytes {
    let compressor = Compressor::builder().build().expect("plain options");
    compressor.compress(&content.0).expect("memory").into()
}

fn trained() -> DictionarySource {
    DictionarySource {
        data: TRAINED.clone(),
        ..DictionarySource::default()
    }
}

fn with_dictionary(dictionary: DictionarySource) -> Compression {
    Compression {
        dictionary: Some(dictionary),
        ..Compression::checked()
    }
}

fn compress(with: Compression, content: &Bytes) -> Operation {
    Operation::Compress {
        with,
        // The second and third call show that the object is still good.
        inputs: vec![content.clone(); 3],
        allow_empty: false,
    }
}

fn decompress(with: Decompression, inputs: Vec<Bytes>, limits: Limits) -> Operation {
    Operation::Decompress {
        with,
        inputs,
        limits,
    }
}

fn small() -> Vec<Entry> {
    let mut all = single::single();
    all.extend(dictionaries::dictionaries());
    all.extend(batches("", &records(40)));
    all.extend(others());
    all
}

/// Batch calls, with items in all forms and results in both.
fn batches(suffix: &str, items: &[Bytes]) -> Vec<Entry> {
    let frames: Vec<Bytes> = items.iter().map(frame).collect();
    let sizes = items
        .iter()
        .flat_map(|item| (item.0.len() as u64).to_ne_bytes());
    let sizes = Bytes(sizes.collect());
    let mut all = Vec::new();
    for (shape, form, threads) in [
        (0, Form::List, 0),
        (1, Form::Buffer, 0),
        (2, Form::Buffer, 2),
    ] {
        let name = |what: &str| format!("{what} {shape} {form:?} {threads}{suffix}");
        all.push(entry(
            name("compress batch"),
            Operation::CompressBatch {
                with: Compression::checked(),
                items: Items::shaped(items, shape),
                threads,
                form,
            },
        ));
        all.push(entry(
            name("decompress batch"),
            Operation::DecompressBatch {
                with: Decompression::default(),
                items: Items::shaped(&frames, shape),
                sizes: (shape == 1).then(|| sizes.clone()),
                max_output_size: 0,
                threads,
                form,
            },
        ));
    }
    let mut bad = frames;
    bad[1] = text(20);
    all.push(entry(
        format!("decompress a bad batch{suffix}"),
        Operation::DecompressBatch {
            with: Decompression::default(),
            items: Items::List(bad),
            sizes: None,
            max_output_size: 0,
            threads: 0,
            form: Form::Buffer,
        },
    ));
    all
}

fn others() -> Vec<Entry> {
    let content = text(1500);
    let segmented = Segmented::join(&records(5));
    let wrong = Segmented::new(b"short".to_vec(), &[(0, 9)]);
    let skippable = zstd_core::skippable::write(b"payload", 3).expect("a variant below 16");
    let sequences = Compression::default;
    [
        (
            "buffer",
            Operation::Buffer {
                source: segmented.clone(),
                indexes: vec![0, 4, 9, -1],
            },
        ),
        (
            "wrong buffer",
            Operation::Buffer {
                source: wrong,
                indexes: vec![],
            },
        ),
        (
            "collection",
            Operation::Collection {
                sources: vec![segmented; 3],
                indexes: vec![0, 14, 99],
            },
        ),
        (
            "write skippable",
            Operation::WriteSkippable {
                data: content.clone(),
                variant: 1,
            },
        ),
        (
            "read skippable",
            Operation::ReadSkippable {
                data: skippable.into(),
            },
        ),
        (
            "generate sequences",
            Operation::GenerateSequences {
                with: sequences(),
                data: content.clone(),
            },
        ),
        (
            "compress sequences",
            Operation::CompressSequences {
                with: sequences(),
                sequences: vec![[0, u32::try_from(content.0.len()).unwrap_or(0), 0, 0]],
                data: content.clone(),
            },
        ),
        (
            "share",
            Operation::Share {
                compression: Compression::sized(),
                decompression: Decompression::default(),
                inputs: vec![content; 2],
                threads: 2,
            },
        ),
    ]
    .into_iter()
    .map(|(name, operation)| entry(name, operation))
    .collect()
}

/// The same beyond the size of the blocks in the reserve.
fn large() -> Vec<Entry> {
    let content = text(300_000);
    let raw = DictionarySource {
        data: text(100_000),
        kind: 1,
        ..DictionarySource::default()
    };
    let limits = Limits::up_to(1 << 20);
    let with = Decompression::default;
    let threads = Compression {
        threads: 2,
        ..Compression::sized()
    };
    let mut all = vec![
        entry(
            "compress, large",
            compress(Compression::checked(), &content),
        ),
        entry("compress with threads, large", compress(threads, &content)),
        entry(
            "decompress, large",
            decompress(with(), vec![frame(&content); 2], Limits::default()),
        ),
        entry(
            "decompress without a size, large",
            decompress(with(), vec![frame_without_size(&content); 2], limits),
        ),
        entry(
            "compress with raw content, large",
            compress(with_dictionary(raw), &content),
        ),
        entry(
            "write skippable, large",
            Operation::WriteSkippable {
                data: content.clone(),
                variant: 1,
            },
        ),
        entry(
            "generate sequences, large",
            Operation::GenerateSequences {
                with: Compression::default(),
                data: content.clone(),
            },
        ),
    ];
    all.extend(batches(", many", &records(3000)));
    all.extend(batches(", large", &vec![text(100_000); 3]));
    all.extend(streams::streams(&content, ", large"));
    for entry in &mut all {
        entry.elsewhere = true;
    }
    all
}

//! Batch calls.
#![forbid(unsafe_code)]

use proptest::prelude::*;

use super::Property;
use super::cases::{items, record};
use super::options::sized_compression;
use super::single::all_bytes;
use crate::binding::{Subject, ensure};
use crate::operation::{Compression, Decompression, Form, Items, Operation};
use crate::outcome::{Class, Verdict};
use crate::wire::{Bytes, Tree};

/// The properties of this module.
#[must_use]
pub fn properties() -> Vec<Property> {
    vec![
        Property::drawn("batch_items_are_single_frames", 50, batch, batch_is_single),
        Property::drawn("batches_do_not_depend_on_threads", 2, many, threads),
        Property::fixed("the_third_of_five_is_named", third_of_five),
        Property::drawn("the_first_bad_item_is_named", 25, spoiled, first_bad),
        Property::drawn("given_sizes_are_checked", 30, given_sizes, sizes),
    ]
}

/// The frames of a batch.
fn compress(
    subject: &Subject<'_>,
    with: &Compression,
    items: Items,
    threads: i64,
    form: Form,
) -> Result<Vec<Bytes>, String> {
    let frames = subject.value(&Operation::CompressBatch {
        with: with.clone(),
        items,
        threads,
        form,
    })?;
    all_bytes(&frames)
}

fn decompression(with: &Compression, items: Items, threads: i64, form: Form) -> Operation {
    Operation::DecompressBatch {
        with: Decompression::of(with),
        items,
        sizes: None,
        max_output_size: 0,
        threads,
        form,
    }
}

fn form(list: bool) -> Form {
    if list { Form::List } else { Form::Buffer }
}

type Batch = (Compression, Vec<Bytes>, (u8, i64, bool));

fn batch() -> impl Strategy<Value = Batch> {
    let threads = prop::sample::select(vec![0_i64, 1, 2, 8, -1]);
    (
        sized_compression(),
        items(8, 20_000),
        (0..3_u8, threads, any::<bool>()),
    )
}

/// An item of a batch is the frame that a single call makes; all come back, whatever form they are passed in.
pub fn batch_is_single(subject: &Subject<'_>, (with, items, how): &Batch) -> Verdict {
    let (shape, threads, list) = *how;
    let made = subject.call(&Operation::Compress {
        with: with.clone(),
        inputs: items.clone(),
        allow_empty: true,
    })?;
    let batch = subject.call(&Operation::CompressBatch {
        with: with.clone(),
        items: Items::shaped(items, shape),
        threads,
        form: form(list),
    })?;
    let Ok(Ok(single)) = made.map(|frames| all_bytes(&frames)) else {
        return ensure(batch.is_err(), || {
            "only single calls are refused".to_owned()
        });
    };
    let batch = all_bytes(&batch.map_err(|failure| failure.to_string())?)?;
    ensure(batch == single, || {
        "the frames of a batch are others than those of single calls".to_owned()
    })?;
    let frames = Items::shaped(&batch, shape);
    let restored = subject.value(&decompression(with, frames, threads, form(list)))?;
    ensure(all_bytes(&restored)? == *items, || {
        "a batch did not come back".to_owned()
    })
}

type Many = (u64, u64, bool);

fn many() -> impl Strategy<Value = Many> {
    (0..1_000_000_u64, 200..500_u64, any::<bool>())
}

/// The frames and the contents of a batch are the same for every number of threads. The batch is large enough to be spread.
pub fn threads(subject: &Subject<'_>, &(first, padding, list): &Many) -> Verdict {
    let records: Vec<Bytes> = (first..first + 2500)
        .map(|number| record(number, number * 37 % padding))
        .collect();
    let with = Compression::checked();
    let one = compress(subject, &with, Items::List(records.clone()), 0, form(list))?;
    for threads in [1, 2, 8, -1] {
        let items = Items::shaped(&records, 1);
        let frames = compress(subject, &with, items, threads, form(list))?;
        ensure(frames == one, || {
            format!("other frames with {threads} threads")
        })?;
        let frames = Items::shaped(&frames, 2);
        let restored = subject.value(&decompression(&with, frames, threads, form(list)))?;
        ensure(all_bytes(&restored)? == records, || {
            format!("other contents with {threads} threads")
        })?;
    }
    Ok(())
}

fn expect_item(subject: &Subject<'_>, frames: &[Bytes], index: usize) -> Verdict {
    for shape in 0..3 {
        for threads in [0, 2, 8] {
            for form in [Form::Buffer, Form::List] {
                let items = Items::shaped(frames, shape);
                let operation = decompression(&Compression::default(), items, threads, form);
                let failure = subject.failure(&operation)?;
                let start = format!("error decompressing item {index}: ");
                ensure(
                    failure.class == Class::Zstd && failure.message.starts_with(&start),
                    || format!("{failure} instead of item {index}"),
                )?;
            }
        }
    }
    Ok(())
}

fn third_of_five(subject: &Subject<'_>) -> Verdict {
    let records: Vec<Bytes> = (0..5).map(|number| record(number, 40)).collect();
    let items = Items::List(records);
    let mut frames = compress(subject, &Compression::checked(), items, 0, Form::Buffer)?;
    let middle = frames[2].0.len() / 2;
    frames[2].0[middle] ^= 0xFF;
    expect_item(subject, &frames, 2)
}

type Spoiled = (usize, Vec<(prop::sample::Index, u8)>);

fn spoiled() -> impl Strategy<Value = Spoiled> {
    let place = (any::<prop::sample::Index>(), 1..=255_u8);
    (1..40_usize, prop::collection::vec(place, 1..4))
}

/// Of several items with wrong checksums the first one is named, whatever the number of threads.
pub fn first_bad(subject: &Subject<'_>, (count, places): &Spoiled) -> Verdict {
    let records: Vec<Bytes> = (0..*count as u64).map(|number| record(number, 2)).collect();
    let items = Items::List(records);
    let mut frames = compress(subject, &Compression::checked(), items, 2, Form::List)?;
    let mut first = *count;
    for (place, change) in places {
        let index = place.index(*count);
        let checksum = frames[index].0.len() - 4;
        // Another value than the right one, even where a place is drawn twice.
        frames[index].0[checksum] |= change;
        frames[index].0[checksum + 1] ^= if index < first { 0x5A } else { 0 };
        first = first.min(index);
    }
    expect_item(subject, &frames, first)
}

type GivenSizes = (Vec<Bytes>, Option<(prop::sample::Index, u64)>, usize);

fn given_sizes() -> impl Strategy<Value = GivenSizes> {
    let wrong = prop_oneof![
        0..40_000_u64,
        Just(u64::MAX),
        Just(1 << 60),
        Just(1_u64 << 63)
    ];
    let change = proptest::option::of((any::<prop::sample::Index>(), wrong));
    let cut = prop_oneof![4 => Just(0_usize), 1 => 1..20_usize];
    (items(5, 20_000), change, cut)
}

/// Sizes that are given must be those of the contents, one for each frame; then frames need not say them.
pub fn sizes(subject: &Subject<'_>, (inputs, change, cut): &GivenSizes) -> Verdict {
    let with = Compression::default();
    let items = Items::List(inputs.clone());
    let frames = compress(subject, &with, items, 0, Form::Buffer)?;
    let mut sizes: Vec<u64> = inputs.iter().map(|input| input.0.len() as u64).collect();
    if let Some((place, size)) = change {
        let index = place.index(sizes.len());
        sizes[index] = *size;
    }
    let right = inputs
        .iter()
        .zip(&sizes)
        .all(|(input, &size)| input.0.len() as u64 == size);
    let mut array: Vec<u8> = sizes.iter().flat_map(|size| size.to_ne_bytes()).collect();
    array.truncate(array.len().saturating_sub(*cut));
    let outcome = subject.call(&Operation::DecompressBatch {
        with: Decompression::default(),
        items: Items::List(frames),
        sizes: Some(Bytes(array)),
        max_output_size: 0,
        threads: 2,
        form: Form::Buffer,
    })?;
    match outcome {
        Ok(restored) if right && *cut == 0 => {
            ensure(all_bytes(&restored)? == *inputs, || format!("{restored:?}"))
        }
        Ok(restored) => Err(format!("{restored:?} although the sizes are wrong")),
        Err(failure) if right && *cut == 0 => Err(failure.to_string()),
        Err(failure) => ensure(
            matches!(failure.class, Class::Zstd | Class::Value | Class::Memory),
            || failure.to_string(),
        ),
    }
}

/// One outcome of a list, as the tests of single calls and batches both need.
pub(super) fn only(tree: &Tree) -> Result<&Tree, String> {
    match tree.items() {
        [only] => Ok(only),
        other => Err(format!("{} results instead of one", other.len())),
    }
}

//! Memory with segments.
#![forbid(unsafe_code)]

use proptest::prelude::*;

use super::Property;
use super::cases::content;
use crate::binding::{Subject, ensure};
use crate::operation::{Operation, Segmented};
use crate::outcome::{Class, Verdict};
use crate::wire::{Bytes, Tree};

/// The properties of this module.
#[must_use]
pub fn properties() -> Vec<Property> {
    vec![
        Property::drawn("tables_are_accepted_if_inside", 200, table, inside),
        Property::fixed("tables_cannot_overflow", overflow),
        Property::drawn("tables_are_whole_pairs", 40, raw_table, whole_pairs),
        Property::drawn("collections_are_one_sequence", 60, members, collection),
    ]
}

type Table = (Bytes, Vec<(u64, u64)>, Vec<i64>);

fn number() -> impl Strategy<Value = u64> {
    prop_oneof![
        8 => 0..80_u64,
        1 => prop::sample::select(vec![u64::MAX, u64::MAX - 1, 1 << 63, (1 << 63) - 1, 1 << 32]),
    ]
}

fn indexes() -> impl Strategy<Value = Vec<i64>> {
    let index = prop_oneof![6 => -2..9_i64, 1 => Just(i64::MAX), 1 => Just(i64::MIN)];
    prop::collection::vec(index, 0..6)
}

fn table() -> impl Strategy<Value = Table> {
    let pairs = prop::collection::vec((number(), number()), 0..6);
    (content(100), pairs, indexes())
}

fn is_inside(size: usize, &(offset, length): &(u64, u64)) -> bool {
    u128::from(offset) + u128::from(length) <= size as u128
}

/// A table is accepted if and only if all of its segments lie within the memory; segments are then the bytes there.
pub fn inside(subject: &Subject<'_>, (data, pairs, indexes): &Table) -> Verdict {
    let outcome = subject.call(&Operation::Buffer {
        source: Segmented::new(data.clone(), pairs),
        indexes: indexes.clone(),
    })?;
    let outside = pairs.iter().position(|pair| !is_inside(data.0.len(), pair));
    match (outcome, outside) {
        (Err(failure), Some(index)) => ensure(
            failure.class == Class::Value && failure.message.contains(&format!("segment {index} ")),
            || failure.to_string(),
        ),
        (Err(failure), None) => Err(format!("{failure}, although all segments are inside")),
        (Ok(value), Some(index)) => Err(format!("segment {index} is accepted: {value:?}")),
        (Ok(value), None) => {
            let expected: Vec<&[u8]> = pairs.iter().map(|&pair| slice(&data.0, pair)).collect();
            check_segments(&value, &expected, indexes)
        }
    }
}

fn slice(data: &[u8], (offset, length): (u64, u64)) -> &[u8] {
    // Only called for segments that lie within the data.
    let number = |number| usize::try_from(number).unwrap_or(usize::MAX);
    &data[number(offset)..][..number(length)]
}

fn check_segments(value: &Tree, expected: &[&[u8]], indexes: &[i64]) -> Verdict {
    let all: Tree = expected.iter().copied().collect();
    ensure(value.get("all") == Some(&all), || format!("{value:?}"))?;
    ensure(value.get("len") == Some(&expected.len().into()), || {
        format!("{value:?}")
    })?;
    let segments = value.get("segments").map_or(&[][..], Tree::items);
    for (&index, segment) in indexes.iter().zip(segments) {
        let there = usize::try_from(index)
            .ok()
            .and_then(|index| expected.get(index));
        let right = match (there, segment) {
            (Some(bytes), segment) => segment.get("bytes").and_then(Tree::bytes) == Some(bytes),
            (None, Tree::Failed(failure)) => {
                let text = if index < 0 {
                    "offset must be non-negative".to_owned()
                } else {
                    format!("offset must be less than {}", expected.len())
                };
                failure.class == Class::Index && failure.message.starts_with(&text)
            }
            (None, _) => false,
        };
        ensure(right, || format!("{segment:?} at index {index}"))?;
    }
    Ok(())
}

fn overflow(subject: &Subject<'_>) -> Verdict {
    for pair in [
        (u64::MAX, 1),
        (1, u64::MAX),
        (u64::MAX, u64::MAX),
        (1 << 63, 1 << 63),
        (u64::MAX - 7, 8),
        (4, u64::MAX - 3),
    ] {
        let failure = subject.failure(&Operation::Buffer {
            source: Segmented::new(b"0123456789".to_vec(), &[(0, 10), pair]),
            indexes: vec![0, 1],
        })?;
        let text = "offset within segments array references memory outside buffer";
        ensure(
            failure.class == Class::Value && failure.message.starts_with(text),
            || failure.to_string(),
        )?;
    }
    Ok(())
}

fn raw_table() -> impl Strategy<Value = Segmented> {
    (content(50), prop::collection::vec(0..2_u8, 0..50)).prop_map(|(data, table)| Segmented {
        data,
        table: Bytes(table),
    })
}

/// A table whose size is not a multiple of 16 is refused as such.
pub fn whole_pairs(subject: &Subject<'_>, source: &Segmented) -> Verdict {
    let outcome = subject.call(&Operation::Buffer {
        source: source.clone(),
        indexes: vec![],
    })?;
    let whole = source.table.0.len().is_multiple_of(16);
    let text = "segments array size is not a multiple of 16";
    match outcome {
        Err(failure) if !whole => ensure(
            failure.class == Class::Value && failure.message.starts_with(text),
            || failure.to_string(),
        ),
        Ok(value) if !whole => Err(format!("accepted: {value:?}")),
        Ok(value) => ensure(
            value.get("table").and_then(Tree::bytes) == Some(&source.table.0),
            || format!("{value:?}"),
        ),
        Err(_) => Ok(()),
    }
}

type Members = (Vec<Vec<Bytes>>, Vec<i64>);

fn members() -> impl Strategy<Value = Members> {
    let member = prop::collection::vec(content(60), 0..4);
    (prop::collection::vec(member, 0..4), indexes())
}

/// A collection is the sequence of the segments of its members; it has at least one member, and none is empty.
pub fn collection(subject: &Subject<'_>, (members, indexes): &Members) -> Verdict {
    let outcome = subject.call(&Operation::Collection {
        sources: members
            .iter()
            .map(|member| Segmented::join(member))
            .collect(),
        indexes: indexes.clone(),
    })?;
    let refused = if members.is_empty() {
        Some("must pass at least 1 argument")
    } else if members.iter().any(Vec::is_empty) {
        Some("ZstdBufferWithSegments cannot be empty")
    } else {
        None
    };
    match (outcome, refused) {
        (Ok(value), None) => {
            let expected: Vec<&[u8]> = members.iter().flatten().map(AsRef::as_ref).collect();
            check_segments(&value, &expected, indexes)
        }
        (Err(failure), Some(text)) => ensure(
            failure.class == Class::Value && failure.message.starts_with(text),
            || failure.to_string(),
        ),
        (outcome, refused) => Err(format!("{outcome:?} instead of {refused:?}")),
    }
}

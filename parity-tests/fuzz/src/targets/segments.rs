//! Tables of segments, against arithmetic that cannot overflow.
#![forbid(unsafe_code)]

use zstd_buffers::{BufferWithSegments, BufferWithSegmentsCollection, Items, SharedMemory};

use super::Target;
use crate::Input;

pub(super) const TARGET: Target = Target {
    name: "segments",
    about: "segment tables, against exact arithmetic",
    longest: 400,
    missing: || None,
    run,
    seeds,
};

fn seeds() -> Vec<Vec<u8>> {
    let table = |pairs: &[(u64, u64)]| {
        let numbers = pairs.iter().flat_map(|&(offset, length)| [offset, length]);
        numbers.flat_map(u64::to_ne_bytes).collect::<Vec<u8>>()
    };
    let tables = [
        table(&[]),
        table(&[(0, 3), (3, 4), (7, 0)]),
        table(&[(u64::MAX, 1), (1 << 63, 1 << 63)]),
        table(&[(0, 100), (100, 100)]),
    ];
    let mut seeds = tables.map(|table| [&table[..], &[200]].concat()).to_vec();
    seeds.push(vec![0; 17]);
    seeds
}

fn run(data: &[u8]) {
    let mut input = Input::new(data);
    let memory: Vec<u8> = (0..input.byte()).collect();
    let table = input.rest();
    let whole = table.len().is_multiple_of(16);
    let pairs: Vec<(u128, u128)> = table
        .as_chunks::<16>()
        .0
        .iter()
        .map(|pair| {
            let number = |at: usize| {
                let mut bytes = [0; 8];
                bytes.copy_from_slice(&pair[at..at + 8]);
                u128::from(u64::from_ne_bytes(bytes))
            };
            (number(0), number(8))
        })
        .collect();
    let inside = |&(offset, length): &(u128, u128)| offset + length <= memory.len() as u128;
    let expected = whole && pairs.iter().all(inside);
    let buffer = BufferWithSegments::new(SharedMemory::from_owner(memory.clone()), table);
    assert_eq!(buffer.is_ok(), expected);
    let Ok(buffer) = buffer else { return };
    let part = |&(offset, length): &(u128, u128)| {
        let number = |n: u128| usize::try_from(n).expect("it is inside of the memory");
        &memory[number(offset)..number(offset + length)]
    };
    assert_eq!(buffer.segments().as_bytes(), table);
    assert!(buffer.iter().eq(pairs.iter().map(part)));
    let count = i64::try_from(pairs.len()).unwrap_or(i64::MAX);
    for index in [i64::MIN, -1, count, i64::MAX] {
        assert!(buffer.segment(index).is_err());
    }
    if let Some(all) = buffer.contiguous() {
        assert!(all == pairs.iter().flat_map(part).copied().collect::<Vec<u8>>());
    }
    let both = BufferWithSegmentsCollection::new(vec![buffer.clone(), buffer.clone()]);
    assert_eq!(both.is_ok(), !pairs.is_empty());
    let Ok(both) = both else { return };
    for index in 0..both.len() {
        let expected = part(&pairs[index % pairs.len()]);
        assert_eq!(both.get(index), Some(expected));
        let segment = both
            .segment(i64::try_from(index).unwrap_or(-1))
            .expect("the index is below the length");
        assert_eq!(&segment[..], expected);
    }
    assert!(both.get(both.len()).is_none());
}

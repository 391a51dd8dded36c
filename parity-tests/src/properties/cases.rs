//! Contents to draw: of every kind that compresses differently, from nothing to several blocks.
#![forbid(unsafe_code)]

use std::cell::Cell;
use std::sync::LazyLock;

use proptest::prelude::*;

use crate::binding::Binding;
use crate::direct::Direct;
use crate::operation::{DictionarySource, Items, Operation, Trainer};
use crate::wire::{Bytes, Tree};

/// A small deterministic generator, so that a content is a length and a seed, which shrink well.
struct Noise(u64);

impl Noise {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`.
    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() >> 33).unwrap_or(0) % end
    }
}

/// Bytes without any pattern.
fn noise(length: usize, seed: u64) -> Vec<u8> {
    let mut noise = Noise(seed);
    let words = length.div_ceil(8);
    let mut bytes: Vec<u8> = (0..words)
        .flat_map(|_| noise.next().to_le_bytes())
        .collect();
    bytes.truncate(length);
    bytes
}

/// Text with words that come again.
fn text(length: usize, seed: u64) -> Vec<u8> {
    const WORDS: [&str; 12] = [
        "frame", "block", " of ", "window", "size ", "0000", "literal", ", ", "match", "\n", "x",
        "offset",
    ];
    let mut noise = Noise(seed);
    let mut bytes = Vec::with_capacity(length + 8);
    while bytes.len() < length {
        let number = noise.next();
        let word = WORDS[noise.below(WORDS.len())];
        bytes.extend_from_slice(word.as_bytes());
        if number & 0xF00 == 0 {
            bytes.extend_from_slice(number.to_string().as_bytes());
        }
    }
    bytes.truncate(length);
    bytes
}

/// The record `number` of a log: what batches and dictionaries are for.
#[must_use]
pub fn record(number: u64, padding: u64) -> Bytes {
    let mut noise = Noise(number);
    let user = noise.next() % 97;
    let status = ["ok", "failed", "retried"][noise.below(3)];
    let score = noise.next() % 10_000;
    let text = format!(
        "{{\"id\": {number}, \"user\": \"user{user}\", \"status\": \"{status}\", \"score\": {score}, \"note\": \"{}\"}}",
        "n".repeat(usize::try_from(padding).unwrap_or(0)),
    );
    Bytes(text.into_bytes())
}

thread_local! {
    static LONGEST: Cell<usize> = const { Cell::new(usize::MAX) };
}

/// Draws with contents of up to `longest` bytes, whatever their strategies say, and without levels that need hundreds of
/// megabytes.
pub fn with_short_contents<T>(longest: usize, draw: impl FnOnce() -> T) -> T {
    let before = LONGEST.replace(longest);
    let drawn = draw();
    LONGEST.set(before);
    drawn
}

/// Whether contents are short, and little memory is asked for.
#[must_use]
pub fn are_contents_short() -> bool {
    LONGEST.get() < usize::MAX
}

/// The highest level to draw.
#[must_use]
pub fn highest_level() -> i64 {
    if are_contents_short() { 15 } else { 22 }
}

/// Contents of up to `longest` bytes.
pub fn content(longest: usize) -> impl Strategy<Value = Bytes> {
    let longest = longest.min(LONGEST.get());
    let length = prop_oneof![
        1 => Just(0_usize),
        4 => 0..=longest.min(64),
        4 => 0..=longest.min(4096),
        2 => 0..=longest,
    ];
    (length, 0..4_u8, any::<u16>()).prop_map(|(length, kind, seed)| {
        let seed = u64::from(seed);
        Bytes(match kind {
            0 => noise(length, seed),
            1 => vec![u8::try_from(seed % 256).unwrap_or(0); length],
            _ => text(length, seed),
        })
    })
}

/// Contents that are not empty.
pub fn some_content(longest: usize) -> impl Strategy<Value = Bytes> {
    content(longest).prop_map(|mut content| {
        if content.0.is_empty() {
            content.0.push(b'.');
        }
        content
    })
}

/// Items of a batch, not all of them empty.
pub fn items(most: usize, longest: usize) -> impl Strategy<Value = Vec<Bytes>> {
    (
        some_content(longest),
        prop::collection::vec(content(longest), 0..most),
        any::<prop::sample::Index>(),
    )
        .prop_map(|(one, mut items, place)| {
            items.insert(place.index(items.len() + 1), one);
            items
        })
}

/// A full dictionary, trained on [`record`]s.
pub static TRAINED: LazyLock<Bytes> = LazyLock::new(|| {
    let samples: Vec<Bytes> = (0..1500).map(|number| record(number, 9)).collect();
    let trained = Direct.call(&Operation::Train {
        dict_size: 4096,
        samples: Items::List(samples),
        trainer: Trainer::default(),
    });
    let bytes = trained.ok().and_then(|tree| match tree.get("bytes") {
        Some(Tree::Bytes(bytes)) => Some(bytes.clone()),
        _ => None,
    });
    bytes.expect("the records are good samples")
});

/// Dictionaries of every kind that work.
pub fn dictionary() -> impl Strategy<Value = DictionarySource> {
    let raw = || some_content(3000);
    let sources = prop_oneof![
        3 => (Just(()), 0..=2_i64).prop_map(|((), kind)| (TRAINED.clone(), kind)),
        2 => (raw(), 0..=1_i64),
        1 => Just((Bytes::default(), 0)),
    ];
    let level = prop_oneof![3 => Just(0), 1 => 1..=19_i64];
    (sources, level).prop_map(|((data, kind), precompute_level)| DictionarySource {
        data,
        kind,
        precompute_level,
        ..DictionarySource::default()
    })
}

/// What is in frames that a property takes apart.
#[must_use]
pub fn sample_text() -> Bytes {
    Bytes(text(700, 7))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;

    /// The length of the longest of many contents.
    fn longest() -> usize {
        let mut runner = TestRunner::deterministic();
        let drawn = (0..200).map(|_| content(5000).new_tree(&mut runner));
        drawn
            .filter_map(|tree| Some(tree.ok()?.current().0.len()))
            .max()
            .unwrap_or(0)
    }

    #[test]
    fn contents_are_short_only_while_it_is_asked_for() {
        let short = with_short_contents(70, longest);
        assert!((1..=70).contains(&short), "{short}");
        assert!(longest() > 3000);
    }
}

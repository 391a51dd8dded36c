//! A small mutator: inputs that are made of others by a few changes, without counters to be guided by.
//!
//! It serves where an instrumented build would take too long. Input number `n` of a seed depends on nothing else than the two
//! and the corpus, so that a number and a seed name an input.
#![forbid(unsafe_code)]

/// Numbers at which lengths, counts and types change their behaviour.
const SPECIAL: [u64; 12] = [
    0,
    1,
    0x7F,
    0x80,
    0xFF,
    0x100,
    0x7FFF,
    0xFFFF,
    0x7FFF_FFFF,
    0xFFFF_FFFF,
    i64::MAX as u64,
    u64::MAX,
];

/// Inputs to change, and what chooses the changes.
pub struct Mutator {
    corpus: Vec<Vec<u8>>,
    longest: usize,
    seed: u64,
}

impl Mutator {
    /// Changes the inputs of `corpus`, to at most `longest` bytes.
    #[must_use]
    pub fn new(corpus: Vec<Vec<u8>>, longest: usize, seed: u64) -> Self {
        Self {
            corpus,
            longest,
            seed,
        }
    }

    /// The input of that number.
    #[must_use]
    pub fn input(&self, number: u64) -> Vec<u8> {
        let mut random = Random(self.seed ^ number.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        let mut input = self.other(&mut random).to_vec();
        for _ in 0..1 + random.below(6) {
            self.change(&mut input, &mut random);
        }
        input.truncate(self.longest);
        input
    }

    /// Any input of the corpus.
    fn other(&self, random: &mut Random) -> &[u8] {
        match self.corpus.len() {
            0 => &[],
            count => &self.corpus[random.below(count)],
        }
    }

    /// One change.
    fn change(&self, input: &mut Vec<u8>, random: &mut Random) {
        let at = random.below(input.len() + 1);
        let end = (at + 1 + random.below(16)).min(input.len());
        match random.below(9) {
            0 => {
                let bit = 1 << random.below(8);
                input
                    .iter_mut()
                    .skip(at)
                    .take(1)
                    .for_each(|byte| *byte ^= bit);
            }
            1 => {
                let byte = random.byte();
                input
                    .iter_mut()
                    .skip(at)
                    .take(1)
                    .for_each(|old| *old = byte);
            }
            2 => {
                let step = random.byte() % 9;
                let byte = input.iter_mut().skip(at).take(1);
                byte.for_each(|byte| *byte = byte.wrapping_add(step).wrapping_sub(4));
            }
            3 => drop(input.drain(at..end)),
            4 => {
                let repeated = input[at..end].repeat(1 + random.below(3));
                input.splice(at..at, repeated);
            }
            5 => {
                let count = 1 + random.below(8);
                let noise: Vec<u8> = (0..count).map(|_| random.byte()).collect();
                input.splice(at..at, noise);
            }
            6 => {
                let width = 1 << random.below(4);
                let mut number = SPECIAL[random.below(SPECIAL.len())].to_le_bytes();
                if random.below(2) == 0 {
                    number[..width].reverse();
                }
                let places = input.iter_mut().skip(at).take(width);
                places.zip(number).for_each(|(place, byte)| *place = byte);
            }
            7 => {
                let other = self.other(random);
                let from = random.below(other.len() + 1);
                let length = random.below(other.len() - from + 1);
                input.splice(at..end, other[from..from + length].iter().copied());
            }
            _ if random.below(4) == 0 => input.truncate(at),
            _ => input.push(random.byte()),
        }
    }
}

/// A generator of numbers: the mixing function of splitmix64 over a counter.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`, which must not be 0.
    fn below(&mut self, end: usize) -> usize {
        let number = usize::try_from(self.next() >> 33).unwrap_or(0);
        number % end
    }

    fn byte(&mut self) -> u8 {
        self.next().to_le_bytes()[0]
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn inputs(seed: u64) -> Vec<Vec<u8>> {
        let corpus = vec![b"first input".to_vec(), b"the second".to_vec()];
        let mutator = Mutator::new(corpus, 20, seed);
        (0..2000).map(|number| mutator.input(number)).collect()
    }

    #[test]
    fn a_seed_and_a_number_name_an_input() {
        assert_eq!(inputs(7), inputs(7));
        assert_ne!(inputs(7), inputs(8));
    }

    #[test]
    fn inputs_differ_and_are_not_too_long() {
        let inputs = inputs(1);
        assert!(inputs.iter().all(|input| input.len() <= 20));
        assert!(inputs.iter().collect::<BTreeSet<_>>().len() > 1500);
    }

    #[test]
    fn a_corpus_of_nothing_will_do() {
        let mutator = Mutator::new(Vec::new(), 100, 3);
        assert!((0..100).any(|number| !mutator.input(number).is_empty()));
    }
}

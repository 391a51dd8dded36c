//! Stores the versions of a text: each is compressed with the one before it as its dictionary, so it takes as much room as what
//! has changed. Every so often one is compressed on its own, so that reading never follows a long chain.
#![forbid(unsafe_code)]
use std::error::Error;

use zstd_core::{Compressor, Decompressor, Dictionary};
use zstd_dict::decompress_chain;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

struct DeltaStore {
    /// One frame for each version.
    frames: Vec<Vec<u8>>,
    /// The last version, which the next one is compressed against.
    last: Vec<u8>,
    /// A version in so many is compressed on its own.
    interval: usize,
    decompressor: Decompressor,
}

impl DeltaStore {
    fn new(interval: usize) -> Self {
        Self {
            frames: Vec::new(),
            last: Vec::new(),
            interval,
            decompressor: Decompressor::new(),
        }
    }

    fn add(&mut self, version: &[u8]) -> Result<()> {
        // A chain's frames must declare their sizes.
        let mut builder = Compressor::builder().level(6)?.content_size(true);
        if !self.frames.len().is_multiple_of(self.interval) {
            builder = builder.dictionary(Dictionary::new(&self.last[..]));
        }
        self.frames.push(builder.build()?.compress(version)?);
        self.last = version.to_vec();
        Ok(())
    }

    /// Restores a version: the chain from the last one before it that stands on its own.
    fn get(&self, number: usize) -> Result<Vec<u8>> {
        if number >= self.frames.len() {
            return Err(format!("there is no version {number}").into());
        }
        let start = number - number % self.interval;
        let chain = &self.frames[start..=number];
        Ok(decompress_chain::<Vec<u8>, _>(&self.decompressor, chain)?)
    }

    /// The room that the versions take, in bytes.
    fn size(&self) -> usize {
        self.frames.iter().map(Vec::len).sum()
    }
}

/// The text after so many edits: lines that do not resemble each other, of which some have changed.
fn version(edits: usize) -> Vec<u8> {
    let line = |n: usize| {
        let state = if n * 37 % 200 < edits {
            "edited"
        } else {
            "as it was"
        };
        let noise = (n as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        format!("line {n}: {noise:016x} {state}\n")
    };
    (0..200).map(line).collect::<String>().into_bytes()
}

fn main() -> Result<()> {
    let mut store = DeltaStore::new(20);
    let (mut raw, mut alone) = (0, 0);
    for edits in 0..50 {
        let text = version(edits);
        raw += text.len();
        alone += Compressor::builder()
            .level(6)?
            .build()?
            .compress(&text)?
            .len();
        store.add(&text)?;
    }
    for number in [0, 1, 19, 20, 49] {
        if store.get(number)? != version(number) {
            return Err(format!("version {number} differs").into());
        }
    }
    println!(
        "50 versions: {raw} bytes, {alone} compressed one by one, {} as a chain",
        store.size()
    );
    Ok(())
}

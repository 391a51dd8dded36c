//! What the tests share: data, frames, and sources and sinks that behave as they are told.
#![forbid(unsafe_code)]

use std::collections::VecDeque;
use std::sync::Arc;

use zstd_core::{CParameter, CParameters, Compressor, Decompressor, Format, skippable};

use crate::sink::Sink;
use crate::source::Source;

/// A compressor that writes checksums and no sizes.
pub(crate) fn compressor() -> Arc<Compressor> {
    Arc::new(Compressor::builder().checksum(true).build().unwrap())
}

/// A compressor that writes sizes.
pub(crate) fn sizing_compressor() -> Arc<Compressor> {
    Arc::new(Compressor::builder().content_size(true).build().unwrap())
}

pub(crate) fn decompressor() -> Arc<Decompressor> {
    Arc::new(Decompressor::new())
}

pub(crate) fn magicless() -> (Arc<Compressor>, Arc<Decompressor>) {
    let mut parameters = CParameters::new();
    parameters.set(CParameter::Format, 1).unwrap();
    let compressor = Compressor::builder().parameters(parameters).build();
    let decompressor = Decompressor::builder().format(Format::Magicless).build();
    (
        Arc::new(compressor.unwrap()),
        Arc::new(decompressor.unwrap()),
    )
}

/// Data that is neither trivial nor incompressible.
pub(crate) fn text(length: usize) -> Vec<u8> {
    let mut state = 12_345_u32;
    let mut data = Vec::new();
    while data.len() < length {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let word = state >> 24;
        data.extend_from_slice(format!("word{word}, {}\n", state >> 29).as_bytes());
    }
    data.truncate(length);
    data
}

/// One frame, with a checksum and without a size.
pub(crate) fn frame(content: &[u8]) -> Vec<u8> {
    compressor().compress(content).unwrap()
}

pub(crate) fn skippable_frame() -> Vec<u8> {
    skippable::write(b"metadata", 3).unwrap()
}

/// What a scripted end does when it is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Act {
    /// A source gives this.
    Give(Vec<u8>),
    /// A sink takes at most this much.
    Take(usize),
    /// A sink claims to have taken this much.
    Claim(usize),
    Block,
    Fail(&'static str),
    Panic,
}

/// A source that follows a script, and has ended when the script has.
#[derive(Default)]
pub(crate) struct ScriptSource {
    pub(crate) acts: VecDeque<Act>,
    pub(crate) asked: Vec<usize>,
}

impl ScriptSource {
    pub(crate) fn new(acts: impl IntoIterator<Item = Act>) -> Self {
        Self {
            acts: acts.into_iter().collect(),
            asked: Vec::new(),
        }
    }

    /// Gives `data` in pieces of `size`, whatever it is asked for.
    pub(crate) fn pieces(data: &[u8], size: usize) -> Self {
        Self::new(data.chunks(size).map(|piece| Act::Give(piece.to_vec())))
    }
}

impl Source for ScriptSource {
    type Chunk = Vec<u8>;
    type Error = &'static str;

    fn read(&mut self, size: usize) -> Result<Option<Vec<u8>>, &'static str> {
        self.asked.push(size);
        match self.acts.pop_front() {
            None => Ok(Some(Vec::new())),
            Some(Act::Give(data)) => Ok(Some(data)),
            Some(Act::Block) => Ok(None),
            Some(Act::Fail(text)) => Err(text),
            Some(act) => panic!("a source was told to {act:?}"),
        }
    }
}

/// A sink that follows a script, and takes everything when the script has ended.
#[derive(Default)]
pub(crate) struct ScriptSink {
    pub(crate) acts: VecDeque<Act>,
    pub(crate) taken: Vec<u8>,
    /// The sizes of the pieces that it was offered.
    pub(crate) offered: Vec<usize>,
    pub(crate) flushes: usize,
}

impl ScriptSink {
    pub(crate) fn new(acts: impl IntoIterator<Item = Act>) -> Self {
        Self {
            acts: acts.into_iter().collect(),
            ..Self::default()
        }
    }
}

impl Sink for ScriptSink {
    type Error = &'static str;

    fn write(&mut self, data: &[u8]) -> Result<Option<usize>, &'static str> {
        self.offered.push(data.len());
        let most = match self.acts.pop_front() {
            None => data.len(),
            Some(Act::Take(most)) => most.min(data.len()),
            Some(Act::Claim(count)) => return Ok(Some(count)),
            Some(Act::Block) => return Ok(None),
            Some(Act::Fail(text)) => return Err(text),
            Some(act) => panic!("a sink was told to {act:?}"),
        };
        self.taken.extend_from_slice(&data[..most]);
        Ok(Some(most))
    }

    fn flush(&mut self) -> Result<(), &'static str> {
        self.flushes += 1;
        Ok(())
    }
}

/// All frames of `data`, decoded by one-shot calls.
pub(crate) fn content(data: &[u8]) -> Vec<u8> {
    let options = zstd_core::DecompressOptions::new()
        .max_output_size(1 << 28)
        .read_across_frames(true);
    Decompressor::new()
        .decompress_with::<Vec<u8>>(data, &options)
        .unwrap()
}

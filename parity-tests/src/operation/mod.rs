//! Calls in terms that every binding understands. `python/operations.py` is their meaning in Python, [`crate::direct`] in Rust.
#![forbid(unsafe_code)]

mod encode;
mod options;
mod samples;
mod streams;

pub use options::{BASIC, Compression, Decompression, DictionarySource, Limits, Parameters};
pub use samples::{Items, Segmented, Trainer};
pub use streams::{Codec, Shape, Step, Stream};

use crate::wire::Bytes;

/// Where a batch call puts its results.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    /// Shared memory with segments.
    Buffer,
    /// Independent byte strings.
    List,
}

/// One call, or several on the same objects.
#[derive(Clone, Debug)]
pub enum Operation {
    /// The version of libzstd and every constant, by name.
    Describe,
    /// One compressor, one frame for each input: a list of outcomes.
    Compress {
        /// The compressor.
        with: Compression,
        /// What it compresses, one after the other.
        inputs: Vec<Bytes>,
        /// Whether empty inputs may have their size written.
        allow_empty: bool,
    },
    /// One decompressor, one call for each input: a list of outcomes.
    Decompress {
        /// The decompressor.
        with: Decompression,
        /// What it decompresses, one after the other.
        inputs: Vec<Bytes>,
        /// What each call allows.
        limits: Limits,
    },
    /// A batch call: a list of frames.
    CompressBatch {
        /// The compressor.
        with: Compression,
        /// The inputs.
        items: Items,
        /// Threads.
        threads: i64,
        /// Where the frames go.
        form: Form,
    },
    /// A batch call: a list of contents.
    DecompressBatch {
        /// The decompressor.
        with: Decompression,
        /// The frames.
        items: Items,
        /// The array of sizes as bytes, if it is given.
        sizes: Option<Bytes>,
        /// The most content in bytes of all frames together; 0 for no limit.
        max_output_size: i64,
        /// Threads.
        threads: i64,
        /// Where the contents go.
        form: Form,
    },
    /// The content of the last link of a dictionary chain.
    Chain {
        /// The decompressor.
        with: Decompression,
        /// The links.
        frames: Vec<Bytes>,
    },
    /// Memory with segments: number, size, table, and for each index the segment's offset and bytes, or a failure.
    Buffer {
        /// Memory and table.
        source: Segmented,
        /// Which segments to ask for.
        indexes: Vec<i64>,
    },
    /// Several of them as one sequence: number, size, and for each index the segment, or a failure.
    Collection {
        /// The members.
        sources: Vec<Segmented>,
        /// Which segments to ask for.
        indexes: Vec<i64>,
    },
    /// A dictionary: bytes, ID, `k`, `d`.
    Train {
        /// The largest size of the dictionary, in bytes.
        dict_size: i64,
        /// What to learn from.
        samples: Items,
        /// How.
        trainer: Trainer,
    },
    /// What a dictionary says about itself: length, bytes, ID, `k`, `d`.
    Dictionary {
        /// The dictionary.
        source: DictionarySource,
    },
    /// What every call that looks at frames says about the data: outcomes by name.
    Frame {
        /// The data.
        data: Bytes,
        /// 0, or 1 for no magic number.
        format: i64,
    },
    /// Compression parameters: their values by name, and the estimated size of a context.
    Parameters {
        /// The parameters.
        parameters: Parameters,
    },
    /// The bounds of a parameter: a list of two numbers.
    Bounds {
        /// The name of the parameter.
        name: String,
    },
    /// A skippable frame.
    WriteSkippable {
        /// The payload.
        data: Bytes,
        /// The magic variant.
        variant: i64,
    },
    /// Payload and magic variant of a skippable frame.
    ReadSkippable {
        /// The frame.
        data: Bytes,
    },
    /// The sequences that libzstd finds: a list of lists of four numbers.
    GenerateSequences {
        /// The compressor.
        with: Compression,
        /// The content.
        data: Bytes,
    },
    /// A frame made of sequences.
    CompressSequences {
        /// The compressor.
        with: Compression,
        /// Offset, literal length, match length, repeat.
        sequences: Vec<[u32; 4]>,
        /// The content.
        data: Bytes,
    },
    /// The calls that need no objects: a list of the frame of `data` and what decompressing `data` gives.
    Single {
        /// The content, and also what is decompressed.
        data: Bytes,
        /// The level.
        level: i64,
        /// The largest result of decompression in bytes; 0 for no limit.
        max_output_size: i64,
    },
    /// A stream, called step by step: a list of how each call ended.
    Stream {
        /// The stream.
        stream: Stream,
        /// The calls.
        steps: Vec<Step>,
    },
    /// Threads that share one compressor and one decompressor, each with all inputs: a list of the frames that every thread
    /// made; a failure if the threads do not agree or a content does not come back.
    Share {
        /// The compressor; it must write content sizes.
        compression: Compression,
        /// The decompressor.
        decompression: Decompression,
        /// The inputs.
        inputs: Vec<Bytes>,
        /// How many threads.
        threads: u32,
    },
}

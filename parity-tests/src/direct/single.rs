//! One input, one result.
#![forbid(unsafe_code)]

use std::thread;

use zstd_contract::DecompressArguments;
use zstd_core::{Compressor, Decompressor};

use super::options::{compressor, decompressor};
use crate::operation::{Compression, Decompression, Limits};
use crate::outcome::{Class, Failure, Outcome};
use crate::wire::{Bytes, Tree};

/// One frame for each input.
pub(super) fn compress(with: &Compression, inputs: &[Bytes], allow_empty: bool) -> Outcome {
    let compressor = compressor(with)?;
    let frames = inputs
        .iter()
        .map(|input| frame(&compressor, &input.0, allow_empty));
    Ok(frames.map(Tree::from).collect())
}

fn frame(compressor: &Compressor, input: &[u8], allow_empty: bool) -> Result<Vec<u8>, Failure> {
    compressor.check_empty(input.len(), allow_empty)?;
    Ok(compressor.compress(input)?)
}

/// One content for each input.
pub(super) fn decompress(with: &Decompression, inputs: &[Bytes], limits: &Limits) -> Outcome {
    let decompressor = decompressor(with)?;
    let contents = inputs
        .iter()
        .map(|input| content(&decompressor, &input.0, limits));
    Ok(contents.map(Tree::from).collect())
}

fn content(decompressor: &Decompressor, input: &[u8], limits: &Limits) -> Result<Vec<u8>, Failure> {
    let arguments = DecompressArguments {
        max_output_size: limits.max_output_size,
        read_across_frames: limits.read_across_frames,
        allow_extra_data: Some(limits.allow_extra_data),
    };
    Ok(decompressor.decompress_with::<Vec<u8>>(input, &arguments.options()?)?)
}

/// The calls that need no objects: the frame of `data`, and what decompressing `data` gives.
pub(super) fn without_objects(data: &Bytes, level: i64, max_output_size: i64) -> Tree {
    let with = Compression {
        level,
        ..Compression::sized()
    };
    let frame = compressor(&with).and_then(|compressor| frame(&compressor, &data.0, true));
    let limits = Limits::up_to(max_output_size);
    let content = content(&Decompressor::new(), &data.0, &limits);
    [frame, content].into_iter().map(Tree::from).collect()
}

/// Threads that share a compressor and a decompressor.
pub(super) fn share(
    compression: &Compression,
    decompression: &Decompression,
    inputs: &[Bytes],
    threads: u32,
) -> Outcome {
    let (compressor, decompressor) = (compressor(compression)?, decompressor(decompression)?);
    let work = || -> Result<Vec<Vec<u8>>, Failure> {
        let frames = inputs.iter().map(|input| {
            let frame = frame(&compressor, &input.0, true)?;
            if content(&decompressor, &frame, &Limits::default())? == input.0 {
                Ok(frame)
            } else {
                Err(unlike("a content did not come back"))
            }
        });
        frames.collect()
    };
    let mut all = thread::scope(|scope| {
        let threads: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        let joined = threads.into_iter().map(|thread| {
            let result = thread.join();
            result.unwrap_or_else(|_| Err(unlike("a thread panicked")))
        });
        joined.collect::<Result<Vec<_>, _>>()
    })?;
    let frames = all.pop().unwrap_or_default();
    if all.iter().any(|other| *other != frames) {
        return Err(unlike("the threads do not agree"));
    }
    Ok(frames.into_iter().collect())
}

fn unlike(message: &str) -> Failure {
    Failure {
        class: Class::Other("AssertionError".to_owned()),
        message: message.to_owned(),
        code: None,
    }
}

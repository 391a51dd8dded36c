//! Batch calls and the memory that they work on.
#![forbid(unsafe_code)]

use zstd_buffers::{
    BufferSegment, BufferWithSegments, BufferWithSegmentsCollection, Items as BatchItems,
    SharedMemory,
};
use zstd_contract::non_negative;
use zstd_mt::{BatchOptions, compress_batch, decompress_batch, parse_sizes};

use super::options::{compressor, decompressor};
use crate::operation::{Compression, Decompression, Items, Segmented};
use crate::outcome::{Failure, Outcome};
use crate::wire::{Bytes, Tree, map};

/// What a function does with items, whatever form they have.
pub(super) fn with_items<T>(
    items: &Items,
    run: impl FnOnce(&dyn BatchItems) -> Result<T, Failure>,
) -> Result<T, Failure> {
    match items {
        Items::List(items) => run(items),
        Items::Buffer(source) => run(&memory(source)?),
        Items::Collection(sources) => run(&joined(sources)?),
    }
}

fn memory(source: &Segmented) -> Result<BufferWithSegments, Failure> {
    let data = SharedMemory::from_owner(source.data.0.clone());
    Ok(BufferWithSegments::new(data, &source.table.0)?)
}

fn joined(sources: &[Segmented]) -> Result<BufferWithSegmentsCollection, Failure> {
    let buffers = sources.iter().map(memory).collect::<Result<_, _>>()?;
    Ok(BufferWithSegmentsCollection::new(buffers)?)
}

/// All frames of a batch.
pub(super) fn compress(with: &Compression, items: &Items, threads: i64) -> Outcome {
    let compressor = compressor(with)?;
    let options = BatchOptions::new().threads(threads);
    with_items(items, |items| {
        Ok(compress_batch(&compressor, items, &options)?
            .iter()
            .collect())
    })
}

/// All contents of a batch.
pub(super) fn decompress(
    with: &Decompression,
    items: &Items,
    sizes: Option<&Bytes>,
    threads: i64,
    max_output_size: i64,
) -> Outcome {
    let decompressor = decompressor(with)?;
    let options = BatchOptions::new().threads(threads);
    with_items(items, |items| {
        let sizes = sizes
            .map(|sizes| parse_sizes(&sizes.0, items.count()))
            .transpose()?;
        let limit = non_negative("max_output_size", max_output_size)?;
        let options = options.max_output_size(limit);
        let contents = decompress_batch(&decompressor, items, sizes.as_deref(), &options)?;
        Ok(contents.iter().collect())
    })
}

/// What memory with segments says about itself.
pub(super) fn buffer(source: &Segmented, indexes: &[i64]) -> Outcome {
    let buffer = memory(source)?;
    let segments = indexes.iter().map(|&index| buffer.segment(index));
    Ok(map([
        ("len", buffer.len().into()),
        ("size", buffer.size().into()),
        ("table", buffer.segments().as_bytes().into()),
        ("memory", buffer.data()[..].into()),
        ("segments", segments.map(segment).collect()),
        ("all", buffer.iter().collect()),
    ]))
}

/// What several of them say as one sequence.
pub(super) fn collection(sources: &[Segmented], indexes: &[i64]) -> Outcome {
    let collection = joined(sources)?;
    let segments = indexes.iter().map(|&index| collection.segment(index));
    Ok(map([
        ("len", collection.len().into()),
        ("size", collection.size().into()),
        ("segments", segments.map(segment).collect()),
        ("all", collection.iter().collect()),
    ]))
}

fn segment(found: zstd_buffers::Result<BufferSegment>) -> Tree {
    let described = found.map(|segment| {
        map([
            ("offset", segment.offset().into()),
            ("bytes", segment[..].into()),
        ])
    });
    described.map_err(Failure::from).into()
}

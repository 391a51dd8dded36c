//! Plans of any sizes, and batches of any frames.
#![forbid(unsafe_code)]

use zstd_core::{Decompressor, ErrorKind};
use zstd_mt::{BatchOptions, Error, Plan, decompress_batch, decompressed_sizes, parse_sizes};

use super::Target;
use crate::oracle;
use crate::{Input, seeds};

/// No batch that a run decodes is larger, in bytes.
const LARGEST: u64 = 256 << 10;

pub(super) const TARGET: Target = Target {
    name: "batch",
    about: "plans of any sizes, batches of any frames",
    longest: 2048,
    missing: || None,
    run,
    seeds,
};

fn seeds() -> Vec<Vec<u8>> {
    let frames = seeds::frames();
    let mut seeds: Vec<Vec<u8>> = frames
        .windows(3)
        .map(|frames| {
            let lengths = frames.iter().rev().flat_map(|frame| {
                let length = u16::try_from(frame.len()).unwrap_or(0);
                length.to_be_bytes()
            });
            let mut seed = frames.concat();
            seed.extend(lengths);
            seed.extend([3, 0]);
            seed
        })
        .collect();
    seeds.push([[255_u8; 8], [0; 8], [7; 8]].concat());
    seeds
}

fn run(data: &[u8]) {
    plan(data);
    let mut input = Input::new(data);
    let given = input.flag();
    let count = usize::from(input.byte() % 8);
    let lengths: Vec<usize> = (0..count)
        .map(|_| usize::from(u16::from_le_bytes([input.byte(), input.byte()])))
        .collect();
    let frames: Vec<&[u8]> = lengths.iter().map(|&length| input.cut(length)).collect();
    let sizes = given
        .then(|| parse_sizes(input.cut(count * 8), count).ok())
        .flatten();
    let decompressor = Decompressor::new();
    let options = BatchOptions::new().max_output_size(LARGEST);
    let planned = decompressed_sizes(&decompressor, &frames[..], sizes.as_deref(), &options);
    let batch = decompress_batch(&decompressor, &frames[..], sizes.as_deref(), &options);
    match (planned, batch) {
        (Ok(planned), Ok(batch)) => {
            assert_eq!(batch.len(), frames.len());
            for (index, frame) in frames.iter().enumerate() {
                let content = oracle::one_shot(frame, planned[index]);
                assert_eq!(batch.get(index), content.as_deref(), "item {index}");
            }
        }
        (Err(_), Ok(_)) => panic!("a batch without sizes"),
        (_, Err(error)) => assert_ne!(error.kind(), zstd_mt::ErrorKind::OutOfMemory, "{error}"),
    }
    // A batch without its bad items must work.
    for frame in frames {
        let one = decompress_batch(&decompressor, &[frame][..], None, &options);
        if let Err(error) = &one {
            let refused = decompressor
                .decompress(frame)
                .is_err_and(|error| error.kind() == ErrorKind::Zstd);
            // A skippable frame has no size for a batch, and a larger content than a batch may have is refused.
            let other = matches!(error, Error::SizeUnknown { .. } | Error::TotalLimit { .. });
            assert!(refused || other, "{error}");
        }
    }
}

/// Ranges are all items, once and in order, whatever their sizes.
fn plan(data: &[u8]) {
    let numbers = data.as_chunks::<8>().0.iter();
    let sizes: Vec<u64> = numbers.map(|bytes| u64::from_ne_bytes(*bytes)).collect();
    let plan = Plan::new(sizes.iter().copied()).expect("memory");
    let items = plan.ranges().iter().cloned().flatten();
    assert!(items.eq(0..sizes.len()));
    let mut order = plan.order().to_vec();
    order.sort_unstable();
    assert!(order.into_iter().eq(0..plan.ranges().len()));
    let threads = plan.useful_threads(u32::from(data.first().copied().unwrap_or(0)));
    assert!(threads >= 1 && threads <= plan.ranges().len().max(1));
}

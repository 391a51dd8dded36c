//! Tests of promises that hold for all streams at once.
#![forbid(unsafe_code)]

mod blocking;
mod budget;
mod conventions;
mod faults;
mod machine_objects;
mod machine_reader;
mod machine_writer;
mod splits;

use proptest::prelude::*;
use proptest::test_runner::Config;

use crate::testing::{frame, skippable_frame, text};

#[test]
fn streams_may_go_to_other_threads() {
    fn check<T: Send + Sync>() {}
    check::<crate::CompressReader<crate::MemorySource<Vec<u8>>>>();
    check::<crate::DecompressReader<crate::IoSource<std::io::Empty>>>();
    check::<crate::CompressWriter<Vec<u8>>>();
    check::<crate::DecompressWriter<crate::IoSink<std::io::Sink>>>();
    check::<crate::DecompressChunks<crate::MemorySource<&'static [u8]>>>();
    check::<crate::StreamCopy<crate::CompressStream, crate::IoSource<std::io::Empty>, Vec<u8>>>();
    check::<(
        crate::CompressObj,
        crate::DecompressObj,
        crate::Chunker<Vec<u8>>,
    )>();
    check::<crate::Error<std::io::Error>>();
}

/// A run that is the same each time, on every machine.
fn config(cases: u32) -> Config {
    Config {
        cases,
        failure_persistence: None,
        rng_seed: proptest::test_runner::RngSeed::Fixed(8),
        ..Config::default()
    }
}

/// Contents of frames, small and large, dull and lively.
fn contents() -> impl Strategy<Value = Vec<Vec<u8>>> {
    let content = prop_oneof![
        3 => prop::collection::vec(any::<u8>(), 0..50),
        2 => (0_usize..3000).prop_map(text),
        1 => (100_000_usize..300_000).prop_map(text),
        1 => (0_usize..200_000).prop_map(|length| vec![7; length]),
    ];
    prop::collection::vec(content, 1..4)
}

/// Frames of `contents`, with skippable ones between some of them.
fn frames(contents: &[Vec<u8>]) -> Vec<u8> {
    let mut data = skippable_frame();
    for (index, content) in contents.iter().enumerate() {
        data.extend(frame(content));
        if index % 2 == 1 {
            data.extend(skippable_frame());
        }
    }
    data
}

/// Sizes of pieces, from one byte to more than there is.
fn sizes() -> impl Strategy<Value = usize> {
    prop_oneof![
        1 => 1_usize..4,
        3 => 4_usize..2000,
        3 => 2000_usize..400_000,
    ]
}

//! One-shot calls of the contract of `compression.zstd` that are watched give the results of calls that are not, and can be
//! stopped.
#![forbid(unsafe_code)]

use std::cell::Cell;
use std::sync::Arc;

use zstd_contract::stdlib::{self, DictionaryArgument};
use zstd_contract::{Failure, FailureKind};
use zstd_core::{Decompressor, DictKind, Dictionary, Watch, compress_bound};

/// `ZSTD_c_compressionLevel` and others, by number.
const LEVEL: i32 = 100;
const CONTENT_SIZE: i32 = 200;
const WORKERS: i32 = 400;

/// Lines that libzstd finds matches in, near and far.
fn content(length: usize) -> Vec<u8> {
    let mut data = Vec::with_capacity(length + 100);
    let mut number = 1_u64;
    while data.len() < length {
        number = number.wrapping_mul(0x5851_F42D_4C95_7F2D).wrapping_add(11);
        let (far, near) = (number >> 40, number >> 58);
        data.extend(format!("line {near}: {far:x} of {number:o}\n").into_bytes());
    }
    data.truncate(length);
    data
}

/// A dictionary that is used as a prefix (2), or as it is (1).
fn dictionary(data: &[u8], number: i64) -> DictionaryArgument {
    let dictionary = Dictionary::with_kind(&data[..50_000], DictKind::RawContent);
    Some((dictionary, number))
}

fn compressed(
    options: &[(i32, i32)],
    dictionary: DictionaryArgument,
    data: &[u8],
    watch: Option<&mut Watch<'_>>,
) -> Result<Vec<u8>, Failure> {
    let engine = stdlib::compressor(0, options, dictionary)?;
    stdlib::compress_frame::<Vec<u8>>(&engine, data, watch)
}

/// What decoding gives by either way, and whether it could be planned.
fn decompressed(
    engine: &Arc<Decompressor>,
    data: &[u8],
    mut watch: Option<&mut Watch<'_>>,
) -> Result<(Vec<u8>, Option<usize>), Failure> {
    let planned = match stdlib::plan(engine, data) {
        Some(planned) => {
            let mut memory = room(planned.capacity);
            let place = &mut memory.spare_capacity_mut()[..planned.capacity];
            match watch.as_deref_mut() {
                Some(watch) => stdlib::decode_planned_watched(engine, data, place, watch)?,
                None => stdlib::decode_planned(engine, data, place),
            }
        }
        None => None,
    };
    Ok((stdlib::decompress_grown(engine, data, watch)?, planned))
}

/// Memory of which only what is written is touched.
fn room(capacity: usize) -> Vec<u8> {
    Vec::with_capacity(capacity)
}

/// What no call that is asked once goes on after.
fn never() -> bool {
    false
}

#[test]
fn frames_are_the_same_and_so_is_their_content() {
    let data = content(9 << 20);
    let go_on = || true;
    let mut inputs = Vec::new();
    for workers in [0, 2] {
        for sized in [0, 1] {
            for uses in [None, Some(1), Some(2)] {
                let options = [(LEVEL, 1), (WORKERS, workers), (CONTENT_SIZE, sized)];
                let primed = || uses.and_then(|number| dictionary(&data, number));
                let expected = compressed(&options, primed(), &data, None).unwrap();
                let watched = compressed(&options, primed(), &data, Some(&mut Watch::new(&go_on)));
                assert!(watched.unwrap() == expected, "{options:?} {uses:?}");
                let decoder = Arc::new(stdlib::decompressor(&[], primed()).unwrap());
                inputs.push((decoder, expected));
            }
        }
    }
    for (decoder, frame) in inputs {
        let skippable = zstd_core::skippable::write(b"payload", 0).unwrap();
        let frames = [&frame[..], &skippable, &frame[..]].concat();
        let (content, planned) = decompressed(&decoder, &frames, None).unwrap();
        assert!(content == data.repeat(2) && planned == Some(content.len()));
        let watched = decompressed(&decoder, &frames, Some(&mut Watch::new(&go_on))).unwrap();
        assert!(watched == (content, planned));
    }
}

#[test]
fn failures_are_the_same() {
    let go_on = || true;
    let data = content(17 << 20);
    let frame = compressed(&[(LEVEL, 1), (201, 1)], None, &data, None).unwrap();
    let limited = Decompressor::builder().max_output_size(data.len() as u64 + 5);
    let decoders = [Decompressor::new(), limited.build().unwrap()].map(Arc::new);
    let mut broken = frame.clone();
    *broken.last_mut().unwrap() ^= 1;
    let inputs = [
        frame[..frame.len() - 1].to_vec(),
        [&frame[..], b"no frame"].concat(),
        frame.repeat(2),
        broken,
    ];
    let mut failed = 0;
    for decoder in &decoders {
        for input in &inputs {
            let expected = decompressed(decoder, input, None);
            failed += i32::from(expected.is_err());
            let found = decompressed(decoder, input, Some(&mut Watch::new(&go_on)));
            assert!(expected == found, "{:?} {:?}", expected.err(), found.err());
        }
    }
    // Two frames are too many for one of the decoders only.
    assert_eq!(failed, 7);
}

#[test]
fn compression_can_be_stopped() {
    let data = content(3 << 20);
    for workers in [0, 2] {
        let options = [(LEVEL, 17), (WORKERS, workers)];
        let engine = stdlib::compressor(0, &options, None).unwrap();
        let stopped =
            stdlib::compress_frame::<Vec<u8>>(&engine, &data, Some(&mut Watch::new(&never)));
        assert_eq!(
            stopped.err().map(|failure| failure.kind),
            Some(FailureKind::Interrupted)
        );
        let bound = compress_bound(data.len()).unwrap();
        let mut memory = room(bound);
        let place = memory.spare_capacity_mut();
        let mut watch = Watch::new(&never);
        let stopped = stdlib::compress_frame_into(&engine, &data, place, Some(&mut watch));
        assert_eq!(
            stopped.err().map(|failure| failure.kind),
            Some(FailureKind::Interrupted)
        );
        let small = &data[..1 << 20];
        let frame = stdlib::compress_frame::<Vec<u8>>(&engine, small, None).unwrap();
        assert!(Decompressor::new().decompress(&frame).unwrap() == small);
    }
}

/// So much content in little space that the question comes before the end.
const MUCH: usize = 1 << 30;

#[test]
fn decompression_into_memory_of_known_size_can_be_stopped() {
    // Each frame refers to the prefix, if there is one.
    let prefix = content(50_000);
    let unit = prefix.repeat(80);
    for uses in [None, Some(2)] {
        let primed = || uses.and_then(|number| dictionary(&prefix, number));
        let frame = compressed(&[(LEVEL, 1)], primed(), &unit, None).unwrap();
        let engine = stdlib::decompressor(&[], primed()).unwrap();
        let frames = frame.repeat(MUCH / unit.len());
        let planned = stdlib::plan(&engine, &frames).unwrap();
        let mut memory = room(planned.capacity);
        let place = &mut memory.spare_capacity_mut()[..planned.capacity];
        let mut watch = Watch::new(&never);
        let stopped = stdlib::decode_planned_watched(&engine, &frames, place, &mut watch);
        assert_eq!(
            stopped.err().map(|failure| failure.kind),
            Some(FailureKind::Interrupted)
        );
        // The context is as it was before.
        let restored = stdlib::decode_planned(&engine, &frame, &mut place[..unit.len()]);
        assert_eq!(restored, Some(unit.len()));
    }
}

#[test]
fn decompression_into_memory_that_grows_can_be_stopped() {
    let engine = Arc::new(Decompressor::new());
    let asked = Cell::new(0);
    let once = || {
        asked.set(asked.get() + 1);
        false
    };
    let unit = vec![0; 64 << 20];
    let known = compressed(&[(LEVEL, 1)], None, &unit, None).unwrap();
    let unknown = compressed(&[(LEVEL, 1), (CONTENT_SIZE, 0)], None, &unit, None).unwrap();
    let one = compressed(&[(LEVEL, 1), (CONTENT_SIZE, 0)], None, &vec![0; MUCH], None).unwrap();
    let small = compressed(&[], None, b"little", None).unwrap();
    let frames = MUCH / unit.len();
    for (calls, input) in [
        (1, known.repeat(frames)),
        (2, unknown.repeat(frames)),
        (3, one),
        (4, small.repeat(1_000_000)),
    ] {
        let mut watch = Watch::new(&once);
        let stopped = stdlib::decompress_grown(&engine, &input, Some(&mut watch));
        assert_eq!(
            stopped.err().map(|failure| failure.kind),
            Some(FailureKind::Interrupted)
        );
        assert_eq!(asked.get(), calls);
    }
    assert!(stdlib::decompress_grown(&engine, &known, None).unwrap() == unit);
}

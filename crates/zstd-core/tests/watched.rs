//! Calls that are watched give the results of calls that are not, whatever the options, and can be stopped.
#![forbid(unsafe_code)]

use std::cell::Cell;
use std::mem::MaybeUninit;

use proptest::prelude::*;
use zstd_core::{
    CParameter, CParameters, CompressDirective, Compressor, DecompressOptions, Decompressor,
    DictKind, Dictionary, DictionaryUse, Error, InBuffer, OutBuffer, Threads, Watch, skippable,
};

/// Numbers that look random.
fn numbers(seed: u64) -> impl Iterator<Item = usize> {
    let mut state = seed | 1;
    std::iter::from_fn(move || {
        state = state.wrapping_mul(0x5851_F42D_4C95_7F2D).wrapping_add(11);
        usize::try_from(state >> 33).ok()
    })
}

/// Content with repeats near and far, and with none, so that libzstd has reasons to cut its blocks in different places.
fn content(seed: u64, length: usize) -> Vec<u8> {
    let mut data = Vec::with_capacity(length);
    let mut numbers = numbers(seed);
    while data.len() < length {
        let mut next = || numbers.next().unwrap_or_default();
        let run = next() % 60_000;
        match next() % 16 {
            0..4 => data.extend(std::iter::repeat_n(next().to_le_bytes()[0], run / 8)),
            4..10 => {
                let back = data.len().saturating_sub(1 + next() % 2_000_000);
                let end = data.len().min(back + run);
                data.extend_from_within(back..end);
                data.push(1);
            }
            _ => data.extend((0..run).map(|_| (next() % 32).to_le_bytes()[0] * 7)),
        }
    }
    data.truncate(length);
    data
}

fn watched(compressor: &Compressor, data: &[u8]) -> Vec<u8> {
    let go_on = || true;
    let result = compressor.compress_watched::<Vec<u8>>(data, &mut Watch::new(&go_on));
    result.expect("what can be compressed can be compressed while it is watched")
}

/// The content that a call restores, or its failure.
fn restored(
    decompressor: &Decompressor,
    frames: &[u8],
    options: &DecompressOptions,
    watch: Option<&mut Watch<'_>>,
) -> Result<Vec<u8>, Error> {
    match watch {
        Some(watch) => decompressor.decompress_watched::<Vec<u8>>(frames, options, watch),
        None => decompressor.decompress_with::<Vec<u8>>(frames, options),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_single_thread_makes_the_same_frame(
        seed in any::<u64>(),
        level in prop_oneof![-5_i64..=0, 1_i64..=12, 13_i64..=19],
        length in (1_usize << 20)..(5 << 18),
        (checksum, sized) in any::<(bool, bool)>(),
        primed in prop::option::of((prop::sample::select(vec![0..2000, 500_000..600_000]), prop::sample::select(vec![
            DictionaryUse::Digested, DictionaryUse::Loaded, DictionaryUse::Prefix,
        ]))),
        more in prop::option::of(prop_oneof![
            (1_i64..=9).prop_map(|strategy| (CParameter::Strategy, strategy)),
            (3_i64..=7).prop_map(|length| (CParameter::MinMatch, length)),
            (10_i64..=21).prop_map(|log| (CParameter::WindowLog, log)),
            (0_i64..=6).prop_map(|level| (CParameter::BlockSplitterLevel, level)),
            (1_i64..=2).prop_map(|mode| (CParameter::UseRowMatchFinder, mode)),
            (1_i64..=2).prop_map(|mode| (CParameter::SplitAfterSequences, mode)),
            (1024_i64..=131_072).prop_map(|size| (CParameter::MaxBlockSize, size)),
            (2000_i64..=100_000).prop_map(|size| (CParameter::TargetCBlockSize, size)),
            Just((CParameter::EnableLdm, 1)),
        ]),
    ) {
        let level = if level == 0 { 1 } else { level };
        let mut parameters = CParameters::default();
        parameters.set(CParameter::CompressionLevel, level).unwrap();
        parameters.set(CParameter::WriteChecksum, checksum.into()).unwrap();
        parameters.set(CParameter::WriteContentSize, sized.into()).unwrap();
        if let Some((parameter, value)) = more {
            parameters.set(parameter, value).unwrap();
        }
        let data = content(seed, length);
        let mut builder = Compressor::builder().parameters(parameters);
        if let Some((range, kind)) = primed {
            let dictionary = Dictionary::with_kind(&data[range], DictKind::RawContent);
            builder = builder.dictionary(dictionary).dictionary_use(kind);
        }
        let compressor = builder.build().unwrap();
        let expected = compressor.compress(&data).unwrap();
        prop_assert!(watched(&compressor, &data) == expected);
        // The context that was watched is as it was before.
        prop_assert!(compressor.compress(&data).unwrap() == expected);
    }
}

#[test]
fn a_single_thread_can_be_stopped_and_its_context_used_again() {
    let data = content(7, 9 << 20);
    let with = || Compressor::builder().level(19).unwrap().build().unwrap();
    let compressor = with();
    let asked = Cell::new(0);
    let stop = || {
        asked.set(asked.get() + 1);
        false
    };
    let stopped = compressor.compress_watched::<Vec<u8>>(&data, &mut Watch::new(&stop));
    assert!(matches!(stopped, Err(Error::Interrupted)));
    assert_eq!(asked.get(), 1);
    let data = &data[..5 << 18];
    let expected = with().compress(data).unwrap();
    assert!(compressor.compress(data).unwrap() == expected);
    assert!(watched(&compressor, data) == expected);
}

#[test]
fn worker_threads_that_were_left_behind_spoil_no_later_frame() {
    let data = content(13, 24 << 20);
    let compressor = Compressor::builder().level(15).unwrap();
    let compressor = std::sync::Arc::new(compressor.threads(Threads::new(2)).build().unwrap());
    let expected = compressor.compress(&data).unwrap();
    let stop = || false;
    let stopped = compressor.compress_watched::<Vec<u8>>(&data, &mut Watch::new(&stop));
    assert!(matches!(stopped, Err(Error::Interrupted)));
    // Nor do those of a stream that is given up in the middle.
    let mut stream = compressor.owned_context().unwrap();
    let mut room = [MaybeUninit::uninit(); 10];
    let mut output = OutBuffer::new(&mut room);
    let mut input = InBuffer::new(&data);
    let directive = CompressDirective::Continue;
    stream
        .compress_stream(&mut input, &mut output, directive)
        .unwrap();
    drop(stream);
    assert!(compressor.compress(&data).unwrap() == expected);
}

#[test]
fn a_check_that_panics_does_so_in_its_caller() {
    let data = content(8, 9 << 20);
    let compressor = Compressor::builder().level(19).unwrap().build().unwrap();
    let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        let check = || panic!("forced");
        compressor.compress_watched::<Vec<u8>>(&data, &mut Watch::new(&check))
    }));
    assert!(panicked.is_err());
    assert!(compressor.compress(&data[..100]).is_ok());
}

/// Frames with and without declared sizes, skippable ones, and empty ones, so large that they are watched.
fn frames() -> Result<Vec<u8>, Error> {
    let data = content(9, 6 << 20);
    let mut frames = skippable::write(b"skipped", 3)?;
    for (sized, checksum, length) in [
        (true, true, data.len()),
        (false, false, data.len()),
        (true, false, 0),
        (false, true, data.len() - 77),
    ] {
        let builder = Compressor::builder().level(1)?;
        let compressor = builder.content_size(sized).checksum(checksum).build()?;
        frames.extend(compressor.compress(&data[..length])?);
    }
    Ok(frames)
}

#[test]
fn watched_decompression_has_the_same_results_and_failures() {
    let frames = frames().unwrap();
    let single = {
        let compressor = Compressor::builder().content_size(true).checksum(true);
        compressor
            .build()
            .unwrap()
            .compress(&content(10, 17 << 20))
            .unwrap()
    };
    let decompressor = Decompressor::new();
    let all = DecompressOptions::new().read_across_frames(true);
    let all = all.max_output_size(30 << 20);
    let one = DecompressOptions::new();
    let mut picks = numbers(11);
    for (input, options) in [(&frames, all), (&single, one)] {
        let mut inputs = vec![input.clone(), [&input[..], &b"extra"[..]].concat()];
        for _ in 0..12 {
            let mut next = || picks.next().unwrap_or_default();
            inputs.push(input[..next() % input.len()].to_vec());
            let mut damaged = input.clone();
            let at = next() % damaged.len();
            damaged[at] ^= 1 << (next() % 8);
            inputs.push(damaged);
        }
        for input in inputs {
            let go_on = || true;
            let expected = restored(&decompressor, &input, &options, None);
            let found = restored(
                &decompressor,
                &input,
                &options,
                Some(&mut Watch::new(&go_on)),
            );
            match (&expected, &found) {
                (Ok(expected), Ok(found)) => assert!(expected == found),
                _ => assert_eq!(expected.err(), found.err()),
            }
        }
    }
}

#[test]
fn a_frame_that_ends_ahead_of_its_declared_size_is_refused() {
    let data = content(12, 17 << 20);
    let compressor = Compressor::builder().content_size(true).build().unwrap();
    let mut frame = compressor.compress(&data[..16 << 20]).unwrap();
    let other = Compressor::builder().content_size(true).build().unwrap();
    let longer = other.compress(&data).unwrap();
    // The header of a longer content, which differs in four bytes, and an empty block behind the last one.
    frame[6..10].copy_from_slice(&longer[6..10]);
    let (mut at, mut last) = (10, false);
    while !last {
        let header = u32::from_le_bytes([frame[at], frame[at + 1], frame[at + 2], 0]);
        last = header & 1 != 0;
        frame[at] &= !1;
        at += 3 + if header & 6 == 2 {
            1
        } else {
            (header >> 3) as usize
        };
    }
    frame.extend([1, 0, 0]);
    let options = DecompressOptions::new().max_output_size(32 << 20);
    let decompressor = Decompressor::new();
    let go_on = || true;
    let expected = restored(&decompressor, &frame, &options, None).err();
    let mut watch = Watch::new(&go_on);
    let found = restored(&decompressor, &frame, &options, Some(&mut watch)).err();
    assert!(
        expected.is_some() && expected == found,
        "{expected:?} {found:?}"
    );
}

#[test]
fn decompression_can_be_stopped_and_its_context_used_again() {
    // Much content in little space: it takes longer than the first question comes.
    let unit = Compressor::builder().content_size(true).build().unwrap();
    let frame = unit.compress(&vec![0; 64 << 20]).unwrap();
    let frames = frame.repeat(32);
    let decompressor = Decompressor::new();
    let options = DecompressOptions::new().read_across_frames(true);
    let stop = || false;
    let stopped = restored(
        &decompressor,
        &frames,
        &options,
        Some(&mut Watch::new(&stop)),
    );
    assert!(matches!(stopped, Err(Error::Interrupted)));
    assert!(decompressor.decompress(&frame).unwrap() == vec![0; 64 << 20]);
}

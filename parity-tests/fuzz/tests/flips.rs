//! 100,000 damaged frames with a checksum: each is refused, or gives the very content that went in.
#![forbid(unsafe_code)]

use std::sync::Arc;

use fuzz_targets::seeds::{noise, text};
use zstd_core::{Compressor, DecompressOptions, Decompressor};
use zstd_stream::{DecompressObj, Frames};

/// How many frames are damaged.
const COUNT: u64 = 100_000;

#[test]
fn damaged_frames_never_give_wrong_contents() {
    let contents = [
        text(60),
        text(900),
        noise(200),
        vec![7; 3000],
        [text(300), noise(60), text(500)].concat(),
    ];
    let frames: Vec<(Vec<u8>, &Vec<u8>)> = contents
        .iter()
        .flat_map(|content| [(content, true, 1), (content, false, 3), (content, true, 19)])
        .map(|(content, size, level)| {
            let builder = Compressor::builder().level(level).unwrap().checksum(true);
            let compressor = builder.content_size(size).build().unwrap();
            (compressor.compress(content).unwrap(), content)
        })
        .collect();
    let decompressor = Arc::new(Decompressor::new());
    let options = DecompressOptions::new().max_output_size(1 << 16);
    let (mut state, mut refused, mut unharmed) = (1_u64, 0, 0);
    let mut next = |end: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % end
    };
    for number in 0..COUNT {
        let (frame, content) = &frames[next(frames.len())];
        let mut damaged = frame.clone();
        // One bit, and now and then several.
        for _ in 0..=number % 3 {
            let bit = next(damaged.len() * 8);
            damaged[bit / 8] ^= 1 << (bit % 8);
        }
        let whole = decompressor.decompress_with::<Vec<u8>>(&damaged, &options);
        let mut object = DecompressObj::new(&decompressor, Frames::All).unwrap();
        let mut streamed = Vec::new();
        let pieces = damaged
            .chunks(1 + next(400))
            .try_for_each(|piece| object.decompress(piece, None, &mut streamed).map(drop));
        let at_end = pieces.is_ok() && object.is_at_boundary();
        match &whole {
            Ok(found) => assert!(found == *content, "{number}: a wrong content from one call"),
            Err(_) => refused += 1,
        }
        if at_end && damaged != *frame {
            assert!(
                streamed == **content,
                "{number}: a wrong content from a stream"
            );
        }
        unharmed += u32::from(whole.is_ok());
    }
    assert!(
        refused > 90_000 && unharmed > 0,
        "{refused} refused, {unharmed} unharmed"
    );
}

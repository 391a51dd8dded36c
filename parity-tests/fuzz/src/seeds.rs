//! Frames of every shape that a decoder has code for, made by the compressor itself, small and the same in every run.
#![forbid(unsafe_code)]

use zstd_core::{CParameter, CParameters, Compressor, CompressorBuilder, Dictionary, skippable};

/// Text that compresses, of `length` bytes.
#[must_use]
pub fn text(length: usize) -> Vec<u8> {
    let mut state = 12_345_u32;
    let mut data = Vec::with_capacity(length + 16);
    while data.len() < length {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        data.extend_from_slice(format!("word{} ", state >> 26).as_bytes());
    }
    data.truncate(length);
    data
}

/// Bytes without a pattern.
#[must_use]
pub fn noise(length: usize) -> Vec<u8> {
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    let bytes = std::iter::repeat_with(|| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 56) as u8
    });
    bytes.take(length).collect()
}

/// What the frames hold: nothing, raw, repeated, literals alone, sequences, several blocks.
fn contents() -> Vec<Vec<u8>> {
    vec![
        Vec::new(),
        b"a".to_vec(),
        noise(40),
        vec![7; 5000],
        text(300),
        [text(900), noise(100), vec![0; 2000], text(1200)].concat(),
    ]
}

fn frame(builder: CompressorBuilder, content: &[u8]) -> Option<Vec<u8>> {
    builder.build().ok()?.compress(content).ok()
}

/// Frames with and without size and checksum, of cheap and dear levels, and frames that several stand in.
#[must_use]
pub fn frames() -> Vec<Vec<u8>> {
    let mut frames = Vec::new();
    for content in contents() {
        for (size, checksum, level) in [(true, true, 3), (false, false, 1), (false, true, 19)] {
            let builder = Compressor::builder().content_size(size).checksum(checksum);
            frames.extend(
                builder
                    .level(level)
                    .ok()
                    .and_then(|builder| frame(builder, &content)),
            );
        }
    }
    // Blocks of 1 KiB, so that a small input has many.
    let mut parameters = CParameters::new();
    let small = [(CParameter::WindowLog, 10), (CParameter::WriteChecksum, 1)]
        .into_iter()
        .all(|(parameter, value)| parameters.set(parameter, value).is_ok());
    if small {
        let builder = Compressor::builder().parameters(parameters);
        frames.extend(frame(
            builder,
            &[text(2500), noise(1100), text(600)].concat(),
        ));
    }
    frames.extend(skippable::write(b"skipped", 3).ok());
    let several = [
        &frames[0][..],
        &frames[13],
        &frames[frames.len() - 1],
        &frames[12],
    ]
    .concat();
    frames.push(several);
    frames
}

/// A dictionary with tables, as the trainer makes them.
#[must_use]
pub fn trained() -> Vec<u8> {
    let samples: Vec<Vec<u8>> = (0..400_u32)
        .map(|n| {
            format!(
                "{{\"id\": {n}, \"user\": \"user{}\", \"ok\": {}}}",
                n % 37,
                n % 3
            )
        })
        .map(String::into_bytes)
        .collect();
    let options = zstd_dict::TrainOptions {
        dict_id: 1234,
        ..zstd_dict::TrainOptions::default()
    };
    let samples = zstd_dict::Samples::gather(&samples[..]);
    let trained = samples.and_then(|samples| {
        zstd_dict::train(1024, &samples, &zstd_dict::Trainer::Default, &options)
    });
    trained.map_or_else(|_| text(1024), |dictionary| dictionary.as_bytes().to_vec())
}

/// Each of `frames` with the same options behind it.
#[must_use]
pub fn with_options(frames: Vec<Vec<u8>>, options: &[&[u8]]) -> Vec<Vec<u8>> {
    let each = frames.iter().enumerate().map(|(index, frame)| {
        let options = options[index % options.len()];
        [frame, options].concat()
    });
    each.collect()
}

/// A frame of `content` that needs `dictionary`.
#[must_use]
pub fn with_dictionary(dictionary: &[u8], content: &[u8]) -> Vec<u8> {
    let builder = Compressor::builder()
        .content_size(true)
        .dictionary(Dictionary::new(dictionary));
    frame(builder, content).unwrap_or_default()
}

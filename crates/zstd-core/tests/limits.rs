//! Limits hold to the byte, and memory that cannot be had is an error.
#![forbid(unsafe_code)]

use zstd_core::{CParameter, CParameters, Compressor, DecompressOptions, Decompressor};
use zstd_core::{Error, ErrorKind, OutputBuffer};

#[test]
fn absurd_memory_is_refused_where_it_is_asked_for() {
    for length in [1 << 60, isize::MAX as usize, usize::MAX] {
        let error = Vec::<u8>::allocate(length).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::OutOfMemory, "{length}");
    }
}

#[test]
fn a_window_may_be_as_large_as_the_limit_and_no_larger() {
    let mut parameters = CParameters::from_level(3, None, 0).unwrap();
    parameters.set(CParameter::WindowLog, 20).unwrap();
    let compressor = Compressor::builder()
        .parameters(parameters)
        .build()
        .unwrap();
    // A frame that tells its size needs no window.
    let frame = compressor.compress(&[7; 3 << 20]).unwrap();
    let options = DecompressOptions::new().max_output_size(4 << 20);
    let read = |limit| {
        let decompressor = Decompressor::builder().max_window_size(limit).build()?;
        decompressor.decompress_with::<Vec<u8>>(&frame, &options)
    };
    assert_eq!(read(1 << 20).unwrap().len(), 3 << 20);
    let refused = read((1 << 20) - 1).unwrap_err();
    assert!(
        matches!(refused, Error::WindowTooLarge { needed, limit, .. } if needed == 1 << 20 && limit == needed - 1),
        "{refused}"
    );
}

#[test]
fn a_frame_that_is_cut_behind_others_is_no_end() {
    let frame = Compressor::builder()
        .content_size(true)
        .build()
        .and_then(|compressor| compressor.compress(b"data"))
        .unwrap();
    let options = DecompressOptions::new().read_across_frames(true);
    let decompressor = Decompressor::new();
    for length in 1..frame.len() {
        let frames = [&frame[..], &frame[..length]].concat();
        let cut = decompressor.decompress_with::<Vec<u8>>(&frames, &options);
        assert_eq!(cut, Err(Error::Truncated), "{length}");
    }
}

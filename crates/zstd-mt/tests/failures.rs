//! Which failure of a batch is reported.
#![forbid(unsafe_code)]

use zstd_core::{Compressor, Decompressor, DictKind, Dictionary};
use zstd_mt::{BatchOptions, Error, Plan, compress_batch, decompress_batch};

/// A frame of that many bytes of content, with a checksum that is wrong.
fn damaged(size: usize) -> Vec<u8> {
    let compressor = Compressor::builder()
        .content_size(true)
        .checksum(true)
        .build()
        .expect("options that exist");
    let mut frame = compressor
        .compress(&vec![7; size])
        .expect("content like any");
    *frame.last_mut().expect("no frame is empty") ^= 1;
    frame
}

#[test]
fn the_first_failing_item_is_named_even_if_another_one_has_failed_before() {
    // The later item is the more expensive one, so that it is begun first.
    let sizes = [300_000, 3_000_000];
    let plan = Plan::new(sizes.iter().map(|&size| size as u64)).unwrap();
    assert_eq!(plan.order(), [1, 0]);
    let frames = sizes.map(damaged);
    let options = BatchOptions::new();
    let failed = decompress_batch(&Decompressor::new(), &frames[..], None, &options);
    assert!(
        matches!(failed, Err(Error::Decompress { index: 0, .. })),
        "{:?}",
        failed.err()
    );
}

#[test]
fn what_keeps_every_thread_from_beginning_is_reported() {
    // It says that it is a full dictionary, and is none.
    let content = b"\x37\xA4\x30\xEC and nothing that could follow".as_slice();
    let dictionary = Dictionary::with_kind(content, DictKind::Full);
    let compressor = Compressor::builder()
        .dictionary(dictionary.clone())
        .build()
        .unwrap();
    let decompressor = Decompressor::builder()
        .dictionary(dictionary)
        .build()
        .unwrap();
    let expected = compressor.compress(b"data").unwrap_err();
    let frames = [Compressor::builder()
        .content_size(true)
        .build()
        .unwrap()
        .compress(b"data")
        .unwrap()];
    for threads in [0, 2] {
        let options = BatchOptions::new().threads(threads);
        let failed = compress_batch(&compressor, &vec![[7; 500_000]; 4], &options);
        assert!(
            matches!(&failed, Err(Error::Core(error)) if *error == expected),
            "{:?}",
            failed.err()
        );
        let failed = decompress_batch(&decompressor, &frames[..], None, &options);
        assert!(matches!(failed, Err(Error::Core(_))), "{:?}", failed.err());
    }
}

//! What a pool does not keep is freed, and so is what it keeps.
#![forbid(unsafe_code)]

use std::sync::Arc;

use zstd_core::{Compressor, Pool};

#[test]
fn objects_that_no_slot_is_left_for_are_freed() {
    let counted = Arc::new(());
    let pool = Pool::new();
    for _ in 0..100 {
        pool.put(Box::new(counted.clone()));
    }
    let mut kept = 0;
    while let Some(object) = pool.take() {
        kept += 1;
        drop(object);
    }
    assert!((1..100).contains(&kept), "{kept} of 100 were kept");
    assert_eq!(Arc::strong_count(&counted), 1);
    pool.put(Box::new(counted.clone()));
    drop(pool);
    assert_eq!(Arc::strong_count(&counted), 1);
}

#[test]
fn a_call_does_not_wait_for_another_one() {
    let compressor = Compressor::builder().build().unwrap();
    // More calls in the middle of their work than the pool has slots.
    let busy: Vec<_> = (0..40).map(|_| compressor.context().unwrap()).collect();
    let frame = compressor.compress(b"meanwhile").unwrap();
    drop(busy);
    assert_eq!(compressor.compress(b"meanwhile").unwrap(), frame);
}

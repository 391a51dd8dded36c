//! What callers may rely on of every public type.
#![forbid(unsafe_code)]

use std::error::Error as StdError;
use std::fmt::Debug;

use zstd_mt::*;

fn shared<T: Send + Sync + Debug>() {}
fn shown<T: Debug>() {}
fn error<T: StdError + Send + Sync + 'static>() {}

#[test]
fn types_are_send_sync_and_debug() {
    shared::<WorkerPool>();
    shared::<Plan>();
    // The check that they may carry runs on the calling thread alone, so it need not be shareable.
    shown::<BatchOptions<'_>>();
    error::<Error>();
}

#[test]
fn an_error_leads_to_its_source() {
    let error = Error::Compress {
        index: 3,
        source: zstd_core::Error::Truncated,
    };
    assert!(error.source().is_some());
    assert_eq!(error.code(), Some(zstd_core::ErrorCode::SRC_SIZE_WRONG));
}

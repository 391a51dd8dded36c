//! What callers may rely on of every public type.
#![forbid(unsafe_code)]

use std::error::Error as StdError;
use std::fmt::Debug;

use zstd_dict::*;

fn shared<T: Send + Sync + Debug>() {}
fn error<T: StdError + Send + Sync + 'static>() {}

#[test]
fn types_are_send_sync_and_debug() {
    shared::<Samples<'_>>();
    shared::<TrainOptions>();
    shared::<Trainer>();
    shared::<Cover>();
    shared::<FastCover>();
    error::<Error>();
}

//! What callers may rely on of every public type: it can be sent, shared and shown.
#![forbid(unsafe_code)]

use std::error::Error as StdError;
use std::fmt::Debug;

use zstd_core::*;

fn shared<T: Send + Sync + Debug>() {}
fn plain<T: Send + Sync + Debug + Clone + PartialEq>() {}
fn error<T: StdError + Send + Sync + 'static>() {}

#[test]
fn types_are_send_sync_and_debug() {
    shared::<Compressor>();
    shared::<Decompressor>();
    shared::<CompressorBuilder>();
    shared::<DecompressorBuilder>();
    shared::<Dictionary>();
    shared::<CCtx>();
    shared::<DCtx>();
    shared::<CDict>();
    shared::<DDict>();
    shared::<CCtxParams>();
    shared::<OwnedContext<Compressor>>();
    shared::<OwnedContext<Decompressor>>();
    shared::<Pool<CCtx>>();
    shared::<Pooled<'_, DCtx>>();
    plain::<CParameters>();
    plain::<CParameter>();
    plain::<DParameter>();
    plain::<Bounds>();
    plain::<Format>();
    plain::<Strategy>();
    plain::<Threads>();
    plain::<DecompressOptions>();
    plain::<ErrorCode>();
    plain::<frame::FrameHeader>();
    plain::<Error>();
    error::<Error>();
}

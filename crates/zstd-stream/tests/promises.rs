//! What callers may rely on of every public type: over ends that can be sent and shared, so can the streams.
#![forbid(unsafe_code)]

use std::error::Error as StdError;
use std::fmt::Debug;
use std::fs::File;

use zstd_stream::*;

type FromMemory = MemorySource<Vec<u8>>;

fn shared<T: Send + Sync + Debug>() {}
fn error<T: StdError + Send + Sync + 'static>() {}

#[test]
fn types_are_send_sync_and_debug() {
    shared::<CompressStream>();
    shared::<DecompressStream>();
    shared::<CompressReader<FromMemory>>();
    shared::<DecompressReader<FromMemory>>();
    shared::<DecompressReader<IoSource<File>>>();
    shared::<CompressWriter<Vec<u8>>>();
    shared::<DecompressWriter<IoSink<File>>>();
    shared::<CompressChunks<FromMemory>>();
    shared::<DecompressChunks<FromMemory>>();
    shared::<StreamCopy<CompressStream, FromMemory, Vec<u8>>>();
    shared::<CompressObj>();
    shared::<CompressFrames>();
    shared::<DecompressObj>();
    shared::<Chunker<Vec<u8>>>();
    shared::<FromMemory>();
    shared::<MemoryChunk<Vec<u8>>>();
    error::<StreamError>();
    error::<Error<std::io::Error>>();
}

//! What callers may rely on of every public type: it can be sent, shared and shown.
#![forbid(unsafe_code)]

use std::error::Error as StdError;
use std::fmt::Debug;
use std::iter::FusedIterator;

use zstd_buffers::*;

fn shared<T: Send + Sync + Debug>() {}
fn error<T: StdError + Send + Sync + 'static>() {}
fn iterator<T: ExactSizeIterator + DoubleEndedIterator + FusedIterator + Send + Sync + Debug>() {}

#[test]
fn types_are_send_sync_and_debug() {
    shared::<SharedMemory>();
    shared::<Arena>();
    shared::<Segment>();
    shared::<BufferSegment>();
    shared::<BufferSegments>();
    shared::<BufferWithSegments>();
    shared::<BufferWithSegmentsCollection>();
    error::<Error>();
}

#[test]
fn iterators_are_complete() {
    iterator::<Iter<'_, BufferWithSegments>>();
    iterator::<Iter<'_, BufferWithSegmentsCollection>>();
    iterator::<IntoIter<BufferWithSegments>>();
    iterator::<IntoIter<BufferWithSegmentsCollection>>();
}

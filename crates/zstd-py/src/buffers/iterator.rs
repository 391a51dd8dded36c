//! Iteration over the segments of a buffer or a collection.
#![forbid(unsafe_code)]

use std::sync::atomic::{AtomicI64, Ordering};

use pyo3::prelude::*;

use super::{BufferSegment, BufferWithSegments, BufferWithSegmentsCollection};

/// An iterator. Several threads may share it: each segment comes out once.
#[pyclass(frozen, module = "zstd")]
pub(crate) struct SegmentIterator {
    segments: Segments,
    next: AtomicI64,
}

enum Segments {
    Buffer(Py<BufferWithSegments>),
    Collection(Py<BufferWithSegmentsCollection>),
}

impl SegmentIterator {
    pub(super) fn over_buffer(buffer: Py<BufferWithSegments>) -> Self {
        Self::over(Segments::Buffer(buffer))
    }

    pub(super) fn over_collection(collection: Py<BufferWithSegmentsCollection>) -> Self {
        Self::over(Segments::Collection(collection))
    }

    fn over(segments: Segments) -> Self {
        Self {
            segments,
            next: AtomicI64::new(0),
        }
    }
}

#[pymethods]
impl SegmentIterator {
    fn __iter__(slf: Bound<'_, Self>) -> Bound<'_, Self> {
        slf
    }

    fn __next__(&self) -> Option<BufferSegment> {
        let index = self.next.fetch_add(1, Ordering::Relaxed);
        let segment = match &self.segments {
            Segments::Buffer(buffer) => buffer.get().engine().segment(index),
            Segments::Collection(collection) => collection.get().engine().segment(index),
        };
        // The one error is the end.
        segment.ok().map(BufferSegment::from)
    }
}

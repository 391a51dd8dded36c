//! Options of a batch call.
#![forbid(unsafe_code)]

use std::fmt;

use zstd_core::Threads;

use crate::workers::WorkerPool;

/// How a batch is run.
///
/// ```
/// use zstd_core::{Compressor, Threads};
/// use zstd_mt::{BatchOptions, Error, compress_batch};
///
/// let stop = || false;
/// let options = BatchOptions::new().threads(Threads::ALL_CPUS).check(&stop);
/// let records = vec![vec![7; 100_000]; 100];
/// let result = compress_batch(&Compressor::builder().build()?, &records, &options);
/// assert!(matches!(result, Err(Error::Interrupted)));
/// # Ok::<(), zstd_mt::Error>(())
/// ```
#[derive(Clone, Copy, Default)]
#[must_use]
pub struct BatchOptions<'a> {
    pub(crate) threads: Threads,
    pub(crate) check: Option<&'a dyn Fn() -> bool>,
    pub(crate) max_output_size: Option<u64>,
    pub(crate) pool: Option<&'a WorkerPool>,
}

impl<'a> BatchOptions<'a> {
    /// The calling thread alone, no limits.
    pub fn new() -> Self {
        Self::default()
    }

    /// At most that many threads, the calling one included. Fewer are used when the input would not keep them busy, and never
    /// more than there are logical CPUs (unless a pool is given).
    pub fn threads(mut self, threads: impl Into<Threads>) -> Self {
        self.threads = threads.into();
        self
    }

    /// A function that is called between items, some twenty times a second, always on the calling thread. When it returns
    /// false the batch ends with [`crate::Error::Interrupted`].
    pub fn check(mut self, check: &'a dyn Fn() -> bool) -> Self {
        self.check = Some(check);
        self
    }

    /// The largest sum of decompressed sizes, in bytes; 0 for no limit besides that of the decompressor.
    pub fn max_output_size(mut self, size: u64) -> Self {
        self.max_output_size = (size > 0).then_some(size);
        self
    }

    /// Threads of the caller's own instead of those that the process shares.
    pub fn pool(mut self, pool: &'a WorkerPool) -> Self {
        self.pool = Some(pool);
        self
    }
}

impl fmt::Debug for BatchOptions<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("BatchOptions");
        shown.field("threads", &self.threads);
        shown.field("max_output_size", &self.max_output_size);
        shown.field("pool", &self.pool);
        shown.finish_non_exhaustive()
    }
}

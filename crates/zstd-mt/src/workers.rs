//! The threads that help with batches.

#![forbid(unsafe_code)]

use std::mem;
use std::process;
use std::ptr;
use std::sync::atomic::AtomicPtr;
use std::thread::available_parallelism;

use rayon::{ThreadPool, ThreadPoolBuilder};
use zstd_core::start_thread;

use crate::per_process::PerProcess;

/// Threads that wait for work between calls.
///
/// They belong to the process that made them: in a child made by `fork` there are none, and batches run on the calling thread
/// alone.
///
/// ```
/// use zstd_core::Compressor;
/// use zstd_mt::{BatchOptions, WorkerPool, compress_batch};
///
/// let pool = WorkerPool::new(2).expect("the system gives two threads");
/// let options = BatchOptions::new().threads(3).pool(&pool);
/// let frames = compress_batch(&Compressor::builder().build()?, &vec!["foo", "bar"], &options)?;
/// assert_eq!(frames.len(), 2);
/// # Ok::<(), zstd_mt::Error>(())
/// ```
#[derive(Debug)]
pub struct WorkerPool {
    /// `None` only within `drop`.
    threads: Option<ThreadPool>,
    /// The process that the threads belong to.
    owner: u32,
}

/// The pool that all batch calls of the process share.
static SHARED: PerProcess<WorkerPool> = PerProcess {
    current: AtomicPtr::new(ptr::null_mut()),
};

impl WorkerPool {
    /// A pool of `helpers` threads. A batch runs on them and on the thread that calls. `None` when the system refuses threads.
    #[must_use]
    pub fn new(helpers: usize) -> Option<Self> {
        let threads = ThreadPoolBuilder::new()
            .num_threads(helpers.max(1))
            .spawn_handler(|thread| {
                let name = format!("zstd-batch-{}", thread.index());
                start_thread(&name, || thread.run()).map(drop)
            })
            .build()
            .ok()?;
        Some(Self {
            threads: Some(threads),
            owner: process::id(),
        })
    }

    /// Makes what all pools of a process have in common, which the first batch does otherwise. For programs that fork while
    /// batches run on other threads: a fork in the middle of the making would leave it half made in the child.
    pub fn prepare() {
        crossbeam_epoch::default_collector();
    }

    /// The number of threads, the caller's not counted.
    #[must_use]
    pub fn helpers(&self) -> usize {
        self.threads
            .as_ref()
            .map_or(0, ThreadPool::current_num_threads)
    }

    /// The pool, if its threads exist in this process.
    pub(crate) fn here(&self) -> Option<&Self> {
        (self.owner == process::id()).then_some(self)
    }

    /// The pool of this process, one thread less than there are logical CPUs. A child made by `fork` has none of its parent's
    /// threads and gets a pool of its own.
    pub(crate) fn shared() -> Option<&'static Self> {
        SHARED.get_or_make(process::id(), || {
            let cpus = available_parallelism().map_or(1, std::num::NonZero::get);
            if cpus == 1 { None } else { Self::new(cpus - 1) }
        })
    }

    /// Runs `helper` on `count` of the threads and `caller` on this one, and waits for all of them.
    pub(crate) fn run(&self, count: usize, helper: impl Fn() + Sync, caller: impl FnOnce()) {
        let Some(threads) = &self.threads else {
            return caller();
        };
        threads.in_place_scope(|scope| {
            for _ in 0..count.min(self.helpers()) {
                scope.spawn(|_| helper());
            }
            caller();
        });
    }
}

impl Drop for WorkerPool {
    fn drop(&mut self) {
        if self.here().is_none() {
            // Threads that a fork has left behind cannot be told to end, and may have left locks held.
            mem::forget(self.threads.take());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn helpers_and_caller_all_run() {
        let pool = WorkerPool::new(3).unwrap();
        let runs = AtomicUsize::new(0);
        let run = || {
            runs.fetch_add(1, Ordering::Relaxed);
        };
        pool.run(3, run, run);
        assert_eq!(runs.load(Ordering::Relaxed), 4);
    }

    #[test]
    fn the_shared_pool_is_made_once() {
        let pools = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..8)
                .map(|_| {
                    scope.spawn(|| WorkerPool::shared().map(|pool| ptr::from_ref(pool) as usize))
                })
                .collect();
            let addresses = threads.into_iter().map(|thread| thread.join().unwrap());
            addresses.collect::<Vec<_>>()
        });
        assert!(pools.iter().all(|pool| *pool == pools[0]));
    }
}

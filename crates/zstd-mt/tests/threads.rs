//! How many threads a batch uses: told by items that note who asks for them.
#![forbid(unsafe_code)]

use std::collections::HashSet;
use std::sync::Mutex;
use std::thread::{self, ThreadId};

use zstd_buffers::Items;
use zstd_core::{Compressor, Decompressor, Threads};
use zstd_mt::{BatchOptions, Plan, WorkerPool, compress_batch, decompress_batch};

/// Items that are worth many threads.
struct Watched {
    items: Vec<Vec<u8>>,
    askers: Mutex<HashSet<ThreadId>>,
}

impl Watched {
    fn new(items: Vec<Vec<u8>>) -> Self {
        Self {
            items,
            askers: Mutex::default(),
        }
    }

    /// The threads that have asked since the last time.
    fn askers(&self) -> HashSet<ThreadId> {
        std::mem::take(&mut *self.askers.lock().expect("no thread panics"))
    }
}

impl Items for Watched {
    fn count(&self) -> usize {
        self.items.len()
    }

    fn item(&self, index: usize) -> &[u8] {
        let mut askers = self.askers.lock().expect("no thread panics");
        askers.insert(thread::current().id());
        &self.items[index]
    }
}

fn records() -> Vec<Vec<u8>> {
    let record = |n: u32| (0..5_000).flat_map(|at| (at * n).to_le_bytes()).collect();
    (0..400).map(record).collect()
}

/// The sets of threads of several batches with that many threads.
fn askers(threads: i64, pool: &WorkerPool) -> Vec<HashSet<ThreadId>> {
    let compressor = Compressor::builder()
        .level(9)
        .and_then(|builder| builder.content_size(true).build())
        .expect("options that exist");
    let decompressor = Decompressor::new();
    let options = BatchOptions::new().threads(threads).pool(pool);
    let records = Watched::new(records());
    let frames = compress_batch(&compressor, &records, &options).expect("a batch of good items");
    let frames = Watched::new(frames.iter().map(<[u8]>::to_vec).collect());
    let mut found = vec![records.askers()];
    for _ in 0..3 {
        decompress_batch(&decompressor, &frames, None, &options).expect("a batch of good items");
        found.push(frames.askers());
        compress_batch(&compressor, &records, &options).expect("a batch of good items");
        found.push(records.askers());
    }
    found
}

#[test]
fn a_batch_without_threads_is_the_callers_alone() {
    let pool = WorkerPool::new(7).unwrap();
    let caller = HashSet::from([thread::current().id()]);
    for threads in [0, 1] {
        for found in askers(threads, &pool) {
            assert_eq!(found, caller, "threads={threads}");
        }
    }
}

#[test]
fn a_batch_has_at_most_as_many_threads_as_it_may() {
    let pool = WorkerPool::new(7).unwrap();
    for threads in [2, 3] {
        let most = usize::try_from(threads).unwrap();
        for found in askers(threads, &pool) {
            assert!(found.contains(&thread::current().id()));
            assert!(found.len() <= most, "threads={threads}: {}", found.len());
        }
    }
}

#[test]
fn all_cpus_are_no_more_than_there_are() {
    let pool = WorkerPool::new(16).unwrap();
    let cpus = Threads::ALL_CPUS.resolve() as usize;
    for found in askers(-1, &pool) {
        assert!(found.len() <= cpus, "{} of {cpus}", found.len());
    }
}

#[test]
fn threads_that_would_have_little_to_do_are_not_woken() {
    let useful = |sizes: &[u64], allowed| {
        Plan::new(sizes.iter().copied())
            .unwrap()
            .useful_threads(allowed)
    };
    // Two ranges, that are not worth two threads.
    let little = Plan::new([50_000, 80_000].into_iter()).unwrap();
    assert_eq!(little.ranges().len(), 2);
    assert_eq!(little.useful_threads(8), 1);
    assert_eq!(useful(&[300_000; 2], 8), 2);
    for allowed in 0..9 {
        let expected = allowed.max(1) as usize;
        assert_eq!(useful(&[1 << 20; 100], allowed), expected);
    }
    assert_eq!(useful(&[1 << 30], 8), 1);
}

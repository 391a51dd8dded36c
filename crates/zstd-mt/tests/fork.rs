//! A child made by `fork` after, and in the middle of, batch calls can run batches of its own.

#![cfg(unix)]

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use zstd_core::{Compressor, Decompressor, Threads};
use zstd_mt::{BatchOptions, WorkerPool, compress_batch, decompress_batch};

/// The exit code of a child that has done its work, chosen so that no accident gives it.
const DONE: i32 = 77;

fn records() -> Vec<Vec<u8>> {
    (0..4000_usize)
        .map(|n| format!("record {n}, ").repeat(n % 60).into_bytes())
        .collect()
}

fn round_trip(
    compressor: &Compressor,
    decompressor: &Decompressor,
    records: &Vec<Vec<u8>>,
) -> bool {
    let options = BatchOptions::new().threads(Threads::ALL_CPUS);
    let restored = compress_batch(compressor, records, &options)
        .and_then(|frames| decompress_batch(decompressor, &frames, None, &options));
    restored.is_ok_and(|restored| restored.iter().eq(records.iter().map(Vec::as_slice)))
}

/// Runs `work` in a forked child. A child that hangs is killed and counts as failed.
fn in_child(work: impl FnOnce() -> bool) -> bool {
    // SAFETY: the child only runs `work` and leaves by `_exit`; what it needs of its parent's state is what is being tested.
    let child = unsafe { libc::fork() };
    if child == 0 {
        let code = if work() { DONE } else { 1 };
        // SAFETY: ends the child without running the parent's exit handlers.
        unsafe { libc::_exit(code) };
    }
    assert!(child > 0, "fork failed");
    let deadline = Instant::now() + Duration::from_secs(120);
    let mut status = 0;
    loop {
        // SAFETY: waits for the child that was made above; `status` is a valid place.
        let ended = unsafe { libc::waitpid(child, &raw mut status, libc::WNOHANG) };
        if ended == child {
            return libc::WIFEXITED(status) && libc::WEXITSTATUS(status) == DONE;
        }
        if Instant::now() > deadline {
            // SAFETY: kills the child that was made above and is still running.
            unsafe { libc::kill(child, libc::SIGKILL) };
        }
        std::thread::yield_now();
    }
}

#[test]
fn children_of_a_process_with_a_pool_run_batches() {
    let records = records();
    // Workers of libzstd's in the contexts, too: the child must neither use nor wait for the parent's.
    let compressor = Compressor::builder()
        .content_size(true)
        .threads(Threads::new(2))
        .build()
        .unwrap();
    let decompressor = Decompressor::new();
    let large = vec![7; 3 << 20];
    assert!(round_trip(&compressor, &decompressor, &records));
    let frame = compressor.compress(&large).unwrap();
    assert!(in_child(|| {
        round_trip(&compressor, &decompressor, &records)
            && compressor
                .compress(&large)
                .is_ok_and(|again| again == frame)
    }));
    assert!(round_trip(&compressor, &decompressor, &records));
}

#[test]
fn children_do_without_the_threads_of_a_pool_of_the_callers() {
    let records = records();
    let compressor = Compressor::builder().build().unwrap();
    let pool = WorkerPool::new(2).unwrap();
    let compress = || {
        let options = BatchOptions::new().threads(3).pool(&pool);
        let frames = compress_batch(&compressor, &records, &options).unwrap();
        frames.iter().map(<[u8]>::to_vec).collect::<Vec<_>>()
    };
    let expected = compress();
    assert!(in_child(|| compress() == expected));
    // Nor does the child wait for them when it drops the pool, which it has a copy of.
    let mut pool = Some(pool);
    assert!(in_child(|| {
        drop(pool.take());
        true
    }));
}

#[test]
fn a_fork_in_the_middle_of_other_threads_batches_does_no_harm() {
    let records = records();
    let compressor = Compressor::builder().content_size(true).build().unwrap();
    let decompressor = Decompressor::new();
    let stop = AtomicBool::new(false);
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while !stop.load(Ordering::Relaxed) {
                    assert!(round_trip(&compressor, &decompressor, &records));
                }
            });
        }
        for _ in 0..20 {
            assert!(in_child(|| round_trip(
                &compressor,
                &decompressor,
                &records
            )));
        }
        stop.store(true, Ordering::Relaxed);
    });
}

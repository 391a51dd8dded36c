//! The memory of a dropped arena is used again: told by the page faults of filling the next one. A program of its own, so that
//! no other test takes the memory meanwhile.
#![cfg(target_os = "linux")]

use std::mem::MaybeUninit;

use zstd_buffers::{Arena, SharedMemory};

/// Too small for huge pages, so that every page of 4 KiB (or a few more) is a fault.
const LENGTH: usize = 3 << 20;

/// The page faults of this thread so far.
fn faults() -> i64 {
    let mut usage = MaybeUninit::<libc::rusage>::zeroed();
    // SAFETY: `usage` is a valid place for the answer.
    let status = unsafe { libc::getrusage(libc::RUSAGE_THREAD, usage.as_mut_ptr()) };
    assert_eq!(status, 0);
    // SAFETY: zeroes are valid for every field, and the call has succeeded.
    unsafe { usage.assume_init() }.ru_minflt
}

/// Fills an arena and counts the faults of that.
fn fill(mut arena: Arena, byte: u8) -> (SharedMemory, i64) {
    let before = faults();
    arena.spare()[..LENGTH].fill(MaybeUninit::new(byte));
    let taken = faults() - before;
    // SAFETY: so many bytes were just written.
    unsafe { arena.advance(LENGTH) };
    (arena.freeze(), taken)
}

#[test]
fn the_last_memory_that_was_dropped_is_used_again_and_nobody_elses() {
    let (first, fresh) = fill(Arena::reserve_exact(LENGTH).unwrap(), 1);
    assert!(fresh > 10, "{fresh}: filling fresh pages is told by faults");
    drop(first);
    let (second, again) = fill(Arena::reserve_exact(LENGTH).unwrap(), 2);
    assert!(again < fresh / 4, "{again} faults, {fresh} the first time");

    // It is in use, so that the next one is fresh.
    let (third, other) = fill(Arena::reserve_exact(LENGTH).unwrap(), 3);
    assert!(other > fresh / 2, "{other} faults, {fresh} the first time");
    assert!(second.iter().all(|&byte| byte == 2) && third.iter().all(|&byte| byte == 3));

    // Arenas that are seldom filled to the end neither give nor take.
    let part = Arena::reserve(LENGTH).unwrap();
    drop((second, third));
    let (_, lazy) = fill(part, 4);
    assert!(lazy > fresh / 2, "{lazy} faults, {fresh} the first time");
}

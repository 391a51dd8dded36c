//! The reserve as a program's allocator: what it serves when the system refuses, and that all of it comes back.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::hint::black_box;
use std::sync::Barrier;
use std::thread;

use zstd_buffers::Reserve;

thread_local! {
    static REFUSING: Cell<bool> = const { Cell::new(false) };
}

/// The system's allocator, which refuses what threads ask for that have said so.
struct Moody;

fn refusing() -> bool {
    REFUSING.try_with(Cell::get).unwrap_or(false)
}

// SAFETY: memory is the system's, or none.
unsafe impl GlobalAlloc for Moody {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if refusing() {
            return std::ptr::null_mut();
        }
        // SAFETY: the caller keeps the promises that this call asks for.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        // SAFETY: the caller keeps the promises that this call asks for.
        unsafe { System.dealloc(memory, layout) };
    }
}

#[global_allocator]
static ALLOCATOR: Reserve<Moody> = Reserve::behind(Moody);

/// Runs a function without memory of the system's.
fn without_memory<T>(work: impl FnOnce() -> T) -> T {
    REFUSING.set(true);
    let result = work();
    REFUSING.set(false);
    result
}

/// One test, since all of the process use one reserve.
#[test]
fn small_requests_are_served_when_the_system_refuses() {
    assert_eq!(ALLOCATOR.used(), 0);
    boxes_and_strings();
    growing_out_of_the_system_and_back();
    large_requests_are_refused();
    zeroed_blocks_are_zeroed();
    an_empty_reserve_refuses_and_recovers();
    threads_share_it();
    assert_eq!(ALLOCATOR.used(), 0, "something did not come back");
}

fn boxes_and_strings() {
    let (number, text) = without_memory(|| (Box::new(7_u64), format!("could not {}", "allocate")));
    assert_eq!((*number, text.as_str()), (7, "could not allocate"));
    assert_eq!(ALLOCATOR.used(), 128);
}

fn growing_out_of_the_system_and_back() {
    let mut bytes = b"of the system".to_vec();
    without_memory(|| {
        for length in 0..10_000_u32 {
            bytes.extend_from_slice(&length.to_le_bytes()[..1]);
        }
    });
    assert!(ALLOCATOR.used() > 0);
    let end = bytes.len();
    bytes.reserve_exact(20_000);
    assert_eq!(ALLOCATOR.used(), 0, "memory is there again");
    assert!(bytes.starts_with(b"of the system\0\x01\x02") && end == 10_013);
    without_memory(|| {
        bytes.truncate(20);
        bytes.shrink_to_fit();
    });
    assert_eq!(&bytes[..13], b"of the system");
}

fn large_requests_are_refused() {
    let mut bytes = Vec::<u8>::new();
    without_memory(|| {
        assert!(
            bytes
                .try_reserve_exact(Reserve::<Moody>::LARGEST + 1)
                .is_err()
        );
        assert!(bytes.try_reserve_exact(Reserve::<Moody>::LARGEST).is_ok());
        bytes.resize(Reserve::<Moody>::LARGEST, 7);
        assert!(bytes.try_reserve(1).is_err());
    });
    assert!(bytes.iter().all(|&byte| byte == 7));
}

fn zeroed_blocks_are_zeroed() {
    for _ in 0..3 {
        let mut bytes = without_memory(|| vec![0_u8; 1000]);
        assert!(bytes.iter().all(|&byte| byte == 0));
        bytes.fill(0xFF);
    }
}

fn an_empty_reserve_refuses_and_recovers() {
    let mut kept = Vec::with_capacity(10_000);
    let refused = without_memory(|| {
        loop {
            let mut bytes = Vec::<u8>::new();
            if bytes.try_reserve_exact(100).is_err() {
                break bytes.capacity();
            }
            kept.push(bytes);
        }
    });
    assert!(refused == 0 && kept.len() > 300 && ALLOCATOR.is_low());
    kept.truncate(kept.len() - 1);
    assert!(without_memory(|| kept[0].try_reserve_exact(200)).is_ok());
    drop(kept);
    assert!(!ALLOCATOR.is_low());
}

/// Each thread fills blocks of all sizes with its number, and finds nothing else there.
fn threads_share_it() {
    let start = Barrier::new(8);
    thread::scope(|scope| {
        for number in 0..8_u8 {
            let start = &start;
            scope.spawn(move || {
                start.wait();
                without_memory(|| {
                    for round in 0..100_000_usize {
                        let size = if round % 50 == 0 { 700 } else { 16 };
                        let mut bytes = Vec::<u8>::new();
                        // It may be refused: the others have the rest.
                        if bytes.try_reserve_exact(size).is_ok() {
                            bytes.resize(size, number);
                            if round % 50 == 0 {
                                thread::yield_now();
                            }
                            assert!(black_box(&bytes).iter().all(|&byte| byte == number));
                        }
                    }
                });
            });
        }
    });
}

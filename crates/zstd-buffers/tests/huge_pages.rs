//! Large outputs ask the system for huge pages: told by what it remembers of their memory.
#![cfg(target_os = "linux")]
#![forbid(unsafe_code)]

use std::fs;
use std::path::Path;

use zstd_buffers::{Arena, HUGE_PAGE_THRESHOLD};

/// Whether the system was asked for huge pages for the memory around an address.
fn is_advised(address: usize) -> bool {
    let maps = fs::read_to_string("/proc/self/smaps").expect("Linux tells of the memory");
    let mut inside = false;
    for line in maps.lines() {
        let bounds = line
            .split_once(' ')
            .and_then(|(range, _)| range.split_once('-'));
        let number = |text| usize::from_str_radix(text, 16).ok();
        if let Some((Some(start), Some(end))) = bounds.map(|(a, b)| (number(a), number(b))) {
            inside = (start..end).contains(&address);
        } else if let Some(flags) = line.strip_prefix("VmFlags:").filter(|_| inside) {
            return flags.split_whitespace().any(|flag| flag == "hg");
        }
    }
    panic!("the memory is not mapped");
}

fn middle(arena: &mut Arena) -> usize {
    let room = arena.spare();
    room.as_ptr().addr() + room.len() / 2
}

#[test]
fn memory_that_will_be_filled_asks_if_it_is_large() {
    if !Path::new("/sys/kernel/mm/transparent_hugepage").exists() {
        eprintln!("note: this system has no huge pages");
        return;
    }
    let size = 2 * HUGE_PAGE_THRESHOLD;
    // The others are kept, so that memory is not used again.
    let mut large = Arena::reserve_exact(size).unwrap();
    let mut lazy = Arena::reserve(size).unwrap();
    let mut small = Arena::reserve_exact(HUGE_PAGE_THRESHOLD / 2).unwrap();
    assert!(is_advised(middle(&mut large)));
    assert!(!is_advised(middle(&mut lazy)));
    assert!(!is_advised(middle(&mut small)));
}

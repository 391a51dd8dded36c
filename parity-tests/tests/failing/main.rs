//! Memory that fails: every operation of the catalogue, with each of its requests of memory refused in turn, and with all of them
//! from one on.
//!
//! Each call must end as it does with memory, or with an error about memory; no process may die; what was asked for is given
//! back; and the next call, with memory, succeeds. Requests are those of the C library's `malloc`, of mappings and of threads, by
//! Rust and by libzstd. `failing.c` refuses them, preloaded into a process that does as it is told: this program with the crates
//! or with the C ABI, or a Python interpreter with one of the modules.
//!
//! Calls are made in processes that have made them before, and some as the first of a process, which makes what is made once.
//!
//! Some sites of each operation are tried, or all with `ZSTDRS_FAILING=every`, which `cargo xtask failing` sets. With `interpreters`
//! there, the requests of interpreters are refused as well.

#[cfg(target_os = "linux")]
mod catalogue;
#[cfg(target_os = "linux")]
mod control;
#[cfg(target_os = "linux")]
mod first;
#[cfg(target_os = "linux")]
mod host;
#[cfg(target_os = "linux")]
mod judge;
#[cfg(target_os = "linux")]
mod process;
#[cfg(target_os = "linux")]
mod trials;

use std::process::ExitCode;

/// As the shared libraries of the product have it; the crates are called in this program.
#[cfg(target_os = "linux")]
#[global_allocator]
static ALLOCATOR: zstd_buffers::Reserve = zstd_buffers::Reserve::new();

#[cfg(target_os = "linux")]
fn main() -> ExitCode {
    if host::is_one() {
        return host::serve();
    }
    let arguments = libtest_mimic::Arguments::from_args();
    libtest_mimic::run(&arguments, trials::all()).exit_code()
}

#[cfg(not(target_os = "linux"))]
fn main() -> ExitCode {
    println!("memory cannot be made to fail on this system");
    ExitCode::SUCCESS
}

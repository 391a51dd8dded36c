//! Bombs take no memory beyond their limit, in Rust and through the C ABI. `test_bombs.py` asserts the same for Python.
#![cfg(target_os = "linux")]
#![forbid(unsafe_code)]

use std::env;
use std::fs;
use std::process::Command;

use parity_tests::binding::Subject;
use parity_tests::catalog;
use parity_tests::direct::Direct;
use parity_tests::outcome::Verdict;
use parity_tests::properties::bombs;

/// Names the binding to the process that is measured.
const CHILD: &str = "ZSTDRS_BOMBS_FOR";

/// What the results, of which there are several at a time, the window and the program itself may take, in kB: little, for bombs
/// of a GiB.
const ALLOWED: u64 = 16 << 10;

/// A number of kB of what the system says of this process.
fn status(name: &str) -> Result<u64, String> {
    let text = fs::read_to_string("/proc/self/status").map_err(|error| error.to_string())?;
    let line = text.lines().find_map(|line| line.strip_prefix(name));
    number(line.unwrap_or_default().trim_start_matches(':').trim())
}

/// The number that a text begins with.
fn number(text: &str) -> Result<u64, String> {
    let digits = text.split(' ').next().unwrap_or_default();
    digits.parse().map_err(|_| format!("no number: {text}"))
}

/// Runs the bombs on one binding, and prints by how many kB that has made this process grow at most.
fn measured(name: &str) -> Verdict {
    let entries = catalog::entries();
    let named = entries.iter().find(|entry| entry.name == name);
    let binding = named.ok_or("no such binding")?.binding.as_ref()?;
    let before = status("VmRSS")?;
    for property in bombs::properties() {
        property.check(&Subject::new(&**binding, &Direct))?;
    }
    println!("grown by {} kB", status("VmHWM")?.saturating_sub(before));
    Ok(())
}

#[test]
fn bombs_take_no_memory_beyond_their_limit() -> Verdict {
    if let Ok(name) = env::var(CHILD) {
        return measured(&name);
    }
    let bindings = catalog::entries();
    let here = bindings
        .iter()
        .filter(|entry| ["rust", "c-abi"].contains(&entry.name) && entry.binding.is_ok());
    for entry in here {
        let name = entry.name;
        let test = [
            "--exact",
            "bombs_take_no_memory_beyond_their_limit",
            "--nocapture",
        ];
        let program = env::current_exe().map_err(|error| error.to_string())?;
        let mut command = Command::new(program);
        let done = command.args(test).env(CHILD, name).output();
        let done = done.map_err(|error| error.to_string())?;
        let output = String::from_utf8_lossy(&done.stdout);
        let (_, rest) = output
            .split_once("grown by ")
            .ok_or_else(|| format!("{name}: {output}"))?;
        let grown = number(rest)?;
        println!("{name}: {grown} kB");
        assert!(grown <= ALLOWED, "{name} has grown by {grown} kB");
    }
    Ok(())
}

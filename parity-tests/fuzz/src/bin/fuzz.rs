//! The program that libFuzzer drives. The environment variable `ZSTDRS_FUZZ_TARGET` names the target.
//!
//! Two names are no targets: `list` prints the targets, each with the length of its longest input, and `seeds:TARGET` writes the seeds of a target into the folder that
//! `ZSTDRS_FUZZ_SEEDS` names.
#![no_main]
#![forbid(unsafe_code)]

use std::sync::OnceLock;
use std::{env, fs, process};

use fuzz_targets::{TARGETS, Target, find};

static TARGET: OnceLock<&Target> = OnceLock::new();

libfuzzer_sys::fuzz_target!(
    init: choose(),
    |data: &[u8]| if let Some(target) = TARGET.get() {
        (target.run)(data);
    }
);

/// Does what the environment asks for.
fn choose() {
    let name = env::var("ZSTDRS_FUZZ_TARGET").unwrap_or_default();
    if name == "list" {
        TARGETS
            .iter()
            .for_each(|target| println!("{} {}", target.name, target.longest));
        process::exit(0);
    }
    let seeds = name.strip_prefix("seeds:");
    let Some(target) = find(seeds.unwrap_or(&name)) else {
        eprintln!("ZSTDRS_FUZZ_TARGET: there is no target {name:?}");
        process::exit(2);
    };
    if seeds.is_some() {
        process::exit(write_seeds(target));
    }
    if let Some(reason) = (target.missing)() {
        eprintln!("{name}: {reason}");
        process::exit(2);
    }
    TARGET.get_or_init(|| target);
}

/// One file for each seed; the exit code.
fn write_seeds(target: &Target) -> i32 {
    let Some(folder) = env::var_os("ZSTDRS_FUZZ_SEEDS") else {
        eprintln!("ZSTDRS_FUZZ_SEEDS is not set");
        return 2;
    };
    for (index, seed) in (target.seeds)().iter().enumerate() {
        let path = std::path::Path::new(&folder).join(index.to_string());
        if let Err(error) = fs::write(&path, seed) {
            eprintln!("cannot write {}: {error}", path.display());
            return 1;
        }
    }
    0
}

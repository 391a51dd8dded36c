//! Every seed, and every input that has once found something, through every target.
//!
//! What a fuzzer has found is put into `regressions/TARGET/`, one file for each.
#![forbid(unsafe_code)]

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use fuzz_targets::{TARGETS, Target, find};

/// A test of its own for the seeds of each target, so that they run at the same time.
macro_rules! seeds_pass {
    ($($name:ident),*) => {
        $(
            #[test]
            fn $name() {
                seeds_pass(stringify!($name));
            }
        )*

        #[test]
        fn every_target_is_replayed() {
            assert!(TARGETS.iter().map(|target| target.name).eq([$(stringify!($name)),*]));
        }
    };
}

seeds_pass!(
    decode, stream, header, dictionary, segments, batch, calls, properties
);

fn seeds_pass(name: &str) {
    let target = find(name).expect("the test is called as its target");
    let seeds = (target.seeds)();
    assert!(!seeds.is_empty());
    assert_eq!(seeds, (target.seeds)(), "not the same again");
    for seed in seeds {
        check(target, &seed);
        // Cut off anywhere, and with a byte changed.
        for cut in 0..seed.len().min(32) {
            check(target, &seed[cut..]);
            check(target, &seed[..cut]);
            let mut changed = seed.clone();
            changed[cut] ^= 0x41;
            check(target, &changed);
        }
    }
}

/// Runs one input; a failure says which.
fn check(target: &Target, input: &[u8]) {
    let run = AssertUnwindSafe(|| (target.run)(input));
    assert!(
        catch_unwind(run).is_ok(),
        "{} fails for {input:?}",
        target.name
    );
}

#[test]
fn what_was_found_stays_fixed() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("regressions");
    for target in fs::read_dir(folder).unwrap() {
        let target = target.unwrap();
        let name = target.file_name();
        let Some(found) = name.to_str().and_then(find) else {
            assert!(!target.path().is_dir(), "no target is called {name:?}");
            continue;
        };
        for file in fs::read_dir(target.path()).unwrap() {
            let path = file.unwrap().path();
            check(found, &fs::read(path).unwrap());
        }
    }
}

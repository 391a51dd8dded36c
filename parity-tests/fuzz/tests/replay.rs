//! Every target, without libFuzzer: its seeds, every input that has once found something, and new inputs for two seconds.
//!
//! What a fuzzer has found is put into `regressions/TARGET/`, one file for each. What the two seconds find is written to
//! `target/fuzz/TARGET/found`, as libFuzzer's findings are. `ZSTDRS_FUZZ_SEED` draws others, `ZSTDRS_FUZZ_SECONDS` makes it
//! longer. A target that lacks something is shown as ignored, with the reason; with `ZSTDRS_REQUIRE_ALL=1` it fails.
#![forbid(unsafe_code)]

use std::env::{self, VarError};
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use fuzz_targets::mutate::Mutator;
use fuzz_targets::{TARGETS, Target, find};
use libtest_mimic::{Arguments, Failed, Trial, run};

/// How long each target gets new inputs unless told otherwise, in seconds.
const SECONDS: u64 = 2;

/// How many new inputs each target gets at most in that time: a quicker machine tries what was tried before.
const MOST: u64 = 400_000;

/// What a test of one target does.
type Test = fn(&'static Target) -> Result<(), Failed>;

fn main() -> ExitCode {
    let tests: [(&str, Test); 3] = [
        ("seeds", seeds_pass),
        ("found", what_was_found_stays_fixed),
        ("fuzz", new_inputs_pass),
    ];
    let mut trials = vec![Trial::test(
        "regressions are of targets",
        regressions_are_of_targets,
    )];
    for target in TARGETS {
        for (name, test) in tests {
            trials.push(trial(name, test, target));
        }
    }
    run(&Arguments::from_args(), trials).exit_code()
}

fn trial(name: &str, test: Test, target: &'static Target) -> Trial {
    let name = format!("{name}::{}", target.name);
    match (target.missing)() {
        None => Trial::test(name, move || test(target)),
        Some(reason) if env::var_os("ZSTDRS_REQUIRE_ALL").is_some() => {
            Trial::test(name, || Err(reason.into()))
        }
        Some(reason) => Trial::test(name, || Ok(()))
            .with_kind(reason)
            .with_ignored_flag(true),
    }
}

/// Each seed, cut off anywhere, and with a byte changed.
fn seeds_pass(target: &'static Target) -> Result<(), Failed> {
    let seeds = (target.seeds)();
    if seeds.is_empty() || seeds != (target.seeds)() {
        return Err("there must be seeds, and always the same".into());
    }
    for seed in seeds {
        check(target, &seed)?;
        for cut in 0..seed.len().min(32) {
            check(target, &seed[cut..])?;
            check(target, &seed[..cut])?;
            let mut changed = seed.clone();
            changed[cut] ^= 0x41;
            check(target, &changed)?;
        }
    }
    Ok(())
}

fn what_was_found_stays_fixed(target: &'static Target) -> Result<(), Failed> {
    for input in past(target)? {
        check(target, &input)?;
    }
    Ok(())
}

/// New inputs, as many as there is time for.
fn new_inputs_pass(target: &'static Target) -> Result<(), Failed> {
    let asked = number("ZSTDRS_FUZZ_SECONDS")?;
    let (seconds, most) = asked.map_or((SECONDS, MOST), |seconds| (seconds, u64::MAX));
    // Always the same ones, so that a change is judged by what it does: to look for more is what `cargo xtask fuzz` is for.
    let seed = number("ZSTDRS_FUZZ_SEED")?.unwrap_or(0);
    // Said before anything runs: should an input end the process, the seed finds it again.
    eprintln!("{}: ZSTDRS_FUZZ_SEED={seed}", target.name);
    let corpus = [(target.seeds)(), past(target)?].concat();
    let mutator = Mutator::new(corpus, target.longest, seed);
    let (start, limit) = (Instant::now(), Duration::from_secs(seconds));
    let mut executions = 0;
    while executions < most && start.elapsed() < limit {
        let input = mutator.input(executions);
        if let Err(failed) = check(target, &input) {
            let path = keep(target, &input)?;
            let reason = failed.message().unwrap_or("it fails");
            let path = path.display();
            let text = format!("seed {seed}, input {executions}, written to {path}: {reason}");
            return Err(text.into());
        }
        executions += 1;
    }
    eprintln!("{}: {executions} executions", target.name);
    Ok(())
}

/// A number in the environment.
fn number(name: &str) -> Result<Option<u64>, Failed> {
    match env::var(name) {
        Ok(text) => Ok(Some(
            text.parse()
                .map_err(|_| format!("{name} must be a number"))?,
        )),
        Err(VarError::NotPresent) => Ok(None),
        Err(error) => Err(format!("{name}: {error}").into()),
    }
}

/// Runs one input; a failure says which.
fn check(target: &Target, input: &[u8]) -> Result<(), Failed> {
    let run = AssertUnwindSafe(|| (target.run)(input));
    match catch_unwind(run) {
        Ok(()) => Ok(()),
        Err(_) => Err(format!("{} fails for {input:?}", target.name).into()),
    }
}

/// Writes what was found to where libFuzzer's findings go.
fn keep(target: &Target, input: &[u8]) -> Result<PathBuf, Failed> {
    let tmp = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let folder = tmp.with_file_name("fuzz").join(target.name).join("found");
    fs::create_dir_all(&folder)?;
    let count = fs::read_dir(&folder)?.count();
    let path = folder.join(format!("mutated-{count}"));
    fs::write(&path, input)?;
    Ok(path)
}

fn regressions() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("regressions")
}

/// What has once found something.
fn past(target: &Target) -> Result<Vec<Vec<u8>>, Failed> {
    let folder = regressions().join(target.name);
    let mut inputs = Vec::new();
    if folder.is_dir() {
        for file in fs::read_dir(folder)? {
            inputs.push(fs::read(file?.path())?);
        }
    }
    // Folders list their files in any order, and a seed must name the same inputs always.
    inputs.sort_unstable();
    Ok(inputs)
}

fn regressions_are_of_targets() -> Result<(), Failed> {
    for entry in fs::read_dir(regressions())? {
        let entry = entry?;
        let name = entry.file_name();
        if entry.path().is_dir() && name.to_str().and_then(find).is_none() {
            return Err(format!("no target is called {name:?}").into());
        }
    }
    Ok(())
}

//! `sanitize`: the tests of all layers under the compiler's sanitizers and under valgrind, libzstd included; and what threads share
//! under a model checker.

#![forbid(unsafe_code)]

use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use xshell::{Shell, cmd};

use crate::environment::Environment;
use crate::instrument::{Build, Checker, clang};
use crate::steps::Steps;

mod python;

/// The crates whose tests run with every access of memory checked.
const CRATES: [&str; 7] = [
    "zstd-core",
    "zstd-buffers",
    "zstd-mt",
    "zstd-stream",
    "zstd-dict",
    "zstd-contract",
    "zstd-cabi",
];

/// The tests that are about threads, by parts of their names, and the crates that have them.
const CONCURRENT: [&str; 4] = ["thread", "shared", "pool", "check_runs"];
const CONCURRENT_CRATES: [&str; 3] = ["zstd-core", "zstd-mt", "zstd-cabi"];

/// What valgrind is run over: memory that is not initialised is seen by it alone. Tests that draw many cases, or decode much,
/// take too long there.
const VALGRIND: [(&str, &[&str]); 3] = [
    ("zstd-buffers", &["--skip", "accepted_if_and_only_if"]),
    ("zstd-core", &["pool", "slot", "owned", "output"]),
    ("zstd-mt", &["plan", "workers", "--skip", "ranges_are_all"]),
];

/// The crates with models of what threads share, in `tests/model.rs`.
const MODELLED: [&str; 2] = ["zstd-core", "zstd-mt"];

/// What the sanitizers run: all but the models, whose threads are not the system's, and the examples, which are programs of their
/// own.
const TARGETS: [&str; 3] = ["--lib", "--test", "[!em]*"];

/// What is no error to AddressSanitizer: refused allocations are answers, tests ask for absurd ones on purpose.
const ADDRESS_OPTIONS: &str = "allocator_may_return_null=1:detect_stack_use_after_return=1";

/// Run the tests with AddressSanitizer and UndefinedBehaviorSanitizer, ThreadSanitizer, valgrind, and a model checker.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Only one of the checks: address, properties, python, thread, valgrind or model.
    only: Option<String>,
}

/// Runs the verb.
pub(crate) fn run(args: Args) -> Result<()> {
    let environment = Environment::discover()?;
    let shell = environment.shell()?;
    let checks: [(&'static str, Check); 6] = [
        ("address", address),
        ("properties", properties),
        ("python", python::run),
        ("thread", thread),
        ("valgrind", valgrind),
        ("model", model),
    ];
    if let Some(only) = &args.only
        && checks.iter().all(|(name, _)| name != only)
    {
        bail!(
            "there is no check {only}: they are address, properties, python, thread, valgrind and model"
        );
    }
    let mut steps = Steps::default();
    for (name, check) in checks {
        if args.only.as_ref().is_none_or(|only| only == name) {
            steps.run(name, || check(&environment, &shell));
        }
    }
    steps.finish()
}

type Check = fn(&Environment, &Shell) -> Result<()>;

fn address(environment: &Environment, shell: &Shell) -> Result<()> {
    let build = Build::new(Checker::Address, clang(shell));
    let mut arguments = vec!["test", "--no-fail-fast"];
    arguments.extend(TARGETS);
    arguments.extend(CRATES.iter().flat_map(|name| ["--package", name]));
    // Fewer cases than usual: each takes several times as long.
    let options = [("ASAN_OPTIONS", ADDRESS_OPTIONS), ("PROPTEST_CASES", "32")];
    // The examples in C and C++ are linked by their compilers, which have another runtime.
    arguments.extend(["--", "--skip", "example_runs"]);
    build.cargo_with(shell, environment, &arguments, &options)
}

/// The properties, on the crates and on the C ABI's shared library.
fn properties(environment: &Environment, shell: &Shell) -> Result<()> {
    let build = Build::new(Checker::Address, clang(shell));
    build.cargo(shell, environment, &["build", "--package", "zstd-cabi"])?;
    let library = build.folder(environment).join("libzstdrs.so");
    let options = [
        ("ASAN_OPTIONS", ADDRESS_OPTIONS),
        ("PROPTEST_CASES", "8"),
        ("ZSTDRS_CABI", &library.to_string_lossy()),
    ];
    let arguments = ["test", "--package", "parity-tests", "--test", "parity"];
    build.cargo_with(shell, environment, &arguments, &options)
}

fn thread(environment: &Environment, shell: &Shell) -> Result<()> {
    let build = Build::new(Checker::Thread, clang(shell));
    let mut arguments = vec!["test", "--no-fail-fast"];
    arguments.extend(TARGETS);
    arguments.extend(
        CONCURRENT_CRATES
            .iter()
            .flat_map(|name| ["--package", name]),
    );
    arguments.push("--");
    arguments.extend(CONCURRENT);
    // ThreadSanitizer does not follow a fork of a process with threads.
    arguments.extend(["--skip", "fork", "--skip", "children_of"]);
    let suppressions = environment.root.join("xtask/tsan-suppressions.txt");
    let options = format!("suppressions={}", suppressions.display());
    build.cargo_with(
        shell,
        environment,
        &arguments,
        &[("TSAN_OPTIONS", &options)],
    )
}

fn valgrind(environment: &Environment, shell: &Shell) -> Result<()> {
    if cmd!(shell, "valgrind --version")
        .quiet()
        .ignore_stderr()
        .read()
        .is_err()
    {
        bail!("valgrind is not installed: install the package valgrind");
    }
    for (package, tests) in VALGRIND {
        let program = test_program(environment, package)?;
        cmd!(
            shell,
            "valgrind --quiet --error-exitcode=9 --leak-check=full --show-leak-kinds=definite --errors-for-leak-kinds=definite {program} --test-threads=1 {tests...}"
        )
        .run()?;
    }
    Ok(())
}

/// `cargo test` runs them, too: they take seconds.
fn model(_: &Environment, shell: &Shell) -> Result<()> {
    let packages = MODELLED.iter().flat_map(|name| ["--package", name]);
    Ok(cmd!(
        shell,
        "cargo test --no-fail-fast --test model {packages...}"
    )
    .run()?)
}

/// The program with the unit tests of a crate.
fn test_program(environment: &Environment, package: &str) -> Result<PathBuf> {
    let shell = environment.shell()?;
    let messages = cmd!(
        shell,
        "cargo test --package {package} --lib --no-run --message-format=json"
    )
    .ignore_stderr()
    .read()?;
    let programs = cargo_metadata::Message::parse_stream(messages.as_bytes())
        .filter_map(Result::ok)
        .filter_map(|message| match message {
            cargo_metadata::Message::CompilerArtifact(artifact) => artifact.executable,
            _ => None,
        });
    let program = programs.last();
    program
        .map(cargo_metadata::camino::Utf8PathBuf::into_std_path_buf)
        .with_context(|| format!("cargo has built no tests of {package}"))
}

//! `lint`: everything that can be said of the sources without running the tests.

#![forbid(unsafe_code)]

use anyhow::Result;
use xshell::cmd;

use crate::codegen::{self, output::Mode};
use crate::environment::Environment;
use crate::steps::Steps;
use crate::{build, deny, setup, tidy};

/// Features that add Rust code to the crates.
const OPTIONAL_FEATURES: &str =
    "zstd-core/serde,zstd-buffers/bytes,zstd-buffers/serde,zstd-mt/rayon";

/// Check formatting, clippy, house rules, generated files, documentation and type stubs.
#[derive(clap::Args)]
pub(crate) struct Args {}

/// Runs the verb: all steps, then an error that names those that failed.
pub(crate) fn run(_: Args) -> Result<()> {
    let environment = Environment::discover()?;
    // First, since it decides which interpreter PyO3 is checked against.
    setup::ensure(&environment)?;
    let shell = environment.shell()?;
    let mut steps = Steps::default();
    steps.run("rustfmt", || {
        Ok(cmd!(shell, "cargo fmt --all --check").run()?)
    });
    steps.run("clippy", || {
        Ok(cmd!(
            shell,
            "cargo clippy --workspace --all-targets --features {OPTIONAL_FEATURES} -- -D warnings"
        )
        .run()?)
    });
    steps.run("tidy", || tidy::check(&environment));
    steps.run("cargo deny", || deny::check(&environment, false));
    steps.run("codegen --check", || {
        codegen::generate(&environment, Mode::Check)
    });
    steps.run("rustdoc", || {
        let command = cmd!(shell, "cargo doc --workspace --no-deps");
        Ok(command.env("RUSTDOCFLAGS", "-D warnings").run()?)
    });
    if steps.run("build", || build::ensure(&environment)) {
        steps.run("stubtest", || stubtest(&environment));
    }
    steps.finish()
}

/// The type stub against both installed modules. Bases that exclude each other in multiple
/// inheritance are not compared: the one stub serves a flavour that has them and one that has not.
fn stubtest(environment: &Environment) -> Result<()> {
    let shell = environment.shell()?;
    let python = environment.python();
    let command = cmd!(
        shell,
        "{python} -m mypy.stubtest --mypy-config-file xtask/mypy.ini --allowlist xtask/stubtest-allowlist.txt --ignore-unused-allowlist --ignore-disjoint-bases --concise zstd zstd_cffi"
    );
    Ok(command.run()?)
}

//! `test`: everything that must pass.

#![forbid(unsafe_code)]

use std::path::Path;

use anyhow::Result;
use xshell::cmd;

use crate::environment::Environment;
use crate::steps::Steps;
use crate::{build, demo};

/// How many records the demo takes here.
const DEMO_RECORDS: usize = 3000;

/// Run everything that must pass: a small demo, cargo's tests, the Python tests.
#[derive(clap::Args)]
pub(crate) struct Args {}

/// Runs the verb. The order is such that the output ends with what cargo test and pytest say.
pub(crate) fn run(_: Args) -> Result<()> {
    let environment = Environment::discover()?;
    let mut steps = Steps::default();
    let built = steps.run("build", || build::ensure(&environment));
    if built {
        steps.run("demo", || {
            demo::run_built(&environment, demo::Args::small(DEMO_RECORDS))
        });
    }
    steps.run("cargo test", || cargo_test(&environment));
    if built {
        if let Some(pypy) = environment.pypy() {
            steps.run("pytest on PyPy", || {
                pytest(&environment, &pypy, &["-p", "no:cacheprovider"])
            });
        }
        steps.run("pytest on CPython", || {
            pytest(&environment, &environment.python(), &[])
        });
    }
    steps.finish()
}

/// The tests of the workspace's default members, documentation tests and the C example included.
fn cargo_test(environment: &Environment) -> Result<()> {
    let shell = environment.shell()?;
    let command = cmd!(shell, "cargo test --no-fail-fast").envs(environment.product_variables());
    Ok(command.run()?)
}

/// The Python tests, in one interpreter.
fn pytest(environment: &Environment, python: &Path, options: &[&str]) -> Result<()> {
    let shell = environment.shell()?;
    let command = cmd!(shell, "{python} -m pytest {options...} parity-tests/python");
    Ok(command.envs(environment.product_variables()).run()?)
}

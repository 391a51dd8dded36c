//! `parity`: every property on every binding, as a matrix.

#![forbid(unsafe_code)]

use std::fs;

use anyhow::{Context, Result, bail};
use xshell::cmd;

use crate::build;
use crate::environment::Environment;

mod matrix;

/// Run the parity tests and print the matrix of properties and bindings.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// What cargo test passes on to the tests: a part of their names, or options.
    #[arg(last = true, value_name = "FILTER")]
    filter: Vec<String>,
}

/// Runs the verb. The tests add their outcomes to a report file, which becomes the matrix.
///
/// They run in the profile that `test` uses: with overflow checks, and without a second build. The
/// bindings under test other than the crates themselves are release builds anyway.
pub(crate) fn run(args: Args) -> Result<()> {
    let environment = Environment::discover()?;
    build::ensure(&environment)?;
    let folder = environment.target.join("parity");
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let report = folder.join("report.jsonl");
    fs::write(&report, "").with_context(|| format!("cannot write {}", report.display()))?;
    let shell = environment.shell()?;
    let filter = &args.filter;
    let tests = cmd!(
        shell,
        "cargo test --package parity-tests --no-fail-fast -- {filter...}"
    )
    .envs(environment.product_variables())
    .env("ZSTDRS_PARITY_REPORT", &report)
    .run();
    let text =
        fs::read_to_string(&report).with_context(|| format!("cannot read {}", report.display()))?;
    let matrix = matrix::Matrix::parse(&text)?;
    if matrix.is_empty() {
        bail!("no property ran: nothing is in {}", report.display());
    }
    print!("{}", matrix.render());
    let failures = matrix.failures();
    if failures > 0 {
        bail!("{failures} of the matrix's cells failed");
    }
    Ok(tests?)
}

//! `failing`: every request of memory refused in turn, in every binding. `test` tries only some.

#![forbid(unsafe_code)]

use anyhow::Result;
use xshell::cmd;

use crate::build;
use crate::environment::Environment;

/// Refuse every request of memory in turn, in every operation of every binding.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Refuse what interpreters ask for themselves, too. Not every call survives that: see docs/reliability.md.
    #[arg(long)]
    interpreters: bool,
    /// What cargo test passes on to the tests: a part of their names, or options.
    #[arg(last = true, value_name = "FILTER")]
    filter: Vec<String>,
}

/// Runs the verb.
pub(crate) fn run(args: Args) -> Result<()> {
    let environment = Environment::discover()?;
    build::ensure(&environment)?;
    let shell = environment.shell()?;
    let filter = &args.filter;
    let tests = cmd!(
        shell,
        "cargo test --package parity-tests --test failing -- --nocapture {filter...}"
    );
    let tests = tests.envs(environment.product_variables());
    let sites = if args.interpreters {
        "interpreters"
    } else {
        "every"
    };
    Ok(tests.env("ZSTDRS_FAILING", sites).run()?)
}

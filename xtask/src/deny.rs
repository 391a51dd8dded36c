//! `deny`: licences, sources and duplicates of what the workspace depends on, by cargo-deny.

#![forbid(unsafe_code)]

use anyhow::Result;
use xshell::cmd;

use crate::environment::{Environment, executable};
use crate::setup;

/// Check the licences, the sources and the duplicates of all dependencies. With --advisories, also known vulnerabilities.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Also look for known vulnerabilities; fetches the database of them.
    #[arg(long)]
    advisories: bool,
}

/// Runs the verb.
pub(crate) fn run(args: Args) -> Result<()> {
    let environment = Environment::discover()?;
    setup::ensure(&environment)?;
    check(&environment, args.advisories)
}

/// Checks what can be checked offline, and the advisories if they are asked for.
pub(crate) fn check(environment: &Environment, advisories: bool) -> Result<()> {
    let shell = environment.shell()?;
    let program = executable(&environment.venv(), "cargo-deny");
    // Builds fetch what this platform needs; the check looks at the dependencies of all platforms.
    cmd!(shell, "cargo fetch --locked").run()?;
    let offline = (!advisories).then_some("--offline");
    let checks: &[&str] = if advisories {
        &["licenses", "bans", "sources", "advisories"]
    } else {
        &["licenses", "bans", "sources"]
    };
    cmd!(
        shell,
        "{program} {offline...} --config .cargo/deny.toml check --hide-inclusion-graph {checks...}"
    )
    .run()?;
    Ok(())
}

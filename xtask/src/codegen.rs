//! `codegen`: writes the generated files, which are committed, or checks them for drift.
//!
//! A generator is one module that turns its sources into [`output::Output`]s; it neither writes nor
//! compares. The order matters: the parity tests' table is made from the generated header.

#![forbid(unsafe_code)]

use anyhow::Result;

use crate::environment::Environment;
use crate::setup;
use output::{Mode, apply};

mod abi;
mod bindings;
mod docs;
mod header;
pub(crate) mod output;
pub(crate) mod shared_python;

/// Write the generated files (C header, list of the C ABI, parity tests' table, shared Python, docstrings).
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Write nothing; fail when a generated file is not what would be written.
    #[arg(long)]
    check: bool,
    /// Prints the parity tests' table, in a process that was told where libclang is.
    #[arg(long, hide = true)]
    print_bindings: bool,
}

/// Runs the verb.
pub(crate) fn run(args: Args) -> Result<()> {
    let environment = Environment::discover()?;
    if args.print_bindings {
        return bindings::print(&environment);
    }
    generate(
        &environment,
        if args.check { Mode::Check } else { Mode::Write },
    )
}

/// Runs all generators.
pub(crate) fn generate(environment: &Environment, mode: Mode) -> Result<()> {
    setup::ensure(environment)?;
    let header = header::output(environment)?;
    let promises = abi::output(environment, &header.text)?;
    let drift = [
        apply(environment, mode, &[header])?,
        apply(environment, mode, &[promises])?,
        apply(environment, mode, &bindings::outputs(environment)?)?,
        shared_python::run(environment, mode)?,
        apply(environment, mode, &docs::outputs(environment)?)?,
    ];
    output::judge(&drift.concat())
}

/// Whether the file at this path (from the root, with `/`) is one that a generator writes.
pub(crate) fn writes(path: &str) -> bool {
    writes_single(path) || shared_python::writes(path)
}

/// Whether the path is that of a generator with a fixed output.
fn writes_single(path: &str) -> bool {
    [
        abi::PATH,
        header::PATH,
        bindings::PATH,
        docs::RUST_PATH,
        docs::PYTHON_PATH,
    ]
    .contains(&path)
}

//! `cargo xtask VERB`: the build, the checks and the release of this workspace.
//!
//! Each verb is one module with an `Args` type (its options; the doc comment is its help) and a
//! `run(Args)` function. This file only dispatches. A new verb is one file, its `mod` line and one
//! line in the table below.
//!
//! A failure is one line on standard error and exit code 1.

#![forbid(unsafe_code)]

use std::process::ExitCode;

use clap::{Parser, Subcommand};

mod bench;
mod build;
mod codegen;
mod demo;
mod deny;
mod docs;
mod environment;
mod failing;
mod fuzz;
mod instrument;
mod lint;
mod package;
mod parity;
mod sanitize;
mod setup;
mod steps;
mod table;
mod test;
mod tidy;

/// Makes the command line and the dispatcher from one table.
macro_rules! verbs {
    ($($verb:ident => $module:ident,)*) => {
        #[derive(Subcommand)]
        enum Verb {
            $($verb($module::Args),)*
        }

        fn dispatch(verb: Verb) -> anyhow::Result<()> {
            match verb {
                $(Verb::$verb(args) => $module::run(args),)*
            }
        }
    };
}

verbs! {
    Setup => setup,
    Build => build,
    Demo => demo,
    Test => test,
    Parity => parity,
    Failing => failing,
    Fuzz => fuzz,
    Sanitize => sanitize,
    Deny => deny,
    Lint => lint,
    Tidy => tidy,
    Codegen => codegen,
    Bench => bench,
    Docs => docs,
    Package => package,
}

/// The tasks of this workspace.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    verb: Verb,
}

fn main() -> ExitCode {
    match dispatch(Cli::parse().verb) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

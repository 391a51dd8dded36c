//! `bench`: both flavours beside their peers and beside the floor that libzstd sets, measured in one process; see
//! `benches/python/bench`.

#![forbid(unsafe_code)]

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use xshell::cmd;

use crate::build;
use crate::demo::corpus;
use crate::environment::{Environment, executable};
use crate::setup;

mod against;
mod chart;
mod page;
mod record;

use record::Record;

/// The name of a record's file.
const RECORD: &str = "record.json";

/// Measure both flavours beside their peers: a record, tables and charts in docs/benchmarks.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Fewer rounds, no row above 100 MB, no peak memory. The results go to target/bench.
    #[arg(long)]
    quick: bool,
    /// Cut the inputs from this, as in the demo: a folder, a .jsonl file, or any file with --split.
    /// Without it: generated lines of JSON, the same on every machine.
    #[arg(long, value_name = "PATH")]
    corpus: Option<PathBuf>,
    /// How to cut a corpus file into records, as in the demo.
    #[arg(long, value_name = "BYTES-OR-DELIMITER")]
    split: Option<String>,
    /// Compare with an earlier record.
    #[arg(long, value_name = "FILE")]
    against: Option<PathBuf>,
    /// Only rows whose name or group contains this, or matches it as a pattern with * and ?. The
    /// results go to target/bench.
    #[arg(long, value_name = "PATTERN")]
    rows: Option<String>,
    /// Only these columns, separated by commas. The results go to target/bench.
    #[arg(long, value_name = "NAMES")]
    columns: Option<String>,
    /// With --rows: keep the other rows of the record that is in the folder for the results.
    #[arg(long, requires = "rows")]
    keep: bool,
    /// Folder for the results, instead of docs/benchmarks or target/bench.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Measure nothing: write tables and charts anew from the record in the folder for the results.
    #[arg(long)]
    render: bool,
}

impl Args {
    /// Whether the run measures less than everything.
    fn is_partial(&self) -> bool {
        self.quick || self.corpus.is_some() || self.rows.is_some() || self.columns.is_some()
    }
}

/// Runs the verb.
pub(crate) fn run(args: Args) -> Result<()> {
    let environment = Environment::discover()?;
    // What can fail because of the arguments does so before anything is built.
    let earlier = args.against.as_deref().map(Record::read).transpose()?;
    let source = corpus::Source::new(args.corpus.clone(), args.split.as_deref(), None)?;
    let out = match &args.out {
        Some(folder) => folder.clone(),
        None if args.is_partial() => environment.target.join("bench"),
        None => environment.root.join("docs/benchmarks"),
    };
    fs::create_dir_all(&out).with_context(|| format!("cannot make {}", out.display()))?;
    let path = out.join(RECORD);
    if !args.render {
        build::ensure(&environment)?;
        let python = prepare(&environment)?;
        let given = match &args.corpus {
            Some(_) => Some(corpus::gather(&environment, &source)?.records),
            None => None,
        };
        measure(&environment, &python, &args, given.as_deref(), &path)?;
    }
    let record = Record::read(&path)?;
    let page = page::render(&record);
    write(&out.join("results.md"), &page)?;
    for (name, chart) in chart::render_all(&record) {
        write(&out.join(name), &chart)?;
    }
    println!("\n{}", page::summary(&record));
    if let Some(earlier) = earlier {
        print!("\n{}", against::render(&record, &earlier));
    }
    println!("The results are in {}.", out.display());
    Ok(())
}

/// Makes the environment of the peers, with both wheels and the library of the floor; returns its interpreter.
fn prepare(environment: &Environment) -> Result<PathBuf> {
    let venv = environment.target.join("venv-bench");
    setup::ensure_extra(environment, &venv, "xtask/requirements-bench.txt")?;
    build::install_built(environment, &venv)?;
    let shell = environment.shell()?;
    cmd!(
        shell,
        "cargo build --release --package benches --example floor"
    )
    .run()?;
    Ok(executable(&venv, "python"))
}

/// Runs the harness.
fn measure(
    environment: &Environment,
    python: &Path,
    args: &Args,
    source: Option<&Path>,
    record: &Path,
) -> Result<()> {
    let (prefix, suffix) = (std::env::consts::DLL_PREFIX, std::env::consts::DLL_SUFFIX);
    let examples = environment.target.join("release/examples");
    let floor = examples.join(format!("{prefix}floor{suffix}"));
    let shell = environment.shell()?;
    // The library is found from there, whatever folder the user is in.
    shell.set_var("PYTHONPATH", environment.root.join("benches/python"));
    shell.set_var("PYTHONDONTWRITEBYTECODE", "1");
    let quick = args.quick.then_some("--quick");
    let mut command = cmd!(
        shell,
        "{python} -m bench --floor {floor} --out {record} {quick...}"
    );
    let named = [("--rows", &args.rows), ("--columns", &args.columns)];
    for (option, value) in named {
        if let Some(value) = value {
            command = command.arg(option).arg(value);
        }
    }
    if args.keep {
        command = command.arg("--keep");
    }
    if let Some(source) = source {
        command = command.arg("--source").arg(source);
    }
    Ok(command.run()?)
}

fn write(path: &Path, text: &str) -> Result<()> {
    fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
}

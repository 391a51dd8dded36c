//! `demo`: the main job. Trains a dictionary on a corpus of small records, compresses all of them in
//! one batch with and without it, decompresses them and compares, once in each flavour; then shows
//! one table and proves that all flavours made the same bytes.

#![forbid(unsafe_code)]

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::build;
use crate::environment::Environment;

mod compare;
pub(crate) mod corpus;
mod report;
mod runner;
mod split;

/// Build both flavours and run the main job on a corpus: train, compress, decompress, compare.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The corpus: a folder (each file is a record), a .jsonl file (each line is a record), or any
    /// file with --split. Without it: the sources of the workspace's own dependencies.
    #[arg(long, value_name = "PATH")]
    corpus: Option<PathBuf>,
    /// How to cut a corpus file into records: a number of bytes, or a delimiter with the escapes
    /// \n, \r, \t, \0, \\ and \xNN.
    #[arg(long, value_name = "BYTES-OR-DELIMITER")]
    split: Option<String>,
    /// Leave the dictionary and the compressed buffers in this folder.
    #[arg(long, value_name = "DIR")]
    keep: Option<PathBuf>,
    /// Compression level.
    #[arg(
        long,
        value_name = "N",
        default_value_t = 3,
        allow_negative_numbers = true
    )]
    level: i32,
    /// Take at most this many records of the default corpus.
    #[arg(skip)]
    limit: Option<usize>,
}

impl Args {
    /// The default corpus, thinned to `limit` records: the demo as a test.
    pub(crate) fn small(limit: usize) -> Self {
        Self {
            corpus: None,
            split: None,
            keep: None,
            level: 3,
            limit: Some(limit),
        }
    }
}

/// Runs the verb.
pub(crate) fn run(args: Args) -> Result<()> {
    let environment = Environment::discover()?;
    let job = prepare(&environment, args)?;
    build::ensure(&environment)?;
    execute(&environment, &job)
}

/// Runs the main job with what is already built.
pub(crate) fn run_built(environment: &Environment, args: Args) -> Result<()> {
    let job = prepare(environment, args)?;
    execute(environment, &job)
}

/// A corpus that is ready, and what to do with it.
struct Job {
    corpus: corpus::Corpus,
    keep: Option<PathBuf>,
    level: i32,
}

/// Does everything that can fail because of the arguments, before anything is built.
fn prepare(environment: &Environment, args: Args) -> Result<Job> {
    let source = corpus::Source::new(args.corpus, args.split.as_deref(), args.limit)?;
    let corpus = corpus::gather(environment, &source)?;
    if let Some(folder) = &args.keep {
        fs::create_dir_all(folder)
            .with_context(|| format!("cannot make --keep {}", folder.display()))?;
    }
    Ok(Job {
        corpus,
        keep: args.keep,
        level: args.level,
    })
}

/// Runs the three flavours, compares them and reports.
fn execute(environment: &Environment, job: &Job) -> Result<()> {
    let runs = runner::run_all(environment, &job.corpus, job.level)?;
    compare::same_bytes(&runs)?;
    print!("{}", report::render(&runs));
    if let (Some(folder), Some(run)) = (&job.keep, runs.first()) {
        for name in runner::FILES {
            let target = folder.join(name);
            fs::copy(run.folder.join(name), &target)
                .with_context(|| format!("cannot write {}", target.display()))?;
        }
        println!(
            "Dictionary and compressed buffers are in {}.",
            folder.display()
        );
    }
    Ok(())
}

//! `package`: everything that a release consists of, in `target/dist`.
//!
//! Each kind of artefact is one module with `make` and `check`: `check` uses what was made as its users will, from an empty
//! folder.

#![forbid(unsafe_code)]

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::environment::Environment;
use crate::setup;
use crate::steps::Steps;

mod clibrary;
mod crates;
mod wheels;

/// Make the release into target/dist: crates, the C library, sdists and wheels.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Also install, link and run what was made, each in an empty folder.
    #[arg(long)]
    check: bool,
    /// Package the crates although the working tree has changes that are not committed.
    #[arg(long)]
    allow_dirty: bool,
    /// What to make; everything if nothing is named.
    parts: Vec<Part>,
}

/// What a release consists of.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Part {
    /// `.crate` files; making them compiles each from its own content.
    Crates,
    /// The tarball of the C library: header, shared and static library, `.pc` file, licence, examples.
    C,
    /// Source distributions and wheels of both Python flavours.
    Wheels,
}

/// Runs the verb.
pub(crate) fn run(args: Args) -> Result<()> {
    let environment = Environment::discover()?;
    setup::ensure(&environment)?;
    let folder = folder(&environment);
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let wanted = |part| args.parts.is_empty() || args.parts.contains(&part);
    let mut steps = Steps::default();
    if wanted(Part::C) && steps.run("C library", || clibrary::make(&environment)) && args.check {
        steps.run("C library: link and run", || clibrary::check(&environment));
    }
    if wanted(Part::Wheels) && steps.run("wheels", || wheels::make(&environment)) && args.check {
        steps.run("wheels: install the source distributions", || {
            wheels::check(&environment)
        });
    }
    if wanted(Part::Crates)
        && steps.run("crates", || crates::make(&environment, args.allow_dirty))
        && args.check
    {
        steps.run("crates: test their features", || {
            crates::check(&environment)
        });
    }
    steps.finish()?;
    for name in listed(&folder)? {
        println!("{}", folder.join(name).display());
    }
    Ok(())
}

/// Where the artefacts go.
fn folder(environment: &Environment) -> PathBuf {
    environment.target.join("dist")
}

/// The names of the files in a folder, sorted.
fn listed(folder: &Path) -> Result<Vec<String>> {
    let entries =
        fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))?;
    let files = entries.flatten().filter(|entry| entry.path().is_file());
    let mut names: Vec<String> = files
        .filter_map(|entry| entry.file_name().into_string().ok())
        .collect();
    names.sort();
    Ok(names)
}

/// Copies a file; the error names both.
fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::copy(from, to)
        .map(drop)
        .with_context(|| format!("cannot copy {} to {}", from.display(), to.display()))
}

/// Makes a folder anew, empty.
fn empty_folder(path: &Path) -> Result<()> {
    if path.exists() {
        fs::remove_dir_all(path).with_context(|| format!("cannot empty {}", path.display()))?;
    }
    fs::create_dir_all(path).with_context(|| format!("cannot make {}", path.display()))
}

/// The version of the workspace.
fn version() -> &'static str {
    env!("CARGO_PKG_VERSION")
}

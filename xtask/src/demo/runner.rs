//! Starts the three flavours' runners and reads what they report, a JSON object a line.

#![forbid(unsafe_code)]

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use indicatif::{ProgressBar, ProgressFinish, ProgressStyle};
use serde::Deserialize;
use xshell::cmd;

use super::corpus::Corpus;
use crate::environment::Environment;

/// What each runner leaves in its output folder.
pub(super) const FILES: [&str; 5] = [
    "dictionary.zdict",
    "frames.bin",
    "frames.idx",
    "frames-dict.bin",
    "frames-dict.idx",
];

/// The ways to use the product, in the order in which they run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Flavour {
    /// The Rust crates.
    Rust,
    /// Python module `zstd`.
    Native,
    /// Python module `zstd_cffi`.
    Cffi,
}

impl Flavour {
    /// The name that folders and the table use.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Rust => "rust",
            Self::Native => "native",
            Self::Cffi => "cffi",
        }
    }
}

/// A line of a runner.
#[derive(Deserialize)]
#[serde(untagged)]
enum Line {
    Progress {
        stage: String,
        done: u64,
        total: u64,
    },
    Result {
        result: Summary,
    },
}

/// What a runner did.
#[derive(Debug, Deserialize)]
pub(super) struct Summary {
    /// Who reports.
    pub(super) flavour: Flavour,
    /// Number of records.
    pub(super) records: u64,
    /// Bytes of all records.
    pub(super) raw: u64,
    /// Bytes of all frames made without the dictionary.
    pub(super) compressed: u64,
    /// Bytes of all frames made with the dictionary.
    pub(super) compressed_dict: u64,
    /// Seconds of each stage, by its name.
    pub(super) seconds: BTreeMap<String, f64>,
    /// Number of records that came back unchanged, both ways.
    pub(super) verified: u64,
}

/// A finished runner.
pub(super) struct Run {
    /// What it reported.
    pub(super) summary: Summary,
    /// The folder with its [`FILES`].
    pub(super) folder: PathBuf,
}

/// Runs all flavours, one after the other so that they do not take each other's time.
pub(super) fn run_all(environment: &Environment, corpus: &Corpus, level: i32) -> Result<Vec<Run>> {
    let shell = environment.shell()?;
    cmd!(
        shell,
        "cargo build --release --package benches --bin demo-rust"
    )
    .run()?;
    let flavours = [Flavour::Rust, Flavour::Native, Flavour::Cffi];
    flavours
        .into_iter()
        .map(|flavour| run(environment, corpus, level, flavour))
        .collect()
}

/// Runs one flavour.
fn run(environment: &Environment, corpus: &Corpus, level: i32, flavour: Flavour) -> Result<Run> {
    let name = flavour.name();
    let folder = environment.target.join("demo").join(name);
    // Files of an earlier run must never be taken for this one's.
    if folder.exists() {
        fs::remove_dir_all(&folder)
            .with_context(|| format!("cannot remove {}", folder.display()))?;
    }
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let mut command = program(environment, flavour);
    command
        .current_dir(&environment.root)
        .env("CARGO_TARGET_DIR", &environment.target);
    command
        .arg("--records")
        .arg(&corpus.records)
        .arg("--index")
        .arg(&corpus.index);
    command
        .arg("--out")
        .arg(&folder)
        .args(["--level", &level.to_string()]);
    let mut child = command
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot start the {name} runner"))?;
    let output = child
        .stdout
        .take()
        .context("the runner has no standard output")?;
    let summary = follow(BufReader::new(output), name);
    if summary.is_err() {
        // It may still write; without a reader it would wait for ever.
        child.kill().ok();
    }
    let status = child.wait()?;
    let summary = summary?;
    if !status.success() {
        bail!("the {name} runner failed ({status})");
    }
    let summary = summary.with_context(|| format!("the {name} runner reported no result"))?;
    check(&summary, flavour)?;
    Ok(Run { summary, folder })
}

/// How a flavour's runner is started.
fn program(environment: &Environment, flavour: Flavour) -> Command {
    let module = match flavour {
        Flavour::Rust => {
            let mut command = Command::new("cargo");
            command.args([
                "run",
                "--quiet",
                "--release",
                "--package",
                "benches",
                "--bin",
                "demo-rust",
                "--",
            ]);
            return command;
        }
        Flavour::Native => "zstd",
        Flavour::Cffi => "zstd_cffi",
    };
    let mut command = Command::new(environment.python());
    command
        .arg(environment.root.join("benches/python/demo.py"))
        .args(["--module", module]);
    command
}

/// Reads a runner's lines to their end, showing its progress on a terminal.
fn follow(lines: impl BufRead, name: &str) -> Result<Option<Summary>> {
    let style = ProgressStyle::with_template("{prefix:>8} {msg:<16} [{bar:40}] {pos}/{len}")?;
    let bar = ProgressBar::new(0)
        .with_style(style.progress_chars("=> "))
        .with_finish(ProgressFinish::AndClear);
    bar.set_prefix(name.to_owned());
    let mut summary = None;
    for line in lines.lines() {
        let line = line.with_context(|| format!("cannot read from the {name} runner"))?;
        match serde_json::from_str(&line) {
            Ok(Line::Progress { stage, done, total }) => {
                bar.set_message(stage);
                bar.set_length(total);
                bar.set_position(done);
            }
            Ok(Line::Result { result }) => summary = Some(result),
            Err(_) => bail!("the {name} runner printed a line that is no report: {line}"),
        }
    }
    Ok(summary)
}

/// Refuses a report that is not about what we asked for.
fn check(summary: &Summary, flavour: Flavour) -> Result<()> {
    let name = flavour.name();
    if summary.flavour != flavour {
        bail!("the {name} runner reports for {}", summary.flavour.name());
    }
    if summary.verified != summary.records {
        bail!(
            "the {name} runner verified {} of {} records",
            summary.verified,
            summary.records
        );
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const RESULT: &str = r#"{"result": {"flavour": "native", "records": 2, "raw": 10, "compressed": 5,
        "compressed_dict": 4, "seconds": {"train": 0.5}, "verified": 2}}"#;

    #[test]
    fn lines_are_followed_to_the_result() {
        let result = RESULT.replace('\n', " ");
        let text = format!("{{\"stage\": \"train\", \"done\": 1, \"total\": 2}}\n{result}\n");
        let summary = follow(text.as_bytes(), "native").unwrap().unwrap();
        assert_eq!(
            (summary.flavour, summary.records, summary.verified),
            (Flavour::Native, 2, 2)
        );
        assert!(check(&summary, Flavour::Native).is_ok());
        assert!(check(&summary, Flavour::Cffi).is_err());
    }

    #[test]
    fn a_foreign_line_is_an_error_and_no_result_is_none() {
        assert!(follow("hello\n".as_bytes(), "rust").is_err());
        assert!(follow("".as_bytes(), "rust").unwrap().is_none());
    }

    #[test]
    fn unverified_records_are_refused() {
        let text = RESULT
            .replace('\n', " ")
            .replace("\"verified\": 2", "\"verified\": 1");
        let summary = follow(text.as_bytes(), "native").unwrap().unwrap();
        let error = check(&summary, Flavour::Native).unwrap_err().to_string();
        assert_eq!(error, "the native runner verified 1 of 2 records");
    }
}

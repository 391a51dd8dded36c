//! How often each target has been executed on this machine, over all runs.

#![forbid(unsafe_code)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::statistics_file;
use crate::table::{Align, grouped, render};

/// Executions by target and build, kept in a file of lines `target build number`.
pub(super) struct Statistics {
    path: PathBuf,
    executions: BTreeMap<(String, String), u64>,
}

impl Statistics {
    /// What the file of a folder says; nothing where there is none.
    pub(super) fn read(folder: &Path) -> Result<Self> {
        let path = statistics_file(folder);
        let text = fs::read_to_string(&path).unwrap_or_default();
        Ok(Self {
            path,
            executions: text.lines().filter_map(parse).collect(),
        })
    }

    /// Adds executions, also to the file. What another run has written meanwhile is kept.
    pub(super) fn add(&mut self, target: &str, fast: bool, executions: u64) -> Result<()> {
        if let Ok(text) = fs::read_to_string(&self.path) {
            self.executions = text.lines().filter_map(parse).collect();
        }
        let build = if fast { "plain" } else { "sanitized" };
        *self
            .executions
            .entry((target.to_owned(), build.to_owned()))
            .or_default() += executions;
        let lines = self
            .executions
            .iter()
            .map(|((target, build), number)| format!("{target} {build} {number}\n"));
        fs::write(&self.path, lines.collect::<String>())
            .with_context(|| format!("cannot write {}", self.path.display()))
    }

    /// A table.
    pub(super) fn render(&self) -> String {
        let header = [
            ("target", Align::Left),
            ("build", Align::Left),
            ("executions", Align::Right),
        ];
        let rows = self
            .executions
            .iter()
            .map(|((target, build), number)| vec![target.clone(), build.clone(), grouped(*number)]);
        render(&header, &rows.collect::<Vec<_>>())
    }
}

fn parse(line: &str) -> Option<((String, String), u64)> {
    let mut words = line.split_whitespace();
    let (target, build, number) = (words.next()?, words.next()?, words.next()?);
    Some(((target.to_owned(), build.to_owned()), number.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn executions_add_up_over_runs() {
        let folder = tempfile::tempdir().unwrap();
        for _ in 0..2 {
            let mut statistics = Statistics::read(folder.path()).unwrap();
            statistics.add("decode", true, 600).unwrap();
            statistics.add("decode", false, 1).unwrap();
        }
        let text = Statistics::read(folder.path()).unwrap().render();
        assert!(text.contains("decode  plain           1,200"), "{text}");
        assert!(text.contains("decode  sanitized           2"), "{text}");
    }
}

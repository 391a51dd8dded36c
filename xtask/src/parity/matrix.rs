//! The matrix property × binding, from the lines that the tests report.

#![forbid(unsafe_code)]

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::table::{Align, render};

/// How a property fared on a binding. The greater one counts when a cell is reported repeatedly.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Outcome {
    /// The binding cannot do this, for a stated reason.
    Skip,
    /// It holds.
    Pass,
    /// It does not.
    Fail,
}

/// A line of the report.
#[derive(Deserialize)]
struct Line {
    property: String,
    binding: String,
    outcome: Outcome,
    reason: Option<String>,
}

/// A cell: its outcome and why.
type Cell = (Outcome, Option<String>);

/// All outcomes, by property and binding.
pub(super) struct Matrix {
    cells: BTreeMap<String, BTreeMap<String, Cell>>,
}

impl Matrix {
    /// Reads a report of JSON lines.
    pub(super) fn parse(text: &str) -> Result<Self> {
        let mut cells: BTreeMap<String, BTreeMap<String, Cell>> = BTreeMap::new();
        for (index, line) in text
            .lines()
            .enumerate()
            .filter(|(_, line)| !line.trim().is_empty())
        {
            let line: Line = serde_json::from_str(line)
                .with_context(|| format!("line {} of the parity report is not valid", index + 1))?;
            let row = cells.entry(line.property).or_default();
            match row.get(&line.binding) {
                Some((known, _)) if *known >= line.outcome => {}
                _ => {
                    row.insert(line.binding, (line.outcome, line.reason));
                }
            }
        }
        Ok(Self { cells })
    }

    /// Whether nothing was reported.
    pub(super) fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// The number of failed cells.
    pub(super) fn failures(&self) -> usize {
        let outcomes = self.cells.values().flat_map(BTreeMap::values);
        outcomes
            .filter(|(outcome, _)| *outcome == Outcome::Fail)
            .count()
    }

    /// The matrix, then the reasons of what failed or was skipped, one line each.
    pub(super) fn render(&self) -> String {
        let bindings: BTreeSet<&str> = self
            .cells
            .values()
            .flat_map(BTreeMap::keys)
            .map(String::as_str)
            .collect();
        let mut header = vec![("property", Align::Left)];
        header.extend(bindings.iter().map(|binding| (*binding, Align::Left)));
        let mut notes = BTreeSet::new();
        let mut rows = Vec::new();
        for (property, row) in &self.cells {
            let mut cells = vec![property.clone()];
            for binding in &bindings {
                let cell = row.get(*binding);
                cells.push(word(cell.map(|(outcome, _)| *outcome)).to_owned());
                if let Some((outcome @ (Outcome::Fail | Outcome::Skip), reason)) = cell {
                    let reason = reason.as_deref().unwrap_or("no reason given");
                    let reason = reason.lines().next().unwrap_or_default();
                    notes.insert(format!(
                        "{} {property} on {binding}: {reason}\n",
                        word(Some(*outcome))
                    ));
                }
            }
            rows.push(cells);
        }
        let mut text = render(&header, &rows);
        if !notes.is_empty() {
            text.push('\n');
            text.extend(notes);
        }
        text
    }
}

/// What a cell shows; a property that did not run on a binding has a dash.
fn word(outcome: Option<Outcome>) -> &'static str {
    match outcome {
        Some(Outcome::Pass) => "pass",
        Some(Outcome::Fail) => "FAIL",
        Some(Outcome::Skip) => "skip",
        None => "-",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const REPORT: &str = r#"
{"property": "round_trip", "binding": "rust", "outcome": "pass"}
{"property": "round_trip", "binding": "pypy", "outcome": "skip", "reason": "no pypy3"}
{"property": "bounds", "binding": "rust", "outcome": "pass", "reason": null}
{"property": "bounds", "binding": "rust", "outcome": "fail", "reason": "7 > 6\nmore"}
{"property": "bounds", "binding": "rust", "outcome": "pass"}
"#;

    #[test]
    fn cells_and_reasons() {
        let matrix = Matrix::parse(REPORT).unwrap();
        let expected = "property    pypy  rust\n\
                        ----------  ----  ----\n\
                        bounds      -     FAIL\n\
                        round_trip  skip  pass\n\
                        \n\
                        FAIL bounds on rust: 7 > 6\n\
                        skip round_trip on pypy: no pypy3\n";
        assert_eq!(matrix.render(), expected);
        assert_eq!(matrix.failures(), 1);
    }

    #[test]
    fn an_empty_report_is_known_as_such() {
        assert!(Matrix::parse("\n").unwrap().is_empty());
    }

    #[test]
    fn a_foreign_line_is_named() {
        let error = Matrix::parse("{}").map(|_| ()).unwrap_err().to_string();
        assert_eq!(error, "line 1 of the parity report is not valid");
    }
}

//! What became of each property on each binding, as JSON lines for `cargo xtask parity`.
#![forbid(unsafe_code)]

use std::fs::OpenOptions;
use std::io::Write;

use serde_json::json;

/// The environment variable with the path of the file to append to.
pub const VARIABLE: &str = "ZSTDRS_PARITY_REPORT";

/// What became of a property on a binding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark<'a> {
    /// It holds.
    Pass,
    /// It does not, for this reason.
    Fail(&'a str),
    /// The binding is not there, for this reason.
    Skip(&'a str),
}

/// A line of the report.
#[must_use]
pub fn line(property: &str, binding: &str, mark: Mark<'_>) -> String {
    let (outcome, reason) = match mark {
        Mark::Pass => ("pass", None),
        Mark::Fail(reason) => ("fail", Some(reason)),
        Mark::Skip(reason) => ("skip", Some(reason)),
    };
    let line = json!({
        "property": property,
        "binding": binding,
        "outcome": outcome,
        "reason": reason,
    });
    format!("{line}\n")
}

/// Appends a line to the report, if one is asked for.
///
/// # Errors
///
/// The file cannot be written.
pub fn write(property: &str, binding: &str, mark: Mark<'_>) -> Result<(), String> {
    let Some(path) = std::env::var_os(VARIABLE) else {
        return Ok(());
    };
    let text = line(property, binding, mark);
    let mut options = OpenOptions::new();
    let file = options.append(true).create(true).open(&path);
    // One call, so that lines of tests that run at the same time do not mix.
    file.and_then(|mut file| file.write_all(text.as_bytes()))
        .map_err(|error| format!("{VARIABLE}={}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_json() {
        let text = line(
            "round_trip",
            "rust",
            Mark::Fail("a \"reason\"\nof two lines"),
        );
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(value["outcome"], "fail");
        assert_eq!(value["reason"], "a \"reason\"\nof two lines");
        assert_eq!(text.lines().count(), 1);
        assert!(line("p", "b", Mark::Pass).contains("\"reason\":null"));
    }
}

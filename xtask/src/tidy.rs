//! `tidy`: the house rules that a machine can check. Each violation is `path:line: message`.

#![forbid(unsafe_code)]

use std::fmt;

use anyhow::{Result, bail};

use crate::environment::Environment;

mod frontends;
mod inventory;
mod layers;
mod manifests;
mod python;
mod rust;
mod rust_code;
mod text;
mod top_level;
mod tree;
mod unsafety;

/// Check the house rules: layers, folders, file sizes, module docs, unsafe code.
#[derive(clap::Args)]
pub(crate) struct Args {}

/// Runs the verb.
pub(crate) fn run(_: Args) -> Result<()> {
    check(&Environment::discover()?)
}

/// Checks all rules; prints every violation.
pub(crate) fn check(environment: &Environment) -> Result<()> {
    let tree = tree::Tree::read(environment)?;
    let mut violations = layers::check(environment)?;
    violations.extend(top_level::check(&tree.top_level));
    violations.extend(inventory::check(&tree));
    for file in &tree.files {
        if file.is_generated() {
            continue;
        }
        violations.extend(text::check(file));
        violations.extend(manifests::check(file));
        violations.extend(python::check(file));
        violations.extend(rust::check(file));
        violations.extend(frontends::check(file));
        violations.extend(unsafety::check(file, &tree));
    }
    for violation in &violations {
        eprintln!("{violation}");
    }
    match violations.len() {
        0 => Ok(()),
        1 => bail!("1 house rule is broken"),
        count => bail!("{count} house rules are broken"),
    }
}

/// A place where a rule is broken.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Violation {
    /// From the workspace root, with `/`.
    path: String,
    /// Counted from 1.
    line: usize,
    message: String,
}

impl Violation {
    fn new(path: &str, line: usize, message: impl Into<String>) -> Self {
        Self {
            path: path.to_owned(),
            line,
            message: message.into(),
        }
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}:{}: {}", self.path, self.line, self.message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn violations_are_path_line_message() {
        let violation = Violation::new("crates/a/src/lib.rs", 7, "wrong");
        assert_eq!(violation.to_string(), "crates/a/src/lib.rs:7: wrong");
    }
}

//! Runs the steps of a verb: all of them, whatever fails on the way, and says at the end which did.

#![forbid(unsafe_code)]

use anyhow::{Result, bail};

/// The steps so far, with the names of those that failed.
#[derive(Default)]
pub(crate) struct Steps {
    failed: Vec<String>,
}

impl Steps {
    /// Runs one step. Its error is printed here; the result says whether it succeeded.
    pub(crate) fn run(&mut self, name: &str, step: impl FnOnce() -> Result<()>) -> bool {
        eprintln!("== {name}");
        match step() {
            Ok(()) => true,
            Err(error) => {
                eprintln!("error: {name}: {error:#}");
                self.failed.push(name.to_owned());
                false
            }
        }
    }

    /// An error that names the failed steps, if there are any.
    pub(crate) fn finish(self) -> Result<()> {
        if !self.failed.is_empty() {
            bail!("failed: {}", self.failed.join(", "));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_steps_run_and_the_failed_ones_are_named() {
        let mut ran = Vec::new();
        let mut steps = Steps::default();
        assert!(!steps.run("first", || bail!("no")));
        assert!(steps.run("second", || {
            ran.push("second");
            Ok(())
        }));
        assert!(!steps.run("third", || bail!("no")));
        assert_eq!(ran, ["second"]);
        assert_eq!(
            steps.finish().unwrap_err().to_string(),
            "failed: first, third"
        );
        assert!(Steps::default().finish().is_ok());
    }
}

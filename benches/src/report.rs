//! What a runner prints while it works: a JSON object a line, for the program that started it.
#![forbid(unsafe_code)]

use std::collections::BTreeMap;
use std::time::Instant;

use anyhow::Result;
use serde_json::{Value, json};

/// Reports stages as they begin and end, and keeps their times.
#[derive(Default)]
pub struct Report {
    seconds: BTreeMap<&'static str, f64>,
}

impl Report {
    /// Runs `work`, which handles `total` records, as a stage and measures its wall time.
    ///
    /// # Errors
    ///
    /// Those of `work`.
    pub fn stage<T>(
        &mut self,
        name: &'static str,
        total: usize,
        work: impl FnOnce() -> Result<T>,
    ) -> Result<T> {
        progress(name, 0, total);
        let start = Instant::now();
        let result = work()?;
        self.seconds.insert(name, start.elapsed().as_secs_f64());
        progress(name, total, total);
        Ok(result)
    }

    /// Prints the result of the whole run: `fields` and the times of the stages.
    pub fn finish(self, mut fields: Value) {
        fields["seconds"] = json!(self.seconds);
        println!("{}", json!({ "result": fields }));
    }
}

/// Prints how far a stage has come.
pub fn progress(stage: &str, done: usize, total: usize) {
    println!(
        "{}",
        json!({ "stage": stage, "done": done, "total": total })
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stages_are_timed_unless_they_fail() {
        let mut report = Report::default();
        assert_eq!(report.stage("train", 1, || Ok(7)).unwrap(), 7);
        let failed: Result<()> = report.stage("compress", 1, || anyhow::bail!("no"));
        assert!(failed.is_err());
        assert_eq!(report.seconds.keys().collect::<Vec<_>>(), [&"train"]);
    }
}

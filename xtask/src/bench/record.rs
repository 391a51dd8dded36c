//! The record of a run, as the harness writes it.

#![forbid(unsafe_code)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

/// The format of the records that this program reads.
const FORMAT: u32 = 1;

/// A run.
#[derive(Debug, Deserialize)]
pub(super) struct Record {
    format: u32,
    /// How thorough the run was: `full`, `quick` or `smoke`.
    pub(super) pace: String,
    /// Where the inputs came from: `generated` or `given`.
    pub(super) corpus: String,
    /// What it ran on.
    pub(super) machine: Machine,
    /// Versions by column, and those of Python and libzstd.
    pub(super) versions: BTreeMap<String, String>,
    /// What was measured.
    pub(super) rows: Vec<Row>,
}

/// A machine.
#[derive(Debug, Deserialize)]
pub(super) struct Machine {
    /// The model of the processor.
    pub(super) cpu: String,
    /// The number of logical CPUs.
    pub(super) cpus: u32,
    /// The system's name.
    pub(super) system: String,
    /// The release of its kernel.
    pub(super) kernel: String,
}

/// A row.
#[derive(Debug, Deserialize)]
pub(super) struct Row {
    /// Its name, unlike all others.
    pub(super) name: String,
    /// The table that it is in.
    pub(super) group: String,
    /// Bytes of content that a call processes.
    pub(super) bytes: u64,
    /// The least speed of the native flavour, in multiples of zstandard's.
    pub(super) bar: f64,
    /// The most time of the native flavour, in multiples of the floor's; 0 where there is no bar.
    pub(super) floor_bar: f64,
    /// The seconds of a call in each round, by column.
    seconds: BTreeMap<String, Vec<f64>>,
    /// By column, how many times as fast as others it is.
    speedups: BTreeMap<String, BTreeMap<String, f64>>,
    /// Peak memory, by column.
    pub(super) memory: BTreeMap<String, Memory>,
}

/// The memory of a batch call, in bytes.
#[derive(Debug, Deserialize)]
pub(super) struct Memory {
    /// Bytes of all inputs, which are there before the call.
    input: u64,
    /// Bytes of all results.
    output: u64,
    /// By how much the process grew.
    pub(super) peak: u64,
    /// The number of threads.
    threads: u64,
}

impl Memory {
    /// What the call may take beyond its inputs: the results, a tenth of both, and 1 MiB for each thread.
    pub(super) fn allowed(&self) -> u64 {
        self.output + (self.input + self.output) / 10 + (self.threads << 20)
    }
}

impl Record {
    /// Reads a file.
    pub(super) fn read(path: &Path) -> Result<Self> {
        let shown = path.display();
        let text = fs::read_to_string(path).with_context(|| format!("cannot read {shown}"))?;
        Self::parse(&text).with_context(|| format!("{shown} is no record of `cargo xtask bench`"))
    }

    pub(super) fn parse(text: &str) -> Result<Self> {
        let record: Self = serde_json::from_str(text)?;
        if record.format != FORMAT {
            bail!("its format is {}, not {FORMAT}", record.format);
        }
        Ok(record)
    }

    /// The names of the groups, in order.
    pub(super) fn groups(&self) -> Vec<&str> {
        let mut names: Vec<&str> = Vec::new();
        for row in &self.rows {
            if !names.contains(&row.group.as_str()) {
                names.push(&row.group);
            }
        }
        names
    }

    /// The geometric mean of a speedup over all rows that have it.
    pub(super) fn mean(&self, column: &str, over: &str) -> Option<f64> {
        let logs: Vec<f64> = self
            .rows
            .iter()
            .filter_map(|row| row.speedup(column, over))
            .map(f64::ln)
            .collect();
        let count = u32::try_from(logs.len()).ok().filter(|&count| count > 0)?;
        Some((logs.iter().sum::<f64>() / f64::from(count)).exp())
    }
}

impl Row {
    /// How many times as fast as `over` a column is.
    pub(super) fn speedup(&self, column: &str, over: &str) -> Option<f64> {
        self.speedups.get(column)?.get(over).copied()
    }

    /// The median of the seconds of a call.
    pub(super) fn seconds(&self, column: &str) -> Option<f64> {
        let mut samples = self.seconds.get(column)?.clone();
        samples.sort_by(f64::total_cmp);
        samples.get(samples.len() / 2).copied()
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A record of two rows.
    pub(in super::super) const SAMPLE: &str = r#"{
        "format": 1, "pace": "full", "corpus": "generated", "missing": [],
        "machine": {"cpu": "Some <CPU>", "cpus": 2, "system": "Linux", "kernel": "6.1"},
        "versions": {"python": "3.11.7", "native": "0.1.0", "zstandard": "0.25.0"},
        "rows": [
            {"name": "decompress 1 KB", "group": "one shot", "bytes": 1000, "bar": 1.1, "floor_bar": 0,
             "seconds": {"native": [3e-6, 1e-6, 2e-6], "zstandard": [4e-6, 4e-6, 4e-6]},
             "speedups": {"native": {"zstandard": 2.0, "floor": 0.8}, "cffi": {"native": 0.5}}, "memory": {}},
            {"name": "decompress many", "group": "batch", "bytes": 5000000, "bar": 1.4, "floor_bar": 1.2,
             "seconds": {"native": [1e-3], "zstandard": [5e-4]},
             "speedups": {"native": {"zstandard": 0.5, "floor": 0.8}, "cffi": {}},
             "memory": {"native": {"input": 1000000, "output": 5000000, "peak": 6000000, "threads": 1}}}
        ]}"#;

    #[test]
    fn a_record_is_read_and_summed_up() {
        let record = Record::parse(SAMPLE).unwrap();
        assert_eq!(record.groups(), ["one shot", "batch"]);
        assert_eq!(record.rows[0].seconds("native"), Some(2e-6));
        assert_eq!(record.rows[0].seconds("cramjam"), None);
        assert_eq!(record.rows[1].speedup("native", "zstandard"), Some(0.5));
        let mean = record.mean("native", "zstandard").unwrap();
        assert!((mean - 1.0).abs() < 1e-9, "{mean}");
        assert_eq!(record.mean("native", "cramjam"), None);
        let memory = &record.rows[1].memory["native"];
        assert_eq!(memory.allowed(), 5_000_000 + 600_000 + (1 << 20));
    }

    #[test]
    fn foreign_files_are_refused() {
        assert!(Record::parse("{}").is_err());
        let other = SAMPLE.replacen("\"format\": 1", "\"format\": 2", 1);
        let error = Record::parse(&other).unwrap_err().to_string();
        assert_eq!(error, "its format is 2, not 1");
    }
}

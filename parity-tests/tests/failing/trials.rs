//! A trial for each operation and each kind of process.
#![forbid(unsafe_code)]

use std::env;
use std::path::PathBuf;

use libtest_mimic::{Failed, Trial};
use parity_tests::catalog;
use parity_tests::wire::Tree;

use crate::catalogue::{self, Entry};
use crate::first;
use crate::judge::{Ending, Rules, judge};
use crate::process::{ALL, Answer, Kind, Process};

/// How many sites of an operation are tried, unless all are: others for each operation.
const SITES: i64 = 3;

/// How often a call is made that leaves more blocks each time, before they count as lost: caches fill once, and what worker
/// threads were left in the middle of is freed by another thread.
const ROUNDS: usize = 10;

/// How many failures of an operation are shown.
const SHOWN: usize = 8;

/// All trials; those of processes that cannot be had are shown as ignored.
pub(crate) fn all() -> Vec<Trial> {
    let mut trials = Vec::new();
    for (name, kind) in kinds() {
        for (index, entry) in catalogue::entries().into_iter().enumerate() {
            if kind == Ok(Kind::Rust) && entry.elsewhere {
                continue;
            }
            if first::is_tried(&entry) {
                let entry = entry.clone();
                let what = format!("first {}::{name}", entry.name);
                trials.push(trial(what, &kind, move |kind| {
                    first::run(&kind, index, &entry)
                }));
            }
            let what = format!("{}::{name}", entry.name);
            trials.push(trial(what, &kind, move |kind| {
                Tried::new(kind, index, entry).run()
            }));
        }
    }
    trials
}

/// A trial that says what it did.
fn trial(
    what: String,
    kind: &Result<Kind, String>,
    run: impl FnOnce(Kind) -> Result<String, Failed> + Send + 'static,
) -> Trial {
    match kind {
        Ok(kind) => {
            let kind = kind.clone();
            Trial::test(what, move || {
                let report = run(kind)?;
                println!("{report}");
                Ok(())
            })
        }
        Err(reason) if catalog::all_required() => {
            let reason = reason.clone();
            Trial::test(what, move || Err(reason.into()))
        }
        Err(reason) => Trial::test(what, || Ok(()))
            .with_kind(reason)
            .with_ignored_flag(true),
    }
}

fn kinds() -> Vec<(&'static str, Result<Kind, String>)> {
    let python = |variable, module, whole| {
        file(variable).map(|program| Kind::Python {
            program,
            module,
            whole,
        })
    };
    let mut kinds = vec![
        ("rust", Ok(Kind::Rust)),
        ("c-abi", file("ZSTDRS_CABI").map(Kind::CAbi)),
        ("cpython-native", python("ZSTDRS_PYTHON", "zstd", false)),
        ("cpython-cffi", python("ZSTDRS_PYTHON", "zstd_cffi", false)),
        ("pypy-cffi", python("ZSTDRS_PYPY", "zstd_cffi", false)),
    ];
    if tried() == Some(Sites::OfInterpreters) {
        kinds.extend([
            (
                "cpython-native, whole",
                python("ZSTDRS_PYTHON", "zstd", true),
            ),
            (
                "cpython-cffi, whole",
                python("ZSTDRS_PYTHON", "zstd_cffi", true),
            ),
        ]);
    }
    kinds
}

fn file(variable: &str) -> Result<PathBuf, String> {
    let path = env::var_os(variable).ok_or_else(|| format!("{variable} is not set"))?;
    Ok(path.into())
}

/// An operation in a process.
struct Tried {
    kind: Kind,
    index: usize,
    entry: Entry,
    process: Option<Process>,
    complaints: Vec<String>,
    refused: i128,
}

impl Tried {
    fn new(kind: Kind, index: usize, entry: Entry) -> Self {
        Self {
            kind,
            index,
            entry,
            process: None,
            complaints: Vec::new(),
            refused: 0,
        }
    }

    /// Refuses the sites, and says how many there were.
    fn run(mut self) -> Result<String, Failed> {
        // What is made once is made now.
        self.ask(0, 0)?;
        let expected = self.ask(0, 0)?.outcome;
        let sites = i64::try_from(self.ask(0, 0)?.sites).unwrap_or(0);
        let (mut same, mut refused) = (0, 0);
        for first in chosen(sites, SITES, self.index) {
            for last in [first, ALL] {
                match self.attempt((first, last), &expected) {
                    Ok(Ending::Same) => same += 1,
                    Ok(Ending::Refused) => refused += 1,
                    Err(complaint) => {
                        let what = if last == ALL { "from site" } else { "site" };
                        self.complaints
                            .push(format!("{what} {first} of {sites}: {complaint}"));
                    }
                }
            }
        }
        if let Some(process) = self.process.take() {
            process.put_back();
        }
        let report = format!(
            "{sites} sites; {} requests refused; {same} calls went on, {refused} ended with an error",
            self.refused,
        );
        concluded(report, self.complaints)
    }

    fn attempt(&mut self, sites: (i64, i64), expected: &Tree) -> Result<Ending, String> {
        let before = self.ask(0, 0)?.held;
        let mut held = before;
        let mut ending = Ending::Same;
        for _ in 0..ROUNDS {
            let Answer {
                outcome, refused, ..
            } = self.ask(sites.0, sites.1)?;
            self.refused += refused;
            let rules = Rules::of(&self.entry.operation, &self.kind);
            ending = judge(&outcome, expected, rules)?;
            let after = self.ask(0, 0)?;
            if after.outcome != *expected {
                let again = judge(&after.outcome, expected, rules);
                return Err(format!("the next call: {again:?}"));
            }
            // An interpreter keeps objects for itself.
            if after.held <= held || self.kind.is_whole_interpreter() {
                return Ok(ending);
            }
            held = after.held;
        }
        Err(format!(
            "{ending:?}, but {} blocks more than before, after {ROUNDS} calls",
            held - before
        ))
    }

    fn ask(&mut self, first: i64, last: i64) -> Result<Answer, String> {
        let process = match &mut self.process {
            Some(process) => process,
            none => none.insert(Process::of(&self.kind)?),
        };
        let answer = process.ask((self.index, &self.entry.operation), (first, last));
        if answer.is_err() {
            self.process = None;
        }
        answer
    }
}

/// What a trial says in the end, with some of the complaints if there are any.
pub(crate) fn concluded(report: String, mut complaints: Vec<String>) -> Result<String, Failed> {
    match complaints.len() {
        0 => Ok(report),
        count => {
            complaints.truncate(SHOWN);
            let complaints = complaints.join("\n");
            Err(format!("{report}; {count} did not end well\n{complaints}").into())
        }
    }
}

/// The sites to try, if all of a kind.
#[derive(PartialEq, Eq)]
enum Sites {
    /// The library's.
    All,
    /// The interpreters' own too.
    OfInterpreters,
}

fn tried() -> Option<Sites> {
    match env::var_os("ZSTDRS_FAILING")?.to_str()? {
        "every" => Some(Sites::All),
        "interpreters" => Some(Sites::OfInterpreters),
        _ => None,
    }
}

/// All sites of the operation at the index, or some.
pub(crate) fn chosen(sites: i64, some: i64, index: usize) -> Vec<i64> {
    if tried().is_some() || sites <= some {
        return (1..=sites).collect();
    }
    let start = i64::try_from(index * 5).unwrap_or(0);
    let spread = (0..some).map(|number| (start + number * sites / some) % sites + 1);
    spread.collect()
}

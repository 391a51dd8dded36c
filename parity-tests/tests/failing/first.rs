//! The first call of a process, with memory that fails.
//!
//! What is made once in a process, such as its pool of threads, is made by a first call. A process can make only one.
#![forbid(unsafe_code)]

use libtest_mimic::Failed;

use crate::catalogue::Entry;
use crate::judge::{Ending, Rules, judge};
use crate::process::{ALL, Kind, Process};
use crate::trials::{chosen, concluded};

/// Operations that make all of what is made once, by their names.
const TRIED: [&str; 9] = [
    "describe",
    "compress with a dictionary",
    "compress with parameters",
    "decompress",
    "compress batch 2 Buffer 2, large",
    "decompress batch 2 Buffer 2, large",
    "train tuned",
    "writer that compresses",
    "reader of one frame",
];

/// How many sites of an operation are tried unless all are: each takes a process, or two.
const SITES: i64 = 1;

/// Whether the entry is tried as a first call.
pub(crate) fn is_tried(entry: &Entry) -> bool {
    TRIED.contains(&entry.name)
}

/// Refuses the sites of first calls, and says how many there were. The second call of each process must succeed.
pub(crate) fn run(kind: &Kind, index: usize, entry: &Entry) -> Result<String, Failed> {
    let what = (index, &entry.operation);
    let with_memory = Process::new(kind)?.ask(what, (0, 0))?;
    let sites = i64::try_from(with_memory.sites).unwrap_or(0);
    let rules = Rules::of(&entry.operation, kind);
    let (mut same, mut refused) = (0, 0);
    let mut complaints = Vec::new();
    for first in chosen(sites, SITES, index) {
        for last in [first, ALL] {
            let attempt = || -> Result<Ending, String> {
                let mut process = Process::new(kind)?;
                let answer = process.ask(what, (first, last))?;
                let ending = judge(&answer.outcome, &with_memory.outcome, rules)?;
                let after = process.ask(what, (0, 0))?.outcome;
                if after == with_memory.outcome {
                    return Ok(ending);
                }
                let again = judge(&after, &with_memory.outcome, rules);
                Err(format!("the second call: {again:?}"))
            };
            match attempt() {
                Ok(Ending::Same) => same += 1,
                Ok(Ending::Refused) => refused += 1,
                Err(complaint) => {
                    let what = if last == ALL { "from site" } else { "site" };
                    complaints.push(format!("{what} {first} of {sites}: {complaint}"));
                }
            }
        }
    }
    let report =
        format!("{sites} sites of a first call; {same} went on, {refused} ended with an error");
    concluded(report, complaints)
}

//! Every property on every binding, each as a test of its own: `PROPERTY::BINDING`.
//!
//! A binding that is not there is shown as ignored, with the reason; with `ZSTDRS_REQUIRE_ALL=1` it fails.
#![forbid(unsafe_code)]

use std::process::ExitCode;
use std::sync::{Arc, LazyLock};

use libtest_mimic::{Arguments, Failed, Trial, run};
use parity_tests::binding::{Binding, Subject};
use parity_tests::catalog::{self, Entry};
use parity_tests::direct::Direct;
use parity_tests::outcome::Verdict;
use parity_tests::properties::{self, Property};
use parity_tests::report::{self, Mark};

/// The bindings live as long as the program: tests run on many threads.
static ENTRIES: LazyLock<Vec<Entry>> = LazyLock::new(catalog::entries);

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let mut trials = Vec::new();
    for property in properties::all().into_iter().map(Arc::new) {
        for entry in ENTRIES.iter() {
            trials.push(trial(&property, entry));
        }
    }
    run(&arguments, trials).exit_code()
}

fn trial(property: &Arc<Property>, entry: &'static Entry) -> Trial {
    let name = format!("{}::{}", property.name(), entry.name);
    let property = Arc::clone(property);
    match &entry.binding {
        Ok(binding) => Trial::test(name, move || check(&property, binding.as_ref())),
        Err(reason) if catalog::all_required() => Trial::test(name, move || {
            record(property.name(), entry.name, Err(reason.clone()))
        }),
        Err(reason) => {
            let written = report::write(property.name(), entry.name, Mark::Skip(reason));
            let trial = Trial::test(name, move || written.map_err(Failed::from));
            trial.with_kind(reason).with_ignored_flag(true)
        }
    }
}

fn check(property: &Property, binding: &dyn Binding) -> Result<(), Failed> {
    let subject = Subject::new(binding, &Direct);
    record(property.name(), binding.name(), property.check(&subject))
}

fn record(property: &str, binding: &str, verdict: Verdict) -> Result<(), Failed> {
    let mark = match &verdict {
        Ok(()) => Mark::Pass,
        Err(reason) => Mark::Fail(reason),
    };
    report::write(property, binding, mark)?;
    Ok(verdict?)
}

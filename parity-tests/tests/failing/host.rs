//! This program as one of the processes whose memory fails, with the crates or the C ABI.
#![forbid(unsafe_code)]

use std::env;
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use parity_tests::binding::Binding;
use parity_tests::cabi::CAbi;
use parity_tests::direct::Direct;
use parity_tests::wire::{Tree, map, read_message, write_message};

use crate::catalogue;
use crate::control::Control;

/// The variable that makes this program one: the path of the C ABI's library, or nothing for the crates.
pub(crate) const VARIABLE: &str = "ZSTDRS_FAILING_HOST";

/// Whether this process is one.
pub(crate) fn is_one() -> bool {
    env::var_os(VARIABLE).is_some()
}

/// Serves requests until there are no more.
pub(crate) fn serve() -> ExitCode {
    match try_to_serve() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn try_to_serve() -> Result<(), String> {
    let entries = catalogue::entries();
    let control = Control::find().map_err(|error| error.to_string())?;
    let path = env::var(VARIABLE).map_err(|error| error.to_string())?;
    let binding: Box<dyn Binding> = if path.is_empty() {
        Box::new(Direct)
    } else {
        let loaded = CAbi::load(Path::new(&path))?;
        if !control.scope(c"libzstdrs") {
            return Err(format!("{path} is not among the loaded objects"));
        }
        Box::new(loaded)
    };
    let (mut input, mut output) = (io::stdin().lock(), io::stdout().lock());
    while let Ok(request) = read_message(&mut input) {
        let number = |name| request.get(name).and_then(Tree::int).unwrap_or(0);
        let [index, first, last] = ["index", "first", "last"].map(number);
        let held = control.held();
        let index = usize::try_from(index).map_err(|error| error.to_string())?;
        control.arm(clamp(first), clamp(last));
        let outcome = binding.call(&entries[index].operation);
        let sites = control.disarm();
        let answer = map([
            ("held", held.into()),
            ("sites", sites.into()),
            ("refused", control.refused().into()),
            ("outcome", outcome.into()),
        ]);
        write_message(&mut output, &answer).map_err(|error| error.to_string())?;
        output.flush().map_err(|error| error.to_string())?;
    }
    Ok(())
}

fn clamp(number: i128) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

//! Any calls of the C ABI in any order, each beside the same call of the crates.
//!
//! An input is a payload and a script of steps. A step picks a function, objects that earlier steps have made (or NULL), bytes
//! of the payload or of what earlier steps have handed out (or NULL), and numbers. Every object of the library has a twin of
//! the crates, which is called in the same way: the two must end alike, to the byte and to the letter of the message. What the
//! header calls undefined is left out: handles that were freed, lengths that are not true, sinks and sources that lie about
//! memory.

mod asking;
mod batches;
mod call;
mod ends;
mod expected;
mod frames;
mod machine;
mod memory;
mod objects;
mod oneshot;
mod push;
mod readers;
mod settings;
mod shelf;
mod training;
mod writers;

use std::sync::LazyLock;

use parity_tests::cabi::bindings::Zstdrs;

use self::machine::{Machine, STEP};
use super::Target;
use crate::{Input, seeds};

pub(super) const TARGET: Target = Target {
    name: "cabi",
    about: "sequences of calls of the C ABI, each beside the same of the crates",
    longest: 1024,
    missing: || LIBRARY.as_ref().err().cloned(),
    run,
    seeds,
};

/// The functions of the shared library that the environment names.
static LIBRARY: LazyLock<Result<Zstdrs, String>> = LazyLock::new(|| {
    let path = std::env::var_os("ZSTDRS_CABI")
        .ok_or("ZSTDRS_CABI does not name the shared library of the C ABI")?;
    // SAFETY: loading runs the initialisers of a library that was built from this workspace, and its functions have the types of
    // the header, which the table is made from.
    let loaded = unsafe { Zstdrs::new(&path) };
    loaded.map_err(|error| format!("{}: {error}", path.display()))
});

/// How many steps a run has at most.
const STEPS: usize = 40;

fn run(data: &[u8]) {
    let Ok(library) = LIBRARY.as_ref() else {
        return;
    };
    let mut input = Input::new(data);
    let count = usize::from(input.byte()) % (STEPS + 1);
    let mut script: Vec<[u8; STEP]> = Vec::new();
    while script.len() < count && !input.is_empty() {
        script.push(std::array::from_fn(|_| input.byte()));
    }
    let mut machine = Machine::new(library, input.rest());
    for step in script {
        machine.step(step.into());
    }
}

/// What sources and sinks of the seeds feel: at ease, would block, take a part, have not said, give more, fail.
const MOODS: [u8; 16] = [
    0xFF, 0x00, 0x00, 0x00, 0x15, 0x85, 0x33, 0x23, 0xF3, 0x00, 0x45, 0xFF, 0x14, 0xFF, 0x01, 0xFF,
];

/// The functions of a group in an order in which makers come first, and a flush between two writes.
const ORDER: [u8; 14] = [0, 1, 2, 5, 3, 5, 4, 2, 7, 6, 8, 9, 10, 11];

/// Scripts for each group of functions: with a frame that they have something to do with, and with moods in front of a text. Each
/// goes through its group twice, since the first two functions make the two kinds of what the others use.
fn seeds() -> Vec<Vec<u8>> {
    let frames = seeds::frames();
    let text = [&MOODS[..], &MOODS[8..], &MOODS, &seeds::text(400)].concat();
    let mut seeds = Vec::new();
    for group in 0..machine::GROUPS {
        let frame = &frames[usize::from(group) * 3 % frames.len()];
        for (payload, flags) in [
            (&frame[..frame.len().min(600)], 0),
            (&text, 32),
            (&text, 36),
        ] {
            let make = [[0, 0, 0, 4, 0, 60, 3, 0], [0, 6, 0, 4, 0, 60, 0, 0]];
            let uses = (0..28_u8).map(|n| {
                let (pass, function) = (n / 14, ORDER[usize::from(n % 14)]);
                let object = match function {
                    0 => pass,
                    1 => 1 - pass,
                    _ => 0,
                };
                let data = [4, 1, 6][usize::from(n % 3)];
                let flags = if function % 4 > 1 { flags & !4 } else { flags };
                [group, function, object, data, n % 5, 40, 90 + n, flags]
            });
            // Steps are read from the end, byte by byte.
            let script = make.into_iter().chain(uses).rev();
            let script: Vec<u8> = script.flat_map(|step| step.into_iter().rev()).collect();
            seeds.push([payload, &script, &[30]].concat());
        }
    }
    seeds
}

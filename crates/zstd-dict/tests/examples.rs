//! The examples, run as programs: cargo builds them beside the tests.
#![forbid(unsafe_code)]

use std::env;
use std::path::PathBuf;
use std::process::{Command, Output};

fn example(name: &str) -> Command {
    let test = env::current_exe().expect("a test has a path");
    let built: Option<PathBuf> = test
        .ancestors()
        .nth(2)
        .map(|folder| folder.join("examples"));
    let file = format!("{name}{}", env::consts::EXE_SUFFIX);
    Command::new(built.expect("tests lie in `deps`").join(file))
}

fn run(command: &mut Command) -> Output {
    let output = command
        .output()
        .unwrap_or_else(|error| panic!("{command:?}: {error}"));
    assert!(
        output.status.success(),
        "{command:?}: {}\n{}",
        output.status,
        String::from_utf8_lossy(&output.stderr)
    );
    output
}

/// The numbers in a line that a program has printed.
fn numbers(output: &Output) -> Vec<u64> {
    let text = String::from_utf8_lossy(&output.stdout);
    let words = text.split(|c: char| !c.is_ascii_digit());
    words.filter_map(|word| word.parse().ok()).collect()
}

#[test]
fn versions_take_as_much_room_as_their_changes() {
    let sizes = numbers(&run(&mut example("delta_store")));
    let [versions, raw, alone, chain] = sizes.as_slice() else {
        panic!("{sizes:?}");
    };
    assert_eq!(*versions, 50);
    assert!(alone * 2 < *raw && chain * 5 < *alone, "{sizes:?}");
}

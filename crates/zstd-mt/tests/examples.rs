//! The examples, run as programs: cargo builds them beside the tests.
#![forbid(unsafe_code)]

use std::env;
use std::fs;
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
fn a_log_is_archived_and_read_at_random() {
    let folder = tempfile::tempdir().unwrap();
    let (log, archive) = (folder.path().join("log"), folder.path().join("archive"));
    let line = |n: u32| {
        format!(
            "12:{:02} host service[{}]: request {n} took {} ms\n",
            n % 60,
            n % 7,
            n * 7919 % 1000
        )
    };
    fs::write(&log, (0..5000).map(line).collect::<String>()).unwrap();
    let packed = run(example("log_archiver").arg("pack").args([&log, &archive]));
    let sizes = numbers(&packed);
    assert_eq!(sizes[0], 5000);
    assert!(sizes[2] < sizes[1], "{sizes:?}");
    for number in [4999, 0, 1234] {
        let found = run(example("log_archiver")
            .arg("get")
            .arg(&archive)
            .arg(number.to_string()));
        assert_eq!(String::from_utf8_lossy(&found.stdout), line(number));
    }
    let beyond = example("log_archiver")
        .arg("get")
        .arg(&archive)
        .arg("5000")
        .output()
        .unwrap();
    assert!(!beyond.status.success());
    let whole = fs::read(&archive).unwrap();
    for length in [0, 10, 100, 30_000] {
        let cut = folder.path().join("cut");
        fs::write(&cut, &whole[..length]).unwrap();
        let refused = example("log_archiver")
            .arg("get")
            .arg(&cut)
            .arg("0")
            .output()
            .unwrap();
        assert!(!refused.status.success(), "{length}");
    }
}

//! The C and C++ examples: compiled without warnings, linked with the shared library, and run under valgrind.
//!
//! Where valgrind is not installed the examples run without it, and a line says so; with `ZSTDRS_REQUIRE_ALL=1` that fails.
#![forbid(unsafe_code)]

use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The folder that cargo has built the shared library into, for the profile of this test.
fn library_folder() -> PathBuf {
    let test = env::current_exe().expect("a test has a path");
    let folder = test
        .parent()
        .expect("a test lies in a folder")
        .to_path_buf();
    let name = format!(
        "{}zstdrs{}",
        env::consts::DLL_PREFIX,
        env::consts::DLL_SUFFIX
    );
    assert!(
        folder.join(&name).is_file(),
        "cargo builds {name} beside its tests; not found in {}",
        folder.display()
    );
    folder
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

/// A compiler that the environment may name, told to let no warning pass.
fn compiler(variable: &str, default: &str, standard: &str) -> Command {
    let mut command = Command::new(env::var_os(variable).unwrap_or_else(|| default.into()));
    command
        .args([standard, "-Wall", "-Wextra", "-Wpedantic", "-Werror"])
        .arg("-I")
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("include"));
    command
}

fn cplusplus() -> Command {
    compiler("CXX", "c++", "-std=c++11")
}

/// Compiles an example and runs it; returns what it prints.
fn run_example(mut compiler: Command, name: &str) -> String {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let program = folder.path().join("example");
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    run(compiler
        .arg(examples.join(name))
        .arg("-L")
        .arg(library_folder())
        .args(["-lzstdrs", "-pthread", "-o"])
        .arg(&program));
    let output = run(under_valgrind(&program)
        .env("LD_LIBRARY_PATH", library_folder())
        .env("DYLD_LIBRARY_PATH", library_folder()));
    String::from_utf8(output.stdout).expect("the examples print UTF-8")
}

/// The program under valgrind, which fails for wrong use of memory and for memory that is lost.
fn under_valgrind(program: &Path) -> Command {
    let found = Command::new("valgrind").arg("--version").output();
    if !found.is_ok_and(|output| output.status.success()) {
        let advice = "valgrind is not installed (Debian: package valgrind)";
        let required = env::var_os("ZSTDRS_REQUIRE_ALL").is_some_and(|value| value == "1");
        assert!(!required, "{advice}");
        eprintln!("note: {advice}: the examples run without it");
        return Command::new(program);
    }
    let mut command = Command::new("valgrind");
    command
        .args(["--quiet", "--error-exitcode=99", "--leak-check=full"])
        .args(["--show-leak-kinds=definite,indirect"])
        .args(["--errors-for-leak-kinds=definite,indirect"])
        .arg(program);
    command
}

#[test]
fn the_c_example_runs() {
    let text = run_example(compiler("CC", "cc", "-std=c11"), "batch.c");
    assert!(text.starts_with("5000 records, "), "{text}");
    assert!(text.contains("the input is truncated (code 72)"), "{text}");
}

#[test]
fn the_cplusplus_example_runs() {
    let text = run_example(cplusplus(), "raii.cpp");
    assert!(text.starts_with("status 1: "), "{text}");
    assert!(
        text.contains("stream: ") && text.contains("batch: "),
        "{text}"
    );
}

#[test]
fn the_header_is_cplusplus_too() {
    run(cplusplus()
        .args(["-fsyntax-only", "-x", "c++"])
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("include/zstdrs.h")));
}

/// The committed list of the ABI and the library that was built agree on the functions.
#[test]
fn the_library_exports_the_listed_functions_and_nothing_else() {
    let list = include_str!("../abi.txt");
    let mut listed: Vec<&str> = list
        .lines()
        .filter_map(|line| line.strip_prefix("function ")?.split_once('('))
        .map(|(head, _)| head.rsplit([' ', '*']).next().unwrap_or(head))
        .collect();
    listed.sort_unstable();
    assert!(listed.contains(&"zstdrs_compress"), "{listed:?}");
    let library = library_folder().join("libzstdrs.so");
    if !cfg!(target_os = "linux") {
        eprintln!("note: how to list the symbols of this system's libraries is not known here");
        return;
    }
    let output = run(Command::new("nm")
        .args(["-D", "--defined-only"])
        .arg(library));
    let text = String::from_utf8(output.stdout).unwrap();
    let names = text.lines().filter_map(|line| line.split(' ').next_back());
    let mut exported: Vec<&str> = names
        .filter(|name| !["_init", "_fini", "rust_eh_personality"].contains(name))
        .collect();
    exported.sort_unstable();
    assert_eq!(exported, listed);
}

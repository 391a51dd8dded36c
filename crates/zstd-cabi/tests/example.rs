//! The C example: compiled without warnings as C and as C++, linked with the shared library, and run.
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

#[test]
fn the_example_runs() {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = tempfile::tempdir().unwrap();
    let program = folder.path().join("batch");
    let compiler = env::var_os("CC").unwrap_or_else(|| "cc".into());
    run(Command::new(compiler)
        .args([
            "-std=c11",
            "-Wall",
            "-Wextra",
            "-Wpedantic",
            "-Werror",
            "-I",
        ])
        .arg(package.join("include"))
        .arg(package.join("examples/batch.c"))
        .arg("-L")
        .arg(library_folder())
        .args(["-lzstdrs", "-o"])
        .arg(&program));
    let output = run(Command::new(&program)
        .env("LD_LIBRARY_PATH", library_folder())
        .env("DYLD_LIBRARY_PATH", library_folder()));
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.starts_with("5000 records, "), "{text}");
    assert!(text.contains("the input is truncated (code 72)"), "{text}");
}

#[test]
fn the_header_is_cplusplus_too() {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let compiler = env::var_os("CXX").unwrap_or_else(|| "c++".into());
    run(Command::new(compiler)
        .args([
            "-std=c++11",
            "-Wall",
            "-Wextra",
            "-Wpedantic",
            "-Werror",
            "-fsyntax-only",
            "-x",
            "c++",
        ])
        .arg(package.join("include/zstdrs.h")));
}

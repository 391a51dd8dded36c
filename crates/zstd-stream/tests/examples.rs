//! The examples, run as programs: cargo builds them beside the tests.
#![forbid(unsafe_code)]

use std::env;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Arc;

use zstd_core::Decompressor;
use zstd_stream::{DecompressReader, Frames, IoSource};

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
fn a_folder_is_packed_and_unpacked() {
    let folder = tempfile::tempdir().unwrap();
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let archive = folder.path().join("src.tar.zst");
    let packed = run(example("tar_compressor").args([&sources, &archive]));
    let sizes = numbers(&packed);
    assert!(sizes[1] * 3 < sizes[0], "{sizes:?}");

    let file = IoSource::new(File::open(&archive).unwrap());
    let decompressor = Arc::new(Decompressor::new());
    let reader = DecompressReader::decompress(&decompressor, file, Frames::One).unwrap();
    let unpacked = folder.path().join("unpacked");
    tar::Archive::new(reader).unpack(&unpacked).unwrap();
    for name in ["lib.rs", "reader/mod.rs"] {
        let (found, expected) = (unpacked.join(name), sources.join(name));
        assert_eq!(fs::read(found).unwrap(), fs::read(expected).unwrap());
    }
}

#[test]
fn a_body_is_compressed_again() {
    let sizes = numbers(&run(&mut example("recompress")));
    assert!(sizes[1] * 4 < sizes[0], "{sizes:?}");
}

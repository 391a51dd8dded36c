//! Both Python modules with every access of memory checked, in Rust and in libzstd.
//!
//! The interpreter itself is not instrumented, so that the runtime of the checks is loaded ahead of everything. It is gcc's: the
//! Rust compiler brings its own for programs only.

#![forbid(unsafe_code)]

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use xshell::{Shell, cmd};

use super::ADDRESS_OPTIONS;
use crate::build;
use crate::environment::Environment;
use crate::instrument::{Build, Checker, clang};

/// The module, the crate whose Python sources it has, the library that the crate is built to, and where the package has it.
const MODULES: [(&str, &str, &str, &str); 2] = [
    ("zstd", "zstd-py", "lib_native.so", "_native.abi3.so"),
    (
        "zstd_cffi",
        "zstd-cabi",
        "libzstdrs.so",
        "_native/lib_native.so",
    ),
];

/// The tests: those that call much, in little time, in the process that loads the modules.
const TESTS: [&str; 15] = [
    "compat/test_zstandard_property.py",
    "compat314/test_files.py",
    "compat314/test_objects.py",
    "compat314/test_plain.py",
    "test_buffers.py",
    "test_bytes_like.py",
    "test_foreign.py",
    "test_outside_everywhere.py",
    "test_pickling.py",
    "test_stream_blocking.py",
    "test_stream_failures.py",
    "test_stream_objects.py",
    "test_stream_reader.py",
    "test_stream_threads.py",
    "test_stream_writer.py",
];

/// Runs the check.
pub(super) fn run(environment: &Environment, shell: &Shell) -> Result<()> {
    let runtime = runtime(shell)?;
    build::ensure(environment)?;
    let instrumented = Build::new(Checker::Address, clang(shell));
    let mut arguments = vec!["build"];
    arguments.extend(
        MODULES
            .iter()
            .flat_map(|(_, package, ..)| ["--package", package]),
    );
    instrumented.cargo(shell, environment, &arguments)?;
    let packages = environment.target.join("instrumented/python");
    place(environment, shell, &instrumented, &packages)?;
    let _tests = shell.push_dir(environment.root.join("parity-tests/python"));
    let python = environment.python();
    // What an interpreter keeps to its end is no leak.
    let options = format!("{ADDRESS_OPTIONS}:detect_leaks=0");
    cmd!(
        shell,
        "{python} -m pytest -q -p no:cacheprovider {TESTS...}"
    )
    .env("LD_PRELOAD", runtime)
    .env("ASAN_OPTIONS", options)
    // Memory of Python's own allocator is not seen.
    .env("PYTHONMALLOC", "malloc")
    .env("PYTHONPATH", packages)
    .run()?;
    Ok(())
}

/// The shared library with the runtime.
fn runtime(shell: &Shell) -> Result<PathBuf> {
    let found = cmd!(shell, "gcc -print-file-name=libasan.so")
        .quiet()
        .ignore_stderr()
        .read();
    let path = PathBuf::from(found.context("gcc is not installed: install the package gcc")?);
    if !path.is_absolute() {
        bail!("gcc has no libasan.so: install the package libasan8");
    }
    Ok(path)
}

/// Puts the installed packages into a folder, with the libraries that were just built.
fn place(
    environment: &Environment,
    shell: &Shell,
    instrumented: &Build,
    packages: &Path,
) -> Result<()> {
    shell.remove_path(packages)?;
    shell.create_dir(packages)?;
    for (module, _, library, within) in MODULES {
        let python = environment.python();
        let code = format!("import {module}; print(*{module}.__path__)");
        let installed = cmd!(shell, "{python} -c {code}").quiet().read()?;
        cmd!(shell, "cp -r {installed} {packages}").quiet().run()?;
        let library = instrumented.folder(environment).join(library);
        shell.copy_file(library, packages.join(module).join(within))?;
    }
    Ok(())
}

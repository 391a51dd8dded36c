//! The tarball of the C library: it can be unpacked anywhere, or over `/usr/local`.

#![forbid(unsafe_code)]

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use xshell::{Shell, cmd};

use super::{copy, empty_folder, folder, version};
use crate::environment::Environment;

/// What is packed: from the workspace's root, into which folder of the tarball.
const FILES: [(&str, &str); 6] = [
    ("crates/zstd-cabi/include/zstdrs.h", "include"),
    ("LICENSE", "share/doc/zstdrs"),
    ("docs/guide/c.md", "share/doc/zstdrs"),
    (
        "crates/zstd-cabi/examples/batch.c",
        "share/doc/zstdrs/examples",
    ),
    (
        "crates/zstd-cabi/examples/raii.cpp",
        "share/doc/zstdrs/examples",
    ),
    (
        "crates/zstd-cabi/examples/zstdrs.hpp",
        "share/doc/zstdrs/examples",
    ),
];

/// The text of the `.pc` file, whose paths are relative to itself.
const PKG_CONFIG: &str = include_str!("zstdrs.pc.in");

/// Builds both libraries and packs them.
pub(super) fn make(environment: &Environment) -> Result<()> {
    if !cfg!(target_os = "linux") {
        bail!("the C package is made on Linux only: elsewhere build with cargo and copy the files");
    }
    let private = build(environment)?;
    let root = folder(environment).join(name());
    empty_folder(&root)?;
    for (from, to) in FILES {
        let to = root.join(to);
        fs::create_dir_all(&to).with_context(|| format!("cannot make {}", to.display()))?;
        let from = environment.root.join(from);
        copy(&from, &to.join(from.file_name().unwrap_or_default()))?;
    }
    let lib = root.join("lib");
    let pkg_config = lib.join("pkgconfig");
    fs::create_dir_all(&pkg_config)?;
    let release = environment.target.join("release");
    let shared = format!("libzstdrs.so.{}", version());
    copy(&release.join("libzstdrs.so"), &lib.join(&shared))?;
    copy(&release.join("libzstdrs.a"), &lib.join("libzstdrs.a"))?;
    for link in [soname(), "libzstdrs.so".to_owned()] {
        symlink(&shared, &lib.join(link))?;
    }
    let text = PKG_CONFIG
        .replace("@VERSION@", version())
        .replace("@PRIVATE@", &private);
    fs::write(pkg_config.join("zstdrs.pc"), text)?;
    pack(environment)
}

/// The shared library with its name for the linker, and the static one; returns what the latter needs of the system.
fn build(environment: &Environment) -> Result<String> {
    let shell = environment.shell()?;
    let soname = format!("link-arg=-Wl,-soname,{}", soname());
    let output = cmd!(
        shell,
        "cargo rustc --release --package zstd-cabi --lib -- -C {soname} --print native-static-libs"
    )
    .ignore_status()
    .output()?;
    let said = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() {
        bail!("cargo rustc failed: {}", said.trim());
    }
    let (_, rest) = said
        .rsplit_once("native-static-libs: ")
        .context("rustc does not say what the static library needs")?;
    Ok(rest.lines().next().unwrap_or_default().trim().to_owned())
}

fn pack(environment: &Environment) -> Result<()> {
    let (shell, out, name) = (environment.shell()?, folder(environment), name());
    let tarball = tarball(environment);
    cmd!(
        shell,
        "tar --create --gzip --owner 0 --group 0 --numeric-owner --sort name --file {tarball} --directory {out} {name}"
    )
    .run()?;
    fs::remove_dir_all(out.join(&name)).with_context(|| format!("cannot remove {name}"))
}

/// Unpacks the tarball, compiles the example against it by its `.pc` file, and runs it: with the shared library, then with
/// the static one.
pub(super) fn check(environment: &Environment) -> Result<()> {
    let scratch = environment.target.join("c-check");
    empty_folder(&scratch)?;
    let shell = Shell::new()?;
    shell.change_dir(&scratch);
    if cmd!(shell, "pkg-config --version").quiet().read().is_err() {
        eprintln!(
            "note: pkg-config is not installed (Debian: package pkg-config): the C package is not checked"
        );
        return Ok(());
    }
    let tarball = tarball(environment);
    cmd!(shell, "tar --extract --file {tarball}").run()?;
    let lib = scratch.join(name()).join("lib");
    shell.set_var("PKG_CONFIG_PATH", lib.join("pkgconfig"));
    shell.set_var("LD_LIBRARY_PATH", &lib);
    let example = scratch
        .join(name())
        .join("share/doc/zstdrs/examples/batch.c");
    let compiler = env::var("CC").unwrap_or_else(|_| "cc".to_owned());
    let link = |kind: &[&str], program: &Path| -> Result<()> {
        let flags = cmd!(shell, "pkg-config {kind...} --cflags --libs zstdrs").read()?;
        let flags = flags.split_whitespace();
        cmd!(shell, "{compiler} {example} {flags...} -o {program}").run()?;
        let text = cmd!(shell, "{program}").read()?;
        if !text.starts_with("5000 records") {
            bail!("the example printed: {text}");
        }
        Ok(())
    };
    let shared = scratch.join("with-shared");
    link(&[], &shared)?;
    // At run time only the name with the major version counts; without any shared library the static one is taken.
    fs::remove_file(lib.join("libzstdrs.so"))?;
    cmd!(shell, "{shared}").ignore_stdout().run()?;
    for name in [soname(), format!("libzstdrs.so.{}", version())] {
        fs::remove_file(lib.join(name))?;
    }
    link(&["--static"], &scratch.join("with-static"))?;
    if cmd!(shell, "{shared}")
        .ignore_stdout()
        .ignore_stderr()
        .run()
        .is_ok()
    {
        bail!("the program that was linked with the shared library runs without it");
    }
    Ok(())
}

/// The name of the tarball's folder.
fn name() -> String {
    format!(
        "libzstdrs-{}-{}-{}",
        version(),
        env::consts::ARCH,
        env::consts::OS
    )
}

fn tarball(environment: &Environment) -> PathBuf {
    folder(environment).join(format!("{}.tar.gz", name()))
}

/// The name by which programs find the library at run time: it changes when the ABI breaks.
fn soname() -> String {
    let major = version().split('.').next().unwrap_or("0");
    format!("libzstdrs.so.{major}")
}

#[cfg(unix)]
fn symlink(to: &str, at: &Path) -> Result<()> {
    std::os::unix::fs::symlink(to, at).with_context(|| format!("cannot make {}", at.display()))
}

#[cfg(not(unix))]
fn symlink(_: &str, at: &Path) -> Result<()> {
    bail!("cannot make {} on this system", at.display())
}

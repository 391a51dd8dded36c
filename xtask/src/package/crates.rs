//! The `.crate` files of all crates that are published.

#![forbid(unsafe_code)]

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use cargo_metadata::MetadataCommand;
use xshell::cmd;

use super::{copy, folder};
use crate::environment::{Environment, metadata};

/// Packages every published crate and compiles each from its package, with the packages of the others as its dependencies.
pub(super) fn make(environment: &Environment, allow_dirty: bool) -> Result<()> {
    let metadata = metadata(
        MetadataCommand::new()
            .current_dir(&environment.root)
            .no_deps(),
    )?;
    let is_published =
        |publish: &Option<Vec<String>>| publish.as_ref().is_none_or(|to| !to.is_empty());
    let packages = metadata.workspace_packages();
    let names: Vec<&str> = packages
        .iter()
        .filter(|package| is_published(&package.publish))
        .map(|package| package.name.as_str())
        .collect();
    forget_earlier(&names, &environment.target)?;
    let chosen = names.iter().flat_map(|name| ["--package", name]);
    let dirty = allow_dirty.then_some("--allow-dirty");
    let shell = environment.shell()?;
    cmd!(shell, "cargo package --quiet {dirty...} {chosen...}").run()?;
    for name in names {
        let file = format!("{name}-{}.crate", super::version());
        let made = environment.target.join("package").join(&file);
        copy(&made, &folder(environment).join(file))?;
    }
    Ok(())
}

/// Removes what cargo has unpacked, and compiled, of earlier packages of the same version: it would take those for the new ones.
fn forget_earlier(names: &[&str], target: &Path) -> Result<()> {
    let home = env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(env::home_dir()?.join(".cargo")));
    let Some(Ok(registries)) = home.map(|home| fs::read_dir(home.join("registry/src"))) else {
        return Ok(());
    };
    for registry in registries.flatten() {
        // Cargo's name for the registry of packages that are not published yet is a hash alone.
        if !registry.file_name().to_string_lossy().starts_with('-') {
            continue;
        }
        for name in names {
            let unpacked = registry.path().join(format!("{name}-{}", super::version()));
            if unpacked.is_dir() {
                remove(&unpacked)?;
                forget_compiled(name, target)?;
            }
        }
    }
    Ok(())
}

/// Makes cargo compile a crate anew.
fn forget_compiled(name: &str, target: &Path) -> Result<()> {
    let Ok(known) = fs::read_dir(target.join("debug/.fingerprint")) else {
        return Ok(());
    };
    for entry in known.flatten() {
        let file_name = entry.file_name();
        let of = file_name.to_str().and_then(|text| text.rsplit_once('-'));
        if of.is_some_and(|(of, _)| of == name) {
            remove(&entry.path())?;
        }
    }
    Ok(())
}

fn remove(folder: &Path) -> Result<()> {
    fs::remove_dir_all(folder).with_context(|| format!("cannot remove {}", folder.display()))
}

/// The features of the crates that the rest of the workspace does not use.
const EXTRAS: &str = "zstd-core/legacy,zstd-core/no_asm,zstd-core/serde,zstd-buffers/bytes,zstd-buffers/serde,zstd-mt/rayon";

/// A target without threads, files and processes.
const WASM: &str = "wasm32-unknown-unknown";

/// Tests the crates with features other than the default ones, and compiles those that can for WebAssembly.
pub(super) fn check(environment: &Environment) -> Result<()> {
    let shell = environment.shell()?;
    cmd!(
        shell,
        "cargo test --quiet --package zstd-core --package zstd-buffers --package zstd-mt --features {EXTRAS}"
    )
    .run()?;
    cmd!(
        shell,
        "cargo test --quiet --package zstd-core --no-default-features --features thin --test features"
    )
    .run()?;
    let installed = cmd!(shell, "rustc --print target-libdir --target {WASM}")
        .quiet()
        .ignore_stderr()
        .read();
    if !installed.is_ok_and(|folder| Path::new(&folder).is_dir()) {
        eprintln!("note: the target {WASM} is not installed: compiling for it is not tested");
        return Ok(());
    }
    cmd!(
        shell,
        "cargo check --quiet --package zstd-core --no-default-features --target {WASM}"
    )
    .run()?;
    Ok(())
}

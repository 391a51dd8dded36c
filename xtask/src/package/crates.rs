//! The `.crate` files of all crates that are published.

#![forbid(unsafe_code)]

use anyhow::Result;
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

//! `build`: both wheels in release mode, installed into the virtual environments.

#![forbid(unsafe_code)]

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use xshell::{Shell, cmd};

use crate::codegen;
use crate::environment::{Environment, executable};
use crate::setup;

/// The crates that are built into wheels, and how their wheels' file names begin.
const WHEELS: [(&str, &str); 2] = [("zstd-py", "zstdrs-"), ("zstd-cabi", "zstdrs_cffi-")];

/// Build both wheels in release mode and install them into target/venv (and target/venv-pypy).
#[derive(clap::Args)]
pub(crate) struct Args {}

/// Runs the verb.
pub(crate) fn run(_: Args) -> Result<()> {
    ensure(&Environment::discover()?)
}

/// Brings the wheels and what is installed of them up to date.
pub(crate) fn ensure(environment: &Environment) -> Result<()> {
    setup::ensure(environment)?;
    codegen::shared_python::write(environment)?;
    let shell = environment.shell()?;
    let out = environment.wheels();
    remove_wheels(&out)?;
    let python = environment.python();
    for (package, _) in WHEELS {
        let manifest = environment
            .root
            .join("crates")
            .join(package)
            .join("Cargo.toml");
        cmd!(
            shell,
            "{python} -m maturin build --release --manifest-path {manifest} --out {out} --interpreter {python}"
        )
        .run()?;
    }
    let wheels = built(&out)?;
    install(environment, &shell, &environment.venv(), &python, &wheels)?;
    if let Some(pypy) = environment.pypy() {
        install(
            environment,
            &shell,
            &environment.venv_pypy(),
            &pypy,
            &wheels[1..],
        )?;
    }
    Ok(())
}

/// Installs both wheels, as the last build left them, into a further virtual environment.
pub(crate) fn install_built(environment: &Environment, venv: &Path) -> Result<()> {
    let wheels = built(&environment.wheels())?;
    let python = executable(venv, "python");
    install(environment, &environment.shell()?, venv, &python, &wheels)
}

/// The wheels in a folder, in the order of [`WHEELS`].
fn built(folder: &Path) -> Result<Vec<PathBuf>> {
    let wheels = WHEELS.iter().map(|(_, prefix)| find_wheel(folder, prefix));
    wheels.collect()
}

/// Installs wheels unless the very same contents are installed already.
fn install(
    environment: &Environment,
    shell: &Shell,
    venv: &Path,
    python: &Path,
    wheels: &[PathBuf],
) -> Result<()> {
    let script = environment.root.join("xtask/python/wheel_digest.py");
    let digest_python = environment.python();
    let wanted = cmd!(shell, "{digest_python} {script} {wheels...}")
        .quiet()
        .read()?;
    let stamp = venv.join("zstdrs-wheels.txt");
    if fs::read_to_string(&stamp).is_ok_and(|found| found == wanted) {
        return Ok(());
    }
    cmd!(
        shell,
        "{python} -m pip install --quiet --disable-pip-version-check --no-deps --force-reinstall {wheels...}"
    )
    .run()?;
    fs::write(&stamp, wanted).with_context(|| format!("cannot write {}", stamp.display()))
}

/// Empties the wheels' folder of what earlier versions left.
fn remove_wheels(folder: &Path) -> Result<()> {
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    for wheel in list_wheels(folder)? {
        fs::remove_file(&wheel).with_context(|| format!("cannot remove {}", wheel.display()))?;
    }
    Ok(())
}

/// The one wheel whose name begins with `prefix`.
fn find_wheel(folder: &Path, prefix: &str) -> Result<PathBuf> {
    let is_it = |path: &PathBuf| {
        let name = path.file_name().and_then(|name| name.to_str());
        name.is_some_and(|name| name.starts_with(prefix))
    };
    let mut found: Vec<PathBuf> = list_wheels(folder)?.into_iter().filter(is_it).collect();
    match (found.pop(), found.is_empty()) {
        (Some(wheel), true) => Ok(wheel),
        (None, _) => bail!(
            "maturin left no wheel {prefix}*.whl in {}",
            folder.display()
        ),
        _ => bail!(
            "maturin left several wheels {prefix}*.whl in {}",
            folder.display()
        ),
    }
}

/// All wheels in a folder.
fn list_wheels(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries =
        fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))?;
    let paths = entries.flatten().map(|entry| entry.path());
    Ok(paths
        .filter(|path| path.extension().is_some_and(|ending| ending == "whl"))
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wheels_are_told_apart_by_name_and_cleaned() {
        let folder = tempfile::tempdir().unwrap();
        let touch = |name: &str| fs::write(folder.path().join(name), "").unwrap();
        touch("zstdrs-0.1.0-cp311-abi3-linux_x86_64.whl");
        touch("zstdrs_cffi-0.1.0-py3-none-linux_x86_64.whl");
        touch("notes.txt");
        for (_, prefix) in WHEELS {
            let wheel = find_wheel(folder.path(), prefix).unwrap();
            assert!(
                wheel
                    .file_name()
                    .unwrap()
                    .to_str()
                    .unwrap()
                    .starts_with(prefix)
            );
        }
        touch("zstdrs-0.2.0-cp311-abi3-linux_x86_64.whl");
        assert!(
            find_wheel(folder.path(), "zstdrs-")
                .unwrap_err()
                .to_string()
                .contains("several")
        );
        remove_wheels(folder.path()).unwrap();
        assert!(
            find_wheel(folder.path(), "zstdrs-")
                .unwrap_err()
                .to_string()
                .contains("no wheel")
        );
        assert!(folder.path().join("notes.txt").is_file());
    }
}

//! Where things are: the workspace, the virtual environments, what is installed in them.
//!
//! The one place that knows these paths and the environment variables by which the tests find the
//! built product.

#![forbid(unsafe_code)]

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow};
use cargo_metadata::{Metadata, MetadataCommand};
use xshell::Shell;

/// File endings of shared libraries on the supported systems.
const LIBRARY_ENDINGS: [&str; 4] = ["so", "dylib", "dll", "pyd"];

/// The folders that the verbs work in.
pub(crate) struct Environment {
    /// The workspace's root folder.
    pub(crate) root: PathBuf,
    /// Cargo's target folder; everything that a verb makes and does not commit goes there.
    pub(crate) target: PathBuf,
}

impl Environment {
    /// Asks cargo for the workspace around the current folder.
    pub(crate) fn discover() -> Result<Self> {
        let metadata = metadata(MetadataCommand::new().no_deps())?;
        Ok(Self {
            root: metadata.workspace_root.into_std_path_buf(),
            target: metadata.target_directory.into_std_path_buf(),
        })
    }

    /// A shell whose folder is the workspace root, for cargo calls that use [`Self::target`]. Its cargo calls build PyO3 for the interpreter
    /// in `target/venv` when that exists.
    pub(crate) fn shell(&self) -> Result<Shell> {
        let shell = Shell::new()?;
        shell.change_dir(&self.root);
        // The user's may be relative to a folder that is not the root.
        shell.set_var("CARGO_TARGET_DIR", &self.target);
        if self.python().is_file() {
            shell.set_var("PYO3_PYTHON", self.python());
        }
        Ok(shell)
    }

    /// The virtual environment of CPython.
    pub(crate) fn venv(&self) -> PathBuf {
        self.target.join("venv")
    }

    /// The virtual environment of PyPy; present only where PyPy is.
    pub(crate) fn venv_pypy(&self) -> PathBuf {
        self.target.join("venv-pypy")
    }

    /// The interpreter in [`Self::venv`].
    pub(crate) fn python(&self) -> PathBuf {
        executable(&self.venv(), "python")
    }

    /// The interpreter in [`Self::venv_pypy`], if that was made.
    pub(crate) fn pypy(&self) -> Option<PathBuf> {
        Some(executable(&self.venv_pypy(), "pypy3")).filter(|path| path.is_file())
    }

    /// The folder that `build` leaves the wheels in.
    pub(crate) fn wheels(&self) -> PathBuf {
        self.target.join("wheels")
    }

    /// The shared library of the C ABI as the release build leaves it.
    pub(crate) fn c_library(&self) -> PathBuf {
        let name = format!(
            "{}zstdrs{}",
            std::env::consts::DLL_PREFIX,
            std::env::consts::DLL_SUFFIX
        );
        self.target.join("release").join(name)
    }

    /// The library of the benchmarks' floor as `cargo test` leaves it.
    fn floor_library(&self) -> PathBuf {
        let name = format!(
            "{}floor{}",
            std::env::consts::DLL_PREFIX,
            std::env::consts::DLL_SUFFIX
        );
        self.target.join("debug/examples").join(name)
    }

    /// How the tests find the built product: variable and path. What is not built is left out.
    ///
    /// - `ZSTDRS_PYTHON`: CPython with both wheels installed.
    /// - `ZSTDRS_PYPY`: PyPy with the cffi wheel installed.
    /// - `ZSTDRS_CABI`: the shared library of the C ABI.
    /// - `ZSTDRS_NATIVE`: the installed extension module of the native wheel.
    /// - `ZSTDRS_TARGET`: cargo's target folder, with the programs that tests run on the faces.
    /// - `ZSTDRS_CFFI_LIB`: the installed shared library of the cffi wheel.
    /// - `ZSTDRS_FLOOR`: the library of the benchmarks' floor.
    pub(crate) fn product_variables(&self) -> Vec<(OsString, OsString)> {
        let venv = self.venv();
        [
            ("ZSTDRS_PYTHON", Some(self.python())),
            ("ZSTDRS_PYPY", self.pypy()),
            ("ZSTDRS_CABI", Some(self.c_library())),
            ("ZSTDRS_NATIVE", installed_library(&venv, "zstd")),
            ("ZSTDRS_CFFI_LIB", installed_library(&venv, "zstd_cffi")),
            ("ZSTDRS_FLOOR", Some(self.floor_library())),
        ]
        .into_iter()
        .filter_map(|(name, path)| Some((name, path.filter(|path| path.is_file())?)))
        .map(|(name, path)| (name.into(), path.into()))
        .chain([("ZSTDRS_TARGET".into(), self.target.clone().into())])
        .collect()
    }
}

/// A program of a virtual environment.
pub(crate) fn executable(venv: &Path, name: &str) -> PathBuf {
    let folder = if cfg!(windows) { "Scripts" } else { "bin" };
    venv.join(folder)
        .join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}

/// The folder of a virtual environment that packages are installed in.
pub(crate) fn site_packages(venv: &Path) -> Result<PathBuf> {
    let windows = venv.join("Lib").join("site-packages");
    if windows.is_dir() {
        return Ok(windows);
    }
    let lib = venv.join("lib");
    let entries = fs::read_dir(&lib).with_context(|| format!("cannot list {}", lib.display()))?;
    entries
        .flatten()
        .map(|entry| entry.path().join("site-packages"))
        .find(|path| path.is_dir())
        .with_context(|| format!("{} has no site-packages folder", lib.display()))
}

/// The shared library that an installed package carries, at any depth, if it is installed.
fn installed_library(venv: &Path, package: &str) -> Option<PathBuf> {
    find_library(&site_packages(venv).ok()?.join(package))
}

/// The first shared library in a folder, else in its subfolders.
fn find_library(folder: &Path) -> Option<PathBuf> {
    let entries = fs::read_dir(folder).ok()?.flatten();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    paths.sort();
    let is_library = |path: &&PathBuf| {
        let ending = path.extension().and_then(|ending| ending.to_str());
        ending.is_some_and(|ending| LIBRARY_ENDINGS.contains(&ending)) && path.is_file()
    };
    let here = paths.iter().find(is_library).cloned();
    here.or_else(|| paths.iter().find_map(|path| find_library(path)))
}

/// Runs `cargo metadata`. What cargo says of a failure becomes one line.
pub(crate) fn metadata(command: &MetadataCommand) -> Result<Metadata> {
    command.exec().map_err(|error| {
        let message = error.to_string();
        let words: Vec<&str> = message.split_whitespace().collect();
        anyhow!("{}", words.join(" "))
    })
}

/// The first line of a message, for errors that must stay on one line.
pub(crate) fn first_line(message: &impl ToString) -> String {
    let message = message.to_string();
    let lines = message.lines().map(str::trim);
    lines.filter(|line| !line.is_empty()).take(1).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_library_of_an_installed_package() {
        let venv = tempfile::tempdir().unwrap();
        let package = venv.path().join("lib/python3.11/site-packages/zstd");
        fs::create_dir_all(&package).unwrap();
        assert_eq!(installed_library(venv.path(), "zstd"), None);
        fs::write(package.join("__init__.py"), "").unwrap();
        fs::write(package.join("_native.abi3.so"), "").unwrap();
        assert_eq!(
            installed_library(venv.path(), "zstd"),
            Some(package.join("_native.abi3.so"))
        );
        let inner = venv
            .path()
            .join("lib/python3.11/site-packages/zstd_cffi/_native");
        fs::create_dir_all(&inner).unwrap();
        assert_eq!(installed_library(venv.path(), "zstd_cffi"), None);
        fs::write(inner.join("lib_native.so"), "").unwrap();
        assert_eq!(
            installed_library(venv.path(), "zstd_cffi"),
            Some(inner.join("lib_native.so"))
        );
    }

    #[test]
    fn first_line_skips_blank_lines() {
        assert_eq!(first_line(&"\n  one\ntwo"), "one");
        assert_eq!(first_line(&""), "");
    }

    #[test]
    fn variables_name_only_what_exists() {
        let folder = tempfile::tempdir().unwrap();
        let environment = Environment {
            root: folder.path().to_path_buf(),
            target: folder.path().join("target"),
        };
        let target = ("ZSTDRS_TARGET".into(), environment.target.clone().into());
        assert_eq!(environment.product_variables(), vec![target.clone()]);
        let library = environment.c_library();
        fs::create_dir_all(library.parent().unwrap()).unwrap();
        fs::write(&library, "").unwrap();
        let expected = vec![("ZSTDRS_CABI".into(), library.into_os_string()), target];
        assert_eq!(environment.product_variables(), expected);
    }
}

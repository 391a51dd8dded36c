//! The Python files that both wheels ship: copied from their one home into both packages.

#![forbid(unsafe_code)]

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use super::output::{Mode, Output, STAMP, apply, is_stamped, judge};
use crate::environment::Environment;

/// Where the files are written by hand.
const HOME: &str = "crates/shared-python";

/// The packages that get a copy.
const PACKAGES: [&str; 2] = [
    "crates/zstd-py/python/zstd",
    "crates/zstd-cabi/python/zstd_cffi",
];

/// Puts the copies in place.
pub(crate) fn write(environment: &Environment) -> Result<()> {
    judge(&run(environment, Mode::Write)?)
}

/// Writes or compares the copies; copies whose original is gone are removed or reported too.
pub(super) fn run(environment: &Environment, mode: Mode) -> Result<Vec<String>> {
    let outputs = outputs(environment)?;
    let mut drift = apply(environment, mode, &outputs)?;
    for path in stale(environment, &outputs)? {
        match mode {
            Mode::Check => drift.push(path),
            Mode::Write => {
                fs::remove_file(environment.root.join(&path))
                    .with_context(|| format!("cannot remove {path}"))?;
                eprintln!("removed {path}");
            }
        }
    }
    Ok(drift)
}

/// Whether a copy may be at this path: any Python file in one of the packages.
pub(super) fn writes(path: &str) -> bool {
    let in_package = PACKAGES.iter().any(|package| {
        let rest = path.strip_prefix(package);
        rest.is_some_and(|rest| rest.starts_with('/'))
    });
    in_package && is_python(path)
}

/// The copies of every file of the home.
fn outputs(environment: &Environment) -> Result<Vec<Output>> {
    let home = environment.root.join(HOME);
    let mut files = Vec::new();
    list(&home, "", &mut files)?;
    if files.is_empty() {
        bail!("{HOME} holds no file");
    }
    let mut outputs = Vec::new();
    for file in files {
        let text = fs::read_to_string(home.join(&file))
            .with_context(|| format!("cannot read {HOME}/{file}"))?;
        // Only Python has comments: the marker file py.typed stays empty.
        let text = if is_python(&file) {
            format!("# {STAMP}\n{text}")
        } else {
            text
        };
        for package in PACKAGES {
            outputs.push(Output {
                path: format!("{package}/{file}"),
                text: text.clone(),
            });
        }
    }
    Ok(outputs)
}

/// Copies in the packages whose original no longer exists.
fn stale(environment: &Environment, outputs: &[Output]) -> Result<Vec<String>> {
    let mut stale = Vec::new();
    for package in PACKAGES {
        let folder = environment.root.join(package);
        let mut files = Vec::new();
        list(&folder, "", &mut files)?;
        for file in files {
            let path = format!("{package}/{file}");
            let wanted =
                super::writes_single(&path) || outputs.iter().any(|output| output.path == path);
            if !wanted
                && is_python(&path)
                && fs::read_to_string(folder.join(file)).is_ok_and(|text| is_stamped(&text))
            {
                stale.push(path);
            }
        }
    }
    Ok(stale)
}

/// Lists the files below a folder, sorted, as paths with `/` from it. What tools leave there
/// (hidden files, byte code) does not count.
fn list(folder: &Path, prefix: &str, files: &mut Vec<String>) -> Result<()> {
    let entries =
        fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))?;
    let mut entries = entries.collect::<Result<Vec<_>, _>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let name = entry.file_name();
        let name = name
            .to_str()
            .with_context(|| format!("{} is not UTF-8", entry.path().display()))?;
        if name.starts_with('.') || name == "__pycache__" {
            continue;
        }
        if entry.file_type()?.is_dir() {
            list(&entry.path(), &format!("{prefix}{name}/"), files)?;
        } else {
            files.push(format!("{prefix}{name}"));
        }
    }
    Ok(())
}

/// Whether a path names Python source or a stub.
fn is_python(path: &str) -> bool {
    let ending = Path::new(path)
        .extension()
        .and_then(|ending| ending.to_str());
    matches!(ending, Some("py" | "pyi"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn workspace() -> (tempfile::TempDir, Environment) {
        let folder = tempfile::tempdir().unwrap();
        for path in [HOME, PACKAGES[0], PACKAGES[1]] {
            fs::create_dir_all(folder.path().join(path)).unwrap();
        }
        fs::create_dir(folder.path().join(HOME).join("compat")).unwrap();
        fs::write(
            folder.path().join(HOME).join("compat/face.py"),
            "\"\"\"Face.\"\"\"\n",
        )
        .unwrap();
        fs::write(folder.path().join(HOME).join("py.typed"), "").unwrap();
        let environment = Environment {
            root: folder.path().to_path_buf(),
            target: folder.path().join("target"),
        };
        (folder, environment)
    }

    #[test]
    fn copies_are_stamped_and_in_both_packages() {
        let (folder, environment) = workspace();
        write(&environment).unwrap();
        for package in PACKAGES {
            let package = folder.path().join(package);
            let copy = fs::read_to_string(package.join("compat/face.py")).unwrap();
            assert_eq!(copy, format!("# {STAMP}\n\"\"\"Face.\"\"\"\n"));
            assert_eq!(fs::read_to_string(package.join("py.typed")).unwrap(), "");
        }
        assert!(run(&environment, Mode::Check).unwrap().is_empty());
    }

    #[test]
    fn an_edited_copy_and_a_stale_one_are_drift() {
        let (folder, environment) = workspace();
        write(&environment).unwrap();
        let edited = format!("{}/compat/face.py", PACKAGES[0]);
        let stale = format!("{}/compat/gone.py", PACKAGES[1]);
        fs::write(folder.path().join(&edited), "edited").unwrap();
        fs::write(folder.path().join(&stale), format!("# {STAMP}\n")).unwrap();
        // A file of the package's own is nobody's copy.
        fs::write(folder.path().join(PACKAGES[1]).join("own.py"), "").unwrap();
        assert_eq!(
            run(&environment, Mode::Check).unwrap(),
            [edited, stale.clone()]
        );
        write(&environment).unwrap();
        assert!(run(&environment, Mode::Check).unwrap().is_empty());
        assert!(!folder.path().join(stale).exists());
    }

    #[test]
    fn only_python_in_a_package_may_be_a_copy() {
        assert!(writes("crates/zstd-py/python/zstd/__init__.pyi"));
        assert!(!writes("crates/zstd-py/python/zstd/py.typed"));
        assert!(!writes("crates/zstd-py/python/zstdx/a.py"));
        assert!(!writes("parity-tests/python/conftest.py"));
    }
}

//! `setup`: the virtual environments in the target folder, with pinned tools.
//!
//! A stamp inside each environment holds what it was made from. While that stays the same, a run
//! costs two interpreter starts.

#![forbid(unsafe_code)]

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use xshell::{Shell, cmd};

use crate::environment::{Environment, executable};

/// Prints what identifies an interpreter on one line, or fails when it cannot make environments.
const PROBE: &str = "import ensurepip, sys, venv; print(sys.executable, sys.version.split()[0], sys.implementation.name, \
                     *sys.version_info[:2], sep='\\t')";

/// The oldest CPython that the wheels support.
const MINIMUM: (u32, u32) = (3, 11);

/// Make target/venv (and target/venv-pypy where PyPy is installed) with the pinned tools.
#[derive(clap::Args)]
pub(crate) struct Args {}

/// Runs the verb.
pub(crate) fn run(_: Args) -> Result<()> {
    ensure(&Environment::discover()?)
}

/// Brings both virtual environments up to date.
pub(crate) fn ensure(environment: &Environment) -> Result<()> {
    check_compiler()?;
    let python = env::var_os("PYTHON").unwrap_or_else(|| "python3".into());
    let identity = check_python(&python)?;
    let shell = environment.shell()?;
    Venv {
        folder: environment.venv(),
        interpreter: python,
        identity,
        requirements: environment.root.join("xtask/requirements.txt"),
    }
    .ensure(&shell)?;
    ensure_programs(environment, &shell)?;
    match probe(&"pypy3".into(), "import cffi; ") {
        Some(identity) => Venv {
            folder: environment.venv_pypy(),
            interpreter: "pypy3".into(),
            identity,
            requirements: environment.root.join("xtask/requirements-pypy.txt"),
        }
        .ensure(&shell),
        None => {
            eprintln!(
                "note: no usable pypy3 (Debian: packages pypy3 and pypy3-venv), so PyPy is left out"
            );
            Ok(())
        }
    }
}

/// Brings the programs that tests run on the faces up to date, each set in a folder of its own beside the virtual environment:
/// what they need must not meet the tools.
fn ensure_programs(environment: &Environment, shell: &Shell) -> Result<()> {
    let python = environment.python();
    for name in ["programs", "programs-urllib3"] {
        let requirements = match name {
            "programs" => "xtask/requirements-programs.txt",
            _ => "xtask/requirements-urllib3.txt",
        };
        let list = environment.root.join(requirements);
        let wanted =
            fs::read_to_string(&list).with_context(|| format!("cannot read {}", list.display()))?;
        let folder = environment.target.join(name);
        let stamp = folder.join("zstdrs-setup.txt");
        if fs::read_to_string(&stamp).is_ok_and(|found| found == wanted) {
            continue;
        }
        if folder.exists() {
            fs::remove_dir_all(&folder)
                .with_context(|| format!("cannot remove {}", folder.display()))?;
        }
        eprintln!("installing {} into {}", list.display(), folder.display());
        cmd!(
            shell,
            "{python} -m pip install --quiet --disable-pip-version-check --target {folder} --requirement {list}"
        )
        .quiet()
        .run()?;
        fs::write(&stamp, wanted).with_context(|| format!("cannot write {}", stamp.display()))?;
    }
    Ok(())
}

/// Brings a further virtual environment of CPython up to date; `requirements` is a path from the root.
pub(crate) fn ensure_extra(
    environment: &Environment,
    folder: &Path,
    requirements: &str,
) -> Result<()> {
    let python = env::var_os("PYTHON").unwrap_or_else(|| "python3".into());
    Venv {
        folder: folder.to_owned(),
        identity: check_python(&python)?,
        interpreter: python,
        requirements: environment.root.join(requirements),
    }
    .ensure(&environment.shell()?)
}

/// One virtual environment and what it is made from.
struct Venv {
    folder: PathBuf,
    interpreter: OsString,
    /// What [`PROBE`] says of the interpreter.
    identity: String,
    requirements: PathBuf,
}

impl Venv {
    /// Makes the environment, or only installs anew when the requirements alone changed.
    fn ensure(&self, shell: &Shell) -> Result<()> {
        let requirements = fs::read_to_string(&self.requirements)
            .with_context(|| format!("cannot read {}", self.requirements.display()))?;
        let base = format!("{}\n{}\n", self.folder.display(), self.identity);
        let wanted = format!("{base}{requirements}");
        let stamp = self.folder.join("zstdrs-setup.txt");
        let found = fs::read_to_string(&stamp).unwrap_or_default();
        let python = executable(&self.folder, "python");
        if found == wanted && python.exists() {
            return Ok(());
        }
        let (folder, interpreter, list) = (&self.folder, &self.interpreter, &self.requirements);
        if !(found.starts_with(&base) && python.exists()) {
            eprintln!("making {}", folder.display());
            cmd!(shell, "{interpreter} -m venv --clear {folder}")
                .quiet()
                .run()?;
        }
        eprintln!("installing {} into {}", list.display(), folder.display());
        cmd!(
            shell,
            "{python} -m pip install --quiet --disable-pip-version-check --requirement {list}"
        )
        .quiet()
        .run()?;
        fs::write(&stamp, wanted).with_context(|| format!("cannot write {}", stamp.display()))
    }
}

/// The C compiler: what `CC` says, which may carry a wrapper or options, else `cc`.
fn compiler() -> (String, Command) {
    let named = env::var("CC").unwrap_or_default();
    let mut words = named.split_whitespace();
    let program = words.next().unwrap_or("cc").to_owned();
    let mut command = Command::new(&program);
    command.args(words);
    (program, command)
}

/// Fails unless there is a C compiler, which libzstd is built with.
fn check_compiler() -> Result<()> {
    let (program, mut command) = compiler();
    if cfg!(windows) || runs(command.arg("--version")) {
        return Ok(());
    }
    bail!("no C compiler ({program}): install one (Debian: package gcc) or name it in CC")
}

/// Identifies the interpreter, or says what is missing.
fn check_python(python: &OsString) -> Result<String> {
    let name = python.to_string_lossy();
    let advice = "install Python 3.11 or newer with venv (Debian: packages python3 and python3-venv) or name one in PYTHON";
    if !runs(Command::new(python).arg("--version")) {
        bail!("cannot run {name}: {advice}");
    }
    let Some(identity) = probe(python, "") else {
        bail!("{name} cannot make virtual environments: {advice}");
    };
    judge_python(&identity).with_context(|| format!("{name} does not serve: {advice}"))?;
    Ok(identity)
}

/// Fails for an interpreter that is not CPython or too old; the error says what it is.
fn judge_python(identity: &str) -> Result<()> {
    let fields: Vec<&str> = identity.split('\t').collect();
    let &[_, version, implementation, major, minor] = fields.as_slice() else {
        bail!("it does not say its version");
    };
    if implementation != "cpython" {
        bail!("it is {implementation}, not CPython");
    }
    if (major.parse()?, minor.parse()?) < MINIMUM {
        bail!("it is version {version}");
    }
    Ok(())
}

/// What the interpreter says of itself, if it runs and can make environments.
fn probe(python: &OsString, also: &str) -> Option<String> {
    let output = Command::new(python)
        .arg("-c")
        .arg(format!("{also}{PROBE}"))
        .output()
        .ok()?;
    if !output.status.success() {
        return None;
    }
    Some(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Whether the command can be started and succeeds; its output is dropped.
fn runs(command: &mut Command) -> bool {
    command.output().is_ok_and(|output| output.status.success())
}

/// The folder of the C compiler's own headers, which libclang's Python package lacks.
pub(crate) fn compiler_headers() -> Result<PathBuf> {
    check_compiler()?;
    let (program, mut command) = compiler();
    let output = command.arg("-print-file-name=include").output()?;
    let folder = PathBuf::from(String::from_utf8_lossy(&output.stdout).trim());
    if !folder.is_dir() {
        bail!(
            "{program} does not say where its headers are: install gcc or clang and name it in CC"
        );
    }
    Ok(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_or_foreign_interpreters_are_refused() {
        assert!(judge_python("/usr/bin/python3\t3.11.2\tcpython\t3\t11").is_ok());
        assert!(judge_python("/usr/bin/python3\t3.15.0\tcpython\t3\t15").is_ok());
        let old = judge_python("/usr/bin/python3\t3.9.1\tcpython\t3\t9").unwrap_err();
        assert_eq!(old.to_string(), "it is version 3.9.1");
        let pypy = judge_python("/usr/bin/pypy3\t3.11.13\tpypy\t3\t11").unwrap_err();
        assert_eq!(pypy.to_string(), "it is pypy, not CPython");
        assert!(judge_python("").is_err());
    }

    #[test]
    fn a_missing_interpreter_is_one_line_that_says_what_to_install() {
        let error = check_python(&"/nonexistent/python3".into()).unwrap_err();
        let text = format!("{error:#}");
        assert!(text.contains("install Python 3.11"), "{text}");
        assert_eq!(text.lines().count(), 1);
    }
}

//! Source distributions and wheels of both Python flavours.

#![forbid(unsafe_code)]

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use xshell::cmd;

use super::{copy, empty_folder, folder, listed, version};
use crate::build;
use crate::environment::{Environment, executable, site_packages};

/// A distribution: its crate, the name in its files, the module that it installs.
const DISTRIBUTIONS: [(&str, &str, &str); 2] = [
    ("zstd-py", "zstdrs", "zstd"),
    ("zstd-cabi", "zstdrs_cffi", "zstd_cffi"),
];

/// Run in the empty environment: a first result, and the Python file that it came from.
const FIRST_RESULT: &str = "assert m.decompress(m.compress(b'data')) == b'data'; \
                            assert bytes(m.ZstdCompressor().multi_compress_to_buffer([b'data'])[0])[:4] == m.FRAME_HEADER; print(m.__file__)";

/// Builds wheels and source distributions, and lets `auditwheel` judge the wheels.
pub(super) fn make(environment: &Environment) -> Result<()> {
    build::ensure(environment)?;
    let shell = environment.shell()?;
    let (python, out) = (environment.python(), folder(environment));
    for name in listed(&out)? {
        if name.ends_with(".whl") {
            fs::remove_file(out.join(&name)).with_context(|| format!("cannot remove {name}"))?;
        }
    }
    for (package, ..) in DISTRIBUTIONS {
        let manifest = environment
            .root
            .join("crates")
            .join(package)
            .join("Cargo.toml");
        cmd!(
            shell,
            "{python} -m maturin sdist --manifest-path {manifest} --out {out}"
        )
        .quiet()
        .run()?;
    }
    let wheels = environment.wheels();
    for name in listed(&wheels)? {
        let made = wheels.join(&name);
        if cfg!(target_os = "linux") {
            let verdict = cmd!(shell, "{python} -m auditwheel show {made}")
                .quiet()
                .read()?;
            judge_audit(&name, &verdict)?;
        }
        copy(&made, &out.join(&name))?;
    }
    Ok(())
}

/// Fails unless `auditwheel` finds that the wheel keeps the promise that its name makes, with no library to be grafted in.
fn judge_audit(name: &str, verdict: &str) -> Result<()> {
    let words: Vec<&str> = verdict.split_whitespace().collect();
    let text = words.join(" ");
    let tag = text
        .split_once("following platform tag: \"")
        .and_then(|(_, rest)| rest.split_once('"'))
        .map(|(tag, _)| tag)
        .with_context(|| format!("auditwheel says nothing of {name}'s platform: {text}"))?;
    if !name.contains(tag) || !tag.starts_with("manylinux") {
        bail!("{name} is consistent with {tag}, which is not what its name says: {text}");
    }
    if text.contains("external shared libraries are required") {
        bail!("{name} needs shared libraries that it does not bring along: {text}");
    }
    Ok(())
}

/// Installs each source distribution with plain pip into an empty environment and gets a first result there. They share one
/// cargo target folder, so that libzstd is compiled once.
pub(super) fn check(environment: &Environment) -> Result<()> {
    let python = environment.python();
    let scratch = environment.target.join("sdist-check");
    // Files of source distributions are all of the same age, so cargo would take what it has compiled of earlier ones for new.
    empty_folder(&scratch)?;
    for (_, name, module) in DISTRIBUTIONS {
        let source = folder(environment).join(format!("{name}-{}.tar.gz", version()));
        let venv = scratch.join(name);
        empty_folder(&venv)?;
        let shell = xshell::Shell::new()?;
        shell.change_dir(&venv);
        shell.set_var("CARGO_TARGET_DIR", scratch.join("target"));
        cmd!(shell, "{python} -m venv {venv}").quiet().run()?;
        let inside = executable(&venv, "python");
        cmd!(
            shell,
            "{inside} -m pip install --quiet --disable-pip-version-check --no-cache-dir {source}"
        )
        .run()?;
        let program = format!("import {module} as m; {FIRST_RESULT}");
        let file = cmd!(shell, "{inside} -c {program}").quiet().read()?;
        if !Path::new(file.trim()).starts_with(&venv) {
            bail!("{module} came from {file}, not from {}", venv.display());
        }
        check_licence(&venv, name)?;
    }
    Ok(())
}

/// Fails unless the installed distribution carries libzstd's licence.
fn check_licence(venv: &Path, name: &str) -> Result<()> {
    let info = format!("{name}-{}.dist-info", version());
    let file: PathBuf = site_packages(venv)?.join(info).join("licenses/LICENSE");
    let text =
        fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
    if !text.contains("Meta Platforms") {
        bail!("{} does not contain libzstd's licence", file.display());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::judge_audit;

    const CLEAN: &str = "zstdrs-0.1.0-cp311-abi3-manylinux_2_34_x86_64.whl is consistent with the\n\
                         following platform tag: \"manylinux_2_34_x86_64\".\n\n\
                         The wheel references external versioned symbols in these system-provided shared libraries";

    #[test]
    fn a_wheel_must_be_what_its_name_says_and_need_nothing_else() {
        let name = "zstdrs-0.1.0-cp311-abi3-manylinux_2_34_x86_64.whl";
        assert!(judge_audit(name, CLEAN).is_ok());
        for verdict in [
            CLEAN.replace("_2_34_x86_64\"", "_2_38_x86_64\""),
            CLEAN.replace("manylinux", "linux"),
            format!(
                "{CLEAN} The following external shared libraries are required by the wheel: {{}}"
            ),
            String::new(),
        ] {
            assert!(judge_audit(name, &verdict).is_err(), "{verdict}");
        }
        let plain = "zstdrs-0.1.0-cp311-abi3-linux_x86_64.whl";
        assert!(judge_audit(plain, CLEAN).is_err());
    }
}

//! The table of the C ABI's functions that the parity tests load at run time, made by bindgen from
//! the generated header.
//!
//! bindgen needs libclang, which is a Python package in target/venv. libclang is found through an
//! environment variable of the process that uses it, so this program starts itself for it.

#![forbid(unsafe_code)]

use std::env;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, anyhow, bail};
use bindgen::{Builder, Formatter, RustEdition, RustTarget};

use super::header;
use super::output::{Output, STAMP, rustfmt};
use crate::environment::{Environment, first_line, site_packages};
use crate::setup;

/// The generated table.
pub(crate) const PATH: &str = "parity-tests/src/cabi/bindings.rs";

/// The oldest Rust that the table must compile with: its minor version, as in the root manifest.
const RUST_MINOR: u64 = 88;

/// What the table opens with. Its names are C's, its documentation is the header's.
const OPENING: &str =
    "//! The functions and types of the C ABI, to be loaded from its shared library.
#![allow(
    missing_docs,
    non_camel_case_types,
    non_snake_case,
    non_upper_case_globals,
    dead_code,
    unreachable_pub,
    clippy::all,
    clippy::undocumented_unsafe_blocks,
    clippy::multiple_unsafe_ops_per_block,
    clippy::missing_safety_doc,
    clippy::unwrap_used,
    rustdoc::all
)]
";

/// Makes the table.
pub(crate) fn outputs(environment: &Environment) -> Result<Vec<Output>> {
    let libclang = site_packages(&environment.venv())?
        .join("clang")
        .join("native");
    let program = env::current_exe().context("cannot find this program's own file")?;
    let output = Command::new(program)
        .args(["codegen", "--print-bindings"])
        .env("LIBCLANG_PATH", &libclang)
        .current_dir(&environment.root)
        .stderr(Stdio::inherit())
        .output()
        .context("cannot start this program anew")?;
    if !output.status.success() {
        bail!("bindgen could not read {}", header::PATH);
    }
    let text =
        String::from_utf8(output.stdout).context("bindgen wrote something that is not UTF-8")?;
    let text = rustfmt(&format!("// {STAMP}\n{OPENING}\n{text}"))?;
    Ok(vec![Output {
        path: PATH.to_owned(),
        text,
    }])
}

/// Prints the table; `LIBCLANG_PATH` must be set.
pub(crate) fn print(environment: &Environment) -> Result<()> {
    let header = environment.root.join(header::PATH);
    let header = header
        .to_str()
        .context("the workspace's path is not UTF-8")?;
    let target = RustTarget::stable(RUST_MINOR, 0).map_err(|error| anyhow!("bindgen: {error}"))?;
    let bindings = Builder::default()
        .header(header)
        .clang_arg(format!("-I{}", setup::compiler_headers()?.display()))
        .dynamic_library_name("Zstdrs")
        .dynamic_link_require_all(true)
        .allowlist_item("(zstdrs|ZSTDRS|Zstdrs).*")
        .rust_edition(RustEdition::Edition2024)
        .rust_target(target)
        .wrap_unsafe_ops(true)
        .layout_tests(false)
        .prepend_enum_name(false)
        .disable_header_comment()
        .formatter(Formatter::Prettyplease)
        .generate()
        .map_err(|error| anyhow!("bindgen: {}", first_line(&error)))?;
    print!("{bindings}");
    Ok(())
}

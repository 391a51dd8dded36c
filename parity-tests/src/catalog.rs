//! Which bindings are there.
#![forbid(unsafe_code)]

use std::env;
use std::path::PathBuf;

use crate::binding::Binding;
use crate::cabi::CAbi;
use crate::direct::Direct;
use crate::host::Interpreter;

/// The environment variable that makes a missing binding a failure, when it is `1`.
pub const REQUIRE_ALL: &str = "ZSTDRS_REQUIRE_ALL";

/// A binding, or why it cannot be had.
pub struct Entry {
    /// The name in reports.
    pub name: &'static str,
    /// The binding.
    pub binding: Result<Box<dyn Binding + Send>, String>,
}

/// Every binding that the workspace knows, the crates first.
#[must_use]
pub fn entries() -> Vec<Entry> {
    vec![
        Entry {
            name: "rust",
            binding: Ok(Box::new(Direct)),
        },
        Entry {
            name: "c-abi",
            binding: file("ZSTDRS_CABI")
                .and_then(|path| CAbi::load(&path))
                .map(|library| Box::new(library) as Box<dyn Binding + Send>),
        },
        interpreter("cpython-native", "ZSTDRS_PYTHON", "zstd"),
        interpreter("cpython-cffi", "ZSTDRS_PYTHON", "zstd_cffi"),
        interpreter("pypy-cffi", "ZSTDRS_PYPY", "zstd_cffi"),
    ]
}

/// Whether every binding must be there.
#[must_use]
pub fn all_required() -> bool {
    env::var_os(REQUIRE_ALL).is_some_and(|value| value == "1")
}

fn interpreter(name: &'static str, variable: &str, module: &'static str) -> Entry {
    let binding = file(variable).and_then(|program| {
        let interpreter = Interpreter::start(name, &program, module)?;
        Ok(Box::new(interpreter) as Box<dyn Binding + Send>)
    });
    Entry { name, binding }
}

/// The file that an environment variable names.
fn file(variable: &str) -> Result<PathBuf, String> {
    let path = env::var_os(variable).ok_or_else(|| format!("{variable} is not set"))?;
    let path = PathBuf::from(path);
    if path.is_file() {
        Ok(path)
    } else {
        Err(format!("{variable}: there is no {}", path.display()))
    }
}

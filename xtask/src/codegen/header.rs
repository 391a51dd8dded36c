//! The C header, made by cbindgen from the crate of the C ABI and its `cbindgen.toml`.

#![forbid(unsafe_code)]

use anyhow::{Context, Result, anyhow, bail};
use cbindgen::{Builder, Config, Language};

use super::output::{Output, STAMP};
use crate::environment::{Environment, first_line};

/// The generated header.
pub(crate) const PATH: &str = "crates/zstd-cabi/include/zstdrs.h";

/// Makes the header. What C++ needs and the include guard are added here and not in
/// `cbindgen.toml`, since the builder of the cffi wheel reads that file too and cffi knows no
/// preprocessor lines.
pub(crate) fn output(environment: &Environment) -> Result<Output> {
    let folder = environment.root.join("crates/zstd-cabi");
    let file = folder.join("cbindgen.toml");
    if !file.is_file() {
        bail!("{} is missing", file.display());
    }
    let mut config = Config::from_file(&file)
        .map_err(|error| anyhow!("{}: {}", file.display(), first_line(&error)))?;
    config.language = Language::C;
    config.cpp_compat = true;
    config.include_guard = Some("ZSTDRS_H".to_owned());
    let stamp = format!("/* {STAMP} */");
    config.header = Some(match config.header {
        Some(header) => format!("{stamp}\n{header}"),
        None => stamp,
    });
    let bindings = Builder::new()
        .with_crate(&folder)
        .with_config(config)
        .generate()
        .map_err(|error| anyhow!("cbindgen: {}", first_line(&error)))?;
    let mut text = Vec::new();
    bindings.write(&mut text);
    let text = String::from_utf8(text).context("cbindgen wrote something that is not UTF-8")?;
    Ok(Output {
        path: PATH.to_owned(),
        text: trimmed(&text),
    })
}

/// The text without whitespace at line ends, which cbindgen leaves in empty comment lines, and
/// with one newline at the end.
fn trimmed(text: &str) -> String {
    let lines: Vec<&str> = text.trim_end().lines().map(str::trim_end).collect();
    format!("{}\n", lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::trimmed;

    #[test]
    fn whitespace_at_line_ends_goes() {
        assert_eq!(trimmed("/* a \n * \n */\n\n"), "/* a\n *\n */\n");
    }
}

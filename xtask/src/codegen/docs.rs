//! The docstrings: taken from the type stub, their one home, for both flavours.
//!
//! The native flavour gets a macro (`#[doc = doc!("ZstdCompressor.compress")]`), the cffi flavour a
//! dictionary of the same texts.

#![forbid(unsafe_code)]

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use xshell::cmd;

use super::output::{Output, STAMP, rustfmt};
use crate::environment::Environment;

/// The macro for the native flavour.
pub(crate) const RUST_PATH: &str = "crates/zstd-py/src/docs.rs";

/// The dictionary for the cffi flavour.
pub(crate) const PYTHON_PATH: &str = "crates/zstd-cabi/python/zstd_cffi/_docs.py";

/// Where the texts come from.
const STUB: &str = "crates/shared-python/__init__.pyi";

/// From a name (`Class.method`; the module's own is empty) to its docstring.
type Docs = BTreeMap<String, String>;

/// Makes both files.
pub(crate) fn outputs(environment: &Environment) -> Result<Vec<Output>> {
    let docs = read(environment)?;
    Ok(vec![
        Output {
            path: RUST_PATH.to_owned(),
            text: rustfmt(&rust(&docs))?,
        },
        Output {
            path: PYTHON_PATH.to_owned(),
            text: python(&docs),
        },
    ])
}

/// Parses the stub, with Python's own parser.
fn read(environment: &Environment) -> Result<Docs> {
    let shell = environment.shell()?;
    let interpreter = environment.python();
    let script = environment.root.join("xtask/python/stub_docs.py");
    let printed = cmd!(shell, "{interpreter} {script} {STUB}").quiet().read();
    let printed = printed.with_context(|| format!("cannot take the docstrings from {STUB}"))?;
    serde_json::from_str(&printed)
        .with_context(|| format!("{} printed no JSON object", script.display()))
}

/// The macro. Raw strings keep the texts readable in a diff.
fn rust(docs: &Docs) -> String {
    let mut text = format!(
        "// {STAMP}\n//! The docstrings of the Python module, for `#[doc = doc!(\"Class.method\")]`.\n\n\
         #![forbid(unsafe_code)]\n\n\
         /// The docstring of the named object.\nmacro_rules! docstring {{\n"
    );
    for (name, doc) in docs {
        text.push_str(&format!(
            "    ({name:?}) => {{\n        {}\n    }};\n",
            raw_string(doc)
        ));
    }
    text.push_str("}\n\n// Not `doc` from the start: that name is a built-in attribute, which a plain `use` would meet.\npub(crate) use docstring as doc;\n");
    text
}

/// The dictionary, one string literal per line of text.
fn python(docs: &Docs) -> String {
    let mut text = format!(
        "# {STAMP}\n\"\"\"The docstrings of the module: from an object's name to its text.\"\"\"\n\nDOCS = {{\n"
    );
    for (name, doc) in docs {
        text.push_str(&format!("    {}: (\n", literal(name)));
        if doc.is_empty() {
            text.push_str("        \"\"\n");
        }
        for line in doc.split_inclusive('\n') {
            text.push_str(&format!("        {}\n", literal(line)));
        }
        text.push_str("    ),\n");
    }
    text.push_str("}\n");
    text
}

/// A Rust raw string with as many `#` as the text needs.
fn raw_string(text: &str) -> String {
    let mut hashes = String::new();
    while text.contains(&format!("\"{hashes}")) {
        hashes.push('#');
    }
    format!("r{hashes}\"{text}\"{hashes}")
}

/// A Python string literal: JSON's escapes are Python's too.
fn literal(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Docs {
        let entries = [
            ("", "The module."),
            ("A", "Says \"#hi\".\n\nSecond \\ line."),
            ("A.empty", ""),
        ];
        entries
            .map(|(name, doc)| (name.to_owned(), doc.to_owned()))
            .into()
    }

    #[test]
    fn raw_strings_get_enough_hashes() {
        assert_eq!(raw_string("plain"), "r\"plain\"");
        assert_eq!(raw_string("a \"b\" c"), "r#\"a \"b\" c\"#");
        assert_eq!(raw_string("a \"# c"), "r##\"a \"# c\"##");
    }

    #[test]
    fn the_macro_is_valid_rust_with_every_name() {
        let text = rustfmt(&rust(&sample())).unwrap();
        assert!(text.starts_with(&format!("// {STAMP}\n//! ")), "{text}");
        for name in ["(\"\")", "(\"A\")", "(\"A.empty\")"] {
            assert!(text.contains(name), "{name} in {text}");
        }
        assert!(text.contains("Second \\ line."), "{text}");
    }

    #[test]
    fn the_dictionary_has_a_literal_per_line() {
        let text = python(&sample());
        let entry = "    \"A\": (\n        \"Says \\\"#hi\\\".\\n\"\n        \"\\n\"\n        \"Second \\\\ line.\"\n    ),\n";
        assert!(text.contains(entry), "{text}");
        assert!(
            text.contains("    \"A.empty\": (\n        \"\"\n    ),\n"),
            "{text}"
        );
    }
}

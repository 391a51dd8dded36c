//! Rules for Rust files, unsafe code apart.

#![forbid(unsafe_code)]

use super::Violation;
use super::text::{has_word, numbered};
use super::tree::SourceFile;

/// Macros that must not stay in the code.
const MACROS: [&str; 3] = ["todo", "unimplemented", "dbg"];

/// The one crate that names the raw FFI; everybody else goes through it.
const RAW_FFI_HOME: &str = "crates/zstd-core/";

/// Checks one file; others than Rust pass.
pub(super) fn check(file: &SourceFile) -> Vec<Violation> {
    if !file.ends_with("rs") {
        return Vec::new();
    }
    let rules = [module_docs, unfinished, raw_ffi];
    rules.iter().flat_map(|rule| rule(file)).collect()
}

/// The file opens with what it is for.
fn module_docs(file: &SourceFile) -> Vec<Violation> {
    if file.text.starts_with("//! ") {
        return Vec::new();
    }
    vec![Violation::new(
        &file.path,
        1,
        "no `//!` at the top that says what the module is for",
    )]
}

/// Nothing unfinished is left.
fn unfinished(file: &SourceFile) -> Vec<Violation> {
    numbered(&file.code)
        .flat_map(|(number, line)| {
            let left = MACROS.into_iter().filter(move |name| calls(line, name));
            left.map(move |name| (number, format!("`{name}!` left in the code")))
        })
        .map(|(number, message)| Violation::new(&file.path, number, message))
        .collect()
}

/// The raw FFI is named, and passed on, by its home only.
fn raw_ffi(file: &SourceFile) -> Vec<Violation> {
    if file.path.starts_with(RAW_FFI_HOME) {
        return Vec::new();
    }
    let passes_on = |line: &str| {
        has_word(line, "pub") && has_word(line, "use") && line.contains("zstd_core::sys")
    };
    numbered(&file.code)
        .filter(|(_, line)| has_word(line, "zstd_sys") || passes_on(line))
        .map(|(number, _)| {
            Violation::new(
                &file.path,
                number,
                "only zstd-core names zstd_sys and exports it",
            )
        })
        .collect()
}

/// Whether a line of code calls a macro.
fn calls(line: &str, name: &str) -> bool {
    let call = format!("{name}!");
    line.match_indices(&call).any(|(start, _)| {
        let before = line[..start].chars().next_back();
        !before.is_some_and(|character| character.is_alphanumeric() || character == '_')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(path: &str, text: &str) -> Vec<String> {
        let file = SourceFile::new(path, text);
        check(&file).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn module_docs_come_first() {
        assert!(messages("a.rs", "//! Docs.\n").is_empty());
        for text in ["", "use std::fs;\n//! Docs.\n", "// Docs.\n"] {
            let expected = ["a.rs:1: no `//!` at the top that says what the module is for"];
            assert_eq!(messages("a.rs", text), expected);
        }
        assert!(messages("a.py", "").is_empty());
    }

    #[test]
    fn unfinished_code_is_found_outside_of_comments() {
        for name in MACROS {
            let text = format!("//! Docs.\n// {name}!()\nfn f() {{ {name}!() }}\n");
            assert_eq!(
                messages("a.rs", &text),
                [format!("a.rs:3: `{name}!` left in the code")]
            );
        }
        assert!(messages("a.rs", "//! Docs.\nfn f() { my_dbg!(\"todo!\") }\n").is_empty());
    }

    #[test]
    fn the_raw_ffi_has_one_home() {
        for line in [
            "pub use zstd_sys;",
            "use zstd_sys::ZSTD_CCtx;",
            "pub use zstd_core::sys::*;",
        ] {
            let text = format!("//! Docs.\n{line}\n");
            assert_eq!(
                messages("crates/zstd-mt/src/lib.rs", &text).len(),
                1,
                "{line}"
            );
            assert!(messages("crates/zstd-core/src/sys.rs", &text).is_empty());
        }
        assert!(
            messages(
                "crates/zstd-mt/src/lib.rs",
                "//! Docs.\nuse zstd_core::sys;\n"
            )
            .is_empty()
        );
    }
}

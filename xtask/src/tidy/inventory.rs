//! The inventory of unsafe code: `docs/unsafe.md` lists the files that have any, and no others.

#![forbid(unsafe_code)]

use super::Violation;
use super::text::{has_word, numbered};
use super::tree::Tree;

/// The page with the list.
const PAGE: &str = "docs/unsafe.md";

/// Compares the page with the sources of the product.
pub(super) fn check(tree: &Tree) -> Vec<Violation> {
    let page = tree.files.iter().find(|file| file.path == PAGE);
    let text = page.map_or("", |page| &page.text);
    let listed: Vec<(usize, &str)> = numbered(text)
        .filter_map(|(number, line)| Some((number, path(line)?)))
        .collect();
    let using = || {
        let product = tree.files.iter().filter(|file| is_product(&file.path));
        product.filter(|file| has_word(&file.code, "unsafe") && !file.code.contains(FORBID))
    };
    let missing = using()
        .filter(|file| listed.iter().all(|(_, path)| *path != file.path))
        .map(|file| {
            Violation::new(
                &file.path,
                1,
                format!("has unsafe code, but is not in {PAGE}"),
            )
        });
    let stale = listed
        .iter()
        .filter(|(_, path)| using().all(|file| file.path != *path))
        .map(|(number, path)| {
            Violation::new(
                PAGE,
                *number,
                format!("{path} has no unsafe code, or is not there"),
            )
        });
    missing.chain(stale).collect()
}

/// What a file without unsafe code says.
const FORBID: &str = concat!("#![forbid(", "unsafe_code)]");

/// Sources of the crates that are shipped, apart from their tests.
fn is_product(path: &str) -> bool {
    path.starts_with("crates/")
        && path.contains("/src/")
        && path.ends_with(".rs")
        && !path.contains("/tests/")
        && !path.ends_with("/tests.rs")
}

/// The path in a row of the table.
fn path(line: &str) -> Option<&str> {
    line.strip_prefix("| `")?
        .split_once('`')
        .map(|(path, _)| path)
}

#[cfg(test)]
mod tests {
    use super::super::tree::SourceFile;
    use super::*;

    #[test]
    fn list_and_sources_must_agree() {
        let unsafe_code = "//! Docs.\nfn f() { unsafe { g() } }\n";
        let tree = Tree {
            top_level: Vec::new(),
            files: vec![
                SourceFile::new("crates/a/src/listed.rs", unsafe_code),
                SourceFile::new("crates/a/src/missing.rs", unsafe_code),
                SourceFile::new("crates/a/src/tests.rs", unsafe_code),
                SourceFile::new("crates/a/src/safe.rs", "//! Docs.\n"),
                SourceFile::new(
                    PAGE,
                    "| `crates/a/src/listed.rs` | x |\n| `crates/a/src/safe.rs` | y |\n",
                ),
            ],
        };
        let found: Vec<String> = check(&tree).iter().map(ToString::to_string).collect();
        let expected = [
            "crates/a/src/missing.rs:1: has unsafe code, but is not in docs/unsafe.md",
            "docs/unsafe.md:2: crates/a/src/safe.rs has no unsafe code, or is not there",
        ];
        assert_eq!(found, expected);
    }
}

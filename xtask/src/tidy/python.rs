//! Rules for Python files.

#![forbid(unsafe_code)]

use super::Violation;
use super::text::numbered;
use super::tree::SourceFile;

/// Checks one file; others than Python pass.
pub(super) fn check(file: &SourceFile) -> Vec<Violation> {
    if file.ends_with("py") || file.ends_with("pyi") {
        docstring(file)
    } else {
        Vec::new()
    }
}

/// The first statement is a docstring.
fn docstring(file: &SourceFile) -> Vec<Violation> {
    let code = |line: &str| !(line.trim().is_empty() || line.starts_with('#'));
    let first = numbered(&file.text).find(|(_, line)| code(line));
    let opens = |line: &str| {
        ["\"\"\"", "r\"\"\""]
            .iter()
            .any(|quotes| line.starts_with(quotes))
    };
    match first {
        Some((_, line)) if opens(line) => Vec::new(),
        first => {
            let number = first.map_or(1, |(number, _)| number);
            vec![Violation::new(
                &file.path,
                number,
                "no docstring at the top",
            )]
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_docstring_comes_first() {
        let judge = |text: &str| check(&SourceFile::new("a.py", text)).len();
        assert_eq!(judge("\"\"\"Docs.\"\"\"\n"), 0);
        assert_eq!(judge("#!/usr/bin/env python3\n\nr\"\"\"Docs.\"\"\"\n"), 0);
        assert_eq!(judge("import os\n\"\"\"Docs.\"\"\"\n"), 1);
        assert_eq!(judge(""), 1);
        assert!(check(&SourceFile::new("a.txt", "text\n")).is_empty());
    }
}

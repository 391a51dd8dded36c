//! Rules for every text file: size, whitespace, notes to self.

#![forbid(unsafe_code)]

use super::Violation;
use super::tree::SourceFile;

/// The longest that a source file may be, in lines. About 300 is what it should be.
const MAX_LINES: usize = 500;

/// Endings of the files whose size counts. A type stub is not among them: it describes one module,
/// so it cannot be divided.
const SIZED: [&str; 6] = ["rs", "py", "c", "h", "sh", "toml"];

/// Notes to self; spelt in two pieces, for this file is checked too.
const NOTES: [&str; 3] = [
    concat!("TO", "DO"),
    concat!("FIX", "ME"),
    concat!("XX", "X"),
];

/// Checks one file. What cargo writes is not ours to judge.
pub(super) fn check(file: &SourceFile) -> Vec<Violation> {
    if file.path == "Cargo.lock" {
        return Vec::new();
    }
    let rules = [size, whitespace, notes];
    rules.iter().flat_map(|rule| rule(file)).collect()
}

/// A file is small.
fn size(file: &SourceFile) -> Vec<Violation> {
    let lines = file.text.lines().count();
    if lines <= MAX_LINES || !SIZED.iter().any(|ending| file.ends_with(ending)) {
        return Vec::new();
    }
    let message = format!("{lines} lines are more than {MAX_LINES}: divide the file");
    vec![Violation::new(&file.path, MAX_LINES + 1, message)]
}

/// Lines end where their text ends, and the last one in a newline.
fn whitespace(file: &SourceFile) -> Vec<Violation> {
    let mut violations: Vec<Violation> = numbered(&file.text)
        .filter(|(_, line)| line.ends_with([' ', '\t']))
        .map(|(number, _)| Violation::new(&file.path, number, "whitespace at the end of the line"))
        .collect();
    if !file.text.is_empty() && !file.text.ends_with('\n') {
        let last = file.text.lines().count();
        violations.push(Violation::new(
            &file.path,
            last,
            "no newline at the end of the file",
        ));
    }
    violations
}

/// What is to be done stands in the tracker, not in a comment.
fn notes(file: &SourceFile) -> Vec<Violation> {
    numbered(&file.text)
        .flat_map(|(number, line)| {
            let found = NOTES.into_iter().filter(move |note| has_word(line, note));
            found.map(move |note| (number, format!("{note} in the text: do it or drop it")))
        })
        .map(|(number, message)| Violation::new(&file.path, number, message))
        .collect()
}

/// The lines of a text with their numbers, counted from 1.
pub(super) fn numbered(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines()
        .enumerate()
        .map(|(index, line)| (index + 1, line))
}

/// Whether a word occurs in a text, not as a part of a longer one.
pub(super) fn has_word(text: &str, word: &str) -> bool {
    let inside = |character: char| character.is_alphanumeric() || character == '_';
    text.match_indices(word).any(|(start, _)| {
        let before = text[..start].chars().next_back();
        let after = text[start + word.len()..].chars().next();
        !before.is_some_and(inside) && !after.is_some_and(inside)
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
    fn long_files_are_divided() {
        let text = "x\n".repeat(MAX_LINES + 1);
        assert_eq!(
            messages("a.rs", &text),
            ["a.rs:501: 501 lines are more than 500: divide the file"]
        );
        assert!(messages("a.rs", &"x\n".repeat(MAX_LINES)).is_empty());
        assert!(messages("a.pyi", &text).is_empty());
    }

    #[test]
    fn whitespace_at_line_ends() {
        let expected = [
            "a.md:2: whitespace at the end of the line",
            "a.md:3: no newline at the end of the file",
        ];
        assert_eq!(messages("a.md", "one\ntwo \nthree"), expected);
    }

    #[test]
    fn notes_to_self() {
        for note in NOTES {
            let expected = format!("a.py:2: {note} in the text: do it or drop it");
            assert_eq!(
                messages("a.py", &format!("one\n# {note}: two\n")),
                [expected]
            );
            assert!(messages("a.py", &format!("{note}S_{note}\n")).is_empty());
        }
    }
}

//! Rules for unsafe code: a file forbids it or uses it, and each use says why it is sound.

#![forbid(unsafe_code)]

use super::Violation;
use super::text::{has_word, numbered};
use super::tree::{SourceFile, Tree};

/// What a Rust file without unsafe code says.
const FORBID: &str = concat!("#![forbid(", "unsafe_code)]");

/// The comment that stands above unsafe code.
const REASON: &str = concat!("SAFE", "TY:");

/// Checks one file; others than Rust pass.
pub(super) fn check(file: &SourceFile, tree: &Tree) -> Vec<Violation> {
    if !file.ends_with("rs") {
        return Vec::new();
    }
    let mut violations = reasons(file);
    violations.extend(forbidden(file, tree));
    violations
}

/// A file without unsafe code forbids it, unless a module below it needs it: the attribute would
/// reach that too.
fn forbidden(file: &SourceFile, tree: &Tree) -> Option<Violation> {
    if file.code.contains(FORBID) || uses_unsafe(file, tree, &mut Vec::new()) {
        return None;
    }
    Some(Violation::new(
        &file.path,
        1,
        format!("no unsafe code, so it must say {FORBID}"),
    ))
}

/// Whether the file or one of its modules has unsafe code. `seen` are the files that were looked at.
fn uses_unsafe<'a>(file: &'a SourceFile, tree: &'a Tree, seen: &mut Vec<&'a str>) -> bool {
    if seen.contains(&file.path.as_str()) {
        return false;
    }
    seen.push(&file.path);
    has_word(&file.code, "unsafe")
        || modules(file, tree).any(|module| uses_unsafe(module, tree, seen))
}

/// The files of the modules that a file declares.
fn modules<'a>(file: &'a SourceFile, tree: &'a Tree) -> impl Iterator<Item = &'a SourceFile> {
    let (folder, name) = file.path.rsplit_once('/').unwrap_or(("", &file.path));
    let stem = name.strip_suffix(".rs").unwrap_or(name);
    // A crate's root and `mod.rs` have their modules beside them, other files in a folder of
    // their own name. Roots are not only lib.rs and main.rs, so both places are looked at.
    let places = [folder.to_owned(), format!("{folder}/{stem}")];
    declared(&file.code).flat_map(move |module| {
        let paths: Vec<String> = places
            .iter()
            .flat_map(|place| {
                [
                    format!("{place}/{module}.rs"),
                    format!("{place}/{module}/mod.rs"),
                ]
            })
            .collect();
        tree.files
            .iter()
            .filter(move |found| found.path != file.path && paths.contains(&found.path))
    })
}

/// The names in `mod name;`.
fn declared(code: &str) -> impl Iterator<Item = &str> {
    code.lines().filter_map(|line| {
        let declaration = line.trim().strip_suffix(';')?;
        let mut words = declaration.split_whitespace().rev();
        let name = words.next()?;
        (words.next() == Some("mod")).then_some(name)
    })
}

/// Every unsafe block and implementation has its reason above.
fn reasons(file: &SourceFile) -> Vec<Violation> {
    let lines: Vec<&str> = file.text.lines().collect();
    let code: Vec<&str> = file.code.lines().collect();
    numbered(&file.code)
        .filter(|(number, line)| {
            let next = code.get(*number).copied().unwrap_or_default();
            needs_reason(line, next)
        })
        .filter(|(number, _)| !has_reason(&lines, &code, number - 1))
        .map(|(number, _)| {
            Violation::new(
                &file.path,
                number,
                format!("unsafe code without a `// {REASON}` comment"),
            )
        })
        .collect()
}

/// Whether an unsafe block or implementation begins on the line. The brace may be on the next.
fn needs_reason(line: &str, next: &str) -> bool {
    line.match_indices("unsafe").any(|(start, word)| {
        let before = line[..start].chars().next_back();
        let rest = line[start + word.len()..].trim_start();
        let rest = if rest.is_empty() {
            next.trim_start()
        } else {
            rest
        };
        let begins =
            !before.is_some_and(|character| character.is_alphanumeric() || character == '_');
        begins && (rest.starts_with('{') || rest.starts_with("impl ") || rest.starts_with("impl<"))
    })
}

/// Whether a comment that gives the reason ends right above the statement that `index` is in, or
/// stands in the line itself.
fn has_reason(lines: &[&str], code: &[&str], index: usize) -> bool {
    if lines[index].contains(REASON) {
        return true;
    }
    let mut inside_comment = false;
    for above in (0..index).rev() {
        let line = lines[above].trim();
        if line.starts_with("//") {
            inside_comment = true;
            if line.contains(REASON) {
                return true;
            }
            continue;
        }
        if inside_comment || ends_statement(code[above].trim()) {
            return false;
        }
    }
    false
}

/// Whether the statement or match arm above ends with this line. Attributes may stand between the
/// comment and the code, and the statement may have begun lines ago, as calls with many arguments.
fn ends_statement(line: &str) -> bool {
    let arm = line.ends_with(',') && (line.contains("=>") || line.starts_with('}'));
    !line.starts_with("#[") && (line.is_empty() || arm || line.ends_with([';', '{', '}']))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(files: &[(&str, &str)]) -> Tree {
        let files = files
            .iter()
            .map(|(path, text)| SourceFile::new(*path, *text));
        Tree {
            top_level: Vec::new(),
            files: files.collect(),
        }
    }

    fn messages(files: &[(&str, &str)]) -> Vec<String> {
        let tree = tree(files);
        let violations = tree.files.iter().flat_map(|file| check(file, &tree));
        violations.map(|violation| violation.to_string()).collect()
    }

    #[test]
    fn a_file_without_unsafe_code_forbids_it() {
        let expected = format!("a.rs:1: no unsafe code, so it must say {FORBID}");
        assert_eq!(
            messages(&[("a.rs", "// unsafe\nfn f() { g(\"unsafe\") }\n")]),
            [expected]
        );
        assert!(messages(&[("a.rs", &format!("{FORBID}\nfn f() {{}}\n"))]).is_empty());
        assert!(messages(&[("a.rs", "unsafe fn f() {}\n")]).is_empty());
        assert!(messages(&[("a.py", "pass\n")]).is_empty());
    }

    #[test]
    fn a_file_above_unsafe_code_cannot_forbid_it() {
        let inner = ("src/a/b.rs", "unsafe fn f() {}\n");
        assert!(
            messages(&[
                ("src/lib.rs", "mod a;\n"),
                ("src/a.rs", "pub(crate) mod b;\n"),
                inner
            ])
            .is_empty()
        );
        assert_eq!(
            messages(&[("src/lib.rs", "mod c;\n"), ("src/a.rs", "mod b;\n"), inner]).len(),
            1
        );
    }

    #[test]
    fn unsafe_blocks_have_a_reason() {
        let bare = "fn f() {\n    g();\n    unsafe { h() }\n}\n";
        let expected = format!("a.rs:3: unsafe code without a `// {REASON}` comment");
        assert_eq!(messages(&[("a.rs", bare)]), [expected]);
        for good in [
            "// REASON it is.\nunsafe { h() }\n",
            "// REASON it is\n// and stays so.\nlet x =\n    unsafe { h() };\n",
            "// REASON it is.\n#[allow(x)]\nunsafe impl Send for A {}\n",
            "g(unsafe { h() }); // REASON it is.\n",
            "// REASON it is.\nunsafe\n{ h() }\n",
            "// REASON it is.\ng(\n    1,\n    unsafe { h() },\n);\n",
        ] {
            let good = good.replace("REASON", REASON);
            assert_eq!(messages(&[("a.rs", &good)]), [""; 0], "{good}");
        }
        for bad in [
            "// REASON it is.\nlet y = 1;\nunsafe { h() }\n",
            "// REASON it is.\n\nunsafe { h() }\n",
            "// Other.\nunsafe impl<T> Send for A<T> {}\n",
            "unsafe\n{ h() }\n",
            "// REASON it is.\nA => g(),\nB => unsafe { h() },\n",
        ] {
            let bad = bad.replace("REASON", REASON);
            assert_eq!(messages(&[("a.rs", &bad)]).len(), 1, "{bad}");
        }
    }
}

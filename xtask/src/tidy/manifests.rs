//! Rules for the crates' manifests: versions and lints come from the root's.

#![forbid(unsafe_code)]

use super::Violation;
use super::text::numbered;
use super::tree::SourceFile;

/// Checks one file; others than a crate's manifest pass.
pub(super) fn check(file: &SourceFile) -> Vec<Violation> {
    if !file.path.ends_with("/Cargo.toml") {
        return Vec::new();
    }
    let mut violations = own_versions(file);
    if !inherits_lints(&file.text) {
        violations.push(Violation::new(
            &file.path,
            1,
            "no `[lints]` with `workspace = true`",
        ));
    }
    violations
}

/// Dependencies that are not taken from the workspace.
fn own_versions(file: &SourceFile) -> Vec<Violation> {
    let mut in_dependencies = false;
    let mut violations = Vec::new();
    for (number, line) in numbered(&file.text) {
        if line.starts_with('[') {
            in_dependencies = line.contains("dependencies");
        } else if in_dependencies && states_version(line) {
            let message = "not from the workspace: declare it in the root manifest and say `workspace = true`";
            violations.push(Violation::new(&file.path, number, message));
        }
    }
    violations
}

/// Whether a line of a dependency table says itself where the dependency comes from.
fn states_version(line: &str) -> bool {
    let Some((name, value)) = line.split_once('=') else {
        return false;
    };
    if name.trim_start().starts_with('#') {
        return false;
    }
    let sources = ["version", "path", "git"];
    let stated = |text: &str| {
        sources
            .iter()
            .any(|source| text.contains(&format!("{source} =")))
    };
    value.trim_start().starts_with('"') || stated(line)
}

/// Whether the manifest takes the lints of the workspace.
fn inherits_lints(text: &str) -> bool {
    let mut lines = text
        .lines()
        .map(str::trim)
        .skip_while(|line| *line != "[lints]")
        .skip(1);
    lines.next() == Some("workspace = true")
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "[package]
name = \"a\"
[dependencies]
libc.workspace = true
# rand = \"1\"
pyo3 = { workspace = true, features = [
    \"abi3\",
] }
[lints]
workspace = true
";

    fn messages(text: &str) -> Vec<String> {
        let file = SourceFile::new("crates/a/Cargo.toml", text);
        check(&file).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn versions_come_from_the_root() {
        assert!(messages(GOOD).is_empty());
        for line in [
            "rand = \"1\"",
            "rand = { version = \"1\" }",
            "b = { path = \"../b\" }",
        ] {
            let text = GOOD.replace("libc.workspace = true", line);
            let found = messages(&text);
            assert_eq!(found.len(), 1, "{line}");
            assert!(
                found[0].starts_with("crates/a/Cargo.toml:4: not from the workspace"),
                "{}",
                found[0]
            );
        }
    }

    #[test]
    fn lints_come_from_the_root() {
        let text = GOOD.replace("[lints]\nworkspace = true\n", "");
        assert!(
            messages(&text)
                .iter()
                .any(|message| message.ends_with("no `[lints]` with `workspace = true`"))
        );
    }

    #[test]
    fn the_root_may_state_versions() {
        assert!(
            check(&SourceFile::new(
                "Cargo.toml",
                "[workspace.dependencies]\nlibc = \"0.2\"\n"
            ))
            .is_empty()
        );
    }
}

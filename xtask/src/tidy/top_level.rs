//! What may stand at the top of the tree.

#![forbid(unsafe_code)]

use super::Violation;

/// The folders; those that begin with a dot may be there too.
const FOLDERS: [&str; 5] = ["benches/", "crates/", "docs/", "parity-tests/", "xtask/"];

/// The files; those that begin with a dot may be there too.
const FILES: [&str; 4] = ["Cargo.lock", "Cargo.toml", "LICENSE", "README.md"];

/// Checks the names at the top (folders end in `/`): none more, none missing.
pub(super) fn check(names: &[String]) -> Vec<Violation> {
    let known = || FOLDERS.into_iter().chain(FILES);
    let foreign = names
        .iter()
        .filter(|name| !name.starts_with('.') && known().all(|known| known != *name))
        .map(|name| Violation::new(name, 1, "does not belong at the top of the tree"));
    let missing = known()
        .filter(|known| names.iter().all(|name| name != known))
        .map(|name| Violation::new(name, 1, "is missing"));
    foreign.chain(missing).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn foreign_and_missing_names_are_reported() {
        let mut names: Vec<String> = FOLDERS
            .into_iter()
            .chain(FILES)
            .map(str::to_owned)
            .collect();
        names.push(".gitignore".to_owned());
        assert!(check(&names).is_empty());
        names.push("scripts/".to_owned());
        names.retain(|name| name != "LICENSE");
        let found: Vec<String> = check(&names).iter().map(ToString::to_string).collect();
        let expected = [
            "scripts/:1: does not belong at the top of the tree",
            "LICENSE:1: is missing",
        ];
        assert_eq!(found, expected);
    }
}

//! The layers: which crate may know which, from `cargo metadata`.

#![forbid(unsafe_code)]

use anyhow::Result;
use cargo_metadata::{DependencyKind, MetadataCommand, Package};

use super::Violation;
use crate::environment::{Environment, metadata};

/// Which crates of the workspace each crate may depend on, in any way. A crate that is not here
/// has no place in the layers yet.
const LAYERS: [(&str, &[&str]); 12] = [
    ("zstd-core", &[]),
    ("zstd-buffers", &[]),
    ("zstd-mt", &["zstd-core", "zstd-buffers"]),
    ("zstd-stream", &["zstd-core", "zstd-buffers"]),
    ("zstd-dict", &["zstd-core", "zstd-buffers"]),
    ("zstd-contract", ENGINES),
    ("zstd-py", BELOW_FRONTENDS),
    ("zstd-cabi", BELOW_FRONTENDS),
    ("parity-tests", BELOW_FRONTENDS),
    ("fuzz-targets", FUZZED),
    ("benches", BELOW_FRONTENDS),
    ("xtask", &[]),
];

/// What speaks Rust to its callers.
const ENGINES: &[&str] = &[
    "zstd-core",
    "zstd-buffers",
    "zstd-mt",
    "zstd-stream",
    "zstd-dict",
];

/// The engines, and the contract that the frontends share.
const BELOW_FRONTENDS: &[&str] = &[
    "zstd-core",
    "zstd-buffers",
    "zstd-mt",
    "zstd-stream",
    "zstd-dict",
    "zstd-contract",
];

/// What the fuzzer drives: the engines, the contract, and the properties of the parity tests.
const FUZZED: &[&str] = &[
    "zstd-core",
    "zstd-buffers",
    "zstd-mt",
    "zstd-stream",
    "zstd-dict",
    "zstd-contract",
    "parity-tests",
];

/// Development dependencies beside the layers: examples that show a crate in use together with its sibling.
const EXAMPLES: [(&str, &str); 1] = [("zstd-mt", "zstd-dict")];

/// Libraries that one crate alone may name, by the beginning of their names.
const OWNED: [(&str, &str); 3] = [
    ("zstd-sys", "zstd-core"),
    ("pyo3", "zstd-py"),
    ("rayon", "zstd-mt"),
];

/// What a rule needs to know of a dependency.
struct Edge<'a> {
    from: &'a str,
    to: &'a str,
    kind: DependencyKind,
    /// Whether it is a crate of the workspace, told by its path.
    internal: bool,
}

/// Checks the dependencies of every crate of the workspace.
pub(super) fn check(environment: &Environment) -> Result<Vec<Violation>> {
    let metadata = metadata(
        MetadataCommand::new()
            .current_dir(&environment.root)
            .no_deps(),
    )?;
    let mut violations = Vec::new();
    for package in metadata.workspace_packages() {
        violations.extend(check_package(environment, package));
    }
    Ok(violations)
}

fn check_package(environment: &Environment, package: &Package) -> Vec<Violation> {
    let manifest = package.manifest_path.as_std_path();
    let path = manifest.strip_prefix(&environment.root).unwrap_or(manifest);
    let path = path.to_string_lossy().replace('\\', "/");
    let unknown = allowed(&package.name)
        .is_none()
        .then(|| unknown_crate(&package.name));
    let broken = package.dependencies.iter().filter_map(|dependency| {
        let edge = Edge {
            from: &package.name,
            to: &dependency.name,
            kind: dependency.kind,
            internal: dependency.path.is_some(),
        };
        check_edge(&edge)
    });
    let messages = unknown.into_iter().chain(broken);
    messages
        .map(|message| Violation::new(&path, 1, message))
        .collect()
}

/// The crates that a crate may depend on.
fn allowed(name: &str) -> Option<&'static [&'static str]> {
    LAYERS
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, allowed)| *allowed)
}

fn unknown_crate(name: &str) -> String {
    format!("{name} has no place in the layers: give it one in xtask/src/tidy/layers.rs")
}

/// The message for a dependency that may not be.
fn check_edge(edge: &Edge<'_>) -> Option<String> {
    let Edge { from, to, .. } = *edge;
    if edge.internal {
        let allowed = allowed(from)?;
        if edge.kind == DependencyKind::Development && EXAMPLES.contains(&(from, to)) {
            return None;
        }
        return (!allowed.contains(&to)).then(|| match allowed {
            [] => format!("{from} depends on {to}, but may depend on no crate of the workspace"),
            _ => format!(
                "{from} depends on {to}, but may depend only on {}",
                allowed.join(", ")
            ),
        });
    }
    let (library, owner) = OWNED.into_iter().find(|(library, _)| {
        to == *library
            || to
                .strip_prefix(library)
                .is_some_and(|rest| rest.starts_with('-'))
    })?;
    // The benchmarks measure against the `zstd` crate with rayon.
    let comparison =
        library == "rayon" && from == "benches" && edge.kind == DependencyKind::Development;
    (from != owner && !comparison).then(|| format!("{from} depends on {to}, but only {owner} may"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judge(from: &str, to: &str, kind: DependencyKind, internal: bool) -> Option<String> {
        check_edge(&Edge {
            from,
            to,
            kind,
            internal,
        })
    }

    #[test]
    fn the_layers_hold() {
        let normal = DependencyKind::Normal;
        for (from, to) in [
            ("zstd-core", "zstd-buffers"),
            ("zstd-buffers", "zstd-core"),
            ("zstd-mt", "zstd-dict"),
            ("zstd-dict", "zstd-mt"),
            ("zstd-stream", "zstd-py"),
            ("zstd-py", "zstd-cabi"),
            ("zstd-cabi", "zstd-py"),
            ("parity-tests", "zstd-cabi"),
            ("xtask", "zstd-core"),
        ] {
            let message = judge(from, to, normal, true).unwrap();
            assert!(
                message.starts_with(&format!("{from} depends on {to}, but")),
                "{message}"
            );
            let example = EXAMPLES.contains(&(from, to));
            let message = judge(from, to, DependencyKind::Development, true);
            assert_eq!(message.is_none(), example, "{from} -> {to}");
        }
        for (from, to) in [
            ("zstd-mt", "zstd-core"),
            ("zstd-py", "zstd-mt"),
            ("benches", "zstd-dict"),
        ] {
            assert_eq!(judge(from, to, normal, true), None);
        }
    }

    #[test]
    fn libraries_have_one_owner() {
        let normal = DependencyKind::Normal;
        for (from, to) in [
            ("zstd-mt", "zstd-sys"),
            ("zstd-cabi", "pyo3"),
            ("zstd-core", "pyo3-build-config"),
            ("zstd-core", "rayon"),
            ("benches", "rayon"),
        ] {
            assert!(judge(from, to, normal, false).is_some(), "{from} -> {to}");
        }
        assert_eq!(judge("zstd-core", "zstd-sys", normal, false), None);
        assert_eq!(
            judge("zstd-py", "pyo3-build-config", DependencyKind::Build, false),
            None
        );
        assert_eq!(
            judge("benches", "rayon", DependencyKind::Development, false),
            None
        );
        assert_eq!(judge("zstd-core", "libc", normal, false), None);
    }

    #[test]
    fn a_crate_without_a_place_is_unknown() {
        assert!(allowed("zstd-extra").is_none());
        assert!(unknown_crate("zstd-extra").contains("no place"));
    }
}

//! The files that the rules look at: all text of the tree that is not ignored by git.

#![forbid(unsafe_code)]

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use super::rust_code;
use crate::codegen;
use crate::codegen::output::is_stamped;
use crate::environment::Environment;

/// Folders that tools make, at any depth. Hidden folders other than these two are skipped too.
const TOOL_FOLDERS: [&str; 3] = ["target", "dist", "__pycache__"];

/// Hidden folders that are sources.
const HIDDEN_SOURCES: [&str; 2] = [".cargo", ".ci"];

/// A text file.
pub(super) struct SourceFile {
    /// From the workspace root, with `/`.
    pub(super) path: String,
    /// The whole content.
    pub(super) text: String,
    /// Rust only: the text with comments and literals blanked out, line for line the same.
    pub(super) code: String,
}

impl SourceFile {
    /// A file with this content.
    pub(super) fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        let (path, text) = (path.into(), text.into());
        let code = if path.ends_with(".rs") {
            rust_code::mask(&text)
        } else {
            String::new()
        };
        Self { path, text, code }
    }

    /// Whether the path has this ending.
    pub(super) fn ends_with(&self, ending: &str) -> bool {
        Path::new(&self.path)
            .extension()
            .is_some_and(|found| found == ending)
    }

    /// Whether codegen wrote it: it has the stamp, at a place that codegen writes to.
    pub(super) fn is_generated(&self) -> bool {
        is_stamped(&self.text) && codegen::writes(&self.path)
    }
}

/// The tree.
pub(super) struct Tree {
    /// Names at the top, folders with a `/` at the end.
    pub(super) top_level: Vec<String>,
    /// All text files, sorted by path.
    pub(super) files: Vec<SourceFile>,
}

impl Tree {
    /// Reads the workspace.
    pub(super) fn read(environment: &Environment) -> Result<Self> {
        let mut tree = Self {
            top_level: Vec::new(),
            files: Vec::new(),
        };
        tree.walk(environment, &environment.root, "")?;
        Ok(tree)
    }

    fn walk(&mut self, environment: &Environment, folder: &Path, prefix: &str) -> Result<()> {
        let entries =
            fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))?;
        let mut entries = entries.collect::<Result<Vec<_>, _>>()?;
        entries.sort_by_key(fs::DirEntry::file_name);
        for entry in entries {
            let path = entry.path();
            let Ok(name) = entry.file_name().into_string() else {
                continue;
            };
            if path == environment.target || is_tool_output(&name) {
                continue;
            }
            let is_folder = path.is_dir();
            if prefix.is_empty() {
                let mark = if is_folder { "/" } else { "" };
                self.top_level.push(format!("{name}{mark}"));
            }
            if is_folder {
                if !name.starts_with('.') || HIDDEN_SOURCES.contains(&name.as_str()) {
                    self.walk(environment, &path, &format!("{prefix}{name}/"))?;
                }
            } else if let Ok(text) = fs::read_to_string(&path) {
                // What is not UTF-8 is no text: frames and the like among the tests' data.
                self.files
                    .push(SourceFile::new(format!("{prefix}{name}"), text));
            }
        }
        Ok(())
    }
}

/// Whether git ignores a file or folder of this name.
fn is_tool_output(name: &str) -> bool {
    TOOL_FOLDERS.contains(&name) || name.ends_with(".egg-info")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codegen::output::STAMP;

    #[test]
    fn tool_output_and_hidden_folders_are_left_out() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        for path in ["crates/a", "target/x", ".git", ".ci", "crates/__pycache__"] {
            fs::create_dir_all(root.join(path)).unwrap();
        }
        for path in [
            "Cargo.toml",
            "crates/a/lib.rs",
            "target/x/y.rs",
            ".git/config",
            ".ci/run",
        ] {
            fs::write(root.join(path), "x\n").unwrap();
        }
        fs::write(root.join("crates/a/frame.zst"), b"\x28\xb5\x2f\xfd").unwrap();
        let environment = Environment {
            root: root.to_path_buf(),
            target: root.join("target"),
        };
        let tree = Tree::read(&environment).unwrap();
        let paths: Vec<&str> = tree.files.iter().map(|file| file.path.as_str()).collect();
        assert_eq!(paths, [".ci/run", "Cargo.toml", "crates/a/lib.rs"]);
        assert_eq!(tree.top_level, [".ci/", ".git/", "Cargo.toml", "crates/"]);
    }

    #[test]
    fn the_stamp_counts_only_where_codegen_writes() {
        let stamped = format!("// {STAMP}\n");
        assert!(SourceFile::new("crates/zstd-py/src/docs.rs", stamped.as_str()).is_generated());
        assert!(!SourceFile::new("crates/zstd-core/src/lib.rs", stamped).is_generated());
        assert!(!SourceFile::new("crates/zstd-py/src/docs.rs", "//! Docs.\n").is_generated());
    }
}

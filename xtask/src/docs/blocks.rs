//! Fenced blocks of Markdown files.

#![forbid(unsafe_code)]

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::environment::Environment;

/// Languages that something executes: `rust` the doctests of `parity-tests`, `python` its pytest suite, the others the verb
/// `docs`.
const EXECUTED: [&str; 5] = ["rust", "python", "console", "c", "cpp"];

/// Languages that are only shown, unless the block names a file: then the file is written where the commands run.
const SHOWN: [&str; 2] = ["text", "toml"];

/// A fenced block.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Block {
    /// The line of the opening fence, from 1.
    pub(crate) line: usize,
    /// Whether it is the first block below a heading.
    pub(crate) first_of_section: bool,
    /// What stands behind the opening fence.
    pub(crate) language: String,
    /// The text between the fences.
    pub(crate) text: String,
}

impl Block {
    /// The file that the block's first line names in a comment of nothing else: `# Cargo.toml`, `// src/main.rs`,
    /// `/* first.c */`.
    pub(crate) fn file(&self) -> Option<&str> {
        let words: Vec<&str> = self.text.lines().next()?.split_whitespace().collect();
        match words.as_slice() {
            ["#" | "//", name] | ["/*", name, "*/"] if name.contains('.') => Some(name),
            _ => None,
        }
    }

    /// The commands of a `console` block: its lines that begin with a prompt.
    pub(crate) fn commands(&self) -> impl Iterator<Item = &str> {
        let console = self.language == "console";
        let lines = self.text.lines().filter(move |_| console);
        lines.filter_map(|line| line.strip_prefix("$ "))
    }
}

/// The blocks of a text. A language that nobody knows what to do with is an error, and so is a fence that is never closed.
pub(crate) fn blocks(text: &str) -> Result<Vec<Block>> {
    let mut found = Vec::new();
    let mut open: Option<Block> = None;
    let mut new_section = true;
    for (index, line) in text.lines().enumerate() {
        let fence = line.trim_start().strip_prefix("```");
        match (&mut open, fence) {
            (None, Some(language)) => {
                if !EXECUTED.contains(&language) && !SHOWN.contains(&language) {
                    bail!(
                        "line {}: unknown language `{language}` of a block",
                        index + 1
                    );
                }
                open = Some(Block {
                    line: index + 1,
                    first_of_section: std::mem::take(&mut new_section),
                    language: language.to_owned(),
                    text: String::new(),
                });
            }
            (Some(_), Some(_)) => found.extend(open.take()),
            (Some(block), None) => {
                block.text.push_str(line);
                block.text.push('\n');
            }
            (None, None) => new_section |= line.starts_with('#'),
        }
    }
    match open {
        Some(block) => bail!("line {}: a block without an end", block.line),
        None => Ok(found),
    }
}

/// README and all pages of `docs/`, sorted, from the root.
pub(crate) fn pages(environment: &Environment) -> Result<Vec<PathBuf>> {
    let mut pages = vec![PathBuf::from("README.md")];
    collect(&environment.root, Path::new("docs"), &mut pages)?;
    pages.sort();
    Ok(pages)
}

fn collect(root: &Path, folder: &Path, pages: &mut Vec<PathBuf>) -> Result<()> {
    let entries = fs::read_dir(root.join(folder))
        .with_context(|| format!("cannot list {}", folder.display()))?;
    for entry in entries.flatten() {
        let path = folder.join(entry.file_name());
        if entry.path().is_dir() {
            collect(root, &path, pages)?;
        } else if path.extension().is_some_and(|ending| ending == "md") {
            pages.push(path);
        }
    }
    Ok(())
}

/// The blocks of a page; errors name it.
pub(crate) fn of_page(environment: &Environment, page: &Path) -> Result<Vec<Block>> {
    let text = fs::read_to_string(environment.root.join(page))
        .with_context(|| format!("cannot read {}", page.display()))?;
    blocks(&text).with_context(|| page.display().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_have_a_line_a_language_and_perhaps_a_file() {
        let text = "## a\n```c\n/* first.c */\nint x;\n```\n```console\n$ ls\nx\n$ pwd\n```\n";
        let found = blocks(text).unwrap();
        let (first, second) = (&found[0], &found[1]);
        assert_eq!((first.line, first.language.as_str()), (2, "c"));
        assert_eq!(first.file(), Some("first.c"));
        assert_eq!(first.commands().count(), 0);
        assert!(first.first_of_section && !second.first_of_section);
        assert_eq!(second.file(), None);
        assert_eq!(second.commands().collect::<Vec<_>>(), ["ls", "pwd"]);
    }

    #[test]
    fn what_nobody_would_execute_is_refused() {
        assert!(blocks("```\nx\n```\n").is_err());
        assert!(blocks("```shell\nx\n```\n").is_err());
        assert!(blocks("```c\nx\n").is_err());
        assert!(blocks("").unwrap().is_empty());
    }
}

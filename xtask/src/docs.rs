//! `docs`: what README and `docs/` tell their readers to do, done.
//!
//! Each page gets an empty folder in which `zstdrs` is this checkout; under every heading its reader is there again. The blocks
//! are followed in order: a block whose first line names a file is written to where the reader is, the commands of a `console` block are run, a C or C++ program is compiled and run. Rust
//! blocks are doctests of `parity-tests`, Python blocks are tests of its pytest suite.

#![forbid(unsafe_code)]

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::Parser;
use xshell::{Shell, cmd};

use crate::environment::Environment;
use crate::steps::Steps;
use crate::{Cli, build};
use blocks::Block;

pub(crate) mod blocks;

/// Verbs that are not run from a page, for CI runs them by themselves; their options are checked.
const RUN_ELSEWHERE: [&str; 8] = [
    "setup", "build", "demo", "test", "lint", "package", "bench", "fuzz",
];

/// Follow README and docs as a reader would: run their commands and their C programs.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Only these pages, such as `README.md` or `docs/guide/c.md`.
    pages: Vec<PathBuf>,
}

/// Runs the verb.
pub(crate) fn run(args: Args) -> Result<()> {
    let environment = Environment::discover()?;
    build::ensure(&environment)?;
    let pages = match args.pages {
        pages if pages.is_empty() => blocks::pages(&environment)?,
        pages => pages,
    };
    let mut steps = Steps::default();
    for page in pages {
        let blocks = blocks::of_page(&environment, &page)?;
        if blocks.iter().any(is_followed) {
            let name = page.display().to_string();
            steps.run(&name, || follow(&environment, &page, &blocks));
        }
    }
    steps.finish()
}

/// Whether the verb has something to do for a block, other than to write it.
fn is_followed(block: &Block) -> bool {
    ["console", "c", "cpp"].contains(&block.language.as_str())
}

fn follow(environment: &Environment, page: &Path, blocks: &[Block]) -> Result<()> {
    // Not within the workspace, where cargo would take new packages for its members.
    let folder = tempfile::tempdir().context("cannot make a temporary folder")?;
    link(&environment.root, &folder.path().join("zstdrs"))?;
    let mut reader = Reader {
        environment,
        home: folder.path().to_path_buf(),
        folder: folder.path().to_path_buf(),
    };
    for block in blocks {
        let place = || format!("{}:{}", page.display(), block.line);
        reader.follow(block).with_context(place)?;
    }
    Ok(())
}

/// Someone who follows a page.
struct Reader<'a> {
    environment: &'a Environment,
    /// Where the page began.
    home: PathBuf,
    /// Where the commands so far have led.
    folder: PathBuf,
}

impl Reader<'_> {
    fn follow(&mut self, block: &Block) -> Result<()> {
        if block.first_of_section {
            self.folder.clone_from(&self.home);
        }
        if let Some(name) = block.file() {
            let file = self.folder.join(name);
            fs::create_dir_all(file.parent().unwrap_or(&self.folder))?;
            return Ok(fs::write(file, &block.text)?);
        }
        match block.language.as_str() {
            "console" => self.run_commands(block),
            "c" => self.run_program(block, "first.c", "CC", "cc", "-std=c11"),
            "cpp" => self.run_program(block, "first.cpp", "CXX", "c++", "-std=c++11"),
            _ => Ok(()),
        }
    }

    /// The commands of a block, in one shell; the next block goes on in the folder that they end in.
    fn run_commands(&mut self, block: &Block) -> Result<()> {
        let mut script = String::from("set -eux\n");
        for command in block.commands() {
            if !runs_elsewhere(command)? {
                script.push_str(command);
                script.push('\n');
            }
        }
        let end = self.home.join("folder.txt");
        script.push_str(&format!("{{ pwd > '{}'; }} 2>&-\n", end.display()));
        let shell = self.shell()?;
        cmd!(shell, "sh -c {script}").quiet().run()?;
        let folder = fs::read_to_string(&end)?;
        self.folder = PathBuf::from(folder.trim_end());
        Ok(())
    }

    /// A program that stands by itself: compiled without warnings, and run.
    fn run_program(
        &self,
        block: &Block,
        name: &str,
        variable: &str,
        default: &str,
        standard: &str,
    ) -> Result<()> {
        let (root, shell) = (&self.environment.root, self.shell()?);
        let source = self.folder.join(name);
        fs::write(&source, &block.text)?;
        let compiler = env::var(variable).unwrap_or_else(|_| default.to_owned());
        let include = root.join("crates/zstd-cabi/include");
        let examples = root.join("crates/zstd-cabi/examples");
        let library = self.environment.target.join("release");
        let program = self.folder.join("program");
        cmd!(
            shell,
            "{compiler} {standard} -Wall -Wextra -Werror -I{include} -I{examples} {source} -L{library} -lzstdrs -pthread -o {program}"
        )
        .quiet()
        .run()?;
        let run = cmd!(shell, "{program}").env("LD_LIBRARY_PATH", library);
        Ok(run.quiet().run()?)
    }

    /// A shell in the reader's folder that shares the build's target folder, since compiling everything anew says nothing more.
    fn shell(&self) -> Result<Shell> {
        let shell = Shell::new()?;
        shell.change_dir(&self.folder);
        shell.set_var("CARGO_TARGET_DIR", &self.environment.target);
        Ok(shell)
    }
}

/// Whether a command is one of xtask's that is not run from a page. Its options must be right in any case.
fn runs_elsewhere(command: &str) -> Result<bool> {
    let Some(verb) = check_xtask(command)? else {
        return Ok(false);
    };
    Ok(RUN_ELSEWHERE.contains(&verb.as_str()))
}

/// The verb of the `cargo xtask` that a command calls, if it does. Fails for verbs and options that do not exist.
fn check_xtask(command: &str) -> Result<Option<String>> {
    let Some((_, rest)) = command.split_once("cargo xtask") else {
        return Ok(None);
    };
    let rest = rest.split(['#', ')', ';', '&']).next().unwrap_or_default();
    let words: Vec<&str> = rest.split_whitespace().collect();
    let [verb, ..] = words.as_slice() else {
        return Ok(None);
    };
    if !verb.starts_with(|c: char| c.is_ascii_lowercase()) {
        return Ok(None);
    }
    if let Err(error) = Cli::try_parse_from(["xtask"].iter().chain(&words)) {
        bail!("`{command}`: {}", error.to_string().trim());
    }
    Ok(Some((*verb).to_owned()))
}

#[cfg(unix)]
fn link(to: &Path, at: &Path) -> Result<()> {
    std::os::unix::fs::symlink(to, at).with_context(|| format!("cannot make {}", at.display()))
}

#[cfg(not(unix))]
fn link(_: &Path, at: &Path) -> Result<()> {
    bail!(
        "cannot make {} on this system: the pages are followed on Unix",
        at.display()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_of_xtask_must_exist() {
        assert_eq!(check_xtask("ls -l").unwrap(), None);
        assert!(runs_elsewhere("cargo xtask demo    # build both").unwrap());
        assert!(runs_elsewhere("(cd zstdrs && cargo xtask test)").unwrap());
        assert!(!runs_elsewhere("(cd zstdrs && cargo xtask parity -- truncation)").unwrap());
        for wrong in ["cargo xtask polish", "cargo xtask demo --nonsense"] {
            let error = check_xtask(wrong).unwrap_err().to_string();
            assert!(error.contains(wrong), "{error}");
        }
    }

    /// Every page can be read, and every `cargo xtask` that one mentions, in a block or in a sentence, exists.
    #[test]
    fn the_pages_name_only_what_exists() {
        let environment = Environment::discover().unwrap();
        let pages = blocks::pages(&environment).unwrap();
        assert!(pages.contains(&PathBuf::from("docs/architecture.md")));
        for page in pages {
            let found = blocks::of_page(&environment, &page).unwrap();
            let commands = found.iter().flat_map(Block::commands);
            for command in commands {
                check_xtask(command).unwrap_or_else(|error| panic!("{}: {error}", page.display()));
            }
            let text = fs::read_to_string(environment.root.join(&page)).unwrap();
            let inline = text
                .split('`')
                .filter(|code| code.starts_with("cargo xtask "));
            for code in inline.filter(|code| !code.contains(['[', '<', '\n'])) {
                let placeholder = code.split_whitespace().any(|word| {
                    word.len() > 1 && word.chars().all(|c| c.is_ascii_uppercase() || c == '-')
                });
                if !placeholder {
                    check_xtask(code).unwrap_or_else(|error| panic!("{}: {error}", page.display()));
                }
            }
        }
    }

    /// A Rust block that is not among the documentation tests would never be compiled.
    #[test]
    fn pages_with_rust_blocks_are_documentation_tests() {
        let environment = Environment::discover().unwrap();
        let listed = environment.root.join("parity-tests/src/documentation.rs");
        let listed = fs::read_to_string(listed).unwrap();
        for page in blocks::pages(&environment).unwrap() {
            let found = blocks::of_page(&environment, &page).unwrap();
            let has_rust = found.iter().any(|block| block.language == "rust");
            let is_listed = listed.contains(&format!("\"{}\"", page.display()));
            assert_eq!(has_rust, is_listed, "{}", page.display());
        }
    }

    /// What a page links to exists: the file, and the heading in it.
    #[test]
    fn links_lead_somewhere() {
        let environment = Environment::discover().unwrap();
        for page in blocks::pages(&environment).unwrap() {
            let text = fs::read_to_string(environment.root.join(&page)).unwrap();
            for link in text.split("](").skip(1) {
                let link = link.split(')').next().unwrap();
                if link.contains("://") {
                    continue;
                }
                let (file, heading) = link.split_once('#').unwrap_or((link, ""));
                let folder = page.parent().unwrap_or(Path::new(""));
                let to = match file {
                    "" => page.clone(),
                    file => folder.join(file),
                };
                let found = fs::read_to_string(environment.root.join(&to));
                let found = found.unwrap_or_else(|_| panic!("{}: {link}", page.display()));
                assert!(
                    heading.is_empty() || anchors(&found).any(|anchor| anchor == heading),
                    "{}: {link}",
                    page.display()
                );
            }
        }
    }

    /// The names by which the headings of a page are linked to.
    fn anchors(text: &str) -> impl Iterator<Item = String> {
        let headings = text.lines().filter(|line| line.starts_with('#'));
        headings.map(|line| {
            let title = line.trim_start_matches('#').trim().to_lowercase();
            let kept = title.chars().filter_map(|c| match c {
                ' ' => Some('-'),
                c if c.is_alphanumeric() || c == '-' || c == '_' => Some(c),
                _ => None,
            });
            kept.collect()
        })
    }
}

//! Gathers a corpus: all records one after the other in one file, and their offsets and lengths in
//! another, in the form that the segment buffers take (native-endian u64 pairs).

#![forbid(unsafe_code)]

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use cargo_metadata::MetadataCommand;
use xshell::{Shell, cmd};

use super::split::Split;
use crate::environment::{Environment, metadata};

/// Where records come from.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// The sources of the workspace's dependencies, each file a record; at most so many of them.
    Dependencies(Option<usize>),
    /// A folder, each file a record.
    Folder(PathBuf),
    /// A file, cut into records.
    File(PathBuf, Split),
}

impl Source {
    /// What the command line asks for.
    pub(crate) fn new(
        corpus: Option<PathBuf>,
        split: Option<&str>,
        limit: Option<usize>,
    ) -> Result<Self> {
        let Some(path) = corpus else {
            if split.is_some() {
                bail!("--split cuts a file: name it with --corpus");
            }
            return Ok(Self::Dependencies(limit));
        };
        let shown = path.display().to_string();
        let kind =
            fs::metadata(&path).with_context(|| format!("cannot read the corpus {shown}"))?;
        if kind.is_dir() {
            if split.is_some() {
                bail!(
                    "--split cuts a file, and the corpus {shown} is a folder: its files are the records"
                );
            }
            return Ok(Self::Folder(path));
        }
        let split = match split {
            Some(argument) => Split::parse(argument)?,
            None if path.extension().is_some_and(|ending| ending == "jsonl") => Split::Lines,
            None => bail!(
                "the corpus {shown} is neither a folder nor .jsonl: say with --split how to cut it"
            ),
        };
        Ok(Self::File(path, split))
    }
}

/// A corpus on disk.
pub(crate) struct Corpus {
    /// All records, one after the other.
    pub(crate) records: PathBuf,
    /// Pairs of offset and length, native-endian u64 each.
    pub(crate) index: PathBuf,
}

/// Gathers the records in the target folder. Fewer than two are an error.
pub(crate) fn gather(environment: &Environment, source: &Source) -> Result<Corpus> {
    let folder = environment.target.join("demo").join("corpus");
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let corpus = Corpus {
        records: folder.join("records.bin"),
        index: folder.join("records.idx"),
    };
    let mut writer = Writer::create(&corpus)?;
    match source {
        Source::Dependencies(limit) => {
            let files = thin(dependency_files(environment)?, *limit);
            writer.push_files(&files)?;
        }
        Source::Folder(path) => {
            let mut files = Vec::new();
            list(path, &mut files)?;
            writer.push_files(&files)?;
        }
        Source::File(path, split) => {
            let text = fs::read(path)
                .with_context(|| format!("cannot read the corpus {}", path.display()))?;
            for range in split.ranges(&text) {
                writer.push(&text[range])?;
            }
        }
    }
    match writer.finish()? {
        0 => bail!("the corpus has no records: at least 2 are needed"),
        1 => bail!("the corpus has 1 record only: at least 2 are needed"),
        _ => Ok(corpus),
    }
}

/// The files of the packages that the workspace depends on, on this platform.
fn dependency_files(environment: &Environment) -> Result<Vec<PathBuf>> {
    let shell = Shell::new()?;
    let version = cmd!(shell, "rustc --version --verbose").quiet().read()?;
    let host = version.lines().find_map(|line| line.strip_prefix("host: "));
    let host = host.context("`rustc --version --verbose` names no host")?;
    let metadata = metadata(
        MetadataCommand::new()
            .current_dir(&environment.root)
            .other_options(["--filter-platform".to_owned(), host.to_owned()]),
    )?;
    // Packages of the workspace itself have no source. Cargo's resolution leaves out the packages
    // of other platforms, which need not be on this machine.
    let resolved = metadata
        .resolve
        .context("`cargo metadata` resolved nothing")?;
    let mut folders: Vec<&Path> = metadata
        .packages
        .iter()
        .filter(|package| package.source.is_some())
        .filter(|package| resolved.nodes.iter().any(|node| node.id == package.id))
        .filter_map(|package| package.manifest_path.parent())
        .map(|folder| folder.as_std_path())
        .collect();
    folders.sort();
    let mut files = Vec::new();
    for folder in folders {
        list(folder, &mut files)?;
    }
    // Cargo's note that it unpacked the package is no part of it.
    files.retain(|file| file.file_name().is_none_or(|name| name != ".cargo-ok"));
    Ok(files)
}

/// At most `limit` of the files, evenly spread.
fn thin(files: Vec<PathBuf>, limit: Option<usize>) -> Vec<PathBuf> {
    let Some(limit) = limit else { return files };
    let step = files.len().div_ceil(limit.max(1)).max(1);
    files.into_iter().step_by(step).collect()
}

/// Lists the regular files below a folder, sorted. Links to folders are not followed, so that a
/// circle cannot trap us.
fn list(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    let failed = || format!("cannot list {}", folder.display());
    let entries = fs::read_dir(folder).with_context(failed)?;
    let mut entries = entries
        .collect::<Result<Vec<_>, _>>()
        .with_context(failed)?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let path = entry.path();
        if entry.file_type().with_context(failed)?.is_dir() {
            list(&path, files)?;
        } else if fs::metadata(&path)
            .with_context(|| format!("cannot read {}", path.display()))?
            .is_file()
        {
            files.push(path);
        }
    }
    Ok(())
}

/// Writes the two files of a corpus.
struct Writer {
    records: BufWriter<File>,
    index: BufWriter<File>,
    offset: u64,
    count: usize,
}

impl Writer {
    fn create(corpus: &Corpus) -> Result<Self> {
        let open = |path: &Path| {
            let file =
                File::create(path).with_context(|| format!("cannot write {}", path.display()))?;
            anyhow::Ok(BufWriter::new(file))
        };
        Ok(Self {
            records: open(&corpus.records)?,
            index: open(&corpus.index)?,
            offset: 0,
            count: 0,
        })
    }

    /// Adds each file that is not empty as a record.
    fn push_files(&mut self, files: &[PathBuf]) -> Result<()> {
        for file in files {
            let text = fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
            self.push(&text)?;
        }
        Ok(())
    }

    /// Adds a record unless it is empty.
    fn push(&mut self, record: &[u8]) -> Result<()> {
        if record.is_empty() {
            return Ok(());
        }
        let length = u64::try_from(record.len())?;
        self.records.write_all(record)?;
        self.index.write_all(&self.offset.to_ne_bytes())?;
        self.index.write_all(&length.to_ne_bytes())?;
        self.offset += length;
        self.count += 1;
        Ok(())
    }

    /// Completes both files; returns the number of records.
    fn finish(mut self) -> Result<usize> {
        self.records.flush()?;
        self.index.flush()?;
        Ok(self.count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn environment(folder: &Path) -> Environment {
        Environment {
            root: folder.to_path_buf(),
            target: folder.join("target"),
        }
    }

    /// Gathers and reads back: the records.
    fn gathered(folder: &Path, source: &Source) -> Result<Vec<Vec<u8>>> {
        let corpus = gather(&environment(folder), source)?;
        let (records, index) = (fs::read(corpus.records)?, fs::read(corpus.index)?);
        let numbers: Vec<usize> = index
            .chunks_exact(8)
            .map(|bytes| usize::try_from(u64::from_ne_bytes(bytes.try_into().unwrap())).unwrap())
            .collect();
        Ok(numbers
            .chunks_exact(2)
            .map(|pair| records[pair[0]..pair[0] + pair[1]].to_vec())
            .collect())
    }

    #[test]
    fn a_folder_is_read_sorted_without_empty_files() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("in");
        fs::create_dir_all(root.join("b")).unwrap();
        for (name, text) in [
            ("c", "third"),
            ("a", "first"),
            ("b/x", "second"),
            ("empty", ""),
        ] {
            fs::write(root.join(name), text).unwrap();
        }
        let source = Source::new(Some(root), None, None).unwrap();
        let records = gathered(folder.path(), &source).unwrap();
        assert_eq!(records, [&b"first"[..], b"second", b"third"]);
    }

    #[test]
    fn json_lines_and_split_files() {
        let folder = tempfile::tempdir().unwrap();
        let lines = folder.path().join("a.jsonl");
        fs::write(&lines, "{}\n\n[]\n").unwrap();
        let source = Source::new(Some(lines.clone()), None, None).unwrap();
        assert_eq!(gathered(folder.path(), &source).unwrap(), [b"{}", b"[]"]);
        let source = Source::new(Some(lines), Some("3"), None).unwrap();
        assert_eq!(
            gathered(folder.path(), &source).unwrap(),
            [b"{}\n", b"\n[]"]
                .map(|r| r.to_vec())
                .into_iter()
                .chain([b"\n".to_vec()])
                .collect::<Vec<_>>()
        );
    }

    #[test]
    fn unusable_corpora_are_one_line_errors() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| Some(folder.path().join(name));
        fs::write(folder.path().join("one.jsonl"), "{}\n").unwrap();
        fs::write(folder.path().join("empty.jsonl"), "").unwrap();
        fs::write(folder.path().join("data.bin"), "abc").unwrap();
        fs::create_dir(folder.path().join("folder")).unwrap();
        let cases = [
            (path("missing"), None, "cannot read the corpus"),
            (path("one.jsonl"), None, "1 record only"),
            (path("empty.jsonl"), None, "no records"),
            (path("folder"), None, "no records"),
            (path("folder"), Some("4"), "is a folder"),
            (path("data.bin"), None, "say with --split"),
            (path("data.bin"), Some("0"), "at least 1 byte"),
            (None, Some("4"), "--corpus"),
        ];
        for (corpus, split, expected) in cases {
            let result = Source::new(corpus, split, None);
            let error = result
                .and_then(|source| gathered(folder.path(), &source))
                .unwrap_err();
            let text = format!("{error:#}");
            assert!(text.contains(expected), "{text}");
            assert_eq!(text.lines().count(), 1, "{text}");
        }
    }

    #[test]
    fn thinning_keeps_at_most_the_limit_evenly() {
        let files: Vec<PathBuf> = (0..10).map(|n| PathBuf::from(n.to_string())).collect();
        assert_eq!(thin(files.clone(), None).len(), 10);
        assert_eq!(
            thin(files.clone(), Some(4)),
            ["0", "3", "6", "9"].map(PathBuf::from)
        );
        assert_eq!(thin(files, Some(100)).len(), 10);
    }
}

//! Proves that all flavours left the same files.

#![forbid(unsafe_code)]

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use super::runner::{FILES, Run};

/// Fails unless every file of every run equals that of the first run, byte for byte; the error
/// names the file and the first offset that differs.
pub(super) fn same_bytes(runs: &[Run]) -> Result<()> {
    let Some((first, others)) = runs.split_first() else {
        return Ok(());
    };
    for other in others {
        let names = [first.summary.flavour.name(), other.summary.flavour.name()];
        for file in FILES {
            compare(&first.folder.join(file), &other.folder.join(file))
                .with_context(|| format!("{} and {} differ", names[0], names[1]))?;
        }
    }
    Ok(())
}

/// Compares two files.
fn compare(left: &Path, right: &Path) -> Result<()> {
    let read =
        |path: &Path| fs::read(path).with_context(|| format!("cannot read {}", path.display()));
    if let Some(offset) = first_difference(&read(left)?, &read(right)?) {
        let name = left.file_name().unwrap_or_default().to_string_lossy();
        bail!(
            "{name} at offset {offset} ({} and {})",
            left.display(),
            right.display()
        );
    }
    Ok(())
}

/// The first offset at which two texts differ; the end of the shorter one if it begins the other.
fn first_difference(left: &[u8], right: &[u8]) -> Option<usize> {
    if left == right {
        return None;
    }
    let differing = left
        .iter()
        .zip(right)
        .position(|(left, right)| left != right);
    Some(differing.unwrap_or(left.len().min(right.len())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_difference_is_found() {
        assert_eq!(first_difference(b"abc", b"abc"), None);
        assert_eq!(first_difference(b"abc", b"abd"), Some(2));
        assert_eq!(first_difference(b"abc", b"ab"), Some(2));
        assert_eq!(first_difference(b"", b"a"), Some(0));
    }

    #[test]
    fn the_error_names_file_and_offset() {
        let folder = tempfile::tempdir().unwrap();
        let (left, right) = (
            folder.path().join("frames.bin"),
            folder.path().join("other.bin"),
        );
        fs::write(&left, "abcd").unwrap();
        fs::write(&right, "abXd").unwrap();
        let error = compare(&left, &right).unwrap_err().to_string();
        assert!(error.starts_with("frames.bin at offset 2"), "{error}");
        assert!(compare(&left, &folder.path().join("missing")).is_err());
        assert!(compare(&left, &left).is_ok());
    }
}

//! Records and frames on disk: a file of bytes and beside it a table of pairs, offset and length, as native 64-bit numbers.
#![forbid(unsafe_code)]

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;

use anyhow::{Context, Result};

/// Writes `items` one behind the other to `NAME.bin` in `folder`, and their table to `NAME.idx`; returns the bytes of all.
///
/// # Errors
///
/// Files that cannot be written.
pub fn write<'a>(folder: &Path, name: &str, items: impl Iterator<Item = &'a [u8]>) -> Result<u64> {
    let path = folder.join(format!("{name}.bin"));
    let failed = || format!("cannot write {}", path.display());
    let mut data = BufWriter::new(File::create(&path).with_context(failed)?);
    let mut table = Vec::new();
    let mut offset = 0_u64;
    for item in items {
        let length = item.len() as u64;
        data.write_all(item).with_context(failed)?;
        table.extend_from_slice(&offset.to_ne_bytes());
        table.extend_from_slice(&length.to_ne_bytes());
        offset += length;
    }
    data.flush().with_context(failed)?;
    let path = folder.join(format!("{name}.idx"));
    fs::write(&path, table).with_context(|| format!("cannot write {}", path.display()))?;
    Ok(offset)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_lie_one_behind_the_other() {
        let folder = tempfile::tempdir().unwrap();
        let items: [&[u8]; 3] = [b"foo", b"", b"barbaz"];
        assert_eq!(write(folder.path(), "items", items.into_iter()).unwrap(), 9);
        assert_eq!(
            fs::read(folder.path().join("items.bin")).unwrap(),
            b"foobarbaz"
        );
        let table: Vec<u64> = fs::read(folder.path().join("items.idx"))
            .unwrap()
            .chunks(8)
            .map(|number| u64::from_ne_bytes(number.try_into().unwrap()))
            .collect();
        assert_eq!(table, [0, 3, 3, 0, 3, 6]);
    }

    #[test]
    fn a_missing_folder_is_named() {
        let error = write(Path::new("no/such/folder"), "items", std::iter::empty()).unwrap_err();
        assert!(error.to_string().contains("items.bin"), "{error}");
    }
}

//! Packs the lines of a log into one file from which any line can be read without the others.
//!
//! `pack LOG ARCHIVE` trains a dictionary on the lines and compresses each on its own, all cores at once; `get ARCHIVE NUMBER`
//! maps the archive into memory and decompresses one line. The archive is: the sizes of dictionary and table (u64 each), the
//! dictionary, the table of offsets and lengths, the frames.
use std::error::Error;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;

use zstd_buffers::{BufferWithSegments, SharedMemory};
use zstd_core::{Compressor, Decompressor, Dictionary, Threads};
use zstd_dict::{Samples, TrainOptions, Trainer, train};
use zstd_mt::{BatchOptions, compress_batch};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn pack(log: &Path, archive: &Path) -> Result<()> {
    let text = fs::read(log)?;
    let lines: Vec<&[u8]> = text.split_inclusive(|&byte| byte == b'\n').collect();
    let options = TrainOptions::default();
    let dictionary = train(
        16 << 10,
        &Samples::gather(&lines)?,
        &Trainer::Default,
        &options,
    )?;
    let builder = Compressor::builder()
        .content_size(true)
        .dictionary_id(false);
    let compressor = builder.dictionary(dictionary.clone()).build()?;
    let options = BatchOptions::new().threads(Threads::ALL_CPUS);
    let frames = compress_batch(&compressor, &lines, &options)?;

    let mut out = BufWriter::new(File::create(archive)?);
    for size in [dictionary.len(), 16 * frames.len()] {
        out.write_all(&(size as u64).to_ne_bytes())?;
    }
    out.write_all(dictionary.as_bytes())?;
    let mut offset = 0_u64;
    for frame in &frames {
        out.write_all(&offset.to_ne_bytes())?;
        out.write_all(&(frame.len() as u64).to_ne_bytes())?;
        offset += frame.len() as u64;
    }
    for frame in &frames {
        out.write_all(frame)?;
    }
    out.flush()?;
    println!("{} lines, {} bytes to {offset}", lines.len(), text.len());
    Ok(())
}

/// An archive that is mapped into memory: opening it reads nothing but the table, however large it is.
struct Archive {
    frames: BufferWithSegments,
    decompressor: Decompressor,
}

impl Archive {
    fn open(path: &Path) -> Result<Self> {
        // SAFETY: archives are written once; nobody changes this one while it is read.
        let file = unsafe { SharedMemory::map(&File::open(path)?) }?;
        let size = |at: usize| -> Result<usize> {
            let bytes = file.get(at..at + 8).ok_or("the archive is cut off")?;
            Ok(usize::try_from(u64::from_ne_bytes(bytes.try_into()?))?)
        };
        let table_at = size(0)?.checked_add(16).ok_or("a wrong size")?;
        let frames_at = table_at.checked_add(size(8)?).ok_or("a wrong size")?;
        let dictionary = file.get(16..table_at).ok_or("the dictionary is cut off")?;
        let dictionary = Dictionary::new(dictionary.to_vec());
        let table = file
            .get(table_at..frames_at)
            .ok_or("the table is cut off")?;
        let frames = file.slice(frames_at..file.len());
        Ok(Self {
            frames: BufferWithSegments::new(frames, table)?,
            decompressor: Decompressor::builder().dictionary(dictionary).build()?,
        })
    }

    fn line(&self, number: usize) -> Result<Vec<u8>> {
        let frame = self.frames.get(number).ok_or("there is no such line")?;
        Ok(self.decompressor.decompress(frame)?)
    }
}

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["pack", log, archive] => pack(log.as_ref(), archive.as_ref()),
        ["get", archive, number] => {
            let line = Archive::open(archive.as_ref())?.line(number.parse()?)?;
            Ok(std::io::stdout().write_all(&line)?)
        }
        _ => Err("usage: log_archiver pack LOG ARCHIVE | get ARCHIVE NUMBER".into()),
    }
}

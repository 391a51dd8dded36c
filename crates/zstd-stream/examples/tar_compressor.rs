//! `tar_compressor FOLDER ARCHIVE.tar.zst`: packs a folder and compresses it on all cores, with progress on standard error.
#![forbid(unsafe_code)]
use std::error::Error;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use zstd_core::{CParameter, CParameters, Compressor, Threads};
use zstd_stream::{CompressWriter, IoSink};

/// Passes data on, and says now and then how far it has come.
struct Progress<W: Write> {
    to: CompressWriter<IoSink<W>>,
    done: u64,
    total: u64,
    shown: Instant,
}

impl<W: Write> Write for Progress<W> {
    fn write(&mut self, data: &[u8]) -> io::Result<usize> {
        let taken = self.to.write(data)?;
        self.done += taken as u64;
        if self.shown.elapsed() > Duration::from_millis(200) {
            self.shown = Instant::now();
            let percent = 100 * self.done / self.total.max(1);
            eprint!(
                "\r{:3} % read, {} bytes written ",
                percent.min(100),
                self.to.tell()
            );
        }
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        // A flush would end a block; the archive is compressed best without.
        Ok(())
    }
}

fn total_size(folder: &Path) -> io::Result<u64> {
    let mut total = 0;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        total += match entry.file_type()? {
            kind if kind.is_dir() => total_size(&entry.path())?,
            kind if kind.is_file() => entry.metadata()?.len(),
            _ => 0,
        };
    }
    Ok(total)
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, archive] = arguments.as_slice() else {
        return Err("usage: tar_compressor FOLDER ARCHIVE.tar.zst".into());
    };
    // Long distance matching finds what is far apart, such as the same licence in every subfolder.
    let mut parameters = CParameters::from_level(6, None, 0)?;
    parameters.set(CParameter::EnableLdm, 1)?;
    parameters.set(CParameter::WindowLog, 27)?;
    let builder = Compressor::builder()
        .threads(Threads::ALL_CPUS)
        .checksum(true);
    let compressor = Arc::new(builder.parameters(parameters).build()?);

    let file = IoSink::new(BufWriter::new(File::create(archive)?));
    let progress = Progress {
        to: CompressWriter::compress(&compressor, file, None)?,
        done: 0,
        total: total_size(folder.as_ref())?,
        shown: Instant::now(),
    };
    let mut tar = tar::Builder::new(progress);
    tar.follow_symlinks(false);
    tar.append_dir_all(".", folder)?;
    let progress = tar.into_inner()?;
    let (read, stream) = (progress.done, progress.to);
    // Ends the frame; what is dropped before that is an archive without an end, which every reader notices.
    let mut file = stream.finish()?.into_inner();
    file.flush()?;
    let written = file.get_ref().metadata()?.len();
    eprint!("\r");
    println!("{read} bytes packed to {written}");
    Ok(())
}

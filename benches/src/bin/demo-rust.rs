//! The main job through the Rust crates: train a dictionary on a sample of many small records, compress all of them in one
//! batch with and without it, decompress them and compare every byte. `benches/python/demo.py` does the same in Python.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use benches::report::{Report, progress};
use benches::{sampling, store};
use clap::Parser;
use serde_json::json;
use zstd_buffers::{BufferWithSegments, BufferWithSegmentsCollection, SharedMemory};
use zstd_core::{Compressor, Decompressor, Dictionary, Threads};
use zstd_dict::{Samples, TrainOptions, Trainer, train};
use zstd_mt::{BatchOptions, compress_batch, decompress_batch};

/// Runs the main job on records that lie in one file, and reports in JSON lines.
#[derive(Parser)]
struct Args {
    /// The records, one behind the other.
    #[arg(long)]
    records: PathBuf,
    /// Where each record lies: pairs of offset and length as native 64-bit numbers.
    #[arg(long)]
    index: PathBuf,
    /// The folder for the dictionary and the frames.
    #[arg(long)]
    out: PathBuf,
    /// Compression level.
    #[arg(long, default_value_t = 3, allow_negative_numbers = true)]
    level: i64,
}

fn main() -> ExitCode {
    match run(&Args::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("demo-rust: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(args: &Args) -> Result<()> {
    let records = open(&args.records, &args.index)?;
    let count = records.len();
    let raw: u64 = records.iter().map(|record| record.len() as u64).sum();
    let mut report = Report::default();

    let dictionary = report.stage("train", count, || {
        train_on_sample(&records, raw, args.level)
    })?;
    let path = args.out.join("dictionary.zdict");
    fs::write(&path, dictionary.as_bytes())
        .with_context(|| format!("cannot write {}", path.display()))?;

    let without = round_trip(&mut report, &records, None, args.level)?;
    let with = round_trip(&mut report, &records, Some(&dictionary), args.level)?;
    let compressed = store::write(&args.out, "frames", without.frames.iter())?;
    let compressed_dict = store::write(&args.out, "frames-dict", with.frames.iter())?;

    for restored in [&without.restored, &with.restored] {
        verify(&records, restored)?;
    }
    report.finish(json!({
        "flavour": "rust",
        "records": count,
        "raw": raw,
        "compressed": compressed,
        "compressed_dict": compressed_dict,
        "verified": count,
    }));
    Ok(())
}

/// Maps the records into memory; nothing is copied.
fn open(records: &Path, index: &Path) -> Result<BufferWithSegments> {
    let file = File::open(records).with_context(|| format!("cannot open {}", records.display()))?;
    let table = fs::read(index).with_context(|| format!("cannot read {}", index.display()))?;
    // SAFETY: the file was made for this run, and nobody writes to it while the run lasts.
    let memory = unsafe { SharedMemory::map(&file) }
        .with_context(|| format!("cannot map {}", records.display()))?;
    BufferWithSegments::new(memory, &table)
        .with_context(|| format!("{} does not fit {}", index.display(), records.display()))
}

fn train_on_sample(records: &BufferWithSegments, raw: u64, level: i64) -> Result<Dictionary> {
    let step = usize::try_from(sampling::step(raw))?;
    let sample: Vec<&[u8]> = records.iter().step_by(step).collect();
    let samples = Samples::gather(&sample)?;
    let options = TrainOptions {
        level,
        ..TrainOptions::default()
    };
    let size = usize::try_from(sampling::dictionary_size(raw))?;
    Ok(train(size, &samples, &Trainer::Default, &options)?)
}

/// All records compressed, and what came back.
struct RoundTrip {
    frames: BufferWithSegmentsCollection,
    restored: BufferWithSegmentsCollection,
}

fn round_trip(
    report: &mut Report,
    records: &BufferWithSegments,
    dictionary: Option<&Dictionary>,
    level: i64,
) -> Result<RoundTrip> {
    let mut compressor = Compressor::builder().level(level)?.content_size(true);
    let mut decompressor = Decompressor::builder();
    let [compress, decompress] = match dictionary {
        None => ["compress", "decompress"],
        Some(dictionary) => {
            compressor = compressor.dictionary(dictionary.clone());
            decompressor = decompressor.dictionary(dictionary.clone());
            ["compress-dict", "decompress-dict"]
        }
    };
    let (compressor, decompressor) = (compressor.build()?, decompressor.build()?);
    let options = BatchOptions::new().threads(Threads::ALL_CPUS);
    let count = records.len();
    let frames = report.stage(compress, count, || {
        Ok(compress_batch(&compressor, records, &options)?)
    })?;
    let restored = report.stage(decompress, count, || {
        Ok(decompress_batch(&decompressor, &frames, None, &options)?)
    })?;
    Ok(RoundTrip { frames, restored })
}

fn verify(records: &BufferWithSegments, restored: &BufferWithSegmentsCollection) -> Result<()> {
    let count = records.len();
    if restored.len() != count {
        bail!("{} of {count} records came back", restored.len());
    }
    progress("verify", 0, count);
    if let Some(index) = records
        .iter()
        .zip(restored.iter())
        .position(|(record, again)| record != again)
    {
        bail!("record {index} came back changed");
    }
    progress("verify", count, count);
    Ok(())
}

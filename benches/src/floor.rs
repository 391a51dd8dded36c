//! The floor of the benchmarks: libzstd, called from Rust, into memory that is already mapped. A shared library that the
//! Python harness loads through ctypes, so that its calls take turns with those of the modules.
//!
//! Every function takes pointers that the harness keeps valid for the call; it is the only caller.

use std::mem::MaybeUninit;
use std::slice;
use std::sync::{Mutex, PoisonError};

use anyhow::{Context, Result, anyhow};
use zstd_core::{CCtx, Compressor, DCtx, Decompressor, Dictionary, Pooled, compress_bound};

/// Items that a thread takes at a time.
const TAKEN_AT_ONCE: usize = 16;

/// What a failed call returns.
const FAILED: u64 = u64::MAX;

/// One direction, with contexts and output memory that are kept from call to call.
pub struct Floor {
    engine: Engine,
    output: Vec<MaybeUninit<u8>>,
    /// Where each result of the last call lies in `output`: start and length.
    results: Vec<(usize, usize)>,
}

enum Engine {
    Compress(Box<Compressor>),
    Decompress(Box<Decompressor>),
}

/// A context that one thread works with.
enum Worker<'a> {
    Compress(Pooled<'a, CCtx>),
    Decompress(Pooled<'a, DCtx>),
}

/// An input, and where its result goes.
struct Job<'a> {
    input: &'a [u8],
    place: &'a mut [MaybeUninit<u8>],
    length: &'a mut usize,
}

impl Engine {
    fn new(level: i64, dictionary: &[u8], decompress: bool) -> Result<Self> {
        let dictionary = match dictionary {
            [] => None,
            content => Some(Dictionary::new(content)),
        };
        Ok(if decompress {
            let mut builder = Decompressor::builder();
            if let Some(dictionary) = dictionary {
                builder = builder.dictionary(dictionary);
            }
            Self::Decompress(Box::new(builder.build()?))
        } else {
            let mut builder = Compressor::builder().level(level)?.content_size(true);
            if let Some(dictionary) = dictionary {
                builder = builder.dictionary(dictionary);
            }
            Self::Compress(Box::new(builder.build()?))
        })
    }

    fn capacity(&self, item: &[u8], size: u64) -> Result<usize> {
        Ok(match self {
            Self::Compress(_) => compress_bound(item.len())?,
            Self::Decompress(_) => usize::try_from(size)?,
        })
    }

    fn worker(&self) -> Result<Worker<'_>> {
        Ok(match self {
            Self::Compress(compressor) => Worker::Compress(compressor.context()?),
            Self::Decompress(decompressor) => Worker::Decompress(decompressor.context()?),
        })
    }
}

impl Worker<'_> {
    fn run(&mut self, job: &mut Job<'_>) -> Result<()> {
        *job.length = match self {
            Self::Compress(context) => context.compress(job.input, job.place)?,
            Self::Decompress(context) => context.decompress(job.input, job.place)?,
        };
        Ok(())
    }
}

impl Floor {
    /// Makes room for the results of `items`, every page of it written once.
    fn prepare(&mut self, items: &[&[u8]], sizes: &[u64]) -> Result<()> {
        self.results.clear();
        let mut end = 0_usize;
        for (item, &size) in items.iter().zip(sizes) {
            let capacity = self.engine.capacity(item, size)?;
            self.results.push((end, capacity));
            end = end.checked_add(capacity).context("too much output")?;
        }
        if self.output.len() < end {
            self.output.resize(end, MaybeUninit::new(1));
        }
        Ok(())
    }

    /// Processes all items `times` times.
    fn run(&mut self, items: &[&[u8]], threads: usize, times: usize) -> Result<()> {
        let mut rest = self.output.as_mut_slice();
        let mut jobs = Vec::with_capacity(items.len());
        for (input, (_, length)) in items.iter().zip(&mut self.results) {
            let (place, behind) = rest.split_at_mut(*length);
            jobs.push(Job {
                input,
                place,
                length,
            });
            rest = behind;
        }
        if threads > 1 {
            return (0..times).try_for_each(|_| spread(&self.engine, &mut jobs, threads));
        }
        let mut worker = self.engine.worker()?;
        for _ in 0..times {
            for job in &mut jobs {
                worker.run(job)?;
            }
        }
        Ok(())
    }
}

/// Processes all jobs on so many threads, this one among them.
fn spread(engine: &Engine, jobs: &mut [Job<'_>], threads: usize) -> Result<()> {
    let queue = Mutex::new(jobs.chunks_mut(TAKEN_AT_ONCE));
    let work = || -> Result<()> {
        let mut worker = engine.worker()?;
        loop {
            let taken = queue.lock().unwrap_or_else(PoisonError::into_inner).next();
            let Some(jobs) = taken else { return Ok(()) };
            jobs.iter_mut().try_for_each(|job| worker.run(job))?;
        }
    };
    std::thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
        let mine = work();
        let joined = others.into_iter().map(|thread| match thread.join() {
            Ok(result) => result,
            Err(_) => Err(anyhow!("a thread of the floor panicked")),
        });
        joined.chain([mine]).collect()
    })
}

/// Makes a floor; null when that fails. `dictionary` may be empty, but not null.
///
/// # Safety
///
/// `length` bytes at `dictionary` are valid.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn floor_new(
    level: i64,
    dictionary: *const u8,
    length: usize,
    decompress: bool,
) -> *mut Floor {
    // SAFETY: the caller promises that the bytes are valid.
    let dictionary = unsafe { slice::from_raw_parts(dictionary, length) };
    match Engine::new(level, dictionary, decompress) {
        Ok(engine) => Box::into_raw(Box::new(Floor {
            engine,
            output: Vec::new(),
            results: Vec::new(),
        })),
        Err(_) => std::ptr::null_mut(),
    }
}

/// Frees a floor.
///
/// # Safety
///
/// `floor` is from [`floor_new`], and is not used again.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn floor_free(floor: *mut Floor) {
    // SAFETY: the caller promises that the pointer came from `floor_new` and is given up.
    drop(unsafe { Box::from_raw(floor) });
}

/// Makes room for the results of the items that follow one another at `data`, in lengths of `lengths`; `sizes` are those of the
/// results where they are decompressed. Returns 0, or all ones on failure.
///
/// # Safety
///
/// `floor` is from [`floor_new`]; `count` numbers at `lengths` and `sizes`, and as many bytes as all lengths at `data`, are valid.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn floor_prepare(
    floor: *mut Floor,
    data: *const u8,
    lengths: *const usize,
    sizes: *const u64,
    count: usize,
) -> u64 {
    // SAFETY: the caller promises a floor that nobody else uses.
    let floor = unsafe { &mut *floor };
    // SAFETY: the caller promises that the numbers are valid.
    let lengths = unsafe { slice::from_raw_parts(lengths, count) };
    // SAFETY: the caller promises that the bytes are valid.
    let items = unsafe { items(data, lengths) };
    // SAFETY: the caller promises that the numbers are valid.
    let sizes = unsafe { slice::from_raw_parts(sizes, count) };
    floor.prepare(&items, sizes).map_or(FAILED, |()| 0)
}

/// Processes the items `times` times on `threads` threads, into the room that [`floor_prepare`] made for them. Returns the bytes
/// of all results of one time, or all ones on failure.
///
/// # Safety
///
/// As for [`floor_prepare`], which must have been called for the same items.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn floor_run(
    floor: *mut Floor,
    data: *const u8,
    lengths: *const usize,
    sizes: *const u64,
    count: usize,
    threads: usize,
    times: usize,
) -> u64 {
    // SAFETY: the caller promises a floor that nobody else uses.
    let floor = unsafe { &mut *floor };
    // SAFETY: the caller promises that the numbers are valid.
    let lengths = unsafe { slice::from_raw_parts(lengths, count) };
    // SAFETY: the caller promises that the bytes are valid.
    let items = unsafe { items(data, lengths) };
    // SAFETY: the caller promises that the numbers are valid.
    let sizes = unsafe { slice::from_raw_parts(sizes, count) };
    let done = floor.prepare(&items, sizes);
    if done
        .and_then(|()| floor.run(&items, threads, times))
        .is_err()
    {
        return FAILED;
    }
    floor.results.iter().map(|(_, length)| *length as u64).sum()
}

/// Where the result of item `index` begins; its length goes to `length`. Null when there is no such item.
///
/// # Safety
///
/// `floor` is from [`floor_new`]; `length` may be written to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn floor_result(
    floor: *const Floor,
    index: usize,
    length: *mut usize,
) -> *const u8 {
    // SAFETY: the caller promises a floor that nobody else uses.
    let floor = unsafe { &*floor };
    let Some(&(start, size)) = floor.results.get(index) else {
        return std::ptr::null();
    };
    // SAFETY: the caller promises that the number may be written.
    unsafe { length.write(size) };
    floor.output[start..].as_ptr().cast()
}

/// The items that follow one another at `data`.
///
/// # Safety
///
/// As many bytes as all lengths are valid at `data`, for as long as the result is used.
unsafe fn items<'a>(data: *const u8, lengths: &[usize]) -> Vec<&'a [u8]> {
    // SAFETY: the caller promises that the bytes are valid.
    let mut rest = unsafe { slice::from_raw_parts(data, lengths.iter().sum()) };
    let cut = lengths.iter().map(|&length| {
        let (item, behind) = rest.split_at(length);
        rest = behind;
        item
    });
    cut.collect()
}

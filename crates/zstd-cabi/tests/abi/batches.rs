//! Batches, buffers and collections: inputs of all kinds, checks, memory that is lent.

use std::ffi::c_void;
use std::io::Write;
use std::mem::MaybeUninit;
use std::ptr::{null, null_mut};
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::support::{compressor, made, message, stored};
use zstdrs::batch::*;
use zstdrs::buffer::*;
use zstdrs::collection::*;
use zstdrs::decompressor::*;
use zstdrs::items::Items;
use zstdrs::status::Status;

const NONE: Items = Items {
    buffer: null(),
    collection: null(),
    data: null(),
    lengths: null(),
    count: 0,
};

fn records() -> Vec<Vec<u8>> {
    (0..3000)
        .map(|n| format!("record {n}, ").repeat(n % 40 + 1).into_bytes())
        .collect()
}

/// Pointers to the records and their lengths.
struct Pieces {
    starts: Vec<*const c_void>,
    lengths: Vec<usize>,
}

impl Pieces {
    fn new(records: &[Vec<u8>]) -> Self {
        Self {
            starts: records
                .iter()
                .map(|record| record.as_ptr().cast())
                .collect(),
            lengths: records.iter().map(Vec::len).collect(),
        }
    }

    fn items(&self) -> Items {
        Items {
            data: self.starts.as_ptr(),
            lengths: self.lengths.as_ptr(),
            count: self.starts.len(),
            ..NONE
        }
    }
}

fn compress(items: &Items, options: &BatchOptions) -> Result<Box<Collection>, Status> {
    let compressor = compressor();
    // SAFETY: a live handle, readable items and options.
    stored(|place| unsafe { zstdrs_compress_batch(Some(&compressor), Some(items), options, place) })
}

fn decompress(items: &Items, sizes: &[u64]) -> Result<Box<Collection>, Status> {
    decompress_within(items, sizes, null())
}

fn decompress_within(
    items: &Items,
    sizes: &[u64],
    options: *const BatchOptions,
) -> Result<Box<Collection>, Status> {
    // SAFETY: no options.
    let decompressor = made(|place| unsafe { zstdrs_decompressor_new(null(), place) });
    let (start, length) = match sizes {
        [] => (null(), 0),
        sizes => (sizes.as_ptr().cast(), size_of_val(sizes)),
    };
    stored(|place| {
        // SAFETY: a live handle, readable items, sizes and options, or none of these.
        unsafe {
            zstdrs_decompress_batch(
                Some(&decompressor),
                Some(items),
                start,
                length,
                options,
                place,
            )
        }
    })
}

fn segments(collection: &Collection) -> Vec<Vec<u8>> {
    let segment = |index| {
        // SAFETY: a live handle.
        stored(|place| unsafe { zstdrs_collection_segment(Some(collection), index, place) })
    };
    let bytes = |view: SegmentView| {
        // SAFETY: the collection owns so many bytes there.
        unsafe { std::slice::from_raw_parts(view.data.cast::<u8>(), view.length) }.to_vec()
    };
    (0..)
        .map_while(|index| segment(index).ok())
        .map(bytes)
        .collect()
}

#[test]
fn every_kind_of_input_gives_the_same() {
    let records = records();
    let pieces = Pieces::new(&records);
    let options = BatchOptions {
        threads: 2,
        ..BatchOptions::default()
    };
    let frames = compress(&pieces.items(), &options).unwrap();
    let from_collection = Items {
        collection: &raw const *frames,
        ..NONE
    };
    let restored = decompress(&from_collection, &[]).unwrap();
    assert_eq!(segments(&restored), records);
    // SAFETY: a live handle.
    let buffer = stored(|place| unsafe { zstdrs_collection_buffer(Some(&restored), 0, place) });
    // SAFETY: a live handle that is not used any more; the buffer shares the memory.
    unsafe { zstdrs_collection_free(Some(restored)) };
    let buffer = buffer.unwrap();
    let from_buffer = Items {
        buffer: &raw const *buffer,
        ..NONE
    };
    let again = compress(&from_buffer, &BatchOptions::default()).unwrap();
    assert_eq!(segments(&again), segments(&frames));
    let sizes: Vec<u64> = records.iter().map(|record| record.len() as u64).collect();
    assert_eq!(
        segments(&decompress(&from_collection, &sizes).unwrap()),
        records
    );
    assert_eq!(
        decompress(&from_collection, &sizes[1..]).err(),
        Some(Status::Value)
    );
}

#[test]
fn the_total_of_a_batch_may_be_limited() {
    let records = records();
    let frames = compress(&Pieces::new(&records).items(), &BatchOptions::default()).unwrap();
    let frames = Items {
        collection: &raw const *frames,
        ..NONE
    };
    let total: usize = records.iter().map(Vec::len).sum();
    let within = |limit: usize| {
        let options = BatchOptions {
            max_output_size: i64::try_from(limit).unwrap(),
            ..BatchOptions::default()
        };
        decompress_within(&frames, &[], &raw const options)
    };
    assert_eq!(segments(&within(total).unwrap()), records);
    assert_eq!(within(total - 1).err(), Some(Status::Zstd));
    for number in [total, total - 1] {
        assert!(message().contains(&number.to_string()), "{}", message());
    }
}

#[test]
fn two_kinds_of_input_at_once_are_refused() {
    let records = records();
    let frames = compress(&Pieces::new(&records).items(), &BatchOptions::default()).unwrap();
    let both = Items {
        collection: &raw const *frames,
        ..Pieces::new(&records[..1]).items()
    };
    assert_eq!(decompress(&both, &[]).err(), Some(Status::Value));
    assert_eq!(
        message(),
        "frames must have only one of buffer, collection and data"
    );
    assert_eq!(
        compress(&NONE, &BatchOptions::default()).err(),
        Some(Status::Value)
    );
    assert_eq!(message(), "no source elements found");
}

#[test]
fn places_of_the_callers_own_are_filled() {
    let records = records();
    let pieces = Pieces::new(&records);
    let frames = compress(&pieces.items(), &BatchOptions::default()).unwrap();
    let items = Items {
        collection: &raw const *frames,
        ..NONE
    };
    // SAFETY: no options.
    let decompressor = made(|place| unsafe { zstdrs_decompressor_new(null(), place) });
    let mut sizes = vec![0; records.len()];
    let mut ask = |count| {
        // SAFETY: a live handle, readable items, and room for as many numbers as are told, or more.
        unsafe {
            zstdrs_decompressed_sizes(
                Some(&decompressor),
                Some(&items),
                null(),
                0,
                null(),
                sizes.as_mut_ptr(),
                count,
            )
        }
    };
    assert_eq!(ask(2), Status::Capacity);
    assert_eq!(ask(records.len()), Status::Ok);
    assert_eq!(sizes, pieces.lengths);
    let mut contents: Vec<Vec<u8>> = sizes.iter().map(|&size| vec![0; size]).collect();
    let places: Vec<*mut c_void> = contents
        .iter_mut()
        .map(|content| content.as_mut_ptr().cast())
        .collect();
    // SAFETY: a live handle, readable items, and places of these sizes.
    let status = unsafe {
        zstdrs_decompress_batch_into(
            Some(&decompressor),
            Some(&items),
            places.as_ptr(),
            sizes.as_ptr(),
            sizes.len(),
            null(),
        )
    };
    assert_eq!(status, Status::Ok);
    assert_eq!(contents, records);
}

#[test]
fn the_check_stops_a_batch_and_is_called_on_this_thread() {
    unsafe extern "C" fn check(user_data: *mut c_void) -> i32 {
        let seen = user_data.cast::<Option<std::thread::ThreadId>>();
        // SAFETY: the test passes a place for this, which nobody else uses meanwhile.
        unsafe { seen.write(Some(std::thread::current().id())) };
        0
    }
    let records = records();
    let mut seen = None;
    let options = BatchOptions {
        threads: 2,
        check: Some(check),
        user_data: (&raw mut seen).cast(),
        ..BatchOptions::default()
    };
    let stopped = compress(&Pieces::new(&records).items(), &options);
    assert_eq!(stopped.err(), Some(Status::Interrupted));
    assert_eq!(seen, Some(std::thread::current().id()));
}

static RELEASED: AtomicUsize = AtomicUsize::new(0);

unsafe extern "C" fn release(user_data: *mut c_void) {
    RELEASED.fetch_add(user_data.addr(), Ordering::Relaxed);
}

/// A buffer over memory that stays the test's.
fn lend(data: &[u8], table: &[u64], mark: usize) -> Result<Box<Buffer>, Status> {
    let (start, entries) = (data.as_ptr().cast(), table.as_ptr().cast());
    let mark = null_mut::<c_void>().with_addr(mark);
    stored(|place| {
        // SAFETY: readable bytes, which outlive every buffer of the tests.
        unsafe {
            zstdrs_buffer_borrow(
                start,
                data.len(),
                entries,
                size_of_val(table),
                Some(release),
                mark,
                place,
            )
        }
    })
}

#[test]
fn lent_memory_is_given_back_once_when_nothing_refers_to_it() {
    let buffer = lend(b"foobarbaz", &[0, 3, 3, 6], 1).unwrap();
    let members = [&raw const *buffer];
    // SAFETY: one live handle.
    let joined =
        stored(|place| unsafe { zstdrs_collection_new(members.as_ptr(), 1, place) }).unwrap();
    // SAFETY: a live handle that is not used any more.
    unsafe { zstdrs_buffer_free(Some(buffer)) };
    assert_eq!(RELEASED.load(Ordering::Relaxed) % 100, 0);
    assert_eq!(segments(&joined), [b"foo".to_vec(), b"barbaz".to_vec()]);
    // SAFETY: a live handle that is not used any more.
    unsafe { zstdrs_collection_free(Some(joined)) };
    assert_eq!(RELEASED.load(Ordering::Relaxed) % 100, 1);
    // A refused buffer never had the memory.
    for table in [&[0, 10][..], &[u64::MAX, 2], &[0]] {
        assert_eq!(lend(b"foobarbaz", table, 100).err(), Some(Status::Value));
    }
    assert_eq!(RELEASED.load(Ordering::Relaxed), 1);
}

#[test]
fn files_are_mapped_and_copies_are_the_librarys() {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(b"mapped content").unwrap();
    let path = std::ffi::CString::new(file.path().to_str().unwrap()).unwrap();
    let table = [7_u64, 7];
    let (entries, length) = (table.as_ptr().cast(), size_of_val(&table));
    // SAFETY: a zero-terminated path, a readable table, and nobody changes the file.
    let mapped =
        stored(|place| unsafe { zstdrs_buffer_map(path.as_ptr(), entries, length, place) });
    let source = b"copied content".to_vec();
    // SAFETY: readable bytes and a readable table.
    let copied = stored(|place| unsafe {
        zstdrs_buffer_copy(source.as_ptr().cast(), source.len(), entries, length, place)
    });
    drop(source);
    for buffer in [mapped.unwrap(), copied.unwrap()] {
        // SAFETY: a live handle.
        let view =
            stored(|place| unsafe { zstdrs_buffer_segment(Some(&buffer), 0, place) }).unwrap();
        assert_eq!((view.offset, view.length), (7, 7));
        let mut byte = MaybeUninit::uninit();
        // SAFETY: the buffer owns so many bytes there.
        let status = unsafe { zstdrs_byte_at(view.data, view.length, 0, Some(&mut byte)) };
        // SAFETY: stored by the call above.
        assert_eq!((status, unsafe { byte.assume_init() }), (Status::Ok, b'c'));
        // SAFETY: a live handle.
        let beyond = stored(|place| unsafe { zstdrs_buffer_segment(Some(&buffer), 1, place) });
        assert_eq!(beyond.err(), Some(Status::Index));
    }
    // SAFETY: a zero-terminated path and no table.
    let missing =
        stored(|place| unsafe { zstdrs_buffer_map(c"/no/such/file".as_ptr(), null(), 0, place) });
    assert_eq!(missing.err(), Some(Status::Os));
}

//! Batches of `bytes` objects in lists.

use std::cell::Cell;
use std::mem::MaybeUninit;

use zstd_buffers::{BufferWithSegmentsCollection, Items as _, vectors};
use zstd_contract::{given_sizes, limited};
use zstd_mt::{self as mt, BatchOptions};

use super::api::Object;
use super::arguments::{Arguments, answered};
use super::objects::{Held, NewBytes, Owned, Stop, copy};
use crate::collection::Collection;
use crate::compressor::Compressor;
use crate::decompressor::Decompressor;
use crate::status::Fault;

/// `compress_batch(compressor, items, threads, watched)`: the address of a collection that is the caller's; None if something
/// else than `bytes` is among the items. `watched`: whether this is the thread that handlers of signals run on.
///
/// # Safety
///
/// Interpreters call it; the first argument must be the address of a live handle.
pub(super) unsafe extern "C" fn compress_batch(
    _module: Object,
    arguments: *const Object,
    count: isize,
) -> Object {
    // SAFETY: an interpreter calls.
    unsafe { answered(arguments, count, |call| given_away(call, compressed(call)?)) }
}

/// As `compress_batch`: a list of `bytes`.
///
/// # Safety
///
/// As for [`compress_batch`].
pub(super) unsafe extern "C" fn compress_list(
    _module: Object,
    arguments: *const Object,
    count: isize,
) -> Object {
    // SAFETY: an interpreter calls.
    unsafe { answered(arguments, count, |call| listed(call, compressed(call)?)) }
}

fn compressed(call: &Arguments<'_>) -> Result<Option<BufferWithSegmentsCollection>, Stop> {
    // SAFETY: the package passes the address of a compressor that it keeps.
    let compressor = &unsafe { call.handle::<Compressor>(0) }?.0;
    let (threads, watched) = (call.number(2)?, call.number(3)? != 0);
    let Some(items) = call.list_of_bytes(1)? else {
        return Ok(None);
    };
    let frames = run(call.python, threads, watched, |options| {
        mt::compress_batch(compressor, &items.contents, options)
    })?;
    Ok(Some(frames))
}

/// `decompress_batch(decompressor, frames, threads, watched, sizes, max_output_size)`: as `compress_batch`; `sizes` are those
/// that the caller gives, or None.
///
/// # Safety
///
/// As for [`compress_batch`].
pub(super) unsafe extern "C" fn decompress_batch(
    _module: Object,
    arguments: *const Object,
    count: isize,
) -> Object {
    // SAFETY: an interpreter calls.
    unsafe {
        answered(arguments, count, |call| {
            given_away(call, decompressed(call)?)
        })
    }
}

fn decompressed(call: &Arguments<'_>) -> Result<Option<BufferWithSegmentsCollection>, Stop> {
    // SAFETY: the package passes the address of a decompressor that it keeps.
    let decompressor = &unsafe { call.handle::<Decompressor>(0) }?.0;
    let (threads, watched) = (call.number(2)?, call.number(3)? != 0);
    let (given, limit) = (call.optional_bytes(4)?, call.number(5)?);
    let Some(frames) = call.list_of_bytes(1)? else {
        return Ok(None);
    };
    let frames = &frames.contents;
    let contents = run(call.python, threads, watched, |options| {
        let sizes = given_sizes(given, frames.len())?;
        let options = limited(options, limit)?;
        Ok::<_, Fault>(mt::decompress_batch(
            decompressor,
            frames,
            sizes.as_deref(),
            &options,
        )?)
    })?;
    Ok(Some(contents))
}

/// As `decompress_batch`: a list of `bytes`, each of which is decompressed in place.
///
/// # Safety
///
/// As for [`compress_batch`].
pub(super) unsafe extern "C" fn decompress_list(
    _module: Object,
    arguments: *const Object,
    count: isize,
) -> Object {
    // SAFETY: an interpreter calls.
    unsafe { answered(arguments, count, decompressed_apart) }
}

fn decompressed_apart(call: &Arguments<'_>) -> Result<Object, Stop> {
    // SAFETY: the package passes the address of a decompressor that it keeps.
    let decompressor = &unsafe { call.handle::<Decompressor>(0) }?.0;
    let (threads, watched) = (call.number(2)?, call.number(3)? != 0);
    let (given, limit) = (call.optional_bytes(4)?, call.number(5)?);
    let Some(frames) = call.list_of_bytes(1)? else {
        return Ok(call.python.none());
    };
    let frames = &frames.contents;
    let found = run(call.python, threads, watched, |options| {
        let sizes = given_sizes(given, frames.len())?;
        let options = limited(options, limit)?;
        Ok::<_, Fault>(mt::decompressed_sizes(
            decompressor,
            frames,
            sizes.as_deref(),
            &options,
        )?)
    })?;
    let mut made = new_objects(call.python, found.into_iter())?;
    let places = places(&mut made)?;
    run(call.python, threads, watched, |options| {
        mt::decompress_batch_into(decompressor, frames, places, options)
    })?;
    // SAFETY: a batch that succeeds has filled every place.
    let list = unsafe { filled(call.python, made) }?;
    Ok(list.into_raw())
}

/// Runs a batch, the interpreter released.
fn run<T, E: Into<Fault>>(
    python: Held<'_>,
    threads: i64,
    watched: bool,
    batch: impl FnOnce(&BatchOptions<'_>) -> Result<T, E>,
) -> Result<T, Stop> {
    let raised = Cell::new(false);
    // A batch asks at its beginning: one that ends before it asks again is too short to wait for the interpreter.
    let asked = Cell::new(false);
    let result = {
        // SAFETY: the engine knows nothing of Python.
        let released = unsafe { python.release() };
        let check = || {
            let proceed = !watched || !asked.replace(true) || released.proceed();
            raised.set(raised.get() || !proceed);
            proceed
        };
        batch(&BatchOptions::new().threads(threads).check(&check))
    };
    if raised.get() {
        return Err(Stop::Raised);
    }
    Ok(result?)
}

/// The address of a handle of the collection, if there is one.
fn given_away(
    call: &Arguments<'_>,
    made: Option<BufferWithSegmentsCollection>,
) -> Result<Object, Stop> {
    let Some(made) = made else {
        return Ok(call.python.none());
    };
    let handle = Box::into_raw(Box::new(Collection(made)));
    let address = i64::try_from(handle.expose_provenance())
        .expect("programs have the lower half of the address space");
    let address = call.python.int(address);
    if address.is_null() {
        // SAFETY: made right above, and nobody knows it.
        drop(unsafe { Box::from_raw(handle) });
    }
    Ok(address)
}

/// A list of copies of the items, if there are any.
fn listed(
    call: &Arguments<'_>,
    items: Option<BufferWithSegmentsCollection>,
) -> Result<Object, Stop> {
    let Some(items) = items else {
        return Ok(call.python.none());
    };
    let lengths = (0..items.count()).map(|index| items.item(index).len());
    let mut made = new_objects(call.python, lengths)?;
    let places = places(&mut made)?;
    {
        // SAFETY: what follows knows nothing of Python.
        let _released = unsafe { call.python.release() };
        for (index, place) in places.into_iter().enumerate() {
            copy(items.item(index), place);
        }
    }
    // SAFETY: each place has the length of its item and was filled with it.
    let list = unsafe { filled(call.python, made) }?;
    Ok(list.into_raw())
}

fn new_objects<'p>(
    python: Held<'p>,
    lengths: impl ExactSizeIterator<Item = usize>,
) -> Result<Vec<NewBytes<'p>>, Stop> {
    let mut made = vectors::with_room(lengths.len())?;
    for length in lengths {
        made.push(python.new_bytes(length)?);
    }
    Ok(made)
}

fn places<'a>(made: &'a mut [NewBytes<'_>]) -> Result<Vec<&'a mut [MaybeUninit<u8>]>, Stop> {
    Ok(vectors::collect(made.iter_mut().map(NewBytes::place))?)
}

/// The list of the objects.
///
/// # Safety
///
/// All of their places must be initialised.
unsafe fn filled<'p>(python: Held<'p>, made: Vec<NewBytes<'p>>) -> Result<Owned<'p>, Stop> {
    python.list(made.into_iter().map(|made| {
        // SAFETY: the caller promises that all of it is initialised.
        unsafe { made.assume_filled() }
    }))
}

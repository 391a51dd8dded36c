//! Batch calls: many inputs at once, on several threads.

use std::ffi::c_void;
use std::mem::MaybeUninit;

use zstd_buffers::{Items as _, vectors};
use zstd_contract::{given_sizes, limited};
use zstd_mt as mt;

use crate::boundary::boundary;
use crate::collection::Collection;
use crate::compressor::Compressor;
use crate::decompressor::Decompressor;
use crate::items::{self, Items, Source};
use crate::pointers::{array, bytes, required, room};
use crate::status::{Fault, Status};
use crate::versioned::{self, Versioned};

/// Options of batch calls. Fill it with `zstdrs_batch_options_init` first.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct BatchOptions {
    /// The size of this struct in bytes.
    pub size: usize,
    /// 0, the default: the calling thread alone; positive: at most so many threads; negative: one per logical CPU. Fewer are
    /// used if the input would not keep them busy.
    pub threads: i64,
    /// The largest sum of decompressed sizes in bytes; 0, the default, for no limit besides that of the decompressor.
    pub max_output_size: i64,
    /// Called between items, some twenty times a second, always on the calling thread. If it returns 0, the call ends with
    /// `ZSTDRS_STATUS_INTERRUPTED`. NULL, the default, is not called.
    pub check: Option<unsafe extern "C" fn(user_data: *mut c_void) -> i32>,
    /// The argument of `check`.
    pub user_data: *mut c_void,
}

impl Default for BatchOptions {
    fn default() -> Self {
        Self {
            size: size_of::<Self>(),
            threads: 0,
            max_output_size: 0,
            check: None,
            user_data: std::ptr::null_mut(),
        }
    }
}

// SAFETY: integers and pointers of one size each, the first one a `usize`.
unsafe impl Versioned for BatchOptions {
    const NAME: &'static str = "zstdrs_batch_options";
}

impl BatchOptions {
    /// Runs `batch` with these options.
    fn run<T>(
        &self,
        batch: impl FnOnce(&mt::BatchOptions<'_>) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        let options = mt::BatchOptions::new().threads(self.threads);
        let options = limited(&options, self.max_output_size)?;
        let Some(check) = self.check else {
            return batch(&options);
        };
        let check = || {
            // SAFETY: the caller promises that the function takes this argument.
            unsafe { check(self.user_data) != 0 }
        };
        batch(&options.check(&check))
    }
}

/// Writes the defaults to options of `size` bytes, which should be `sizeof(zstdrs_batch_options)`.
///
/// # Safety
///
/// `options` must be NULL or point to `size` writable bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_batch_options_init(
    options: *mut BatchOptions,
    size: usize,
) -> Status {
    boundary!({
        // SAFETY: the caller makes the same promise.
        unsafe { versioned::write_defaults(options, size) }
    })
}

/// Compresses every item into a frame of its own. The frames are in the order of the items and the same for any number of
/// threads; the message of a failure names the first item at fault. `options` may be NULL for the defaults. Free the frames
/// with `zstdrs_collection_free`.
///
/// # Safety
///
/// `compressor` must be NULL or a live handle, `items` must be NULL or point to readable items, `options` must be NULL or
/// point to readable options, `frames` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_compress_batch(
    compressor: Option<&Compressor>,
    items: Option<&Items>,
    options: *const BatchOptions,
    frames: Option<&mut MaybeUninit<Box<Collection>>>,
) -> Status {
    boundary!({
        let compressor = &required(compressor, "compressor")?.0;
        let frames = required(frames, "frames")?;
        // SAFETY: the caller makes the same promise.
        let items = unsafe { items::borrow(items, "items") }?;
        // SAFETY: the caller makes the same promise.
        let options = unsafe { versioned::read::<BatchOptions>(options) }?;
        let made = options.run(|options| Ok(mt::compress_batch(compressor, &items, options)?))?;
        frames.write(Box::new(Collection(made)));
        Ok(())
    })
}

/// Decompresses every frame, in order, into one piece of memory.
///
/// `sizes` are the sizes of the contents, native 64-bit unsigned integers at any alignment, in `sizes_length` bytes; NULL (with
/// 0) to take them from the frames. `options` may be NULL for the defaults. Free the contents with `zstdrs_collection_free`.
///
/// # Safety
///
/// `decompressor` must be NULL or a live handle, `frames` must be NULL or point to readable items, `sizes` must have
/// `sizes_length` readable bytes, `options` must be NULL or point to readable options, `contents` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_decompress_batch(
    decompressor: Option<&Decompressor>,
    frames: Option<&Items>,
    sizes: *const c_void,
    sizes_length: usize,
    options: *const BatchOptions,
    contents: Option<&mut MaybeUninit<Box<Collection>>>,
) -> Status {
    boundary!({
        let decompressor = &required(decompressor, "decompressor")?.0;
        let contents = required(contents, "contents")?;
        // SAFETY: the caller makes the same promise.
        let frames = unsafe { items::borrow(frames, "frames") }?;
        // SAFETY: the caller makes the same promise.
        let sizes = unsafe { sizes_at(sizes, sizes_length, &frames) }?;
        // SAFETY: the caller makes the same promise.
        let options = unsafe { versioned::read::<BatchOptions>(options) }?;
        let restored = options.run(|options| {
            let sizes = sizes.as_deref();
            Ok(mt::decompress_batch(decompressor, &frames, sizes, options)?)
        })?;
        contents.write(Box::new(Collection(restored)));
        Ok(())
    })
}

/// Stores the size in bytes of each frame's content, for `zstdrs_decompress_batch_into`: as given, or as the frames say; none
/// larger than its frame can hold.
///
/// `sizes` and `options` are as for `zstdrs_decompress_batch`. `places` has room for as many numbers as there are frames.
///
/// # Safety
///
/// `decompressor` must be NULL or a live handle, `frames` must be NULL or point to readable items, `sizes` must have
/// `sizes_length` readable bytes, `options` must be NULL or point to readable options, `places` must have `count` writable
/// numbers.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_decompressed_sizes(
    decompressor: Option<&Decompressor>,
    frames: Option<&Items>,
    sizes: *const c_void,
    sizes_length: usize,
    options: *const BatchOptions,
    places: *mut usize,
    count: usize,
) -> Status {
    boundary!({
        let decompressor = &required(decompressor, "decompressor")?.0;
        // SAFETY: the caller makes the same promise.
        let frames = unsafe { items::borrow(frames, "frames") }?;
        // SAFETY: the caller makes the same promise.
        let sizes = unsafe { sizes_at(sizes, sizes_length, &frames) }?;
        // SAFETY: the caller makes the same promise.
        let options = unsafe { versioned::read::<BatchOptions>(options) }?;
        // SAFETY: the caller makes the same promise.
        let places = unsafe { room(places, count, "places") }?;
        let found = options.run(|options| {
            let sizes = sizes.as_deref();
            Ok(mt::decompressed_sizes(
                decompressor,
                &frames,
                sizes,
                options,
            )?)
        })?;
        if found.len() > places.len() {
            return Err(Fault::capacity(found.len(), places.len()));
        }
        for (place, size) in places.iter_mut().zip(found) {
            place.write(size);
        }
        Ok(())
    })
}

/// Decompresses every frame to a place of its own, which must have exactly the size of the content. After a failure the
/// places hold anything.
///
/// `places` and `sizes` have one entry per frame, as `zstdrs_decompressed_sizes` says. `options` may be NULL for the defaults.
///
/// # Safety
///
/// `decompressor` must be NULL or a live handle, `frames` must be NULL or point to readable items, `places` and `sizes` must
/// have `count` readable entries, each place as many writable bytes as its size says, apart from everything else; `options`
/// must be NULL or point to readable options.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_decompress_batch_into(
    decompressor: Option<&Decompressor>,
    frames: Option<&Items>,
    places: *const *mut c_void,
    sizes: *const usize,
    count: usize,
    options: *const BatchOptions,
) -> Status {
    boundary!({
        let decompressor = &required(decompressor, "decompressor")?.0;
        // SAFETY: the caller makes the same promise.
        let frames = unsafe { items::borrow(frames, "frames") }?;
        // SAFETY: the caller makes the same promise.
        let places = unsafe { array(places, count, "places") }?;
        // SAFETY: the caller makes the same promise.
        let sizes = unsafe { array(sizes, count, "sizes") }?;
        // SAFETY: the caller makes the same promise.
        let options = unsafe { versioned::read::<BatchOptions>(options) }?;
        let places = places.iter().zip(sizes).map(|(&place, &size)| {
            // SAFETY: the caller promises that the places are writable and apart from each other.
            unsafe { room(place.cast::<u8>(), size, "places") }
        });
        let places = vectors::try_collect(places)?;
        options.run(|options| {
            Ok(mt::decompress_batch_into(
                decompressor,
                &frames,
                places,
                options,
            )?)
        })
    })
}

/// The sizes that the caller gives; null stands for none.
///
/// # Safety
///
/// `sizes` must have `length` readable bytes.
unsafe fn sizes_at(
    sizes: *const c_void,
    length: usize,
    frames: &Source<'_>,
) -> Result<Option<Vec<u64>>, Fault> {
    if sizes.is_null() && length == 0 {
        return Ok(None);
    }
    // SAFETY: the caller makes the same promise.
    let sizes = unsafe { bytes(sizes, length, "sizes") }?;
    Ok(given_sizes(Some(sizes), frames.count())?)
}

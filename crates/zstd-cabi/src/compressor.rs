//! Compressors.

use std::ffi::c_void;
use std::mem::MaybeUninit;
use std::sync::Arc;

use zstd_contract::{CompressorArguments, Contract};
use zstd_core::compress_bound;

use crate::boundary::boundary;
use crate::bytes::Bytes;
use crate::dictionary::Dictionary;
use crate::parameters::Parameters;
use crate::pointers::{bytes, required, room};
use crate::status::Status;
use crate::versioned::{self, Versioned};
use crate::watch::{Check, watched};

/// Compresses with one set of options. Immutable: any number of threads may use one compressor at the same time.
pub struct Compressor(pub(crate) Arc<zstd_core::Compressor>);

/// Options of `zstdrs_compressor_new`. Fill it with `zstdrs_compressor_options_init` first.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct CompressorOptions {
    /// The size of this struct in bytes.
    pub size: usize,
    /// 1 to 22, or a negative level for more speed. Default 3.
    pub level: i64,
    /// A dictionary for all frames, or NULL, the default. The compressor keeps what it needs of it.
    pub dictionary: *const Dictionary,
    /// Explicit parameters, or NULL, the default. They replace the level; what they say of the following fields wins. The
    /// compressor keeps a copy.
    pub parameters: *const Parameters,
    /// Not 0: end frames with a checksum of the content. Default 0.
    pub write_checksum: i64,
    /// Not 0: write the content size into frames. Default 0.
    pub write_content_size: i64,
    /// Not 0: write the ID of the dictionary into frames. Default 1.
    pub write_dict_id: i64,
    /// Threads of libzstd for each single input; 0, the default, is the calling thread, negative one per logical CPU.
    pub threads: i64,
    /// Whose conventions are kept: 0, the default, those of python-zstandard 0.8; 1 those of python-zstandard 0.25.
    pub contract: i64,
}

impl Default for CompressorOptions {
    fn default() -> Self {
        let defaults = CompressorArguments::default();
        Self {
            size: size_of::<Self>(),
            level: defaults.level,
            dictionary: std::ptr::null(),
            parameters: std::ptr::null(),
            write_checksum: defaults.write_checksum.into(),
            write_content_size: defaults.write_content_size.into(),
            write_dict_id: defaults.write_dict_id.into(),
            threads: defaults.threads,
            contract: 0,
        }
    }
}

// SAFETY: integers and pointers of one size each, the first one a `usize`.
unsafe impl Versioned for CompressorOptions {
    const NAME: &'static str = "zstdrs_compressor_options";
}

/// Progress of the last frame of a compressor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C)]
pub struct Progression {
    /// Bytes of input that were taken.
    pub ingested: u64,
    /// Bytes of input that were compressed.
    pub consumed: u64,
    /// Bytes of output that were produced.
    pub produced: u64,
}

/// Writes the defaults to options of `size` bytes, which should be `sizeof(zstdrs_compressor_options)`.
///
/// # Safety
///
/// `options` must be NULL or point to `size` writable bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_compressor_options_init(
    options: *mut CompressorOptions,
    size: usize,
) -> Status {
    boundary!({
        // SAFETY: the caller makes the same promise.
        unsafe { versioned::write_defaults(options, size) }
    })
}

/// Makes a compressor; `options` may be NULL for the defaults. Free it with `zstdrs_compressor_free`.
///
/// # Safety
///
/// `options` must be NULL or point to readable options with live handles; `compressor` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_compressor_new(
    options: *const CompressorOptions,
    compressor: Option<&mut MaybeUninit<Box<Compressor>>>,
) -> Status {
    boundary!({
        let compressor = required(compressor, "compressor")?;
        // SAFETY: the caller makes the same promise.
        let options = unsafe { versioned::read(options) }?;
        // SAFETY: the caller promises that the handle, if any, is live.
        let dictionary = unsafe { options.dictionary.as_ref() };
        // SAFETY: the caller promises that the handle, if any, is live.
        let parameters = unsafe { options.parameters.as_ref() };
        let arguments = CompressorArguments {
            level: options.level,
            dictionary: dictionary.map(|dictionary| dictionary.0.clone()),
            parameters: parameters.map(|parameters| parameters.0.clone()),
            write_checksum: options.write_checksum != 0,
            write_content_size: options.write_content_size != 0,
            write_dict_id: options.write_dict_id != 0,
            threads: options.threads,
            contract: Contract::from_number(options.contract)?,
        };
        compressor.write(Box::new(Compressor(Arc::new(arguments.build()?))));
        Ok(())
    })
}

/// Frees a compressor; NULL is ignored.
///
/// # Safety
///
/// `compressor` must be NULL or a live handle, which nobody uses any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_compressor_free(compressor: Option<Box<Compressor>>) {
    boundary!({
        drop(compressor);
        Ok(())
    });
}

/// Stores the largest size in bytes that a frame of `length` bytes of content can have.
///
/// # Safety
///
/// `bound` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_compress_bound(
    length: usize,
    bound: Option<&mut MaybeUninit<usize>>,
) -> Status {
    boundary!({
        required(bound, "bound")?.write(compress_bound(length)?);
        Ok(())
    })
}

/// Compresses `src` into one frame at the start of `dst` and stores its size.
///
/// `capacity` bytes of `dst` always suffice if they are as many as `zstdrs_compress_bound` says; fewer may do. Empty input is
/// `ZSTDRS_STATUS_VALUE` if the content size is written, unless `allow_empty` is not 0.
///
/// # Safety
///
/// `compressor` must be NULL or a live handle, `src` must have `length` readable bytes and `dst` `capacity` writable ones
/// apart from them, `written` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_compress(
    compressor: Option<&Compressor>,
    src: *const c_void,
    length: usize,
    allow_empty: i32,
    dst: *mut c_void,
    capacity: usize,
    written: Option<&mut MaybeUninit<usize>>,
) -> Status {
    boundary!({
        let compressor = &required(compressor, "compressor")?.0;
        let written = required(written, "written")?;
        // SAFETY: the caller makes the same promise.
        let src = unsafe { bytes(src, length, "src") }?;
        // SAFETY: the caller makes the same promise.
        let dst = unsafe { room(dst.cast(), capacity, "dst") }?;
        compressor.check_empty(length, allow_empty != 0)?;
        written.write(compressor.compress_into(src, dst)?);
        Ok(())
    })
}

/// As `zstdrs_compress`. While a large input is compressed, `check` is called some twenty times a second, always on the calling
/// thread; if it returns 0, the call ends with `ZSTDRS_STATUS_INTERRUPTED`. A compressor without threads that matches over
/// long distances does not call it. `check` may be NULL.
///
/// # Safety
///
/// As `zstdrs_compress`; `check` must be NULL or a function that can be called with `user_data`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_compress_watched(
    compressor: Option<&Compressor>,
    src: *const c_void,
    length: usize,
    allow_empty: i32,
    dst: *mut c_void,
    capacity: usize,
    check: Option<unsafe extern "C" fn(user_data: *mut c_void) -> i32>,
    user_data: *mut c_void,
    written: Option<&mut MaybeUninit<usize>>,
) -> Status {
    boundary!({
        let compressor = &required(compressor, "compressor")?.0;
        let written = required(written, "written")?;
        // SAFETY: the caller makes the same promise.
        let src = unsafe { bytes(src, length, "src") }?;
        // SAFETY: the caller makes the same promise.
        let dst = unsafe { room(dst.cast(), capacity, "dst") }?;
        compressor.check_empty(length, allow_empty != 0)?;
        written.write(compress_asking(compressor, src, dst, check, user_data)?);
        Ok(())
    })
}

/// As `zstdrs_compress`, into memory of the library's own. Free the frame with `zstdrs_bytes_free`.
///
/// # Safety
///
/// `compressor` must be NULL or a live handle, `src` must have `length` readable bytes, `frame` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_compress_to_bytes(
    compressor: Option<&Compressor>,
    src: *const c_void,
    length: usize,
    allow_empty: i32,
    frame: Option<&mut MaybeUninit<Box<Bytes>>>,
) -> Status {
    boundary!({
        let compressor = &required(compressor, "compressor")?.0;
        let frame = required(frame, "frame")?;
        // SAFETY: the caller makes the same promise.
        let src = unsafe { bytes(src, length, "src") }?;
        compressor.check_empty(length, allow_empty != 0)?;
        frame.write(Bytes::boxed(compressor.compress(src)?));
        Ok(())
    })
}

/// Compresses `src` without a compressor into one frame at the start of `dst`, and stores its size. The frame declares its
/// content size; `src` may be empty. For more than a few inputs a compressor is faster.
///
/// # Safety
///
/// `src` must have `length` readable bytes and `dst` `capacity` writable ones apart from them, `written` must be NULL or
/// writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_simple_compress(
    level: i64,
    src: *const c_void,
    length: usize,
    dst: *mut c_void,
    capacity: usize,
    written: Option<&mut MaybeUninit<usize>>,
) -> Status {
    boundary!({
        let written = required(written, "written")?;
        // SAFETY: the caller makes the same promise.
        let src = unsafe { bytes(src, length, "src") }?;
        // SAFETY: the caller makes the same promise.
        let dst = unsafe { room(dst.cast(), capacity, "dst") }?;
        let compressor = CompressorArguments::single_call(level).build()?;
        written.write(compressor.compress_into(src, dst)?);
        Ok(())
    })
}

/// As `zstdrs_simple_compress`, with a `check` as that of `zstdrs_compress_watched`.
///
/// # Safety
///
/// As `zstdrs_simple_compress`; `check` must be NULL or a function that can be called with `user_data`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_simple_compress_watched(
    level: i64,
    src: *const c_void,
    length: usize,
    dst: *mut c_void,
    capacity: usize,
    check: Option<unsafe extern "C" fn(user_data: *mut c_void) -> i32>,
    user_data: *mut c_void,
    written: Option<&mut MaybeUninit<usize>>,
) -> Status {
    boundary!({
        let written = required(written, "written")?;
        // SAFETY: the caller makes the same promise.
        let src = unsafe { bytes(src, length, "src") }?;
        // SAFETY: the caller makes the same promise.
        let dst = unsafe { room(dst.cast(), capacity, "dst") }?;
        let compressor = CompressorArguments::single_call(level).build()?;
        written.write(compress_asking(&compressor, src, dst, check, user_data)?);
        Ok(())
    })
}

/// Stores the size in bytes of one context of a compressor, tables included once it has compressed. Calls that run at the
/// same time have a context each.
///
/// # Safety
///
/// `compressor` must be NULL or a live handle, `size` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_compressor_memory_size(
    compressor: Option<&Compressor>,
    size: Option<&mut MaybeUninit<usize>>,
) -> Status {
    boundary!({
        let compressor = &required(compressor, "compressor")?.0;
        required(size, "size")?.write(compressor.memory_size()?);
        Ok(())
    })
}

/// Stores how far the last frame came. If several threads use the compressor, it is the last frame of any of them.
///
/// # Safety
///
/// `compressor` must be NULL or a live handle, `progression` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_compressor_progression(
    compressor: Option<&Compressor>,
    progression: Option<&mut MaybeUninit<Progression>>,
) -> Status {
    boundary!({
        let compressor = &required(compressor, "compressor")?.0;
        let place = required(progression, "progression")?;
        let progression = compressor.progression()?;
        place.write(Progression {
            ingested: progression.ingested,
            consumed: progression.consumed,
            produced: progression.produced,
        });
        Ok(())
    })
}

/// Compresses with the caller's check, if there is one.
fn compress_asking(
    compressor: &zstd_core::Compressor,
    src: &[u8],
    dst: &mut [MaybeUninit<u8>],
    check: Check,
    user_data: *mut c_void,
) -> zstd_core::Result<usize> {
    watched(check, user_data, |watch| match watch {
        Some(watch) => compressor.compress_into_watched(src, dst, watch),
        None => compressor.compress_into(src, dst),
    })
}

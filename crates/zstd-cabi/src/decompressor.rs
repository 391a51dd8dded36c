//! Decompressors.

use std::ffi::c_void;
use std::mem::MaybeUninit;
use std::sync::Arc;

use zstd_buffers::vectors;
use zstd_contract::{
    Contract, DecompressArguments, DecompressorArguments, Failure, decompression_parameter,
};
use zstd_core::{Error, Watch};

use crate::boundary::boundary;
use crate::bytes::Bytes;
use crate::dictionary::Dictionary;
use crate::parameters::NamedOption;
use crate::pointers::{array, bytes, required, room, text};
use crate::status::{Fault, Status};
use crate::versioned::{self, Versioned};
use crate::watch::watched;

/// Decompresses with one set of options. Immutable: any number of threads may use one decompressor at the same time.
pub struct Decompressor(pub(crate) Arc<zstd_core::Decompressor>);

/// Options of `zstdrs_decompressor_new`. Fill it with `zstdrs_decompressor_options_init` first.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct DecompressorOptions {
    /// The size of this struct in bytes.
    pub size: usize,
    /// The dictionary that the frames were made with, or NULL, the default. The decompressor keeps what it needs of it.
    pub dictionary: *const Dictionary,
    /// The largest window in bytes that a frame of undeclared content size may ask for; 0, the default, is libzstd's own.
    pub max_window_size: i64,
    /// 0, the default: standard frames; 1: frames without the magic number.
    pub format: i64,
    /// Further parameters by name, as `zstdrs_decompression_parameter_name` lists them; 0 is the default of each.
    pub parameters: *const NamedOption,
    /// The number of these.
    pub parameter_count: usize,
    /// Whose conventions are kept: 0, the default, those of python-zstandard 0.8; 1 those of python-zstandard 0.25.
    pub contract: i64,
    /// The most content in bytes that one call, batch, chain or stream may decompress, all frames together; 0, the default, for
    /// no limit. More is `ZSTDRS_STATUS_ZSTD`. Limits of single calls come on top: the smaller one counts.
    pub max_output_size: i64,
}

impl Default for DecompressorOptions {
    fn default() -> Self {
        let defaults = DecompressorArguments::default();
        Self {
            size: size_of::<Self>(),
            dictionary: std::ptr::null(),
            max_window_size: defaults.max_window_size,
            format: defaults.format,
            parameters: std::ptr::null(),
            parameter_count: 0,
            contract: 0,
            max_output_size: defaults.max_output_size,
        }
    }
}

// SAFETY: integers and pointers of one size each, the first one a `usize`.
unsafe impl Versioned for DecompressorOptions {
    const NAME: &'static str = "zstdrs_decompressor_options";
}

/// Flags of the calls that decompress.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecompressFlags {
    /// One frame, and nothing after it unless the decompressor's contract allows that.
    None = 0,
    /// Decompress all frames and join their content.
    ReadAcrossFrames = 1,
    /// Ignore what follows the frame, or the last frame.
    AllowExtraData = 2,
    /// Refuse what follows the frame, or the last frame, whatever the contract says.
    RefuseExtraData = 4,
}

/// Writes the defaults to options of `size` bytes, which should be `sizeof(zstdrs_decompressor_options)`.
///
/// # Safety
///
/// `options` must be NULL or point to `size` writable bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_decompressor_options_init(
    options: *mut DecompressorOptions,
    size: usize,
) -> Status {
    boundary!({
        // SAFETY: the caller makes the same promise.
        unsafe { versioned::write_defaults(options, size) }
    })
}

/// Makes a decompressor; `options` may be NULL for the defaults. Free it with `zstdrs_decompressor_free`.
///
/// # Safety
///
/// `options` must be NULL or point to readable options with live handles; `decompressor` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_decompressor_new(
    options: *const DecompressorOptions,
    decompressor: Option<&mut MaybeUninit<Box<Decompressor>>>,
) -> Status {
    boundary!({
        let decompressor = required(decompressor, "decompressor")?;
        // SAFETY: the caller makes the same promise.
        let options = unsafe { versioned::read(options) }?;
        // SAFETY: the caller promises that the handle, if any, is live.
        let dictionary = unsafe { options.dictionary.as_ref() };
        // SAFETY: the caller promises readable options.
        let named = unsafe { array(options.parameters, options.parameter_count, "parameters") }?;
        let mut parameters = vectors::with_room(named.len())?;
        for option in named {
            // SAFETY: the caller promises readable options.
            let name = unsafe { text(option.name, "name") }?;
            parameters.push((decompression_parameter(name)?, option.value));
        }
        let arguments = DecompressorArguments {
            dictionary: dictionary.map(|dictionary| dictionary.0.clone()),
            max_window_size: options.max_window_size,
            max_output_size: options.max_output_size,
            format: options.format,
            parameters,
            contract: Contract::from_number(options.contract)?,
        };
        decompressor.write(Box::new(Decompressor(Arc::new(arguments.build()?))));
        Ok(())
    })
}

/// Frees a decompressor; NULL is ignored.
///
/// # Safety
///
/// `decompressor` must be NULL or a live handle, which nobody uses any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_decompressor_free(decompressor: Option<Box<Decompressor>>) {
    boundary!({
        drop(decompressor);
        Ok(())
    });
}

/// Decompresses `src` to the start of `dst` and stores the size of the content.
///
/// `max_output_size` is the largest size to allow, 0 for no limit besides that of the decompressor; one of both is needed where
/// a frame does not declare its size.
/// `flags` are of `zstdrs_decompress_flags`.
///
/// If `dst` may be too small, the call ends with `ZSTDRS_STATUS_CAPACITY` before it decompresses anything, and stores how
/// many bytes are needed at most: so call it with what is at hand (`capacity` 0 will do), and then again.
///
/// # Safety
///
/// `decompressor` must be NULL or a live handle, `src` must have `length` readable bytes and `dst` `capacity` writable ones
/// apart from them, `written` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_decompress(
    decompressor: Option<&Decompressor>,
    src: *const c_void,
    length: usize,
    max_output_size: i64,
    flags: u32,
    dst: *mut c_void,
    capacity: usize,
    written: Option<&mut MaybeUninit<usize>>,
) -> Status {
    boundary!({
        let decompressor = &required(decompressor, "decompressor")?.0;
        let written = required(written, "written")?;
        // SAFETY: the caller makes the same promise.
        let src = unsafe { bytes(src, length, "src") }?;
        // SAFETY: the caller makes the same promise.
        let dst = unsafe { room(dst.cast(), capacity, "dst") }?;
        decompress(
            decompressor,
            src,
            arguments(max_output_size, flags)?,
            dst,
            written,
            None,
        )
    })
}

/// As `zstdrs_decompress`. While a large result is made, `check` is called some twenty times a second, always on the calling
/// thread; if it returns 0, the call ends with `ZSTDRS_STATUS_INTERRUPTED`. `check` may be NULL.
///
/// # Safety
///
/// As `zstdrs_decompress`; `check` must be NULL or a function that can be called with `user_data`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_decompress_watched(
    decompressor: Option<&Decompressor>,
    src: *const c_void,
    length: usize,
    max_output_size: i64,
    flags: u32,
    dst: *mut c_void,
    capacity: usize,
    check: Option<unsafe extern "C" fn(user_data: *mut c_void) -> i32>,
    user_data: *mut c_void,
    written: Option<&mut MaybeUninit<usize>>,
) -> Status {
    boundary!({
        let decompressor = &required(decompressor, "decompressor")?.0;
        let written = required(written, "written")?;
        // SAFETY: the caller makes the same promise.
        let src = unsafe { bytes(src, length, "src") }?;
        // SAFETY: the caller makes the same promise.
        let dst = unsafe { room(dst.cast(), capacity, "dst") }?;
        let arguments = arguments(max_output_size, flags)?;
        watched(check, user_data, |watch| {
            decompress(decompressor, src, arguments, dst, written, watch)
        })
    })
}

/// As `zstdrs_decompress`, into memory of the library's own. Free the content with `zstdrs_bytes_free`.
///
/// # Safety
///
/// `decompressor` must be NULL or a live handle, `src` must have `length` readable bytes, `content` must be NULL or
/// writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_decompress_to_bytes(
    decompressor: Option<&Decompressor>,
    src: *const c_void,
    length: usize,
    max_output_size: i64,
    flags: u32,
    content: Option<&mut MaybeUninit<Box<Bytes>>>,
) -> Status {
    boundary!({
        let decompressor = &required(decompressor, "decompressor")?.0;
        let content = required(content, "content")?;
        // SAFETY: the caller makes the same promise.
        let src = unsafe { bytes(src, length, "src") }?;
        let options = arguments(max_output_size, flags)?.options()?;
        let restored = decompressor.decompress_with::<Vec<u8>>(src, &options)?;
        content.write(Bytes::boxed(restored));
        Ok(())
    })
}

/// As `zstdrs_decompress` for one frame, without a decompressor. For more than a few frames a decompressor is faster.
///
/// # Safety
///
/// `src` must have `length` readable bytes and `dst` `capacity` writable ones apart from them, `written` must be NULL or
/// writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_simple_decompress(
    src: *const c_void,
    length: usize,
    max_output_size: i64,
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
        let decompressor = zstd_core::Decompressor::new();
        decompress(
            &decompressor,
            src,
            arguments(max_output_size, 0)?,
            dst,
            written,
            None,
        )
    })
}

/// As `zstdrs_simple_decompress`, with a `check` as that of `zstdrs_decompress_watched`.
///
/// # Safety
///
/// As `zstdrs_simple_decompress`; `check` must be NULL or a function that can be called with `user_data`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_simple_decompress_watched(
    src: *const c_void,
    length: usize,
    max_output_size: i64,
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
        let decompressor = zstd_core::Decompressor::new();
        let arguments = arguments(max_output_size, 0)?;
        watched(check, user_data, |watch| {
            decompress(&decompressor, src, arguments, dst, written, watch)
        })
    })
}

/// Stores the size in bytes of one context of a decompressor. Calls that run at the same time have a context each.
///
/// # Safety
///
/// `decompressor` must be NULL or a live handle, `size` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_decompressor_memory_size(
    decompressor: Option<&Decompressor>,
    size: Option<&mut MaybeUninit<usize>>,
) -> Status {
    boundary!({
        let decompressor = &required(decompressor, "decompressor")?.0;
        required(size, "size")?.write(decompressor.memory_size()?);
        Ok(())
    })
}

fn decompress(
    decompressor: &zstd_core::Decompressor,
    src: &[u8],
    arguments: DecompressArguments,
    dst: &mut [MaybeUninit<u8>],
    written: &mut MaybeUninit<usize>,
    watch: Option<&mut Watch<'_>>,
) -> Result<(), Fault> {
    let (capacity, mut needed) = (dst.len(), None);
    let place = |size| {
        if size <= capacity {
            return Ok(dst);
        }
        needed = Some(size);
        Err(Error::OutOfMemory { bytes: None })
    };
    let options = arguments.options()?;
    let result = match watch {
        Some(watch) => decompressor.decompress_into_watched(src, &options, watch, place),
        None => decompressor.decompress_into(src, &options, place),
    };
    if let Some(needed) = needed {
        written.write(needed);
        return Err(Fault::capacity(needed, capacity));
    }
    written.write(result?);
    Ok(())
}

/// What the numbers of `zstdrs_decompress` say.
pub(crate) fn arguments(max_output_size: i64, flags: u32) -> Result<DecompressArguments, Fault> {
    let across = DecompressFlags::ReadAcrossFrames as u32;
    let allow = DecompressFlags::AllowExtraData as u32;
    let refuse = DecompressFlags::RefuseExtraData as u32;
    if flags & !(across | allow | refuse) != 0 || flags & (allow | refuse) == allow | refuse {
        let text = format!("flags must be of zstdrs_decompress_flags; got {flags:#x}");
        return Err(Failure::value(text).into());
    }
    Ok(DecompressArguments {
        max_output_size,
        read_across_frames: flags & across != 0,
        allow_extra_data: (flags & (allow | refuse) != 0).then_some(flags & allow != 0),
    })
}

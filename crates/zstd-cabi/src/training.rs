//! Training of dictionaries.

use std::ffi::c_void;
use std::mem::MaybeUninit;

use zstd_contract::{CoverArguments, TrainArguments};
use zstd_dict::Samples;

use crate::boundary::boundary;
use crate::dictionary::Dictionary;
use crate::items::{self, Items};
use crate::pointers::required;
use crate::status::Status;
use crate::versioned::{self, Versioned};
use crate::watch::watched;

/// Options of `zstdrs_train_dictionary`. Fill it with `zstdrs_train_options_init` first.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct TrainOptions {
    /// The size of this struct in bytes.
    pub size: usize,
    /// 1 to 30 for the legacy trainer, 9 is usual; 0, the default, for the fast cover trainer.
    pub selectivity: i64,
    /// The level that the dictionary will be used with; 0, the default, is libzstd's.
    pub level: i64,
    /// The ID of the dictionary, of 32 bits; 0, the default, for one that is drawn from the content.
    pub dict_id: i64,
    /// What is written to stderr: 0, the default, nothing, up to 4 for everything.
    pub notifications: i64,
    /// Fast cover: segment size in bytes; 0, the default, to try several.
    pub k: i64,
    /// Fast cover: dmer size in bytes, 6 or 8; 0, the default, for 8.
    pub d: i64,
    /// Fast cover: size of the frequency table as an exponent of 2; 0, the default, for 20.
    pub f: i64,
    /// Fast cover: share of the samples to train with; 0, the default, for 0.75.
    pub split_point: f64,
    /// Fast cover: 1 to 10, faster and less accurate; 0, the default, for 1.
    pub accel: i64,
    /// Fast cover: how many values of `k` are tried; 0, the default, for 4.
    pub steps: i64,
    /// Fast cover: threads that try values; negative for one per logical CPU. Default 0.
    pub threads: i64,
    /// Called some twenty times a second, always on the calling thread. If it returns 0, the call ends with
    /// `ZSTDRS_STATUS_INTERRUPTED`; the training goes on by itself, on a copy of the samples, and is thrown away. NULL, the
    /// default, is not called.
    pub check: Option<unsafe extern "C" fn(user_data: *mut c_void) -> i32>,
    /// The argument of `check`.
    pub user_data: *mut c_void,
}

impl Default for TrainOptions {
    fn default() -> Self {
        let defaults = TrainArguments::default();
        Self {
            size: size_of::<Self>(),
            selectivity: defaults.selectivity,
            level: defaults.level,
            dict_id: defaults.dict_id,
            notifications: defaults.notifications,
            k: defaults.k,
            d: defaults.d,
            f: defaults.f,
            split_point: defaults.split_point,
            accel: defaults.accel,
            steps: defaults.steps,
            threads: defaults.threads,
            check: None,
            user_data: std::ptr::null_mut(),
        }
    }
}

// SAFETY: numbers and pointers of 8 bytes each, the first one a `usize`.
unsafe impl Versioned for TrainOptions {
    const NAME: &'static str = "zstdrs_train_options";
}

/// Options of `zstdrs_train_cover_dictionary`. Fill it with `zstdrs_cover_options_init` first.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct CoverOptions {
    /// The size of this struct in bytes.
    pub size: usize,
    /// Segment size in bytes; required unless `optimize` is set. Default 0.
    pub k: i64,
    /// Dmer size in bytes, at most `k`; required unless `optimize` is set. Default 0.
    pub d: i64,
    /// The ID of the dictionary, of 32 bits; 0, the default, for one that is drawn from the content.
    pub dict_id: i64,
    /// Not 0: try several values of `k` and `d` where they are 0, and take those that compress best. Default 0.
    pub optimize: i64,
    /// The level to try with. Default 1.
    pub level: i64,
    /// How many values of `k` are tried. Default 32.
    pub steps: i64,
    /// Threads that try values; negative for one per logical CPU. Default 0.
    pub threads: i64,
    /// What is written to stderr: 0, the default, nothing, up to 4 for everything.
    pub notifications: i64,
    /// Called some twenty times a second, always on the calling thread. If it returns 0, the call ends with
    /// `ZSTDRS_STATUS_INTERRUPTED`; the training goes on by itself, on a copy of the samples, and is thrown away. NULL, the
    /// default, is not called.
    pub check: Option<unsafe extern "C" fn(user_data: *mut c_void) -> i32>,
    /// The argument of `check`.
    pub user_data: *mut c_void,
}

impl Default for CoverOptions {
    fn default() -> Self {
        let defaults = CoverArguments::default();
        Self {
            size: size_of::<Self>(),
            k: defaults.k,
            d: defaults.d,
            dict_id: defaults.dict_id,
            optimize: defaults.optimize.into(),
            level: defaults.level,
            steps: defaults.steps,
            threads: defaults.threads,
            notifications: defaults.notifications,
            check: None,
            user_data: std::ptr::null_mut(),
        }
    }
}

// SAFETY: integers and pointers of 8 bytes each, the first one a `usize`.
unsafe impl Versioned for CoverOptions {
    const NAME: &'static str = "zstdrs_cover_options";
}

/// Writes the defaults to options of `size` bytes, which should be `sizeof(zstdrs_train_options)`.
///
/// # Safety
///
/// `options` must be NULL or point to `size` writable bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_train_options_init(
    options: *mut TrainOptions,
    size: usize,
) -> Status {
    boundary!({
        // SAFETY: the caller makes the same promise.
        unsafe { versioned::write_defaults(options, size) }
    })
}

/// Writes the defaults to options of `size` bytes, which should be `sizeof(zstdrs_cover_options)`.
///
/// # Safety
///
/// `options` must be NULL or point to `size` writable bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_cover_options_init(
    options: *mut CoverOptions,
    size: usize,
) -> Status {
    boundary!({
        // SAFETY: the caller makes the same promise.
        unsafe { versioned::write_defaults(options, size) }
    })
}

/// Trains a dictionary of at most `dict_size` bytes, 256 at least; `options` may be NULL for the defaults. Free it with
/// `zstdrs_dictionary_free`.
///
/// # Safety
///
/// `samples` must be NULL or point to readable items, `options` must be NULL or point to readable options, `dictionary` must
/// be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_train_dictionary(
    dict_size: i64,
    samples: Option<&Items>,
    options: *const TrainOptions,
    dictionary: Option<&mut MaybeUninit<Box<Dictionary>>>,
) -> Status {
    boundary!({
        let dictionary = required(dictionary, "dictionary")?;
        // SAFETY: the caller makes the same promise.
        let samples = unsafe { items::borrow(samples, "samples") }?;
        // SAFETY: the caller makes the same promise.
        let options = unsafe { versioned::read(options) }?;
        let arguments = TrainArguments {
            selectivity: options.selectivity,
            level: options.level,
            dict_id: options.dict_id,
            notifications: options.notifications,
            k: options.k,
            d: options.d,
            f: options.f,
            split_point: options.split_point,
            accel: options.accel,
            steps: options.steps,
            threads: options.threads,
        };
        let samples = Samples::gather(&samples)?;
        let trained = watched(options.check, options.user_data, |watch| {
            zstd_contract::train_dictionary(dict_size, samples, &arguments, watch)
        })?;
        dictionary.write(Box::new(Dictionary(trained)));
        Ok(())
    })
}

/// As `zstdrs_train_dictionary`, with the cover trainer: slower, and often better.
///
/// # Safety
///
/// `samples` must be NULL or point to readable items, `options` must be NULL or point to readable options, `dictionary` must
/// be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_train_cover_dictionary(
    dict_size: i64,
    samples: Option<&Items>,
    options: *const CoverOptions,
    dictionary: Option<&mut MaybeUninit<Box<Dictionary>>>,
) -> Status {
    boundary!({
        let dictionary = required(dictionary, "dictionary")?;
        // SAFETY: the caller makes the same promise.
        let samples = unsafe { items::borrow(samples, "samples") }?;
        // SAFETY: the caller makes the same promise.
        let options = unsafe { versioned::read(options) }?;
        let arguments = CoverArguments {
            k: options.k,
            d: options.d,
            dict_id: options.dict_id,
            optimize: options.optimize != 0,
            level: options.level,
            steps: options.steps,
            threads: options.threads,
            notifications: options.notifications,
        };
        let samples = Samples::gather(&samples)?;
        let trained = watched(options.check, options.user_data, |watch| {
            zstd_contract::train_cover_dictionary(dict_size, samples, &arguments, watch)
        })?;
        dictionary.write(Box::new(Dictionary(trained)));
        Ok(())
    })
}

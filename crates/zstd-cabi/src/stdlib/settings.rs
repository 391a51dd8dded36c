//! Compressors and decompressors from parameters by number.

use std::mem::MaybeUninit;
use std::sync::Arc;

use zstd_buffers::vectors;
use zstd_contract::stdlib;

use crate::boundary::boundary;
use crate::compressor::Compressor;
use crate::decompressor::Decompressor;
use crate::dictionary::Dictionary;
use crate::pointers::{array, required};
use crate::status::{Fault, Status};

/// A parameter of libzstd, by the number that libzstd's header gives it, and its value.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct NumberedOption {
    /// The number.
    pub number: i32,
    /// The value.
    pub value: i32,
}

/// How a dictionary is used.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DictionaryUse {
    /// It is digested for the level, whose parameters win over others where the dictionary is concerned.
    Digested = 0,
    /// All parameters are in force.
    Undigested = 1,
    /// It is the content right before the first frame of a stream, or before each frame of other calls, as it is.
    Prefix = 2,
}

/// Makes a compressor of a level (0 for libzstd's default) and of parameters by number, of which flags and some others are
/// taken as libzstd takes them: the nearest value counts. The content size is written unless parameter 200 is 0. `dictionary`
/// may be NULL; `dictionary_use` is of `zstdrs_dictionary_use`. Free it with `zstdrs_compressor_free`.
///
/// # Safety
///
/// `options` must have `count` readable entries, `dictionary` must be NULL or a live handle, `compressor` must be NULL or
/// writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_compressor_from_numbers(
    level: i64,
    options: *const NumberedOption,
    count: usize,
    dictionary: Option<&Dictionary>,
    dictionary_use: i64,
    compressor: Option<&mut MaybeUninit<Box<Compressor>>>,
) -> Status {
    boundary!({
        let compressor = required(compressor, "compressor")?;
        // SAFETY: the caller makes the same promise.
        let options = unsafe { array(options, count, "options") }?;
        let made = stdlib::compressor(
            level,
            &pairs(options)?,
            argument(dictionary, dictionary_use),
        )?;
        compressor.write(Box::new(Compressor(Arc::new(made))));
        Ok(())
    })
}

/// Makes a decompressor of parameters by number. `dictionary` may be NULL; `dictionary_use` is of `zstdrs_dictionary_use`. Free
/// it with `zstdrs_decompressor_free`.
///
/// # Safety
///
/// `options` must have `count` readable entries, `dictionary` must be NULL or a live handle, `decompressor` must be NULL or
/// writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_decompressor_from_numbers(
    options: *const NumberedOption,
    count: usize,
    dictionary: Option<&Dictionary>,
    dictionary_use: i64,
    decompressor: Option<&mut MaybeUninit<Box<Decompressor>>>,
) -> Status {
    boundary!({
        let decompressor = required(decompressor, "decompressor")?;
        // SAFETY: the caller makes the same promise.
        let options = unsafe { array(options, count, "options") }?;
        let made = stdlib::decompressor(&pairs(options)?, argument(dictionary, dictionary_use))?;
        decompressor.write(Box::new(Decompressor(Arc::new(made))));
        Ok(())
    })
}

fn pairs(options: &[NumberedOption]) -> Result<Vec<(i32, i32)>, Fault> {
    let pairs = options.iter().map(|option| (option.number, option.value));
    Ok(vectors::collect(pairs)?)
}

fn argument(dictionary: Option<&Dictionary>, dictionary_use: i64) -> stdlib::DictionaryArgument {
    dictionary.map(|dictionary| (dictionary.0.clone(), dictionary_use))
}

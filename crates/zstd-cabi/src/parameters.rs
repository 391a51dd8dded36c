//! Sets of compression parameters, and what there is to know of parameters.

use std::ffi::{CString, c_char};
use std::mem::MaybeUninit;

use once_cell::race::OnceBox;
use zstd_buffers::vectors;
use zstd_contract as contract;
use zstd_core::CParameters;

use crate::boundary::boundary;
use crate::constants::name_at;
use crate::pointers::{array, required, text};
use crate::status::{Fault, Status};

/// A set of compression parameters. Immutable.
pub struct Parameters(pub(crate) CParameters);

/// An option and its value.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct NamedOption {
    /// The name, zero-terminated, such as `window_log`.
    pub name: *const c_char,
    /// The value.
    pub value: i64,
}

/// Makes parameters from options by name, as `zstdrs_parameter_name` lists them. Options that are not given have their
/// defaults: `write_content_size` is 1, all others leave the value to libzstd. So does 0 for most options, and -1 for
/// `strategy`, `job_size`, `overlap_log` and `ldm_hash_rate_log`. Free them with `zstdrs_parameters_free`.
///
/// # Safety
///
/// `options` must have `count` readable entries, `parameters` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_parameters_new(
    options: *const NamedOption,
    count: usize,
    parameters: Option<&mut MaybeUninit<Box<Parameters>>>,
) -> Status {
    boundary!({
        let parameters = required(parameters, "parameters")?;
        // SAFETY: the caller makes the same promise.
        let options = unsafe { named(options, count) }?;
        let set = contract::parameters_from_options(options)?;
        parameters.write(Box::new(Parameters(set)));
        Ok(())
    })
}

/// As `zstdrs_parameters_new`, with the seven basic parameters derived from a level where the options do not give them.
/// `source_size` and `dict_size` are in bytes, 0 for unknown and for none. Free them with `zstdrs_parameters_free`.
///
/// # Safety
///
/// `options` must have `count` readable entries, `parameters` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_parameters_from_level(
    level: i64,
    source_size: i64,
    dict_size: i64,
    options: *const NamedOption,
    count: usize,
    parameters: Option<&mut MaybeUninit<Box<Parameters>>>,
) -> Status {
    boundary!({
        let parameters = required(parameters, "parameters")?;
        // SAFETY: the caller makes the same promise.
        let options = unsafe { named(options, count) }?;
        let set = contract::level_parameters_with(level, source_size, dict_size, options)?;
        parameters.write(Box::new(Parameters(set)));
        Ok(())
    })
}

/// Makes parameters of the seven basic ones, each within its bounds. What is not among them is left to the options of the
/// compressor. Free them with `zstdrs_parameters_free`.
///
/// # Safety
///
/// `parameters` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_parameters_basic(
    window_log: i64,
    chain_log: i64,
    hash_log: i64,
    search_log: i64,
    search_length: i64,
    target_length: i64,
    strategy: i64,
    parameters: Option<&mut MaybeUninit<Box<Parameters>>>,
) -> Status {
    boundary!({
        let parameters = required(parameters, "parameters")?;
        let set = contract::classic_parameters([
            window_log,
            chain_log,
            hash_log,
            search_log,
            search_length,
            target_length,
            strategy,
        ])?;
        parameters.write(Box::new(Parameters(set)));
        Ok(())
    })
}

/// Makes the seven basic parameters that libzstd derives from a level, a source size (0: unknown) and a dictionary size (0:
/// none), in bytes. Free them with `zstdrs_parameters_free`.
///
/// # Safety
///
/// `parameters` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_parameters_basic_from_level(
    level: i64,
    source_size: i64,
    dict_size: i64,
    parameters: Option<&mut MaybeUninit<Box<Parameters>>>,
) -> Status {
    boundary!({
        let parameters = required(parameters, "parameters")?;
        let set = contract::level_parameters(level, source_size, dict_size)?;
        parameters.write(Box::new(Parameters(set)));
        Ok(())
    })
}

/// Frees parameters; NULL is ignored.
///
/// # Safety
///
/// `parameters` must be NULL or a live handle, which nobody uses any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_parameters_free(parameters: Option<Box<Parameters>>) {
    boundary!({
        drop(parameters);
        Ok(())
    });
}

/// Stores the value of a parameter, 0 where it is left to libzstd. `search_length` is accepted for `min_match`.
///
/// # Safety
///
/// `parameters` must be NULL or a live handle, `name` NULL or zero-terminated, `value` NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_parameters_get(
    parameters: Option<&Parameters>,
    name: *const c_char,
    value: Option<&mut MaybeUninit<i32>>,
) -> Status {
    boundary!({
        let parameters = &required(parameters, "parameters")?.0;
        // SAFETY: the caller makes the same promise.
        let name = unsafe { text(name, "name") }?;
        required(value, "value")?.write(contract::option_value(parameters, name)?);
        Ok(())
    })
}

/// Stores the size in bytes of a context that compresses with these parameters in one thread, as libzstd estimates it.
///
/// # Safety
///
/// `parameters` must be NULL or a live handle, `size` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_parameters_estimated_context_size(
    parameters: Option<&Parameters>,
    size: Option<&mut MaybeUninit<usize>>,
) -> Status {
    boundary!({
        let parameters = &required(parameters, "parameters")?.0;
        required(size, "size")?.write(parameters.estimated_context_size()?);
        Ok(())
    })
}

/// Stores the smallest and the largest value of the parameter of compression or, if there is none of that name, of
/// decompression.
///
/// # Safety
///
/// `name` must be NULL or zero-terminated, `smallest` and `largest` NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_parameter_bounds(
    name: *const c_char,
    smallest: Option<&mut MaybeUninit<i32>>,
    largest: Option<&mut MaybeUninit<i32>>,
) -> Status {
    boundary!({
        let (smallest, largest) = (
            required(smallest, "smallest")?,
            required(largest, "largest")?,
        );
        // SAFETY: the caller makes the same promise.
        let name = unsafe { text(name, "name") }?;
        let (min, max) = contract::parameter_bounds(name)?;
        smallest.write(min);
        largest.write(max);
        Ok(())
    })
}

/// Returns the name of a compression parameter, NULL from the first index on that there is none for. The name is constant.
#[unsafe(no_mangle)]
pub extern "C" fn zstdrs_parameter_name(index: usize) -> *const c_char {
    static NAMES: OnceBox<Vec<CString>> = OnceBox::new();
    name_at(&NAMES, index, contract::option_names)
}

/// Returns the name of a decompression parameter, NULL from the first index on that there is none for. The name is constant.
#[unsafe(no_mangle)]
pub extern "C" fn zstdrs_decompression_parameter_name(index: usize) -> *const c_char {
    static NAMES: OnceBox<Vec<CString>> = OnceBox::new();
    name_at(&NAMES, index, contract::decompression_parameter_names)
}

/// Reads options by name.
///
/// # Safety
///
/// `options` must have `count` readable entries.
unsafe fn named<'a>(
    options: *const NamedOption,
    count: usize,
) -> Result<Vec<(&'a str, i64)>, Fault> {
    // SAFETY: the caller makes the same promise.
    let options = unsafe { array(options, count, "options") }?;
    let named = options.iter().map(|option| {
        // SAFETY: the caller promises that the entry is readable, name included.
        let name = unsafe { text(option.name, "name") }?;
        Ok((name, option.value))
    });
    vectors::try_collect(named)
}

//! The calls of libzstd's trainers.

use std::ffi::CStr;
use std::mem::MaybeUninit;

use zstd_core::{ErrorCode, sys};

use super::{Cover, FastCover};
use crate::error::{Error, Result};
use crate::samples::Samples;

/// What a trainer returns.
pub(super) struct Trained {
    /// The size of the dictionary, or an error of libzstd's.
    pub(super) result: usize,
    pub(super) k: u32,
    pub(super) d: u32,
}

pub(super) fn cover(
    place: &mut [MaybeUninit<u8>],
    samples: &Samples<'_>,
    parameters: &Cover,
    common: sys::ZDICT_params_t,
) -> Result<Trained> {
    parameters.check()?;
    let mut raw = sys::ZDICT_cover_params_t {
        k: parameters.k,
        d: parameters.d,
        steps: parameters.steps,
        nbThreads: parameters.threads(),
        splitPoint: parameters.split_point,
        shrinkDict: 0,
        shrinkDictMaxRegression: 0,
        zParams: common,
    };
    let (dict, capacity) = (place.as_mut_ptr().cast(), place.len());
    let (data, sizes, count) = raw_samples(samples);
    let result = if parameters.optimize {
        // SAFETY: `dict` is valid for `capacity` bytes, `data` for the sum of the `count` sizes; `raw` is read and written.
        unsafe {
            sys::ZDICT_optimizeTrainFromBuffer_cover(
                dict,
                capacity,
                data,
                sizes,
                count,
                &raw mut raw,
            )
        }
    } else {
        // SAFETY: as above; `raw` is passed by value.
        unsafe { sys::ZDICT_trainFromBuffer_cover(dict, capacity, data, sizes, count, raw) }
    };
    Ok(Trained {
        result,
        k: raw.k,
        d: raw.d,
    })
}

pub(super) fn fast_cover(
    place: &mut [MaybeUninit<u8>],
    samples: &Samples<'_>,
    parameters: &FastCover,
    common: sys::ZDICT_params_t,
) -> Result<Trained> {
    parameters.check()?;
    let cover = &parameters.cover;
    let mut raw = sys::ZDICT_fastCover_params_t {
        k: cover.k,
        d: cover.d,
        f: parameters.f,
        steps: cover.steps,
        nbThreads: cover.threads(),
        splitPoint: cover.split_point,
        accel: parameters.accel,
        shrinkDict: 0,
        shrinkDictMaxRegression: 0,
        zParams: common,
    };
    let (dict, capacity) = (place.as_mut_ptr().cast(), place.len());
    let (data, sizes, count) = raw_samples(samples);
    let result = if cover.optimize {
        // SAFETY: `dict` is valid for `capacity` bytes, `data` for the sum of the `count` sizes; `raw` is read and written.
        unsafe {
            sys::ZDICT_optimizeTrainFromBuffer_fastCover(
                dict,
                capacity,
                data,
                sizes,
                count,
                &raw mut raw,
            )
        }
    } else {
        // SAFETY: as above; `raw` is passed by value.
        unsafe { sys::ZDICT_trainFromBuffer_fastCover(dict, capacity, data, sizes, count, raw) }
    };
    Ok(Trained {
        result,
        k: raw.k,
        d: raw.d,
    })
}

pub(super) fn legacy(
    place: &mut [MaybeUninit<u8>],
    samples: &Samples<'_>,
    selectivity: u32,
    common: sys::ZDICT_params_t,
) -> Result<Trained> {
    // It shifts by this number, and beyond it selects nothing any more.
    const LARGEST_SELECTIVITY: u32 = 30;
    if selectivity > LARGEST_SELECTIVITY {
        let text =
            format!("selectivity must be between 0 and {LARGEST_SELECTIVITY}; got {selectivity}");
        return Err(Error::InvalidArgument(text.into()));
    }
    let raw = sys::ZDICT_legacy_params_t {
        selectivityLevel: selectivity,
        zParams: common,
    };
    let (dict, capacity) = (place.as_mut_ptr().cast(), place.len());
    let (data, sizes, count) = raw_samples(samples);
    // SAFETY: `dict` is valid for `capacity` bytes, `data` for the sum of the `count` sizes.
    let result =
        unsafe { sys::ZDICT_trainFromBuffer_legacy(dict, capacity, data, sizes, count, raw) };
    Ok(Trained { result, k: 0, d: 0 })
}

/// The samples as the trainers take them; the count was checked to fit.
fn raw_samples(samples: &Samples<'_>) -> (*const std::ffi::c_void, *const usize, u32) {
    let count = u32::try_from(samples.count()).unwrap_or(u32::MAX);
    (
        samples.data().as_ptr().cast(),
        samples.sizes().as_ptr(),
        count,
    )
}

/// Whether the result is libzstd's error about memory.
pub(super) fn is_refusal(result: usize) -> bool {
    is_error(result, ErrorCode::MEMORY_ALLOCATION)
}

/// Whether the result is the error without a name of its own: what comes out where no thread of a trainer got anywhere.
pub(super) fn is_unnamed(result: usize) -> bool {
    is_error(result, ErrorCode::GENERIC)
}

fn is_error(result: usize, code: ErrorCode) -> bool {
    result == (code.value() as usize).wrapping_neg()
}

pub(super) fn error_name(result: usize) -> &'static str {
    // SAFETY: takes any number and returns a pointer to a string constant.
    let text = unsafe { sys::ZDICT_getErrorName(result) };
    // SAFETY: libzstd's names are NUL-terminated constants, alive as long as the program.
    let text = unsafe { CStr::from_ptr(text) };
    text.to_str().unwrap_or("unknown error")
}

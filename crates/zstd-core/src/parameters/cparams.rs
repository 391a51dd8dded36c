//! A set of compression parameters.

use super::{CParameter, check_level};
use crate::context::CCtxParams;
use crate::error::{Error, Result, check};
use crate::sys;

/// Compression parameters and their values; those that are not set have libzstd's default.
///
/// ```
/// use zstd_core::{CParameter, CParameters};
///
/// let mut parameters = CParameters::from_level(19, None, 0)?;
/// parameters.set(CParameter::WindowLog, 20)?;
/// assert_eq!(parameters.get(CParameter::WindowLog), Some(20));
/// # Ok::<(), zstd_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CParameters {
    values: [Option<i32>; CParameter::ALL.len()],
}

/// The seven parameters that libzstd derives from a level.
const DERIVED: [CParameter; 7] = [
    CParameter::WindowLog,
    CParameter::ChainLog,
    CParameter::HashLog,
    CParameter::SearchLog,
    CParameter::MinMatch,
    CParameter::TargetLength,
    CParameter::Strategy,
];

impl Default for CParameters {
    fn default() -> Self {
        Self::new()
    }
}

impl CParameters {
    /// A set in which nothing is set.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            values: [None; CParameter::ALL.len()],
        }
    }

    /// The seven parameters that libzstd derives from `level` for an input of `source_size` bytes (`None`: unknown) and a
    /// dictionary of `dict_size` bytes (0: none).
    pub fn from_level(level: i64, source_size: Option<u64>, dict_size: u64) -> Result<Self> {
        let level = check_level(level)?;
        let dict_size = usize::try_from(dict_size).map_err(|_| Error::OutOfMemory {
            bytes: Some(dict_size),
        })?;
        // SAFETY: takes numbers, returns a struct of numbers.
        let raw = unsafe { sys::ZSTD_getCParams(level, source_size.unwrap_or(0), dict_size) };
        let mut set = Self::new();
        for (parameter, value) in DERIVED.into_iter().zip([
            raw.windowLog,
            raw.chainLog,
            raw.hashLog,
            raw.searchLog,
            raw.minMatch,
            raw.targetLength,
            raw.strategy as u32,
        ]) {
            set.set(parameter, value.into())?;
        }
        Ok(set)
    }

    /// Sets a parameter, within its bounds.
    pub fn set(&mut self, parameter: CParameter, value: i64) -> Result<&mut Self> {
        let value = parameter.bounds()?.check(parameter.name(), value)?;
        self.values[parameter as usize] = Some(value);
        Ok(self)
    }

    /// Sets a parameter to what libzstd makes of `value`: 0 is its default for every parameter, flags are on for any other
    /// number, and some parameters take the nearest value that is allowed.
    ///
    /// # Errors
    ///
    /// What libzstd refuses; [`CParameter::bounds`] says what it allows.
    pub fn set_leniently(&mut self, parameter: CParameter, value: i32) -> Result<&mut Self> {
        let probe = CCtxParams::new(&Self::new())?;
        self.values[parameter as usize] = Some(probe.normalized(parameter, value)?);
        Ok(self)
    }

    /// Takes over everything that is set in another set.
    pub fn take_from(&mut self, other: &Self) -> &mut Self {
        for (parameter, value) in other.iter() {
            self.values[parameter as usize] = Some(value);
        }
        self
    }

    /// Forgets the value of a parameter, so that libzstd's default applies again.
    pub fn unset(&mut self, parameter: CParameter) -> &mut Self {
        self.values[parameter as usize] = None;
        self
    }

    /// The value that was set.
    #[must_use]
    pub fn get(&self, parameter: CParameter) -> Option<i32> {
        self.values[parameter as usize]
    }

    /// The value that was set, 0 (libzstd's "derived" or "off") where none was.
    #[must_use]
    pub fn get_or_zero(&self, parameter: CParameter) -> i32 {
        self.get(parameter).unwrap_or(0)
    }

    /// The parameters that are set, in the order of the table.
    pub fn iter(&self) -> impl Iterator<Item = (CParameter, i32)> + '_ {
        CParameter::ALL
            .iter()
            .filter_map(|&parameter| Some((parameter, self.get(parameter)?)))
    }

    /// The level, 0 standing for libzstd's default.
    pub(crate) fn level(&self) -> i32 {
        self.get_or_zero(CParameter::CompressionLevel)
    }

    /// The seven classic parameters as libzstd's struct, those not set derived from the level.
    pub(crate) fn to_ffi_cparams(
        &self,
        dict_size: usize,
    ) -> Result<sys::ZSTD_compressionParameters> {
        // SAFETY: takes numbers, returns a struct of numbers.
        let mut raw = unsafe { sys::ZSTD_getCParams(self.level(), 0, dict_size) };
        let given = |parameter| {
            self.get(parameter)
                .and_then(|value| u32::try_from(value).ok())
                .filter(|&value| value != 0)
        };
        for (parameter, slot) in [
            (CParameter::WindowLog, &mut raw.windowLog),
            (CParameter::ChainLog, &mut raw.chainLog),
            (CParameter::HashLog, &mut raw.hashLog),
            (CParameter::SearchLog, &mut raw.searchLog),
            (CParameter::MinMatch, &mut raw.minMatch),
            (CParameter::TargetLength, &mut raw.targetLength),
        ] {
            if let Some(value) = given(parameter) {
                *slot = value;
            }
        }
        if let Some(value) = given(CParameter::Strategy) {
            raw.strategy = strategy_to_ffi(value)?;
        }
        // SAFETY: takes a struct of numbers by value.
        check("invalid compression parameters", unsafe {
            sys::ZSTD_checkCParams(raw)
        })?;
        Ok(raw)
    }

    /// The size in bytes of a context that compresses with these parameters (multi-threading apart).
    pub fn estimated_context_size(&self) -> Result<usize> {
        let raw = self.to_ffi_cparams(0)?;
        // SAFETY: takes a struct of numbers by value; `to_ffi_cparams` has checked it.
        let size = unsafe { sys::ZSTD_estimateCCtxSize_usingCParams(raw) };
        check("could not estimate the size of a compression context", size)
    }

    /// The set as the C object that contexts and digested dictionaries are configured from.
    pub(crate) fn to_ctx_params(&self) -> Result<CCtxParams> {
        CCtxParams::new(self)
    }
}

fn strategy_to_ffi(number: u32) -> Result<sys::ZSTD_strategy> {
    use sys::ZSTD_strategy as S;
    Ok(match number {
        1 => S::ZSTD_fast,
        2 => S::ZSTD_dfast,
        3 => S::ZSTD_greedy,
        4 => S::ZSTD_lazy,
        5 => S::ZSTD_lazy2,
        6 => S::ZSTD_btlazy2,
        7 => S::ZSTD_btopt,
        8 => S::ZSTD_btultra,
        9 => S::ZSTD_btultra2,
        number => {
            return Err(Error::OutOfRange {
                name: "strategy",
                value: number.into(),
                min: 1,
                max: 9,
            });
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_out_of_range_names_parameter_value_and_range() {
        let mut set = CParameters::new();
        let error = set.set(CParameter::WindowLog, 9).unwrap_err();
        assert_eq!(
            error.to_string(),
            "window_log must be between 10 and 31; got 9"
        );
        assert!(set.set(CParameter::WindowLog, i64::MAX).is_err());
        assert_eq!(set, CParameters::new());
    }

    #[test]
    fn lenient_values_are_what_libzstd_makes_of_them() {
        let mut set = CParameters::new();
        for (parameter, given, taken) in [
            (CParameter::WriteChecksum, 7, 1),
            (CParameter::WindowLog, 0, 0),
            (CParameter::WindowLog, 20, 20),
            (CParameter::Threads, 999, 256),
        ] {
            set.set_leniently(parameter, given).unwrap();
            assert_eq!(set.get(parameter), Some(taken), "{parameter:?}");
        }
        assert!(set.set_leniently(CParameter::WindowLog, 9).is_err());
        assert_eq!(set.get(CParameter::WindowLog), Some(20));
    }

    #[test]
    fn levels_become_parameters() {
        let set = CParameters::from_level(1, None, 0).unwrap();
        assert_eq!(set.get(CParameter::WindowLog), Some(19));
        assert_eq!(set.iter().count(), 7);
        let small = CParameters::from_level(1, Some(100), 0).unwrap();
        assert!(small.get(CParameter::WindowLog) < Some(19));
    }

    #[test]
    fn estimates_grow_with_the_window() {
        let mut set = CParameters::from_level(3, None, 0).unwrap();
        let small = set.estimated_context_size().unwrap();
        set.set(CParameter::HashLog, 25).unwrap();
        assert!(set.estimated_context_size().unwrap() > small);
    }
}

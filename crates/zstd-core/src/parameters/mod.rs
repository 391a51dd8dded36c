//! Typed parameters: their names, meanings and bounds, and sets of them.

mod cparams;
mod level;
#[cfg(feature = "serde")]
mod serial;
mod table;

pub use cparams::CParameters;
pub use level::{check_level, level_bounds};
pub use table::{CParameter, DParameter, DParameters, Format, Strategy};

use crate::error::{Error, Result, check};
use crate::sys;

/// The values that a parameter may take, both ends included, as the linked libzstd states them.
///
/// ```
/// use zstd_core::CParameter;
///
/// let bounds = CParameter::WindowLog.bounds()?;
/// let error = bounds.check("window_log", 99).unwrap_err();
/// assert_eq!(error.to_string(), format!("window_log must be between {} and {}; got 99", bounds.min, bounds.max));
/// # Ok::<(), zstd_core::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// The smallest allowed value.
    pub min: i32,
    /// The largest allowed value.
    pub max: i32,
}

impl Bounds {
    pub(crate) fn from_ffi(name: &'static str, bounds: sys::ZSTD_bounds) -> Result<Self> {
        check(name, bounds.error)?;
        Ok(Self {
            min: bounds.lowerBound,
            max: bounds.upperBound,
        })
    }

    /// `value` as the `i32` that libzstd takes, or an error that names the parameter and the range.
    pub fn check(self, name: &'static str, value: i64) -> Result<i32> {
        match i32::try_from(value) {
            Ok(small) if (self.min..=self.max).contains(&small) => Ok(small),
            _ => Err(Error::OutOfRange {
                name,
                value,
                min: self.min.into(),
                max: self.max.into(),
            }),
        }
    }
}

//! Compression levels.

use super::Bounds;
use crate::error::{Error, Result};
use crate::sys;

/// The smallest (most negative, fastest) and the largest level of the linked libzstd.
#[must_use]
pub fn level_bounds() -> Bounds {
    Bounds {
        // SAFETY: takes no arguments and returns a constant.
        min: unsafe { sys::ZSTD_minCLevel() },
        // SAFETY: takes no arguments and returns a constant.
        max: unsafe { sys::ZSTD_maxCLevel() },
    }
}

/// `level` as libzstd takes it. Level 0 is refused: libzstd reads it as "the default", which a caller who writes 0 seldom means.
pub fn check_level(level: i64) -> Result<i32> {
    let bounds = level_bounds();
    if level == 0 {
        return Err(Error::invalid(format!(
            "level must be between 1 and {max}, or between {min} and -1; got 0 (the default level is 3)",
            min = bounds.min,
            max = bounds.max,
        )));
    }
    if level > i64::from(bounds.max) {
        return Err(Error::invalid(format!(
            "level must be less than {}; got {level}",
            bounds.max + 1
        )));
    }
    bounds.check("level", level)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_outside_of_libzstds_bounds_are_refused() {
        assert_eq!(check_level(22), Ok(22));
        assert_eq!(check_level(-131_072), Ok(-131_072));
        assert!(
            check_level(0)
                .unwrap_err()
                .to_string()
                .contains("between 1 and 22")
        );
        assert_eq!(
            check_level(23).unwrap_err().to_string(),
            "level must be less than 23; got 23"
        );
        assert!(check_level(i64::MAX).is_err());
        assert!(
            check_level(-131_073)
                .unwrap_err()
                .to_string()
                .contains("between -131072 and 22")
        );
    }
}

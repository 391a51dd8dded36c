//! Which libzstd this program runs on.

use once_cell::race::OnceBox;

use crate::error::{Error, Result};
use crate::parameters::{CParameter, DParameter};
use crate::sys;

/// The version of the linked libzstd as one number: `major * 10000 + minor * 100 + release`.
#[must_use]
pub fn version_number() -> u32 {
    // SAFETY: takes no arguments and reads a constant.
    unsafe { sys::ZSTD_versionNumber() }
}

/// The version of the linked libzstd: major, minor, release.
///
/// ```
/// assert!(zstd_core::version() >= (1, 5, 7));
/// assert_eq!(zstd_core::check_library(), Ok(()));
/// ```
#[must_use]
pub fn version() -> (u32, u32, u32) {
    let number = version_number();
    (number / 10_000, number / 100 % 100, number % 100)
}

/// The oldest libzstd that has everything that this crate calls, and the one whose bindings it is built with.
pub const NEEDED_VERSION: (u32, u32, u32) = (1, 5, 7);

/// Whether the linked libzstd is new enough and has the experimental parameters that this crate knows. With the libzstd that the
/// crate brings along it always is; with the feature `pkg-config` it is what the system has. The first context that is made
/// asks, and fails with the same error.
///
/// # Errors
///
/// [`Error::UnsuitableLibrary`], which says what is missing and what to do.
pub fn check_library() -> Result<()> {
    static VERDICT: OnceBox<Result<()>> = OnceBox::new();
    let judged = || Box::new(judge(version(), lost_parameter()));
    VERDICT.get_or_init(judged).clone()
}

/// The first parameter that the linked libzstd does not know.
fn lost_parameter() -> Option<&'static str> {
    let compression = CParameter::ALL
        .iter()
        .find(|parameter| parameter.bounds().is_err());
    let decompression = DParameter::ALL
        .iter()
        .find(|parameter| parameter.bounds().is_err());
    let name = compression.map(|parameter| parameter.name());
    name.or_else(|| decompression.map(|parameter| parameter.name()))
}

fn judge(found: (u32, u32, u32), lost: Option<&'static str>) -> Result<()> {
    if found >= NEEDED_VERSION && lost.is_none() {
        return Ok(());
    }
    Err(Error::UnsuitableLibrary {
        found,
        lost: lost.filter(|_| found >= NEEDED_VERSION),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_old_library_and_one_without_the_experimental_api_are_refused() {
        assert_eq!(judge((1, 5, 7), None), Ok(()));
        assert_eq!(judge((2, 0, 0), None), Ok(()));
        let old = judge((1, 5, 4), Some("block_splitter_level")).unwrap_err();
        assert_eq!(
            old.to_string(),
            "the linked libzstd is 1.5.4, but 1.5.7 or newer is needed: install a newer one, \
             or build without the feature pkg-config"
        );
        let changed = judge((1, 6, 0), Some("rsyncable")).unwrap_err();
        assert_eq!(
            changed.to_string(),
            "the linked libzstd 1.6.0 does not have the experimental parameter rsyncable: install libzstd 1.5.7, \
             or build without the feature pkg-config"
        );
        assert_eq!(changed.code(), Some(crate::ErrorCode::VERSION_UNSUPPORTED));
    }

    #[test]
    fn the_linked_library_suits() {
        assert_eq!(check_library(), Ok(()));
    }

    #[test]
    fn the_linked_library_is_the_one_that_the_bindings_describe() {
        assert_eq!(version(), NEEDED_VERSION);
        assert_eq!(version_number(), sys::ZSTD_VERSION_NUMBER);
    }
}

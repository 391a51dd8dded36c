//! Which libzstd this program runs on.

use crate::sys;

/// The version of the linked libzstd as one number: `major * 10000 + minor * 100 + release`.
#[must_use]
pub fn version_number() -> u32 {
    // SAFETY: takes no arguments and reads a constant.
    unsafe { sys::ZSTD_versionNumber() }
}

/// The version of the linked libzstd: major, minor, release.
#[must_use]
pub fn version() -> (u32, u32, u32) {
    let number = version_number();
    (number / 10_000, number / 100 % 100, number % 100)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_linked_library_is_the_one_that_the_bindings_describe() {
        assert_eq!(super::version(), (1, 5, 7));
        assert_eq!(super::version_number(), crate::sys::ZSTD_VERSION_NUMBER);
    }
}

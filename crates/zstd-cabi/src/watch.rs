//! Checks of callers that can stop long calls.

use std::ffi::c_void;

use zstd_core::Watch;

/// A function of the caller's that says whether to go on: 0 is no.
pub(crate) type Check = Option<unsafe extern "C" fn(user_data: *mut c_void) -> i32>;

/// Runs `work` with the caller's check, if there is one.
pub(crate) fn watched<T>(
    check: Check,
    user_data: *mut c_void,
    work: impl FnOnce(Option<&mut Watch<'_>>) -> T,
) -> T {
    let Some(check) = check else {
        return work(None);
    };
    let check = || {
        // SAFETY: the caller promises that the function takes this argument.
        unsafe { check(user_data) != 0 }
    };
    work(Some(&mut Watch::new(&check)))
}

//! What callers point to, checked and borrowed for the time of a call.

use std::ffi::{CStr, c_char, c_void};
use std::mem::MaybeUninit;
use std::slice;

use zstd_contract::Failure;

use crate::status::Fault;

/// The pointer, or the failure that names it.
pub(crate) fn required<T>(pointer: Option<T>, name: &str) -> Result<T, Fault> {
    pointer.ok_or_else(|| Fault::null(name))
}

/// The bytes that an argument points to; null stands for no bytes at all.
///
/// # Safety
///
/// `length` bytes at `start` must be readable, and must not change, for as long as the result is used.
pub(crate) unsafe fn bytes<'a>(
    start: *const c_void,
    length: usize,
    name: &str,
) -> Result<&'a [u8], Fault> {
    // SAFETY: the caller's promise is the same.
    unsafe { array(start.cast(), length, name) }
}

/// The values that an argument points to; null stands for none at all.
///
/// # Safety
///
/// `count` values at `start` must be readable, and must not change, for as long as the result is used.
pub(crate) unsafe fn array<'a, T>(
    start: *const T,
    count: usize,
    name: &str,
) -> Result<&'a [T], Fault> {
    if !occupied::<T>(start.is_null(), count, name)? {
        return Ok(&[]);
    }
    // SAFETY: not null, of a size that can exist, and readable as the caller promises.
    Ok(unsafe { slice::from_raw_parts(start, count) })
}

/// The memory that a result goes to, which need not be initialised; null stands for none at all.
///
/// # Safety
///
/// `count` values at `start` must be writable, and used by nobody else, for as long as the result is used.
pub(crate) unsafe fn room<'a, T>(
    start: *mut T,
    count: usize,
    name: &str,
) -> Result<&'a mut [MaybeUninit<T>], Fault> {
    if !occupied::<T>(start.is_null(), count, name)? {
        return Ok(&mut []);
    }
    // SAFETY: not null, of a size that can exist, and the caller's alone as it promises.
    Ok(unsafe { slice::from_raw_parts_mut(start.cast(), count) })
}

/// Whether there is something at the pointer; an error if there should be but cannot be.
fn occupied<T>(null: bool, count: usize, name: &str) -> Result<bool, Fault> {
    if null {
        return if count == 0 {
            Ok(false)
        } else {
            Err(Fault::null(name))
        };
    }
    let largest = isize::MAX.unsigned_abs() / size_of::<T>();
    if count > largest {
        let text = format!("the length of {name} must be at most {largest}; got {count}");
        return Err(Failure::value(text).into());
    }
    Ok(true)
}

/// A zero-terminated text in UTF-8.
///
/// # Safety
///
/// `start` must be null or point to a zero-terminated string that does not change for as long as the result is used.
pub(crate) unsafe fn text<'a>(start: *const c_char, name: &str) -> Result<&'a str, Fault> {
    if start.is_null() {
        return Err(Fault::null(name));
    }
    // SAFETY: not null, and zero-terminated as the caller promises.
    let text = unsafe { CStr::from_ptr(start) };
    text.to_str()
        .map_err(|_| Failure::value(format!("{name} must be UTF-8")).into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::status::Status;
    use std::ptr;

    #[test]
    fn null_stands_for_nothing_only() {
        // SAFETY: null is checked for.
        let none = unsafe { bytes(ptr::null(), 0, "data") };
        assert_eq!(none.unwrap(), b"");
        // SAFETY: null is checked for.
        let missing = unsafe { bytes(ptr::null(), 1, "data") };
        assert_eq!(
            crate::status::remember(missing.unwrap_err()),
            Status::NullPointer
        );
    }

    #[test]
    fn sizes_that_cannot_exist_are_refused() {
        // SAFETY: the length is checked before anything is read.
        let absurd = unsafe { array(ptr::from_ref(&7_u64), usize::MAX / 8, "values") };
        assert_eq!(crate::status::remember(absurd.unwrap_err()), Status::Value);
    }

    #[test]
    fn texts_are_utf_8() {
        // SAFETY: a zero-terminated constant.
        assert_eq!(unsafe { text(c"name".as_ptr(), "name") }.unwrap(), "name");
        // SAFETY: a zero-terminated constant.
        let wrong = unsafe { text(c"\xFF".as_ptr(), "name") };
        assert_eq!(crate::status::remember(wrong.unwrap_err()), Status::Value);
    }
}

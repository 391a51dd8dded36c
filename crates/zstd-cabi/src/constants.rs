//! Versions and constants.

use std::ffi::{CString, c_char, c_void};
use std::mem::MaybeUninit;
use std::ptr;

use once_cell::race::OnceBox;
use zstd_contract::{BACKEND_FEATURES, Failure};

use crate::boundary::boundary;
use crate::pointers::{required, room};
use crate::status::Status;

/// Returns the version of this library, such as "1.2.3". The text is constant.
#[unsafe(no_mangle)]
pub extern "C" fn zstdrs_version() -> *const c_char {
    const VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), "\0");
    VERSION.as_ptr().cast()
}

/// Returns the version of the libzstd inside: major * 10000 + minor * 100 + release.
#[unsafe(no_mangle)]
pub extern "C" fn zstdrs_libzstd_version() -> u32 {
    let mut number = 0;
    boundary!({
        number = zstd_core::version_number();
        Ok(())
    });
    number
}

/// Returns the number of constants that `zstdrs_constant` knows.
#[unsafe(no_mangle)]
pub extern "C" fn zstdrs_constant_count() -> usize {
    let mut count = 0;
    boundary!({
        count = constants().len();
        Ok(())
    });
    count
}

/// Stores the name and the value of the constant at an index from 0, such as `WINDOWLOG_MAX`. The value is `magnitude`, or
/// minus that if `negative` becomes 1. The name is constant.
///
/// # Safety
///
/// `name`, `magnitude` and `negative` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_constant(
    index: usize,
    name: Option<&mut MaybeUninit<*const c_char>>,
    magnitude: Option<&mut MaybeUninit<u64>>,
    negative: Option<&mut MaybeUninit<i32>>,
) -> Status {
    boundary!({
        let name = required(name, "name")?;
        let magnitude = required(magnitude, "magnitude")?;
        let negative = required(negative, "negative")?;
        let constant = constants().get(index).ok_or_else(|| {
            let count = constants().len();
            Failure::value(format!("index must be less than {count}; got {index}"))
        })?;
        name.write(constant.name.as_ptr());
        magnitude.write(constant.magnitude);
        negative.write(constant.negative.into());
        Ok(())
    })
}

/// Returns the name of an optional feature of this library, as Python programs ask for them, NULL from the first index on
/// that there is none for. The name is constant.
#[unsafe(no_mangle)]
pub extern "C" fn zstdrs_backend_feature(index: usize) -> *const c_char {
    static NAMES: OnceBox<Vec<CString>> = OnceBox::new();
    name_at(&NAMES, index, || BACKEND_FEATURES.into_iter())
}

/// Stores the size in bytes of a context that decompresses in single calls, as libzstd estimates it.
///
/// # Safety
///
/// `size` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_estimate_decompression_context_size(
    size: Option<&mut MaybeUninit<usize>>,
) -> Status {
    boundary!({
        let size = required(size, "size")?;
        size.write(zstd_core::estimate::decompression_context_size());
        Ok(())
    })
}

/// Asks the system to back `length` bytes of fresh memory with huge pages, if they are 4 MiB or more: worth it for memory
/// that will be filled to the end. A hint; what the memory holds is not changed.
///
/// # Safety
///
/// `data` must have `length` writable bytes, which need not be initialised.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_advise_huge_pages(data: *mut c_void, length: usize) -> Status {
    boundary!({
        // SAFETY: the caller makes the same promise.
        let memory = unsafe { room(data.cast(), length, "data") }?;
        zstd_buffers::advise_huge_pages(memory);
        Ok(())
    })
}

/// The name at an index of a list that is made when it is first asked for.
pub(crate) fn name_at<I: Iterator<Item = &'static str>>(
    names: &'static OnceBox<Vec<CString>>,
    index: usize,
    list: impl FnOnce() -> I,
) -> *const c_char {
    let mut found = ptr::null();
    boundary!({
        let make = || Box::new(list().filter_map(|name| CString::new(name).ok()).collect());
        found = names
            .get_or_init(make)
            .get(index)
            .map_or(ptr::null(), |name| name.as_ptr());
        Ok(())
    });
    found
}

struct Constant {
    name: CString,
    magnitude: u64,
    negative: bool,
}

/// The constants of the engine, in the form in which they cross the border.
fn constants() -> &'static [Constant] {
    static CONSTANTS: OnceBox<Vec<Constant>> = OnceBox::new();
    CONSTANTS.get_or_init(|| {
        let converted = zstd_core::constants().into_iter().filter_map(|constant| {
            Some(Constant {
                name: CString::new(constant.name).ok()?,
                magnitude: u64::try_from(constant.value.unsigned_abs()).ok()?,
                negative: constant.value < 0,
            })
        });
        Box::new(converted.collect())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_constant_crosses_the_border() {
        assert_eq!(constants().len(), zstd_core::constants().len());
        for (ours, constant) in constants().iter().zip(zstd_core::constants()) {
            let magnitude = i128::from(ours.magnitude);
            let value = if ours.negative { -magnitude } else { magnitude };
            assert_eq!(value, constant.value, "{}", constant.name);
        }
    }
}

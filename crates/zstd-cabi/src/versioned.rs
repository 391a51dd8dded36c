//! Structs of options that may grow: their first field is the size that the caller knows.

use std::ptr;

use zstd_contract::Failure;

use crate::pointers;
use crate::status::Fault;

/// No struct of options will ever be larger; what says so was not initialised.
const LARGEST: usize = 4096;

/// Options whose first field is their size in bytes. Later versions append fields; fields that a caller does not know keep
/// their defaults.
///
/// # Safety
///
/// The type must be `repr(C)`, begin with a `usize`, have no padding at its end, and accept any bytes as its value.
pub(crate) unsafe trait Versioned: Copy + Default {
    /// The struct's name in C.
    const NAME: &'static str;
}

/// The options that `options` points to; null stands for the defaults.
///
/// # Safety
///
/// `options` must be null, or point to as many readable bytes as its first field says.
pub(crate) unsafe fn read<T: Versioned>(options: *const T) -> Result<T, Fault> {
    let mut value = T::default();
    if options.is_null() {
        return Ok(value);
    }
    // SAFETY: not null; the first field is the size.
    let size = unsafe { options.cast::<usize>().read_unaligned() };
    let known = size_of::<T>();
    if !(size_of::<usize>()..=LARGEST).contains(&size) || size % align_of::<T>() != 0 {
        let text = format!(
            "the field size of {} must be the size of the struct, {known}; got {size}",
            T::NAME
        );
        return Err(Failure::value(text).into());
    }
    // SAFETY: the caller promises that so many bytes are readable.
    let given = unsafe { pointers::array(options.cast::<u8>(), size, T::NAME) }?;
    let (fields, unknown) = given.split_at(size.min(known));
    if unknown.iter().any(|&byte| byte != 0) {
        let text = format!(
            "{} has {size} bytes, of which this version knows {known}, and the others are not 0: a newer version is needed",
            T::NAME
        );
        return Err(Failure::value(text).into());
    }
    // SAFETY: at most the size of the value, any bytes are a valid one, and the two do not overlap.
    unsafe { ptr::copy_nonoverlapping(fields.as_ptr(), (&raw mut value).cast(), fields.len()) };
    Ok(value)
}

/// Writes the defaults to a struct of `size` bytes; what this version does not know becomes 0.
///
/// # Safety
///
/// `options` must be null or point to `size` writable bytes.
pub(crate) unsafe fn write_defaults<T: Versioned>(
    options: *mut T,
    size: usize,
) -> Result<(), Fault> {
    if options.is_null() {
        return Err(Fault::null("options"));
    }
    if size < size_of::<usize>() {
        let text = format!(
            "size must be the size of {}, {}; got {size}",
            T::NAME,
            size_of::<T>()
        );
        return Err(Failure::value(text).into());
    }
    let defaults = T::default();
    let known = size.min(size_of::<T>());
    // SAFETY: the caller promises that `size` bytes are writable.
    unsafe { ptr::write_bytes(options.cast::<u8>(), 0, size) };
    // SAFETY: at most the size of either, and the two do not overlap.
    unsafe { ptr::copy_nonoverlapping((&raw const defaults).cast::<u8>(), options.cast(), known) };
    // SAFETY: at least a `usize` was there to be written.
    unsafe { options.cast::<usize>().write_unaligned(size) };
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Clone, Copy, Debug, PartialEq)]
    #[repr(C)]
    struct Sample {
        size: usize,
        old: u64,
        new: u64,
    }

    impl Default for Sample {
        fn default() -> Self {
            Self {
                size: size_of::<Self>(),
                old: 1,
                new: 2,
            }
        }
    }

    // SAFETY: three integers of 8 bytes, the first one a `usize`.
    unsafe impl Versioned for Sample {
        const NAME: &'static str = "sample";
    }

    fn read_words(words: &[u64]) -> Result<Sample, Fault> {
        // SAFETY: the first word is not larger than the words are.
        unsafe { read::<Sample>(words.as_ptr().cast()) }
    }

    #[test]
    fn fields_that_the_caller_does_not_know_have_their_defaults() {
        let sample = read_words(&[16, 7]).unwrap();
        assert_eq!((sample.old, sample.new), (7, 2));
        // SAFETY: null is checked for.
        let none = unsafe { read::<Sample>(ptr::null()) };
        assert_eq!(none.unwrap(), Sample::default());
    }

    #[test]
    fn fields_that_this_version_does_not_know_must_be_0() {
        assert_eq!(read_words(&[32, 7, 8, 0]).unwrap().new, 8);
        assert!(read_words(&[32, 7, 8, 1]).is_err());
    }

    #[test]
    fn absurd_sizes_are_refused() {
        for size in [0, 4, 17, 8192] {
            assert!(read_words(&[size, 0, 0]).is_err());
        }
        assert!(read_words(&[u64::MAX - 7]).is_err());
    }

    #[test]
    fn defaults_are_written_as_far_as_there_is_room() {
        let mut words = [9_u64; 4];
        // SAFETY: so many bytes are there.
        unsafe { write_defaults::<Sample>(words.as_mut_ptr().cast(), 16) }.unwrap();
        assert_eq!(words, [16, 1, 9, 9]);
        // SAFETY: so many bytes are there.
        unsafe { write_defaults::<Sample>(words.as_mut_ptr().cast(), 32) }.unwrap();
        assert_eq!(words, [32, 1, 2, 0]);
        // SAFETY: nothing is written.
        assert!(unsafe { write_defaults::<Sample>(words.as_mut_ptr().cast(), 0) }.is_err());
    }
}

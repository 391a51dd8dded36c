//! The loaded library: statuses as failures, handles that free themselves.

use std::error::Error;
use std::ffi::{CStr, OsStr};
use std::marker::PhantomData;
use std::mem::MaybeUninit;
use std::ptr::{self, NonNull};
use std::slice;

use super::bindings::{self as c, Zstdrs, zstdrs_status};
use crate::outcome::{Class, Failure};

/// The shared library and its functions.
pub(super) struct Library {
    /// The functions, by their names.
    pub(super) table: Zstdrs,
}

/// A handle, which is freed when it is dropped.
pub(super) struct Owned<'a, T> {
    raw: NonNull<T>,
    free: unsafe extern "C" fn(*mut T),
    library: PhantomData<&'a Library>,
}

// SAFETY: the header allows any number of threads to use an object at the same time, and any thread to free it.
unsafe impl<T> Send for Owned<'_, T> {}
// SAFETY: as above: objects are immutable.
unsafe impl<T> Sync for Owned<'_, T> {}

impl<T> Owned<'_, T> {
    /// The handle, for calls that do not free it.
    pub(super) fn as_ptr(&self) -> *const T {
        self.raw.as_ptr()
    }
}

impl<T> Drop for Owned<'_, T> {
    fn drop(&mut self) {
        // SAFETY: the handle is live, and this is its only owner.
        unsafe { (self.free)(self.raw.as_ptr()) };
    }
}

impl Library {
    /// Loads the library.
    pub(super) fn load(path: &OsStr) -> Result<Self, String> {
        // SAFETY: loading runs the initialisers of a library that was built from this workspace, and its functions have the
        // types of the header, which the table is made from.
        let table = unsafe { Zstdrs::new(path) };
        let table = table.map_err(|error| match error.source() {
            Some(cause) => format!("{error}: {cause}"),
            None => error.to_string(),
        })?;
        Ok(Self { table })
    }

    /// A status as a result.
    pub(super) fn check(&self, status: zstdrs_status) -> Result<(), Failure> {
        let class = match status {
            c::ZSTDRS_STATUS_OK => return Ok(()),
            c::ZSTDRS_STATUS_ZSTD => Class::Zstd,
            c::ZSTDRS_STATUS_VALUE => Class::Value,
            c::ZSTDRS_STATUS_TYPE => Class::Type,
            c::ZSTDRS_STATUS_INDEX => Class::Index,
            c::ZSTDRS_STATUS_MEMORY => Class::Memory,
            other => Class::Other(format!("status {other}")),
        };
        // SAFETY: takes no arguments; the text is valid until the next failure of this thread.
        let message = unsafe { self.table.zstdrs_last_error_message() };
        let message = text(message);
        // SAFETY: takes no arguments and returns a number.
        let code = unsafe { self.table.zstdrs_last_error_code() };
        Err(Failure {
            code: Some(code).filter(|&code| code != 0 && class == Class::Zstd),
            class,
            message,
        })
    }

    /// The handle that a call stores.
    pub(super) fn make<T>(
        &self,
        free: unsafe extern "C" fn(*mut T),
        call: impl FnOnce(*mut *mut T) -> zstdrs_status,
    ) -> Result<Owned<'_, T>, Failure> {
        let mut raw = ptr::null_mut();
        self.check(call(&raw mut raw))?;
        let raw = NonNull::new(raw).ok_or_else(|| broken("a call stored no handle"))?;
        Ok(Owned {
            raw,
            free,
            library: PhantomData,
        })
    }

    /// The number that a call stores.
    pub(super) fn number<T: Default>(
        &self,
        call: impl FnOnce(*mut T) -> zstdrs_status,
    ) -> Result<T, Failure> {
        let mut number = T::default();
        self.check(call(&raw mut number))?;
        Ok(number)
    }

    /// Options with their defaults.
    pub(super) fn defaults<T>(
        &self,
        init: unsafe extern "C" fn(*mut T, usize) -> zstdrs_status,
    ) -> Result<T, Failure> {
        let mut options = MaybeUninit::<T>::zeroed();
        // SAFETY: the place has the size that is passed.
        let status = unsafe { init(options.as_mut_ptr(), size_of::<T>()) };
        self.check(status)?;
        // SAFETY: the options of the header are numbers and pointers, for which zeroes are valid, and the call filled them.
        Ok(unsafe { options.assume_init() })
    }

    /// The array that a call stores address and length of, copied.
    pub(super) fn copied<T: Copy, A>(
        &self,
        call: impl FnOnce(*mut *const A, *mut usize) -> zstdrs_status,
    ) -> Result<Vec<T>, Failure> {
        let (mut start, mut count) = (ptr::null::<A>(), 0);
        self.check(call(&raw mut start, &raw mut count))?;
        // SAFETY: the library has stored where `count` elements of the type are; callers keep their owner alive.
        Ok(unsafe { copy(start.cast::<T>(), count) })
    }

    /// The bytes that a call makes.
    pub(super) fn bytes(
        &self,
        call: impl FnOnce(*mut *mut c::zstdrs_bytes) -> zstdrs_status,
    ) -> Result<Vec<u8>, Failure> {
        let bytes = self.make(self.table.zstdrs_bytes_free, call)?;
        self.copied(|data, length| {
            // SAFETY: the handle is live, and both places are writable.
            unsafe { self.table.zstdrs_bytes_data(bytes.as_ptr(), data, length) }
        })
    }
}

/// Elements that the library owns.
///
/// # Safety
///
/// `count` elements must be readable at `start`, which may be null for none.
pub(super) unsafe fn copy<T: Copy>(start: *const T, count: usize) -> Vec<T> {
    if count == 0 {
        return Vec::new();
    }
    // SAFETY: the caller promises that.
    unsafe { slice::from_raw_parts(start, count) }.to_vec()
}

/// A text of the library's.
pub(super) fn text(raw: *const std::ffi::c_char) -> String {
    if raw.is_null() {
        return String::new();
    }
    // SAFETY: the texts of the library are zero-terminated and valid at this time.
    let text = unsafe { CStr::from_ptr(raw) };
    text.to_string_lossy().into_owned()
}

/// A failure that no binding should have.
pub(super) fn broken(message: &str) -> Failure {
    Failure {
        class: Class::Other("AssertionError".to_owned()),
        message: message.to_owned(),
        code: None,
    }
}

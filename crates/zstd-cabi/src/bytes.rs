//! Results in memory of the library's own.

use std::ffi::c_void;
use std::mem::MaybeUninit;

use crate::boundary::boundary;
use crate::pointers::required;
use crate::status::Status;

/// Bytes that the library has allocated. Immutable.
pub struct Bytes(pub(crate) Vec<u8>);

impl Bytes {
    /// Puts bytes into a box of their own, for a caller to free.
    pub(crate) fn boxed(bytes: impl Into<Vec<u8>>) -> Box<Self> {
        Box::new(Self(bytes.into()))
    }
}

/// Stores where the bytes are, and how many.
///
/// `data` is not NULL even if there are no bytes. It points into `bytes` and is valid until that is freed.
///
/// # Safety
///
/// `bytes` must be NULL or a live handle; `data` and `length` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_bytes_data(
    bytes: Option<&Bytes>,
    data: Option<&mut MaybeUninit<*const c_void>>,
    length: Option<&mut MaybeUninit<usize>>,
) -> Status {
    boundary!({
        let bytes = &required(bytes, "bytes")?.0;
        let (data, length) = (required(data, "data")?, required(length, "length")?);
        data.write(bytes.as_ptr().cast());
        length.write(bytes.len());
        Ok(())
    })
}

/// Frees bytes; NULL is ignored.
///
/// # Safety
///
/// `bytes` must be NULL or a live handle, which nobody uses any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_bytes_free(bytes: Option<Box<Bytes>>) {
    boundary!({
        drop(bytes);
        Ok(())
    });
}

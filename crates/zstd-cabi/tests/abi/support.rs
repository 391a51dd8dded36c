//! What the tests of the ABI share.

use std::ffi::CStr;
use std::mem::MaybeUninit;

use zstdrs::bytes::{Bytes, zstdrs_bytes_data, zstdrs_bytes_free};
use zstdrs::compressor::*;
use zstdrs::status::*;

/// The message of the last failure of this thread.
pub(crate) fn message() -> String {
    let text = zstdrs_last_error_message();
    // SAFETY: never null, zero-terminated, and valid until the next failure of this thread.
    let text = unsafe { CStr::from_ptr(text) };
    text.to_string_lossy().into_owned()
}

/// The result that `call` stores.
pub(crate) fn stored<T>(
    call: impl FnOnce(Option<&mut MaybeUninit<T>>) -> Status,
) -> Result<T, Status> {
    let mut place = MaybeUninit::uninit();
    match call(Some(&mut place)) {
        // SAFETY: a successful call has stored its result.
        Status::Ok => Ok(unsafe { place.assume_init() }),
        failed => Err(failed),
    }
}

/// The result that `call` stores; it must succeed.
pub(crate) fn made<T>(call: impl FnOnce(Option<&mut MaybeUninit<T>>) -> Status) -> T {
    stored(call).unwrap_or_else(|status| panic!("{status:?}: {}", message()))
}

/// The content of bytes that the library has allocated, which are freed.
pub(crate) fn taken(bytes: Box<Bytes>) -> Vec<u8> {
    let (mut data, mut length) = (MaybeUninit::uninit(), MaybeUninit::uninit());
    // SAFETY: a live handle, and writable places.
    let status = unsafe { zstdrs_bytes_data(Some(&bytes), Some(&mut data), Some(&mut length)) };
    assert_eq!(status, Status::Ok);
    // SAFETY: stored by the call above.
    let data = unsafe { data.assume_init() };
    // SAFETY: stored by the call above.
    let length = unsafe { length.assume_init() };
    // SAFETY: the handle owns so many bytes there.
    let content = unsafe { std::slice::from_raw_parts(data.cast::<u8>(), length) }.to_vec();
    // SAFETY: a live handle that is not used any more.
    unsafe { zstdrs_bytes_free(Some(bytes)) };
    content
}

/// A compressor whose frames declare their size.
pub(crate) fn compressor() -> Box<Compressor> {
    let options = CompressorOptions {
        write_content_size: 1,
        ..CompressorOptions::default()
    };
    // SAFETY: readable options without handles.
    made(|place| unsafe { zstdrs_compressor_new(&raw const options, place) })
}

//! Results of streams in memory of the library's own.

use std::ffi::c_void;
use std::mem::MaybeUninit;
use std::ptr::{self, NonNull};

use crate::bytes::Bytes;

/// Bytes that a stream has handed out.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct Output {
    /// Where the bytes are; not NULL even if there are none. NULL: there is nothing to hand out, see the function.
    pub data: *const c_void,
    /// How many there are.
    pub length: usize,
    /// What to free with `zstdrs_bytes_free` once the bytes are not needed any more; NULL if there is nothing to free.
    pub owner: *mut Bytes,
}

impl Output {
    /// Nothing to hand out.
    pub(crate) const NOTHING: Self = Self {
        data: ptr::null(),
        length: 0,
        owner: ptr::null_mut(),
    };

    /// Hands out the bytes, or nothing.
    pub(crate) fn put(place: &mut MaybeUninit<Self>, bytes: Option<Vec<u8>>) {
        place.write(match bytes {
            None => Self::NOTHING,
            Some(bytes) if bytes.is_empty() => Self {
                data: NonNull::<u8>::dangling().as_ptr().cast(),
                length: 0,
                owner: ptr::null_mut(),
            },
            Some(bytes) => {
                let owner = Box::new(Bytes(bytes));
                Self {
                    data: owner.0.as_ptr().cast(),
                    length: owner.0.len(),
                    owner: Box::into_raw(owner),
                }
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bytes::zstdrs_bytes_free;

    fn put(bytes: Option<Vec<u8>>) -> Output {
        let mut place = MaybeUninit::uninit();
        Output::put(&mut place, bytes);
        // SAFETY: just written.
        unsafe { place.assume_init() }
    }

    #[test]
    fn nothing_and_no_bytes_are_told_apart() {
        let nothing = put(None);
        assert!(nothing.data.is_null() && nothing.owner.is_null());
        let empty = put(Some(Vec::new()));
        assert!(!empty.data.is_null() && empty.owner.is_null());
        assert_eq!((nothing.length, empty.length), (0, 0));
    }

    #[test]
    fn bytes_stay_until_they_are_freed() {
        let output = put(Some(b"foo".to_vec()));
        // SAFETY: the owner is live and has that many bytes.
        let bytes = unsafe { std::slice::from_raw_parts(output.data.cast::<u8>(), output.length) };
        assert_eq!(bytes, b"foo");
        // SAFETY: the owner was made from a box, and nobody uses it any more.
        let owner = unsafe { Box::from_raw(output.owner) };
        // SAFETY: a live handle.
        unsafe { zstdrs_bytes_free(Some(owner)) };
    }
}

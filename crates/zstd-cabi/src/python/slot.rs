//! Buffer requests of Python objects, for the Python package in this crate.
//!
//! Until version 3.12 a class that is written in Python cannot answer buffer requests: that takes a C function. It must be a
//! real one. A callback into Python cannot raise an exception in its caller, and whatever a signal handler raises while it
//! runs is lost. The library does not link with Python: it is told where the one function of Python's is that it calls.

use std::ffi::c_void;
use std::ptr;

use once_cell::race::OnceBox;

use crate::boundary::boundary;
use crate::pointers::required;
use crate::status::{Fault, Status};

/// `PyBuffer_FillInfo`: request, object, start, length, whether it is read-only, flags.
type FillInfo = unsafe extern "C" fn(
    request: *mut c_void,
    object: *mut c_void,
    start: *mut c_void,
    length: isize,
    readonly: i32,
    flags: i32,
) -> i32;

struct Setup {
    fill_info: FillInfo,
    offset: usize,
}

static SETUP: OnceBox<Setup> = OnceBox::new();

/// What stands in an object, at the offset that the setup says.
#[repr(C)]
struct Content {
    start: *const c_void,
    length: usize,
}

/// For the Python package: says where Python's `PyBuffer_FillInfo` is, and at which offset of its objects, in bytes, there is
/// room for a pointer and a length. Only the first call counts.
///
/// # Safety
///
/// `fill_info` must be NULL or that function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_python_setup(
    fill_info: Option<
        unsafe extern "C" fn(
            request: *mut c_void,
            object: *mut c_void,
            start: *mut c_void,
            length: isize,
            readonly: i32,
            flags: i32,
        ) -> i32,
    >,
    offset: usize,
) -> Status {
    boundary!({
        let fill_info = required(fill_info, "fill_info")?;
        SETUP.get_or_init(|| Box::new(Setup { fill_info, offset }));
        Ok(())
    })
}

/// For the Python package: sets the bytes of an object, which must stay valid and unchanged as long as the object lives. The
/// addresses are numbers, which are quicker to pass from there.
///
/// # Safety
///
/// `object` must be 0 or the address of an object with the room that the setup was told of.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_python_attach(
    object: usize,
    start: usize,
    length: usize,
) -> Status {
    boundary!({
        let setup = required(SETUP.get(), "fill_info")?;
        if object == 0 {
            return Err(Fault::null("object"));
        }
        let object = ptr::with_exposed_provenance_mut::<c_void>(object);
        let start = ptr::with_exposed_provenance(start);
        // SAFETY: the caller promises that the room is inside of the object.
        let place = unsafe { object.byte_add(setup.offset) };
        // SAFETY: as above; Python aligns objects for pointers.
        unsafe { place.cast::<Content>().write(Content { start, length }) };
        Ok(())
    })
}

/// For the Python package: answers a request for the buffer of an object, read-only. This is the function of the type's slot.
///
/// # Safety
///
/// Python calls it, for objects with the room that the setup was told of.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_python_getbuffer(
    object: *mut c_void,
    request: *mut c_void,
    flags: i32,
) -> i32 {
    let mut answer = -1;
    boundary!({
        let setup = required(SETUP.get(), "fill_info")?;
        // SAFETY: Python passes an object of the type, so the room is inside of it.
        let place = unsafe { object.byte_add(setup.offset) };
        // SAFETY: as above; it is zero, or was written by `zstdrs_python_attach`.
        let Content { start, length } = unsafe { place.cast::<Content>().read() };
        let (start, length) = (start.cast_mut(), length.cast_signed());
        // SAFETY: request and flags are Python's; the object keeps the bytes, and nobody may write to them.
        answer = unsafe { (setup.fill_info)(request, object, start, length, 1, flags) };
        Ok(())
    });
    answer
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Stores what it was asked in the request.
    unsafe extern "C" fn fill_info(
        request: *mut c_void,
        object: *mut c_void,
        start: *mut c_void,
        length: isize,
        readonly: i32,
        flags: i32,
    ) -> i32 {
        let asked = [object.addr(), start.addr(), length.cast_unsigned()];
        // SAFETY: the test passes room for three numbers.
        unsafe { request.cast::<[usize; 3]>().write(asked) };
        if readonly == 1 && flags == 0 { 0 } else { -1 }
    }

    #[test]
    fn requests_get_what_was_attached() {
        // SAFETY: a function of that kind.
        let status = unsafe { zstdrs_python_setup(Some(fill_info), 16) };
        assert_eq!(status, Status::Ok);
        let mut object = [0_usize; 4];
        let object = object.as_mut_ptr().cast::<c_void>();
        let mut request = [0_usize; 3];
        let place = request.as_mut_ptr().cast();
        // SAFETY: an object with the room.
        assert_eq!(unsafe { zstdrs_python_getbuffer(object, place, 0) }, 0);
        assert_eq!(request, [object.addr(), 0, 0]);
        let bytes = b"content";
        // SAFETY: as above.
        let status = unsafe {
            zstdrs_python_attach(
                object.expose_provenance(),
                bytes.as_ptr().expose_provenance(),
                7,
            )
        };
        assert_eq!(status, Status::Ok);
        let place = request.as_mut_ptr().cast();
        // SAFETY: as above.
        assert_eq!(unsafe { zstdrs_python_getbuffer(object, place, 0) }, 0);
        assert_eq!(request, [object.addr(), bytes.as_ptr().addr(), 7]);
        // SAFETY: as above.
        assert_eq!(unsafe { zstdrs_python_getbuffer(object, place, 1) }, -1);
    }
}

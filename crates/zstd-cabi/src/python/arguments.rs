//! The arguments of a built-in function, and its answer.

use std::ptr;

use once_cell::race::OnceBox;

use super::api::{Api, Object};
use super::objects::{Held, Items, Stop};
use crate::boundary::boundary;
use crate::pointers::required;
use crate::status::{Fault, Status};

/// What was found of the interpreter. Only what is found first counts: all interpreters of a process share it.
pub(super) static API: OnceBox<Api> = OnceBox::new();

/// The objects that a function was called with.
pub(super) struct Arguments<'a> {
    pub(super) python: Held<'a>,
    objects: &'a [Object],
}

impl<'a> Arguments<'a> {
    fn object(&self, index: usize) -> Result<Object, Fault> {
        required(self.objects.get(index).copied(), "an argument")
    }

    /// The argument, as the content of a `bytes` object.
    pub(super) fn bytes(&self, index: usize) -> Result<&'a [u8], Fault> {
        let object = self.object(index)?;
        // SAFETY: arguments are live for the time of the call.
        required(unsafe { self.python.bytes(object) }, "a bytes object")
    }

    /// The argument, as the content of a `bytes` object, if it is not `None`.
    pub(super) fn optional_bytes(&self, index: usize) -> Result<Option<&'a [u8]>, Fault> {
        if self.python.is_none(self.object(index)?) {
            return Ok(None);
        }
        self.bytes(index).map(Some)
    }

    /// The argument, as the contents of a list of `bytes` objects; None if something else is in it.
    pub(super) fn list_of_bytes(&self, index: usize) -> Result<Option<Items<'a>>, Stop> {
        let list = self.object(index)?;
        // SAFETY: arguments are live for the time of the call.
        unsafe { self.python.list_of_bytes(list) }
    }

    /// The argument, as a number.
    pub(super) fn number(&self, index: usize) -> Result<i64, Stop> {
        let object = self.object(index)?;
        // SAFETY: arguments are live for the time of the call.
        unsafe { self.python.int_value(object) }
    }

    /// The argument, as the handle whose address it is.
    ///
    /// # Safety
    ///
    /// It must be 0 or the address of a live handle of that type.
    pub(super) unsafe fn handle<T>(&self, index: usize) -> Result<&'a T, Stop> {
        let address = usize::try_from(self.number(index)?).unwrap_or(0);
        let handle = ptr::with_exposed_provenance::<T>(address);
        // SAFETY: the caller promises that it is live, and Python that it stays so for the time of the call.
        Ok(required(unsafe { handle.as_ref() }, "the handle")?)
    }
}

/// Runs the body of a built-in function. A failure is remembered for the calling thread, and the answer is its status as a
/// negative number; after an exception the answer is NULL.
///
/// # Safety
///
/// The calling thread must hold the interpreter, and `count` live objects must be at `objects`, as interpreters call it.
pub(super) unsafe fn answered(
    objects: *const Object,
    count: isize,
    body: impl FnOnce(&Arguments<'_>) -> Result<Object, Stop>,
) -> Object {
    let Some(api) = API.get() else {
        // Nobody can have got the function before.
        return ptr::null_mut();
    };
    // SAFETY: the caller promises that the interpreter is held.
    let python = unsafe { Held::new(api) };
    let (mut answer, mut ended) = (ptr::null_mut(), Status::Ok);
    let status = boundary!({
        // SAFETY: the caller promises that so many are there.
        let objects =
            unsafe { crate::pointers::array(objects, count.cast_unsigned(), "arguments") }?;
        match body(&Arguments { python, objects }) {
            Ok(object) => answer = object,
            Err(Stop::Ended(status)) => ended = status,
            Err(Stop::Raised) => {}
            Err(Stop::Fault(fault)) => return Err(fault),
        }
        Ok(())
    });
    match (status, ended) {
        (Status::Ok, Status::Ok) => answer,
        (Status::Ok, failed) | (failed, _) => python.int(-(failed as i64)),
    }
}

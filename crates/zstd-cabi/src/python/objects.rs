//! Objects of Python's, and the interpreter that is held or released: who may do what is said by types.

use std::cell::Cell;
use std::ffi::c_void;
use std::marker::PhantomData;
use std::mem::{self, ManuallyDrop, MaybeUninit};
use std::ptr;
use std::slice;
use std::thread;

use zstd_buffers::{advise_huge_pages, vectors};
use zstd_core::Error;

use super::api::{Api, Object};
use crate::status::{Fault, Status};

/// Copies of this many bytes and more are made with the interpreter released.
const LARGE_COPY: usize = 256 << 10;

/// The interpreter, held by the calling thread as long as this is used.
#[derive(Clone, Copy)]
pub(super) struct Held<'p> {
    api: &'p Api,
    // It belongs to the thread.
    _thread: PhantomData<*mut ()>,
}

/// Why a call has no result.
pub(super) enum Stop {
    /// A failure, which the package will turn into an exception.
    Fault(Fault),
    /// A call of the C interface has ended so, and its failure is remembered.
    Ended(Status),
    /// An exception has been set.
    Raised,
}

impl<E: Into<Fault>> From<E> for Stop {
    fn from(error: E) -> Self {
        Self::Fault(error.into())
    }
}

impl<'p> Held<'p> {
    /// The interpreter that `api` is of.
    ///
    /// # Safety
    ///
    /// The calling thread must hold it whenever the result is used.
    pub(super) unsafe fn new(api: &'p Api) -> Self {
        Self {
            api,
            _thread: PhantomData,
        }
    }

    /// A new reference to `None`.
    pub(super) fn none(self) -> Object {
        let none = ptr::with_exposed_provenance_mut(self.api.none);
        // SAFETY: the interpreter is held, and the object lives as long as it.
        unsafe { (self.api.keep)(none) };
        none
    }

    /// A new `int`; NULL, and an exception, if there is no memory for it.
    pub(super) fn int(self, value: i64) -> Object {
        // SAFETY: the interpreter is held.
        unsafe { (self.api.int_new)(value) }
    }

    /// The value of an `int`.
    ///
    /// # Safety
    ///
    /// The object must be live.
    pub(super) unsafe fn int_value(self, object: Object) -> Result<i64, Stop> {
        // SAFETY: the interpreter is held, and the object is live.
        let value = unsafe { (self.api.int_value)(object) };
        if value == -1 {
            // SAFETY: the interpreter is held.
            let raised = unsafe { (self.api.error_occurred)() };
            if !raised.is_null() {
                return Err(Stop::Raised);
            }
        }
        Ok(value)
    }

    /// Whether an object is `None`.
    pub(super) fn is_none(self, object: Object) -> bool {
        object.addr() == self.api.none
    }

    /// The content of a `bytes` object, but not of a subclass, which may have another idea of its content.
    ///
    /// # Safety
    ///
    /// The object must be live for as long as the result is used.
    pub(super) unsafe fn bytes<'a>(self, object: Object) -> Option<&'a [u8]> {
        // SAFETY: the interpreter is held, and the object is live.
        let kind = unsafe { (self.api.type_of)(object) };
        // SAFETY: the interpreter is held, and the reference was made right above.
        unsafe { (self.api.drop)(kind) };
        if kind.addr() != self.api.bytes_type {
            return None;
        }
        // SAFETY: the interpreter is held, and the object is of that type.
        let start = unsafe { (self.api.bytes_start)(object) };
        // SAFETY: as above.
        let length = unsafe { (self.api.bytes_length)(object) };
        // SAFETY: `bytes` never change, and the caller promises that the object stays.
        Some(unsafe { slice::from_raw_parts(start.cast(), length.cast_unsigned()) })
    }

    /// The content of each object in a list; None if one is not of the type `bytes`.
    ///
    /// # Safety
    ///
    /// The object must be live.
    pub(super) unsafe fn list_of_bytes(self, list: Object) -> Result<Option<Items<'p>>, Stop> {
        // SAFETY: the interpreter is held, and the object is live.
        let tuple = self.owned(unsafe { (self.api.tuple_of_list)(list) })?;
        // SAFETY: the interpreter is held, and that is a tuple.
        let count = unsafe { (self.api.tuple_length)(tuple.object) };
        let mut contents = vectors::with_room(count.cast_unsigned())?;
        for index in 0..count {
            // SAFETY: as above, and the index is one of the tuple's, which cannot change.
            let item = unsafe { (self.api.tuple_item)(tuple.object, index) };
            // SAFETY: the tuple keeps the object, and is kept with the contents.
            match unsafe { self.bytes(item) } {
                Some(content) => contents.push(content),
                None => return Ok(None),
            }
        }
        Ok(Some(Items {
            contents,
            _kept: tuple,
        }))
    }

    /// Takes over the reference that a function has returned.
    fn owned(self, object: Object) -> Result<Owned<'p>, Stop> {
        if object.is_null() {
            return Err(Stop::Raised);
        }
        Ok(Owned {
            python: self,
            object,
        })
    }

    /// A new `bytes` object of that length, to be filled before anybody else sees it.
    pub(super) fn new_bytes(self, length: usize) -> zstd_core::Result<NewBytes<'p>> {
        let signed = isize::try_from(length).map_err(|_| out_of_memory(length))?;
        // SAFETY: the interpreter is held; without a source the content may be anything.
        let object = unsafe { (self.api.bytes_new)(ptr::null(), signed) };
        let Ok(object) = self.owned(object) else {
            // The one reason is memory, whatever the exception.
            self.clear();
            return Err(out_of_memory(length));
        };
        // SAFETY: the interpreter is held, and that is a `bytes` object.
        let start = unsafe { (self.api.bytes_start)(object.object) };
        let mut made = NewBytes {
            object,
            start: start.cast(),
            length,
        };
        advise_huge_pages(made.place());
        Ok(made)
    }

    /// A new `bytes` object with a copy of some bytes, which are not Python's.
    pub(super) fn copy_of(self, content: &[u8]) -> zstd_core::Result<Owned<'p>> {
        if content.len() >= LARGE_COPY {
            let mut made = self.new_bytes(content.len())?;
            let place = made.place();
            // SAFETY: nothing of Python's is used until the end of the block.
            let released = unsafe { self.release() };
            copy(content, place);
            drop(released);
            // SAFETY: the whole place was filled.
            return Ok(unsafe { made.assume_filled() });
        }
        let length = content.len().cast_signed();
        // SAFETY: the interpreter is held, and so many bytes are there.
        let object = unsafe { (self.api.bytes_new)(content.as_ptr().cast(), length) };
        self.owned(object).map_err(|_| {
            self.clear();
            out_of_memory(content.len())
        })
    }

    /// A new list of objects.
    pub(super) fn list(
        self,
        objects: impl ExactSizeIterator<Item = Owned<'p>>,
    ) -> Result<Owned<'p>, Stop> {
        // SAFETY: the interpreter is held; all objects are set below.
        let list = self.owned(unsafe { (self.api.list_new)(objects.len().cast_signed()) })?;
        for (index, object) in (0..).zip(objects) {
            // SAFETY: the interpreter is held, and the list, which nobody else has, has such an index.
            let status = unsafe { (self.api.list_set)(list.object, index, object.into_raw()) };
            if status != 0 {
                return Err(Stop::Raised);
            }
        }
        Ok(list)
    }

    /// Forgets the exception that is set.
    fn clear(self) {
        // SAFETY: the interpreter is held.
        unsafe { (self.api.error_clear)() };
    }

    /// Releases the interpreter, so that other threads may use it.
    ///
    /// # Safety
    ///
    /// Until the result is dropped the thread must not use the interpreter but through it.
    pub(super) unsafe fn release(self) -> Released<'p> {
        // SAFETY: the interpreter is held.
        let state = unsafe { (self.api.release)() };
        Released {
            python: self,
            state: Cell::new(state),
        }
    }
}

/// The interpreter, released by the calling thread until this is dropped.
pub(super) struct Released<'p> {
    python: Held<'p>,
    state: Cell<*mut c_void>,
}

impl Released<'_> {
    /// Runs the handlers of signals; whether to go on. If not, an exception has been set.
    pub(super) fn proceed(&self) -> bool {
        self.acquire();
        // SAFETY: the interpreter is held.
        let status = unsafe { (self.python.api.check_signals)() };
        // SAFETY: as above.
        self.state.set(unsafe { (self.python.api.release)() });
        status == 0
    }

    fn acquire(&self) {
        let hang = Hang;
        // SAFETY: the state is that of this thread (a pointer keeps this from others), which has released it.
        unsafe { (self.python.api.acquire)(self.state.get()) };
        mem::forget(hang);
    }
}

impl Drop for Released<'_> {
    fn drop(&mut self) {
        self.acquire();
    }
}

/// Keeps a thread for ever that an ending interpreter wants to end by unwinding its stack, which frames of Rust do not allow.
/// Later interpreters keep such threads by themselves.
struct Hang;

impl Drop for Hang {
    fn drop(&mut self) {
        loop {
            thread::park();
        }
    }
}

/// A reference to an object. It is dropped while the interpreter is held, as everything that has its lifetime.
pub(super) struct Owned<'p> {
    python: Held<'p>,
    object: Object,
}

impl Owned<'_> {
    /// The reference, which is now the caller's.
    pub(super) fn into_raw(self) -> Object {
        ManuallyDrop::new(self).object
    }
}

impl Drop for Owned<'_> {
    fn drop(&mut self) {
        // SAFETY: the interpreter is held, and the reference is this one's.
        unsafe { (self.python.api.drop)(self.object) };
    }
}

/// The contents of a list of `bytes` objects.
pub(super) struct Items<'a> {
    pub(super) contents: Vec<&'a [u8]>,
    // A tuple refers to the objects: the list may change.
    _kept: Owned<'a>,
}

/// A `bytes` object that nobody else refers to yet.
pub(super) struct NewBytes<'p> {
    object: Owned<'p>,
    start: *mut MaybeUninit<u8>,
    length: usize,
}

impl<'p> NewBytes<'p> {
    /// The memory to fill.
    pub(super) fn place(&mut self) -> &mut [MaybeUninit<u8>] {
        // SAFETY: the object has that many bytes, stays in place, and nobody else reads or writes them.
        unsafe { slice::from_raw_parts_mut(self.start, self.length) }
    }

    /// The finished object.
    ///
    /// # Safety
    ///
    /// All of [`NewBytes::place`] must be initialised.
    pub(super) unsafe fn assume_filled(self) -> Owned<'p> {
        self.object
    }

    /// The object with only the first `length` bytes.
    ///
    /// # Safety
    ///
    /// So many bytes must be initialised; they are not more than there are.
    pub(super) unsafe fn finish(self, length: usize) -> Result<Owned<'p>, Stop> {
        let object = self.object;
        if length == self.length {
            return Ok(object);
        }
        let python = object.python;
        let mut raw = object.into_raw();
        // SAFETY: the interpreter is held, and this is the only reference. It is taken over, and another one or null is left.
        unsafe { (python.api.bytes_shorten)(&raw mut raw, length.cast_signed()) };
        python.owned(raw)
    }
}

/// Fills a place of the same length.
pub(super) fn copy(content: &[u8], place: &mut [MaybeUninit<u8>]) {
    // SAFETY: initialised bytes are valid as bytes that may be uninitialised.
    let content: &[MaybeUninit<u8>] =
        unsafe { slice::from_raw_parts(content.as_ptr().cast(), content.len()) };
    place.copy_from_slice(content);
}

fn out_of_memory(bytes: usize) -> Error {
    Error::OutOfMemory {
        bytes: Some(bytes as u64),
    }
}

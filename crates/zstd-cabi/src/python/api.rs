//! The functions of CPython that the library calls: all of them are in the stable ABI, but for the one that shortens a
//! `bytes` object, which is documented and has never changed.

use std::ffi::{CStr, c_char, c_int, c_longlong, c_void};
use std::mem;

use crate::pointers::required;
use crate::status::Fault;

/// An object of Python's, which is never looked into.
pub(super) type Object = *mut c_void;

/// Returns where an interpreter has what is called so; NULL: nowhere.
pub(super) type Find = unsafe extern "C" fn(name: *const c_char) -> *mut c_void;

macro_rules! functions {
    ($($(#[$doc:meta])* $name:ident = $symbol:literal: fn($($argument:ty),*) -> $result:ty;)*) => {
        /// Where the functions of an interpreter are. They need the calling thread to hold it.
        pub(super) struct Api {
            $($(#[$doc])* pub(super) $name: unsafe extern "C-unwind" fn($($argument),*) -> $result,)*
            /// The type of `bytes` objects.
            pub(super) bytes_type: usize,
            /// `None`.
            pub(super) none: usize,
        }

        impl Api {
            /// What `find` finds.
            ///
            /// # Safety
            ///
            /// `find` must return what a CPython of version 3.9 or later exports under a name.
            pub(super) unsafe fn find(find: Find) -> Result<Self, Fault> {
                Ok(Self {
                    $($name: {
                        // SAFETY: the caller makes the same promise.
                        let found = unsafe { address(find, $symbol) }?;
                        // SAFETY: what interpreters export under this name is a function of this type, and not null.
                        unsafe { mem::transmute::<*mut c_void, unsafe extern "C-unwind" fn($($argument),*) -> $result>(found) }
                    },)*
                    // SAFETY: the caller makes the same promise.
                    bytes_type: unsafe { address(find, c"PyBytes_Type") }?.expose_provenance(),
                    // SAFETY: the caller makes the same promise.
                    none: unsafe { address(find, c"_Py_NoneStruct") }?.expose_provenance(),
                })
            }
        }
    };
}

functions! {
    /// A new `bytes` object with a copy of so many bytes, or, of NULL, with any.
    bytes_new = c"PyBytes_FromStringAndSize": fn(*const c_char, isize) -> Object;
    /// Where the content of a `bytes` object is.
    bytes_start = c"PyBytes_AsString": fn(Object) -> *mut c_char;
    /// How long it is.
    bytes_length = c"PyBytes_Size": fn(Object) -> isize;
    /// Makes a `bytes` object shorter that nobody else refers to, perhaps by putting another one in its place.
    bytes_shorten = c"_PyBytes_Resize": fn(*mut Object, isize) -> c_int;
    /// A new tuple of what is in a list.
    tuple_of_list = c"PyList_AsTuple": fn(Object) -> Object;
    /// The number of objects in a tuple.
    tuple_length = c"PyTuple_Size": fn(Object) -> isize;
    /// One of the objects in a tuple, which keeps the reference.
    tuple_item = c"PyTuple_GetItem": fn(Object, isize) -> Object;
    /// A new list with room for so many objects, all of which must be set.
    list_new = c"PyList_New": fn(isize) -> Object;
    /// Sets an object of a list, which takes over the reference.
    list_set = c"PyList_SetItem": fn(Object, isize, Object) -> c_int;
    /// A new `int`.
    int_new = c"PyLong_FromLongLong": fn(c_longlong) -> Object;
    /// The value of an `int`; -1, and an exception, if that is another object or too large.
    int_value = c"PyLong_AsLongLong": fn(Object) -> c_longlong;
    /// A new reference to the type of an object.
    type_of = c"PyObject_Type": fn(Object) -> Object;
    /// Adds a reference.
    keep = c"Py_IncRef": fn(Object) -> ();
    /// Gives a reference up.
    drop = c"Py_DecRef": fn(Object) -> ();
    /// Releases the interpreter.
    release = c"PyEval_SaveThread": fn() -> *mut c_void;
    /// Takes the interpreter back. A thread that comes too late, because the interpreter is ending, does not return.
    acquire = c"PyEval_RestoreThread": fn(*mut c_void) -> ();
    /// Runs the handlers of signals that have come; -1, and an exception, if one has raised it.
    check_signals = c"PyErr_CheckSignals": fn() -> c_int;
    /// The exception that is set, borrowed; NULL for none.
    error_occurred = c"PyErr_Occurred": fn() -> Object;
    /// Forgets the exception that is set.
    error_clear = c"PyErr_Clear": fn() -> ();
}

/// What an interpreter has under a name.
///
/// # Safety
///
/// As for [`Api::find`].
unsafe fn address(find: Find, name: &CStr) -> Result<*mut c_void, Fault> {
    // SAFETY: the caller promises that it can be called with a name.
    let found = unsafe { find(name.as_ptr()) };
    required((!found.is_null()).then_some(found), &name.to_string_lossy())
}

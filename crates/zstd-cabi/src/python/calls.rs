//! The built-in functions, as interpreters take them.

use std::ffi::{c_char, c_int, c_void};
use std::mem::MaybeUninit;
use std::ptr;

use zstd_mt::WorkerPool;

use super::api::{Api, Object};
use super::{arguments, batch, single, streams};
use crate::boundary::boundary;
use crate::pointers::required;
use crate::status::Status;

/// A function that takes its arguments as an array.
type Function =
    unsafe extern "C" fn(module: Object, arguments: *const Object, count: isize) -> Object;

/// `PyMethodDef`.
#[repr(C)]
struct Method {
    name: *const c_char,
    function: Option<Function>,
    flags: c_int,
    documentation: *const c_char,
}

// SAFETY: constants.
unsafe impl Sync for Method {}

/// The flag for functions of that type, `METH_FASTCALL`.
const AN_ARRAY: c_int = 0x80;

macro_rules! methods {
    ($($name:literal: $function:path,)*) => {
        [$(Method { name: $name.as_ptr(), function: Some($function), flags: AN_ARRAY, documentation: ptr::null() },)*
            Method { name: ptr::null(), function: None, flags: 0, documentation: ptr::null() }]
    };
}

static METHODS: [Method; 18] = methods! {
    c"compress": single::compress,
    c"decompress": single::decompress,
    c"compress_batch": batch::compress_batch,
    c"compress_list": batch::compress_list,
    c"decompress_batch": batch::decompress_batch,
    c"decompress_list": batch::decompress_list,
    c"write": streams::write,
    c"compressobj_compress": streams::compressobj_compress,
    c"decompressobj_decompress": streams::decompressobj_decompress,
    c"chunker_compress": streams::chunker_compress,
    c"chunker_next": streams::chunker_next,
    c"frame_compress": streams::frame_compress,
    c"frame_decompress": streams::frame_decompress,
    c"read": streams::read,
    c"read1": streams::read1,
    c"read_line": streams::read_line,
    c"next_line": streams::next_line,
};

/// For the Python package: stores where the built-in functions are, an array of `PyMethodDef` that ends with an empty one.
/// `find` is asked for the address of each function of CPython's that is needed; if it returns NULL, the call ends with
/// `ZSTDRS_STATUS_NULL_POINTER`. What is found first counts for the process.
///
/// The first argument of each function is the address of a handle, a number. What they return is said where they are; if it is
/// a negative number, that is the status of a failure with its sign changed.
///
/// # Safety
///
/// `find` must be NULL or return what a CPython of version 3.9 or later exports under a zero-terminated name. `methods` must be
/// NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_python_calls(
    find: Option<unsafe extern "C" fn(name: *const c_char) -> *mut c_void>,
    methods: Option<&mut MaybeUninit<*const c_void>>,
) -> Status {
    boundary!({
        let find = required(find, "find")?;
        let methods = required(methods, "methods")?;
        if arguments::API.get().is_none() {
            // SAFETY: the caller makes the same promise.
            let api = unsafe { Api::find(find) }?;
            WorkerPool::prepare();
            arguments::API.get_or_init(|| Box::new(api));
        }
        methods.write(METHODS.as_ptr().cast());
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::status::last_message;

    unsafe extern "C" fn nothing(_name: *const c_char) -> *mut c_void {
        ptr::null_mut()
    }

    #[test]
    fn an_interpreter_that_lacks_a_function_is_refused() {
        let mut methods = MaybeUninit::uninit();
        // SAFETY: it finds nothing, which is what it may.
        let status = unsafe { zstdrs_python_calls(Some(nothing), Some(&mut methods)) };
        assert_eq!(status, Status::NullPointer);
        assert_eq!(last_message(), "PyBytes_FromStringAndSize must not be NULL");
    }

    #[test]
    fn the_table_has_an_end() {
        let (end, methods) = METHODS.split_last().unwrap();
        assert!(end.name.is_null() && end.function.is_none());
        assert!(methods.iter().all(|method| !method.name.is_null()));
    }

    #[test]
    fn functions_that_nobody_has_made_known_answer_nothing() {
        // SAFETY: there are no arguments.
        let answer = unsafe { single::compress(ptr::null_mut(), ptr::null(), 0) };
        assert!(answer.is_null());
    }
}

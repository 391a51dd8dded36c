//! The two ends of streams as callers describe them: functions and their argument.

use std::ffi::c_void;
use std::ptr;

use crate::boundary::boundary;
use crate::status::Status;
use crate::versioned::{self, Versioned};

/// What the functions of sources and sinks return. Every positive number is an error of the caller's own: the call that has
/// asked ends with `ZSTDRS_STATUS_CALLBACK`, and `zstdrs_last_callback_error` returns the number.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Done.
    Ok = 0,
    /// There is no data now, or none can be taken now, but may later.
    WouldBlock = -1,
    /// For `write`: the object behind the sink has not said how much it took. See `raw` of `zstdrs_sink`.
    NotSaid = -2,
    /// For `rewind`: the source cannot go back. Nothing has changed.
    CannotRewind = -3,
}

/// Where input comes from. Fill it with `zstdrs_source_init` first.
///
/// All functions get `user_data`. They are called during calls with the stream only, on their threads, and must return: an
/// exception or a jump across the library is not allowed. They may call the library, but not with the same stream, which
/// would answer `ZSTDRS_STATUS_BUSY`.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct SourceFunctions {
    /// The size of this struct in bytes.
    pub size: usize,
    /// Hands out the next piece: stores where it is and how many bytes it has, and returns a number of `zstdrs_answer`.
    ///
    /// `wanted` is never 0. A piece may be shorter, and longer too: nothing of it is dropped. A length of 0 is the end of the
    /// input. The bytes must stay readable and unchanged until `read` is called again, `rewind` has succeeded, or the stream
    /// was freed.
    pub read: Option<
        unsafe extern "C" fn(
            user_data: *mut c_void,
            wanted: usize,
            data: *mut *const c_void,
            length: *mut usize,
        ) -> i32,
    >,
    /// Goes back to where the first read began, if `probe` is 0; otherwise it only says whether that is likely to succeed.
    /// Returns a number of `zstdrs_answer`. NULL: the source cannot go back.
    pub rewind: Option<unsafe extern "C" fn(user_data: *mut c_void, probe: i32) -> i32>,
    /// The argument of the functions.
    pub user_data: *mut c_void,
    /// The number of bytes of the whole input, if that is certain; -1 if not.
    pub length: i64,
}

impl Default for SourceFunctions {
    fn default() -> Self {
        Self {
            size: size_of::<Self>(),
            read: None,
            rewind: None,
            user_data: ptr::null_mut(),
            length: -1,
        }
    }
}

// SAFETY: integers and pointers of one size each, the first one a `usize`.
unsafe impl Versioned for SourceFunctions {
    const NAME: &'static str = "zstdrs_source";
}

/// Where output goes. Fill it with `zstdrs_sink_init` first.
///
/// What is said of the functions of `zstdrs_source` goes for these, too.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct SinkFunctions {
    /// The size of this struct in bytes.
    pub size: usize,
    /// Takes as much of the data, which is never empty, as it can, stores how many bytes that were, and returns a number of
    /// `zstdrs_answer`. The rest is offered again. 0 bytes, or more than were offered, are an error.
    pub write: Option<
        unsafe extern "C" fn(
            user_data: *mut c_void,
            data: *const c_void,
            length: usize,
            taken: *mut i64,
        ) -> i32,
    >,
    /// Passes on what the sink itself holds back, when the stream is flushed or closed. Returns 0 or an error of its own.
    /// NULL: there is no need to.
    pub flush: Option<unsafe extern "C" fn(user_data: *mut c_void) -> i32>,
    /// The argument of the functions.
    pub user_data: *mut c_void,
    /// Not 0: the object behind the sink is one that, if it does not say how much it took, has taken nothing since it would
    /// have to wait. 0: it has taken everything then.
    pub raw: i64,
}

impl Default for SinkFunctions {
    fn default() -> Self {
        Self {
            size: size_of::<Self>(),
            write: None,
            flush: None,
            user_data: ptr::null_mut(),
            raw: 0,
        }
    }
}

// SAFETY: integers and pointers of one size each, the first one a `usize`.
unsafe impl Versioned for SinkFunctions {
    const NAME: &'static str = "zstdrs_sink";
}

/// Writes the defaults to a source of `size` bytes, which should be `sizeof(zstdrs_source)`.
///
/// # Safety
///
/// `source` must be NULL or point to `size` writable bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_source_init(source: *mut SourceFunctions, size: usize) -> Status {
    boundary!({
        // SAFETY: the caller makes the same promise.
        unsafe { versioned::write_defaults(source, size) }
    })
}

/// Writes the defaults to a sink of `size` bytes, which should be `sizeof(zstdrs_sink)`.
///
/// # Safety
///
/// `sink` must be NULL or point to `size` writable bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_sink_init(sink: *mut SinkFunctions, size: usize) -> Status {
    boundary!({
        // SAFETY: the caller makes the same promise.
        unsafe { versioned::write_defaults(sink, size) }
    })
}

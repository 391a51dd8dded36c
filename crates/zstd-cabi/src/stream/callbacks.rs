//! Functions of callers as sources and sinks of the engines.

use std::ffi::c_void;
use std::mem;
use std::ptr;
use std::slice;
use std::thread;

use zstd_stream::{Error, Side, StreamError, bytes_taken};

use super::ends::{Answer, SinkFunctions, SourceFunctions};
use crate::pointers::required;
use crate::status::Fault;
use crate::versioned;

const OK: i32 = Answer::Ok as i32;
const WOULD_BLOCK: i32 = Answer::WouldBlock as i32;
const NOT_SAID: i32 = Answer::NotSaid as i32;
const CANNOT_REWIND: i32 = Answer::CannotRewind as i32;

/// Keeps a thread that is ended in the middle of a function of the caller, which would take this library's frames apart while
/// they wait for the answer. An interpreter that comes to its end does that to its other threads.
struct Kept;

impl Kept {
    /// Runs `call`, which calls a function of the caller by a type that says that it may unwind.
    fn during<T>(call: impl FnOnce() -> T) -> T {
        let kept = Self;
        let answer = call();
        mem::forget(kept);
        answer
    }
}

impl Drop for Kept {
    fn drop(&mut self) {
        // Dropped only if the function does not return.
        loop {
            thread::park();
        }
    }
}

type Read = unsafe extern "C-unwind" fn(*mut c_void, usize, *mut *const c_void, *mut usize) -> i32;
type Rewind = unsafe extern "C-unwind" fn(*mut c_void, i32) -> i32;
type Write = unsafe extern "C-unwind" fn(*mut c_void, *const c_void, usize, *mut i64) -> i32;
type Flush = unsafe extern "C-unwind" fn(*mut c_void) -> i32;

/// What a source or a sink has failed with.
pub(crate) enum CallbackError {
    /// An error of the caller's own.
    Number(i32),
    /// It does not keep to its contract.
    Broken(StreamError),
}

impl CallbackError {
    fn from_answer(function: &str, answer: i32) -> Self {
        if answer > 0 {
            return Self::Number(answer);
        }
        Self::Broken(StreamError::invalid(format!(
            "the function {function} must return a number of zstdrs_answer that it knows, or a positive one; got {answer}"
        )))
    }
}

impl From<Error<CallbackError>> for Fault {
    fn from(error: Error<CallbackError>) -> Self {
        match error {
            Error::Stream(error) | Error::Outer(CallbackError::Broken(error)) => error.into(),
            Error::Outer(CallbackError::Number(number)) => Self::callback(number),
        }
    }
}

impl From<Error<Side<CallbackError, CallbackError>>> for Fault {
    fn from(error: Error<Side<CallbackError, CallbackError>>) -> Self {
        error.map_outer(Side::into_inner).into()
    }
}

/// A source that asks functions of the caller.
pub(crate) struct CallbackSource {
    read: Read,
    rewind: Option<Rewind>,
    user_data: *mut c_void,
    length: Option<u64>,
}

impl CallbackSource {
    /// The source that `source` describes.
    ///
    /// # Safety
    ///
    /// `source` must be null or readable, and its functions must be as its documentation says for as long as the result is used.
    pub(crate) unsafe fn new(source: *const SourceFunctions) -> Result<Self, Fault> {
        required(ptr::NonNull::new(source.cast_mut()), "source")?;
        // SAFETY: the caller promises that it is readable.
        let source = unsafe { versioned::read(source) }?;
        let read = required(source.read, "source.read")?;
        Ok(Self {
            // SAFETY: the two kinds of functions are called in the same way.
            read: unsafe { mem::transmute::<*const (), Read>(read as *const ()) },
            rewind: source.rewind.map(|rewind| {
                // SAFETY: as above.
                unsafe { mem::transmute::<*const (), Rewind>(rewind as *const ()) }
            }),
            user_data: source.user_data,
            length: zstd_contract::declared_size(source.length)?,
        })
    }

    fn ask_rewind(&self, probe: bool) -> Result<bool, CallbackError> {
        let Some(rewind) = self.rewind else {
            return Ok(false);
        };
        // SAFETY: the caller promises that the function takes these arguments.
        match Kept::during(|| unsafe { rewind(self.user_data, probe.into()) }) {
            OK => Ok(true),
            CANNOT_REWIND => Ok(false),
            other => Err(CallbackError::from_answer("rewind", other)),
        }
    }
}

impl zstd_stream::Source for CallbackSource {
    type Chunk = Piece;
    type Error = CallbackError;

    fn read(&mut self, size: usize) -> Result<Option<Piece>, CallbackError> {
        let (mut data, mut length) = (ptr::null(), 0);
        let (read, user_data) = (self.read, self.user_data);
        // SAFETY: the caller promises that the function takes these arguments.
        let ask = || unsafe { read(user_data, size, &raw mut data, &raw mut length) };
        match Kept::during(ask) {
            OK => Piece::new(data.cast(), length).map(Some),
            WOULD_BLOCK => Ok(None),
            other => Err(CallbackError::from_answer("read", other)),
        }
    }

    fn size(&self) -> Option<u64> {
        self.length
    }

    /// An error of the question is one of the answer, too.
    fn can_rewind(&self) -> bool {
        self.ask_rewind(true).unwrap_or(false)
    }

    fn rewind(&mut self) -> Result<bool, CallbackError> {
        self.ask_rewind(false)
    }
}

/// What `read` has stored.
pub(crate) struct Piece {
    start: *const u8,
    length: usize,
}

impl Piece {
    fn new(start: *const u8, length: usize) -> Result<Self, CallbackError> {
        let start = if length == 0 {
            ptr::NonNull::dangling().as_ptr()
        } else {
            start
        };
        if start.is_null() || isize::try_from(length).is_err() {
            return Err(CallbackError::Broken(StreamError::invalid(format!(
                "the function read has stored a piece of {length} bytes that cannot exist"
            ))));
        }
        Ok(Self { start, length })
    }
}

impl AsRef<[u8]> for Piece {
    fn as_ref(&self) -> &[u8] {
        // SAFETY: not null, of a length that can exist, and readable until the source is asked again, which the engine does
        // only once it has dropped the piece: so the caller has promised.
        unsafe { slice::from_raw_parts(self.start, self.length) }
    }
}

/// A sink that asks functions of the caller.
pub(crate) struct CallbackSink {
    write: Write,
    flush: Option<Flush>,
    user_data: *mut c_void,
    raw: bool,
}

impl CallbackSink {
    /// The sink that `sink` describes.
    ///
    /// # Safety
    ///
    /// `sink` must be null or readable, and its functions must be as its documentation says for as long as the result is used.
    pub(crate) unsafe fn new(sink: *const SinkFunctions) -> Result<Self, Fault> {
        required(ptr::NonNull::new(sink.cast_mut()), "sink")?;
        // SAFETY: the caller promises that it is readable.
        let sink = unsafe { versioned::read(sink) }?;
        let write = required(sink.write, "sink.write")?;
        Ok(Self {
            // SAFETY: the two kinds of functions are called in the same way.
            write: unsafe { mem::transmute::<*const (), Write>(write as *const ()) },
            flush: sink.flush.map(|flush| {
                // SAFETY: as above.
                unsafe { mem::transmute::<*const (), Flush>(flush as *const ()) }
            }),
            user_data: sink.user_data,
            raw: sink.raw != 0,
        })
    }
}

impl zstd_stream::Sink for CallbackSink {
    type Error = CallbackError;

    fn write(&mut self, data: &[u8]) -> Result<Option<usize>, CallbackError> {
        let mut taken = 0;
        let (start, length) = (data.as_ptr().cast(), data.len());
        let (write, user_data) = (self.write, self.user_data);
        // SAFETY: the caller promises that the function takes these arguments.
        let offer = || unsafe { write(user_data, start, length, &raw mut taken) };
        let said = match Kept::during(offer) {
            OK => Some(taken),
            NOT_SAID => None,
            WOULD_BLOCK => return Ok(None),
            other => return Err(CallbackError::from_answer("write", other)),
        };
        bytes_taken(said, self.raw, length).map_err(CallbackError::Broken)
    }

    fn flush(&mut self) -> Result<(), CallbackError> {
        let Some(flush) = self.flush else {
            return Ok(());
        };
        // SAFETY: the caller promises that the function takes this argument.
        match Kept::during(|| unsafe { flush(self.user_data) }) {
            OK => Ok(()),
            other => Err(CallbackError::from_answer("flush", other)),
        }
    }
}

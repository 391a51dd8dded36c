//! Functions of callers as sources and sinks of the engines.

use std::ffi::c_void;
use std::ptr;
use std::slice;

use zstd_stream::{Error, Side, StreamError, bytes_taken};

use super::ends::{Answer, SinkFunctions, SourceFunctions};
use crate::pointers::required;
use crate::status::Fault;
use crate::versioned;

const OK: i32 = Answer::Ok as i32;
const WOULD_BLOCK: i32 = Answer::WouldBlock as i32;
const NOT_SAID: i32 = Answer::NotSaid as i32;
const CANNOT_REWIND: i32 = Answer::CannotRewind as i32;

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
    read: unsafe extern "C" fn(*mut c_void, usize, *mut *const c_void, *mut usize) -> i32,
    rewind: Option<unsafe extern "C" fn(*mut c_void, i32) -> i32>,
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
        Ok(Self {
            read: required(source.read, "source.read")?,
            rewind: source.rewind,
            user_data: source.user_data,
            length: zstd_contract::declared_size(source.length)?,
        })
    }

    fn ask_rewind(&self, probe: bool) -> Result<bool, CallbackError> {
        let Some(rewind) = self.rewind else {
            return Ok(false);
        };
        // SAFETY: the caller promises that the function takes these arguments.
        match unsafe { rewind(self.user_data, probe.into()) } {
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
        // SAFETY: the caller promises that the function takes these arguments.
        match unsafe { (self.read)(self.user_data, size, &raw mut data, &raw mut length) } {
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
    write: unsafe extern "C" fn(*mut c_void, *const c_void, usize, *mut i64) -> i32,
    flush: Option<unsafe extern "C" fn(*mut c_void) -> i32>,
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
        Ok(Self {
            write: required(sink.write, "sink.write")?,
            flush: sink.flush,
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
        // SAFETY: the caller promises that the function takes these arguments.
        let said = match unsafe { (self.write)(self.user_data, start, length, &raw mut taken) } {
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
        match unsafe { flush(self.user_data) } {
            OK => Ok(()),
            other => Err(CallbackError::from_answer("flush", other)),
        }
    }
}

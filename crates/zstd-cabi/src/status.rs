//! Status codes, and what is remembered of the last failure of each thread.

use std::cell::RefCell;
use std::ffi::{CString, c_char};

use zstd_contract::{ArgumentError, Failure, FailureKind};

/// What a call ended with. New codes are appended; existing ones keep their numbers.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Success.
    Ok = 0,
    /// The data, or libzstd, is at fault.
    Zstd = 1,
    /// A value that is not allowed.
    Value = 2,
    /// An argument of a wrong type.
    Type = 3,
    /// An index out of range.
    Index = 4,
    /// An allocation was refused.
    Memory = 5,
    /// The operating system refused.
    Os = 6,
    /// The caller's check asked to stop.
    Interrupted = 7,
    /// A pointer that must not be NULL is NULL.
    NullPointer = 8,
    /// The destination is too small; the size that is needed was stored. Nothing was written to the destination.
    Capacity = 9,
    /// A defect of this library. The objects involved stay usable.
    Panic = 10,
    /// The stream, or what is behind it, cannot do that. Nothing has changed.
    Unsupported = 11,
    /// The source has no data now, or the sink takes none now. Nothing is lost: repeat the call later.
    WouldBlock = 12,
    /// Another call uses the stream. Nothing has changed.
    Busy = 13,
    /// A function of the caller has returned an error of its own: see `zstdrs_last_callback_error`.
    Callback = 14,
    /// The data have ended already.
    End = 15,
}

/// The end of a call that did not succeed.
#[derive(Debug)]
pub(crate) struct Fault {
    status: Status,
    message: String,
    code: u32,
    callback: i32,
}

impl Fault {
    fn new(status: Status, message: String) -> Self {
        Self {
            status,
            message,
            code: 0,
            callback: 0,
        }
    }

    /// The pointer argument of that name is null.
    pub(crate) fn null(name: &str) -> Self {
        Self::new(Status::NullPointer, format!("{name} must not be NULL"))
    }

    /// The destination has `capacity` bytes where `needed` are.
    pub(crate) fn capacity(needed: usize, capacity: usize) -> Self {
        let message = format!("the destination has room for {capacity} bytes; {needed} are needed");
        Self::new(Status::Capacity, message)
    }

    /// Another call uses the stream.
    pub(crate) fn busy() -> Self {
        Self::new(Status::Busy, zstd_contract::in_use().message)
    }

    /// A function of the caller has returned that number.
    pub(crate) fn callback(number: i32) -> Self {
        let message = format!("the source or the sink has failed with error {number}");
        Self {
            callback: number,
            ..Self::new(Status::Callback, message)
        }
    }
}

impl From<Failure> for Fault {
    fn from(failure: Failure) -> Self {
        let status = match failure.kind {
            FailureKind::Value => Status::Value,
            FailureKind::Type => Status::Type,
            FailureKind::Index => Status::Index,
            FailureKind::Memory => Status::Memory,
            FailureKind::Os => Status::Os,
            FailureKind::Interrupted => Status::Interrupted,
            FailureKind::Unsupported => Status::Unsupported,
            FailureKind::WouldBlock => Status::WouldBlock,
            FailureKind::Bug => Status::Panic,
            FailureKind::End => Status::End,
            _ => Status::Zstd,
        };
        Self {
            code: failure.code.unwrap_or(0),
            ..Self::new(status, failure.message)
        }
    }
}

macro_rules! from_failures {
    ($($error:ty),*) => { $(
        impl From<$error> for Fault {
            fn from(error: $error) -> Self {
                Failure::from(error).into()
            }
        }
    )* };
}

from_failures!(
    ArgumentError<'_>,
    zstd_buffers::Error,
    zstd_core::Error,
    zstd_dict::Error,
    zstd_mt::Error,
    zstd_stream::StreamError
);

/// The last failure of a thread.
#[derive(Default)]
struct Last {
    message: CString,
    code: u32,
    callback: i32,
}

thread_local! {
    static LAST: RefCell<Last> = RefCell::default();
}

/// Keeps the failure for the calling thread to ask about.
pub(crate) fn remember(fault: Fault) -> Status {
    let message = fault.message.replace('\0', "\\0");
    let last = Last {
        message: CString::new(message).unwrap_or_default(),
        code: fault.code,
        callback: fault.callback,
    };
    // A thread that is ending has nobody left to ask.
    let _ = LAST.try_with(|slot| slot.replace(last));
    fault.status
}

/// Returns the message of the last failed call of the calling thread, in UTF-8: which argument, which value, what is
/// allowed, what to do. Empty if no call of this thread has failed.
///
/// The text belongs to the library. It is valid until the next call of this thread fails, or the thread ends.
#[unsafe(no_mangle)]
pub extern "C" fn zstdrs_last_error_message() -> *const c_char {
    LAST.try_with(|slot| slot.borrow().message.as_ptr())
        .unwrap_or(c"".as_ptr())
}

/// Returns libzstd's error code of the last failed call of the calling thread, 0 if libzstd has none for the failure.
#[unsafe(no_mangle)]
pub extern "C" fn zstdrs_last_error_code() -> u32 {
    LAST.try_with(|slot| slot.borrow().code).unwrap_or(0)
}

/// Returns the number that a function of the caller's has returned to make the last failed call of the calling thread fail, 0
/// if it failed for another reason.
#[unsafe(no_mangle)]
pub extern "C" fn zstdrs_last_callback_error() -> i32 {
    LAST.try_with(|slot| slot.borrow().callback).unwrap_or(0)
}

/// The last message, for the tests of this crate.
#[cfg(test)]
pub(crate) fn last_message() -> String {
    LAST.with(|slot| slot.borrow().message.to_string_lossy().into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_heading_has_a_status() {
        use FailureKind as K;
        for (kind, status) in [
            (K::Zstd, Status::Zstd),
            (K::Value, Status::Value),
            (K::Type, Status::Type),
            (K::Index, Status::Index),
            (K::Memory, Status::Memory),
            (K::Os, Status::Os),
            (K::Interrupted, Status::Interrupted),
            (K::Unsupported, Status::Unsupported),
            (K::WouldBlock, Status::WouldBlock),
            (K::Bug, Status::Panic),
            (K::End, Status::End),
        ] {
            assert_eq!(Fault::from(Failure::new(kind, "text")).status, status);
        }
    }

    #[test]
    fn each_thread_has_its_own_last_failure() {
        remember(zstd_core::Error::Truncated.into());
        let other = std::thread::spawn(|| {
            let before = (last_message(), zstdrs_last_error_code());
            remember(Fault::null("argument"));
            (before, last_message())
        });
        let (before, after) = other.join().unwrap();
        assert_eq!(before, (String::new(), 0));
        assert_eq!(after, "argument must not be NULL");
        assert!(last_message().contains("truncated"));
        assert_eq!(zstdrs_last_error_code(), 72);
    }

    #[test]
    fn errors_of_callers_come_back() {
        assert_eq!(remember(Fault::callback(7)), Status::Callback);
        assert_eq!(zstdrs_last_callback_error(), 7);
        assert_eq!(remember(Fault::busy()), Status::Busy);
        assert_eq!(zstdrs_last_callback_error(), 0);
    }

    #[test]
    fn a_message_with_a_zero_byte_is_kept_whole() {
        remember(Failure::value("a\0b").into());
        assert_eq!(last_message(), "a\\0b");
    }
}

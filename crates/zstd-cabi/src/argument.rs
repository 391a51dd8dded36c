//! Failures that only a binding can notice: arguments of wrong types.

use std::ffi::c_char;

use zstd_contract::{ArgumentError, Failure};

use crate::boundary::boundary;
use crate::pointers::text;
use crate::status::{Fault, Status};

/// What is wrong with an argument. New values are appended; existing ones keep their numbers.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Argument {
    /// Not something that a batch call takes; `name` is its type.
    Batch = 0,
    /// An item of a batch that is not bytes-like; `index` says which.
    BatchItem = 1,
    /// A member of a collection that is not a buffer with segments.
    CollectionMember = 2,
    /// A chain that is not a list; `name` is its type.
    Chain = 3,
    /// A link of a chain that is not bytes-like; `index` says which.
    ChainLink = 4,
    /// Samples that are not iterable; `name` is their type.
    Samples = 5,
    /// A sample that is not bytes-like.
    Sample = 6,
    /// An option that does not exist; `name` is its name.
    UnknownOption = 7,
    /// Not a dictionary; `name` is its type.
    Dictionary = 8,
    /// Not compression parameters; `name` is their type.
    Parameters = 9,
    /// Sequences that are not iterable; `name` is their type.
    Sequences = 10,
    /// A sequence that is not four integers; `index` says which.
    Sequence = 11,
    /// An object that callers cannot make; `name` is its class.
    NoConstructor = 12,
    /// A source that neither has a `read` method nor is bytes-like.
    Source = 13,
    /// A sink without a `write` method.
    Sink = 14,
    /// The source of a copy, without a `read` method.
    CopySource = 15,
    /// The sink of a copy, without a `write` method.
    CopySink = 16,
    /// What a `read` method has returned is not bytes-like; `name` is its type.
    SourceAnswer = 17,
    /// What a `write` method has returned is neither an integer nor nothing; `name` is its type.
    SinkAnswer = 18,
    /// A method of files that a stream does not have; `name` is the method.
    NoSuchDirection = 19,
    /// What is to be filled is not a writable bytes-like object; `name` is its type.
    Room = 20,
}

/// Fails with the status and the message that all bindings have for an argument of a wrong type, so that a binding can pass
/// them on. `argument` is of `zstdrs_argument`; `index` and `name` are used where it says so, and are 0 and NULL otherwise.
///
/// # Safety
///
/// `name` must be NULL or zero-terminated.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_argument_error(
    argument: i32,
    index: u64,
    name: *const c_char,
) -> Status {
    boundary!({
        let name = if name.is_null() {
            ""
        } else {
            // SAFETY: the caller makes the same promise.
            unsafe { text(name, "name") }?
        };
        Err(fault(argument, index, name))
    })
}

fn fault(argument: i32, index: u64, name: &str) -> Fault {
    use Argument as A;
    let error = match argument {
        a if a == A::Batch as i32 => ArgumentError::Batch { type_name: name },
        a if a == A::BatchItem as i32 => ArgumentError::BatchItem { index },
        a if a == A::CollectionMember as i32 => ArgumentError::CollectionMember,
        a if a == A::Chain as i32 => ArgumentError::Chain { type_name: name },
        a if a == A::ChainLink as i32 => ArgumentError::ChainLink { index },
        a if a == A::Samples as i32 => ArgumentError::Samples { type_name: name },
        a if a == A::Sample as i32 => ArgumentError::Sample,
        a if a == A::UnknownOption as i32 => ArgumentError::UnknownOption { name },
        a if a == A::Dictionary as i32 => ArgumentError::Dictionary { type_name: name },
        a if a == A::Parameters as i32 => ArgumentError::Parameters { type_name: name },
        a if a == A::Sequences as i32 => ArgumentError::Sequences { type_name: name },
        a if a == A::Sequence as i32 => ArgumentError::Sequence { index },
        a if a == A::NoConstructor as i32 => ArgumentError::NoConstructor { class: name },
        a if a == A::Source as i32 => ArgumentError::Source,
        a if a == A::Sink as i32 => ArgumentError::Sink,
        a if a == A::CopySource as i32 => ArgumentError::CopySource,
        a if a == A::CopySink as i32 => ArgumentError::CopySink,
        a if a == A::SourceAnswer as i32 => ArgumentError::SourceAnswer { type_name: name },
        a if a == A::SinkAnswer as i32 => ArgumentError::SinkAnswer { type_name: name },
        a if a == A::NoSuchDirection as i32 => ArgumentError::NoSuchDirection { method: name },
        a if a == A::Room as i32 => ArgumentError::Room { type_name: name },
        other => {
            let text = format!("argument must be of zstdrs_argument; got {other}");
            return Failure::value(text).into();
        }
    };
    error.into()
}

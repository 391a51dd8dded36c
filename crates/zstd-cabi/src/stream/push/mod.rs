//! The engines themselves: bytes from one piece of memory to another, for callers that do their own I/O.

use std::ffi::c_void;
use std::mem::MaybeUninit;

use zstd_contract::Failure;
use zstd_core::{InBuffer, OutBuffer};
use zstd_stream::{Status as Stopped, StreamError};

use crate::pointers::{bytes, required, room};
use crate::status::Fault;

pub mod compress;
pub mod decompress;

/// Input of an engine: what is from `position` on has not been taken yet.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct InWindow {
    /// Where the input is.
    pub data: *const c_void,
    /// How many bytes there are.
    pub length: usize,
    /// How many of them were taken. The engine moves it.
    pub position: usize,
}

/// Room for the output of an engine: what is before `position` is written.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct OutWindow {
    /// Where the room is.
    pub data: *mut c_void,
    /// How many bytes it has.
    pub length: usize,
    /// How many of them are written. The engine moves it.
    pub position: usize,
}

/// What to do with the input.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Directive {
    /// Take it; hand out what happens to be ready.
    Continue = 0,
    /// Take it, and hand out everything so far: end the block.
    Flush = 1,
    /// Take it, and end the frame.
    End = 2,
}

/// Why an engine has stopped.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// All input was taken, and everything that the call was to hand out was handed out.
    NeedsInput = 0,
    /// The output is full: call again with more room, and the same directive.
    NeedsRoom = 1,
    /// A frame has ended, and all of it was handed out. Input may be left.
    FrameEnd = 2,
    /// The stream has ended: it takes no more input.
    End = 3,
}

/// Runs one step of an engine over the windows.
///
/// # Safety
///
/// As for `zstdrs_compress_stream_process`.
unsafe fn process(
    input: Option<&mut InWindow>,
    output: Option<&mut OutWindow>,
    progress: Option<&mut MaybeUninit<i32>>,
    step: impl FnOnce(&mut InBuffer<'_>, &mut OutBuffer<'_>) -> Result<Stopped, StreamError>,
) -> Result<(), Fault> {
    let (from, to) = (required(input, "input")?, required(output, "output")?);
    let progress = required(progress, "progress")?;
    // SAFETY: the caller makes the same promise.
    let src = unsafe { bytes(from.data, from.length, "input.data") }?;
    // SAFETY: the caller makes the same promise.
    let dst = unsafe { room(to.data.cast::<u8>(), to.length, "output.data") }?;
    let src = src.get(from.position..).ok_or_else(|| beyond("input"))?;
    let dst = dst.get_mut(to.position..).ok_or_else(|| beyond("output"))?;
    let mut source = InBuffer::new(src);
    let mut target = OutBuffer::new(dst);
    let stopped = step(&mut source, &mut target)?;
    from.position += source.pos();
    to.position += target.pos();
    progress.write(match stopped {
        Stopped::NeedsInput => Progress::NeedsInput,
        Stopped::NeedsRoom => Progress::NeedsRoom,
        Stopped::FrameEnd => Progress::FrameEnd,
        Stopped::End => Progress::End,
    } as i32);
    Ok(())
}

fn beyond(name: &str) -> Fault {
    Failure::value(format!(
        "the position of {name} must not be beyond its length"
    ))
    .into()
}

fn unknown(name: &str, values: &str, given: i32) -> Fault {
    Failure::value(format!("{name} must be of {values}; got {given}")).into()
}

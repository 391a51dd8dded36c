//! Sources and sinks of the tests: they do what they are told.

use std::collections::VecDeque;
use std::ffi::c_void;
use std::mem::MaybeUninit;

use crate::support::{message, taken};
use zstdrs::status::Status;
use zstdrs::stream::ends::{Answer, SinkFunctions, SourceFunctions};
use zstdrs::stream::output::Output;

/// What a source or a sink is to do next.
pub(crate) enum Step {
    /// Hand out these bytes, or take so many of what is offered.
    Give(Vec<u8>),
    Take(i64),
    /// Answer with this number, and nothing else.
    Answer(i32),
    /// Call this first; its status is kept.
    Call(Box<dyn FnMut() -> Status>),
}

/// A source: hands out its steps one after the other, then nothing.
#[derive(Default)]
pub(crate) struct Source {
    pub(crate) steps: VecDeque<Step>,
    pub(crate) statuses: Vec<Status>,
    pub(crate) wanted: Vec<usize>,
    /// What was handed out, to be handed out again after going back.
    pub(crate) content: Option<Vec<u8>>,
    pos: usize,
    piece: Vec<u8>,
}

impl Source {
    pub(crate) fn of(steps: impl IntoIterator<Item = Step>) -> Self {
        Self {
            steps: steps.into_iter().collect(),
            ..Self::default()
        }
    }

    /// Memory that can be read again.
    pub(crate) fn content(content: &[u8]) -> Self {
        Self {
            content: Some(content.to_vec()),
            ..Self::default()
        }
    }

    /// The description of this source, which must stay where it is.
    pub(crate) fn functions(&mut self) -> SourceFunctions {
        SourceFunctions {
            read: Some(read),
            rewind: Some(rewind),
            user_data: (&raw mut *self).cast(),
            ..SourceFunctions::default()
        }
    }

    fn next(&mut self, wanted: usize) -> i32 {
        self.wanted.push(wanted);
        if let Some(content) = &self.content {
            let end = content.len().min(self.pos + wanted);
            self.piece = content[self.pos..end].to_vec();
            self.pos = end;
            return Answer::Ok as i32;
        }
        match self.steps.pop_front() {
            Some(Step::Give(piece)) => self.piece = piece,
            Some(Step::Answer(number)) => return number,
            Some(Step::Call(mut call)) => {
                self.statuses.push(call());
                return self.next(wanted);
            }
            Some(Step::Take(_)) => unreachable!("a source takes nothing"),
            None => self.piece.clear(),
        }
        Answer::Ok as i32
    }
}

unsafe extern "C" fn read(
    user_data: *mut c_void,
    wanted: usize,
    data: *mut *const c_void,
    length: *mut usize,
) -> i32 {
    // SAFETY: the description was made from a source that is still there, and nobody else uses it.
    let source = unsafe { &mut *user_data.cast::<Source>() };
    let answer = source.next(wanted);
    // SAFETY: the library passes a writable place.
    unsafe { data.write(source.piece.as_ptr().cast()) };
    // SAFETY: the library passes a writable place.
    unsafe { length.write(source.piece.len()) };
    answer
}

unsafe extern "C" fn rewind(user_data: *mut c_void, probe: i32) -> i32 {
    // SAFETY: the description was made from a source that is still there, and nobody else uses it.
    let source = unsafe { &mut *user_data.cast::<Source>() };
    if source.content.is_none() {
        return Answer::CannotRewind as i32;
    }
    if probe == 0 {
        source.pos = 0;
    }
    Answer::Ok as i32
}

/// A sink: keeps what it takes. Without steps it takes everything.
#[derive(Default)]
pub(crate) struct Sink {
    pub(crate) steps: VecDeque<Step>,
    pub(crate) statuses: Vec<Status>,
    pub(crate) pieces: Vec<Vec<u8>>,
    pub(crate) flushes: usize,
}

impl Sink {
    pub(crate) fn of(steps: impl IntoIterator<Item = Step>) -> Self {
        Self {
            steps: steps.into_iter().collect(),
            ..Self::default()
        }
    }

    /// The description of this sink, which must stay where it is.
    pub(crate) fn functions(&mut self) -> SinkFunctions {
        SinkFunctions {
            write: Some(write),
            flush: Some(flush),
            user_data: (&raw mut *self).cast(),
            ..SinkFunctions::default()
        }
    }

    fn next(&mut self, data: &[u8], taken: &mut i64) -> i32 {
        *taken = i64::try_from(data.len()).expect("pieces are small");
        match self.steps.pop_front() {
            Some(Step::Take(count)) => *taken = count,
            Some(Step::Answer(number)) => return number,
            Some(Step::Call(mut call)) => self.statuses.push(call()),
            Some(Step::Give(_)) => unreachable!("a sink gives nothing"),
            None => {}
        }
        let kept = usize::try_from(*taken).unwrap_or(0).min(data.len());
        self.pieces.push(data[..kept].to_vec());
        Answer::Ok as i32
    }
}

unsafe extern "C" fn write(
    user_data: *mut c_void,
    data: *const c_void,
    length: usize,
    taken: *mut i64,
) -> i32 {
    // SAFETY: the description was made from a sink that is still there, and nobody else uses it.
    let sink = unsafe { &mut *user_data.cast::<Sink>() };
    // SAFETY: the library passes so many readable bytes.
    let data = unsafe { std::slice::from_raw_parts(data.cast(), length) };
    // SAFETY: the library passes a writable place.
    sink.next(data, unsafe { &mut *taken })
}

unsafe extern "C" fn flush(user_data: *mut c_void) -> i32 {
    // SAFETY: the description was made from a sink that is still there, and nobody else uses it.
    let sink = unsafe { &mut *user_data.cast::<Sink>() };
    sink.flushes += 1;
    Answer::Ok as i32
}

/// What `call` hands out; `None` for nothing.
pub(crate) fn handed_out(
    call: impl FnOnce(Option<&mut MaybeUninit<Output>>) -> Status,
) -> Result<Option<Vec<u8>>, (Status, String)> {
    let mut place = MaybeUninit::uninit();
    let status = call(Some(&mut place));
    if status != Status::Ok {
        return Err((status, message()));
    }
    // SAFETY: a successful call has stored its output.
    let output = unsafe { place.assume_init() };
    if output.data.is_null() {
        return Ok(None);
    }
    if output.owner.is_null() {
        assert_eq!(output.length, 0);
        return Ok(Some(Vec::new()));
    }
    // SAFETY: a handle that is given to the caller, once.
    let content = taken(unsafe { Box::from_raw(output.owner) });
    assert_eq!(content.len(), output.length);
    Ok(Some(content))
}

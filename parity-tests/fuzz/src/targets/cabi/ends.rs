//! Sources and sinks with moods: they give and take little, nothing, or say that they fail.
//!
//! The library and its twin have one each, with the same moods in the same order.

use std::cell::RefCell;
use std::ffi::c_void;
use std::ops::Range;
use std::ptr;
use std::rc::Rc;

use parity_tests::cabi::bindings::{self as c, zstdrs_sink, zstdrs_source, zstdrs_status};
use zstd_stream::{Sink, Source, bytes_taken};

use super::expected::Outer;
use super::machine::{Data, Machine, Step, call};

/// What is written beyond this size is refused: a run should be short.
const LARGEST: usize = 1 << 16;

/// The error of a sink that has enough.
const ENOUGH: i32 = 99;

/// A source, or a sink.
pub(super) struct End {
    data: Data,
    at: usize,
    moods: Vec<u8>,
    next: usize,
    can_rewind: bool,
    says_length: bool,
    raw: bool,
    written: Vec<u8>,
    /// A call with the stream that is at work, which must be refused.
    again: Option<Rc<dyn Fn() -> zstdrs_status>>,
}

/// An end that its stream and the run share.
#[derive(Clone)]
pub(super) struct Shared(Rc<RefCell<End>>);

/// What an end does.
enum Answer {
    /// It gives or takes these bytes.
    Bytes(Range<usize>),
    /// It says that it has taken that many, which cannot be.
    Claim(i64),
    Block,
    NotSaid,
    CannotRewind,
    Number(i32),
    Unknown(i32),
}

impl End {
    /// The next mood; a source or sink without any is always at ease.
    fn mood(&mut self) -> u8 {
        let mood = self.moods.get(self.next % self.moods.len().max(1)).copied();
        self.next += 1;
        mood.unwrap_or(0xFF)
    }

    /// How many of `most` bytes move in a mood.
    fn part(mood: u8, most: usize) -> usize {
        if mood & 0x80 == 0 {
            most.min(1 + usize::from(mood >> 4))
        } else {
            most
        }
    }

    fn read(&mut self, wanted: usize) -> Answer {
        assert!(wanted > 0, "a source is asked for nothing");
        let left = self.data.bytes().len() - self.at;
        let mood = self.mood();
        let most = match mood & 15 {
            0 => return Answer::Block,
            1 => return Answer::Number(1 + i32::from(mood)),
            2 if mood & 16 != 0 => return Answer::Unknown(-7),
            3 => wanted.saturating_mul(3),
            _ => wanted,
        };
        let start = self.at;
        self.at += Self::part(mood, most.min(left));
        Answer::Bytes(start..self.at)
    }

    fn rewind(&mut self, probe: bool) -> Answer {
        match self.mood() & 15 {
            0 => Answer::CannotRewind,
            1 => Answer::Number(7),
            2 => Answer::Unknown(c::ZSTDRS_ANSWER_NOT_SAID),
            _ => {
                if !probe {
                    self.at = 0;
                }
                Answer::Bytes(0..0)
            }
        }
    }

    fn write(&mut self, data: &[u8]) -> Answer {
        assert!(!data.is_empty(), "a sink is offered nothing");
        let mood = self.mood();
        let count = match mood & 15 {
            _ if self.written.len() > LARGEST => return Answer::Number(ENOUGH),
            0 => return Answer::Block,
            1 => return Answer::Number(1 + i32::from(mood)),
            2 if mood & 16 != 0 => return Answer::Unknown(c::ZSTDRS_ANSWER_CANNOT_REWIND),
            3 if !self.raw => {
                self.written.extend_from_slice(data);
                return Answer::NotSaid;
            }
            3 => return Answer::NotSaid,
            4 if mood & 16 != 0 => {
                return Answer::Claim(i64::try_from(data.len()).unwrap_or(0) + 1);
            }
            4 if mood & 32 != 0 => return Answer::Claim(-1),
            _ => Self::part(mood, data.len()),
        };
        self.written.extend_from_slice(&data[..count]);
        Answer::Bytes(0..count)
    }

    fn flush(&mut self) -> Answer {
        match self.mood() & 15 {
            1 => Answer::Number(5),
            2 => Answer::Unknown(-9),
            _ => Answer::Bytes(0..0),
        }
    }
}

impl Shared {
    /// What was written so far.
    pub(super) fn written(&self) -> Vec<u8> {
        self.0.borrow().written.clone()
    }

    /// A call that is made from inside of the end now and then, and must be refused.
    pub(super) fn call_again(&self, again: impl Fn() -> zstdrs_status + 'static) {
        self.0.borrow_mut().again = Some(Rc::new(again));
    }

    fn user_data(&self) -> *mut c_void {
        Rc::as_ptr(&self.0).cast_mut().cast()
    }

    /// The end behind a pointer of a callback.
    ///
    /// # Safety
    ///
    /// The pointer must come from [`Shared::user_data`] of an end that is alive.
    unsafe fn of<'a>(user_data: *mut c_void) -> &'a RefCell<End> {
        // SAFETY: the caller promises that.
        let end = unsafe { &*user_data.cast::<RefCell<End>>() };
        let again = end.borrow().again.clone();
        if let Some(again) = again {
            assert_eq!(again(), c::ZSTDRS_STATUS_BUSY, "a call inside of a call");
        }
        end
    }
}

impl Machine {
    /// A source for the library and one for its twin: the bytes of the step, with moods.
    pub(super) fn sources(&self, step: Step) -> [Shared; 2] {
        let end = || End {
            data: self.data(Step {
                flags: step.flags & !2,
                ..step
            }),
            at: 0,
            moods: self.moods(step),
            next: 0,
            can_rewind: step.flag(8),
            says_length: step.flag(16),
            raw: step.flag(8),
            written: Vec::new(),
            again: None,
        };
        [end(), end()].map(|end| Shared(Rc::new(RefCell::new(end))))
    }

    /// The moods of a step: none, mostly.
    fn moods(&self, step: Step) -> Vec<u8> {
        if !step.flag(32) {
            return Vec::new();
        }
        let mut last = step;
        (last.data, last.flags) = (0, 0);
        let data = self.data(last);
        data.bytes().iter().take(12).copied().collect()
    }

    /// What describes a source to the library.
    pub(super) fn source(&self, end: &Shared) -> zstdrs_source {
        let mut source = zstdrs_source {
            size: size_of::<zstdrs_source>(),
            read: None,
            rewind: None,
            user_data: ptr::null_mut(),
            length: 0,
        };
        let size = source.size;
        let status = call!(self, zstdrs_source_init(&raw mut source, size));
        assert_eq!((status, source.length), (c::ZSTDRS_STATUS_OK, -1));
        let inner = end.0.borrow();
        source.read = Some(read);
        source.rewind = inner.can_rewind.then_some(rewind);
        source.user_data = end.user_data();
        if inner.says_length {
            source.length = i64::try_from(inner.data.bytes().len()).unwrap_or(-1);
        }
        source
    }

    /// What describes a sink to the library.
    pub(super) fn sink(&self, end: &Shared) -> zstdrs_sink {
        let mut sink = zstdrs_sink {
            size: size_of::<zstdrs_sink>(),
            write: None,
            flush: None,
            user_data: ptr::null_mut(),
            raw: 1,
        };
        let size = sink.size;
        let status = call!(self, zstdrs_sink_init(&raw mut sink, size));
        assert_eq!((status, sink.raw), (c::ZSTDRS_STATUS_OK, 0));
        let inner = end.0.borrow();
        sink.write = Some(write);
        sink.flush = inner.says_length.then_some(flush);
        sink.user_data = end.user_data();
        sink.raw = inner.raw.into();
        sink
    }
}

/// The number of an answer that moves no bytes.
fn number(answer: &Answer) -> i32 {
    match answer {
        Answer::Bytes(_) | Answer::Claim(_) => c::ZSTDRS_ANSWER_OK,
        Answer::Block => c::ZSTDRS_ANSWER_WOULD_BLOCK,
        Answer::NotSaid => c::ZSTDRS_ANSWER_NOT_SAID,
        Answer::CannotRewind => c::ZSTDRS_ANSWER_CANNOT_REWIND,
        Answer::Number(number) | Answer::Unknown(number) => *number,
    }
}

unsafe extern "C" fn read(
    user_data: *mut c_void,
    wanted: usize,
    data: *mut *const c_void,
    length: *mut usize,
) -> i32 {
    // SAFETY: the source was described with a live end.
    let mut end = unsafe { Shared::of(user_data) }.borrow_mut();
    let answer = end.read(wanted);
    if let Answer::Bytes(range) = &answer {
        let piece = &end.data.bytes()[range.clone()];
        // SAFETY: the library passes a place for the address.
        unsafe { data.write(piece.as_ptr().cast()) };
        // SAFETY: the library passes a place for the length.
        unsafe { length.write(piece.len()) };
    }
    number(&answer)
}

unsafe extern "C" fn rewind(user_data: *mut c_void, probe: i32) -> i32 {
    // SAFETY: the source was described with a live end.
    let end = unsafe { Shared::of(user_data) };
    number(&end.borrow_mut().rewind(probe != 0))
}

unsafe extern "C" fn write(
    user_data: *mut c_void,
    data: *const c_void,
    length: usize,
    taken: *mut i64,
) -> i32 {
    // SAFETY: the sink was described with a live end.
    let end = unsafe { Shared::of(user_data) };
    // SAFETY: the library passes that many readable bytes.
    let data = unsafe { std::slice::from_raw_parts(data.cast::<u8>(), length) };
    let answer = end.borrow_mut().write(data);
    let count = match &answer {
        Answer::Bytes(range) => i64::try_from(range.len()).unwrap_or(0),
        Answer::Claim(claim) => *claim,
        _ => return number(&answer),
    };
    // SAFETY: the library passes a place for the number.
    unsafe { taken.write(count) };
    number(&answer)
}

unsafe extern "C" fn flush(user_data: *mut c_void) -> i32 {
    // SAFETY: the sink was described with a live end.
    let end = unsafe { Shared::of(user_data) };
    number(&end.borrow_mut().flush())
}

/// The failure that an answer stands for.
fn failure(answer: &Answer) -> Outer {
    match answer {
        Answer::Number(number) => Outer::Number(*number),
        _ => Outer::Unknown,
    }
}

impl Source for Shared {
    type Chunk = Vec<u8>;
    type Error = Outer;

    fn read(&mut self, size: usize) -> Result<Option<Vec<u8>>, Outer> {
        let mut end = self.0.borrow_mut();
        match end.read(size) {
            Answer::Bytes(range) => Ok(Some(end.data.bytes()[range].to_vec())),
            Answer::Block => Ok(None),
            other => Err(failure(&other)),
        }
    }

    fn size(&self) -> Option<u64> {
        let end = self.0.borrow();
        end.says_length.then(|| end.data.bytes().len() as u64)
    }

    fn can_rewind(&self) -> bool {
        let mut end = self.0.borrow_mut();
        end.can_rewind && matches!(end.rewind(true), Answer::Bytes(_))
    }

    fn rewind(&mut self) -> Result<bool, Outer> {
        let mut end = self.0.borrow_mut();
        if !end.can_rewind {
            return Ok(false);
        }
        match end.rewind(false) {
            Answer::Bytes(_) => Ok(true),
            Answer::CannotRewind => Ok(false),
            other => Err(failure(&other)),
        }
    }
}

impl Sink for Shared {
    type Error = Outer;

    fn write(&mut self, data: &[u8]) -> Result<Option<usize>, Outer> {
        let mut end = self.0.borrow_mut();
        let said = match end.write(data) {
            Answer::Bytes(range) => i64::try_from(range.len()).ok(),
            Answer::Claim(claim) => Some(claim),
            Answer::NotSaid => None,
            Answer::Block => return Ok(None),
            other => return Err(failure(&other)),
        };
        bytes_taken(said, end.raw, data.len()).map_err(Outer::Impossible)
    }

    fn flush(&mut self) -> Result<(), Outer> {
        let mut end = self.0.borrow_mut();
        if !end.says_length {
            return Ok(());
        }
        match end.flush() {
            Answer::Bytes(_) => Ok(()),
            other => Err(failure(&other)),
        }
    }
}

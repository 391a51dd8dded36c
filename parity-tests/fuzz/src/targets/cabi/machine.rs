//! What a step is, and how its call is judged.

use std::ffi::{CStr, c_void};
use std::fmt::Debug;
use std::ops::Range;
use std::ptr::{self, NonNull};
use std::rc::Rc;
use std::sync::Arc;

use parity_tests::cabi::bindings::{self as c, Zstdrs, zstdrs_output, zstdrs_status};
use zstd_buffers::{BufferWithSegments, BufferWithSegmentsCollection};
use zstd_core::{CParameters, Compressor, Decompressor, Dictionary};

use super::expected::{Expected, Twin};
use super::objects::{ChunkerTwin, FrameTwins};
use super::push::PushTwins;
use super::readers::{ChunksTwin, ReaderTwin};
use super::shelf::{Pair, Shelf};
use super::writers::{CopyTwin, WriterTwin};

/// The bytes of a step.
pub(super) const STEP: usize = 8;

/// The groups of functions.
pub(super) const GROUPS: u8 = 11;

/// One call, before its meaning is known.
#[derive(Clone, Copy)]
pub(super) struct Step {
    pub(super) group: u8,
    pub(super) function: u8,
    /// The object that is used, or the place that a new one goes to.
    pub(super) object: u8,
    /// Which bytes: see [`Machine::data`]. Also the second object.
    pub(super) data: u8,
    pub(super) start: u8,
    pub(super) length: u8,
    pub(super) amount: u8,
    /// 1: the place for the result is NULL. 2: the bytes are NULL. The others are flags of the function.
    pub(super) flags: u8,
}

impl From<[u8; STEP]> for Step {
    fn from([group, function, object, data, start, length, amount, flags]: [u8; STEP]) -> Self {
        Self {
            group,
            function,
            object,
            data,
            start,
            length,
            amount,
            flags,
        }
    }
}

impl Step {
    /// A number: most are small, some are where types end.
    pub(super) fn number(self) -> i64 {
        const SPECIAL: [i64; 8] = [-1, -2, i64::MIN, i64::MAX, 1 << 12, 1 << 16, 1 << 31, -5];
        match self.amount {
            small @ ..=199 => small.into(),
            other => SPECIAL[usize::from(other) % SPECIAL.len()],
        }
    }

    /// A level that costs little, or one that does not exist.
    pub(super) fn level(self) -> i64 {
        match self.number() {
            high @ 7..=22 => high % 7,
            level => level,
        }
    }

    /// A size of pieces that does not take long.
    pub(super) fn piece(self) -> i64 {
        match self.number() {
            huge if huge > 1 << 16 => 1 << 16,
            size => size,
        }
    }

    pub(super) fn flag(self, bit: u8) -> bool {
        self.flags & bit != 0
    }

    /// Whether the place for the result is NULL.
    pub(super) fn nowhere(self) -> bool {
        self.flag(1)
    }
}

/// Bytes that stay where they are for as long as somebody has them.
#[derive(Clone)]
pub(super) struct Data {
    bytes: Rc<[u8]>,
    range: Range<usize>,
    /// How long the caller says that bytes at NULL are.
    null: Option<usize>,
}

impl Data {
    pub(super) fn bytes(&self) -> &[u8] {
        match self.null {
            Some(_) => &[],
            None => &self.bytes[self.range.clone()],
        }
    }

    pub(super) fn ptr(&self) -> *const c_void {
        match self.null {
            Some(_) => ptr::null(),
            None => self.bytes().as_ptr().cast(),
        }
    }

    pub(super) fn len(&self) -> usize {
        self.null.unwrap_or(self.bytes().len())
    }

    /// Whether a call may take them: there are bytes at NULL only if there are none.
    pub(super) fn is_valid(&self) -> bool {
        self.null.is_none_or(|length| length == 0)
    }
}

/// The library, the objects of a run, and the bytes that it has come across.
pub(super) struct Machine {
    pub(super) c: &'static Zstdrs,
    payload: Rc<[u8]>,
    kept: Vec<Rc<[u8]>>,
    pub(super) dictionaries: Shelf<c::zstdrs_dictionary, Dictionary>,
    pub(super) parameters: Shelf<c::zstdrs_parameters, CParameters>,
    pub(super) compressors: Shelf<c::zstdrs_compressor, Arc<Compressor>>,
    pub(super) decompressors: Shelf<c::zstdrs_decompressor, Arc<Decompressor>>,
    pub(super) buffers: Shelf<c::zstdrs_buffer, BufferWithSegments>,
    pub(super) collections: Shelf<c::zstdrs_collection, BufferWithSegmentsCollection>,
    pub(super) compressobjs: Shelf<c::zstdrs_compressobj, zstd_stream::CompressObj>,
    pub(super) decompressobjs: Shelf<c::zstdrs_decompressobj, zstd_stream::DecompressObj>,
    pub(super) chunkers: Shelf<c::zstdrs_chunker, ChunkerTwin>,
    pub(super) frames: FrameTwins,
    pub(super) readers: Shelf<c::zstdrs_reader, ReaderTwin>,
    pub(super) chunks: Shelf<c::zstdrs_chunks, ChunksTwin>,
    pub(super) writers: Shelf<c::zstdrs_writer, WriterTwin>,
    pub(super) copies: Shelf<c::zstdrs_copy, CopyTwin>,
    pub(super) push: PushTwins,
}

/// Calls a function of the library.
macro_rules! call {
    ($machine:expr, $function:ident($($argument:expr),* $(,)?)) => {
        $crate::targets::cabi::call::Call::call($machine.c.$function, ($($argument,)*))
    };
}

pub(super) use call;

impl Machine {
    pub(super) fn new(library: &'static Zstdrs, payload: &[u8]) -> Self {
        Self {
            c: library,
            payload: payload.into(),
            kept: Vec::new(),
            dictionaries: Shelf::default(),
            parameters: Shelf::default(),
            compressors: Shelf::default(),
            decompressors: Shelf::default(),
            buffers: Shelf::default(),
            collections: Shelf::default(),
            compressobjs: Shelf::default(),
            decompressobjs: Shelf::default(),
            chunkers: Shelf::default(),
            frames: FrameTwins::default(),
            readers: Shelf::default(),
            chunks: Shelf::default(),
            writers: Shelf::default(),
            copies: Shelf::default(),
            push: PushTwins::default(),
        }
    }

    /// Makes one call.
    pub(super) fn step(&mut self, step: Step) {
        match step.group % GROUPS {
            0 => self.settings(step),
            1 => self.one_shot(step),
            2 => self.frame(step),
            3 => self.memory(step),
            4 => self.batch(step),
            5 => self.objects(step),
            6 => self.frame_objects(step),
            7 => self.push(step),
            8 => self.reader(step),
            9 => self.writer(step),
            _ => self.train(step),
        }
    }

    /// The bytes of a step: a piece of the payload, or of what earlier steps have handed out.
    pub(super) fn data(&self, step: Step) -> Data {
        let kept = self
            .kept
            .get(usize::from(step.start) % self.kept.len().max(1));
        let (bytes, whole) = match (step.data % 8, kept) {
            (4, _) | (5 | 6, None) => (&self.payload, true),
            (5 | 6, Some(kept)) => (kept, true),
            (7, Some(kept)) => (kept, false),
            _ => (&self.payload, false),
        };
        let range = if whole {
            0..bytes.len()
        } else {
            let start = (usize::from(step.start) * 4).min(bytes.len());
            start..(start + usize::from(step.length) * 8).min(bytes.len())
        };
        Data {
            bytes: Rc::clone(bytes),
            range,
            null: step.flag(2).then_some(usize::from(step.length)),
        }
    }

    /// Remembers bytes for later steps.
    pub(super) fn keep(&mut self, bytes: &[u8]) {
        if !bytes.is_empty() && bytes.len() < 1 << 16 && self.kept.len() < 24 {
            self.kept.push(bytes.into());
        }
    }

    /// Judges how a call has ended, and returns what it has stored. `twin` is how the twin's call ends, or none where the call
    /// lacks something, so that it must be refused.
    pub(super) fn judge<T: PartialEq + Debug>(
        &self,
        (status, stored): (zstdrs_status, Option<T>),
        twin: Option<Twin<T>>,
    ) -> Option<T> {
        match twin {
            Some(Ok(value)) => {
                assert_eq!(status, c::ZSTDRS_STATUS_OK, "{}", self.message());
                assert_eq!(stored.as_ref(), Some(&value), "another result");
                return stored;
            }
            Some(Err(failure)) => self.failed(status, &failure),
            None => self.refused(status),
        }
        None
    }

    /// The call has failed as its twin has.
    pub(super) fn failed(&self, status: zstdrs_status, failure: &Expected) {
        let message = self.message();
        assert_eq!(status, failure.status, "{message:?}, and not {failure:?}");
        if let Some(expected) = &failure.message {
            assert_eq!(message, expected);
            // SAFETY: takes no arguments.
            let code = unsafe { (self.c.zstdrs_last_error_code)() };
            assert_eq!(code, failure.code);
        }
        assert!(!message.is_empty(), "a failure without a message");
        // SAFETY: takes no arguments.
        let callback = unsafe { (self.c.zstdrs_last_callback_error)() };
        assert_eq!(callback, failure.callback);
    }

    /// The call lacks something, and says so.
    pub(super) fn refused(&self, status: zstdrs_status) {
        let right = ![c::ZSTDRS_STATUS_OK, c::ZSTDRS_STATUS_PANIC].contains(&status);
        assert!(right && !self.message().is_empty(), "{status} for NULL");
    }

    /// The message of the last failure.
    fn message(&self) -> &str {
        // SAFETY: takes no arguments.
        let text = unsafe { (self.c.zstdrs_last_error_message)() };
        // SAFETY: zero-terminated, and valid until the next call of this thread fails.
        let text = unsafe { CStr::from_ptr(text) };
        text.to_str().expect("messages are UTF-8")
    }

    /// A call that stores a value. `empty` stands for nothing, and is still there after a failure.
    pub(super) fn value<T: Copy + PartialEq + Debug>(
        &self,
        step: Step,
        empty: T,
        call: impl FnOnce(*mut T) -> zstdrs_status,
    ) -> (zstdrs_status, Option<T>) {
        if step.nowhere() {
            return (call(ptr::null_mut()), None);
        }
        let mut place = empty;
        let status = call(&raw mut place);
        let stored = [c::ZSTDRS_STATUS_OK, c::ZSTDRS_STATUS_CAPACITY].contains(&status);
        assert!(stored || place == empty, "a failure has stored {place:?}");
        (status, stored.then_some(place))
    }

    /// A call that makes an object.
    pub(super) fn make<T, M>(
        &self,
        step: Step,
        free: unsafe extern "C" fn(*mut T),
        call: impl FnOnce(*mut *mut T) -> zstdrs_status,
        twin: Option<Twin<M>>,
    ) -> Option<Pair<T, M>> {
        let (status, raw) = self.value(step, ptr::null_mut(), call);
        let (ended, twin) = match twin {
            None => (None, None),
            Some(Ok(twin)) => (Some(Ok(())), Some(twin)),
            Some(Err(failure)) => (Some(Err(failure)), None),
        };
        self.judge((status, raw.map(drop)), ended);
        Some(Pair::new(NonNull::new(raw?)?, free, twin?))
    }

    /// A call that hands bytes out; `None` within for nothing to hand out.
    pub(super) fn output(
        &self,
        step: Step,
        call: impl FnOnce(*mut zstdrs_output) -> zstdrs_status,
    ) -> (zstdrs_status, Option<Option<Vec<u8>>>) {
        if step.nowhere() {
            return (call(ptr::null_mut()), None);
        }
        let mut output = zstdrs_output {
            data: ptr::null(),
            length: usize::MAX,
            owner: ptr::null_mut(),
        };
        let status = call(&raw mut output);
        if status != c::ZSTDRS_STATUS_OK {
            assert_eq!(output.length, usize::MAX, "a failure has stored something");
            return (status, None);
        }
        (status, Some(self.take(output)))
    }

    /// The bytes of an output, which is freed.
    pub(super) fn take(&self, output: zstdrs_output) -> Option<Vec<u8>> {
        if output.data.is_null() {
            assert!(output.length == 0 && output.owner.is_null());
            return None;
        }
        // SAFETY: the library says that so many bytes are there until their owner is freed; the address is never NULL.
        let bytes = unsafe { std::slice::from_raw_parts(output.data.cast::<u8>(), output.length) };
        let bytes = bytes.to_vec();
        call!(self, zstdrs_bytes_free(output.owner));
        Some(bytes)
    }

    /// A call that makes bytes.
    pub(super) fn bytes(
        &self,
        step: Step,
        call: impl FnOnce(*mut *mut c::zstdrs_bytes) -> zstdrs_status,
    ) -> (zstdrs_status, Option<Vec<u8>>) {
        let (status, raw) = self.value(step, ptr::null_mut(), call);
        let Some(raw) = raw else {
            return (status, None);
        };
        let (mut data, mut length) = (ptr::null(), 0);
        let told = call!(self, zstdrs_bytes_data(raw, &raw mut data, &raw mut length));
        assert_eq!(told, c::ZSTDRS_STATUS_OK);
        let output = zstdrs_output {
            data,
            length,
            owner: raw,
        };
        (status, self.take(output))
    }

    /// A call that writes to room of `capacity` bytes and stores how much. After a failure the room is as it was, where the header
    /// says so.
    pub(super) fn room(
        &self,
        step: Step,
        capacity: usize,
        call: impl FnOnce(*mut c_void, usize, *mut usize) -> zstdrs_status,
    ) -> (zstdrs_status, Option<usize>, Vec<u8>) {
        let mut room = vec![0xA5; capacity + 1];
        let start = room.as_mut_ptr().cast();
        let (status, count) = self.value(step, usize::MAX, |count| call(start, capacity, count));
        assert_eq!(room.pop(), Some(0xA5), "a byte behind the room");
        if status == c::ZSTDRS_STATUS_CAPACITY {
            assert!(
                room.iter().all(|&byte| byte == 0xA5),
                "written, and CAPACITY"
            );
        }
        if let (c::ZSTDRS_STATUS_OK, Some(count)) = (status, count) {
            room.truncate(count);
        }
        (status, count, room)
    }
}

//! Compression on one thread that asks, ahead of every block, whether to go on.
//!
//! libzstd compresses a whole input in one call, and where it cuts the blocks depends on how much of the input it sees: so the
//! input cannot be given to it in pieces. But it calls a producer of sequences, where one is registered, for every block, and
//! finds the sequences itself where the producer cannot. Ours never can, so that the frame is the same to the byte; and where
//! it is told to stop, it returns what libzstd refuses.

use std::any::Any;
use std::ffi::c_void;
use std::mem::MaybeUninit;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::ptr;

use super::CCtx;
use crate::error::{Error, ErrorCode, Result};
use crate::parameters::CParameter;
use crate::sys;
use crate::watch::Watch;

/// The C macro ZSTD_SEQUENCE_PRODUCER_ERROR.
const CANNOT: usize = usize::MAX;

/// What the producer knows of its call.
struct Asker<'a, 'w> {
    watch: &'a mut Watch<'w>,
    answer: Answer,
}

enum Answer {
    GoOn,
    Stop,
    Panic(Box<dyn Any + Send>),
}

impl CCtx {
    /// As [`CCtx::compress`], to the byte, asking `watch` ahead of every block. Not for contexts with worker threads.
    pub(super) fn compress_asking(
        &mut self,
        src: &[u8],
        dst: &mut [MaybeUninit<u8>],
        watch: &mut Watch<'_>,
    ) -> Result<usize> {
        self.reset_session();
        self.set(CParameter::SeqProducerFallback, 1)?;
        let mut asker = Asker {
            watch,
            answer: Answer::GoOn,
        };
        let state: *mut Asker<'_, '_> = &mut asker;
        // SAFETY: the object is live and between frames; the state outlives the one call that uses it.
        unsafe { sys::ZSTD_registerSequenceProducer(self.as_ptr(), state.cast(), Some(produce)) };
        let result = self.compress(src, dst);
        // SAFETY: the object is live and between frames.
        unsafe { sys::ZSTD_registerSequenceProducer(self.as_ptr(), ptr::null_mut(), None) };
        match asker.answer {
            Answer::GoOn => {}
            Answer::Stop => return Err(Error::Interrupted),
            Answer::Panic(panic) => resume_unwind(panic),
        }
        match result {
            // Matching over long distances does without producers.
            Err(error) if error.code() == Some(ErrorCode::PARAMETER_COMBINATION_UNSUPPORTED) => {
                self.compress(src, dst)
            }
            result => result,
        }
    }
}

/// Asks, and leaves the work to libzstd.
unsafe extern "C" fn produce(
    state: *mut c_void,
    sequences: *mut sys::ZSTD_Sequence,
    _capacity: usize,
    _src: *const c_void,
    _src_size: usize,
    _dict: *const c_void,
    _dict_size: usize,
    _level: i32,
    _window_size: usize,
) -> usize {
    // SAFETY: the state that was registered, which nobody else uses while the call lasts.
    let asker = unsafe { &mut *state.cast::<Asker<'_, '_>>() };
    asker.answer = match catch_unwind(AssertUnwindSafe(|| asker.watch.proceed())) {
        Ok(true) => return CANNOT,
        Ok(false) => Answer::Stop,
        Err(panic) => Answer::Panic(panic),
    };
    // Longer than any block.
    let refused = sys::ZSTD_Sequence {
        offset: 0,
        litLength: u32::MAX,
        matchLength: 0,
        rep: 0,
    };
    // SAFETY: libzstd gives room for more than one sequence.
    unsafe { sequences.write(refused) };
    1
}

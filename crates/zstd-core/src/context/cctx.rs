//! A compression context.

use std::mem::MaybeUninit;
use std::process;
use std::ptr::NonNull;
use std::sync::Arc;

use super::{CCtxParams, CDict, InBuffer, OutBuffer};
use crate::content::Content;
use crate::dictionary::DictKind;
use crate::error::{Error, ErrorCode, Result, check};
use crate::parameters::CParameter;
use crate::start::start_thread;
use crate::sys;
use crate::version::check_library;

/// What a streaming call is to do with the data inside of the context.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CompressDirective {
    /// Collect input; output comes when there is enough for a block.
    Continue,
    /// End the block and hand out all of it, so that a decoder can decode everything so far.
    Flush,
    /// End the frame.
    End,
}

impl CompressDirective {
    fn raw(self) -> sys::ZSTD_EndDirective {
        match self {
            Self::Continue => sys::ZSTD_EndDirective::ZSTD_e_continue,
            Self::Flush => sys::ZSTD_EndDirective::ZSTD_e_flush,
            Self::End => sys::ZSTD_EndDirective::ZSTD_e_end,
        }
    }
}

/// How far a frame has come, in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progression {
    /// Input taken in, buffered input included.
    pub ingested: u64,
    /// Input compressed.
    pub consumed: u64,
    /// Compressed data produced.
    pub produced: u64,
}

/// A `ZSTD_CCtx`: parameters, working memory and the state of one frame.
///
/// A context with worker threads (`CParameter::Threads`) belongs to the process that made it: after a `fork` the child has
/// no such threads, so [`CCtx::is_usable`] is false there and dropping it leaks it rather than waiting for them. Nor is such a
/// context usable once a frame was left unfinished: libzstd may take a piece of it for the beginning of the next one. Its
/// threads come to the end of what they have begun while nobody waits for them.
///
/// ```
/// use std::mem::MaybeUninit;
/// use zstd_core::{CCtx, CParameter, compress_bound};
///
/// let mut context = CCtx::new()?;
/// context.set(CParameter::CompressionLevel, 19)?;
/// let mut room = vec![MaybeUninit::uninit(); compress_bound(4)?];
/// assert!(context.compress(b"data", &mut room)? > 4);
/// # Ok::<(), zstd_core::Error>(())
/// ```
pub struct CCtx {
    raw: NonNull<sys::ZSTD_CCtx>,
    /// The context refers to it.
    cdict: Option<Arc<CDict>>,
    /// The dictionary or the prefix that the context may refer to.
    content: Option<Content>,
    /// Whether that is a prefix.
    is_prefix: bool,
    /// The process whose threads the context may have, if it is multi-threaded.
    owner: Option<u32>,
    failed: bool,
    /// A frame has begun, and not ended.
    begun: bool,
    /// A frame was left unfinished that worker threads have a part in.
    abandoned: bool,
}

// SAFETY: the C object has no ties to the thread that made it, and is owned exclusively.
unsafe impl Send for CCtx {}
// SAFETY: calls that take `&self` only read fields that no call through `&self` writes.
unsafe impl Sync for CCtx {}

impl CCtx {
    /// A context with libzstd's default parameters.
    pub fn new() -> Result<Self> {
        check_library()?;
        // SAFETY: takes no arguments; null means that memory was refused.
        let raw = unsafe { sys::ZSTD_createCCtx() };
        Ok(Self {
            raw: NonNull::new(raw).ok_or(Error::OutOfMemory { bytes: None })?,
            cdict: None,
            content: None,
            is_prefix: false,
            owner: None,
            failed: false,
            begun: false,
            abandoned: false,
        })
    }

    /// Whether the context may be used: see the type.
    #[must_use]
    pub fn is_usable(&self) -> bool {
        !self.abandoned && self.is_ours()
    }

    /// Whether another call may use the context that was left like this.
    pub(crate) fn is_free(&self) -> bool {
        self.is_usable() && !(self.begun && self.has_threads())
    }

    /// Whether its threads, if it has any, are those of this process.
    fn is_ours(&self) -> bool {
        self.owner.is_none_or(|owner| owner == process::id())
    }

    /// Replaces all parameters. Not in the middle of a frame.
    pub fn set_parameters(&mut self, params: &CCtxParams) -> Result<()> {
        // SAFETY: both objects are live; `params` is only read and copied.
        let result = unsafe {
            sys::ZSTD_CCtx_setParametersUsingCCtxParams(self.raw.as_ptr(), params.as_ptr())
        };
        check("could not set compression parameters", result)?;
        self.note_threads()
    }

    /// Sets one parameter, within its bounds. Not in the middle of a frame.
    pub fn set(&mut self, parameter: CParameter, value: i64) -> Result<()> {
        let value = parameter.bounds()?.check(parameter.name(), value)?;
        // SAFETY: the object is live and owned exclusively.
        let result =
            unsafe { sys::ZSTD_CCtx_setParameter(self.raw.as_ptr(), parameter.raw(), value) };
        check(parameter.name(), result)?;
        self.note_threads()
    }

    /// Whether it may have worker threads.
    pub(super) fn has_threads(&self) -> bool {
        self.owner.is_some()
    }

    fn note_threads(&mut self) -> Result<()> {
        let mut workers = 0;
        // SAFETY: the object is live; `workers` is a valid place for the value.
        let result = unsafe {
            sys::ZSTD_CCtx_getParameter(
                self.raw.as_ptr(),
                CParameter::Threads.raw(),
                &raw mut workers,
            )
        };
        check("could not read a compression parameter", result)?;
        if workers > 0 {
            self.owner.get_or_insert_with(process::id);
        }
        Ok(())
    }

    /// Uses a digested dictionary for all frames from now on, or none. Not in the middle of a frame.
    pub fn ref_cdict(&mut self, cdict: Option<Arc<CDict>>) -> Result<()> {
        let raw = cdict
            .as_ref()
            .map_or(std::ptr::null(), |cdict| cdict.as_ptr());
        // SAFETY: the object is live; the CDict stays alive because it is kept beside it.
        let result = unsafe { sys::ZSTD_CCtx_refCDict(self.raw.as_ptr(), raw) };
        check("could not load compression dictionary", result)?;
        self.cdict = cdict;
        Ok(())
    }

    /// Loads a dictionary for all frames from now on. It is digested with the first of them, for the parameters that are in
    /// force then. Not in the middle of a frame.
    pub fn load_dictionary(&mut self, content: impl Into<Content>, kind: DictKind) -> Result<()> {
        let content = content.into();
        // SAFETY: the object is live; the content stays alive because it is kept beside it, until another one is referred to.
        let result = unsafe {
            sys::ZSTD_CCtx_loadDictionary_advanced(
                self.raw.as_ptr(),
                content.as_ptr().cast(),
                content.len(),
                sys::ZSTD_dictLoadMethod_e::ZSTD_dlm_byRef,
                kind.raw(),
            )
        };
        check("could not load compression dictionary", result)?;
        self.content = Some(content);
        self.is_prefix = false;
        self.cdict = None;
        Ok(())
    }

    /// Has the next frame, and all that [`CCtx::compress`] makes, refer back to content that the decompressor must have as well.
    /// It takes the place of a digested dictionary. Not in the middle of a frame.
    pub fn ref_prefix(&mut self, prefix: impl Into<Content>) -> Result<()> {
        self.content = Some(prefix.into());
        self.is_prefix = true;
        self.cdict = None;
        self.renew_prefix()
    }

    /// Refers to the prefix, if there is one, for another frame: libzstd forgets it with each.
    fn renew_prefix(&mut self) -> Result<()> {
        let Some(prefix) = self.content.as_ref().filter(|_| self.is_prefix) else {
            return Ok(());
        };
        // SAFETY: the object is live; the content stays alive because it is kept beside it, until another one is referred to.
        let result = unsafe {
            sys::ZSTD_CCtx_refPrefix(self.raw.as_ptr(), prefix.as_ptr().cast(), prefix.len())
        };
        check("could not load compression prefix", result).map(drop)
    }

    /// Forgets an unfinished frame; parameters and dictionary stay. A context with worker threads is of no use afterwards if it
    /// was in the middle of one ([`CCtx::is_usable`]).
    pub fn reset_session(&mut self) {
        if self.has_threads() && self.begun {
            (self.abandoned, self.failed) = (true, true);
            return;
        }
        let directive = sys::ZSTD_ResetDirective::ZSTD_reset_session_only;
        // SAFETY: the object is live and owned exclusively; a session reset cannot fail.
        unsafe { sys::ZSTD_CCtx_reset(self.raw.as_ptr(), directive) };
        (self.failed, self.begun) = (false, false);
    }

    /// Declares the size of the next frame's content; `None`: unknown. Only before the frame's first byte.
    pub fn set_pledged_size(&mut self, size: Option<u64>) -> Result<()> {
        // The C macro ZSTD_CONTENTSIZE_UNKNOWN.
        let size = size.unwrap_or(u64::MAX);
        // SAFETY: the object is live and owned exclusively.
        let result = unsafe { sys::ZSTD_CCtx_setPledgedSrcSize(self.raw.as_ptr(), size) };
        check("error setting source size", result).map(drop)
    }

    /// Compresses `src` into one frame at the start of `dst` and returns its size. An unfinished frame is forgotten
    /// ([`CCtx::reset_session`]).
    pub fn compress(&mut self, src: &[u8], dst: &mut [MaybeUninit<u8>]) -> Result<usize> {
        const OPERATION: &str = "cannot compress";
        if self.begun {
            self.reset_session();
        }
        if self.abandoned {
            return Err(Error::from_code(OPERATION, ErrorCode::STAGE_WRONG));
        }
        self.renew_prefix()?;
        self.begun = true;
        // SAFETY: the object is live and owned exclusively; both ranges are valid for their lengths.
        let result = unsafe {
            sys::ZSTD_compress2(
                self.raw.as_ptr(),
                dst.as_mut_ptr().cast(),
                dst.len(),
                src.as_ptr().cast(),
                src.len(),
            )
        };
        self.begun = check(OPERATION, result).is_err();
        check(OPERATION, result).inspect_err(|_| self.reset_session())
    }

    /// Moves data through the context; returns how many bytes are left to hand out (0: the directive is done).
    ///
    /// After an error the frame is lost: every further call fails until [`CCtx::reset_session`].
    pub fn compress_stream(
        &mut self,
        input: &mut InBuffer<'_>,
        output: &mut OutBuffer<'_>,
        directive: CompressDirective,
    ) -> Result<usize> {
        const OPERATION: &str = "zstd compress error";
        if self.failed {
            return Err(Error::from_code(OPERATION, ErrorCode::STAGE_WRONG));
        }
        self.begun = true;
        let (mut raw_in, mut raw_out) = (input.as_ffi(), output.as_ffi());
        // SAFETY: the object is live and owned exclusively; both windows describe valid memory and `pos <= size`.
        let result = unsafe {
            sys::ZSTD_compressStream2(
                self.raw.as_ptr(),
                &raw mut raw_out,
                &raw mut raw_in,
                directive.raw(),
            )
        };
        input.advance_to(raw_in.pos);
        // SAFETY: libzstd has written the bytes up to its `pos`.
        unsafe { output.advance_to(raw_out.pos) };
        let left = check(OPERATION, result).inspect_err(|_| self.failed = true)?;
        self.begun = left > 0 || directive != CompressDirective::End || !input.is_exhausted();
        Ok(left)
    }

    /// How far the current frame, or the last one, has come.
    #[must_use]
    pub fn progression(&self) -> Progression {
        // SAFETY: the object is live and only read.
        let raw = unsafe { sys::ZSTD_getFrameProgression(self.raw.as_ptr()) };
        Progression {
            ingested: raw.ingested,
            consumed: raw.consumed,
            produced: raw.produced,
        }
    }

    /// Its size in bytes.
    #[must_use]
    pub fn memory_size(&self) -> usize {
        // SAFETY: the object is live and only read.
        unsafe { sys::ZSTD_sizeof_CCtx(self.raw.as_ptr()) }
    }

    pub(crate) fn as_ptr(&mut self) -> *mut sys::ZSTD_CCtx {
        self.raw.as_ptr()
    }
}

impl Drop for CCtx {
    fn drop(&mut self) {
        if !self.is_ours() {
            return;
        }
        let freed = Freed {
            raw: self.raw,
            _referred: (self.cdict.take(), self.content.take()),
        };
        if self.has_threads() && self.begun {
            // Freeing waits for the worker threads. Where the system refuses a thread for that, it is done here.
            drop(start_thread("zstd-free", move || drop(freed)));
        }
    }
}

/// A context that nobody uses any more, and what its worker threads use until they are done.
struct Freed {
    raw: NonNull<sys::ZSTD_CCtx>,
    _referred: (Option<Arc<CDict>>, Option<Content>),
}

// SAFETY: the C object has no ties to the thread that made it, and is owned exclusively; so is what it refers to, or shared by
// threads.
unsafe impl Send for Freed {}

impl Drop for Freed {
    fn drop(&mut self) {
        // SAFETY: the object was made by `ZSTD_createCCtx` and is freed here alone.
        unsafe { sys::ZSTD_freeCCtx(self.raw.as_ptr()) };
    }
}

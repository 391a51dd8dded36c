//! A decompression context.

use std::mem::MaybeUninit;
use std::ptr::NonNull;
use std::sync::Arc;

use super::{DDict, InBuffer, OutBuffer};
use crate::content::Content;
use crate::error::{Error, ErrorCode, Result, check};
use crate::parameters::{DParameter, Format};
use crate::sys;
use crate::version::check_library;
use crate::watch::Watch;

/// What fails in streaming calls.
const STREAMING: &str = "zstd decompress error";

/// Content that a frame may refer back to: the raw text that it was compressed against.
#[derive(Clone, Copy, Debug)]
pub struct Prefix<'a>(pub &'a [u8]);

/// A `ZSTD_DCtx`: parameters, tables and the state of one frame.
pub struct DCtx {
    raw: NonNull<sys::ZSTD_DCtx>,
    /// The context refers to it.
    ddict: Option<Arc<DDict>>,
    /// The prefix that the context may refer to.
    prefix: Option<Content>,
    failed: bool,
}

// SAFETY: the C object has no ties to the thread that made it, and is owned exclusively.
unsafe impl Send for DCtx {}
// SAFETY: calls that take `&self` only read fields that no call through `&self` writes.
unsafe impl Sync for DCtx {}

impl DCtx {
    /// A context with libzstd's default parameters.
    pub fn new() -> Result<Self> {
        check_library()?;
        // SAFETY: takes no arguments; null means that memory was refused.
        let raw = unsafe { sys::ZSTD_createDCtx() };
        Ok(Self {
            raw: NonNull::new(raw).ok_or(Error::OutOfMemory { bytes: None })?,
            ddict: None,
            prefix: None,
            failed: false,
        })
    }

    /// Sets one parameter, within its bounds. Not in the middle of a frame.
    pub fn set(&mut self, parameter: DParameter, value: i64) -> Result<()> {
        let value = parameter.bounds()?.check(parameter.name(), value)?;
        // SAFETY: the object is live and owned exclusively.
        let result =
            unsafe { sys::ZSTD_DCtx_setParameter(self.raw.as_ptr(), parameter.raw(), value) };
        check(parameter.name(), result).map(drop)
    }

    /// Whether frames carry the magic number.
    pub fn set_format(&mut self, format: Format) -> Result<()> {
        self.set(DParameter::Format, format.number().into())
    }

    /// The largest window in bytes that streaming accepts: a power of 2 or any size between, within the bounds of
    /// [`DParameter::WindowLogMax`].
    pub fn set_max_window_size(&mut self, size: usize) -> Result<()> {
        let logs = DParameter::WindowLogMax.bounds()?;
        let (min, max) = (1_i64 << logs.min, 1_i64 << logs.max);
        let value = i64::try_from(size).unwrap_or(i64::MAX);
        if !(min..=max).contains(&value) {
            return Err(Error::OutOfRange {
                name: "max_window_size",
                value,
                min,
                max,
            });
        }
        // SAFETY: the object is live and owned exclusively.
        let result = unsafe { sys::ZSTD_DCtx_setMaxWindowSize(self.raw.as_ptr(), size) };
        check("unable to set max window size", result).map(drop)
    }

    /// Uses a digested dictionary for all frames from now on, or none.
    pub fn ref_ddict(&mut self, ddict: Option<Arc<DDict>>) -> Result<()> {
        let raw = ddict
            .as_ref()
            .map_or(std::ptr::null(), |ddict| ddict.as_ptr());
        // SAFETY: the object is live; the DDict stays alive because it is kept beside it.
        let result = unsafe { sys::ZSTD_DCtx_refDDict(self.raw.as_ptr(), raw) };
        check("unable to reference prepared dictionary", result)?;
        self.ddict = ddict;
        Ok(())
    }

    /// Lets the next frame, and all that [`DCtx::decompress`] reads, refer back to the content that it was made with; see
    /// [`CCtx::ref_prefix`](super::CCtx::ref_prefix). It takes the place of a digested dictionary.
    pub fn ref_prefix(&mut self, prefix: impl Into<Content>) -> Result<()> {
        self.prefix = Some(prefix.into());
        self.ddict = None;
        self.renew_prefix()
    }

    /// Refers to the prefix, if there is one, for another frame: libzstd forgets it with each. Between frames only.
    pub fn renew_prefix(&mut self) -> Result<()> {
        let Some(prefix) = &self.prefix else {
            return Ok(());
        };
        // SAFETY: the object is live; the content stays alive because it is kept beside it, until another one is referred to.
        let result = unsafe {
            sys::ZSTD_DCtx_refPrefix(self.raw.as_ptr(), prefix.as_ptr().cast(), prefix.len())
        };
        check("unable to reference prefix", result).map(drop)
    }

    /// Forgets an unfinished frame; parameters and dictionary stay.
    pub fn reset_session(&mut self) {
        let directive = sys::ZSTD_ResetDirective::ZSTD_reset_session_only;
        // SAFETY: the object is live and owned exclusively; a session reset cannot fail.
        unsafe { sys::ZSTD_DCtx_reset(self.raw.as_ptr(), directive) };
        self.failed = false;
    }

    /// Decompresses `src`, all frames of it, to the start of `dst` and returns the size of the content.
    pub fn decompress(&mut self, src: &[u8], dst: &mut [MaybeUninit<u8>]) -> Result<usize> {
        self.renew_prefix()?;
        // SAFETY: the object is live and owned exclusively; both ranges are valid for their lengths.
        let result = unsafe {
            sys::ZSTD_decompressDCtx(
                self.raw.as_ptr(),
                dst.as_mut_ptr().cast(),
                dst.len(),
                src.as_ptr().cast(),
                src.len(),
            )
        };
        check("decompression error", result).inspect_err(|_| self.reset_session())
    }

    /// As [`DCtx::decompress`], for frames that refer back to `prefix`; the context's own dictionary is not used. Allocates nothing.
    ///
    /// A prefix that begins with the dictionary magic is read as a full dictionary, as it was when the frame was made.
    pub fn decompress_with_prefix(
        &mut self,
        src: &[u8],
        dst: &mut [MaybeUninit<u8>],
        prefix: Prefix<'_>,
    ) -> Result<usize> {
        // SAFETY: the object is live and owned exclusively; the three ranges are valid for their lengths, and the prefix is
        // not referred to after the call: the next frame begins with references of its own.
        let result = unsafe {
            sys::ZSTD_decompress_usingDict(
                self.raw.as_ptr(),
                dst.as_mut_ptr().cast(),
                dst.len(),
                src.as_ptr().cast(),
                src.len(),
                prefix.0.as_ptr().cast(),
                prefix.0.len(),
            )
        };
        check("decompression error", result).inspect_err(|_| self.reset_session())
    }

    /// Moves data through the context; returns 0 when a frame has ended and all of it was handed out, otherwise a hint of how
    /// many bytes of input to pass next.
    ///
    /// After an error the frame is lost: every further call fails until [`DCtx::reset_session`].
    pub fn decompress_stream(
        &mut self,
        input: &mut InBuffer<'_>,
        output: &mut OutBuffer<'_>,
    ) -> Result<usize> {
        self.decompress_stream_up_to(input, output, u64::MAX)
    }

    /// As [`DCtx::decompress_stream`], with at most `most` bytes of output.
    pub fn decompress_stream_up_to(
        &mut self,
        input: &mut InBuffer<'_>,
        output: &mut OutBuffer<'_>,
        most: u64,
    ) -> Result<usize> {
        if self.failed {
            return Err(Error::from_code(STREAMING, ErrorCode::STAGE_WRONG));
        }
        let (mut raw_in, mut raw_out) = (input.as_ffi(), output.as_ffi_up_to(most));
        // SAFETY: the object is live and owned exclusively; both windows describe valid memory and `pos <= size`.
        let result = unsafe {
            sys::ZSTD_decompressStream(self.raw.as_ptr(), &raw mut raw_out, &raw mut raw_in)
        };
        input.advance_to(raw_in.pos);
        // SAFETY: libzstd has written the bytes up to its `pos`.
        unsafe { output.advance_to(raw_out.pos) };
        check(STREAMING, result).inspect_err(|_| self.failed = true)
    }

    /// Decompresses, in one step, the frame of `length` bytes that the input begins with. The room must be enough for its content;
    /// there is no window, and so no limit of it.
    ///
    /// After an error the frame is lost: every further call fails until [`DCtx::reset_session`].
    pub fn decompress_frame(
        &mut self,
        input: &mut InBuffer<'_>,
        length: usize,
        output: &mut OutBuffer<'_>,
    ) -> Result<()> {
        if self.failed {
            return Err(Error::from_code(STREAMING, ErrorCode::STAGE_WRONG));
        }
        let src = input.remaining();
        let src = &src[..length.min(src.len())];
        let (start, dst) = (output.pos(), output.rest());
        // SAFETY: the object is live and owned exclusively; both ranges are valid for their lengths.
        let result = unsafe {
            sys::ZSTD_decompressDCtx(
                self.raw.as_ptr(),
                dst.as_mut_ptr().cast(),
                dst.len(),
                src.as_ptr().cast(),
                src.len(),
            )
        };
        let written = check(STREAMING, result).inspect_err(|_| self.failed = true)?;
        input.advance_to(input.pos() + src.len());
        // SAFETY: libzstd has written so many bytes from `start` on.
        unsafe { output.advance_to(start + written) };
        Ok(())
    }

    /// As [`DCtx::decompress_frame`], asking `watch` as [`DCtx::decompress_watched`] does.
    ///
    /// # Errors
    ///
    /// As [`DCtx::decompress_frame`], and [`Error::Interrupted`] when the answer was no; the frame is forgotten.
    pub fn decompress_frame_watched(
        &mut self,
        input: &mut InBuffer<'_>,
        length: usize,
        output: &mut OutBuffer<'_>,
        watch: &mut Watch<'_>,
    ) -> Result<()> {
        let src = input.remaining();
        let src = &src[..length.min(src.len())];
        let start = output.pos();
        let Some(written) = self.decode_watched(src, output.rest(), watch)? else {
            self.renew_prefix()?;
            return self.decompress_frame(input, length, output);
        };
        input.advance_to(input.pos() + src.len());
        // SAFETY: so many bytes were written from `start` on.
        unsafe { output.advance_to(start + written) };
        Ok(())
    }

    /// Its size in bytes.
    #[must_use]
    pub fn memory_size(&self) -> usize {
        // SAFETY: the object is live and only read.
        unsafe { sys::ZSTD_sizeof_DCtx(self.raw.as_ptr()) }
    }
}

impl Drop for DCtx {
    fn drop(&mut self) {
        // SAFETY: the object was made by `ZSTD_createDCtx` and is freed here alone.
        unsafe { sys::ZSTD_freeDCtx(self.raw.as_ptr()) };
    }
}

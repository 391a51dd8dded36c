//! A dictionary digested for compression.

use std::ptr::NonNull;

use super::CCtxParams;
use crate::content::Content;
use crate::dictionary::DictKind;
use crate::error::{Error, Result};
use crate::memory::with_refusals;
use crate::parameters::CParameters;
use crate::sys;

/// A `ZSTD_CDict`: a dictionary with its tables built for one set of parameters. Read-only, so that many contexts may
/// refer to it at once.
pub struct CDict {
    raw: NonNull<sys::ZSTD_CDict>,
    /// The tables point into this memory.
    _content: Content,
}

// SAFETY: libzstd never writes to a finished CDict, and it has no ties to a thread.
unsafe impl Send for CDict {}
// SAFETY: as above; sharing one CDict among threads is what it is documented for.
unsafe impl Sync for CDict {}

impl CDict {
    /// Digests `content` for the parameters that a context will have: the same frames come out as if the context had
    /// loaded the dictionary itself.
    pub(crate) fn new(content: Content, kind: DictKind, params: &CCtxParams) -> Result<Self> {
        // SAFETY: `content` outlives the CDict, which keeps it; `params` is a live object that is only read.
        let raw = with_refusals(|| unsafe {
            sys::ZSTD_createCDict_advanced2(
                content.as_ptr().cast(),
                content.len(),
                sys::ZSTD_dictLoadMethod_e::ZSTD_dlm_byRef,
                kind.raw(),
                params.as_ptr(),
                super::MALLOC,
            )
        });
        Self::wrap(raw, content)
    }

    /// Digests `content` for explicit parameters, which then win over those of the contexts that use it.
    pub(crate) fn with_fixed_parameters(
        content: Content,
        kind: DictKind,
        parameters: &CParameters,
    ) -> Result<Self> {
        let raw_parameters = parameters.to_ffi_cparams(content.len())?;
        // SAFETY: `content` outlives the CDict, which keeps it; the parameters are a checked struct of numbers.
        let raw = with_refusals(|| unsafe {
            sys::ZSTD_createCDict_advanced(
                content.as_ptr().cast(),
                content.len(),
                sys::ZSTD_dictLoadMethod_e::ZSTD_dlm_byRef,
                kind.raw(),
                raw_parameters,
                super::MALLOC,
            )
        });
        Self::wrap(raw, content)
    }

    /// Digests `content` for a level; the parameters of that level then win over those of the contexts that use it.
    pub(crate) fn for_level(content: Content, level: i32) -> Result<Self> {
        // SAFETY: `content` outlives the CDict, which keeps it; any level is allowed.
        let raw = with_refusals(|| unsafe {
            sys::ZSTD_createCDict_byReference(content.as_ptr().cast(), content.len(), level)
        });
        Self::wrap(raw, content)
    }

    /// The object that libzstd has made; if it made none, whether it was refused memory tells why.
    fn wrap((raw, refused): (*mut sys::ZSTD_CDict, bool), content: Content) -> Result<Self> {
        let raw = NonNull::new(raw).ok_or_else(|| {
            Error::no_dictionary("could not load compression dictionary", refused)
        })?;
        Ok(Self {
            raw,
            _content: content,
        })
    }

    pub(crate) fn as_ptr(&self) -> *const sys::ZSTD_CDict {
        self.raw.as_ptr()
    }

    /// Its size in bytes, tables included.
    #[must_use]
    pub fn memory_size(&self) -> usize {
        // SAFETY: the object is live and only read.
        unsafe { sys::ZSTD_sizeof_CDict(self.as_ptr()) }
    }
}

impl Drop for CDict {
    fn drop(&mut self) {
        // SAFETY: the object was made by `ZSTD_createCDict_*` and is freed here alone.
        unsafe { sys::ZSTD_freeCDict(self.raw.as_ptr()) };
    }
}

//! A dictionary digested for compression.

use std::ptr::NonNull;
use std::sync::Arc;

use super::CCtxParams;
use crate::dictionary::DictKind;
use crate::error::{Error, ErrorCode, Result};
use crate::parameters::CParameters;
use crate::sys;

/// A `ZSTD_CDict`: a dictionary with its tables built for one set of parameters. Read-only, so that many contexts may
/// refer to it at once.
pub struct CDict {
    raw: NonNull<sys::ZSTD_CDict>,
    /// The tables point into this memory.
    _content: Arc<[u8]>,
}

// SAFETY: libzstd never writes to a finished CDict, and it has no ties to a thread.
unsafe impl Send for CDict {}
// SAFETY: as above; sharing one CDict among threads is what it is documented for.
unsafe impl Sync for CDict {}

impl CDict {
    /// Digests `content` for the parameters that a context will have: the same frames come out as if the context had
    /// loaded the dictionary itself.
    pub(crate) fn new(content: Arc<[u8]>, kind: DictKind, params: &CCtxParams) -> Result<Self> {
        // SAFETY: `content` outlives the CDict, which keeps it; `params` is a live object that is only read.
        let raw = unsafe {
            sys::ZSTD_createCDict_advanced2(
                content.as_ptr().cast(),
                content.len(),
                sys::ZSTD_dictLoadMethod_e::ZSTD_dlm_byRef,
                kind.raw(),
                params.as_ptr(),
                super::MALLOC,
            )
        };
        Self::wrap(raw, content)
    }

    /// Digests `content` for explicit parameters, which then win over those of the contexts that use it.
    pub(crate) fn with_fixed_parameters(
        content: Arc<[u8]>,
        kind: DictKind,
        parameters: &CParameters,
    ) -> Result<Self> {
        let raw_parameters = parameters.to_ffi_cparams(content.len())?;
        // SAFETY: `content` outlives the CDict, which keeps it; the parameters are a checked struct of numbers.
        let raw = unsafe {
            sys::ZSTD_createCDict_advanced(
                content.as_ptr().cast(),
                content.len(),
                sys::ZSTD_dictLoadMethod_e::ZSTD_dlm_byRef,
                kind.raw(),
                raw_parameters,
                super::MALLOC,
            )
        };
        Self::wrap(raw, content)
    }

    /// Digests `content` for a level; the parameters of that level then win over those of the contexts that use it.
    pub(crate) fn for_level(content: Arc<[u8]>, level: i32) -> Result<Self> {
        // SAFETY: `content` outlives the CDict, which keeps it; any level is allowed.
        let raw = unsafe {
            sys::ZSTD_createCDict_byReference(content.as_ptr().cast(), content.len(), level)
        };
        Self::wrap(raw, content)
    }

    fn wrap(raw: *mut sys::ZSTD_CDict, content: Arc<[u8]>) -> Result<Self> {
        let raw = NonNull::new(raw).ok_or(Error::from_code(
            "could not load compression dictionary",
            ErrorCode::DICTIONARY_CORRUPTED,
        ))?;
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

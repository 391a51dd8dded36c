//! A dictionary digested for decompression.

use std::ptr::NonNull;

use crate::content::Content;
use crate::dictionary::DictKind;
use crate::error::{Error, Result};
use crate::memory::with_refusals;
use crate::sys;

/// A `ZSTD_DDict`: a dictionary with its decoding tables built. Read-only, so that many contexts may refer to it at once.
pub struct DDict {
    raw: NonNull<sys::ZSTD_DDict>,
    /// The tables point into this memory.
    _content: Content,
}

// SAFETY: libzstd never writes to a finished DDict, and it has no ties to a thread.
unsafe impl Send for DDict {}
// SAFETY: as above; sharing one DDict among threads is what it is documented for.
unsafe impl Sync for DDict {}

impl DDict {
    pub(crate) fn new(content: Content, kind: DictKind) -> Result<Self> {
        // SAFETY: `content` outlives the DDict, which keeps it.
        let (raw, refused) = with_refusals(|| unsafe {
            sys::ZSTD_createDDict_advanced(
                content.as_ptr().cast(),
                content.len(),
                sys::ZSTD_dictLoadMethod_e::ZSTD_dlm_byRef,
                kind.raw(),
                super::MALLOC,
            )
        });
        let raw = NonNull::new(raw).ok_or_else(|| {
            Error::no_dictionary("could not load decompression dictionary", refused)
        })?;
        Ok(Self {
            raw,
            _content: content,
        })
    }

    pub(crate) fn as_ptr(&self) -> *const sys::ZSTD_DDict {
        self.raw.as_ptr()
    }

    /// Its size in bytes, tables included.
    #[must_use]
    pub fn memory_size(&self) -> usize {
        // SAFETY: the object is live and only read.
        unsafe { sys::ZSTD_sizeof_DDict(self.as_ptr()) }
    }
}

impl Drop for DDict {
    fn drop(&mut self) {
        // SAFETY: the object was made by `ZSTD_createDDict_advanced` and is freed here alone.
        unsafe { sys::ZSTD_freeDDict(self.raw.as_ptr()) };
    }
}

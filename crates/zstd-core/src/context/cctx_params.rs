//! The parameter object that compression contexts and digested dictionaries are configured from.

use std::ptr::NonNull;

use crate::error::{Error, Result, check};
use crate::parameters::{CParameter, CParameters};
use crate::sys;

/// A `ZSTD_CCtx_params`. It never changes after it was made, so that many threads may read it.
pub struct CCtxParams {
    raw: NonNull<sys::ZSTD_CCtx_params>,
}

// SAFETY: the C object is plain memory without ties to a thread, owned exclusively.
unsafe impl Send for CCtxParams {}
// SAFETY: after construction the object is only read (`ZSTD_*` take it as a pointer to const).
unsafe impl Sync for CCtxParams {}

impl CCtxParams {
    pub(crate) fn new(parameters: &CParameters) -> Result<Self> {
        // SAFETY: takes no arguments; null means that memory was refused.
        let raw = unsafe { sys::ZSTD_createCCtxParams() };
        let params = Self {
            raw: NonNull::new(raw).ok_or(Error::OutOfMemory { bytes: None })?,
        };
        for (parameter, value) in parameters.iter() {
            parameter.set_on(params.raw.as_ptr(), value)?;
        }
        Ok(params)
    }

    /// What libzstd makes of a value: some parameters take the nearest one that is allowed.
    pub(crate) fn normalized(self, parameter: CParameter, value: i32) -> Result<i32> {
        parameter.set_on(self.raw.as_ptr(), value)?;
        let mut taken = 0;
        // SAFETY: the object is live and only read; `taken` is a valid place for the value.
        let result = unsafe {
            sys::ZSTD_CCtxParams_getParameter(self.raw.as_ptr(), parameter.raw(), &raw mut taken)
        };
        check(parameter.name(), result)?;
        Ok(taken)
    }

    pub(crate) fn as_ptr(&self) -> *const sys::ZSTD_CCtx_params {
        self.raw.as_ptr()
    }
}

impl Drop for CCtxParams {
    fn drop(&mut self) {
        // SAFETY: the object was made by `ZSTD_createCCtxParams` and is freed here alone.
        unsafe { sys::ZSTD_freeCCtxParams(self.raw.as_ptr()) };
    }
}

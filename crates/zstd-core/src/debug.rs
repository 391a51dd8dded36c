//! What the handles show of themselves: what they were made from, not what is in the C objects.
#![forbid(unsafe_code)]

use std::fmt::{Debug, Formatter, Result};

use crate::context::{CCtx, CCtxParams, CDict, DCtx, DDict};
use crate::oneshot::{Compressor, ContextHome, Decompressor, OwnedContext};
use crate::pool::{Pool, Pooled};

impl Debug for CCtx {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let mut shown = f.debug_struct("CCtx");
        shown.field("is_usable", &self.is_usable());
        shown.finish_non_exhaustive()
    }
}

impl Debug for DCtx {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let mut shown = f.debug_struct("DCtx");
        shown.field("memory_size", &self.memory_size());
        shown.finish_non_exhaustive()
    }
}

impl Debug for CDict {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let mut shown = f.debug_struct("CDict");
        shown.field("memory_size", &self.memory_size());
        shown.finish_non_exhaustive()
    }
}

impl Debug for DDict {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let mut shown = f.debug_struct("DDict");
        shown.field("memory_size", &self.memory_size());
        shown.finish_non_exhaustive()
    }
}

impl Debug for CCtxParams {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        f.debug_struct("CCtxParams").finish_non_exhaustive()
    }
}

impl Debug for Compressor {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let mut shown = f.debug_struct("Compressor");
        shown.field("parameters", self.parameters());
        shown.field("dictionary", &self.dictionary());
        shown.finish_non_exhaustive()
    }
}

impl Debug for Decompressor {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let mut shown = f.debug_struct("Decompressor");
        shown.field("format", &self.format());
        shown.field("max_window_size", &self.max_window_size());
        shown.field("max_output_size", &self.max_output_size());
        shown.field("dictionary", &self.dictionary());
        shown.finish_non_exhaustive()
    }
}

impl<H: ContextHome + Debug> Debug for OwnedContext<H> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let mut shown = f.debug_struct("OwnedContext");
        shown.field("home", self.home());
        shown.finish_non_exhaustive()
    }
}

impl<T, const SLOTS: usize> Debug for Pool<T, SLOTS> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        f.debug_struct("Pool").finish_non_exhaustive()
    }
}

impl<T: Debug, const SLOTS: usize> Debug for Pooled<'_, T, SLOTS> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        f.debug_tuple("Pooled").field(&**self).finish()
    }
}

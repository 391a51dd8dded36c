//! Contexts that keep their compressor or decompressor alive, for streams that outlive a borrow.
#![forbid(unsafe_code)]

use std::ops::{Deref, DerefMut};
use std::sync::Arc;

use super::{Compressor, Decompressor};
use crate::context::{CCtx, DCtx};
use crate::error::Result;

/// Where contexts of one configuration come from and go back to.
pub trait ContextHome: sealed::Home {}

impl ContextHome for Compressor {}
impl ContextHome for Decompressor {}

mod sealed {
    /// The part of [`super::ContextHome`] that is not for callers.
    pub trait Home {
        /// The kind of context.
        type Context;

        /// Takes a context back, forgetting an unfinished frame.
        fn take_back(&self, context: Box<Self::Context>);
    }
}

impl sealed::Home for Compressor {
    type Context = CCtx;

    fn take_back(&self, mut context: Box<CCtx>) {
        // A context whose threads a fork has left behind must not even be reset; with one that was left in the middle of a frame
        // nothing can be done if it has threads.
        if context.is_free() {
            context.reset_session();
            self.pool().put(context);
        }
    }
}

impl sealed::Home for Decompressor {
    type Context = DCtx;

    fn take_back(&self, mut context: Box<DCtx>) {
        context.reset_session();
        self.pool().put(context);
    }
}

/// A configured context that its owner drives. It goes back to the pool that it came from, ready for the next frame, when it
/// is dropped.
pub struct OwnedContext<H: ContextHome> {
    context: Option<Box<H::Context>>,
    home: Arc<H>,
}

impl<H: ContextHome> OwnedContext<H> {
    fn new(context: Box<H::Context>, home: Arc<H>) -> Self {
        Self {
            context: Some(context),
            home,
        }
    }

    /// The compressor or decompressor that configured the context.
    #[must_use]
    pub fn home(&self) -> &Arc<H> {
        &self.home
    }
}

impl<H: ContextHome> Deref for OwnedContext<H> {
    type Target = H::Context;

    fn deref(&self) -> &H::Context {
        self.context
            .as_deref()
            .expect("the context is taken out only in `drop`")
    }
}

impl<H: ContextHome> DerefMut for OwnedContext<H> {
    fn deref_mut(&mut self) -> &mut H::Context {
        self.context
            .as_deref_mut()
            .expect("the context is taken out only in `drop`")
    }
}

impl<H: ContextHome> Drop for OwnedContext<H> {
    fn drop(&mut self) {
        if let Some(context) = self.context.take() {
            self.home.take_back(context);
        }
    }
}

impl Compressor {
    /// A configured context that keeps this compressor alive, and goes back to its pool when it is dropped.
    pub fn owned_context(self: &Arc<Self>) -> Result<OwnedContext<Self>> {
        let context = self.context()?.detach();
        Ok(OwnedContext::new(context, self.clone()))
    }
}

impl Decompressor {
    /// A configured context that keeps this decompressor alive, and goes back to its pool when it is dropped.
    pub fn owned_context(self: &Arc<Self>) -> Result<OwnedContext<Self>> {
        let context = self.context()?.detach();
        Ok(OwnedContext::new(context, self.clone()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{CompressDirective, DParameter, InBuffer, OutBuffer};
    use std::mem::MaybeUninit;

    #[test]
    fn an_owned_context_outlives_the_borrow_and_goes_back_clean() {
        let compressor = Arc::new(Compressor::builder().content_size(true).build().unwrap());
        let expected = compressor.compress(b"foo").unwrap();
        let mut context = compressor.owned_context().unwrap();
        context.set_pledged_size(Some(1000)).unwrap();
        let mut dst = [MaybeUninit::uninit(); 100];
        context
            .compress_stream(
                &mut InBuffer::new(b"unfinished"),
                &mut OutBuffer::new(&mut dst),
                CompressDirective::Continue,
            )
            .unwrap();
        assert!(Arc::ptr_eq(context.home(), &compressor));
        let address = std::ptr::from_ref::<CCtx>(&context);
        drop(context);
        // The very same context is reused, without the frame that was begun and the size that was declared for it.
        let again = compressor.owned_context().unwrap();
        assert!(std::ptr::eq::<CCtx>(&*again, address));
        drop(again);
        assert_eq!(compressor.compress(b"foo").unwrap(), expected);
    }

    #[test]
    fn a_failed_decompression_context_goes_back_usable() {
        let decompressor = Arc::new(Decompressor::new());
        let mut context = decompressor.owned_context().unwrap();
        let mut dst = [MaybeUninit::uninit(); 100];
        let mut output = OutBuffer::new(&mut dst);
        assert!(
            context
                .decompress_stream(&mut InBuffer::new(b"no frame at all"), &mut output)
                .is_err()
        );
        drop(context);
        let frame = Compressor::builder()
            .content_size(true)
            .build()
            .unwrap()
            .compress(b"foo")
            .unwrap();
        let mut context = decompressor.owned_context().unwrap();
        context
            .decompress_stream(&mut InBuffer::new(&frame), &mut output)
            .unwrap();
        assert_eq!(output.written(), b"foo");
    }

    #[test]
    fn the_parameters_of_a_decompressor_can_be_asked_for() {
        let plain = Decompressor::new();
        assert_eq!(plain.parameter(DParameter::WindowLogMax), None);
        let limited = Decompressor::builder()
            .parameter(DParameter::WindowLogMax, 20)
            .and_then(|builder| builder.parameter(DParameter::WindowLogMax, 21))
            .and_then(crate::DecompressorBuilder::build)
            .unwrap();
        assert_eq!(limited.parameter(DParameter::WindowLogMax), Some(21));
    }
}

//! Writers as context managers: entered once, left once.
#![forbid(unsafe_code)]

use super::Writer;
use crate::engine::Codec;
use crate::error::{Error, StreamError};
use crate::sink::Sink;

/// Whether a writer is inside of a context, and whether it has to be.
#[derive(Clone, Copy, Default)]
pub(super) struct Context {
    required: bool,
    inside: bool,
}

impl Context {
    /// Refuses with `text` what is only allowed inside.
    pub(super) fn check(self, text: &'static str) -> Result<(), StreamError> {
        if self.required && !self.inside {
            return Err(StreamError::OutOfOrder(text));
        }
        Ok(())
    }
}

impl<C: Codec, S: Sink> Writer<C, S> {
    /// Lets writing, flushing and measuring happen only between [`Writer::enter`] and [`Writer::exit`].
    pub fn require_context(mut self) -> Self {
        self.context.required = true;
        self
    }

    /// Enters the context of the writer.
    ///
    /// # Errors
    ///
    /// A writer that is closed, has failed, or was entered before.
    pub fn enter(&mut self) -> Result<(), StreamError> {
        self.check()?;
        if self.context.inside {
            return Err(StreamError::OutOfOrder("cannot __enter__ multiple times"));
        }
        self.context.inside = true;
        Ok(())
    }

    /// Leaves the context, which closes the writer. `failing` says that an error is on its way already: it is the first one,
    /// so that no other one is reported.
    ///
    /// # Errors
    ///
    /// As [`Writer::close`], unless `failing`.
    pub fn exit(&mut self, failing: bool) -> Result<(), Error<S::Error>> {
        let result = self.close();
        if failing {
            self.abandon();
        }
        self.context.inside = !self.is_closed();
        if failing { Ok(()) } else { result }
    }
}

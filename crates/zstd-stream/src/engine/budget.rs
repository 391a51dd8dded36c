//! How much content a decompressing stream may hand out.
#![forbid(unsafe_code)]

use std::mem::MaybeUninit;

use zstd_core::frame::{FrameHeader, FrameKind};
use zstd_core::{DCtx, InBuffer, OutBuffer};

use crate::error::StreamError;

/// A limit, if there is one, and what was handed out so far, in bytes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Budget {
    limit: Option<u64>,
    spent: u64,
}

impl Budget {
    pub(super) fn new(limit: Option<u64>) -> Self {
        Self { limit, spent: 0 }
    }

    /// What was handed out.
    pub(super) fn spent(&self) -> u64 {
        self.spent
    }

    /// What may still be handed out; `u64::MAX` without a limit.
    pub(super) fn left(&self) -> u64 {
        self.limit
            .map_or(u64::MAX, |limit| limit.saturating_sub(self.spent))
    }

    pub(super) fn spend(&mut self, count: usize) {
        self.spent = self.spent.saturating_add(count as u64);
    }

    /// As if that much had been handed out, and nothing else.
    pub(super) fn set_spent(&mut self, spent: u64) {
        self.spent = spent;
    }

    /// Whether the rest of a frame whose header says that is too much. `given` of its content was handed out.
    pub(super) fn is_exceeded_by(&self, header: &FrameHeader, given: u64) -> bool {
        rest_of(header, given).is_some_and(|rest| rest > self.left())
    }

    /// Refuses a frame that says that it is too large.
    pub(super) fn check(
        &self,
        operation: &'static str,
        header: Option<&FrameHeader>,
        given: u64,
    ) -> Result<(), StreamError> {
        match header {
            Some(header) if self.is_exceeded_by(header, given) => {
                Err(self.exceeded(operation, rest_of(header, given)))
            }
            _ => Ok(()),
        }
    }

    /// Decodes as much as is left, and `most` bytes at most. If nothing is left, it decodes on to see whether there is any
    /// content.
    pub(super) fn decompress(
        &self,
        operation: &'static str,
        context: &mut DCtx,
        input: &mut InBuffer<'_>,
        output: &mut OutBuffer<'_>,
        most: u64,
    ) -> Result<zstd_core::Result<usize>, StreamError> {
        if self.left() > 0 {
            return Ok(context.decompress_stream_up_to(input, output, self.left().min(most)));
        }
        let mut room = [MaybeUninit::uninit()];
        let mut beyond = OutBuffer::new(&mut room);
        let result = context.decompress_stream(input, &mut beyond);
        if beyond.pos() > 0 {
            return Err(self.exceeded(operation, None));
        }
        Ok(result)
    }

    /// The error for more content than the limit allows; `rest` of it is still to come, if that is known.
    pub(super) fn exceeded(&self, operation: &'static str, rest: Option<u64>) -> StreamError {
        StreamError::OutputLimit {
            operation,
            limit: self.limit.unwrap_or(u64::MAX),
            needed: rest.map(|rest| self.spent.saturating_add(rest)),
        }
    }
}

/// What is still to come of a frame, as far as its header says.
fn rest_of(header: &FrameHeader, given: u64) -> Option<u64> {
    let size = match header.kind {
        FrameKind::Zstandard => header.content_size.known()?,
        FrameKind::Skippable => 0,
    };
    Some(size.saturating_sub(given))
}

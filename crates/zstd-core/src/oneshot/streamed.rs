//! What decoding as a stream says of a frame that could not be decoded in one go.
//!
//! libzstd finds other faults first there, and python-zstandard 0.25, which decodes so, reports these. Only what has failed is
//! decoded again, so that it costs nothing otherwise.
#![forbid(unsafe_code)]

use std::mem::MaybeUninit;

use super::Decompressor;
use crate::context::{DCtx, InBuffer, OutBuffer};
use crate::error::{Error, Result};

/// Room for content that is not kept, in bytes.
const DISCARDED: usize = 128 << 10;

/// How far decoding has come without finding a fault.
struct Reached {
    /// Bytes of content.
    written: usize,
    /// Whether the frame has ended.
    complete: bool,
}

impl Decompressor {
    /// The failure of a call: `error`, or what decoding as a stream finds, where the conventions ask for that.
    pub(super) fn as_stream(
        &self,
        context: &mut DCtx,
        src: &[u8],
        room: &mut [MaybeUninit<u8>],
        error: Error,
    ) -> Error {
        if !self.conventions().stream_errors {
            return error;
        }
        match reach(context, src, room) {
            Err(found) => found,
            Ok(reached) if reached.complete => error,
            Ok(_) => Error::Truncated,
        }
    }

    /// As [`Decompressor::as_stream`], for content whose size is not known.
    pub(super) fn as_stream_unsized(&self, src: &[u8], error: Error) -> Error {
        if !self.conventions().stream_errors {
            return error;
        }
        let mut room = Vec::new();
        room.resize_with(DISCARDED, MaybeUninit::uninit);
        match self.context() {
            Ok(mut context) => self.as_stream(&mut context, src, &mut room, error),
            Err(_) => error,
        }
    }

    /// As [`Decompressor::as_stream`], for a frame of a batch, of which an incomplete result is reported by its size.
    pub(super) fn as_stream_item(
        &self,
        context: &mut DCtx,
        src: &[u8],
        room: &mut [MaybeUninit<u8>],
        error: Error,
    ) -> Error {
        if !self.conventions().stream_errors {
            return error;
        }
        match reach(context, src, room) {
            Err(found) => found,
            Ok(reached) if reached.complete && reached.written == room.len() => error,
            Ok(reached) => Error::SizeMismatch {
                expected: room.len() as u64,
                actual: reached.written as u64,
            },
        }
    }
}

/// Decodes one frame into `room`, as far as that goes.
fn reach(context: &mut DCtx, src: &[u8], room: &mut [MaybeUninit<u8>]) -> Result<Reached> {
    context.reset_session();
    let mut input = InBuffer::new(src);
    let mut output = OutBuffer::new(room);
    let result = context.decompress_stream(&mut input, &mut output);
    let written = output.pos();
    context.reset_session();
    match result {
        Ok(left) => Ok(Reached {
            written,
            complete: left == 0,
        }),
        Err(Error::Libzstd { code, .. }) => Err(Error::Libzstd {
            operation: "decompression error",
            code,
        }),
        Err(other) => Err(other),
    }
}

//! One thing that is there in two kinds: for compression and for decompression.
#![forbid(unsafe_code)]

/// A stream of either kind.
pub(crate) enum Sides<C, D> {
    Compress(C),
    Decompress(D),
}

/// Runs the same code over a stream of either kind.
macro_rules! both {
    ($sides:expr, $stream:ident => $body:expr) => {
        match $sides {
            $crate::stream::sides::Sides::Compress($stream) => $body,
            $crate::stream::sides::Sides::Decompress($stream) => $body,
        }
    };
}

pub(crate) use both;

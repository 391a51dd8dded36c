//! Stream decoding under any cut of input and output, against libzstd's stream with everything at once.
#![forbid(unsafe_code)]

use std::mem::MaybeUninit;
use std::sync::Arc;

use zstd_core::{DParameter, Decompressor, Error, InBuffer, OutBuffer};
use zstd_stream::{DecompressStream, ErrorKind, Frames, Status, StreamError};

use super::Target;
use crate::oracle::{self, End};
use crate::{Input, seeds};

/// No content that a run decodes is larger, in bytes.
const LARGEST: usize = 8 << 10;

pub(super) const TARGET: Target = Target {
    name: "stream",
    about: "stream decoding under any chunking, against libzstd's",
    longest: 4096,
    missing: || None,
    run,
    seeds: || {
        let cuts: [&[u8]; 4] = [
            &[0, 1, 0, 1, 10, 0],
            &[255, 255, 255, 255, 20, 1],
            &[3, 0, 100, 0, 15, 2],
            &[30, 0, 1, 0, 10, 0],
        ];
        seeds::with_options(seeds::frames(), &cuts)
    },
};

thread_local! {
    /// One decompressor for each limit of the window, so that contexts are used again and again.
    static SHARED: Vec<Arc<Decompressor>> = (10..=14)
        .map(|log| {
            let builder = Decompressor::builder().parameter(DParameter::WindowLogMax, log);
            let built = builder.and_then(zstd_core::DecompressorBuilder::build);
            Arc::new(built.expect("the logarithm is within its bounds"))
        })
        .collect();
}

fn run(data: &[u8]) {
    let mut input = Input::new(data);
    let frames = [Frames::All, Frames::First, Frames::One][usize::from(input.byte() % 3)];
    let window = usize::from(input.byte()) % 5;
    // Pieces of single bytes are tried too, but most runs must be short.
    let (in_size, out_size) = (1 + input.below(4096), 1 + input.below(4096));
    let longest = if out_size < 16 { LARGEST / 8 } else { LARGEST };
    let src = input.rest();
    let decompressor = SHARED.with(|shared| shared[window].clone());
    let mut stream = DecompressStream::new(&decompressor, frames).expect("there is memory");
    let mut content = Vec::new();
    let outcome = drive(&mut stream, src, [in_size, out_size, longest], &mut content);
    let window_log = i32::try_from(window).expect("it is below 5") + 10;
    if frames == Frames::All {
        let (expected, end) = oracle::stream(src, window_log, LARGEST);
        if outcome == Ok(true) && end == End::Failed {
            // A frame that was given at once, with room for all of it, needs no window, and is decoded as by one call.
            let at_once = oracle::frames_at_once(src, LARGEST);
            assert!(at_once.as_ref() == Some(&content), "where libzstd refuses");
            return;
        }
        if outcome.is_err() && end != End::Failed && oracle::frames_at_once(src, LARGEST).is_none()
        {
            // libzstd's stream believes a header whose last block is empty; its one-shot call does not, and neither do we.
            return;
        }
        judge(&outcome, &content, &expected, end);
    }
    if let Err(error) = &outcome {
        assert_eq!(error.kind(), ErrorKind::Zstd, "{error}");
        // What has failed stays failed.
        assert!(stream.check().is_err() || stream.end_of_input().is_err());
    }
    stream.restart().expect("the context is still there");
    assert!(stream.is_at_boundary());
}

/// Pushes all of `src` in pieces, up to a content of the last of the sizes; `Ok` tells whether it came to the end of the input rather than to the limit.
fn drive(
    stream: &mut DecompressStream,
    src: &[u8],
    [in_size, out_size, longest]: [usize; 3],
    content: &mut Vec<u8>,
) -> Result<bool, StreamError> {
    let mut room = vec![MaybeUninit::uninit(); out_size];
    for piece in src.chunks(in_size) {
        let mut input = InBuffer::new(piece);
        loop {
            let mut output = OutBuffer::new(&mut room);
            let status = stream.process(&mut input, &mut output)?;
            content.extend_from_slice(output.written());
            if content.len() >= longest {
                return Ok(false);
            }
            match status {
                Status::NeedsInput => {
                    assert!(input.is_exhausted(), "input is left, and more is wanted");
                    break;
                }
                Status::NeedsRoom => assert!(!output.written().is_empty(), "no room was used"),
                Status::FrameEnd => assert!(stream.is_at_boundary()),
                Status::End => return Ok(true),
            }
        }
    }
    stream.end_of_input().map(|()| true)
}

fn judge(outcome: &Result<bool, StreamError>, content: &[u8], expected: &[u8], end: End) {
    let shared = content.len().min(expected.len());
    assert!(
        content[..shared] == expected[..shared],
        "another content than libzstd's"
    );
    match (outcome, end) {
        (Ok(true), End::Boundary) => assert!(content.len() == expected.len(), "content is missing"),
        (Ok(false), End::Limit | End::Boundary | End::Failed | End::Inside) => {}
        (Err(_), End::Failed) => {}
        // What is wrong with a frame besides is found earlier or later, as the pieces fall.
        (Err(StreamError::Core(Error::Truncated)), End::Inside) => {
            assert!(content.len() == expected.len(), "content is missing");
        }
        (Err(_), End::Inside) => {}
        // The reference has stopped early, so that it has not seen what is wrong later.
        (_, End::Limit) => {}
        (outcome, end) => panic!("{outcome:?}, where libzstd ends with {end:?}"),
    }
}

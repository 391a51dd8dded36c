//! Tests of where the pump stops.
#![forbid(unsafe_code)]

use std::mem::MaybeUninit;

use super::*;
use crate::engine::DecompressStream;
use crate::frames::Frames;
use crate::testing::{Act, ScriptSource, decompressor, frame};

fn run(
    pump: &mut Pump<DecompressStream, ScriptSource>,
    room: usize,
    until: Until,
) -> (Result<Stopped, Error<&'static str>>, Vec<u8>) {
    let mut memory = vec![MaybeUninit::uninit(); room];
    let mut output = OutBuffer::new(&mut memory);
    let stopped = pump.run(&mut output, until, false);
    (stopped, output.written().to_vec())
}

fn pump(acts: impl IntoIterator<Item = Act>) -> Pump<DecompressStream, ScriptSource> {
    let stream = DecompressStream::new(&decompressor(), Frames::All).unwrap();
    Pump::new(stream, ScriptSource::new(acts))
}

#[test]
fn each_way_to_stop_is_told() {
    let (foo, bar) = (frame(b"foo"), frame(b"bar"));
    let both = || pump([Act::Give(foo.clone()), Act::Block, Act::Give(bar.clone())]);
    let mut full = both();
    assert_eq!(
        run(&mut full, 2, Until::Full),
        (Ok(Stopped::Full), b"fo".to_vec())
    );
    assert_eq!(
        run(&mut full, 9, Until::Full),
        (Ok(Stopped::Blocked), b"o".to_vec())
    );
    assert_eq!(
        run(&mut full, 9, Until::Full),
        (Ok(Stopped::End), b"bar".to_vec())
    );
    assert_eq!(run(&mut full, 9, Until::Full), (Ok(Stopped::End), vec![]));
    let mut some = both();
    assert_eq!(
        run(&mut some, 9, Until::Some),
        (Ok(Stopped::Some), b"foo".to_vec())
    );
    assert_eq!(
        run(&mut some, 9, Until::Some),
        (Ok(Stopped::Blocked), vec![])
    );
}

#[test]
fn the_end_of_a_frame_that_fills_the_output_is_seen_with_it_or_passed_over_later() {
    let two = [frame(b"foo"), frame(b"bar")].concat();
    let mut pump = pump([Act::Give(two)]);
    assert_eq!(run(&mut pump, 3, Until::FrameEnd).1, b"foo");
    assert_eq!(
        run(&mut pump, 9, Until::FrameEnd),
        (Ok(Stopped::FrameEnd), b"bar".to_vec())
    );
    assert_eq!(
        run(&mut pump, 9, Until::FrameEnd),
        (Ok(Stopped::End), vec![])
    );
}

#[test]
fn output_before_an_error_is_handed_out_first_where_a_run_may_stop_early() {
    let broken = || pump([Act::Give([frame(b"foo"), b"garbage".to_vec()].concat())]);
    let mut some = broken();
    assert_eq!(
        run(&mut some, 9, Until::Some),
        (Ok(Stopped::Some), b"foo".to_vec())
    );
    let error = run(&mut some, 9, Until::Some).0.unwrap_err().to_string();
    assert!(error.ends_with("Unknown frame descriptor"), "{error}");
    assert!(run(&mut broken(), 9, Until::Full).0.is_err());
}

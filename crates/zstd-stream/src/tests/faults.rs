//! Whatever breaks, and wherever it does: the first error arrives, nothing is lost in silence.
#![forbid(unsafe_code)]

use crate::testing::{
    Act, ScriptSink, ScriptSource, compressor, content, decompressor, frame, text,
};
use crate::{
    ChunkIterator, Codec, CompressStream, DecompressStream, Error, ErrorKind, FlushMode, Frames,
    Reader, StreamCopy, Writer,
};

/// A source that gives `length` bytes in pieces, and then fails.
fn breaking(data: &[u8], length: usize) -> ScriptSource {
    let mut source = ScriptSource::pieces(&data[..length], 7);
    source.acts.push_back(Act::Fail("broken"));
    source
}

/// What came out, and how it ended.
type Outcome = (Vec<u8>, Result<(), Error<&'static str>>);

/// All ways to pull `source` through an engine.
fn pull<C: Codec>(codec: impl Fn() -> C, source: impl Fn() -> ScriptSource) -> Vec<Outcome> {
    let mut results = Vec::new();
    for single in [false, true] {
        let mut reader = Reader::new(codec(), source());
        let mut out = Vec::new();
        let end = loop {
            let result = match single {
                true => reader.read1_vec(3, &mut out),
                false => reader.read_vec(3, &mut out),
            };
            match result {
                Ok(Some(0)) => break Ok(()),
                Ok(_) => {}
                Err(error) => break Err(error),
            }
        };
        results.push((out, end));
    }
    let mut chunks = ChunkIterator::new(codec(), source());
    let mut out = Vec::new();
    let end = loop {
        match chunks.next_chunk() {
            Ok(Some(chunk)) => out.extend_from_slice(chunk),
            Ok(None) => break Ok(()),
            Err(error) => break Err(error),
        }
    };
    results.push((out, end));
    let mut sink = ScriptSink::default();
    let end = StreamCopy::new(codec(), source(), &mut sink).run();
    let end = end
        .map(drop)
        .map_err(|error| error.map_outer(crate::Side::into_inner));
    results.push((sink.taken, end));
    results
}

fn unpacking() -> DecompressStream {
    DecompressStream::new(&decompressor(), Frames::All).unwrap()
}

fn packing() -> CompressStream {
    CompressStream::new(&compressor(), None).unwrap()
}

#[test]
fn sources_that_fail_at_any_byte() {
    let data = text(600);
    let packed = frame(&data);
    for length in 0..packed.len() {
        for (out, end) in pull(unpacking, || breaking(&packed, length)) {
            assert_eq!(end, Err(Error::Outer("broken")), "{length}");
            assert!(data.starts_with(&out));
        }
    }
    for length in 0..data.len() {
        for (_, end) in pull(packing, || breaking(&data, length)) {
            assert_eq!(end, Err(Error::Outer("broken")), "{length}");
        }
    }
}

#[test]
fn input_that_is_cut_at_any_byte() {
    let data = text(600);
    let packed = [frame(&data[..400]), frame(&data[400..])].concat();
    let boundary = frame(&data[..400]).len();
    for length in 0..packed.len() {
        for (out, end) in pull(unpacking, || ScriptSource::pieces(&packed[..length], 7)) {
            assert!(data.starts_with(&out));
            if length == 0 || length == boundary {
                assert_eq!((end, out.len()), (Ok(()), length.min(1) * 400));
            } else {
                let truncated = zstd_core::Error::Truncated;
                assert_eq!(end, Err(truncated.into()), "{length}");
            }
        }
    }
}

#[test]
fn input_that_is_changed_at_any_byte() {
    let data = text(200);
    let packed = frame(&data);
    for at in 0..packed.len() {
        for bit in [1, 16, 128] {
            let mut broken = packed.clone();
            broken[at] ^= bit;
            for (out, end) in pull(unpacking, || ScriptSource::pieces(&broken, 50)) {
                // The checksum sees to it that nothing wrong passes for right. A few bits of a header mean nothing.
                assert!(end.is_err() || out == data, "{at} {bit}");
            }
        }
    }
}

#[test]
fn sinks_that_fail_at_any_byte() {
    let data = text(600);
    let packed = frame(&data);
    for (input, whole, unpack) in [(&data, &packed, false), (&packed, &data, true)] {
        for length in 0..whole.len() {
            let sink = || {
                ScriptSink::new(
                    (0..length)
                        .map(|_| Act::Take(1))
                        .chain([Act::Fail("first"), Act::Fail("second")]),
                )
            };
            let (taken, end) = if unpack {
                write(unpacking(), input, sink())
            } else {
                write(packing(), input, sink())
            };
            // A frame that is made piece by piece may be a little shorter than one made at once.
            assert!(
                end == Err(Error::Outer("first")) || length >= whole.len() - 8,
                "{length}"
            );
            assert_eq!(taken.len().min(length), taken.len());
            let mut sink = sink();
            let source = ScriptSource::pieces(input, 9);
            let end = match unpack {
                true => StreamCopy::new(unpacking(), source, &mut sink).run(),
                false => StreamCopy::new(packing(), source, &mut sink).run(),
            };
            let end = end.map_err(|error| error.map_outer(crate::Side::into_inner));
            assert!(
                end == Err(Error::Outer("first")) || length >= whole.len() - 8,
                "{length}"
            );
        }
    }
}

/// Writes `input`, and sees to it that a failure stays one.
fn write<C: Codec>(codec: C, input: &[u8], sink: ScriptSink) -> Outcome {
    let mut writer = Writer::new(codec, sink);
    let mut end = Ok(());
    for piece in input.chunks(100) {
        end = writer.push(piece).map(drop);
        if end.is_err() {
            break;
        }
    }
    if end.is_ok() {
        end = writer.flush_mode(FlushMode::Block).map(drop);
    }
    if end.is_ok() {
        end = writer.close();
    } else {
        let again = writer.push(b"more").unwrap_err();
        assert_eq!(again.kind(), ErrorKind::Zstd);
        assert!(writer.is_failed());
        assert_eq!(writer.close(), Ok(()));
    }
    assert!(writer.is_closed());
    (writer.into_sink().taken, end)
}

#[test]
fn what_was_written_before_a_failure_can_be_decoded() {
    let data = text(300_000);
    let sink = ScriptSink::new([Act::Take(usize::MAX), Act::Fail("full")]);
    let mut writer = Writer::compress(&compressor(), sink, None).unwrap();
    writer.push(&data[..200_000]).unwrap();
    assert!(writer.flush_mode(FlushMode::Block).is_err());
    let taken = writer.into_sink().taken;
    let mut reader = Reader::decompress(
        &decompressor(),
        ScriptSource::pieces(&taken, 999),
        Frames::All,
    )
    .unwrap();
    let mut out = Vec::new();
    while reader
        .read1_vec(1000, &mut out)
        .is_ok_and(|count| count != Some(0))
    {}
    assert!(!out.is_empty() && data.starts_with(&out));
    assert!(reader.is_failed());
    assert_eq!(content(&frame(b"")), b"");
}

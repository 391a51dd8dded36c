//! Sequences of calls on streams: whatever the order, the data comes back or the call says why not.
#![forbid(unsafe_code)]

use std::sync::{Arc, LazyLock};

use zstd_core::{Compressor, DParameter, Decompressor};
use zstd_stream::{
    Chunker, CompressObj, CompressWriter, DecompressObj, DecompressReader, Error, FlushMode,
    Frames, Sink, Source, StreamError,
};

use super::Target;
use crate::oracle::{self, End};
use crate::{Input, seeds};

/// No content that a run decodes is larger, in bytes.
const LARGEST: usize = 8 << 10;

/// The largest window that a run accepts.
const WINDOW_LOG: i32 = 17;

pub(super) const TARGET: Target = Target {
    name: "calls",
    about: "sequences of calls on streams",
    longest: 4096,
    missing: || None,
    run,
    seeds: || {
        let scripts: [&[u8]; 5] = [
            &[9, 200, 3, 50, 2, 7, 0, 1, 0],
            &[9, 200, 3, 50, 2, 7, 0, 1, 1],
            &[9, 200, 3, 50, 2, 7, 0, 1, 2],
            &[9, 200, 3, 50, 2, 7, 0, 1, 3],
            &[9, 200, 3, 50, 2, 7, 0, 1, 4],
        ];
        seeds::with_options(seeds::frames(), &scripts)
    },
};

static COMPRESSOR: LazyLock<Arc<Compressor>> = LazyLock::new(|| {
    let built = Compressor::builder()
        .level(1)
        .and_then(|builder| builder.checksum(true).build());
    Arc::new(built.expect("level 1 is one"))
});

static DECOMPRESSOR: LazyLock<Arc<Decompressor>> = LazyLock::new(|| {
    let limited = Decompressor::builder().parameter(DParameter::WindowLogMax, WINDOW_LOG.into());
    let built = limited.and_then(zstd_core::DecompressorBuilder::build);
    Arc::new(built.expect("the logarithm is within its bounds"))
});

fn run(data: &[u8]) {
    let mut input = Input::new(data);
    let which = input.byte() % 5;
    let count = usize::from(input.byte() % 24);
    let script: Vec<(u8, usize)> = (0..count)
        .map(|_| (input.byte(), usize::from(input.byte())))
        .collect();
    let data = input.rest();
    match which {
        0 => writer(&script, data),
        1 => compress_object(&script, data),
        2 => chunker(&script, data),
        3 => decompress_object(&script, data),
        _ => reader(&script, data),
    }
}

/// A sink and a source that do not always take or give what they are asked for.
struct Moody<'a> {
    bytes: Vec<u8>,
    source: &'a [u8],
    script: std::iter::Cycle<std::slice::Iter<'a, (u8, usize)>>,
}

impl<'a> Moody<'a> {
    fn new(script: &'a [(u8, usize)], source: &'a [u8]) -> Self {
        Self {
            bytes: Vec::new(),
            source,
            script: script.iter().cycle(),
        }
    }

    /// How much of `most` moves now; `None`: nothing, try again.
    fn mood(&mut self, most: usize) -> Option<usize> {
        match self.script.next() {
            Some((act, _)) if act & 0x70 == 0x10 => None,
            Some((act, size)) if act & 0x80 != 0 => Some(most.min(size + 1)),
            _ => Some(most),
        }
    }
}

impl Sink for Moody<'_> {
    type Error = ();

    fn write(&mut self, data: &[u8]) -> Result<Option<usize>, ()> {
        let taken = self.mood(data.len());
        self.bytes.extend_from_slice(&data[..taken.unwrap_or(0)]);
        Ok(taken)
    }
}

impl Source for Moody<'_> {
    type Chunk = Vec<u8>;
    type Error = ();

    fn read(&mut self, size: usize) -> Result<Option<Vec<u8>>, ()> {
        let given = self.mood(size.min(self.source.len()));
        let (front, rest) = self.source.split_at(given.unwrap_or(0));
        self.source = rest;
        Ok(given.map(|_| front.to_vec()))
    }
}

fn number(size: usize) -> i64 {
    i64::try_from(size).unwrap_or(i64::MAX)
}

fn whole(frames: &[u8]) -> Vec<u8> {
    // The compressor's window is larger than what the decoding calls accept.
    let (content, end) = oracle::stream(frames, 20, LARGEST);
    assert!(end == End::Boundary, "{end:?} after what we made ourselves");
    content
}

fn mode(act: u8) -> FlushMode {
    if act & 8 == 0 {
        FlushMode::Block
    } else {
        FlushMode::Frame
    }
}

fn writer(script: &[(u8, usize)], data: &[u8]) {
    let sink = Moody::new(script, &[]);
    let mut writer = CompressWriter::compress(&COMPRESSOR, sink, None).expect("there is memory");
    let mut left = &data[..data.len().min(LARGEST / 2)];
    let mut taken = Vec::new();
    for &(act, size) in script {
        match act % 4 {
            0 | 1 => {
                let piece = &left[..left.len().min(size * 8)];
                let count = writer
                    .push(piece)
                    .expect("this sink never fails")
                    .unwrap_or(0);
                taken.extend_from_slice(&piece[..count]);
                left = &left[count..];
            }
            2 => drop(writer.flush_mode(mode(act))),
            _ => assert!(writer.tell() >= writer.sink().bytes.len() as u64),
        }
    }
    // A sink that takes nothing now is asked again, as long as it takes.
    let mut rounds = 0;
    while writer.close().is_err() {
        rounds += 1;
        if rounds > 200 {
            return;
        }
        if writer.is_closed() || writer.is_failed() {
            return;
        }
    }
    let written = writer.into_sink().bytes;
    assert!(whole(&written) == taken, "a content does not come back");
}

fn compress_object(script: &[(u8, usize)], data: &[u8]) {
    let mut object = CompressObj::new(&COMPRESSOR, None).expect("there is memory");
    let (mut left, mut taken, mut frame) =
        (&data[..data.len().min(LARGEST / 2)], Vec::new(), Vec::new());
    for &(act, size) in script {
        let finished = object.is_finished();
        let outcome = if act % 4 == 2 {
            object.flush(mode(act), &mut frame)
        } else {
            let (piece, rest) = left.split_at(left.len().min(size * 8));
            let outcome = object.compress(piece, &mut frame);
            if outcome.is_ok() {
                taken.extend_from_slice(piece);
                left = rest;
            }
            outcome
        };
        assert_eq!(outcome.is_err(), finished, "{outcome:?}");
    }
    if !object.is_finished() {
        object
            .flush(FlushMode::Frame, &mut frame)
            .expect("it is not finished");
    }
    assert!(whole(&frame) == taken, "a content does not come back");
}

fn chunker(script: &[(u8, usize)], data: &[u8]) {
    let size = 1 + script.first().map_or(0, |(_, size)| *size);
    let declared = script.len().is_multiple_of(2).then_some(data.len() as u64);
    let mut chunker: Chunker<&[u8]> =
        Chunker::new(&COMPRESSOR, declared, number(size)).expect("the size is above 0");
    let (mut left, mut frame) = (&data[..data.len().min(LARGEST / 2)], Vec::new());
    let mut drain = |chunker: &mut Chunker<&[u8]>, last: bool| -> Result<(), StreamError> {
        let mut short = false;
        while let Some(chunk) = chunker.next_chunk()? {
            assert!(!short && !chunk.is_empty() && chunk.len() <= size);
            short = chunk.len() < size;
            assert!(last || !short, "a short chunk in the middle");
            frame.extend_from_slice(chunk);
        }
        Ok(())
    };
    let mut outcome = Ok(());
    for &(act, amount) in script {
        outcome = match act % 3 {
            0 => chunker.flush().and_then(|()| drain(&mut chunker, true)),
            _ => {
                let (piece, rest) = left.split_at(left.len().min(amount * 8));
                left = rest;
                chunker
                    .compress(piece)
                    .and_then(|()| drain(&mut chunker, false))
            }
        };
        if outcome.is_err() {
            break;
        }
    }
    if outcome.is_ok() && !left.is_empty() {
        outcome = chunker
            .compress(left)
            .and_then(|()| drain(&mut chunker, false));
    }
    let outcome = outcome
        .and_then(|()| chunker.finish())
        .and_then(|()| drain(&mut chunker, true));
    match outcome {
        Ok(()) => assert!(whole(&frame) == data[..data.len().min(LARGEST / 2)]),
        Err(error) => assert!(data.len() > LARGEST / 2 && declared.is_some(), "{error}"),
    }
}

fn decompress_object(script: &[(u8, usize)], data: &[u8]) {
    let frames = Frames::all_or_first(!script.len().is_multiple_of(2));
    let mut object = DecompressObj::new(&DECOMPRESSOR, frames).expect("there is memory");
    let (expected, end) = oracle::stream(data, WINDOW_LOG, LARGEST);
    let (mut left, mut content) = (data, Vec::new());
    let mut script = script.iter().chain(std::iter::repeat(&(0, 30)));
    for _ in 0..5000 {
        if object.is_eof() || content.len() >= LARGEST || (left.is_empty() && object.needs_input())
        {
            break;
        }
        let &(act, size) = script.next().expect("it has no end");
        let (piece, rest) = left.split_at(left.len().min(size * 4));
        let limit = (act & 1 == 1).then_some(size);
        let before = content.len();
        match object.decompress(piece, limit, &mut content) {
            Ok(count) => {
                assert_eq!(count, content.len() - before);
                assert!(limit.is_none_or(|limit| count <= limit));
                left = rest;
            }
            Err(_) => {
                assert_eq!(
                    content.len(),
                    before,
                    "a failed call has appended something"
                );
                assert!(object.decompress(b"", None, &mut content).is_err());
                break;
            }
        }
    }
    let shared = expected.len().min(content.len());
    assert!(
        content[..shared] == expected[..shared],
        "another content than libzstd's"
    );
    if object.is_eof() {
        let behind = object.unused_data().len() + left.len();
        let used = &data[..data.len() - behind];
        assert!(oracle::stream(used, WINDOW_LOG, LARGEST).1 != End::Failed);
        assert!(object.decompress(b"x", None, &mut content).is_err());
    } else if end == End::Boundary && frames == Frames::All && left.is_empty() {
        assert!(object.is_at_boundary() && content.len() == expected.len());
    }
}

fn reader(script: &[(u8, usize)], data: &[u8]) {
    let source = Moody::new(script, data);
    let mut reader = DecompressReader::decompress(&DECOMPRESSOR, source, Frames::All)
        .expect("there is memory")
        .stop_at_frames(script.len().is_multiple_of(3));
    let (expected, end) = oracle::stream(data, WINDOW_LOG, LARGEST);
    let (mut content, mut idle, mut failed) = (Vec::new(), 0, false);
    let mut script = script.iter().chain(std::iter::repeat(&(1, 200)));
    while idle < 60 && content.len() < LARGEST {
        let &(act, size) = script.next().expect("it has no end");
        let before = content.len();
        let outcome = match act % 4 {
            0 => reader.read_vec(number(size), &mut content),
            1 => reader.read1_vec(number(size), &mut content),
            2 => {
                let mut room = vec![0; size];
                reader.read_into_slice(&mut room).inspect(|count| {
                    content.extend_from_slice(&room[..count.unwrap_or(0)]);
                })
            }
            _ => reader.read_line_vec(number(size), &mut content),
        };
        match outcome {
            Ok(count) => {
                assert_eq!(count.unwrap_or(0), content.len() - before);
                assert_eq!(reader.tell(), content.len() as u64);
                idle = if count.unwrap_or(0) == 0 { idle + 1 } else { 0 };
            }
            Err(Error::Stream(_)) => {
                content.truncate(before);
                failed = true;
                break;
            }
            Err(Error::Outer(())) => panic!("this source never fails"),
        }
    }
    let shared = expected.len().min(content.len());
    assert!(
        content[..shared] == expected[..shared],
        "another content than libzstd's"
    );
    match end {
        // libzstd's stream believes a header whose last block is empty; its one-shot call does not, and neither do we.
        End::Boundary => assert!(
            !failed || oracle::frames_at_once(data, LARGEST).is_none(),
            "libzstd decodes it"
        ),
        End::Failed | End::Inside => assert!(idle < 60 || content.len() <= expected.len()),
        End::Limit => {}
    }
}

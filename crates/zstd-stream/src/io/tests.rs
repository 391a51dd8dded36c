//! Tests of the faces of `std::io`.
#![forbid(unsafe_code)]

use std::io::{self, BufRead, Cursor, Read, Seek, SeekFrom, Write};

use super::{IoSink, IoSource};
use crate::source::Source;
use crate::testing::{
    Act, ScriptSource, compressor, content, decompressor, frame, sizing_compressor, text,
};
use crate::{
    CompressReader, CompressWriter, DecompressReader, DecompressWriter, Error, Frames,
    MemorySource, StreamError, WriteReturn,
};

/// A reader and writer that answers with one error before each success, and handles a byte at a time.
struct Halting {
    data: Vec<u8>,
    pos: usize,
    kind: io::ErrorKind,
    halted: bool,
}

impl Halting {
    fn new(data: Vec<u8>, kind: io::ErrorKind) -> Self {
        Self {
            data,
            pos: 0,
            kind,
            halted: false,
        }
    }

    fn halt(&mut self) -> io::Result<()> {
        self.halted = !self.halted;
        if self.halted {
            return Err(self.kind.into());
        }
        Ok(())
    }
}

impl Read for Halting {
    fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        self.halt()?;
        let Some(&byte) = self.data.get(self.pos) else {
            return Ok(0);
        };
        self.pos += 1;
        room[0] = byte;
        Ok(1)
    }
}

impl Write for Halting {
    fn write(&mut self, data: &[u8]) -> io::Result<usize> {
        self.halt()?;
        self.data.push(data[0]);
        Ok(1)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn reading<R: Read>(source: IoSource<R>) -> DecompressReader<IoSource<R>> {
    DecompressReader::decompress(&decompressor(), source, Frames::All).unwrap()
}

#[test]
fn data_goes_through_both_ways() {
    let data = text(400_000);
    let sink = IoSink::new(Cursor::new(Vec::new()));
    let mut writer = CompressWriter::compress(&compressor(), sink, None).unwrap();
    io::copy(&mut &data[..], &mut writer).unwrap();
    writer.flush().unwrap();
    let packed = writer.finish().unwrap().into_inner().into_inner();
    assert!(content(&packed) == data);
    let mut out = Vec::new();
    let mut reader = reading(IoSource::new(&packed[..]));
    assert_eq!(reader.read_to_end(&mut out).unwrap(), data.len());
    assert!(out == data && reader.into_source().0.into_inner().is_empty());
    let mut sink = IoSink::new(Vec::new());
    let mut writer = DecompressWriter::decompress(&decompressor(), &mut sink, Frames::All)
        .unwrap()
        .returns(WriteReturn::Written);
    writer.write_all(&packed).unwrap();
    writer.finish().unwrap();
    assert!(sink.get_ref() == &data && sink.get_mut().len() == data.len());
    let mut packing =
        CompressReader::compress(&sizing_compressor(), MemorySource::new(&data[..]), None).unwrap();
    let mut packed = Vec::new();
    packing.read_to_end(&mut packed).unwrap();
    assert!(decompressor().decompress(&packed).unwrap() == data);
}

#[test]
fn lines_and_positions() {
    let lines = b"one\ntwo\n\nthree";
    let packed = [b"head".to_vec(), frame(lines)].concat();
    let mut cursor = Cursor::new(packed);
    cursor.set_position(4);
    let mut reader = reading(IoSource::seekable(cursor).unwrap());
    let all: Vec<_> = reader.by_ref().lines().map(Result::unwrap).collect();
    assert_eq!(all, ["one", "two", "", "three"]);
    for (to, pos, rest) in [
        (SeekFrom::Start(4), 4, "two\n\nthree"),
        (SeekFrom::End(-5), 9, "three"),
        (SeekFrom::Current(-10), 4, "two\n\nthree"),
        (SeekFrom::Start(u64::MAX), 14, ""),
    ] {
        assert_eq!(reader.seek(to).unwrap(), pos);
        assert_eq!(reader.stream_position().unwrap(), pos);
        let mut out = String::new();
        reader.read_to_string(&mut out).unwrap();
        assert_eq!(out, rest);
    }
    assert!(reader.source().get_ref().position() > 4);
    reader.source_mut().get_mut().set_position(0);
    let mut forward = reading(IoSource::new(Cursor::new(frame(lines))));
    assert_eq!(forward.seek(SeekFrom::Start(4)).unwrap(), 4);
    let error = forward.seek(SeekFrom::Start(0)).unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::Unsupported);
    assert!(!IoSource::new(io::empty()).rewind().unwrap());
}

#[test]
fn interruptions_are_overcome_and_blocks_reported_without_loss() {
    let data = frame(b"foobar");
    let mut out = Vec::new();
    let source = IoSource::new(Halting::new(data.clone(), io::ErrorKind::Interrupted));
    reading(source).read_to_end(&mut out).unwrap();
    assert_eq!(out, b"foobar");
    let source = IoSource::new(Halting::new(data.clone(), io::ErrorKind::WouldBlock));
    let (mut reader, mut out, mut blocked) = (reading(source), Vec::new(), 0);
    while let Err(error) = reader.read_to_end(&mut out) {
        assert_eq!(error.kind(), io::ErrorKind::WouldBlock);
        blocked += 1;
    }
    assert!(out == b"foobar" && blocked > data.len());
    assert!(reader.fill_buf().is_ok_and(<[u8]>::is_empty));
    let interrupted = Halting::new(Vec::new(), io::ErrorKind::Interrupted);
    let sink = IoSink::new(interrupted);
    let mut writer = CompressWriter::compress(&compressor(), sink, None).unwrap();
    writer.write_all(b"foobar").unwrap();
    let sent = writer.finish().unwrap().into_inner().data;
    assert_eq!(content(&sent), b"foobar");
    let blocking = Halting::new(Vec::new(), io::ErrorKind::WouldBlock);
    let mut writer = CompressWriter::compress(&compressor(), IoSink::new(blocking), None).unwrap();
    writer.write_all(b"foobar").unwrap();
    let mut blocked = 0;
    while let Err(error) = Write::flush(&mut writer) {
        assert_eq!(error.kind(), io::ErrorKind::WouldBlock);
        if writer.has_pending() && blocked == 0 {
            let error = Write::write(&mut writer, b"x").map_err(|error| error.kind());
            assert!(matches!(error, Ok(0..=1) | Err(io::ErrorKind::WouldBlock)));
        }
        blocked += 1;
    }
    while writer.close().is_err() {}
    assert!(content(&writer.into_sink().get_ref().data).starts_with(b"foobar"));
}

#[test]
fn errors_have_the_kinds_of_the_standard_library() {
    let kind = |acts| {
        let source = ScriptSource::new(acts);
        let mut reader =
            DecompressReader::decompress(&decompressor(), source, Frames::One).unwrap();
        let error = reader.read_all(&mut Vec::new()).unwrap_err();
        io::Error::from(error.map_outer(io::Error::other)).kind()
    };
    let data = frame(b"foo");
    assert_eq!(
        kind(vec![Act::Give(data[..5].to_vec())]),
        io::ErrorKind::UnexpectedEof
    );
    assert_eq!(
        kind(vec![Act::Give(b"garbage".to_vec())]),
        io::ErrorKind::InvalidData
    );
    assert_eq!(
        kind(vec![Act::Give([&data[..], b"!"].concat())]),
        io::ErrorKind::InvalidData
    );
    assert_eq!(kind(vec![Act::Fail("mine")]), io::ErrorKind::Other);
    for (error, kind) in [
        (StreamError::Closed, io::ErrorKind::Other),
        (StreamError::invalid("x"), io::ErrorKind::InvalidInput),
        (
            zstd_core::Error::OutOfMemory { bytes: None }.into(),
            io::ErrorKind::OutOfMemory,
        ),
        (
            StreamError::ImpossibleWrite {
                claimed: 0,
                offered: 1,
            },
            io::ErrorKind::WriteZero,
        ),
    ] {
        assert_eq!(io::Error::from(error).kind(), kind);
    }
    // The error of the source itself is not wrapped.
    let failing = Halting::new(Vec::new(), io::ErrorKind::PermissionDenied);
    let error = reading(IoSource::new(failing)).read(&mut [0]).unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::PermissionDenied);
    assert!(error.get_ref().is_none());
    let error: Error<std::convert::Infallible> = StreamError::Closed.into();
    assert_eq!(io::Error::from(error).to_string(), "stream is closed");
}

#[test]
fn a_reader_that_claims_too_much_is_not_believed() {
    struct Liar;
    impl Read for Liar {
        fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
            Ok(room.len() + 1)
        }
    }
    let mut source = IoSource::new(Liar);
    let chunk = source.read(3).unwrap().unwrap();
    assert_eq!(chunk.as_ref(), &[0; 3]);
    source.reclaim(chunk);
    assert!(reading(source).read(&mut [0]).is_err());
}

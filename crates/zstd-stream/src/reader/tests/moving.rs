//! Tests of looking ahead, lines and seeks.
#![forbid(unsafe_code)]

use super::*;

#[test]
fn lines_are_read_and_looked_at() {
    let mut reader = over([
        Act::Give(frame(b"one\ntw")),
        Act::Block,
        Act::Give(frame(b"o\n\nlast")),
    ]);
    let mut line = |size| {
        let mut out = Vec::new();
        reader.read_line_vec(size, &mut out).unwrap().map(|_| out)
    };
    assert_eq!(line(-1).unwrap(), b"one\n");
    assert_eq!(line(-1).unwrap(), b"tw");
    assert_eq!(line(1).unwrap(), b"o");
    assert_eq!(line(0).unwrap(), b"");
    assert_eq!(line(5).unwrap(), b"\n");
    assert_eq!(line(-1).unwrap(), b"\n");
    assert_eq!(reader.peek().unwrap().unwrap(), b"last");
    assert_eq!(reader.tell(), 9);
    reader.advance(1);
    assert_eq!(read1(&mut reader, 2).unwrap(), b"as");
    assert_eq!(read(&mut reader, 9).unwrap(), b"t");
    reader.advance(100);
    assert_eq!(reader.tell(), 13);
    let mut dry = over([Act::Block]);
    assert_eq!(dry.read_line_vec(-1, &mut Vec::new()).unwrap(), None);
    assert_eq!(dry.peek().unwrap(), Some(&b""[..]));
}

#[test]
fn seeks_go_forward_by_decoding_and_backward_by_beginning_anew() {
    let data = text(400_000);
    let mut reader = memory(&frame(&data), Frames::All);
    let at = |reader: &mut DecompressReader<_>, pos: usize| {
        assert_eq!(reader.tell(), pos as u64);
        assert!(read(reader, 5).unwrap() == data[pos..(pos + 5).min(data.len())]);
    };
    let start = |pos| (pos, Whence::Start);
    for (offset, whence) in [
        start(7),
        start(300_000),
        start(10),
        start(0),
        start(399_999),
    ] {
        let pos = reader.seek_to(offset, whence).unwrap();
        assert_eq!(pos, offset.unsigned_abs());
        at(&mut reader, usize::try_from(offset).unwrap());
    }
    assert_eq!(reader.seek_to(-10, Whence::End).unwrap(), 399_990);
    at(&mut reader, 399_990);
    assert_eq!(reader.seek_to(-100, Whence::Current).unwrap(), 399_895);
    at(&mut reader, 399_895);
    assert_eq!(reader.seek_to(i64::MAX, Whence::Current).unwrap(), 400_000);
    assert_eq!(reader.seek_to(5, Whence::End).unwrap(), 400_000);
    assert_eq!(reader.seek_to(-400_000, Whence::End).unwrap(), 0);
    // What was looked at ahead is not lost, and not kept.
    assert!(reader.peek().unwrap().is_some());
    assert_eq!(reader.seek_to(3, Whence::Current).unwrap(), 3);
    at(&mut reader, 3);
    for (offset, whence) in [
        (-1, Whence::Start),
        (-9, Whence::Current),
        (i64::MIN, Whence::End),
    ] {
        let error = reader.seek_to(offset, whence).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Unsupported);
    }
    assert!(reader.is_seekable() && reader.check().is_ok());
}

#[test]
fn a_source_that_cannot_be_rewound_only_goes_forward() {
    let mut reader = over([Act::Give(frame(b"foobar")), Act::Block, Act::Block]);
    assert!(!reader.is_seekable());
    assert_eq!(reader.seek_to(3, Whence::Start).unwrap(), 3);
    for (offset, whence) in [(2, Whence::Start), (-1, Whence::Current), (-1, Whence::End)] {
        let error = reader.seek_to(offset, whence).unwrap_err();
        let text = "cannot seek zstd decompression stream backwards";
        assert_eq!((error.to_string().as_str(), reader.tell()), (text, 3));
    }
    assert_eq!(read(&mut reader, 1).unwrap(), b"b");
    let error = reader.seek_to(100, Whence::Start).unwrap_err();
    assert_eq!((error.kind(), reader.tell()), (ErrorKind::WouldBlock, 6));
    assert_eq!(reader.seek_to(0, Whence::End).unwrap(), 6);
}

#[test]
fn what_was_looked_at_ends_where_its_frame_does() {
    let data = [frame(b"foo"), frame(b"bar")].concat();
    let fresh = || memory(&data, Frames::All).stop_at_frames(true);
    let mut reader = fresh();
    assert_eq!(reader.peek().unwrap().unwrap(), b"foo");
    reader.advance(1);
    assert_eq!(read(&mut reader, 100).unwrap(), b"oo");
    assert_eq!(reader.peek().unwrap().unwrap(), b"bar");
    let mut room = [0; 9];
    assert_eq!(reader.read_into_slice(&mut room).unwrap(), Some(3));
    assert_eq!(read(&mut reader, 100).unwrap(), b"");
    let mut slice = fresh();
    assert!(slice.peek().unwrap().is_some());
    assert_eq!(slice.read_into_slice(&mut room).unwrap(), Some(3));
    let mut all = fresh();
    assert!(all.peek().unwrap().is_some());
    assert_eq!(read(&mut all, -1).unwrap(), b"foobar");
    let mut line = fresh();
    line.read_line_vec(-1, &mut Vec::new()).unwrap();
    assert_eq!(line.tell(), 6);
}

//! Tests of reads whose results are one new object, and of lines.
#![forbid(unsafe_code)]

use super::*;
use crate::io::IoSource;
use crate::memory;
use crate::testing::skippable_frame;

fn object<S: Source<Error: std::fmt::Debug>>(
    reader: &mut DecompressReader<S>,
    size: i64,
) -> Option<Vec<u8>> {
    reader.read_object::<Vec<u8>>(size).unwrap()
}

#[test]
fn objects_have_what_vectors_get_whatever_is_known_of_the_size() {
    let content = text(3_000_000);
    let sized = sizing_compressor().compress(&content).unwrap();
    let frames = [sized.clone(), frame(&content)];
    let rows = [
        &frames[0][..],
        &frames[1],
        &frames.concat(),
        &sized.repeat(2),
    ];
    for (index, input) in rows.into_iter().enumerate() {
        for size in [-1, 0, 1, 100_000, 2_999_999, 3_000_000, 3_000_001, 1 << 40] {
            let mut first = memory(input, Frames::All);
            let mut second = memory(input, Frames::All);
            for _ in 0..3 {
                let expected = read(&mut first, size);
                assert!(object(&mut second, size) == expected, "{index} {size}");
                assert_eq!(first.tell(), second.tell());
            }
        }
    }
}

#[test]
fn objects_begin_with_what_was_made_ahead() {
    let content = text(400_000);
    let input = sizing_compressor().compress(&content).unwrap();
    let mut reader = memory(&input, Frames::All);
    assert!(!reader.peek().unwrap().unwrap().is_empty());
    reader.advance(5);
    assert!(object(&mut reader, -1).unwrap() == content[5..]);
    assert_eq!(object(&mut reader, -1).unwrap(), b"");
}

#[test]
fn objects_stop_at_frames_and_at_sources_without_data() {
    let input = [frame(b"foo"), frame(b"bar")].concat();
    let mut reader = memory(&input, Frames::All).stop_at_frames(true);
    assert_eq!(object(&mut reader, 9).unwrap(), b"foo");
    assert_eq!(object(&mut reader, 9).unwrap(), b"bar");
    let (start, end) = input.split_at(15);
    let mut reader = over([
        Act::Block,
        Act::Give(start.to_vec()),
        Act::Block,
        Act::Give(end.to_vec()),
    ]);
    assert_eq!(object(&mut reader, -1), None);
    assert_eq!(reader.source().asked.len(), 1);
    assert_eq!(object(&mut reader, -1).unwrap(), b"foo");
    assert_eq!(reader.source().asked.len(), 3);
    assert_eq!(object(&mut reader, -1).unwrap(), b"bar");
}

#[test]
fn a_header_that_lies_costs_an_error_and_not_the_process() {
    // A frame of one segment that claims 2^62 bytes, and one that claims more than it has.
    let huge = b"\x28\xb5\x2f\xfd\xe0\0\0\0\0\0\0\0\x40\x01\0\0";
    let mut short = sizing_compressor().compress(&text(1000)).unwrap();
    short[5] = 0xff;
    short[6] = 0xff;
    for input in [&huge[..], &short] {
        assert!(
            memory(input, Frames::All)
                .read_object::<Vec<u8>>(-1)
                .is_err()
        );
        assert!(
            memory(input, Frames::All)
                .read_all(&mut Vec::new())
                .is_err()
        );
    }
}

#[test]
fn lines_that_are_ready_are_taken_if_they_fit() {
    let mut reader = memory(&frame(b"one\n\ntwelve bytes\nrest"), Frames::All);
    let mut room = [0; 6];
    let room = memory::as_room(&mut room);
    assert_eq!(reader.take_ready_line(-1, room), None);
    assert!(reader.peek().unwrap().is_some());
    assert_eq!(reader.take_ready_line(-1, room), Some(4));
    assert_eq!(reader.take_ready_line(-1, room), Some(1));
    assert_eq!(reader.take_ready_line(-1, room), None);
    assert_eq!(reader.take_ready_line(6, room), Some(6));
    assert_eq!(reader.tell(), 11);
    assert_eq!(reader.take_ready_line(0, room), Some(0));
}

#[test]
fn lines_that_are_ready_cost_nothing_and_stay_until_they_are_passed() {
    let mut reader = memory(&frame(b"one\ntwo\nrest"), Frames::All);
    assert_eq!(reader.peek().unwrap().unwrap().len(), 12);
    assert_eq!(reader.ready_line(-1).unwrap(), b"one\n");
    assert_eq!(reader.ready_line(2).unwrap(), b"on");
    reader.advance(4);
    assert_eq!(reader.ready_line(99).unwrap(), b"two\n");
    reader.advance(4);
    // It may go on.
    assert_eq!(reader.ready_line(-1), None);
    assert_eq!(reader.ready_line(4).unwrap(), b"rest");
    reader.close();
    assert_eq!(reader.ready_line(0), None);
}

#[test]
fn reads_that_fail_leave_the_position_alone() {
    let mut input = [skippable_frame(), frame(&text(300_000))].concat();
    let last = input.len() - 1;
    input[last] ^= 1;
    type Call = fn(&mut DecompressReader<MemorySource<Vec<u8>>>) -> bool;
    let calls: [Call; 4] = [
        |reader| reader.read_all(&mut Vec::new()).is_err(),
        |reader| reader.read_object::<Vec<u8>>(-1).is_err(),
        |reader| reader.read_into_slice(&mut [0; 300_000]).is_err(),
        |reader| reader.seek_to(300_000, Whence::Start).is_err(),
    ];
    for call in calls {
        let mut reader = memory(&input, Frames::All);
        assert_eq!(read(&mut reader, 5).unwrap().len(), 5);
        assert!(reader.peek().unwrap().is_some());
        assert!(call(&mut reader));
        assert_eq!(reader.tell(), 5);
    }
}

#[test]
fn reads_of_one_piece_do_not_show_whether_the_source_is_in_memory() {
    // libzstd hands out stored blocks as they come in.
    let stored = sizing_compressor()
        .compress(b"never the same twice")
        .unwrap();
    // A frame that declares to be empty can be decoded into no room at all.
    let empty = sizing_compressor().compress(b"").unwrap();
    for data in [stored.clone(), [empty, stored].concat()] {
        let mut in_memory = memory(&data, Frames::All).read_size(12).unwrap();
        let source = IoSource::new(&data[..]);
        let mut elsewhere = DecompressReader::decompress(&decompressor(), source, Frames::All)
            .unwrap()
            .read_size(12)
            .unwrap();
        loop {
            let (mut one, mut other) = (Vec::new(), Vec::new());
            let count = in_memory.read1_vec(100, &mut one).unwrap();
            assert_eq!(elsewhere.read1_vec(100, &mut other).unwrap(), count);
            assert_eq!(one, other);
            assert!(one.len() <= 12);
            if one.is_empty() {
                break;
            }
        }
    }
}

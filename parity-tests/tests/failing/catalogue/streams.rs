//! Streams of all shapes.
#![forbid(unsafe_code)]

use parity_tests::operation::{Codec, Compression, Decompression, Operation, Shape, Step, Stream};
use parity_tests::wire::Bytes;

use super::{Entry, entry, frame, frame_without_size, text};

fn step(name: &'static str, data: &Bytes, number: i64) -> Step {
    Step {
        name,
        data: data.clone(),
        number,
    }
}

/// Streams of all shapes.
pub(super) fn streams(content: &Bytes, suffix: &str) -> Vec<Entry> {
    let none = Bytes::default();
    let (sized, unsized_) = (frame(content), frame_without_size(content));
    let both = Bytes([&sized.0[..], &unsized_.0, &sized.0].concat());
    let compressing = |shape, level| Stream {
        codec: Codec::Compress {
            with: Compression {
                level,
                ..Compression::checked()
            },
            size: -1,
        },
        shape,
        piece: 700,
    };
    let decompressing = |shape, across| Stream {
        codec: Codec::Decompress {
            with: Decompression::default(),
            across,
        },
        shape,
        piece: 700,
    };
    let writer = |returns_taken| Shape::Writer { returns_taken };
    let write = vec![
        step("write", content, 0),
        step("flush", &none, 0),
        step("write", content, 0),
        step("tell", &none, 0),
        step("close", &none, 0),
        step("written", &none, 0),
    ];
    let write_back = vec![
        step("write", &both, 0),
        step("close", &none, 0),
        step("written", &none, 0),
    ];
    let compressed = vec![
        step("compress", content, -1),
        step("flush", &none, 1),
        step("compress", content, -1),
        step("flush", &none, 0),
        step("compress", content, -1),
    ];
    let chunked = vec![
        step("compress", content, -1),
        step("flush", &none, -1),
        step("compress", content, 1),
        step("finish", &none, -1),
    ];
    let object = vec![
        step("decompress", &both, 100),
        step("decompress", &none, 1000),
        step("decompress", &none, -1),
        step("unused_data", &none, 0),
        step("eof", &none, 0),
        step("flush", &none, 0),
        step("decompress", &text(100), -1),
    ];
    let mut read = vec![
        step("read", &none, 100),
        step("read1", &none, 100),
        step("readline", &none, -1),
        step("peek", &none, 0),
        step("tell", &none, 0),
        step("readall", &none, 0),
        step("close", &none, 0),
        step("read", &none, 10),
    ];
    let compress_read = read.clone();
    read.insert(5, step("seek", &none, 1500));
    let damaged = Bytes([&sized.0[..sized.0.len() / 2], &[1, 2, 3]].concat());
    [
        (
            "object that compresses",
            compressing(Shape::Object, 3),
            compressed.clone(),
        ),
        (
            "object that compresses at 12",
            compressing(Shape::Object, 12),
            compressed,
        ),
        ("chunker", compressing(Shape::Chunker, 3), chunked),
        (
            "reader that compresses",
            compressing(Shape::Reader(content.clone()), 3),
            compress_read,
        ),
        (
            "writer that compresses",
            compressing(writer(true), 3),
            write.clone(),
        ),
        (
            "writer that counts output",
            compressing(writer(false), 3),
            write,
        ),
        (
            "object that decompresses",
            decompressing(Shape::Object, false),
            object.clone(),
        ),
        (
            "object that decompresses all",
            decompressing(Shape::Object, true),
            object,
        ),
        (
            "reader that decompresses",
            decompressing(Shape::Reader(both.clone()), true),
            read.clone(),
        ),
        (
            "reader of one frame",
            decompressing(Shape::Reader(both), false),
            read.clone(),
        ),
        (
            "reader of damage",
            decompressing(Shape::Reader(damaged), true),
            read,
        ),
        (
            "writer that decompresses",
            decompressing(writer(true), true),
            write_back,
        ),
    ]
    .into_iter()
    .map(|(name, stream, steps)| {
        entry(
            format!("{name}{suffix}"),
            Operation::Stream { stream, steps },
        )
    })
    .collect()
}

//! Calls with one input, and what is said of frames and parameters.
#![forbid(unsafe_code)]

use parity_tests::operation::{BASIC, Compression, Decompression, Limits, Operation, Parameters};
use parity_tests::wire::Bytes;

use super::{Entry, compress, decompress, entry, frame, frame_without_size, text};

/// Calls with one input.
pub(super) fn single() -> Vec<Entry> {
    let content = text(2000);
    let (sized, unsized_) = (frame(&content), frame_without_size(&content));
    let mut two = sized.0.clone();
    two.extend_from_slice(&unsized_.0);
    let mut damaged = sized.0.clone();
    damaged.truncate(sized.0.len() / 2);
    let plain = Decompression::default;
    let across = Limits {
        read_across_frames: true,
        ..Limits::default()
    };
    let named = Parameters::Named(vec![("strategy", 7), ("window_log", 12), ("enable_ldm", 1)]);
    let parameters = Compression {
        parameters: Some(named.clone()),
        ..Compression::sized()
    };
    let threads = Compression {
        threads: 2,
        ..Compression::sized()
    };
    let mut list = vec![
        ("describe", Operation::Describe),
        ("compress", compress(Compression::checked(), &content)),
        (
            "compress at 19",
            compress(
                Compression {
                    level: 19,
                    ..Compression::default()
                },
                &content,
            ),
        ),
        ("compress with parameters", compress(parameters, &content)),
        ("compress with threads", compress(threads, &content)),
        (
            "compress with a bad level",
            compress(
                Compression {
                    level: 99,
                    ..Compression::default()
                },
                &content,
            ),
        ),
        (
            "compress nothing",
            compress(Compression::sized(), &Bytes::default()),
        ),
        (
            "decompress",
            decompress(plain(), vec![sized.clone(); 3], Limits::default()),
        ),
        (
            "decompress without a size",
            decompress(plain(), vec![unsized_.clone(); 3], Limits::up_to(5000)),
        ),
        (
            "decompress in too little",
            decompress(plain(), vec![unsized_.clone(); 2], Limits::up_to(50)),
        ),
        (
            "decompress all frames",
            decompress(plain(), vec![two.into(); 2], across),
        ),
        (
            "decompress damaged",
            decompress(
                plain(),
                vec![damaged.into(), sized.clone()],
                Limits::default(),
            ),
        ),
        (
            "decompress with a small window",
            decompress(
                Decompression {
                    max_window_size: 1024,
                    ..plain()
                },
                vec![unsized_; 2],
                Limits::up_to(5000),
            ),
        ),
        (
            "single calls",
            Operation::Single {
                data: sized.clone(),
                level: 3,
                max_output_size: 0,
            },
        ),
        (
            "single calls that fail",
            Operation::Single {
                data: content.clone(),
                level: 3,
                max_output_size: 0,
            },
        ),
        (
            "frame",
            Operation::Frame {
                data: sized,
                format: 0,
            },
        ),
        (
            "frame of text",
            Operation::Frame {
                data: content,
                format: 0,
            },
        ),
        ("parameters", Operation::Parameters { parameters: named }),
        (
            "basic parameters",
            Operation::Parameters {
                parameters: Parameters::Basic([20, 16, 17, 1, 5, 0, 2]),
            },
        ),
        (
            "wrong parameters",
            Operation::Parameters {
                parameters: Parameters::Basic([99, 16, 17, 1, 5, 0, 2]),
            },
        ),
        (
            "derived parameters",
            Operation::Parameters {
                parameters: Parameters::Derived {
                    level: 3,
                    source_size: 1000,
                    dict_size: 0,
                },
            },
        ),
        (
            "parameters from a level",
            Operation::Parameters {
                parameters: Parameters::FromLevel {
                    level: 5,
                    source_size: 0,
                    dict_size: 100,
                    overrides: vec![("checksum_flag", 1)],
                },
            },
        ),
    ];
    list.extend(BASIC.iter().take(1).map(|name| {
        let name = (*name).to_owned();
        ("bounds", Operation::Bounds { name })
    }));
    list.push((
        "bounds of nothing",
        Operation::Bounds {
            name: "nothing".to_owned(),
        },
    ));
    list.into_iter()
        .map(|(name, operation)| entry(name, operation))
        .collect()
}

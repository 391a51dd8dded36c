//! The objects that are driven call by call, all in step, against a model.
#![forbid(unsafe_code)]

use proptest::prelude::*;
use proptest_state_machine::{ReferenceStateMachine, StateMachineTest, prop_state_machine};

use super::config;
use crate::testing::{compressor, content, decompressor, text};
use crate::{Chunker, CompressObj, DecompressObj, ErrorKind, FlushMode, Frames};

/// What the objects ought to do.
#[derive(Clone, Debug)]
struct Model {
    chunk_size: i64,
    limit: Option<usize>,
    content: Vec<u8>,
    /// Everything so far was flushed, so that a decoder can have it.
    clean: bool,
    finished: bool,
    /// The chunker was left with chunks.
    chunks_left: bool,
    refused: bool,
}

#[derive(Clone, Debug)]
enum Op {
    Compress(usize),
    /// Begin an operation of the chunker without taking its chunks.
    CompressPart(usize),
    TakeChunks,
    Flush,
    Finish,
}

impl ReferenceStateMachine for Model {
    type State = Self;
    type Transition = Op;

    fn init_state() -> BoxedStrategy<Self> {
        let limit = prop_oneof![Just(None), (1_usize..3000).prop_map(Some)];
        (1_i64..2000, limit)
            .prop_map(|(chunk_size, limit)| Self {
                chunk_size,
                limit,
                content: Vec::new(),
                clean: true,
                finished: false,
                chunks_left: false,
                refused: false,
            })
            .boxed()
    }

    fn transitions(_: &Self) -> BoxedStrategy<Op> {
        prop_oneof![
            9 => (0_usize..200_000).prop_map(Op::Compress),
            3 => (0_usize..1000).prop_map(Op::CompressPart),
            3 => Just(Op::TakeChunks),
            4 => Just(Op::Flush),
            1 => Just(Op::Finish),
        ]
        .boxed()
    }

    fn apply(mut state: Self, op: &Op) -> Self {
        state.refused = match op {
            Op::TakeChunks => false,
            _ => state.finished || state.chunks_left,
        };
        if state.refused {
            return state;
        }
        match *op {
            Op::Compress(length) | Op::CompressPart(length) => {
                state.content.extend(text(length));
                state.clean &= length == 0;
                state.chunks_left = matches!(op, Op::CompressPart(1..));
            }
            Op::TakeChunks => state.chunks_left = false,
            Op::Flush => state.clean = true,
            Op::Finish => {
                state.clean = true;
                state.finished = true;
            }
        }
        state
    }
}

struct Subject {
    object: CompressObj,
    chunker: Chunker<Vec<u8>>,
    back: DecompressObj,
    frame: Vec<u8>,
    chunked: Vec<u8>,
    decoded: Vec<u8>,
}

impl Subject {
    /// One operation of both compressors; whether it was refused by both alike.
    fn run(&mut self, op: &Op) -> bool {
        let (object, frame) = (&mut self.object, &mut self.frame);
        let (first, second) = match *op {
            Op::TakeChunks => {
                self.take_chunks();
                return false;
            }
            Op::Compress(length) | Op::CompressPart(length) => {
                let second = self.chunker.compress(text(length));
                (
                    second
                        .is_ok()
                        .then(|| object.compress(&text(length), frame)),
                    second,
                )
            }
            Op::Flush => {
                let second = self.chunker.flush();
                (
                    second
                        .is_ok()
                        .then(|| object.flush(FlushMode::Block, frame)),
                    second,
                )
            }
            Op::Finish => {
                let second = self.chunker.finish();
                (
                    second
                        .is_ok()
                        .then(|| object.flush(FlushMode::Frame, frame)),
                    second,
                )
            }
        };
        if let Some(first) = first {
            first.unwrap();
            if !matches!(op, Op::CompressPart(_)) {
                self.take_chunks();
            }
            return false;
        }
        assert_eq!(second.unwrap_err().kind(), ErrorKind::Zstd);
        true
    }

    fn take_chunks(&mut self) {
        while let Some(chunk) = self.chunker.next_chunk().unwrap() {
            self.chunked.extend_from_slice(chunk);
        }
    }

    /// Decodes what has come since the last time.
    fn decode(&mut self, from: usize, limit: Option<usize>) {
        if self.back.is_eof() {
            assert_eq!(from, self.frame.len());
            let error = self
                .back
                .decompress(b"", None, &mut Vec::new())
                .unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Zstd);
            return;
        }
        let mut input = &self.frame[from..];
        loop {
            let count = self
                .back
                .decompress(input, limit, &mut self.decoded)
                .unwrap();
            assert!(limit.is_none_or(|limit| count <= limit));
            input = &[];
            if self.back.needs_input() || self.back.is_eof() {
                break;
            }
        }
    }
}

struct ObjectsTest;

impl StateMachineTest for ObjectsTest {
    type SystemUnderTest = Subject;
    type Reference = Model;

    fn init_test(model: &Model) -> Subject {
        Subject {
            object: CompressObj::new(&compressor(), None).unwrap(),
            chunker: Chunker::new(&compressor(), None, model.chunk_size).unwrap(),
            back: DecompressObj::new(&decompressor(), Frames::First).unwrap(),
            frame: Vec::new(),
            chunked: Vec::new(),
            decoded: Vec::new(),
        }
    }

    fn apply(mut subject: Subject, model: &Model, op: Op) -> Subject {
        let from = subject.frame.len();
        assert_eq!(subject.run(&op), model.refused, "{op:?}");
        subject.decode(from, model.limit);
        assert_eq!(subject.object.is_finished(), model.finished);
        assert_eq!(subject.back.is_eof(), model.finished);
        if model.finished {
            let error = subject.object.compress(b"", &mut Vec::new()).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Zstd);
            assert!(content(&subject.frame) == model.content);
            assert_eq!(subject.back.unused_data(), b"");
        }
        if model.clean {
            assert!(subject.decoded == model.content);
            assert!(subject.chunked == subject.frame);
        } else {
            assert!(model.content.starts_with(&subject.decoded));
            assert!(subject.frame.starts_with(&subject.chunked));
        }
        subject
    }
}

prop_state_machine! {
    #![proptest_config(config(100))]

    #[test]
    fn objects_do_what_the_model_does(sequential 1..30 => ObjectsTest);
}

//! Readers against a model: content, a position, and frame ends.
#![forbid(unsafe_code)]

use proptest::prelude::*;
use proptest_state_machine::{ReferenceStateMachine, StateMachineTest, prop_state_machine};

use super::{config, contents, frames};
use crate::testing::decompressor;
use crate::{
    DecompressReader, ErrorKind, Frames, IoSource, MemorySource, Reader, Source, StreamError,
    Whence,
};

/// What a reader ought to do.
#[derive(Clone, Debug)]
struct Model {
    contents: Vec<Vec<u8>>,
    stop_at_frames: bool,
    seekable: bool,
    read_size: i64,
    pos: usize,
    closed: bool,
    /// What the last operation ought to have given.
    expected: Expected,
}

#[derive(Clone, Debug, PartialEq)]
enum Expected {
    Data(Vec<u8>),
    Position(usize),
    Error(ErrorKind),
}

#[derive(Clone, Debug)]
enum Op {
    Read(i64),
    /// Single reads until that much has come.
    Single(usize),
    Line(i64),
    /// Look ahead, and move over a byte.
    Peek,
    Seek(i64, Whence),
    Close,
}

impl Model {
    fn all(&self) -> Vec<u8> {
        self.contents.concat()
    }

    /// Where a read that stops at frames ends at the latest.
    fn frame_end(&self) -> usize {
        let mut end = 0;
        for content in &self.contents {
            end += content.len();
            if end > self.pos {
                break;
            }
        }
        end
    }

    fn take(&mut self, end: usize) -> Expected {
        let data = self.all()[self.pos..end].to_vec();
        self.pos = end;
        Expected::Data(data)
    }

    fn run(&mut self, op: &Op) -> Expected {
        let all = self.all();
        if matches!(op, Op::Close) {
            self.closed = true;
            return Expected::Position(self.pos);
        }
        if self.closed {
            return Expected::Error(ErrorKind::Closed);
        }
        let most = |count: usize| all.len().min(self.pos.saturating_add(count));
        match *op {
            Op::Read(size) if size < -1 => Expected::Error(ErrorKind::InvalidValue),
            Op::Read(-1) => self.take(all.len()),
            Op::Read(size) => {
                let end = most(usize::try_from(size).unwrap());
                let stop = if self.stop_at_frames {
                    self.frame_end()
                } else {
                    end
                };
                self.take(end.min(stop))
            }
            Op::Single(size) => self.take(most(size)),
            Op::Line(size) => {
                let line = all[self.pos..].iter().position(|&byte| byte == b'\n');
                let end = line.map_or(all.len(), |at| self.pos + at + 1);
                let limit = usize::try_from(size).map_or(end, most);
                self.take(end.min(limit))
            }
            Op::Peek => self.take(most(1)),
            Op::Seek(offset, whence) => {
                let base = match whence {
                    Whence::Start => 0,
                    Whence::Current => self.pos,
                    Whence::End => all.len(),
                };
                let target = i64::try_from(base).unwrap().saturating_add(offset);
                let Ok(target) = usize::try_from(target) else {
                    return Expected::Error(ErrorKind::Unsupported);
                };
                let backward =
                    target.min(all.len()) < self.pos || (whence == Whence::End && offset < 0);
                if backward && !self.seekable {
                    return Expected::Error(ErrorKind::Unsupported);
                }
                self.pos = target.min(all.len());
                Expected::Position(self.pos)
            }
            Op::Close => unreachable!("handled above"),
        }
    }
}

impl ReferenceStateMachine for Model {
    type State = Self;
    type Transition = Op;

    fn init_state() -> BoxedStrategy<Self> {
        (contents(), any::<bool>(), any::<bool>(), 1_i64..5000)
            .prop_map(|(contents, stop_at_frames, seekable, read_size)| Self {
                contents,
                stop_at_frames,
                seekable,
                read_size,
                pos: 0,
                closed: false,
                expected: Expected::Position(0),
            })
            .boxed()
    }

    fn transitions(state: &Self) -> BoxedStrategy<Op> {
        let length = i64::try_from(state.all().len()).unwrap();
        let whence = prop_oneof![
            Just(Whence::Start),
            Just(Whence::Current),
            Just(Whence::End)
        ];
        prop_oneof![
            6 => (-2_i64..3000).prop_map(Op::Read),
            1 => (0..=length + 10).prop_map(Op::Read),
            4 => (0_usize..3000).prop_map(Op::Single),
            4 => (-2_i64..300).prop_map(Op::Line),
            4 => Just(Op::Peek),
            5 => (-length - 5..=length + 5, whence).prop_map(|(offset, whence)| Op::Seek(offset, whence)),
            1 => Just(Op::Close),
        ]
        .boxed()
    }

    fn apply(mut state: Self, op: &Op) -> Self {
        state.expected = state.run(op);
        state
    }
}

/// The reader, over one source or the other.
enum Subject {
    Seekable(DecompressReader<MemorySource<Vec<u8>>>),
    Forward(DecompressReader<IoSource<std::io::Cursor<Vec<u8>>>>),
}

fn run<S: Source>(
    reader: &mut DecompressReader<S>,
    op: &Op,
) -> Result<Expected, crate::Error<S::Error>> {
    let mut out = Vec::new();
    match *op {
        Op::Read(size) => {
            let count = reader.read_vec(size, &mut out)?;
            assert_eq!(count, Some(out.len()));
        }
        Op::Single(size) => {
            while out.len() < size {
                let wanted = i64::try_from(size - out.len()).unwrap();
                if reader.read1_vec(wanted, &mut out)? == Some(0) {
                    break;
                }
            }
            if size == 0 {
                reader.read1_vec(0, &mut out)?;
            }
        }
        Op::Line(size) => drop(reader.read_line_vec(size, &mut out)?),
        Op::Peek => {
            let ahead = reader.peek()?.unwrap();
            out.extend_from_slice(&ahead[..ahead.len().min(1)]);
            reader.advance(1);
        }
        Op::Seek(offset, whence) => {
            let pos = reader.seek_to(offset, whence)?;
            return Ok(Expected::Position(usize::try_from(pos).unwrap()));
        }
        Op::Close => {
            reader.close();
            return Ok(Expected::Position(usize::try_from(reader.tell()).unwrap()));
        }
    }
    Ok(Expected::Data(out))
}

fn check<S: Source>(reader: &mut DecompressReader<S>, op: &Op, model: &Model) {
    let given = match run(reader, op) {
        Ok(given) => given,
        Err(error) => Expected::Error(error.kind()),
    };
    assert!(given == model.expected, "{op:?} at {}", reader.tell());
    assert_eq!(reader.tell(), model.pos as u64, "{op:?}");
    assert_eq!(reader.is_closed(), model.closed);
    assert!(!reader.is_failed());
    if model.closed {
        assert_eq!(reader.check(), Err(StreamError::Closed));
    }
}

struct ReaderTest;

impl StateMachineTest for ReaderTest {
    type SystemUnderTest = Subject;
    type Reference = Model;

    fn init_test(model: &Model) -> Subject {
        let data = frames(&model.contents);
        let decompressor = decompressor();
        if model.seekable {
            let source = MemorySource::new(data);
            let reader = Reader::decompress(&decompressor, source, Frames::All).unwrap();
            let reader = reader.read_size(model.read_size).unwrap();
            Subject::Seekable(reader.stop_at_frames(model.stop_at_frames))
        } else {
            let source = IoSource::new(std::io::Cursor::new(data));
            let reader = Reader::decompress(&decompressor, source, Frames::All).unwrap();
            let reader = reader.read_size(model.read_size).unwrap();
            Subject::Forward(reader.stop_at_frames(model.stop_at_frames))
        }
    }

    fn apply(mut subject: Subject, model: &Model, op: Op) -> Subject {
        match &mut subject {
            Subject::Seekable(reader) => check(reader, &op, model),
            Subject::Forward(reader) => check(reader, &op, model),
        }
        subject
    }
}

prop_state_machine! {
    #![proptest_config(config(150))]

    #[test]
    fn readers_do_what_the_model_does(sequential 1..40 => ReaderTest);
}

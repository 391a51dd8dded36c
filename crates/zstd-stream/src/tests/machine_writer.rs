//! Compressing writers against a model: what was written, and whether the sink is well.
#![forbid(unsafe_code)]

use proptest::prelude::*;
use proptest_state_machine::{ReferenceStateMachine, StateMachineTest, prop_state_machine};

use super::config;
use crate::testing::{Act, ScriptSink, compressor, content, decompressor, text};
use crate::{CompressWriter, Error, ErrorKind, FlushMode, Frames, Reader, WriteReturn, Writer};

#[derive(Clone, Copy, Debug, PartialEq)]
enum Health {
    Open,
    Failed,
    Closed,
}

/// What a writer ought to do.
#[derive(Clone, Debug)]
struct Model {
    returns: bool,
    write_size: i64,
    health: Health,
    /// The next write of the sink fails.
    broken: bool,
    /// Everything that was written.
    content: Vec<u8>,
    /// Something was written since the last flush of any kind.
    dirty: bool,
    /// The frame has ended, and nothing was written since.
    ended: bool,
    finished: bool,
    /// The error of the last operation, if it ought to have had one.
    error: Option<ErrorKind>,
}

#[derive(Clone, Debug)]
enum Op {
    Write(usize),
    FlushBlock,
    FlushFrame,
    /// From now on the sink fails.
    BreakSink,
    Close,
    Abandon,
}

impl Model {
    /// An operation that makes the sink take something if `writes`, and its error.
    fn operate(&mut self, writes: bool) -> Option<ErrorKind> {
        match self.health {
            Health::Closed => Some(ErrorKind::Closed),
            Health::Failed => Some(ErrorKind::Zstd),
            Health::Open if writes && self.broken => {
                self.health = Health::Failed;
                Some(ErrorKind::Outer)
            }
            Health::Open => None,
        }
    }

    fn run(&mut self, op: &Op) -> Option<ErrorKind> {
        match *op {
            Op::Write(length) => {
                // So little that nothing comes out before a flush.
                let error = self.operate(false);
                if error.is_none() && length > 0 {
                    self.content.extend(text(length));
                    self.dirty = true;
                    self.ended = false;
                }
                error
            }
            Op::FlushBlock => {
                let error = self.operate(self.dirty);
                self.dirty &= error.is_some();
                error
            }
            Op::FlushFrame => {
                let error = self.operate(!self.ended);
                if error.is_none() {
                    self.dirty = false;
                    self.ended = true;
                }
                error
            }
            Op::BreakSink => {
                self.broken = true;
                None
            }
            Op::Close => {
                // A writer that has failed closes without another error, a closed one stays closed.
                let was = self.health;
                let error = match was {
                    Health::Open => self.operate(!self.ended),
                    Health::Failed | Health::Closed => None,
                };
                self.finished |= was == Health::Open && error.is_none();
                self.health = Health::Closed;
                error
            }
            Op::Abandon => {
                self.health = Health::Closed;
                None
            }
        }
    }
}

impl ReferenceStateMachine for Model {
    type State = Self;
    type Transition = Op;

    fn init_state() -> BoxedStrategy<Self> {
        (any::<bool>(), 1_i64..300)
            .prop_map(|(returns, write_size)| Self {
                returns,
                write_size,
                health: Health::Open,
                broken: false,
                content: Vec::new(),
                dirty: false,
                ended: false,
                finished: false,
                error: None,
            })
            .boxed()
    }

    fn transitions(_: &Self) -> BoxedStrategy<Op> {
        prop_oneof![
            12 => (0_usize..500).prop_map(Op::Write),
            5 => Just(Op::FlushBlock),
            4 => Just(Op::FlushFrame),
            1 => Just(Op::BreakSink),
            1 => Just(Op::Close),
            1 => Just(Op::Abandon),
        ]
        .boxed()
    }

    fn apply(mut state: Self, op: &Op) -> Self {
        state.error = state.run(op);
        state
    }
}

type Subject = CompressWriter<ScriptSink>;

fn run(writer: &mut Subject, op: &Op) -> Result<(), Error<&'static str>> {
    let before = writer.tell();
    let count = match *op {
        Op::Write(length) => {
            let count = writer.push(&text(length))?.unwrap();
            if writer.write_return() == WriteReturn::Taken {
                assert_eq!(count, length);
                return Ok(());
            }
            count
        }
        Op::FlushBlock => writer.flush_mode(FlushMode::Block)?,
        Op::FlushFrame => writer.flush_mode(FlushMode::Frame)?,
        Op::BreakSink => {
            writer.sink_mut().acts.push_back(Act::Fail("broken"));
            return Ok(());
        }
        Op::Close => return writer.close(),
        Op::Abandon => {
            writer.abandon();
            return Ok(());
        }
    };
    assert_eq!(writer.tell() - before, count as u64);
    Ok(())
}

/// What can be decoded of `taken`, whether or not it has an end.
fn decodable(taken: &[u8]) -> Vec<u8> {
    let source = crate::testing::ScriptSource::pieces(taken, 1 << 20);
    let mut reader = Reader::decompress(&decompressor(), source, Frames::All).unwrap();
    let mut out = Vec::new();
    while reader
        .read1_vec(-1, &mut out)
        .is_ok_and(|count| count != Some(0))
    {}
    out
}

struct WriterTest;

impl StateMachineTest for WriterTest {
    type SystemUnderTest = Subject;
    type Reference = Model;

    fn init_test(model: &Model) -> Subject {
        let returns = if model.returns {
            WriteReturn::Written
        } else {
            WriteReturn::Taken
        };
        Writer::compress(&compressor(), ScriptSink::default(), None)
            .and_then(|writer| writer.write_size(model.write_size))
            .unwrap()
            .returns(returns)
    }

    fn apply(mut writer: Subject, model: &Model, op: Op) -> Subject {
        let result = run(&mut writer, &op);
        assert_eq!(
            result.map_err(|error| error.kind()).err(),
            model.error,
            "{op:?}"
        );
        assert_eq!(writer.is_closed(), model.health == Health::Closed);
        assert_eq!(writer.is_failed(), model.health == Health::Failed);
        assert_eq!(writer.is_finished(), model.finished);
        assert_eq!(writer.check().is_ok(), model.health == Health::Open);
        let sink = writer.sink();
        assert_eq!(writer.tell(), sink.taken.len() as u64);
        let most = usize::try_from(model.write_size).unwrap();
        assert!(sink.offered.iter().all(|&piece| piece <= most));
        if model.finished {
            assert!(content(&sink.taken) == model.content);
        } else if model.health == Health::Open && !model.dirty {
            assert!(decodable(&sink.taken) == model.content);
        } else {
            assert!(model.content.starts_with(&decodable(&sink.taken)));
        }
        writer
    }
}

prop_state_machine! {
    #![proptest_config(config(200))]

    #[test]
    fn writers_do_what_the_model_does(sequential 1..40 => WriterTest);
}

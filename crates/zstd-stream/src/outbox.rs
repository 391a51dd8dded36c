//! Output on its way to a sink.
#![forbid(unsafe_code)]

use zstd_core::OutBuffer;

use crate::error::{Error, StreamError};
use crate::memory;
use crate::sink::Sink;

/// How a delivery has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Delivery {
    /// The sink has everything.
    Done,
    /// The sink takes nothing now; the rest waits.
    Blocked,
}

/// What was produced and not written yet. It is handed over in pieces of at most `write_size` bytes.
pub(crate) struct Outbox {
    buffer: Vec<u8>,
    /// How much of the buffer the sink has.
    sent: usize,
    write_size: usize,
    total: u64,
}

impl Outbox {
    pub(crate) fn new(write_size: usize) -> Self {
        Self {
            buffer: Vec::new(),
            sent: 0,
            write_size,
            total: 0,
        }
    }

    pub(crate) fn set_write_size(&mut self, size: usize) {
        self.write_size = size;
    }

    /// Lets `fill` append at most `write_size` bytes to what waits.
    pub(crate) fn fill<T, E: From<StreamError>>(
        &mut self,
        fill: impl FnOnce(&mut OutBuffer<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let exact = self.buffer.is_empty();
        memory::reserve(&mut self.buffer, self.write_size, exact)?;
        memory::append(&mut self.buffer, self.write_size, fill)
    }

    /// Offers what waits to `sink`, until it has everything or takes nothing.
    pub(crate) fn deliver<S: Sink>(&mut self, sink: &mut S) -> Result<Delivery, Error<S::Error>> {
        while self.waits() {
            let end = self.buffer.len().min(self.sent + self.write_size);
            let piece = &self.buffer[self.sent..end];
            let Some(taken) = sink.write(piece).map_err(Error::Outer)? else {
                return Ok(Delivery::Blocked);
            };
            if taken == 0 || taken > piece.len() {
                return Err(StreamError::ImpossibleWrite {
                    claimed: i64::try_from(taken).unwrap_or(i64::MAX),
                    offered: piece.len(),
                }
                .into());
            }
            self.sent += taken;
            self.total += taken as u64;
        }
        self.buffer.clear();
        self.sent = 0;
        Ok(Delivery::Done)
    }

    /// Whether anything waits.
    pub(crate) fn waits(&self) -> bool {
        self.sent < self.buffer.len()
    }

    /// How many bytes sinks have taken.
    pub(crate) fn total(&self) -> u64 {
        self.total
    }

    /// Drops what waits, and the memory.
    pub(crate) fn discard(&mut self) {
        self.buffer = Vec::new();
        self.sent = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use zstd_core::{CompressDirective, Compressor, InBuffer};

    /// Answers as told, and keeps what it took.
    struct Scripted {
        answers: Vec<Result<Option<usize>, &'static str>>,
        pieces: Vec<Vec<u8>>,
    }

    impl Sink for Scripted {
        type Error = &'static str;
        fn write(&mut self, data: &[u8]) -> Result<Option<usize>, &'static str> {
            let answer = self.answers.remove(0)?;
            let taken = answer.unwrap_or(0).min(data.len());
            self.pieces.push(data[..taken].to_vec());
            Ok(answer)
        }
    }

    fn outbox() -> Outbox {
        let compressor = std::sync::Arc::new(Compressor::builder().build().unwrap());
        let mut context = compressor.owned_context().unwrap();
        let mut input = InBuffer::new(b"foo");
        let mut outbox = Outbox::new(5);
        while outbox
            .fill(|output| {
                Ok::<_, StreamError>(context.compress_stream(
                    &mut input,
                    output,
                    CompressDirective::End,
                )?)
            })
            .unwrap()
            > 0
        {}
        assert_eq!(outbox.buffer.len(), 12);
        outbox
    }

    fn deliver(
        outbox: &mut Outbox,
        answers: &[Result<Option<usize>, &'static str>],
    ) -> (Result<Delivery, Error<&'static str>>, Vec<usize>) {
        let mut sink = Scripted {
            answers: answers.to_vec(),
            pieces: Vec::new(),
        };
        let result = outbox.deliver(&mut sink);
        (result, sink.pieces.iter().map(Vec::len).collect())
    }

    #[test]
    fn pieces_are_never_larger_than_the_write_size_and_the_rest_is_offered_again() {
        let mut outbox = outbox();
        let (result, pieces) = deliver(
            &mut outbox,
            &[Ok(Some(5)), Ok(Some(1)), Ok(Some(5)), Ok(Some(1))],
        );
        assert_eq!((result, pieces), (Ok(Delivery::Done), vec![5, 1, 5, 1]));
        assert!(!outbox.waits());
        assert_eq!(outbox.total(), 12);
    }

    #[test]
    fn a_blocked_sink_gets_the_rest_later() {
        let mut outbox = outbox();
        let (result, _) = deliver(&mut outbox, &[Ok(Some(3)), Ok(None)]);
        assert_eq!(result, Ok(Delivery::Blocked));
        assert!(outbox.waits());
        let (result, pieces) = deliver(&mut outbox, &[Ok(Some(5)), Ok(Some(4))]);
        assert_eq!((result, pieces), (Ok(Delivery::Done), vec![5, 4]));
    }

    #[test]
    fn impossible_answers_and_errors_are_reported() {
        for lie in [0, 6, usize::MAX] {
            let (result, _) = deliver(&mut outbox(), &[Ok(Some(lie))]);
            let error = result.unwrap_err();
            assert_eq!(error.kind(), crate::ErrorKind::Io, "{error}");
        }
        let (result, _) = deliver(&mut outbox(), &[Ok(Some(3)), Err("mine")]);
        assert_eq!(result, Err(Error::Outer("mine")));
    }
}

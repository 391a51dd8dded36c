//! A source, and the piece of its input that is being used.
#![forbid(unsafe_code)]

use crate::error::{Error, StreamError};
use crate::source::Source;

/// What asking a source has led to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pulled {
    Data,
    End,
    Blocked,
}

pub(crate) struct Feed<S: Source> {
    source: S,
    chunk: Option<S::Chunk>,
    /// How much of the chunk was used.
    pos: usize,
    read_size: usize,
    /// How much of the first chunk to pass over, until that has happened.
    skip: Option<usize>,
    ended: bool,
    total: u64,
}

impl<S: Source> Feed<S> {
    pub(crate) fn new(source: S, read_size: usize) -> Self {
        Self {
            source,
            chunk: None,
            pos: 0,
            read_size,
            skip: None,
            ended: false,
            total: 0,
        }
    }

    pub(crate) fn set_read_size(&mut self, size: usize) {
        self.read_size = size;
    }

    pub(crate) fn read_size(&self) -> usize {
        self.read_size
    }

    pub(crate) fn set_skip(&mut self, skip: usize) {
        self.skip = (skip > 0).then_some(skip);
    }

    /// The input that is at hand.
    pub(crate) fn window(&self) -> &[u8] {
        self.chunk
            .as_ref()
            .and_then(|chunk| chunk.as_ref().get(self.pos..))
            .unwrap_or_default()
    }

    pub(crate) fn consume(&mut self, count: usize) {
        self.pos += count;
    }

    /// Asks the source for the next piece. What is left of the current one is dropped.
    pub(crate) fn pull(&mut self) -> Result<Pulled, Error<S::Error>> {
        self.discard();
        if self.ended {
            return Ok(Pulled::End);
        }
        let Some(chunk) = self.source.read(self.read_size).map_err(Error::Outer)? else {
            return Ok(Pulled::Blocked);
        };
        let length = chunk.as_ref().len();
        self.total += length as u64;
        if length == 0 {
            self.ended = true;
            return Ok(Pulled::End);
        }
        if let Some(skip) = self.skip.take() {
            if skip > length {
                return Err(StreamError::SkipTooLarge {
                    skip,
                    chunk: length,
                }
                .into());
            }
            self.pos = skip;
        }
        self.chunk = Some(chunk);
        Ok(Pulled::Data)
    }

    /// Exchanges the first piece, of which nothing was used, for all of the input, if that is in memory and has at most `most`
    /// bytes.
    pub(crate) fn pull_all(&mut self, most: usize) -> Result<Pulled, Error<S::Error>> {
        let first = self.window().len();
        let rest = self
            .source
            .size()
            .and_then(|rest| usize::try_from(rest).ok());
        let size = rest.map_or(0, |rest| rest.saturating_add(first));
        if !self.source.is_in_memory()
            || self.pos > 0
            || size <= first
            || size > most
            || !self.rewind()?
        {
            return Ok(Pulled::Data);
        }
        self.total -= first as u64;
        let read_size = std::mem::replace(&mut self.read_size, size);
        let pulled = self.pull();
        self.read_size = read_size;
        pulled
    }

    /// Gives the input at hand back to the source, used or not.
    pub(crate) fn discard(&mut self) {
        if let Some(chunk) = self.chunk.take() {
            self.source.reclaim(chunk);
        }
        self.pos = 0;
    }

    pub(crate) fn can_rewind(&self) -> bool {
        self.source.can_rewind()
    }

    /// Goes back to the start of the source. `false`: it cannot, and nothing has changed.
    pub(crate) fn rewind(&mut self) -> Result<bool, Error<S::Error>> {
        if !self.source.rewind().map_err(Error::Outer)? {
            return Ok(false);
        }
        self.discard();
        self.ended = false;
        Ok(true)
    }

    /// How many bytes the source has handed out.
    pub(crate) fn total(&self) -> u64 {
        self.total
    }

    pub(crate) fn source(&self) -> &S {
        &self.source
    }

    pub(crate) fn source_mut(&mut self) -> &mut S {
        &mut self.source
    }

    pub(crate) fn into_source(self) -> S {
        self.source
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::MemorySource;

    #[test]
    fn pieces_follow_one_another_and_the_end_stays_the_end() {
        let mut feed = Feed::new(MemorySource::new("foobar"), 4);
        assert_eq!(feed.window(), b"");
        assert_eq!(feed.pull(), Ok(Pulled::Data));
        feed.consume(1);
        assert_eq!(feed.window(), b"oob");
        assert_eq!(feed.pull(), Ok(Pulled::Data));
        assert_eq!(feed.window(), b"ar");
        assert_eq!(feed.pull(), Ok(Pulled::End));
        feed.source_mut().rewind().unwrap();
        assert_eq!(feed.pull(), Ok(Pulled::End));
        assert_eq!((feed.total(), feed.window()), (6, &b""[..]));
        assert_eq!(feed.rewind(), Ok(true));
        assert_eq!(feed.pull(), Ok(Pulled::Data));
    }

    #[test]
    fn bytes_to_skip_must_be_in_the_first_piece() {
        let skipping = |skip| {
            let mut feed = Feed::new(MemorySource::new("foobar"), 4);
            feed.set_skip(skip);
            feed
        };
        let mut feed = skipping(3);
        assert_eq!(feed.pull(), Ok(Pulled::Data));
        assert_eq!(feed.window(), b"b");
        assert_eq!(feed.pull(), Ok(Pulled::Data));
        assert_eq!(feed.window(), b"ar");
        assert!(skipping(5).pull().is_err());
    }

    #[test]
    fn a_chunk_that_shrinks_is_used_up() {
        use std::cell::Cell;
        struct Shrinking(Cell<usize>);
        impl AsRef<[u8]> for Shrinking {
            fn as_ref(&self) -> &[u8] {
                self.0.set(self.0.get().saturating_sub(1));
                &b"foobar"[..self.0.get()]
            }
        }
        struct Lying;
        impl Source for Lying {
            type Chunk = Shrinking;
            type Error = ();
            fn read(&mut self, _: usize) -> Result<Option<Shrinking>, ()> {
                Ok(Some(Shrinking(Cell::new(7))))
            }
        }
        let mut feed = Feed::new(Lying, 4);
        assert_eq!(feed.pull(), Ok(Pulled::Data));
        feed.consume(5);
        for _ in 0..9 {
            assert!(feed.window().len() <= 1);
        }
    }
}

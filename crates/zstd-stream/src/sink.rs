//! Where output goes.
#![forbid(unsafe_code)]

use std::convert::Infallible;

use crate::error::StreamError;

/// Something that takes bytes: a file, a socket, an object of another language, memory.
///
/// Streams stay sound whatever a sink does; what each lie leads to is said here.
pub trait Sink {
    /// What the sink fails with. Streams pass it on unchanged, and are unusable from then on.
    type Error;

    /// Takes as much of `data`, which is never empty, as it can, and says how much that was. The rest is offered again.
    ///
    /// `None`: it can take nothing now, but may later. 0, or more than it was given, is an error: see
    /// [`StreamError::ImpossibleWrite`].
    fn write(&mut self, data: &[u8]) -> Result<Option<usize>, Self::Error>;

    /// Passes on what the sink itself holds back.
    fn flush(&mut self) -> Result<(), Self::Error> {
        Ok(())
    }
}

impl<S: Sink + ?Sized> Sink for &mut S {
    type Error = S::Error;

    fn write(&mut self, data: &[u8]) -> Result<Option<usize>, Self::Error> {
        (**self).write(data)
    }

    fn flush(&mut self) -> Result<(), Self::Error> {
        (**self).flush()
    }
}

/// Output that is collected in memory.
impl Sink for Vec<u8> {
    type Error = Infallible;

    fn write(&mut self, data: &[u8]) -> Result<Option<usize>, Infallible> {
        self.extend_from_slice(data);
        Ok(Some(data.len()))
    }
}

/// What the answer of a Python-like `write` method to `offered` bytes means, for [`Sink::write`].
///
/// `raw` says whether the object keeps to the protocol of raw streams (`io.RawIOBase`), where no number (`None`) means that it
/// would block. Other objects that answer with no number (many hand-written ones do) have taken everything.
///
/// # Errors
///
/// A number of bytes that the object cannot have taken.
pub fn bytes_taken(
    answer: Option<i64>,
    raw: bool,
    offered: usize,
) -> Result<Option<usize>, StreamError> {
    match answer {
        None if raw => Ok(None),
        None => Ok(Some(offered)),
        Some(claimed) => match usize::try_from(claimed) {
            Ok(taken) if taken <= offered => Ok(Some(taken)),
            _ => Err(StreamError::ImpossibleWrite { claimed, offered }),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_takes_everything() {
        let mut memory = Vec::new();
        assert_eq!(Sink::write(&mut memory, b"foo"), Ok(Some(3)));
        assert_eq!(Sink::write(&mut &mut memory, b"bar"), Ok(Some(3)));
        assert_eq!(Sink::flush(&mut memory), Ok(()));
        assert_eq!(memory, b"foobar");
    }

    #[test]
    fn answers_of_write_methods_are_understood() {
        assert_eq!(bytes_taken(Some(2), true, 3), Ok(Some(2)));
        assert_eq!(bytes_taken(None, true, 3), Ok(None));
        assert_eq!(bytes_taken(None, false, 3), Ok(Some(3)));
        for lie in [-1, 4, i64::MAX] {
            let error = bytes_taken(Some(lie), false, 3).unwrap_err();
            assert_eq!(error.kind(), crate::ErrorKind::Io);
        }
    }
}

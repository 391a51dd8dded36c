//! What the numbers of callers mean: sizes, flush modes, origins of seeks.
#![forbid(unsafe_code)]

use crate::error::StreamError;

/// What to flush.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FlushMode {
    /// End the block: a decoder can decode everything so far.
    Block,
    /// End the frame.
    Frame,
}

impl FlushMode {
    /// The numbers of writers: 0 = block (`FLUSH_BLOCK`), 1 = frame (`FLUSH_FRAME`).
    pub fn from_writer_number(number: i64) -> Result<Self, StreamError> {
        match number {
            0 => Ok(Self::Block),
            1 => Ok(Self::Frame),
            other => Err(StreamError::invalid(format!(
                "unknown flush_mode: {other}; must be FLUSH_BLOCK (0) or FLUSH_FRAME (1)"
            ))),
        }
    }

    /// The numbers of compression objects: 0 = frame (`COMPRESSOBJ_FLUSH_FINISH`), 1 = block (`COMPRESSOBJ_FLUSH_BLOCK`).
    pub fn from_object_number(number: i64) -> Result<Self, StreamError> {
        match number {
            0 => Ok(Self::Frame),
            1 => Ok(Self::Block),
            other => Err(StreamError::invalid(format!(
                "flush mode not recognized: {other}; must be COMPRESSOBJ_FLUSH_FINISH (0) or COMPRESSOBJ_FLUSH_BLOCK (1)"
            ))),
        }
    }
}

/// What the offset of a seek counts from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whence {
    /// The start of the stream.
    Start,
    /// The current position.
    Current,
    /// The end of the stream.
    End,
}

impl Whence {
    /// The numbers of files: 0 = start, 1 = current position, 2 = end.
    pub fn from_number(number: i64) -> Result<Self, StreamError> {
        match number {
            0 => Ok(Self::Start),
            1 => Ok(Self::Current),
            2 => Ok(Self::End),
            other => Err(StreamError::invalid(format!(
                "invalid whence: {other}; must be 0 (start), 1 (current position) or 2 (end)"
            ))),
        }
    }
}

/// A size of pieces, in bytes: at least 1.
///
/// # Errors
///
/// [`StreamError::InvalidValue`], naming the argument.
pub fn piece_size(name: &str, size: i64) -> Result<usize, StreamError> {
    match usize::try_from(size) {
        Ok(size) if size > 0 => Ok(size),
        _ => Err(StreamError::invalid(format!(
            "{name} must be positive; got {size}"
        ))),
    }
}

/// How much to read: `None` stands for -1, everything (or, where that is asked for, whatever is ready).
pub(crate) fn read_amount(size: i64) -> Result<Option<usize>, StreamError> {
    match size {
        -1 => Ok(None),
        size if size < 0 => Err(StreamError::invalid(format!(
            "cannot read negative amounts less than -1; got {size}"
        ))),
        // No result is larger than the address space, so a larger request asks for everything there is.
        size => Ok(Some(usize::try_from(size).unwrap_or(usize::MAX))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modes_have_the_numbers_of_their_objects() {
        assert_eq!(FlushMode::from_writer_number(0), Ok(FlushMode::Block));
        assert_eq!(FlushMode::from_writer_number(1), Ok(FlushMode::Frame));
        assert_eq!(FlushMode::from_object_number(0), Ok(FlushMode::Frame));
        assert_eq!(FlushMode::from_object_number(1), Ok(FlushMode::Block));
        let text = FlushMode::from_writer_number(9).unwrap_err().to_string();
        assert!(text.starts_with("unknown flush_mode: 9"), "{text}");
        let text = FlushMode::from_object_number(-1).unwrap_err().to_string();
        assert!(text.starts_with("flush mode not recognized"), "{text}");
    }

    #[test]
    fn wrong_numbers_are_named() {
        assert_eq!(Whence::from_number(2), Ok(Whence::End));
        assert!(Whence::from_number(3).is_err());
        assert_eq!(piece_size("read_size", 1), Ok(1));
        let text = piece_size("read_size", 0).unwrap_err().to_string();
        assert_eq!(text, "read_size must be positive; got 0");
        assert_eq!(read_amount(-1), Ok(None));
        assert_eq!(read_amount(7), Ok(Some(7)));
        assert!(read_amount(-2).is_err());
    }
}

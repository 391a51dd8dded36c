//! Where readers are.

use std::mem::MaybeUninit;

use zstd_contract::ArgumentError;
use zstd_stream::Whence;

use super::Reader;
use crate::boundary::boundary;
use crate::pointers::required;
use crate::status::Status;
use crate::stream::sides::{Sides, both};

/// Moves the position of a reader that decompresses, and stores the new one. `whence` is 0 to count from the start, 1 from the
/// position, 2 from the end. Positions beyond the end become the end. Going backward decodes from the start again, if the
/// source can be rewound; otherwise it is `ZSTDRS_STATUS_UNSUPPORTED`.
///
/// # Safety
///
/// `reader` must be NULL or a live handle, `position` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_reader_seek(
    reader: Option<&Reader>,
    offset: i64,
    whence: i64,
    position: Option<&mut MaybeUninit<u64>>,
) -> Status {
    boundary!({
        let position = required(position, "position")?;
        let mut stream = required(reader, "reader")?.stream.enter()?;
        both!(&*stream, reader => reader.check())?;
        position.write(match &mut *stream {
            Sides::Compress(_) => {
                return Err(ArgumentError::NoSuchDirection { method: "seek" }.into());
            }
            Sides::Decompress(reader) => reader.seek_to(offset, Whence::from_number(whence)?)?,
        });
        Ok(())
    })
}

/// Stores whether `zstdrs_reader_seek` is likely to be able to go backward: 1 or 0.
///
/// # Safety
///
/// `reader` must be NULL or a live handle, `seekable` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_reader_is_seekable(
    reader: Option<&Reader>,
    seekable: Option<&mut MaybeUninit<i32>>,
) -> Status {
    boundary!({
        let seekable = required(seekable, "seekable")?;
        let stream = required(reader, "reader")?.stream.enter()?;
        let possible = match &*stream {
            Sides::Compress(_) => false,
            Sides::Decompress(reader) => reader.is_seekable(),
        };
        seekable.write(possible.into());
        Ok(())
    })
}

/// Stores how many bytes were read. Also after closing.
///
/// # Safety
///
/// `reader` must be NULL or a live handle, `position` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_reader_tell(
    reader: Option<&Reader>,
    position: Option<&mut MaybeUninit<u64>>,
) -> Status {
    boundary!({
        let stream = required(reader, "reader")?.stream.enter()?;
        required(position, "position")?.write(both!(&*stream, reader => reader.tell()));
        Ok(())
    })
}

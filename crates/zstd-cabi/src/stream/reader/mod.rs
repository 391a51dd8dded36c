//! Readers: streams that are pulled, out of a source.

pub mod position;
pub mod read;

use std::mem::MaybeUninit;
use std::sync::atomic::{AtomicBool, Ordering};

use zstd_contract::declared_size;
use zstd_stream::{CompressReader, DecompressReader, Frames};

use super::callbacks::CallbackSource;
use super::ends::SourceFunctions;
use super::exclusive::Exclusive;
use super::sides::{Sides, both};
use crate::boundary::boundary;
use crate::compressor::Compressor;
use crate::decompressor::Decompressor;
use crate::pointers::required;
use crate::status::Status;

/// Reads the compressed form, or the content, of a source. One call at a time may use it.
pub struct Reader {
    stream: Exclusive<Stream>,
    closed: AtomicBool,
}

type Stream = Sides<CompressReader<CallbackSource>, DecompressReader<CallbackSource>>;

impl Reader {
    fn boxed(stream: Stream) -> Box<Self> {
        Box::new(Self {
            stream: Exclusive::new(stream),
            closed: AtomicBool::new(false),
        })
    }
}

/// Makes a reader of the compressed form of a source. Free it with `zstdrs_reader_free`.
///
/// `size` is the size of the source in bytes, -1 if it is unknown; the source is asked for pieces of `read_size` bytes. The
/// source and what it refers to must live until the reader is freed; closing the reader leaves it alone.
///
/// # Safety
///
/// `compressor` must be NULL or a live handle, `source` must be NULL or readable and keep to its documentation, `reader` must
/// be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_compress_reader_new(
    compressor: Option<&Compressor>,
    source: *const SourceFunctions,
    size: i64,
    read_size: i64,
    reader: Option<&mut MaybeUninit<Box<Reader>>>,
) -> Status {
    boundary!({
        let compressor = &required(compressor, "compressor")?.0;
        let reader = required(reader, "reader")?;
        // SAFETY: the caller makes the same promise.
        let source = unsafe { CallbackSource::new(source) }?;
        let stream = CompressReader::compress(compressor, source, declared_size(size)?)?;
        reader.write(Reader::boxed(Sides::Compress(stream.read_size(read_size)?)));
        Ok(())
    })
}

/// Makes a reader of the content of a source. Free it with `zstdrs_reader_free`.
///
/// The source is asked for pieces of `read_size` bytes. All frames are decoded; if `read_across_frames` is 0, no read but one of
/// everything goes beyond the frame that it begins in. The source and what it refers to must live until the reader is freed;
/// closing the reader leaves it alone.
///
/// # Safety
///
/// `decompressor` must be NULL or a live handle, `source` must be NULL or readable and keep to its documentation, `reader` must
/// be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_decompress_reader_new(
    decompressor: Option<&Decompressor>,
    source: *const SourceFunctions,
    read_size: i64,
    read_across_frames: i32,
    reader: Option<&mut MaybeUninit<Box<Reader>>>,
) -> Status {
    boundary!({
        let decompressor = &required(decompressor, "decompressor")?.0;
        let reader = required(reader, "reader")?;
        // SAFETY: the caller makes the same promise.
        let source = unsafe { CallbackSource::new(source) }?;
        let stream = DecompressReader::decompress(decompressor, source, Frames::All)?
            .stop_at_frames(read_across_frames == 0)
            .read_size(read_size)?;
        reader.write(Reader::boxed(Sides::Decompress(stream)));
        Ok(())
    })
}

/// Frees a reader; NULL is ignored. The source is left alone.
///
/// # Safety
///
/// `reader` must be NULL or a live handle, which nobody uses any more; no call of the source may be running.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_reader_free(reader: Option<Box<Reader>>) {
    boundary!({
        drop(reader);
        Ok(())
    });
}

/// Stores the size of the engine's memory in bytes; once closed, what it was.
///
/// # Safety
///
/// `reader` must be NULL or a live handle, `size` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_reader_memory_size(
    reader: Option<&Reader>,
    size: Option<&mut MaybeUninit<usize>>,
) -> Status {
    boundary!({
        let stream = required(reader, "reader")?.stream.enter()?;
        required(size, "size")?.write(both!(&*stream, reader => reader.memory_size()));
        Ok(())
    })
}

/// Ends with the status that a read would end with if the reader is closed or has failed.
///
/// # Safety
///
/// `reader` must be NULL or a live handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_reader_check(reader: Option<&Reader>) -> Status {
    boundary!({
        let stream = required(reader, "reader")?.stream.enter()?;
        Ok(both!(&*stream, reader => reader.check())?)
    })
}

/// Ends with `ZSTDRS_STATUS_VALUE` if the reader is closed, and with `ZSTDRS_STATUS_BUSY` while another call uses it.
///
/// # Safety
///
/// `reader` must be NULL or a live handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_reader_check_open(reader: Option<&Reader>) -> Status {
    boundary!({
        let stream = required(reader, "reader")?.stream.enter()?;
        both!(&*stream, reader => {
            if reader.is_closed() {
                reader.check()?;
            }
        });
        Ok(())
    })
}

/// Enters a block that ends with closing the reader. A reader that is closed, has failed, or was entered before refuses.
///
/// # Safety
///
/// `reader` must be NULL or a live handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_reader_enter(reader: Option<&Reader>) -> Status {
    boundary!({
        let mut stream = required(reader, "reader")?.stream.enter()?;
        Ok(both!(&mut *stream, reader => reader.enter())?)
    })
}

/// Closes a reader and gives its memory back; the source is left alone. Every later read is `ZSTDRS_STATUS_VALUE`.
///
/// # Safety
///
/// `reader` must be NULL or a live handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_reader_close(reader: Option<&Reader>) -> Status {
    boundary!({
        let reader = required(reader, "reader")?;
        let mut stream = reader.stream.enter()?;
        both!(&mut *stream, reader => reader.close());
        reader.closed.store(true, Ordering::Release);
        Ok(())
    })
}

/// Whether a reader was closed: 1 or 0. NULL is closed. This may be asked at any time, also while a call uses the reader.
///
/// # Safety
///
/// `reader` must be NULL or a live handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_reader_is_closed(reader: Option<&Reader>) -> i32 {
    reader
        .is_none_or(|reader| reader.closed.load(Ordering::Acquire))
        .into()
}

//! Streams, call by call.

use std::ptr;

use super::bindings::{
    zstdrs_chunker, zstdrs_compressobj, zstdrs_compressor, zstdrs_decompressobj,
    zstdrs_decompressor, zstdrs_output, zstdrs_reader, zstdrs_status, zstdrs_writer,
};
use super::library::{Library, Owned, copy};
use super::stream_ends::{Input, Output};
use crate::operation::{Codec, Shape, Step, Stream};
use crate::outcome::{Failure, Outcome};
use crate::wire::Tree;

/// The compressor or the decompressor that makes a stream.
enum Maker<'a> {
    Compress(Owned<'a, zstdrs_compressor>, i64),
    Decompress(Owned<'a, zstdrs_decompressor>, bool),
}

impl Library {
    /// Makes the stream and carries the steps out.
    pub(super) fn stream(&self, stream: &Stream, steps: &[Step]) -> Outcome {
        let maker = match &stream.codec {
            Codec::Compress { with, size } => Maker::Compress(self.compressor(with)?, *size),
            Codec::Decompress { with, across } => {
                Maker::Decompress(self.decompressor(with)?, *across)
            }
        };
        let (table, piece) = (&self.table, stream.piece);
        match (&stream.shape, &maker) {
            (Shape::Reader(source), maker) => self.reader(maker, &source.0, piece, steps),
            (Shape::Writer { returns_taken }, maker) => {
                self.writer(maker, *returns_taken, piece, steps)
            }
            (Shape::Chunker, Maker::Compress(compressor, size)) => {
                let chunker = self.make(table.zstdrs_chunker_free, |out| {
                    // SAFETY: the compressor is live; `out` is writable.
                    unsafe { table.zstdrs_chunker_new(compressor.as_ptr(), *size, piece, out) }
                })?;
                Ok(each(steps, |step| self.chunks(&chunker, step)))
            }
            (_, Maker::Compress(compressor, size)) => {
                let object = self.make(table.zstdrs_compressobj_free, |out| {
                    // SAFETY: the compressor is live; `out` is writable.
                    unsafe { table.zstdrs_compressobj_new(compressor.as_ptr(), *size, out) }
                })?;
                Ok(each(steps, |step| self.compress_step(&object, step)))
            }
            (_, Maker::Decompress(decompressor, across)) => {
                let (handle, across) = (decompressor.as_ptr(), (*across).into());
                let object = self.make(table.zstdrs_decompressobj_free, |out| {
                    // SAFETY: the decompressor is live; `out` is writable.
                    unsafe { table.zstdrs_decompressobj_new(handle, piece, across, out) }
                })?;
                Ok(each(steps, |step| self.decompress_step(&object, step)))
            }
        }
    }

    /// The bytes that a call hands out; `None` for nothing.
    fn handed_out(
        &self,
        call: impl FnOnce(*mut zstdrs_output) -> zstdrs_status,
    ) -> Result<Option<Vec<u8>>, Failure> {
        let mut output = zstdrs_output {
            data: ptr::null(),
            length: 0,
            owner: ptr::null_mut(),
        };
        self.check(call(&raw mut output))?;
        if output.data.is_null() {
            return Ok(None);
        }
        // SAFETY: the library says that so many bytes are there until their owner is freed.
        let bytes = unsafe { copy(output.data.cast::<u8>(), output.length) };
        // SAFETY: the owner is live or null, and nobody else frees it.
        unsafe { self.table.zstdrs_bytes_free(output.owner) };
        Ok(Some(bytes))
    }

    fn compress_step(&self, object: &Owned<'_, zstdrs_compressobj>, step: &Step) -> Outcome {
        let (table, handle) = (&self.table, object.as_ptr());
        let (start, length) = (step.data.0.as_ptr().cast(), step.data.0.len());
        let bytes = self.handed_out(|out| match step.name {
            // SAFETY: the handle is live, `start` has `length` readable bytes, `out` is writable.
            "compress" => unsafe { table.zstdrs_compressobj_compress(handle, start, length, out) },
            // SAFETY: the handle is live; `out` is writable.
            _ => unsafe { table.zstdrs_compressobj_flush(handle, step.number, out) },
        })?;
        Ok(bytes.into())
    }

    fn decompress_step(&self, object: &Owned<'_, zstdrs_decompressobj>, step: &Step) -> Outcome {
        let (table, handle, limit) = (&self.table, object.as_ptr(), step.number);
        let (start, length) = (step.data.0.as_ptr().cast(), step.data.0.len());
        match step.name {
            "eof" => {
                // SAFETY: the handle is live; `out` is writable.
                let eof: i32 =
                    self.number(|out| unsafe { table.zstdrs_decompressobj_eof(handle, out) })?;
                return Ok((eof != 0).into());
            }
            "needs_input" => {
                let needs: i32 = self.number(|out| {
                    // SAFETY: the handle is live; `out` is writable.
                    unsafe { table.zstdrs_decompressobj_needs_input(handle, out) }
                })?;
                return Ok((needs != 0).into());
            }
            _ => {}
        }
        let bytes = self.handed_out(|out| match step.name {
            "decompress" => {
                // SAFETY: the handle is live, `start` has `length` readable bytes, `out` is writable.
                unsafe { table.zstdrs_decompressobj_decompress(handle, start, length, limit, out) }
            }
            // SAFETY: the handle is live; `out` is writable.
            "flush" => unsafe { table.zstdrs_decompressobj_flush(handle, out) },
            // SAFETY: the handle is live; `out` is writable.
            _ => unsafe { table.zstdrs_decompressobj_unused_data(handle, out) },
        })?;
        Ok(bytes.into())
    }

    fn chunks(&self, chunker: &Owned<'_, zstdrs_chunker>, step: &Step) -> Outcome {
        let (table, handle) = (&self.table, chunker.as_ptr());
        let (start, length) = (step.data.0.as_ptr().cast(), step.data.0.len());
        self.check(match step.name {
            // SAFETY: the handle is live, and the steps live longer than the chunker reads their data.
            "compress" => unsafe { table.zstdrs_chunker_compress(handle, start, length) },
            // SAFETY: the handle is live.
            "flush" => unsafe { table.zstdrs_chunker_flush(handle) },
            // SAFETY: the handle is live.
            _ => unsafe { table.zstdrs_chunker_finish(handle) },
        })?;
        let mut chunks = Vec::new();
        while usize::try_from(step.number).map_or(true, |most| chunks.len() < most) {
            // SAFETY: the handle is live; `out` is writable.
            let chunk = self.handed_out(|out| unsafe { table.zstdrs_chunker_next(handle, out) })?;
            match chunk {
                Some(chunk) => chunks.push(chunk),
                None => break,
            }
        }
        Ok(chunks.into_iter().collect())
    }

    fn reader(&self, maker: &Maker<'_>, source: &[u8], piece: i64, steps: &[Step]) -> Outcome {
        let table = &self.table;
        let input = Input::new(source);
        let functions = input.described(self)?;
        let functions = &raw const functions;
        let reader = self.make(table.zstdrs_reader_free, |out| match maker {
            Maker::Compress(compressor, size) => {
                let handle = compressor.as_ptr();
                // SAFETY: the compressor is live, the source lives longer than the reader, `out` is writable.
                unsafe { table.zstdrs_compress_reader_new(handle, functions, *size, piece, out) }
            }
            Maker::Decompress(decompressor, across) => {
                let (handle, across) = (decompressor.as_ptr(), (*across).into());
                // SAFETY: the decompressor is live, the source lives longer than the reader, `out` is writable.
                unsafe { table.zstdrs_decompress_reader_new(handle, functions, piece, across, out) }
            }
        })?;
        let results = each(steps, |step| self.read_step(&reader, step));
        drop(reader);
        Ok(results)
    }

    fn read_step(&self, reader: &Owned<'_, zstdrs_reader>, step: &Step) -> Outcome {
        let (table, handle, number) = (&self.table, reader.as_ptr(), step.number);
        match step.name {
            "tell" => {
                // SAFETY: the handle is live; `out` is writable.
                let at =
                    self.number::<u64>(|out| unsafe { table.zstdrs_reader_tell(handle, out) })?;
                return Ok(at.into());
            }
            "seek" => {
                let at = self.number::<u64>(|out| {
                    // SAFETY: the handle is live; `out` is writable.
                    unsafe { table.zstdrs_reader_seek(handle, number, 0, out) }
                })?;
                return Ok(at.into());
            }
            "close" => {
                // SAFETY: the handle is live.
                self.check(unsafe { table.zstdrs_reader_close(handle) })?;
                return Ok(Tree::Nil);
            }
            _ => {}
        }
        let bytes = self.handed_out(|out| match step.name {
            // SAFETY: the handle is live; `out` is writable.
            "read" => unsafe { table.zstdrs_reader_read(handle, number, out) },
            // SAFETY: the handle is live; `out` is writable.
            "read1" => unsafe { table.zstdrs_reader_read1(handle, number, out) },
            // SAFETY: the handle is live; `out` is writable.
            "readline" => unsafe { table.zstdrs_reader_read_line(handle, number, out) },
            // SAFETY: the handle is live; `out` is writable.
            "readall" => unsafe { table.zstdrs_reader_read(handle, -1, out) },
            // SAFETY: the handle is live; `out` is writable.
            _ => unsafe { table.zstdrs_reader_peek(handle, 0, out) },
        })?;
        Ok(bytes.into())
    }

    fn writer(&self, maker: &Maker<'_>, taken: bool, piece: i64, steps: &[Step]) -> Outcome {
        let table = &self.table;
        let output = Output::default();
        let functions = output.described(self)?;
        let (functions, taken) = (&raw const functions, taken.into());
        let writer = self.make(table.zstdrs_writer_free, |out| match maker {
            Maker::Compress(compressor, size) => {
                let (handle, size) = (compressor.as_ptr(), *size);
                // SAFETY: the compressor is live, the sink lives longer than the writer, `out` is writable.
                unsafe {
                    table.zstdrs_compress_writer_new(handle, functions, size, piece, taken, 0, out)
                }
            }
            Maker::Decompress(decompressor, across) => {
                let (handle, across) = (decompressor.as_ptr(), (*across).into());
                // SAFETY: the decompressor is live, the sink lives longer than the writer, `out` is writable.
                unsafe {
                    table.zstdrs_decompress_writer_new(
                        handle, functions, piece, taken, 0, across, out,
                    )
                }
            }
        })?;
        let results = each(steps, |step| match step.name {
            "written" => Ok(output.content().into()),
            _ => self.write_step(&writer, step),
        });
        drop(writer);
        Ok(results)
    }

    fn write_step(&self, writer: &Owned<'_, zstdrs_writer>, step: &Step) -> Outcome {
        let (table, handle, mode) = (&self.table, writer.as_ptr(), step.number);
        let (start, length) = (step.data.0.as_ptr().cast(), step.data.0.len());
        Ok(match step.name {
            "write" => {
                let count = self.number::<i64>(|out| {
                    // SAFETY: the handle is live, `start` has `length` readable bytes, `out` is writable.
                    unsafe { table.zstdrs_writer_write(handle, start, length, out) }
                })?;
                Some(count).filter(|&count| count >= 0).into()
            }
            "flush" => {
                let count = self.number::<usize>(|out| {
                    // SAFETY: the handle is live; `out` is writable.
                    unsafe { table.zstdrs_writer_flush(handle, mode, out) }
                })?;
                count.into()
            }
            "tell" => {
                // SAFETY: the handle is live; `out` is writable.
                let at =
                    self.number::<u64>(|out| unsafe { table.zstdrs_writer_tell(handle, out) })?;
                at.into()
            }
            _ => {
                // SAFETY: the handle is live.
                self.check(unsafe { table.zstdrs_writer_close(handle) })?;
                Tree::Nil
            }
        })
    }
}

fn each(steps: &[Step], mut call: impl FnMut(&Step) -> Outcome) -> Tree {
    steps.iter().map(|step| Tree::from(call(step))).collect()
}

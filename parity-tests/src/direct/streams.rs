//! Streams, call by call.
#![forbid(unsafe_code)]

use std::convert::Infallible;
use std::sync::Arc;

use zstd_contract::{declared_size, max_length};
use zstd_stream::{
    Chunker, CompressObj, CompressReader, CompressWriter, DecompressObj, DecompressReader,
    DecompressWriter, Error, FlushMode, Frames, MemorySource, Reader, Whence, WriteReturn, Writer,
};

use super::options::{compressor, decompressor};
use crate::operation::{Codec, Shape, Step, Stream};
use crate::outcome::{Failure, Outcome};
use crate::wire::Tree;

impl From<Error<Infallible>> for Failure {
    fn from(error: Error<Infallible>) -> Self {
        zstd_stream::StreamError::from(error).into()
    }
}

/// Makes the stream and carries the steps out: a list of how each ended.
pub(super) fn run(stream: &Stream, steps: &[Step]) -> Outcome {
    match &stream.codec {
        Codec::Compress { with, size } => {
            let compressor = Arc::new(compressor(with)?);
            let size = declared_size(*size)?;
            match &stream.shape {
                Shape::Object => each(CompressObj::new(&compressor, size)?, steps, compress_object),
                Shape::Chunker => each(
                    Chunker::new(&compressor, size, stream.piece)?,
                    steps,
                    chunker,
                ),
                Shape::Reader(source) => {
                    let source = MemorySource::new(source.0.clone());
                    let reader = CompressReader::compress(&compressor, source, size)?;
                    each(reader.read_size(stream.piece)?, steps, read)
                }
                Shape::Writer { returns_taken } => {
                    let writer = CompressWriter::compress(&compressor, Vec::new(), size)?;
                    let writer = writer.write_size(stream.piece)?;
                    each(writer.returns(returns(*returns_taken)), steps, write)
                }
            }
        }
        Codec::Decompress { with, across } => {
            let decompressor = Arc::new(decompressor(with)?);
            match &stream.shape {
                Shape::Object | Shape::Chunker => {
                    let frames = Frames::all_or_first(*across);
                    let object = DecompressObj::new(&decompressor, frames)?;
                    each(object.write_size(stream.piece)?, steps, decompress_object)
                }
                Shape::Reader(source) => {
                    let source = MemorySource::new(source.0.clone());
                    let reader = DecompressReader::decompress(&decompressor, source, Frames::All)?;
                    let reader = reader.stop_at_frames(!across).read_size(stream.piece)?;
                    each(reader, steps, read_or_seek)
                }
                Shape::Writer { returns_taken } => {
                    let frames = Frames::all_or_one(*across);
                    let writer = DecompressWriter::decompress(&decompressor, Vec::new(), frames)?;
                    let writer = writer.write_size(stream.piece)?;
                    each(writer.returns(returns(*returns_taken)), steps, write)
                }
            }
        }
    }
}

fn each<T>(mut stream: T, steps: &[Step], call: impl Fn(&mut T, &Step) -> Outcome) -> Outcome {
    Ok(steps
        .iter()
        .map(|step| Tree::from(call(&mut stream, step)))
        .collect())
}

fn returns(taken: bool) -> WriteReturn {
    if taken {
        WriteReturn::Taken
    } else {
        WriteReturn::Written
    }
}

fn compress_object(object: &mut CompressObj, step: &Step) -> Outcome {
    let mut out = Vec::new();
    match step.name {
        "compress" => object.compress(&step.data.0, &mut out)?,
        _ => object.flush(FlushMode::from_object_number(step.number)?, &mut out)?,
    }
    Ok(out.into())
}

fn decompress_object(object: &mut DecompressObj, step: &Step) -> Outcome {
    let mut out = Vec::new();
    match step.name {
        "decompress" => {
            object.decompress(&step.data.0, max_length(step.number), &mut out)?;
        }
        "flush" => {
            object.flush(&mut out)?;
        }
        "unused_data" => out.extend_from_slice(object.unused_data()),
        "eof" => return Ok(object.is_eof().into()),
        _ => return Ok(object.needs_input().into()),
    }
    Ok(out.into())
}

/// Begins an operation, and takes at most `step.number` of its chunks; a negative number: all.
fn chunker(chunker: &mut Chunker<Vec<u8>>, step: &Step) -> Outcome {
    match step.name {
        "compress" => chunker.compress(step.data.0.clone())?,
        "flush" => chunker.flush()?,
        _ => chunker.finish()?,
    }
    let mut chunks = Vec::new();
    while usize::try_from(step.number).map_or(true, |most| chunks.len() < most) {
        match chunker.next_chunk()? {
            Some(chunk) => chunks.push(chunk.to_vec()),
            None => break,
        }
    }
    Ok(chunks.into_iter().collect())
}

type Memory = MemorySource<Vec<u8>>;

fn read<C: zstd_stream::Codec>(reader: &mut Reader<C, Memory>, step: &Step) -> Outcome {
    let mut out = Vec::new();
    let count = match step.name {
        "read" => reader.read_vec(step.number, &mut out)?,
        "read1" => reader.read1_vec(step.number, &mut out)?,
        "readline" => reader.read_line_vec(step.number, &mut out)?,
        "readall" => return Ok(reader.read_object::<Vec<u8>>(-1)?.into()),
        "peek" => return Ok(reader.peek()?.map(<[u8]>::to_vec).into()),
        "tell" => return Ok(reader.tell().into()),
        _ => {
            reader.close();
            return Ok(Tree::Nil);
        }
    };
    Ok(count.map(|_| out).into())
}

fn read_or_seek(reader: &mut DecompressReader<Memory>, step: &Step) -> Outcome {
    match step.name {
        "seek" => Ok(reader.seek_to(step.number, Whence::Start)?.into()),
        _ => read(reader, step),
    }
}

fn write<C: zstd_stream::Codec>(writer: &mut Writer<C, Vec<u8>>, step: &Step) -> Outcome {
    Ok(match step.name {
        "write" => writer.push(&step.data.0)?.into(),
        "flush" => writer
            .flush_mode(FlushMode::from_writer_number(step.number)?)?
            .into(),
        "tell" => writer.tell().into(),
        "written" => writer.sink().clone().into(),
        _ => {
            writer.close()?;
            Tree::Nil
        }
    })
}

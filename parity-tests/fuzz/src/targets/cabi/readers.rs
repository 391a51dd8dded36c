//! Readers, and iterators over chunks.

use zstd_contract::{ArgumentError, declared_size, no_line};
use zstd_stream::{
    CompressChunks, CompressReader, DecompressChunks, DecompressReader, Frames, Whence,
};

use super::ends::Shared;
use super::expected::Twin;
use super::machine::{Machine, Step, call};
use super::objects::zstd_room;

/// One of two directions.
pub(super) enum Sides<C, D> {
    Compress(C),
    Decompress(D),
}

/// The same in both directions.
macro_rules! both {
    ($sides:expr, $stream:ident => $body:expr) => {
        match $sides {
            $crate::targets::cabi::readers::Sides::Compress($stream) => $body,
            $crate::targets::cabi::readers::Sides::Decompress($stream) => $body,
        }
    };
}

pub(super) use both;

/// A reader, and the source of the library's.
pub(super) struct ReaderTwin {
    reader: Sides<CompressReader<Shared>, DecompressReader<Shared>>,
    _source: Shared,
}

/// An iterator, and the source of the library's.
pub(super) struct ChunksTwin {
    chunks: Sides<CompressChunks<Shared>, DecompressChunks<Shared>>,
    _source: Shared,
}

impl Machine {
    pub(super) fn reader(&mut self, step: Step) {
        match step.function % 12 {
            0 | 1 => self.make_reader(step),
            2..=4 => self.read(step),
            5 => self.read_into(step),
            6 => self.read_line_into(step),
            7 => self.seek(step),
            8 => self.ask_reader(step),
            9 => self.make_chunks(step),
            _ => self.next_of_chunks(step),
        }
    }

    fn make_reader(&mut self, step: Step) {
        let [source, twin_source] = self.sources(step);
        let described = self.source(&source);
        let described = if step.flag(2) {
            std::ptr::null()
        } else {
            &raw const described
        };
        let (size, piece) = (self.declared(step), step.piece());
        let complete = !step.nowhere() && !step.flag(2);
        let free = self.c.zstdrs_reader_free;
        let made = if step.function.is_multiple_of(2) {
            let (raw, twin) = self.compressors.at(step.length);
            let twin = twin.cloned().filter(|_| complete).map(|twin| -> Twin<_> {
                let reader = CompressReader::compress(&twin, twin_source, declared_size(size)?)?;
                Ok(Sides::Compress(reader.read_size(piece)?))
            });
            self.make(
                step,
                free,
                |out| {
                    call!(
                        self,
                        zstdrs_compress_reader_new(raw, described, size, piece, out)
                    )
                },
                twin.map(|twin| {
                    twin.map(|reader| ReaderTwin {
                        reader,
                        _source: source.clone(),
                    })
                }),
            )
        } else {
            let (raw, twin) = self.decompressors.at(step.length);
            let across = step.flag(4);
            let twin = twin.cloned().filter(|_| complete).map(|twin| -> Twin<_> {
                let reader = DecompressReader::decompress(&twin, twin_source, Frames::All)?;
                Ok(Sides::Decompress(
                    reader.stop_at_frames(!across).read_size(piece)?,
                ))
            });
            self.make(
                step,
                free,
                |out| {
                    call!(
                        self,
                        zstdrs_decompress_reader_new(raw, described, piece, across.into(), out)
                    )
                },
                twin.map(|twin| {
                    twin.map(|reader| ReaderTwin {
                        reader,
                        _source: source.clone(),
                    })
                }),
            )
        };
        let is_made = made.is_some();
        self.readers.put(step.object, made);
        if is_made && step.flag(128) {
            let (c, raw) = (self.c, self.readers.raw(step.object % 2));
            // SAFETY: the source is asked during calls with the reader only, which is live then.
            source.call_again(move || unsafe { (c.zstdrs_reader_check)(raw) });
        }
    }

    /// Reads into memory of the library's own.
    fn read(&mut self, step: Step) {
        let (raw, size) = (self.readers.raw(step.object), step.number());
        // To read everything is bounded by the payload; other sizes by the step.
        let size = size.min(1 << 14);
        let most = usize::from(step.length);
        let kind = step.start % 5;
        let output = self.output(step, |out| match kind {
            0 => call!(self, zstdrs_reader_read(raw, size, out)),
            1 => call!(self, zstdrs_reader_read1(raw, size, out)),
            2 => call!(self, zstdrs_reader_read_line(raw, size, out)),
            3 => call!(self, zstdrs_reader_next_line(raw, out)),
            _ => call!(self, zstdrs_reader_peek(raw, most, out)),
        });
        let twin = self.readers.twin(step.object).filter(|_| !step.nowhere());
        let twin = twin.map(|twin| -> Twin<_> {
            let mut out = Vec::new();
            let count = both!(&mut twin.reader, reader => match kind {
                0 => reader.read_vec(size, &mut out)?,
                1 => reader.read1_vec(size, &mut out)?,
                2 => reader.read_line_vec(size, &mut out)?,
                3 => Some(reader.read_line_vec(-1, &mut out)?.ok_or_else(no_line)?),
                _ => reader.peek()?.map(|ahead| {
                    let most = if most == 0 { ahead.len() } else { most };
                    out.extend_from_slice(&ahead[..ahead.len().min(most)]);
                    out.len()
                }),
            });
            Ok(count.map(|_| out))
        });
        self.judge(output, twin);
    }

    /// Reads into room of the caller's.
    fn read_into(&mut self, step: Step) {
        let raw = self.readers.raw(step.object);
        if step.flag(16) {
            let size = self.value(step, i64::MIN, |out| {
                call!(self, zstdrs_reader_expected(raw, out))
            });
            let twin = self.readers.twin(step.object).filter(|_| !step.nowhere());
            let twin = twin.map(|twin| -> Twin<_> {
                let size = both!(&mut twin.reader, reader => reader.expected())?;
                Ok(size.map_or(-1, |size| i64::try_from(size).unwrap_or(0)))
            });
            self.judge(size, twin);
        }
        let mut room = vec![0_u8; usize::from(step.length) * 8];
        let (dst, capacity, once) = (room.as_mut_ptr().cast(), room.len(), step.flag(4));
        let count = self.value(step, i64::MIN, |out| {
            if once {
                call!(self, zstdrs_reader_read1_into(raw, dst, capacity, out))
            } else {
                call!(self, zstdrs_reader_read_into(raw, dst, capacity, out))
            }
        });
        let twin = self.readers.twin(step.object).filter(|_| !step.nowhere());
        let twin = twin.map(|twin| -> Twin<_> {
            let mut room = vec![0; capacity];
            let count = both!(&mut twin.reader, reader => if once {
                reader.read1_into(zstd_room(&mut room))?
            } else {
                reader.read_into(zstd_room(&mut room))?
            });
            room.truncate(count.unwrap_or(0));
            Ok((
                count.map_or(-1, |count| i64::try_from(count).unwrap_or(0)),
                room,
            ))
        });
        let found = count.1.map(|count| {
            room.truncate(usize::try_from(count).unwrap_or(0));
            (count, room)
        });
        self.judge((count.0, found), twin);
    }

    /// Reads a line into room of the caller's, or into memory of the library's own if it does not fit.
    fn read_line_into(&mut self, step: Step) {
        let raw = self.readers.raw(step.object);
        let mut room = vec![0_u8; usize::from(step.length)];
        let (dst, capacity) = (room.as_mut_ptr().cast(), room.len());
        let (next, size) = (step.flag(4), step.number());
        let mut count = i64::MIN;
        let (status, output) = self.output(step, |out| {
            let count = &raw mut count;
            if next {
                call!(
                    self,
                    zstdrs_reader_next_line_into(raw, dst, capacity, count, out)
                )
            } else {
                call!(
                    self,
                    zstdrs_reader_read_line_into(raw, size, dst, capacity, count, out)
                )
            }
        });
        let twin = self.readers.twin(step.object).filter(|_| !step.nowhere());
        let twin = twin.map(|twin| -> Twin<_> {
            let mut line = Vec::new();
            let size = if next { -1 } else { size };
            let count = both!(&mut twin.reader, reader => reader.read_line_vec(size, &mut line))?;
            match count {
                None if next => Err(no_line().into()),
                count => Ok((
                    count.map_or(-1, |count| i64::try_from(count).unwrap_or(0)),
                    line,
                )),
            }
        });
        let found = output.map(|output| {
            let line = output.unwrap_or_else(|| {
                room.truncate(usize::try_from(count).unwrap_or(0));
                room
            });
            (count, line)
        });
        self.judge((status, found), twin);
    }

    fn seek(&mut self, step: Step) {
        let raw = self.readers.raw(step.object);
        let (offset, whence) = (step.number(), i64::from(step.length % 4));
        let position = self.value(step, u64::MAX, |out| {
            call!(self, zstdrs_reader_seek(raw, offset, whence, out))
        });
        let twin = self.readers.twin(step.object).filter(|_| !step.nowhere());
        let twin = twin.map(|twin| -> Twin<_> {
            both!(&twin.reader, reader => reader.check())?;
            match &mut twin.reader {
                Sides::Compress(_) => Err(ArgumentError::NoSuchDirection { method: "seek" }.into()),
                Sides::Decompress(reader) => {
                    Ok(reader.seek_to(offset, Whence::from_number(whence)?)?)
                }
            }
        });
        self.judge(position, twin);
    }

    fn ask_reader(&mut self, step: Step) {
        let raw = self.readers.raw(step.object);
        let position = self.value(step, u64::MAX, |out| {
            call!(self, zstdrs_reader_tell(raw, out))
        });
        let twin = self.readers.twin(step.object).filter(|_| !step.nowhere());
        let twin = twin.map(|twin| Ok(both!(&twin.reader, reader => reader.tell())));
        self.judge(position, twin);
        let size = self.value(step, usize::MAX, |out| {
            call!(self, zstdrs_reader_memory_size(raw, out))
        });
        let twin = self.readers.twin(step.object).filter(|_| !step.nowhere());
        let twin = twin.map(|twin| Ok(both!(&twin.reader, reader => reader.memory_size())));
        self.judge(size, twin);
        let seekable = self.value(step, -1, |out| {
            call!(self, zstdrs_reader_is_seekable(raw, out))
        });
        let twin = self.readers.twin(step.object).filter(|_| !step.nowhere());
        let twin = twin.map(|twin| {
            Ok(match &twin.reader {
                Sides::Compress(_) => 0,
                Sides::Decompress(reader) => reader.is_seekable().into(),
            })
        });
        self.judge(seekable, twin);
        let status = match step.start % 4 {
            0 => call!(self, zstdrs_reader_check(raw)),
            1 => call!(self, zstdrs_reader_enter(raw)),
            2 => call!(self, zstdrs_reader_close(raw)),
            _ => call!(self, zstdrs_reader_check_open(raw)),
        };
        let twin = self.readers.twin(step.object).map(|twin| -> Twin<_> {
            both!(&mut twin.reader, reader => match step.start % 4 {
                0 => reader.check()?,
                1 => reader.enter()?,
                2 => reader.close(),
                _ => if reader.is_closed() { reader.check()? },
            });
            Ok(())
        });
        self.judge((status, Some(())), twin);
        let closed = call!(self, zstdrs_reader_is_closed(raw));
        let twin = self.readers.twin(step.object);
        let expected = twin.is_none_or(|twin| both!(&twin.reader, reader => reader.is_closed()));
        assert_eq!(closed != 0, expected);
    }

    fn make_chunks(&mut self, step: Step) {
        let [source, twin_source] = self.sources(step);
        let described = self.source(&source);
        let (size, read_size) = (self.declared(step), step.piece());
        let write_size = i64::from(step.length);
        let free = self.c.zstdrs_chunks_free;
        let complete = !step.nowhere();
        let (described, place) = (&raw const described, step.length);
        let made = if step.flag(2) {
            let (raw, twin) = self.compressors.at(place);
            let twin = twin.cloned().filter(|_| complete).map(|twin| -> Twin<_> {
                let chunks = CompressChunks::compress(&twin, twin_source, declared_size(size)?)?;
                let chunks = chunks.read_size(read_size)?.write_size(write_size)?;
                Ok(Sides::Compress(chunks))
            });
            self.make(
                step,
                free,
                |out| {
                    call!(
                        self,
                        zstdrs_compress_chunks_new(
                            raw, described, size, read_size, write_size, out
                        )
                    )
                },
                twin.map(|twin| {
                    twin.map(|chunks| ChunksTwin {
                        chunks,
                        _source: source,
                    })
                }),
            )
        } else {
            let (raw, twin) = self.decompressors.at(place);
            let (across, skip) = (step.flag(4), size.max(0) % 64);
            let twin = twin.cloned().filter(|_| complete).map(|twin| -> Twin<_> {
                let frames = Frames::all_or_one(across);
                let chunks = DecompressChunks::decompress(&twin, twin_source, frames)?;
                let chunks = chunks.read_size(read_size)?.write_size(write_size)?;
                Ok(Sides::Decompress(chunks.skip_bytes(skip)?))
            });
            let across = across.into();
            self.make(
                step,
                free,
                |out| {
                    call!(
                        self,
                        zstdrs_decompress_chunks_new(
                            raw, described, read_size, write_size, skip, across, out
                        )
                    )
                },
                twin.map(|twin| {
                    twin.map(|chunks| ChunksTwin {
                        chunks,
                        _source: source,
                    })
                }),
            )
        };
        self.chunks.put(step.object, made);
    }

    fn next_of_chunks(&mut self, step: Step) {
        let raw = self.chunks.raw(step.object);
        let capacity = usize::from(step.length);
        for _ in 0..=step.start % 8 {
            let (status, count, room) = self.room(step, capacity, |dst, capacity, length| {
                call!(self, zstdrs_chunks_next(raw, dst, capacity, length))
            });
            let twin = self.chunks.twin(step.object).filter(|_| !step.nowhere());
            let twin = twin.map(|twin| -> Twin<_> {
                let mut room = vec![0; capacity];
                let next =
                    both!(&mut twin.chunks, chunks => chunks.next_into(zstd_room(&mut room)))?;
                room.truncate(next.unwrap_or(0));
                Ok(room)
            });
            let chunk = self.judge((status, count.map(|_| room)), twin);
            if chunk.is_none_or(|chunk| chunk.is_empty()) {
                break;
            }
        }
    }
}

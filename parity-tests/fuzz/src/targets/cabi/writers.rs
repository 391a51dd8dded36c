//! Writers, and copies from a source to a sink.

use zstd_contract::declared_size;
use zstd_stream::{
    Codec, CompressStream, CompressWriter, DecompressStream, DecompressWriter, FlushMode, Frames,
    StreamCopy, WriteReturn, Writer,
};

use super::ends::Shared;
use super::expected::Twin;
use super::machine::{Machine, Step, call};
use super::readers::{Sides, both};

/// A writer, its sink, and the sink of the library's.
pub(super) struct WriterTwin {
    writer: Sides<CompressWriter<Shared>, DecompressWriter<Shared>>,
    sinks: [Shared; 2],
}

/// A copy between ends.
type Through<C> = StreamCopy<C, Shared, Shared>;

/// A copy, its sink, and the source and the sink of the library's.
pub(super) struct CopyTwin {
    copy: Sides<Through<CompressStream>, Through<DecompressStream>>,
    sinks: [Shared; 2],
    _source: Shared,
}

/// What the arguments of a new writer ask for.
fn configured<C: Codec>(
    writer: Writer<C, Shared>,
    size: i64,
    step: Step,
) -> Twin<Writer<C, Shared>> {
    let returns = if step.flag(4) {
        WriteReturn::Taken
    } else {
        WriteReturn::Written
    };
    let writer = writer.write_size(size)?.returns(returns);
    Ok(if step.flag(64) {
        writer.require_context()
    } else {
        writer
    })
}

impl Machine {
    pub(super) fn writer(&mut self, step: Step) {
        match step.function % 12 {
            0 | 1 => self.make_writer(step),
            2..=4 => self.write(step),
            5 => self.flush(step),
            6 => self.end_writer(step),
            7 => self.ask_writer(step),
            8 | 9 => self.make_copy(step),
            _ => self.run_copy(step),
        }
    }

    fn make_writer(&mut self, step: Step) {
        let sinks = self.sources(step);
        let twin_sink = sinks[1].clone();
        let described = self.sink(&sinks[0]);
        let described = if step.flag(2) {
            std::ptr::null()
        } else {
            &raw const described
        };
        let (taken, context) = (i32::from(step.flag(4)), i32::from(step.flag(64)));
        let piece = step.piece();
        let complete = !step.nowhere() && !step.flag(2);
        let free = self.c.zstdrs_writer_free;
        let made = if step.function.is_multiple_of(2) {
            let size = if step.flag(128) {
                i64::from(step.start)
            } else {
                -1
            };
            let (raw, twin) = self.compressors.at(step.length);
            let twin = twin.cloned().filter(|_| complete).map(|twin| -> Twin<_> {
                let writer = CompressWriter::compress(&twin, twin_sink, declared_size(size)?)?;
                Ok(Sides::Compress(configured(writer, piece, step)?))
            });
            self.make(
                step,
                free,
                |out| {
                    call!(
                        self,
                        zstdrs_compress_writer_new(
                            raw, described, size, piece, taken, context, out
                        )
                    )
                },
                twin.map(|twin| {
                    twin.map(|writer| WriterTwin {
                        writer,
                        sinks: sinks.clone(),
                    })
                }),
            )
        } else {
            let across = step.flag(128);
            let (raw, twin) = self.decompressors.at(step.length);
            let twin = twin.cloned().filter(|_| complete).map(|twin| -> Twin<_> {
                let frames = Frames::all_or_one(across);
                let writer = DecompressWriter::decompress(&twin, twin_sink, frames)?;
                Ok(Sides::Decompress(configured(writer, piece, step)?))
            });
            let across = across.into();
            self.make(
                step,
                free,
                |out| {
                    call!(
                        self,
                        zstdrs_decompress_writer_new(
                            raw, described, piece, taken, context, across, out
                        )
                    )
                },
                twin.map(|twin| {
                    twin.map(|writer| WriterTwin {
                        writer,
                        sinks: sinks.clone(),
                    })
                }),
            )
        };
        let is_made = made.is_some();
        self.writers.put(step.object, made);
        if is_made && step.start.is_multiple_of(4) {
            let (c, raw) = (self.c, self.writers.raw(step.object % 2));
            // SAFETY: the sink is used during calls with the writer only, which is live then.
            sinks[0].call_again(move || unsafe { (c.zstdrs_writer_close)(raw) });
        }
    }

    /// What has gone to both sinks is the same.
    fn same_written(&mut self, step: Step) {
        let written = self.writers.twin(step.object).map(|twin| {
            let [one, other] = [0, 1].map(|side| twin.sinks[side].written());
            assert!(one == other, "other bytes in the sink");
            one
        });
        if let Some(written) = written {
            self.keep(&written);
        }
    }

    fn write(&mut self, step: Step) {
        let (data, raw) = (self.data(step), self.writers.raw(step.object));
        let all = step.flag(4);
        if all {
            let status = call!(self, zstdrs_writer_write_all(raw, data.ptr(), data.len()));
            let twin = self.writers.twin(step.object).filter(|_| data.is_valid());
            let twin = twin.map(|twin| -> Twin<_> {
                Ok(both!(&mut twin.writer, writer => writer.push_all(data.bytes()))?)
            });
            self.judge((status, Some(())), twin);
        } else {
            let count = self.value(step, i64::MIN, |out| {
                call!(self, zstdrs_writer_write(raw, data.ptr(), data.len(), out))
            });
            let complete = data.is_valid() && !step.nowhere();
            let twin = self.writers.twin(step.object).filter(|_| complete);
            let twin = twin.map(|twin| -> Twin<_> {
                let count = both!(&mut twin.writer, writer => writer.push(data.bytes()))?;
                Ok(count.map_or(-1, |count| i64::try_from(count).unwrap_or(0)))
            });
            self.judge(count, twin);
        }
        self.same_written(step);
    }

    fn flush(&mut self, step: Step) {
        let (raw, mode) = (self.writers.raw(step.object), i64::from(step.length % 3));
        let count = self.value(step, usize::MAX, |out| {
            call!(self, zstdrs_writer_flush(raw, mode, out))
        });
        let twin = self.writers.twin(step.object).filter(|_| !step.nowhere());
        let twin = twin.map(|twin| -> Twin<_> {
            let mode = FlushMode::from_writer_number(mode)?;
            Ok(both!(&mut twin.writer, writer => writer.flush_mode(mode))?)
        });
        self.judge(count, twin);
        self.same_written(step);
    }

    fn end_writer(&mut self, step: Step) {
        let (raw, failing) = (self.writers.raw(step.object), step.flag(4));
        let kind = step.length % 4;
        let status = match kind {
            0 | 3 => call!(self, zstdrs_writer_close(raw)),
            1 => call!(self, zstdrs_writer_exit(raw, failing.into())),
            _ => call!(self, zstdrs_writer_abandon(raw)),
        };
        let twin = self.writers.twin(step.object).map(|twin| -> Twin<_> {
            both!(&mut twin.writer, writer => match kind {
                0 | 3 => writer.close()?,
                1 => writer.exit(failing)?,
                _ => writer.abandon(),
            });
            Ok(())
        });
        self.judge((status, Some(())), twin);
        self.same_written(step);
    }

    fn ask_writer(&mut self, step: Step) {
        let raw = self.writers.raw(step.object);
        let position = self.value(step, u64::MAX, |out| {
            call!(self, zstdrs_writer_tell(raw, out))
        });
        let twin = self.writers.twin(step.object).filter(|_| !step.nowhere());
        let twin = twin.map(|twin| Ok(both!(&twin.writer, writer => writer.tell())));
        self.judge(position, twin);
        let finished = self.value(step, -1, |out| {
            call!(self, zstdrs_writer_is_finished(raw, out))
        });
        let twin = self.writers.twin(step.object).filter(|_| !step.nowhere());
        let twin = twin.map(|twin| Ok(both!(&twin.writer, writer => writer.is_finished()).into()));
        self.judge(finished, twin);
        let size = self.value(step, usize::MAX, |out| {
            call!(self, zstdrs_writer_memory_size(raw, out))
        });
        let twin = self.writers.twin(step.object).filter(|_| !step.nowhere());
        let twin = twin
            .map(|twin| -> Twin<_> { Ok(both!(&twin.writer, writer => writer.memory_size())?) });
        self.judge(size, twin);
        let enter = step.flag(4);
        let status = if enter {
            call!(self, zstdrs_writer_enter(raw))
        } else {
            call!(self, zstdrs_writer_check(raw))
        };
        let twin = self.writers.twin(step.object).map(|twin| -> Twin<_> {
            both!(&mut twin.writer, writer => if enter { writer.enter()? } else { writer.check()? });
            Ok(())
        });
        self.judge((status, Some(())), twin);
        let closed = call!(self, zstdrs_writer_is_closed(raw));
        let twin = self.writers.twin(step.object);
        let expected = twin.is_none_or(|twin| both!(&twin.writer, writer => writer.is_closed()));
        assert_eq!(closed != 0, expected);
    }

    fn make_copy(&mut self, step: Step) {
        let ([source, twin_source], sinks) = (self.sources(step), self.sources(step));
        let (from, to) = (self.source(&source), self.sink(&sinks[0]));
        let (from, to) = (&raw const from, &raw const to);
        let (read_size, write_size) = (step.piece(), i64::from(step.length));
        let (twin_sink, free) = (sinks[1].clone(), self.c.zstdrs_copy_free);
        let complete = !step.nowhere();
        let made = if step.function.is_multiple_of(2) {
            let size = self.declared(step);
            let (raw, twin) = self.compressors.at(step.length);
            let twin = twin.cloned().filter(|_| complete).map(|twin| -> Twin<_> {
                let size = declared_size(size)?;
                let copy = StreamCopy::compress(&twin, twin_source, twin_sink, size)?;
                let copy = copy.read_size(read_size)?.write_size(write_size)?;
                Ok(Sides::Compress(copy))
            });
            self.make(
                step,
                free,
                |out| {
                    call!(
                        self,
                        zstdrs_compress_copy_new(raw, from, to, size, read_size, write_size, out)
                    )
                },
                twin.map(|twin| {
                    twin.map(|copy| CopyTwin {
                        copy,
                        sinks,
                        _source: source,
                    })
                }),
            )
        } else {
            let across = step.flag(4);
            let (raw, twin) = self.decompressors.at(step.length);
            let twin = twin.cloned().filter(|_| complete).map(|twin| -> Twin<_> {
                let frames = Frames::all_or_one(across);
                let copy = StreamCopy::decompress(&twin, twin_source, twin_sink, frames)?;
                let copy = copy.read_size(read_size)?.write_size(write_size)?;
                Ok(Sides::Decompress(copy))
            });
            let across = across.into();
            self.make(
                step,
                free,
                |out| {
                    call!(
                        self,
                        zstdrs_decompress_copy_new(
                            raw, from, to, read_size, write_size, across, out
                        )
                    )
                },
                twin.map(|twin| {
                    twin.map(|copy| CopyTwin {
                        copy,
                        sinks,
                        _source: source,
                    })
                }),
            )
        };
        self.copies.put(step.object, made);
    }

    fn run_copy(&mut self, step: Step) {
        let raw = self.copies.raw(step.object);
        let mut written = 0;
        let read = self.value(step, u64::MAX, |out| {
            call!(self, zstdrs_copy_run(raw, out, &raw mut written))
        });
        let twin = self.copies.twin(step.object).filter(|_| !step.nowhere());
        let twin = twin.map(|twin| -> Twin<_> { Ok(both!(&mut twin.copy, copy => copy.run())?) });
        let both = read.1.map(|read| (read, written));
        self.judge((read.0, both), twin);
        let content = self.copies.twin(step.object).map(|twin| {
            let [one, other] = [0, 1].map(|side| twin.sinks[side].written());
            assert!(one == other, "other bytes in the sink");
            one
        });
        if let Some(content) = content {
            self.keep(&content);
        }
    }
}

//! Objects: bytes in, bytes out, call by call.

use parity_tests::cabi::bindings as c;
use zstd_contract::{declared_size, max_length, stdlib};
use zstd_stream::{Chunker, CompressObj, DecompressObj, FlushMode, Frames};

use super::expected::Twin;
use super::machine::{Data, Machine, Step, call};
use super::shelf::Shelf;

/// A chunker, and the bytes that were lent to the library's.
pub(super) struct ChunkerTwin {
    chunker: Chunker<Data>,
    lent: Vec<Data>,
}

/// The objects of frames, which any number of threads may use.
#[derive(Default)]
pub(super) struct FrameTwins {
    compressors: Shelf<c::zstdrs_frame_compressor, stdlib::FrameCompressor>,
    decompressors: Shelf<c::zstdrs_frame_decompressor, stdlib::FrameDecompressor>,
}

impl AsRef<[u8]> for Data {
    fn as_ref(&self) -> &[u8] {
        self.bytes()
    }
}

impl Machine {
    /// The size that a step declares: mostly none.
    pub(super) fn declared(&self, step: Step) -> i64 {
        if step.flag(64) { step.number() } else { -1 }
    }

    pub(super) fn objects(&mut self, step: Step) {
        match step.function % 12 {
            0 => {
                let (size, (raw, twin)) = (self.declared(step), self.compressors.at(step.data));
                let twin = twin.cloned().filter(|_| !step.nowhere());
                let made = self.make(
                    step,
                    self.c.zstdrs_compressobj_free,
                    |out| call!(self, zstdrs_compressobj_new(raw, size, out)),
                    twin.map(|twin| Ok(CompressObj::new(&twin, declared_size(size)?)?)),
                );
                self.compressobjs.put(step.object, made);
            }
            1 | 2 => self.compress_object(step),
            3 => {
                let (raw, twin) = self.decompressors.at(step.data);
                let (twin, size) = (twin.cloned().filter(|_| !step.nowhere()), step.piece());
                let across = step.flag(4);
                let made = self.make(
                    step,
                    self.c.zstdrs_decompressobj_free,
                    |out| {
                        call!(
                            self,
                            zstdrs_decompressobj_new(raw, size, across.into(), out)
                        )
                    },
                    twin.map(|twin| {
                        let object = DecompressObj::new(&twin, Frames::all_or_first(across))?;
                        Ok(object.write_size(size)?)
                    }),
                );
                self.decompressobjs.put(step.object, made);
            }
            4 | 5 => self.decompress_object(step),
            6 => self.decompress_object_into(step),
            7 => self.ask_decompress_object(step),
            8 => {
                let (size, (raw, twin)) = (self.declared(step), self.compressors.at(step.data));
                let (twin, chunk) = (twin.cloned().filter(|_| !step.nowhere()), step.piece());
                let made = self.make(
                    step,
                    self.c.zstdrs_chunker_free,
                    |out| call!(self, zstdrs_chunker_new(raw, size, chunk, out)),
                    twin.map(|twin| {
                        let chunker = Chunker::new(&twin, declared_size(size)?, chunk)?;
                        Ok(ChunkerTwin {
                            chunker,
                            lent: Vec::new(),
                        })
                    }),
                );
                self.chunkers.put(step.object, made);
            }
            9 => self.begin_chunks(step),
            _ => self.next_chunk(step),
        }
    }

    fn compress_object(&mut self, step: Step) {
        let (data, raw) = (self.data(step), self.compressobjs.raw(step.object));
        let (flush, mode) = (step.flag(4), i64::from(step.flags >> 3) % 3);
        let output = self.output(step, |out| {
            if flush {
                call!(self, zstdrs_compressobj_flush(raw, mode, out))
            } else {
                call!(
                    self,
                    zstdrs_compressobj_compress(raw, data.ptr(), data.len(), out)
                )
            }
        });
        let complete = !step.nowhere() && (flush || data.is_valid());
        let twin = self.compressobjs.twin(step.object).filter(|_| complete);
        let twin = twin.map(|twin| -> Twin<_> {
            let mut out = Vec::new();
            if flush {
                twin.flush(FlushMode::from_object_number(mode)?, &mut out)?;
            } else {
                twin.compress(data.bytes(), &mut out)?;
            }
            Ok(Some(out))
        });
        if let Some(Some(bytes)) = self.judge(output, twin) {
            self.keep(&bytes);
        }
    }

    fn decompress_object(&mut self, step: Step) {
        let (data, raw) = (self.data(step), self.decompressobjs.raw(step.object));
        let limit = step.number();
        let output = self.output(step, |out| {
            call!(
                self,
                zstdrs_decompressobj_decompress(raw, data.ptr(), data.len(), limit, out)
            )
        });
        let complete = !step.nowhere() && data.is_valid();
        let twin = self.decompressobjs.twin(step.object).filter(|_| complete);
        let twin = twin.map(|twin| -> Twin<_> {
            let mut out = Vec::new();
            twin.decompress(data.bytes(), max_length(limit), &mut out)?;
            Ok(Some(out))
        });
        self.judge(output, twin);
    }

    fn decompress_object_into(&mut self, step: Step) {
        let (data, raw) = (self.data(step), self.decompressobjs.raw(step.object));
        let expected = self.value(step, u64::MAX, |out| {
            call!(
                self,
                zstdrs_decompressobj_expected(raw, data.ptr(), data.len(), out)
            )
        });
        let complete = !step.nowhere() && data.is_valid();
        let twin = self.decompressobjs.twin(step.object).filter(|_| complete);
        let twin = twin.map(|twin| Ok(twin.expected(data.bytes())));
        self.judge(expected, twin);
        let capacity = usize::try_from(step.piece()).unwrap_or(0).min(4096);
        let mut more = -1;
        let (status, count, room) = self.room(step, capacity, |dst, capacity, written| {
            let (start, length, more) = (data.ptr(), data.len(), &raw mut more);
            call!(
                self,
                zstdrs_decompressobj_decompress_into(
                    raw, start, length, dst, capacity, written, more
                )
            )
        });
        let twin = self.decompressobjs.twin(step.object).filter(|_| complete);
        let twin = twin.map(|twin| -> Twin<_> {
            let mut room = vec![0; capacity];
            let place: &mut [_] = zstd_room(&mut room);
            let (count, rest) = twin.decompress_into(data.bytes(), place)?;
            room.truncate(count);
            Ok((room, i32::from(rest)))
        });
        self.judge((status, count.map(|_| (room, more))), twin);
    }

    fn ask_decompress_object(&mut self, step: Step) {
        let raw = self.decompressobjs.raw(step.object);
        let twin = |machine: &mut Self| machine.decompressobjs.at(step.object).1.is_some();
        let known = twin(self) && !step.nowhere();
        let eof = self.value(step, -1, |out| {
            call!(self, zstdrs_decompressobj_eof(raw, out))
        });
        let is_eof = self
            .decompressobjs
            .twin(step.object)
            .map(|twin| twin.is_eof().into());
        self.judge(eof, is_eof.filter(|_| known).map(Ok));
        let needs = self.value(step, -1, |out| {
            call!(self, zstdrs_decompressobj_needs_input(raw, out))
        });
        let needs_input = self
            .decompressobjs
            .twin(step.object)
            .map(|twin| twin.needs_input().into());
        self.judge(needs, needs_input.filter(|_| known).map(Ok));
        let unused = self.output(step, |out| {
            call!(self, zstdrs_decompressobj_unused_data(raw, out))
        });
        let twin = self.decompressobjs.twin(step.object).filter(|_| known);
        let twin = twin.map(|twin| Ok(Some(twin.unused_data().to_vec())));
        self.judge(unused, twin);
        let tail = self.output(step, |out| {
            call!(self, zstdrs_decompressobj_unconsumed_tail(raw, out))
        });
        let twin = self.decompressobjs.twin(step.object).filter(|_| known);
        let twin = twin.map(|twin| Ok(Some(twin.unconsumed_tail().to_vec())));
        self.judge(tail, twin);
        if step.flag(4) {
            let rest = self.output(step, |out| {
                call!(self, zstdrs_decompressobj_flush(raw, out))
            });
            let twin = self.decompressobjs.twin(step.object).filter(|_| known);
            let twin = twin.map(|twin| -> Twin<_> {
                let mut out = Vec::new();
                twin.flush(&mut out)?;
                Ok(Some(out))
            });
            self.judge(rest, twin);
        }
    }

    fn begin_chunks(&mut self, step: Step) {
        let (data, raw) = (self.data(step), self.chunkers.raw(step.object));
        let kind = step.length % 4;
        let status = match kind {
            0 => call!(self, zstdrs_chunker_flush(raw)),
            1 => call!(self, zstdrs_chunker_finish(raw)),
            _ => call!(self, zstdrs_chunker_compress(raw, data.ptr(), data.len())),
        };
        let complete = kind < 2 || data.is_valid();
        let twin = self.chunkers.twin(step.object).filter(|_| complete);
        let twin = twin.map(|twin| -> Twin<_> {
            match kind {
                0 => twin.chunker.flush()?,
                1 => twin.chunker.finish()?,
                _ => {
                    twin.chunker.compress(data.clone())?;
                    twin.lent.push(data);
                }
            }
            Ok(())
        });
        self.judge((status, Some(())), twin);
    }

    fn next_chunk(&mut self, step: Step) {
        let raw = self.chunkers.raw(step.object);
        for _ in 0..=step.length % 8 {
            let chunk = self.output(step, |out| call!(self, zstdrs_chunker_next(raw, out)));
            let twin = self.chunkers.twin(step.object).filter(|_| !step.nowhere());
            let twin = twin.map(|twin| -> Twin<_> {
                let chunk = twin.chunker.next_chunk()?;
                Ok(chunk.map(<[u8]>::to_vec))
            });
            if let Some(Some(bytes)) = self.judge(chunk, twin) {
                self.keep(&bytes);
            }
        }
    }

    /// The objects that threads may share.
    pub(super) fn frame_objects(&mut self, step: Step) {
        match step.function % 8 {
            0 => {
                let (raw, twin) = self.compressors.at(step.data);
                let twin = twin.cloned().filter(|_| !step.nowhere());
                let made = self.make(
                    step,
                    self.c.zstdrs_frame_compressor_free,
                    |out| call!(self, zstdrs_frame_compressor_new(raw, out)),
                    twin.map(|twin| stdlib::FrameCompressor::new(&twin).map_err(Into::into)),
                );
                self.frames.compressors.put(step.object, made);
            }
            1 | 2 => self.compress_frame_object(step),
            3 => self.ask_frame_compressor(step),
            4 => {
                let (raw, twin) = self.decompressors.at(step.data);
                let twin = twin.cloned().filter(|_| !step.nowhere());
                let made = self.make(
                    step,
                    self.c.zstdrs_frame_decompressor_free,
                    |out| call!(self, zstdrs_frame_decompressor_new(raw, out)),
                    twin.map(|twin| stdlib::FrameDecompressor::new(&twin).map_err(Into::into)),
                );
                self.frames.decompressors.put(step.object, made);
            }
            5 | 6 => self.decompress_frame_object(step),
            _ => self.ask_frame_decompressor(step),
        }
    }

    fn compress_frame_object(&mut self, step: Step) {
        let (data, raw) = (self.data(step), self.frames.compressors.raw(step.object));
        let (flush, mode) = (step.flag(4), i32::from(step.flags >> 3) % 4);
        let output = self.output(step, |out| {
            if flush {
                call!(self, zstdrs_frame_compressor_flush(raw, mode, out))
            } else {
                call!(
                    self,
                    zstdrs_frame_compressor_compress(raw, data.ptr(), data.len(), mode, out)
                )
            }
        });
        let complete = !step.nowhere() && (flush || data.is_valid());
        let twin = self
            .frames
            .compressors
            .twin(step.object)
            .filter(|_| complete);
        let twin = twin.map(|twin| -> Twin<_> {
            let (mut turn, mut out) = (twin.turn()?, Vec::new());
            if flush {
                twin.flush(&mut turn, mode, &mut out)?;
            } else {
                twin.compress(&mut turn, data.bytes(), mode, &mut out)?;
            }
            Ok(Some(out))
        });
        if let Some(Some(bytes)) = self.judge(output, twin) {
            self.keep(&bytes);
        }
    }

    fn ask_frame_compressor(&mut self, step: Step) {
        let raw = self.frames.compressors.raw(step.object);
        let mode = self.value(step, -1, |out| {
            call!(self, zstdrs_frame_compressor_last_mode(raw, out))
        });
        let twin = self
            .frames
            .compressors
            .twin(step.object)
            .filter(|_| !step.nowhere());
        let twin = twin.map(|twin| Ok(twin.last_mode()));
        self.judge(mode, twin);
        if step.flag(4) {
            let size = u64::from(step.length);
            let known = step.flag(8);
            let status = call!(
                self,
                zstdrs_frame_compressor_declare_size(raw, size, known.into())
            );
            let twin = self
                .frames
                .compressors
                .twin(step.object)
                .map(|twin| -> Twin<_> {
                    twin.declare_size(&mut twin.turn()?, known.then_some(size))?;
                    Ok(())
                });
            self.judge((status, Some(())), twin);
        }
    }

    fn decompress_frame_object(&mut self, step: Step) {
        let (data, raw) = (self.data(step), self.frames.decompressors.raw(step.object));
        let limit = step.number();
        let output = self.output(step, |out| {
            let (start, length) = (data.ptr(), data.len());
            call!(
                self,
                zstdrs_frame_decompressor_decompress(raw, start, length, limit, out)
            )
        });
        let complete = !step.nowhere() && data.is_valid();
        let twin = self
            .frames
            .decompressors
            .twin(step.object)
            .filter(|_| complete);
        let twin = twin.map(|twin| -> Twin<_> {
            let (mut turn, mut out) = (twin.turn()?, Vec::new());
            twin.decompress(&mut turn, data.bytes(), limit, &mut out)?;
            Ok(Some(out))
        });
        self.judge(output, twin);
    }

    fn ask_frame_decompressor(&mut self, step: Step) {
        let raw = self.frames.decompressors.raw(step.object);
        let unused = self.output(step, |out| {
            call!(self, zstdrs_frame_decompressor_unused_data(raw, out))
        });
        let twin = self
            .frames
            .decompressors
            .twin(step.object)
            .filter(|_| !step.nowhere());
        let twin = twin.map(|twin| Ok(Some(twin.turn()?.unused_data().to_vec())));
        self.judge(unused, twin);
        let eof = self.value(step, -1, |out| {
            call!(self, zstdrs_frame_decompressor_eof(raw, out))
        });
        let twin = self
            .frames
            .decompressors
            .twin(step.object)
            .filter(|_| !step.nowhere());
        let twin = twin.map(|twin| Ok(i32::from(twin.is_eof())));
        self.judge(eof, twin);
        let needs = self.value(step, -1, |out| {
            call!(self, zstdrs_frame_decompressor_needs_input(raw, out))
        });
        let twin = self
            .frames
            .decompressors
            .twin(step.object)
            .filter(|_| !step.nowhere());
        let twin = twin.map(|twin| Ok(i32::from(twin.needs_input())));
        self.judge(needs, twin);
    }
}

/// Memory as room to write to.
pub(super) fn zstd_room(bytes: &mut [u8]) -> &mut [std::mem::MaybeUninit<u8>] {
    let (start, length) = (bytes.as_mut_ptr().cast(), bytes.len());
    // SAFETY: the same memory, borrowed for as long; those who write to room write bytes.
    unsafe { std::slice::from_raw_parts_mut(start, length) }
}

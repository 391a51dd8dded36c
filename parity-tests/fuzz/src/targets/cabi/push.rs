//! The engines: windows of input and output, and why they have stopped.
#![forbid(unsafe_code)]

use std::ffi::c_void;

use parity_tests::cabi::bindings::{self as c, zstdrs_in_window, zstdrs_out_window, zstdrs_status};
use zstd_contract::declared_size;
use zstd_core::{CompressDirective, InBuffer, OutBuffer};
use zstd_stream::{Codec, CompressStream, DecompressStream, Frames, Status};

use super::expected::{Expected, Twin};
use super::machine::{Data, Machine, Step, call};
use super::objects::zstd_room;
use super::shelf::Shelf;

/// The engines of a run.
#[derive(Default)]
pub(super) struct PushTwins {
    compress: Shelf<c::zstdrs_compress_stream, CompressStream>,
    decompress: Shelf<c::zstdrs_decompress_stream, DecompressStream>,
}

/// How far a call has come: input taken, output written, and why it has stopped.
type Moved = (usize, Vec<u8>, i32);

impl Machine {
    pub(super) fn push(&mut self, step: Step) {
        match step.function % 8 {
            0 => {
                let (size, (raw, twin)) = (self.declared(step), self.compressors.at(step.data));
                let twin = twin.cloned().filter(|_| !step.nowhere());
                let made = self.make(
                    step,
                    self.c.zstdrs_compress_stream_free,
                    |out| call!(self, zstdrs_compress_stream_new(raw, size, out)),
                    twin.map(|twin| Ok(CompressStream::new(&twin, declared_size(size)?)?)),
                );
                self.push.compress.put(step.object, made);
            }
            1 | 2 => self.push_compress(step),
            3 => self.ask_compress_stream(step),
            4 => {
                let (raw, twin) = self.decompressors.at(step.data);
                let twin = twin.cloned().filter(|_| !step.nowhere());
                let policy = i32::from(step.length % 4);
                let frames = match policy {
                    0 => Some(Frames::All),
                    1 => Some(Frames::One),
                    2 => Some(Frames::First),
                    _ => None,
                };
                let made = self.make(
                    step,
                    self.c.zstdrs_decompress_stream_free,
                    |out| call!(self, zstdrs_decompress_stream_new(raw, policy, out)),
                    twin.map(|twin| match frames {
                        Some(frames) => Ok(DecompressStream::new(&twin, frames)?),
                        None => Err(Expected::only(c::ZSTDRS_STATUS_VALUE)),
                    }),
                );
                self.push.decompress.put(step.object, made);
            }
            5 | 6 => self.push_decompress(step),
            _ => self.ask_decompress_stream(step),
        }
    }

    /// Calls an engine with windows that begin somewhere in their memory, or beyond it.
    fn windows(
        &self,
        step: Step,
        data: &Data,
        capacity: usize,
        call: impl FnOnce(*mut zstdrs_in_window, *mut zstdrs_out_window, *mut i32) -> zstdrs_status,
    ) -> (zstdrs_status, Option<Moved>) {
        // What is before and behind the window is not the engine's to touch.
        let (before, mut room) = (usize::from(step.flag(8)) * 3, vec![0xA5_u8; capacity + 4]);
        let beyond = step.flag(16);
        let mut input = zstdrs_in_window {
            data: data.ptr(),
            length: data.len(),
            position: if beyond { data.len() + 1 } else { 0 },
        };
        let mut output = zstdrs_out_window {
            data: room.as_mut_ptr().cast::<c_void>(),
            length: before + capacity,
            position: before,
        };
        let place = if step.nowhere() {
            std::ptr::null_mut()
        } else {
            &raw mut input
        };
        let mut progress = -1;
        let status = call(place, &raw mut output, &raw mut progress);
        let written = output.position - before;
        assert!(room[..before].iter().all(|&byte| byte == 0xA5));
        assert!(room[before + capacity..].iter().all(|&byte| byte == 0xA5));
        if status != c::ZSTDRS_STATUS_OK {
            assert!(
                written == 0 && progress == -1,
                "a failure has moved something"
            );
            return (status, None);
        }
        let content = room[before..before + written].to_vec();
        (status, Some((input.position, content, progress)))
    }

    /// The same with the engine of a twin.
    fn moved(
        data: &Data,
        capacity: usize,
        step: Step,
        work: impl FnOnce(
            &mut InBuffer<'_>,
            &mut OutBuffer<'_>,
        ) -> Result<Status, zstd_stream::StreamError>,
    ) -> Twin<Moved> {
        if step.flag(16) {
            return Err(Expected::only(c::ZSTDRS_STATUS_VALUE));
        }
        let mut room = vec![0; capacity];
        let (mut input, mut output) = (
            InBuffer::new(data.bytes()),
            OutBuffer::new(zstd_room(&mut room)),
        );
        let progress = match work(&mut input, &mut output)? {
            Status::NeedsInput => c::ZSTDRS_PROGRESS_NEEDS_INPUT,
            Status::NeedsRoom => c::ZSTDRS_PROGRESS_NEEDS_ROOM,
            Status::FrameEnd => c::ZSTDRS_PROGRESS_FRAME_END,
            Status::End => c::ZSTDRS_PROGRESS_END,
        };
        let content = output.written().to_vec();
        Ok((input.pos(), content, progress.cast_signed()))
    }

    fn push_compress(&mut self, step: Step) {
        let (data, raw) = (self.data(step), self.push.compress.raw(step.object));
        let (capacity, directive) = (usize::from(step.length) * 2, i32::from(step.flags >> 5) % 4);
        let windows = self.windows(step, &data, capacity, |input, output, progress| {
            call!(
                self,
                zstdrs_compress_stream_process(raw, input, output, directive, progress)
            )
        });
        let complete = data.is_valid() && !step.nowhere();
        let twin = self.push.compress.twin(step.object).filter(|_| complete);
        let twin = twin.map(|twin| {
            let directive = match directive {
                0 => CompressDirective::Continue,
                1 => CompressDirective::Flush,
                2 => CompressDirective::End,
                _ => return Err(Expected::only(c::ZSTDRS_STATUS_VALUE)),
            };
            Self::moved(&data, capacity, step, |input, output| {
                twin.process(input, output, directive)
            })
        });
        if let Some((_, frame, _)) = self.judge(windows, twin) {
            self.keep(&frame);
        }
    }

    fn push_decompress(&mut self, step: Step) {
        let (data, raw) = (self.data(step), self.push.decompress.raw(step.object));
        let capacity = usize::from(step.length) * 16;
        let windows = self.windows(step, &data, capacity, |input, output, progress| {
            call!(
                self,
                zstdrs_decompress_stream_process(raw, input, output, progress)
            )
        });
        let complete = data.is_valid() && !step.nowhere();
        let twin = self.push.decompress.twin(step.object).filter(|_| complete);
        let twin = twin.map(|twin| {
            Self::moved(&data, capacity, step, |input, output| {
                twin.process(input, output)
            })
        });
        self.judge(windows, twin);
    }

    fn ask_compress_stream(&mut self, step: Step) {
        let (raw, size) = (self.push.compress.raw(step.object), step.number());
        let status = call!(self, zstdrs_compress_stream_declare_size(raw, size));
        let twin = self
            .push
            .compress
            .twin(step.object)
            .map(|twin| -> Twin<_> { Ok(twin.declare_size(declared_size(size)?)?) });
        self.judge((status, Some(())), twin);
        let size = self.value(step, usize::MAX, |out| {
            call!(self, zstdrs_compress_stream_memory_size(raw, out))
        });
        let twin = self
            .push
            .compress
            .twin(step.object)
            .filter(|_| !step.nowhere());
        let twin = twin.map(|twin| Ok(twin.memory_size()));
        self.judge(size, twin);
    }

    fn ask_decompress_stream(&mut self, step: Step) {
        let raw = self.push.decompress.raw(step.object);
        if step.flag(4) {
            let status = call!(self, zstdrs_decompress_stream_restart(raw));
            let twin = self.push.decompress.twin(step.object);
            let twin = twin.map(|twin| twin.restart().map_err(Into::into));
            self.judge((status, Some(())), twin);
        }
        let status = call!(self, zstdrs_decompress_stream_end_of_input(raw));
        let twin = self.push.decompress.twin(step.object);
        let twin = twin.map(|twin| twin.end_of_input().map_err(Into::into));
        self.judge((status, Some(())), twin);
        let size = self.value(step, usize::MAX, |out| {
            call!(self, zstdrs_decompress_stream_memory_size(raw, out))
        });
        let twin = self
            .push
            .decompress
            .twin(step.object)
            .filter(|_| !step.nowhere());
        let twin = twin.map(|twin| Ok(twin.memory_size()));
        self.judge(size, twin);
    }
}

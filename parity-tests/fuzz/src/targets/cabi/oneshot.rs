//! Compressors and decompressors at work, and the calls that need none.

use std::mem::MaybeUninit;

use parity_tests::cabi::bindings::{self as c, zstdrs_progression, zstdrs_sequence};
use zstd_contract::{CompressorArguments, DecompressArguments, Failure, stdlib};
use zstd_core::{Compressor, Decompressor, compress_bound, sequences};

use super::expected::{Expected, Twin};
use super::machine::{Data, Machine, Step, call};

/// The most that a call decompresses to without a limit of its own.
const LARGEST: i64 = 1 << 15;

/// Compresses as a twin does, into as much room as the library has.
fn compressed(
    compressor: &Compressor,
    src: &[u8],
    capacity: usize,
) -> Result<Vec<u8>, zstd_core::Error> {
    let mut room = vec![MaybeUninit::uninit(); capacity];
    let size = compressor.compress_into(src, &mut room)?;
    Ok(written(&room, size))
}

/// The first bytes of room, which were written.
fn written(room: &[MaybeUninit<u8>], size: usize) -> Vec<u8> {
    let start = room[..size].as_ptr().cast::<u8>();
    // SAFETY: the crates say that so many bytes are written.
    unsafe { std::slice::from_raw_parts(start, size) }.to_vec()
}

impl Machine {
    pub(super) fn one_shot(&mut self, step: Step) {
        match step.function % 8 {
            0 => self.compress(step),
            1 => self.compress_to_bytes(step),
            2 => self.compress_frame(step),
            3 => self.decompress(step),
            4 => self.decompress_to_bytes(step),
            5 => self.decompress_frames(step),
            6 => self.sequences(step),
            _ => self.without_objects(step),
        }
    }

    /// Room for what a call writes: plenty, or a little.
    fn capacity(step: Step, plenty: usize) -> usize {
        if step.flag(8) {
            usize::from(step.start)
        } else {
            plenty
        }
    }

    fn compress(&mut self, step: Step) {
        let (src, (raw, twin)) = (self.data(step), self.compressors.at(step.object));
        let (empty, twin) = (step.flag(4), twin.cloned());
        let capacity = Self::capacity(step, src.bytes().len() + 600);
        let (start, length, allowed) = (src.ptr(), src.len(), i32::from(empty));
        let (status, count, room) = self.room(step, capacity, |dst, capacity, written| {
            if step.flag(16) {
                let nobody = std::ptr::null_mut();
                call!(
                    self,
                    zstdrs_compress_watched(
                        raw, start, length, allowed, dst, capacity, None, nobody, written
                    )
                )
            } else {
                call!(
                    self,
                    zstdrs_compress(raw, start, length, allowed, dst, capacity, written)
                )
            }
        });
        let twin = twin
            .filter(|_| src.is_valid() && !step.nowhere())
            .map(|twin| -> Twin<_> {
                twin.check_empty(src.len(), empty)?;
                Ok(compressed(&twin, src.bytes(), capacity)?)
            });
        if let Some(frame) = self.judge((status, count.map(|_| room)), twin) {
            self.keep(&frame);
        }
        let (raw, twin) = self.compressors.at(step.object);
        let twin = twin.cloned().filter(|_| !step.nowhere());
        let size = self.value(step, usize::MAX, |out| {
            call!(self, zstdrs_compressor_memory_size(raw, out))
        });
        self.judge(
            size,
            twin.map(|twin| twin.memory_size().map_err(Into::into)),
        );
        let mut far = zstdrs_progression {
            ingested: 0,
            consumed: 0,
            produced: 0,
        };
        let status = call!(self, zstdrs_compressor_progression(raw, &raw mut far));
        let found = (far.ingested, far.consumed, far.produced);
        let (_, twin) = self.compressors.at(step.object);
        let twin = twin.map(|twin| -> Twin<_> {
            let far = twin.progression()?;
            Ok((far.ingested, far.consumed, far.produced))
        });
        self.judge((status, Some(found)), twin);
    }

    fn compress_to_bytes(&mut self, step: Step) {
        let (src, (raw, twin)) = (self.data(step), self.compressors.at(step.object));
        let (empty, twin) = (step.flag(4), twin.cloned());
        let frame = self.bytes(step, |out| {
            call!(
                self,
                zstdrs_compress_to_bytes(raw, src.ptr(), src.len(), empty.into(), out)
            )
        });
        let twin = twin
            .filter(|_| src.is_valid() && !step.nowhere())
            .map(|twin| -> Twin<_> {
                twin.check_empty(src.len(), empty)?;
                Ok(twin.compress(src.bytes())?)
            });
        if let Some(frame) = self.judge(frame, twin) {
            self.keep(&frame);
        }
    }

    fn compress_frame(&mut self, step: Step) {
        let (src, (raw, twin)) = (self.data(step), self.compressors.at(step.object));
        let twin = twin.cloned();
        let capacity = Self::capacity(step, src.bytes().len() + 600);
        let (status, count, room) = self.room(step, capacity, |dst, capacity, written| {
            let (start, length, nobody) = (src.ptr(), src.len(), std::ptr::null_mut());
            if step.flag(16) {
                call!(
                    self,
                    zstdrs_frame_compress_watched(
                        raw, start, length, dst, capacity, None, nobody, written
                    )
                )
            } else {
                call!(
                    self,
                    zstdrs_frame_compress(raw, start, length, dst, capacity, written)
                )
            }
        });
        let twin = twin
            .filter(|_| src.is_valid() && !step.nowhere())
            .map(|twin| -> Twin<_> {
                let mut room = vec![MaybeUninit::uninit(); capacity];
                let size = stdlib::compress_frame_into(&twin, src.bytes(), &mut room, None)?;
                Ok(written(&room, size))
            });
        if let Some(frame) = self.judge((status, count.map(|_| room)), twin) {
            self.keep(&frame);
        }
    }

    /// The flags of a call, and how its twin understands them.
    fn arguments(step: Step) -> (i64, u32, Twin<DecompressArguments>) {
        let limit = match step.number() {
            0 if step.flag(128) => 0,
            0 => LARGEST,
            bad @ ..0 => bad,
            limit => limit.min(1 << 9) * 64,
        };
        let flags = u32::from(step.length % 16);
        let (across, allow, refuse) = (flags & 1 != 0, flags & 2 != 0, flags & 4 != 0);
        let arguments = if flags > 7 || (allow && refuse) {
            Err(Failure::value(format!(
                "flags must be of zstdrs_decompress_flags; got {flags:#x}"
            ))
            .into())
        } else {
            Ok(DecompressArguments {
                max_output_size: limit,
                read_across_frames: across,
                allow_extra_data: (allow || refuse).then_some(allow),
            })
        };
        (limit, flags, arguments)
    }

    /// Decompresses as a twin does, into as much room as the library has.
    fn decompressed(
        decompressor: &Decompressor,
        src: &Data,
        arguments: Twin<DecompressArguments>,
        capacity: usize,
    ) -> Twin<Vec<u8>> {
        let options = arguments?.options()?;
        let mut needed = None;
        let content = decompressor.decompress_into(src.bytes(), &options, |size| {
            needed = Some(size);
            Err(zstd_core::Error::OutOfMemory { bytes: None })
        });
        match (needed, content) {
            (Some(size), _) if size > capacity => Err(Expected::only(c::ZSTDRS_STATUS_CAPACITY)),
            (Some(_), _) => Ok(decompressor.decompress_with::<Vec<u8>>(src.bytes(), &options)?),
            (None, content) => Err(content
                .err()
                .map_or_else(|| panic!("decompressed into no room"), Into::into)),
        }
    }

    fn decompress(&mut self, step: Step) {
        let (src, (raw, twin)) = (self.data(step), self.decompressors.at(step.object));
        let twin = twin.cloned();
        let (limit, flags, arguments) = Self::arguments(step);
        let capacity = Self::capacity(step, usize::try_from(LARGEST).unwrap_or(0));
        let (status, count, room) = self.room(step, capacity, |dst, capacity, written| {
            call!(
                self,
                zstdrs_decompress(
                    raw,
                    src.ptr(),
                    src.len(),
                    limit,
                    flags,
                    dst,
                    capacity,
                    written
                )
            )
        });
        let twin = twin
            .filter(|_| src.is_valid() && !step.nowhere())
            .map(|twin| Self::decompressed(&twin, &src, arguments, capacity));
        if status == c::ZSTDRS_STATUS_CAPACITY {
            assert!(count.is_some_and(|needed| needed > capacity));
        }
        if let Some(content) = self.judge((status, count.map(|_| room)), twin) {
            self.keep(&content);
        }
        let (raw, twin) = self.decompressors.at(step.object);
        let twin = twin.cloned().filter(|_| !step.nowhere());
        let size = self.value(step, usize::MAX, |out| {
            call!(self, zstdrs_decompressor_memory_size(raw, out))
        });
        // How much a context has taken depends on what it has done, and twins do a little more to know what to expect.
        let (status, size) = (size.0, size.1.map(drop));
        let twin = twin.map(|twin| twin.memory_size().map(drop).map_err(Into::into));
        self.judge((status, size), twin);
    }

    fn decompress_to_bytes(&mut self, step: Step) {
        let (src, (raw, twin)) = (self.data(step), self.decompressors.at(step.object));
        let twin = twin.cloned();
        let (limit, flags, arguments) = Self::arguments(step);
        let content = self.bytes(step, |out| {
            call!(
                self,
                zstdrs_decompress_to_bytes(raw, src.ptr(), src.len(), limit, flags, out)
            )
        });
        let twin = twin
            .filter(|_| src.is_valid() && !step.nowhere())
            .map(|twin| -> Twin<_> {
                let options = arguments?.options()?;
                Ok(twin.decompress_with::<Vec<u8>>(src.bytes(), &options)?)
            });
        if let Some(content) = self.judge(content, twin) {
            self.keep(&content);
        }
    }

    fn decompress_frames(&mut self, step: Step) {
        let (src, (raw, twin)) = (self.data(step), self.decompressors.at(step.object));
        let twin = twin.cloned().filter(|_| src.is_valid() && !step.nowhere());
        if step.flag(4) {
            let content = self.output(step, |out| {
                let (start, length, nobody) = (src.ptr(), src.len(), std::ptr::null_mut());
                if step.flag(16) {
                    call!(
                        self,
                        zstdrs_frames_decompress_growing_watched(
                            raw, start, length, None, nobody, out
                        )
                    )
                } else {
                    call!(
                        self,
                        zstdrs_frames_decompress_growing(raw, start, length, out)
                    )
                }
            });
            let twin = twin.map(|twin| {
                let grown = stdlib::decompress_grown(&twin, src.bytes(), None);
                grown.map(Some).map_err(Into::into)
            });
            self.judge(content, twin);
            return;
        }
        let capacity = Self::capacity(step, 1 << 16);
        let mut count = 0;
        let mut room = vec![0_u8; capacity];
        if step.flag(16) {
            let nobody = std::ptr::null_mut();
            let (status, count, room) = self.room(step, capacity, |dst, capacity, written| {
                call!(
                    self,
                    zstdrs_frames_decompress_watched(
                        raw,
                        src.ptr(),
                        src.len(),
                        dst,
                        capacity,
                        None,
                        nobody,
                        written
                    )
                )
            });
            match status {
                c::ZSTDRS_STATUS_CAPACITY => assert!(count.is_some_and(|needed| needed > capacity)),
                c::ZSTDRS_STATUS_UNSUPPORTED => assert!(twin.is_some()),
                _ => {
                    let twin = twin.map(|twin| {
                        stdlib::decompress_grown(&twin, src.bytes(), None).map_err(Into::into)
                    });
                    self.judge((status, count.map(|_| room)), twin);
                }
            }
            return;
        }
        let dst = room.as_mut_ptr().cast();
        let (status, output) = self.output(step, |out| {
            let count = &raw mut count;
            call!(
                self,
                zstdrs_frames_decompress(raw, src.ptr(), src.len(), dst, capacity, count, out)
            )
        });
        if status == c::ZSTDRS_STATUS_CAPACITY {
            assert!(count > capacity && twin.is_some());
            return;
        }
        let content = output.map(|output| output.unwrap_or_else(|| room[..count].to_vec()));
        // What is decoded in one go and what grows must be the same.
        let twin =
            twin.map(|twin| stdlib::decompress_grown(&twin, src.bytes(), None).map_err(Into::into));
        self.judge((status, content), twin);
    }

    fn without_objects(&mut self, step: Step) {
        let src = self.data(step);
        let complete = src.is_valid() && !step.nowhere();
        let capacity = Self::capacity(step, 1 << 12);
        if step.flag(4) {
            let (limit, _, _) = Self::arguments(step);
            let arguments = Ok(DecompressArguments {
                max_output_size: limit,
                ..DecompressArguments::default()
            });
            let (status, count, room) = self.room(step, capacity, |dst, capacity, written| {
                let (start, length, nobody) = (src.ptr(), src.len(), std::ptr::null_mut());
                if step.flag(16) {
                    call!(
                        self,
                        zstdrs_simple_decompress_watched(
                            start, length, limit, dst, capacity, None, nobody, written
                        )
                    )
                } else {
                    call!(
                        self,
                        zstdrs_simple_decompress(start, length, limit, dst, capacity, written)
                    )
                }
            });
            let twin = complete
                .then(|| Self::decompressed(&Decompressor::new(), &src, arguments, capacity));
            self.judge((status, count.map(|_| room)), twin);
            return;
        }
        let level = step.level();
        let (status, count, room) = self.room(step, capacity, |dst, capacity, written| {
            let (start, length, nobody) = (src.ptr(), src.len(), std::ptr::null_mut());
            if step.flag(16) {
                call!(
                    self,
                    zstdrs_simple_compress_watched(
                        level, start, length, dst, capacity, None, nobody, written
                    )
                )
            } else {
                call!(
                    self,
                    zstdrs_simple_compress(level, start, length, dst, capacity, written)
                )
            }
        });
        let twin = complete.then(|| -> Twin<_> {
            let compressor = CompressorArguments::single_call(level).build()?;
            Ok(compressed(&compressor, src.bytes(), capacity)?)
        });
        if let Some(frame) = self.judge((status, count.map(|_| room)), twin) {
            self.keep(&frame);
        }
        let length = usize::try_from(step.number()).unwrap_or(usize::MAX);
        let bound = self.value(step, 0, |out| {
            call!(self, zstdrs_compress_bound(length, out))
        });
        let twin = (!step.nowhere()).then(|| compress_bound(length).map_err(Into::into));
        self.judge(bound, twin);
    }

    /// Finds sequences and compresses them, or any sequences that the bytes of the step make.
    fn sequences(&mut self, step: Step) {
        let (src, (raw, twin)) = (self.data(step), self.compressors.at(step.object));
        let twin = twin.cloned().filter(|_| src.is_valid());
        let given: Vec<zstdrs_sequence> = if step.flag(4) {
            let numbers = src.bytes().as_chunks::<4>().0.iter().take(20);
            numbers
                .map(|&[offset, literals, length, repeat]| zstdrs_sequence {
                    offset: i64::from(offset) - i64::from(repeat == 255),
                    literal_length: literals.into(),
                    match_length: length.into(),
                    repeat: repeat.into(),
                })
                .collect()
        } else {
            let mut sequences = std::ptr::null_mut();
            let status = call!(
                self,
                zstdrs_generate_sequences(raw, src.ptr(), src.len(), &raw mut sequences)
            );
            let found = twin
                .as_ref()
                .map(|twin| sequences::generate(twin, src.bytes()));
            match found {
                None => return self.refused(status),
                Some(Err(error)) => return self.failed(status, &error.into()),
                Some(Ok(found)) => self.found(status, sequences, &found),
            }
        };
        let table = given.as_ptr();
        let frame = self.bytes(step, |out| {
            call!(
                self,
                zstdrs_compress_sequences(raw, table, given.len(), src.ptr(), src.len(), out)
            )
        });
        let twin = twin.filter(|_| !step.nowhere()).map(|twin| -> Twin<_> {
            let checked = (0..).zip(&given).map(|(index, sequence)| {
                zstd_contract::sequence(
                    index,
                    [
                        sequence.offset,
                        sequence.literal_length,
                        sequence.match_length,
                        sequence.repeat,
                    ],
                )
            });
            let checked = checked.collect::<Result<Vec<_>, _>>()?;
            Ok(sequences::compress::<Vec<u8>>(
                &twin,
                &checked,
                src.bytes(),
            )?)
        });
        if let Some(frame) = self.judge(frame, twin) {
            self.keep(&frame);
        }
    }

    /// The sequences that a call has found are those of its twin.
    fn found(
        &self,
        status: c::zstdrs_status,
        sequences: *mut c::zstdrs_sequences,
        expected: &[sequences::Sequence],
    ) -> Vec<zstdrs_sequence> {
        assert_eq!(status, c::ZSTDRS_STATUS_OK);
        let (mut data, mut count) = (std::ptr::null(), 0);
        let told = call!(
            self,
            zstdrs_sequences_data(sequences, &raw mut data, &raw mut count)
        );
        assert_eq!(told, c::ZSTDRS_STATUS_OK);
        // SAFETY: the library says that so many are there, until they are freed; the address is never NULL.
        let found: Vec<zstdrs_sequence> =
            unsafe { std::slice::from_raw_parts(data, count) }.to_vec();
        call!(self, zstdrs_sequences_free(sequences));
        let same = found.iter().zip(expected).all(|(found, expected)| {
            (found.offset, found.literal_length, found.match_length)
                == (
                    expected.offset.into(),
                    expected.literal_length.into(),
                    expected.match_length.into(),
                )
        });
        assert!(same && found.len() == expected.len(), "other sequences");
        found
    }
}

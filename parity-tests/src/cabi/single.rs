//! One input, one result: both into memory of the caller's and of the library's.

use std::thread;

use super::bindings::{self as c, zstdrs_compressor, zstdrs_decompressor};
use super::library::{Library, Owned, broken};
use crate::operation::{Compression, Decompression, Limits};
use crate::outcome::{Failure, Outcome};
use crate::wire::{Bytes, Tree};

impl Library {
    pub(super) fn compress(
        &self,
        with: &Compression,
        inputs: &[Bytes],
        allow_empty: bool,
    ) -> Outcome {
        let compressor = self.compressor(with)?;
        let frames = inputs.iter().enumerate().map(|(index, input)| {
            if index % 2 == 0 {
                self.frame(&compressor, input, allow_empty)
            } else {
                self.frame_in_place(&compressor, input, allow_empty)
            }
        });
        Ok(frames.map(Tree::from).collect())
    }

    fn frame(
        &self,
        compressor: &Owned<'_, zstdrs_compressor>,
        input: &Bytes,
        allow_empty: bool,
    ) -> Result<Vec<u8>, Failure> {
        let (start, length) = (input.0.as_ptr().cast(), input.0.len());
        let (handle, empty) = (compressor.as_ptr(), allow_empty.into());
        self.bytes(|out| {
            // SAFETY: the handle is live, `start` has `length` readable bytes, `out` is writable.
            unsafe {
                self.table
                    .zstdrs_compress_to_bytes(handle, start, length, empty, out)
            }
        })
    }

    fn frame_in_place(
        &self,
        compressor: &Owned<'_, zstdrs_compressor>,
        input: &Bytes,
        allow_empty: bool,
    ) -> Result<Vec<u8>, Failure> {
        let (start, length) = (input.0.as_ptr().cast(), input.0.len());
        let (handle, empty) = (compressor.as_ptr(), allow_empty.into());
        let mut frame = self.room(length)?;
        let (dst, capacity) = (frame.as_mut_ptr().cast(), frame.len());
        let written = self.number(|out| {
            // SAFETY: the handle is live, `start` has `length` readable bytes, `dst` `capacity` writable ones; so is `out`.
            unsafe {
                self.table
                    .zstdrs_compress(handle, start, length, empty, dst, capacity, out)
            }
        })?;
        frame.truncate(written);
        Ok(frame)
    }

    /// Room for any frame of `length` bytes.
    fn room(&self, length: usize) -> Result<Vec<u8>, Failure> {
        let bound = self.number(|out| {
            // SAFETY: takes a number; `out` is writable.
            unsafe { self.table.zstdrs_compress_bound(length, out) }
        })?;
        Ok(vec![0; bound])
    }

    pub(super) fn decompress(
        &self,
        with: &Decompression,
        inputs: &[Bytes],
        limits: &Limits,
    ) -> Outcome {
        let decompressor = self.decompressor(with)?;
        let contents = inputs.iter().enumerate().map(|(index, input)| {
            if index % 2 == 0 {
                self.content(&decompressor, input, limits)
            } else {
                self.content_in_place(&decompressor, input, limits)
            }
        });
        Ok(contents.map(Tree::from).collect())
    }

    fn content(
        &self,
        decompressor: &Owned<'_, zstdrs_decompressor>,
        input: &Bytes,
        limits: &Limits,
    ) -> Result<Vec<u8>, Failure> {
        let (start, length) = (input.0.as_ptr().cast(), input.0.len());
        let (handle, limit) = (decompressor.as_ptr(), limits.max_output_size);
        let flags = flags(limits);
        self.bytes(|out| {
            // SAFETY: the handle is live, `start` has `length` readable bytes, `out` is writable.
            unsafe {
                self.table
                    .zstdrs_decompress_to_bytes(handle, start, length, limit, flags, out)
            }
        })
    }

    fn content_in_place(
        &self,
        decompressor: &Owned<'_, zstdrs_decompressor>,
        input: &Bytes,
        limits: &Limits,
    ) -> Result<Vec<u8>, Failure> {
        let (start, length) = (input.0.as_ptr().cast(), input.0.len());
        let (handle, limit) = (decompressor.as_ptr(), limits.max_output_size);
        let flags = flags(limits);
        self.sized(|dst, capacity, out| {
            // SAFETY: the handle is live, `start` has `length` readable bytes, `dst` `capacity` writable ones; so is `out`.
            unsafe {
                self.table
                    .zstdrs_decompress(handle, start, length, limit, flags, dst, capacity, out)
            }
        })
    }

    /// Asks how much room a result needs, and asks again with so much.
    fn sized(
        &self,
        call: impl Fn(*mut std::ffi::c_void, usize, *mut usize) -> c::zstdrs_status,
    ) -> Result<Vec<u8>, Failure> {
        let mut needed = 0;
        let status = call(std::ptr::null_mut(), 0, &raw mut needed);
        if status != c::ZSTDRS_STATUS_CAPACITY {
            self.check(status)?;
            return Ok(Vec::new());
        }
        let mut content = Vec::new();
        content
            .try_reserve_exact(needed)
            .map_err(|_| broken("more room is asked for than there is"))?;
        content.resize(needed, 0);
        let (dst, capacity) = (content.as_mut_ptr().cast(), content.len());
        let written = self.number(|out| call(dst, capacity, out))?;
        content.truncate(written);
        Ok(content)
    }

    pub(super) fn without_objects(&self, data: &Bytes, level: i64, limit: i64) -> Outcome {
        let (start, length) = (data.0.as_ptr().cast(), data.0.len());
        let mut frame = self.room(length)?;
        let (dst, capacity) = (frame.as_mut_ptr().cast(), frame.len());
        let written = self.number(|out| {
            // SAFETY: `start` has `length` readable bytes, `dst` `capacity` writable ones; `out` is writable.
            unsafe {
                self.table
                    .zstdrs_simple_compress(level, start, length, dst, capacity, out)
            }
        });
        let frame = written.map(|written| {
            frame.truncate(written);
            frame
        });
        let content = self.sized(|dst, capacity, out| {
            // SAFETY: `start` has `length` readable bytes, `dst` `capacity` writable ones; `out` is writable.
            unsafe {
                self.table
                    .zstdrs_simple_decompress(start, length, limit, dst, capacity, out)
            }
        });
        Ok([frame, content].into_iter().map(Tree::from).collect())
    }

    pub(super) fn share(
        &self,
        compression: &Compression,
        decompression: &Decompression,
        inputs: &[Bytes],
        threads: u32,
    ) -> Outcome {
        let compressor = self.compressor(compression)?;
        let decompressor = self.decompressor(decompression)?;
        let work = || -> Result<Vec<Vec<u8>>, Failure> {
            let frames = inputs.iter().map(|input| {
                let frame = self.frame(&compressor, input, true)?;
                let shown = Bytes(frame.clone());
                let content = self.content(&decompressor, &shown, &Limits::default())?;
                if content == input.0 {
                    Ok(frame)
                } else {
                    Err(broken("a content did not come back"))
                }
            });
            frames.collect()
        };
        let mut all = thread::scope(|scope| {
            let threads: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
            let joined = threads.into_iter().map(|thread| {
                let result = thread.join();
                result.unwrap_or_else(|_| Err(broken("a thread panicked")))
            });
            joined.collect::<Result<Vec<_>, _>>()
        })?;
        let frames = all.pop().unwrap_or_default();
        if all.iter().any(|other| *other != frames) {
            return Err(broken("the threads do not agree"));
        }
        Ok(frames.into_iter().collect())
    }
}

fn flags(limits: &Limits) -> u32 {
    let mut flags = c::ZSTDRS_DECOMPRESS_FLAGS_NONE;
    if limits.read_across_frames {
        flags |= c::ZSTDRS_DECOMPRESS_FLAGS_READ_ACROSS_FRAMES;
    }
    if limits.allow_extra_data {
        flags |= c::ZSTDRS_DECOMPRESS_FLAGS_ALLOW_EXTRA_DATA;
    }
    flags
}

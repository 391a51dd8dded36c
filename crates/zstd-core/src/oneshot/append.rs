//! One-shot calls into memory that the caller has already.

use std::mem::MaybeUninit;

use super::{Compressor, DecompressOptions, Decompressor, compress_bound};
use crate::error::{Error, Result};

impl Compressor {
    /// Compresses `src` into one frame behind what `dst` holds, and returns the frame's size. After an error `dst` is as before.
    ///
    /// ```
    /// use zstd_core::Compressor;
    ///
    /// let compressor = Compressor::builder().build()?;
    /// let mut archive = Vec::new();
    /// let first = compressor.compress_append(b"first", &mut archive)?;
    /// let second = compressor.compress_append(b"second", &mut archive)?;
    /// assert_eq!(archive.len(), first + second);
    /// # Ok::<(), zstd_core::Error>(())
    /// ```
    pub fn compress_append(&self, src: &[u8], dst: &mut Vec<u8>) -> Result<usize> {
        let bound = compress_bound(src.len())?;
        let length = self.compress_into(src, spare(dst, bound)?)?;
        // SAFETY: the call has written so many bytes to the start of the spare room.
        unsafe { dst.set_len(dst.len() + length) };
        Ok(length)
    }

    /// Compresses `src` into one frame at the start of `dst` and returns its size.
    ///
    /// # Errors
    ///
    /// A frame that does not fit; [`compress_bound`] bytes always suffice.
    ///
    /// ```
    /// use zstd_core::Compressor;
    ///
    /// let mut room = [0; 64];
    /// let length = Compressor::builder().build()?.compress_to_slice(b"data", &mut room)?;
    /// assert!(room[..length].starts_with(b"\x28\xb5\x2f\xfd"));
    /// # Ok::<(), zstd_core::Error>(())
    /// ```
    pub fn compress_to_slice(&self, src: &[u8], dst: &mut [u8]) -> Result<usize> {
        // SAFETY: the call writes nothing but initialised bytes.
        self.compress_into(src, unsafe { as_uninit(dst) })
    }
}

impl Decompressor {
    /// Decompresses behind what `dst` holds, within `options`, and returns the size of the content. After an error `dst` is as
    /// before.
    ///
    /// ```
    /// use zstd_core::{Compressor, DecompressOptions, Decompressor};
    ///
    /// let frame = Compressor::builder().build()?.compress(b" and more")?;
    /// let mut text = b"some".to_vec();
    /// // The frame does not declare its size, so the call needs a limit.
    /// let options = DecompressOptions::new().max_output_size(1 << 20);
    /// assert_eq!(Decompressor::new().decompress_append(&frame, &options, &mut text)?, 9);
    /// assert_eq!(text, b"some and more");
    /// # Ok::<(), zstd_core::Error>(())
    /// ```
    pub fn decompress_append(
        &self,
        src: &[u8],
        options: &DecompressOptions,
        dst: &mut Vec<u8>,
    ) -> Result<usize> {
        let room = &mut *dst;
        let length = self.decompress_into(src, options, move |size| spare(room, size))?;
        // SAFETY: the call has written so many bytes to the start of the spare room.
        unsafe { dst.set_len(dst.len() + length) };
        Ok(length)
    }

    /// Decompresses to the start of `dst`, within `options`, and returns the size of the content.
    ///
    /// # Errors
    ///
    /// [`Error::OutputLimit`]: content that does not fit.
    pub fn decompress_to_slice(
        &self,
        src: &[u8],
        options: &DecompressOptions,
        dst: &mut [u8],
    ) -> Result<usize> {
        let room = dst.len() as u64;
        let limit = options
            .max_output_size
            .map_or(room, |limit| limit.min(room));
        let options = DecompressOptions {
            max_output_size: Some(limit),
            ..*options
        };
        self.decompress_into(src, &options, move |size| {
            let place = dst.get_mut(..size).ok_or(Error::OutputLimit {
                limit,
                needed: Some(size as u64),
            })?;
            // SAFETY: the call writes nothing but initialised bytes.
            Ok(unsafe { as_uninit(place) })
        })
    }
}

/// Room for `size` bytes behind what a vector holds.
fn spare(dst: &mut Vec<u8>, size: usize) -> Result<&mut [MaybeUninit<u8>]> {
    dst.try_reserve(size).map_err(|_| Error::OutOfMemory {
        bytes: Some(size as u64),
    })?;
    Ok(&mut dst.spare_capacity_mut()[..size])
}

/// A slice as memory to be written to.
///
/// # Safety
///
/// Only initialised bytes may be written to the result.
unsafe fn as_uninit(slice: &mut [u8]) -> &mut [MaybeUninit<u8>] {
    let bytes: *mut [u8] = slice;
    // SAFETY: the layouts are the same, and the caller promises not to leave uninitialised bytes in a slice of `u8`.
    unsafe { &mut *(bytes as *mut [MaybeUninit<u8>]) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn appending_keeps_what_is_there_and_failing_keeps_it_as_it_was() {
        let compressor = Compressor::builder().content_size(true).build().unwrap();
        let decompressor = Decompressor::new();
        let (mut frames, mut text) = (b"head".to_vec(), b"head".to_vec());
        let options = DecompressOptions::new();
        for content in [&b"foo"[..], b"", &[7; 100_000]] {
            let start = frames.len();
            let length = compressor.compress_append(content, &mut frames).unwrap();
            assert_eq!(frames.len(), start + length);
            let frame = &frames[start..];
            let before = text.len();
            let size = decompressor.decompress_append(frame, &options, &mut text);
            assert_eq!(size.unwrap(), content.len());
            assert_eq!(&text[before..], content);
        }
        assert!(frames.starts_with(b"head") && text.starts_with(b"head"));
        let before = text.clone();
        let cut = &frames[4..frames.len() - 1];
        assert!(
            decompressor
                .decompress_append(cut, &options, &mut text)
                .is_err()
        );
        assert_eq!(text, before);
    }

    #[test]
    fn slices_that_are_too_small_are_refused() {
        let compressor = Compressor::builder().content_size(true).build().unwrap();
        let content = [7; 1000];
        let mut frame = [0; 100];
        let length = compressor.compress_to_slice(&content, &mut frame).unwrap();
        assert!(
            compressor
                .compress_to_slice(&content, &mut frame[..length - 1])
                .is_err()
        );
        let length = compressor.compress_to_slice(&content, &mut frame).unwrap();
        let (frame, decompressor) = (&frame[..length], Decompressor::new());
        let options = DecompressOptions::new();
        let mut room = [0; 1200];
        let size = decompressor.decompress_to_slice(frame, &options, &mut room);
        assert_eq!((size, &room[..1000]), (Ok(1000), &content[..]));
        let small = decompressor.decompress_to_slice(frame, &options, &mut room[..999]);
        assert_eq!(
            small,
            Err(Error::OutputLimit {
                limit: 999,
                needed: Some(1000)
            })
        );
        let unsized_frame = Compressor::builder()
            .build()
            .unwrap()
            .compress(&content)
            .unwrap();
        let size = decompressor.decompress_to_slice(&unsized_frame, &options, &mut room);
        assert_eq!(size, Ok(1000));
        let small = decompressor.decompress_to_slice(&unsized_frame, &options, &mut room[..999]);
        assert!(
            matches!(small, Err(Error::OutputLimit { limit: 999, .. })),
            "{small:?}"
        );
    }
}

//! The shared decompressor.

use std::mem::MaybeUninit;

use super::extent::{Extent, declared};
use super::{DecompressorBuilder, DecompressorConventions};
use crate::context::DCtx;
use crate::dictionary::DictionaryUse;
use crate::error::{Error, ErrorCode, Result};
use crate::frame::{self, ContentSize, FrameKind};
use crate::output::OutputBuffer;
use crate::parameters::{DParameter, Format};
use crate::pool::{Pool, Pooled};
use crate::watch::Watch;

/// What one call allows.
///
/// ```
/// use zstd_core::{Compressor, DecompressOptions, Decompressor};
///
/// let compressor = Compressor::builder().build()?;
/// let mut frames = compressor.compress(b"two ")?;
/// compressor.compress_append(b"frames", &mut frames)?;
/// let options = DecompressOptions::new().max_output_size(100).read_across_frames(true);
/// let content = Decompressor::new().decompress_with::<Vec<u8>>(&frames, &options)?;
/// assert_eq!(content, b"two frames");
/// # Ok::<(), zstd_core::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct DecompressOptions {
    /// The largest result in bytes, if the decompressor's own limit is not smaller. One of both is needed where a frame does not
    /// declare its size; where it does, it is a limit.
    pub max_output_size: Option<u64>,
    /// Decompress all frames of the input, not only the first.
    pub read_across_frames: bool,
    /// Ignore what follows the frame (or, with `read_across_frames`, the frames), rather than refuse it. `None`: as the
    /// decompressor's conventions say.
    pub allow_extra_data: Option<bool>,
}

impl DecompressOptions {
    /// Nothing beyond the defaults: one frame of declared size, and nothing after it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The largest result in bytes; 0 for no limit.
    #[must_use]
    pub fn max_output_size(mut self, size: u64) -> Self {
        self.max_output_size = (size > 0).then_some(size);
        self
    }

    /// See [`DecompressOptions::read_across_frames`].
    #[must_use]
    pub fn read_across_frames(mut self, all: bool) -> Self {
        self.read_across_frames = all;
        self
    }

    /// See [`DecompressOptions::allow_extra_data`].
    #[must_use]
    pub fn allow_extra_data(mut self, allow: bool) -> Self {
        self.allow_extra_data = Some(allow);
        self
    }
}

/// Decompresses whole frames, from as many threads at once as want to.
///
/// ```
/// use zstd_core::{Compressor, Decompressor, Error};
///
/// let decompressor = Decompressor::builder().max_window_size(8 << 20).build()?;
/// let frame = Compressor::builder().content_size(true).build()?.compress(b"data")?;
/// assert_eq!(decompressor.decompress(&frame)?, b"data");
/// assert_eq!(decompressor.decompress(&frame[..6]), Err(Error::Truncated));
/// # Ok::<(), zstd_core::Error>(())
/// ```
pub struct Decompressor {
    options: DecompressorBuilder,
    pool: Pool<DCtx>,
}

impl Default for Decompressor {
    fn default() -> Self {
        Self::new()
    }
}

impl Decompressor {
    /// A decompressor without a dictionary.
    #[must_use]
    pub fn new() -> Self {
        Self {
            options: DecompressorBuilder::default(),
            pool: Pool::new(),
        }
    }

    /// Options to make a decompressor from.
    pub fn builder() -> DecompressorBuilder {
        DecompressorBuilder::default()
    }

    pub(super) fn with_options(options: DecompressorBuilder) -> Result<Self> {
        let decompressor = Self {
            options,
            pool: Pool::new(),
        };
        // Finds out now what libzstd thinks of the parameters. A context takes long to make: without parameters, none is made.
        let options = &decompressor.options;
        if options.max_window_size.is_some()
            || options.format != Format::Standard
            || !options.parameters.is_empty()
        {
            decompressor.configure(&mut DCtx::new()?)?;
        }
        Ok(decompressor)
    }

    /// The format of the frames.
    #[must_use]
    pub fn format(&self) -> Format {
        self.options.format
    }

    /// The dictionary that the frames were made with.
    #[must_use]
    pub fn dictionary(&self) -> Option<&crate::Dictionary> {
        self.options.dictionary.as_ref()
    }

    /// What the decompressor, and its streams, do where several answers are right.
    #[must_use]
    pub fn conventions(&self) -> DecompressorConventions {
        self.options.conventions
    }

    /// How the dictionary is used.
    #[must_use]
    pub fn dictionary_use(&self) -> DictionaryUse {
        self.options.dictionary_use
    }

    /// The largest window in bytes that a frame of undeclared size may ask for, if limited.
    #[must_use]
    pub fn max_window_size(&self) -> Option<usize> {
        self.options.max_window_size
    }

    /// The most content in bytes that one call, one batch, one chain or one stream may decompress, if limited.
    ///
    /// [`Decompressor::context`] and [`Decompressor::owned_context`] are for callers that count for themselves.
    #[must_use]
    pub fn max_output_size(&self) -> Option<u64> {
        self.options.max_output_size
    }

    /// The smaller one of a call's limit and the decompressor's own.
    #[must_use]
    pub fn output_limit(&self, of_call: Option<u64>) -> Option<u64> {
        smaller(of_call, self.max_output_size())
    }

    /// Decompresses one frame that declares its size.
    pub fn decompress(&self, src: &[u8]) -> Result<Vec<u8>> {
        self.decompress_with::<Vec<u8>>(src, &DecompressOptions::new())
    }

    /// Decompresses into memory of the caller's kind, within `options`.
    pub fn decompress_with<B: OutputBuffer>(
        &self,
        src: &[u8],
        options: &DecompressOptions,
    ) -> Result<B::Finished> {
        self.decode_to::<B>(src, options, None)
    }

    /// As [`Decompressor::decompress_with`], asking `watch` some twenty times a second whether to go on.
    ///
    /// # Errors
    ///
    /// [`Error::Interrupted`] when the answer was no.
    pub fn decompress_watched<B: OutputBuffer>(
        &self,
        src: &[u8],
        options: &DecompressOptions,
        watch: &mut Watch<'_>,
    ) -> Result<B::Finished> {
        self.decode_to::<B>(src, options, Some(watch))
    }

    fn decode_to<B: OutputBuffer>(
        &self,
        src: &[u8],
        options: &DecompressOptions,
        watch: Option<&mut Watch<'_>>,
    ) -> Result<B::Finished> {
        let mut output = None;
        let slot = &mut output;
        let length = self.decode_into(src, options, watch, move |capacity| {
            Ok(slot.insert(B::allocate(capacity)?).spare())
        })?;
        let output = output.expect("every result is written to memory that was asked for");
        // SAFETY: `length` bytes were written to the start of `spare`.
        unsafe { output.finish(length) }
    }

    /// Decompresses to the start of memory that `place` finds, within `options`, and returns the number of bytes that were
    /// written.
    ///
    /// `place` is called once, before anything is decoded, with the size that the result has or may have at most. What it
    /// returns must not be smaller. Its errors are passed on.
    ///
    /// # Panics
    ///
    /// When `place` returns less memory than it was asked for.
    pub fn decompress_into<'a>(
        &self,
        src: &[u8],
        options: &DecompressOptions,
        place: impl FnOnce(usize) -> Result<&'a mut [MaybeUninit<u8>]>,
    ) -> Result<usize> {
        self.decode_into(src, options, None, place)
    }

    /// As [`Decompressor::decompress_into`], asking `watch` some twenty times a second whether to go on.
    ///
    /// # Errors
    ///
    /// [`Error::Interrupted`] when the answer was no.
    pub fn decompress_into_watched<'a>(
        &self,
        src: &[u8],
        options: &DecompressOptions,
        watch: &mut Watch<'_>,
        place: impl FnOnce(usize) -> Result<&'a mut [MaybeUninit<u8>]>,
    ) -> Result<usize> {
        self.decode_into(src, options, Some(watch), place)
    }

    fn decode_into<'a>(
        &self,
        src: &[u8],
        options: &DecompressOptions,
        watch: Option<&mut Watch<'_>>,
        place: impl FnOnce(usize) -> Result<&'a mut [MaybeUninit<u8>]>,
    ) -> Result<usize> {
        let first = frame::header(src, self.format()).map_err(frame::not_a_frame)?;
        if options.read_across_frames && self.conventions().single_frame {
            return Err(Error::SingleFrame);
        }
        let given = options.max_output_size;
        let options = &self.settled(options);
        if let (FrameKind::Zstandard, ContentSize::Known(size), false) =
            (first.kind, first.content_size, options.read_across_frames)
        {
            let limit = self.declared_limit(given);
            return self.decompress_declared(src, size, limit, options, watch, place);
        }
        let extent = Extent::of(src, self.format(), options)
            .map_err(|error| self.as_stream_unsized(src, error))?;
        let capacity = extent.capacity(
            given,
            options.max_output_size,
            self.declared_limit(given),
            self.max_window_size(),
        )?;
        let room = &mut place(capacity)?[..capacity];
        let length = decode(&mut *self.context()?, &src[..extent.end], room, watch).map_err(
            |error| match (error.code(), options.max_output_size) {
                (Some(ErrorCode::DST_SIZE_TOO_SMALL), Some(limit)) if !extent.exact => {
                    Error::OutputLimit {
                        limit,
                        needed: None,
                    }
                }
                _ => error,
            },
        )?;
        if extent.exact && length != capacity {
            return Err(mismatch(capacity, length));
        }
        Ok(length)
    }

    /// The options with what the decompressor and its conventions say where they say nothing.
    fn settled(&self, options: &DecompressOptions) -> DecompressOptions {
        let extra = options.allow_extra_data;
        DecompressOptions {
            max_output_size: self.output_limit(options.max_output_size),
            allow_extra_data: Some(extra.unwrap_or(self.conventions().extra_data)),
            ..*options
        }
    }

    /// The largest result for frames that declare their size.
    fn declared_limit(&self, of_call: Option<u64>) -> Option<u64> {
        self.output_limit(of_call.filter(|_| !self.conventions().declared_unlimited))
    }

    /// The common case: the whole of `src` is one frame that declares its size. What is wrong with it, or follows it, is only
    /// looked into when it fails.
    fn decompress_declared<'a>(
        &self,
        src: &[u8],
        size: u64,
        limit: Option<u64>,
        options: &DecompressOptions,
        watch: Option<&mut Watch<'_>>,
        place: impl FnOnce(usize) -> Result<&'a mut [MaybeUninit<u8>]>,
    ) -> Result<usize> {
        let capacity = declared(size, src.len(), limit)?;
        let room = &mut place(capacity)?[..capacity];
        let mut context = self.context()?;
        let length = match decode(&mut context, src, room, watch) {
            Ok(length) => length,
            Err(Error::Interrupted) => return Err(Error::Interrupted),
            Err(error) => match self.first_frame(src, options, error) {
                Ok(frame) => context.decompress(frame, room)?,
                Err(error) => return Err(self.as_stream(&mut context, src, room, error)),
            },
        };
        if length != capacity {
            return Err(mismatch(capacity, length));
        }
        Ok(length)
    }

    /// Decompresses the one frame that is all of `src` to the start of `dst`, which must be of exactly the content's size.
    pub fn decompress_exact(
        &self,
        context: &mut DCtx,
        src: &[u8],
        dst: &mut [MaybeUninit<u8>],
    ) -> Result<()> {
        self.decode_exact(context, src, dst, None)
    }

    /// As [`Decompressor::decompress_exact`], asking `watch` some twenty times a second whether to go on.
    ///
    /// # Errors
    ///
    /// [`Error::Interrupted`] when the answer was no.
    pub fn decompress_exact_watched(
        &self,
        context: &mut DCtx,
        src: &[u8],
        dst: &mut [MaybeUninit<u8>],
        watch: &mut Watch<'_>,
    ) -> Result<()> {
        self.decode_exact(context, src, dst, Some(watch))
    }

    fn decode_exact(
        &self,
        context: &mut DCtx,
        src: &[u8],
        dst: &mut [MaybeUninit<u8>],
        watch: Option<&mut Watch<'_>>,
    ) -> Result<()> {
        if src.is_empty() {
            // To libzstd nothing at all is no frames, and so no content.
            frame::content_size(src, self.format())?;
        }
        let length = match decode(context, src, dst, watch) {
            Ok(length) => length,
            Err(Error::Interrupted) => return Err(Error::Interrupted),
            Err(error) => {
                let error = self.explain(src, &DecompressOptions::new(), error);
                return Err(self.as_stream_item(context, src, dst, error));
            }
        };
        if length != dst.len() {
            return Err(mismatch(dst.len(), length));
        }
        Ok(())
    }

    /// The frame that `src` begins with, if that is why decoding all of `src` failed: what follows is allowed.
    fn first_frame<'a>(
        &self,
        src: &'a [u8],
        options: &DecompressOptions,
        error: Error,
    ) -> Result<&'a [u8]> {
        let extent = Extent::of(src, self.format(), options)?;
        if extent.end == src.len() {
            return Err(error);
        }
        Ok(&src[..extent.end])
    }

    /// Why decoding failed: cut off, followed by something, or what libzstd says.
    fn explain(&self, src: &[u8], options: &DecompressOptions, error: Error) -> Error {
        Extent::of(src, self.format(), options)
            .err()
            .unwrap_or(error)
    }

    /// The value that a parameter was set to.
    #[must_use]
    pub fn parameter(&self, parameter: DParameter) -> Option<i32> {
        let mut set = self.options.parameters.iter().rev();
        set.find(|(name, _)| *name == parameter)
            .map(|&(_, value)| value)
    }

    pub(super) fn pool(&self) -> &Pool<DCtx> {
        &self.pool
    }

    /// A configured context out of the pool, for callers that drive it themselves.
    pub fn context(&self) -> Result<Pooled<'_, DCtx>> {
        let is_prefix = self.options.dictionary_use == DictionaryUse::Prefix;
        let (prefix, dictionary) = match &self.options.dictionary {
            Some(prefix) if is_prefix => (Some(prefix), None),
            dictionary => (None, dictionary.as_ref()),
        };
        let mut context = self.pool.get_or_make(
            |_| true,
            || {
                let mut context = DCtx::new()?;
                self.configure(&mut context)?;
                if let Some(dictionary) = dictionary {
                    context.ref_ddict(Some(dictionary.ddict()?))?;
                }
                Ok(context)
            },
        )?;
        if let Some(prefix) = prefix {
            context.ref_prefix(prefix.content().clone())?;
        }
        Ok(context)
    }

    fn configure(&self, context: &mut DCtx) -> Result<()> {
        if let Some(size) = self.options.max_window_size {
            context.set_max_window_size(size)?;
        }
        if self.options.format != Format::Standard {
            context.set_format(self.options.format)?;
        }
        for &(parameter, value) in &self.options.parameters {
            context.set(parameter, value.into())?;
        }
        Ok(())
    }

    /// The size in bytes of a context of this decompressor.
    pub fn memory_size(&self) -> Result<usize> {
        Ok(self.context()?.memory_size())
    }
}

fn smaller(one: Option<u64>, other: Option<u64>) -> Option<u64> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}

fn decode(
    context: &mut DCtx,
    src: &[u8],
    dst: &mut [MaybeUninit<u8>],
    watch: Option<&mut Watch<'_>>,
) -> Result<usize> {
    match watch {
        Some(watch) => context.decompress_watched(src, dst, watch),
        None => context.decompress(src, dst),
    }
}

fn mismatch(expected: usize, actual: usize) -> Error {
    Error::SizeMismatch {
        expected: expected as u64,
        actual: actual as u64,
    }
}

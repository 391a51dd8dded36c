//! The shared decompressor.

use std::mem::MaybeUninit;

use super::DecompressorBuilder;
use crate::context::DCtx;
use crate::error::{Error, ErrorCode, Result};
use crate::frame::{self, ContentSize, FrameHeader, FrameKind};
use crate::output::OutputBuffer;
use crate::parameters::Format;
use crate::pool::{Pool, Pooled};

/// Results beyond this size cannot exist: no address space holds them.
const LARGEST_ADDRESSABLE: u64 = if usize::BITS > 47 {
    1 << 47
} else {
    isize::MAX as u64
};

/// What one call allows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct DecompressOptions {
    /// The largest result in bytes. Needed where a frame does not declare its size, a limit where it does.
    pub max_output_size: Option<u64>,
    /// Decompress all frames of the input, not only the first.
    pub read_across_frames: bool,
    /// Ignore what follows the frame (or, with `read_across_frames`, the frames), rather than refuse it.
    pub allow_extra_data: bool,
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
        self.allow_extra_data = allow;
        self
    }
}

/// Decompresses whole frames, from as many threads at once as want to.
pub struct Decompressor {
    options: DecompressorBuilder,
    pool: Pool<DCtx>,
}

impl Default for Decompressor {
    fn default() -> Self {
        Self::new()
    }
}

/// The part of an input that one call decodes.
struct Extent {
    /// Where the last frame ends.
    end: usize,
    /// Bytes of content: exact, or at most, or unbounded.
    content: u64,
    /// Whether all headers declare their sizes.
    exact: bool,
    /// The largest window of the frames of undeclared size.
    window: u64,
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
        // Finds out now what libzstd thinks of the parameters.
        decompressor.configure(&mut DCtx::new()?)?;
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

    /// The largest window in bytes that a frame of undeclared size may ask for, if limited.
    #[must_use]
    pub fn max_window_size(&self) -> Option<usize> {
        self.options.max_window_size
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
        let first = frame::header(src, self.format()).map_err(frame::not_a_frame)?;
        if let (FrameKind::Zstandard, ContentSize::Known(size), false, false) = (
            first.kind,
            first.content_size,
            options.read_across_frames,
            options.allow_extra_data,
        ) {
            return self.decompress_declared::<B>(src, size, options);
        }
        let extent = self.extent(src, options)?;
        let capacity = allowed(&extent, options, self.max_window_size())?;
        let mut output = B::allocate(capacity)?;
        let spare = &mut output.spare()[..capacity];
        let length = self
            .context()?
            .decompress(&src[..extent.end], spare)
            .map_err(|error| match (error.code(), options.max_output_size) {
                (Some(ErrorCode::DST_SIZE_TOO_SMALL), Some(limit)) if !extent.exact => {
                    Error::OutputLimit {
                        limit,
                        needed: None,
                    }
                }
                _ => error,
            })?;
        if extent.exact && length != capacity {
            return Err(mismatch(capacity, length));
        }
        // SAFETY: the context has written `length` bytes to the start of `spare`.
        unsafe { output.finish(length) }
    }

    /// The common case: the whole of `src` is one frame that declares its size. What is wrong with it is only looked into
    /// when it fails.
    fn decompress_declared<B: OutputBuffer>(
        &self,
        src: &[u8],
        size: u64,
        options: &DecompressOptions,
    ) -> Result<B::Finished> {
        let capacity = declared(size, src.len(), options.max_output_size)?;
        let mut output = B::allocate(capacity)?;
        let spare = &mut output.spare()[..capacity];
        let length = self
            .context()?
            .decompress(src, spare)
            .map_err(|error| self.explain(src, options, error))?;
        if length != capacity {
            return Err(mismatch(capacity, length));
        }
        // SAFETY: the context has written `length` bytes to the start of `spare`.
        unsafe { output.finish(length) }
    }

    /// Decompresses the one frame that is all of `src` to the start of `dst`, which must be of exactly the content's size.
    pub fn decompress_exact(
        &self,
        context: &mut DCtx,
        src: &[u8],
        dst: &mut [MaybeUninit<u8>],
    ) -> Result<()> {
        let length = context
            .decompress(src, dst)
            .map_err(|error| self.explain(src, &DecompressOptions::new(), error))?;
        if length != dst.len() {
            return Err(mismatch(dst.len(), length));
        }
        Ok(())
    }

    /// Why decoding failed: cut off, followed by something, or what libzstd says.
    fn explain(&self, src: &[u8], options: &DecompressOptions, error: Error) -> Error {
        self.extent(src, options).err().unwrap_or(error)
    }

    /// Walks over the frames that a call with `options` decodes, without decoding them.
    fn extent(&self, src: &[u8], options: &DecompressOptions) -> Result<Extent> {
        let mut extent = Extent {
            end: 0,
            content: 0,
            exact: true,
            window: 0,
        };
        let mut frames = 0;
        while extent.end < src.len() && (frames == 0 || options.read_across_frames) {
            let rest = &src[extent.end..];
            let header = match frame::header(rest, self.format()) {
                Ok(header) => header,
                Err(error) if frames == 0 => return Err(frame::not_a_frame(error)),
                Err(Error::HeaderIncomplete { .. }) if self.cut_frame(rest) => {
                    return Err(Error::Truncated);
                }
                Err(_) => break,
            };
            let length =
                frame::compressed_size(rest, self.format()).map_err(|error| {
                    match error.code() {
                        Some(ErrorCode::SRC_SIZE_WRONG) => Error::Truncated,
                        _ => error,
                    }
                })?;
            extent.end += length;
            if header.kind == FrameKind::Zstandard {
                frames += 1;
                extent.add(&header, length)?;
            }
        }
        if extent.end < src.len() && !options.allow_extra_data {
            return Err(Error::ExtraData {
                count: (src.len() - extent.end) as u64,
            });
        }
        Ok(extent)
    }

    /// Whether `rest`, too short for a header, is the beginning of one.
    fn cut_frame(&self, rest: &[u8]) -> bool {
        match self.format() {
            Format::Standard => frame::MAGIC_NUMBER
                .to_le_bytes()
                .starts_with(&rest[..rest.len().min(4)]),
            Format::Magicless => true,
        }
    }

    /// A configured context out of the pool, for callers that drive it themselves.
    pub fn context(&self) -> Result<Pooled<'_, DCtx>> {
        self.pool.get_or_make(
            |_| true,
            || {
                let mut context = DCtx::new()?;
                self.configure(&mut context)?;
                if let Some(dictionary) = &self.options.dictionary {
                    context.ref_ddict(Some(dictionary.ddict()?))?;
                }
                Ok(context)
            },
        )
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

impl Extent {
    fn add(&mut self, header: &FrameHeader, length: usize) -> Result<()> {
        let content = match header.content_size {
            ContentSize::Known(size) => plausible(size, length)?,
            ContentSize::Unknown => {
                self.exact = false;
                self.window = self.window.max(header.window_size);
                frame::largest_content(length)
            }
        };
        self.content = self.content.saturating_add(content);
        Ok(())
    }
}

/// The capacity to allocate for an extent, within the caller's limits.
fn allowed(
    extent: &Extent,
    options: &DecompressOptions,
    max_window_size: Option<usize>,
) -> Result<usize> {
    if extent.exact {
        return within(extent.content, options.max_output_size);
    }
    let limit = options.max_output_size.ok_or(Error::ContentSizeUnknown)?;
    if limit >= LARGEST_ADDRESSABLE {
        return Err(Error::OutOfMemory { bytes: Some(limit) });
    }
    if let Some(max) = max_window_size.filter(|&max| extent.window > max as u64) {
        return Err(Error::WindowTooLarge {
            limit: max as u64,
            needed: extent.window,
        });
    }
    to_usize(extent.content.min(limit))
}

/// The capacity for a frame of `length` bytes that declares `size` bytes of content.
pub(crate) fn declared(size: u64, length: usize, limit: Option<u64>) -> Result<usize> {
    within(plausible(size, length)?, limit)
}

fn within(size: u64, limit: Option<u64>) -> Result<usize> {
    match limit {
        Some(limit) if size > limit => Err(Error::OutputLimit {
            limit,
            needed: Some(size),
        }),
        _ => to_usize(size),
    }
}

fn plausible(size: u64, length: usize) -> Result<u64> {
    let possible = frame::largest_content(length);
    if size > possible {
        return Err(Error::ImplausibleSize {
            claimed: size,
            length: length as u64,
            possible,
        });
    }
    Ok(size)
}

fn to_usize(size: u64) -> Result<usize> {
    usize::try_from(size).map_err(|_| Error::OutOfMemory { bytes: Some(size) })
}

fn mismatch(expected: usize, actual: usize) -> Error {
    Error::SizeMismatch {
        expected: expected as u64,
        actual: actual as u64,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;
    use crate::{CParameter, CParameters, Compressor, skippable};

    fn sized(data: &[u8]) -> Vec<u8> {
        Compressor::builder()
            .content_size(true)
            .build()
            .unwrap()
            .compress(data)
            .unwrap()
    }

    fn unsized_(data: &[u8]) -> Vec<u8> {
        Compressor::builder()
            .build()
            .unwrap()
            .compress(data)
            .unwrap()
    }

    fn decompress(src: &[u8], options: DecompressOptions) -> Result<Vec<u8>> {
        Decompressor::new().decompress_with::<Vec<u8>>(src, &options)
    }

    #[test]
    fn a_frame_of_undeclared_size_needs_a_limit() {
        let frame = unsized_(b"foobar");
        assert_eq!(
            decompress(&frame, DecompressOptions::new()),
            Err(Error::ContentSizeUnknown)
        );
        let limit = |size| DecompressOptions::new().max_output_size(size);
        assert_eq!(decompress(&frame, limit(6)).unwrap(), b"foobar");
        assert_eq!(decompress(&frame, limit(1000)).unwrap(), b"foobar");
        let error = decompress(&frame, limit(5)).unwrap_err();
        assert!(
            error
                .to_string()
                .contains("Destination buffer is too small"),
            "{error}"
        );
        assert_eq!(
            decompress(&frame, limit(u64::MAX >> 1)).unwrap_err().kind(),
            ErrorKind::OutOfMemory
        );
    }

    #[test]
    fn a_limit_holds_for_declared_sizes_too() {
        let error = decompress(
            &sized(&[1; 100]),
            DecompressOptions::new().max_output_size(99),
        )
        .unwrap_err();
        assert_eq!(
            error,
            Error::OutputLimit {
                limit: 99,
                needed: Some(100)
            }
        );
    }

    #[test]
    fn every_cut_of_a_frame_is_an_error() {
        for frame in [sized(b"foobarbaz"), unsized_(&[3; 300_000])] {
            for length in 0..frame.len() {
                let options = DecompressOptions::new().max_output_size(1 << 20);
                for all in [false, true] {
                    assert!(
                        decompress(&frame[..length], options.read_across_frames(all)).is_err(),
                        "{length}"
                    );
                }
            }
        }
    }

    #[test]
    fn what_follows_a_frame_is_refused_or_allowed_but_never_dropped_in_silence() {
        let mut two = sized(b"foo");
        two.extend(sized(b"bar"));
        let options = DecompressOptions::new();
        assert!(matches!(
            decompress(&two, options),
            Err(Error::ExtraData { count: 12 })
        ));
        assert_eq!(
            decompress(&two, options.allow_extra_data(true)).unwrap(),
            b"foo"
        );
        assert_eq!(
            decompress(&two, options.read_across_frames(true)).unwrap(),
            b"foobar"
        );
        two.extend(b"garbage");
        assert!(matches!(
            decompress(&two, options.read_across_frames(true)),
            Err(Error::ExtraData { count: 7 })
        ));
        let both = options.read_across_frames(true).allow_extra_data(true);
        assert_eq!(decompress(&two, both).unwrap(), b"foobar");
        two.truncate(two.len() - 8);
        assert_eq!(decompress(&two, both), Err(Error::Truncated));
    }

    #[test]
    fn frames_of_both_kinds_may_be_mixed() {
        let mut data = skippable::write(b"metadata", 0).unwrap();
        data.extend(unsized_(b"foo"));
        data.extend(sized(b"bar"));
        let options = DecompressOptions::new().read_across_frames(true);
        assert_eq!(decompress(&data, options), Err(Error::ContentSizeUnknown));
        assert_eq!(
            decompress(&data, options.max_output_size(6)).unwrap(),
            b"foobar"
        );
        assert!(decompress(&data, options.max_output_size(5)).is_err());
    }

    #[test]
    fn a_header_that_lies_about_the_size_is_refused_before_memory_is_asked_for() {
        // Single segment, 8-byte content size of 2^60, then an empty last block.
        let mut frame = frame::MAGIC_NUMBER.to_le_bytes().to_vec();
        frame.push(0xE0);
        frame.extend((1_u64 << 60).to_le_bytes());
        frame.extend([1, 0, 0]);
        assert!(matches!(
            decompress(&frame, DecompressOptions::new()),
            Err(Error::ImplausibleSize { claimed, .. }) if claimed == 1 << 60
        ));
    }

    #[test]
    fn the_window_limit_names_what_the_frame_needs() {
        let frame = unsized_(&[0; 5000]);
        let window = frame::header(&frame, Format::Standard).unwrap().window_size;
        let decompressor = Decompressor::builder()
            .max_window_size(1024)
            .build()
            .unwrap();
        let options = DecompressOptions::new().max_output_size(5000);
        let error = decompressor
            .decompress_with::<Vec<u8>>(&frame, &options)
            .unwrap_err();
        assert_eq!(
            error,
            Error::WindowTooLarge {
                limit: 1024,
                needed: window
            }
        );
    }

    #[test]
    fn frames_without_magic_number_need_the_option() {
        let mut parameters = CParameters::new();
        parameters.set(CParameter::Format, 1).unwrap();
        let compressor = Compressor::builder()
            .content_size(true)
            .parameters(parameters)
            .build()
            .unwrap();
        let mut frame = compressor.compress(b"foobar").unwrap();
        assert!(decompress(&frame, DecompressOptions::new()).is_err());
        let decompressor = Decompressor::builder()
            .format(Format::Magicless)
            .build()
            .unwrap();
        assert_eq!(decompressor.decompress(&frame).unwrap(), b"foobar");
        frame.extend(compressor.compress(b"baz").unwrap());
        let options = DecompressOptions::new().read_across_frames(true);
        assert_eq!(
            decompressor
                .decompress_with::<Vec<u8>>(&frame, &options)
                .unwrap(),
            b"foobarbaz"
        );
    }
}

//! The shared compressor.

use std::mem::MaybeUninit;
use std::sync::Arc;

use super::progress::LastFrame;
use super::{CompressorBuilder, CompressorConventions};
use crate::context::{CCtx, CCtxParams, CDict, Progression};
use crate::dictionary::{Dictionary, DictionaryUse};
use crate::error::{Error, Result, check};
use crate::output::OutputBuffer;
use crate::parameters::{CParameter, CParameters};
use crate::pool::{Pool, Pooled};
use crate::slot::Slot;
use crate::sys;
use crate::watch::Watch;

/// The largest size in bytes that a frame of `length` bytes of content can have.
///
/// ```
/// use zstd_core::compress_bound;
///
/// let bound = compress_bound(1000)?;
/// assert!(bound > 1000 && bound < 1100);
/// # Ok::<(), zstd_core::Error>(())
/// ```
pub fn compress_bound(length: usize) -> Result<usize> {
    // SAFETY: takes and returns numbers.
    let bound = unsafe { sys::ZSTD_compressBound(length) };
    check("input is too large to compress in one call", bound)
}

/// Compresses whole inputs, with one set of options, from as many threads at once as want to.
///
/// Each call borrows a context from a pool; contexts are configured once, when they are made. With a dictionary the
/// parameters are derived once, from the level and the dictionary, and used for all inputs; without one they are derived
/// for the size of each input.
///
/// ```
/// use zstd_core::Compressor;
///
/// let compressor = Compressor::builder().level(9)?.build()?;
/// std::thread::scope(|scope| {
///     for text in ["one", "two"] {
///         let compressor = &compressor;
///         scope.spawn(move || compressor.compress(text.as_bytes()));
///     }
/// });
/// # Ok::<(), zstd_core::Error>(())
/// ```
pub struct Compressor {
    parameters: CParameters,
    ctx_params: CCtxParams,
    dictionary: Option<Dictionary>,
    dictionary_use: DictionaryUse,
    conventions: CompressorConventions,
    digested: Slot<CDict>,
    pool: Pool<CCtx>,
    items: Option<Box<ItemContexts>>,
    last: LastFrame,
}

/// Contexts for inputs that are spread over threads already: at most one worker of libzstd's each. The frames are the
/// same, since libzstd's output depends on whether it has workers, not on how many.
struct ItemContexts {
    ctx_params: CCtxParams,
    pool: Pool<CCtx>,
}

impl Compressor {
    /// Options to make a compressor from.
    pub fn builder() -> CompressorBuilder {
        CompressorBuilder::default()
    }

    pub(super) fn with_parameters(
        parameters: CParameters,
        dictionary: Option<Dictionary>,
        (dictionary_use, conventions): (DictionaryUse, CompressorConventions),
    ) -> Result<Self> {
        let items = if parameters.get_or_zero(CParameter::Threads) > 1 {
            let mut single = parameters.clone();
            single.set(CParameter::Threads, 1)?;
            Some(Box::new(ItemContexts {
                ctx_params: single.to_ctx_params()?,
                pool: Pool::new(),
            }))
        } else {
            None
        };
        Ok(Self {
            ctx_params: parameters.to_ctx_params()?,
            parameters,
            dictionary,
            dictionary_use,
            conventions,
            digested: Slot::new(),
            last: LastFrame::default(),
            pool: Pool::new(),
            items,
        })
    }

    /// The parameters that every frame is compressed with.
    #[must_use]
    pub fn parameters(&self) -> &CParameters {
        &self.parameters
    }

    /// The dictionary that every frame is compressed with.
    #[must_use]
    pub fn dictionary(&self) -> Option<&Dictionary> {
        self.dictionary.as_ref()
    }

    /// What the compressor, and its streams, do where several answers are right.
    #[must_use]
    pub fn conventions(&self) -> CompressorConventions {
        self.conventions
    }

    /// How the dictionary is used.
    #[must_use]
    pub fn dictionary_use(&self) -> DictionaryUse {
        self.dictionary_use
    }

    /// Whether frames carry the size of their content.
    #[must_use]
    pub fn writes_content_size(&self) -> bool {
        self.parameters.get(CParameter::WriteContentSize) != Some(0)
    }

    /// Compresses `src` into one frame.
    pub fn compress(&self, src: &[u8]) -> Result<Vec<u8>> {
        self.compress_with::<Vec<u8>>(src)
    }

    /// Compresses `src` into one frame in memory of the caller's kind.
    pub fn compress_with<B: OutputBuffer>(&self, src: &[u8]) -> Result<B::Finished> {
        let mut context = self.context()?;
        let mut output = B::allocate(compress_bound(src.len())?)?;
        let length = context.compress(src, output.spare())?;
        // SAFETY: the context has written `length` bytes to the start of `spare`.
        unsafe { output.finish(length) }
    }

    /// As [`Compressor::compress_with`], to the byte, asking `watch` some twenty times a second whether to go on. Only a single
    /// thread that matches over long distances (which the highest levels do for large inputs) asks nothing.
    ///
    /// # Errors
    ///
    /// [`Error::Interrupted`] when the answer was no. Worker threads come to the end of what they have begun; the next
    /// call that uses their context waits for that.
    pub fn compress_watched<B: OutputBuffer>(
        &self,
        src: &[u8],
        watch: &mut Watch<'_>,
    ) -> Result<B::Finished> {
        let mut context = self.context()?;
        let mut output = B::allocate(compress_bound(src.len())?)?;
        let length = context.compress_watched(src, output.spare(), watch)?;
        // SAFETY: the context has written `length` bytes to the start of `spare`.
        unsafe { output.finish(length) }
    }

    /// As [`Compressor::compress_into`], watched as [`Compressor::compress_watched`] is.
    pub fn compress_into_watched(
        &self,
        src: &[u8],
        dst: &mut [MaybeUninit<u8>],
        watch: &mut Watch<'_>,
    ) -> Result<usize> {
        self.context()?.compress_watched(src, dst, watch)
    }

    /// Compresses `src` into one frame at the start of `dst` and returns its size. [`compress_bound`] bytes always suffice.
    ///
    /// ```
    /// use std::mem::MaybeUninit;
    /// use zstd_core::{Compressor, compress_bound};
    ///
    /// let mut room = vec![MaybeUninit::uninit(); compress_bound(4)?];
    /// let length = Compressor::builder().build()?.compress_into(b"data", &mut room)?;
    /// assert!(length <= room.len());
    /// # Ok::<(), zstd_core::Error>(())
    /// ```
    pub fn compress_into(&self, src: &[u8], dst: &mut [MaybeUninit<u8>]) -> Result<usize> {
        self.context()?.compress(src, dst)
    }

    /// Refuses an empty input whose size would be written: 0 in a header cannot be told from "unknown" by some readers.
    pub fn check_empty(&self, length: usize, allow_empty: bool) -> Result<()> {
        let allowed = allow_empty || self.conventions.empty_inputs;
        if length == 0 && !allowed && self.writes_content_size() {
            return Err(Error::invalid(
                "cannot write empty inputs when writing content sizes; pass allow_empty=True to write an empty frame",
            ));
        }
        Ok(())
    }

    pub(super) fn pool(&self) -> &Pool<CCtx> {
        &self.pool
    }

    /// A configured context out of the pool, for callers that drive it themselves.
    pub fn context(&self) -> Result<Pooled<'_, CCtx>> {
        self.last.forget();
        self.configured(&self.pool, &self.ctx_params)
    }

    /// As [`Compressor::context`], for one of many inputs that are compressed at the same time: it makes the same frames and
    /// does not multiply libzstd's workers with the caller's.
    pub fn item_context(&self) -> Result<Pooled<'_, CCtx>> {
        match &self.items {
            Some(items) => self.configured(&items.pool, &items.ctx_params),
            None => self.context(),
        }
    }

    fn configured<'a>(
        &self,
        pool: &'a Pool<CCtx>,
        params: &CCtxParams,
    ) -> Result<Pooled<'a, CCtx>> {
        let mut context = pool.get_or_make(CCtx::is_free, || {
            let mut context = CCtx::new()?;
            context.set_parameters(params)?;
            match (&self.dictionary, self.dictionary_use) {
                (None, _) | (_, DictionaryUse::Prefix) => {}
                (Some(dictionary), DictionaryUse::Loaded) => {
                    context.load_dictionary(dictionary.content().clone(), dictionary.kind())?;
                }
                (Some(_), _) => context.ref_cdict(self.cdict()?)?,
            }
            Ok(context)
        })?;
        if let (Some(prefix), DictionaryUse::Prefix) = (&self.dictionary, self.dictionary_use) {
            context.ref_prefix(prefix.content().clone())?;
        }
        Ok(context)
    }

    fn cdict(&self) -> Result<Option<Arc<CDict>>> {
        let Some(dictionary) = &self.dictionary else {
            return Ok(None);
        };
        if let Some(cdict) = self.digested.get() {
            return Ok(Some(cdict));
        }
        let cdict = match self.dictionary_use {
            DictionaryUse::Digested => dictionary.digest_for_level(self.parameters.level())?,
            _ => dictionary.digest_for(&self.parameters)?,
        };
        self.digested.set(cdict.clone());
        Ok(Some(cdict))
    }

    /// The size in bytes of a context of this compressor, tables included once it has compressed.
    pub fn memory_size(&self) -> Result<usize> {
        let context = self.configured(&self.pool, &self.ctx_params)?;
        Ok(context.memory_size())
    }

    /// How far the last frame came, whether a call or a stream makes it.
    pub fn progression(&self) -> Result<Progression> {
        if let Some(progression) = self.last.get() {
            return Ok(progression);
        }
        let context = self.configured(&self.pool, &self.ctx_params)?;
        Ok(context.progression())
    }

    /// Notes how far a stream has come, for [`Compressor::progression`].
    pub fn note_progression(&self, progression: Progression) {
        self.last.note(progression);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Decompressor;
    use crate::error::ErrorKind;
    use crate::frame::{ContentSize, content_size};
    use crate::parameters::Format;
    use crate::threads::Threads;

    #[test]
    fn sizes_are_written_only_where_asked_for() {
        let without = Compressor::builder()
            .build()
            .unwrap()
            .compress(b"foo")
            .unwrap();
        assert_eq!(
            content_size(&without, Format::Standard).unwrap(),
            ContentSize::Unknown
        );
        let with = Compressor::builder()
            .content_size(true)
            .build()
            .unwrap()
            .compress(b"foo")
            .unwrap();
        assert_eq!(
            content_size(&with, Format::Standard).unwrap(),
            ContentSize::Known(3)
        );
    }

    #[test]
    fn empty_input_with_a_written_size_must_be_allowed() {
        let sized = Compressor::builder().content_size(true).build().unwrap();
        assert_eq!(
            sized.check_empty(0, false).unwrap_err().kind(),
            ErrorKind::InvalidValue
        );
        assert!(sized.check_empty(0, true).is_ok() && sized.check_empty(1, false).is_ok());
        assert!(
            Compressor::builder()
                .build()
                .unwrap()
                .check_empty(0, false)
                .is_ok()
        );
    }

    #[test]
    fn explicit_parameters_win_over_level_and_flags() {
        let mut parameters = CParameters::from_level(1, None, 0).unwrap();
        parameters.set(CParameter::WriteChecksum, 1).unwrap();
        let compressor = Compressor::builder()
            .level(19)
            .unwrap()
            .checksum(false)
            .parameters(parameters)
            .build()
            .unwrap();
        assert_eq!(
            compressor.parameters().get(CParameter::CompressionLevel),
            None
        );
        assert_eq!(
            compressor.parameters().get(CParameter::WriteChecksum),
            Some(1)
        );
        assert!(!compressor.writes_content_size());
    }

    #[test]
    fn eight_threads_share_one_compressor_and_one_decompressor() {
        let compressor = Compressor::builder().content_size(true).build().unwrap();
        let decompressor = Decompressor::new();
        std::thread::scope(|scope| {
            for thread in 0..8_u8 {
                let (compressor, decompressor) = (&compressor, &decompressor);
                scope.spawn(move || {
                    for length in 0..200 {
                        let data = vec![thread; length * 7];
                        let frame = compressor.compress(&data).unwrap();
                        assert_eq!(decompressor.decompress(&frame).unwrap(), data);
                    }
                });
            }
        });
    }

    #[test]
    fn a_watched_call_makes_the_same_frame_and_can_be_stopped() {
        let numbers = (0..1_100_000_u32).map(|n| n.wrapping_mul(0x9E37_79B9) >> (n % 29));
        let data: Vec<u8> = numbers.flat_map(u32::to_le_bytes).collect();
        let with = |threads, level| {
            let builder = Compressor::builder().level(level).unwrap();
            let builder = builder.content_size(true).checksum(true);
            builder.threads(Threads::new(threads)).build().unwrap()
        };
        for threads in [0, 1, 3] {
            let compressor = with(threads, 1);
            // Sizes around those that libzstd cuts the input into.
            for length in [0, 600_000, 2 << 20, (2 << 20) + 1, data.len()] {
                let frame = compressor.compress(&data[..length]).unwrap();
                let go_on = || true;
                let mut watch = Watch::new(&go_on);
                let watched = compressor.compress_watched::<Vec<u8>>(&data[..length], &mut watch);
                assert!(watched.unwrap() == frame, "{threads} {length}");
            }
        }
        let compressor = with(2, 12);
        let asked = std::cell::Cell::new(0);
        let stop = || {
            asked.set(asked.get() + 1);
            false
        };
        // In the midst of an input that is much larger than what the workers take at once, and at the end of one that is not.
        for (input, times) in [(data.clone(), 1), (data.repeat(8), 2)] {
            let stopped = compressor.compress_watched::<Vec<u8>>(&input, &mut Watch::new(&stop));
            assert_eq!(stopped, Err(Error::Interrupted));
            assert_eq!(asked.get(), times);
        }
        let small = with(0, 12).compress(b"still works").unwrap();
        assert_eq!(compressor.compress(b"still works").unwrap(), small);
    }

    #[test]
    fn item_contexts_make_the_same_frames_as_worker_threads() {
        let compressor = Compressor::builder()
            .content_size(true)
            .threads(Threads::new(3))
            .build()
            .unwrap();
        let data: Vec<u8> = (0..3_000_000_u32)
            .flat_map(|n| (n / 7).to_le_bytes())
            .collect();
        let direct = compressor.compress(&data).unwrap();
        let mut dst = vec![MaybeUninit::uninit(); compress_bound(data.len()).unwrap()];
        let length = compressor
            .item_context()
            .unwrap()
            .compress(&data, &mut dst)
            .unwrap();
        // SAFETY: the context has written `length` bytes.
        let frame = unsafe { std::slice::from_raw_parts(dst.as_ptr().cast::<u8>(), length) };
        assert!(frame == direct);
    }
}

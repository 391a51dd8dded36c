//! libzstd's own decoders, called without anything of ours in between.

use std::cell::RefCell;
use std::ptr::NonNull;

use zstd_core::sys;

/// A frame as libzstd sees it.
pub(crate) struct Frame {
    /// Where it ends, counted from its start.
    pub(crate) length: usize,
    /// Whether it is one that decoders skip.
    pub(crate) skippable: bool,
    /// The content, unless decoding fails or gives more than the limit.
    pub(crate) content: Option<Vec<u8>>,
}

/// The frame that `data` begins with, decoded by one call into at most `limit` bytes; `None` when libzstd sees no whole frame.
pub(crate) fn frame(data: &[u8], limit: usize) -> Option<Frame> {
    // SAFETY: the range is valid for its length.
    let length = unsafe { sys::ZSTD_findFrameCompressedSize(data.as_ptr().cast(), data.len()) };
    // SAFETY: takes any number.
    if unsafe { sys::ZSTD_isError(length) } != 0 {
        return None;
    }
    // SAFETY: the range is valid for its length.
    let skippable = unsafe { sys::ZSTD_isSkippableFrame(data.as_ptr().cast(), data.len()) } != 0;
    Some(Frame {
        length,
        skippable,
        content: one_shot(&data[..length], limit),
    })
}

/// What the one-shot call makes of the frames, one after the other, each at most `limit` bytes; `None` when it refuses one.
pub(crate) fn frames_at_once(mut data: &[u8], limit: usize) -> Option<Vec<u8>> {
    let mut content = Vec::new();
    while !data.is_empty() {
        let frame = frame(data, limit)?;
        content.extend(frame.content?);
        data = &data[frame.length..];
    }
    Some(content)
}

/// All of `data`, decoded by one call into at most `limit` bytes.
pub(crate) fn one_shot(data: &[u8], limit: usize) -> Option<Vec<u8>> {
    with_reused(limit, |decoder, content| {
        // SAFETY: the decoder is live, and both ranges are valid for their lengths.
        let size = unsafe {
            sys::ZSTD_decompressDCtx(
                decoder.0.as_ptr(),
                content.as_mut_ptr().cast(),
                content.len(),
                data.as_ptr().cast(),
                data.len(),
            )
        };
        // SAFETY: takes any number.
        let failed = unsafe { sys::ZSTD_isError(size) } != 0;
        (!failed).then(|| content[..size].to_vec())
    })
}

/// How a streaming decoder ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// Behind a frame, or before the first one.
    Boundary,
    /// Inside of a frame.
    Inside,
    /// With an error.
    Failed,
    /// Before its end, because of the limit.
    Limit,
}

/// A streaming decoder that is owned here.
struct Decoder(NonNull<sys::ZSTD_DCtx>);

impl Drop for Decoder {
    fn drop(&mut self) {
        // SAFETY: made by `ZSTD_createDCtx` and freed here alone.
        unsafe { sys::ZSTD_freeDCtx(self.0.as_ptr()) };
    }
}

thread_local! {
    /// A decoder and memory for what it decodes: to make them anew takes longer than most runs.
    static REUSED: RefCell<(Decoder, Vec<u8>)> = RefCell::new((Decoder::new(), Vec::new()));
}

impl Decoder {
    fn new() -> Self {
        // SAFETY: takes no arguments.
        let raw = unsafe { sys::ZSTD_createDCtx() };
        Self(NonNull::new(raw).expect("there is memory for a decoder"))
    }
}

/// Runs `work` with a decoder that forgets everything first, and with `limit` bytes of memory.
fn with_reused<T>(limit: usize, work: impl FnOnce(&Decoder, &mut [u8]) -> T) -> T {
    REUSED.with_borrow_mut(|(decoder, memory)| {
        let all = sys::ZSTD_ResetDirective::ZSTD_reset_session_and_parameters;
        // SAFETY: the decoder is live.
        unsafe { sys::ZSTD_DCtx_reset(decoder.0.as_ptr(), all) };
        if memory.len() < limit {
            memory.resize(limit, 0);
        }
        work(decoder, &mut memory[..limit])
    })
}

/// All frames of `data`, decoded by libzstd's stream with nearly all of the input at once, up to `limit` bytes of content.
pub(crate) fn stream(data: &[u8], window_log: i32, limit: usize) -> (Vec<u8>, End) {
    with_reused(limit, |decoder, content| {
        let parameter = sys::ZSTD_dParameter::ZSTD_d_windowLogMax;
        // SAFETY: the decoder is live.
        unsafe { sys::ZSTD_DCtx_setParameter(decoder.0.as_ptr(), parameter, window_log) };
        let (end, written) = run_stream(decoder, data, content);
        (content[..written].to_vec(), end)
    })
}

/// Decodes until the input, the memory or the frame's luck is at its end.
fn run_stream(decoder: &Decoder, data: &[u8], content: &mut [u8]) -> (End, usize) {
    let mut input = sys::ZSTD_inBuffer {
        src: data.as_ptr().cast(),
        size: data.len(),
        pos: 0,
    };
    let mut output = sys::ZSTD_outBuffer {
        dst: content.as_mut_ptr().cast(),
        size: content.len(),
        pos: 0,
    };
    let mut end = End::Boundary;
    while input.pos < data.len() {
        // A first byte alone: given a whole frame and room for its content at once, libzstd does not look at the window.
        input.size = if end == End::Boundary {
            input.pos + 1
        } else {
            data.len()
        };
        // SAFETY: the decoder is live, and both windows describe memory that is valid.
        let left = unsafe {
            sys::ZSTD_decompressStream(decoder.0.as_ptr(), &raw mut output, &raw mut input)
        };
        // SAFETY: takes any number.
        let failed = unsafe { sys::ZSTD_isError(left) } != 0;
        end = match left {
            _ if failed => End::Failed,
            0 => End::Boundary,
            _ if output.pos == output.size => End::Limit,
            _ => End::Inside,
        };
        if matches!(end, End::Failed | End::Limit) {
            break;
        }
    }
    (end, output.pos)
}

/// What `ZSTD_getFrameHeader_advanced` says: its return value, and window, content size, dictionary and checksum where it is 0.
pub(crate) fn header(data: &[u8], magicless: bool) -> (usize, Option<(u64, u64, u32, bool)>) {
    let format = if magicless {
        sys::ZSTD_format_e::ZSTD_f_zstd1_magicless
    } else {
        sys::ZSTD_format_e::ZSTD_f_zstd1
    };
    let mut raw = std::mem::MaybeUninit::<sys::ZSTD_FrameHeader>::zeroed();
    // SAFETY: `raw` is a valid place for the struct, and the range is valid for its length.
    let result = unsafe {
        sys::ZSTD_getFrameHeader_advanced(
            raw.as_mut_ptr(),
            data.as_ptr().cast(),
            data.len(),
            format,
        )
    };
    if result != 0 {
        return (result, None);
    }
    // SAFETY: zeroes are valid for every field, and libzstd stores only values of the enum.
    let raw = unsafe { raw.assume_init() };
    let says = (
        raw.windowSize,
        raw.frameContentSize,
        raw.dictID,
        raw.checksumFlag != 0,
    );
    (0, Some(says))
}

//! Skippable frames: bytes of any kind that decoders pass over.

use crate::error::{Error, Result, check};
use crate::sys;

/// The bytes in front of the payload: the magic number and the payload's length.
pub const HEADER_SIZE: usize = 8;

/// The largest magic variant.
pub const MAX_VARIANT: u32 = 15;

/// `payload` as a skippable frame whose magic number is `0x184D2A50 + variant`; variants are 0 to 15.
///
/// # Errors
///
/// A variant out of range, or a payload of more than `u32::MAX` bytes.
///
/// ```
/// use zstd_core::skippable;
///
/// let frame = skippable::write(b"a note", 0)?;
/// assert!(skippable::is_skippable(&frame));
/// # Ok::<(), zstd_core::Error>(())
/// ```
pub fn write(payload: &[u8], variant: i64) -> Result<Vec<u8>> {
    let number = u32::try_from(variant)
        .ok()
        .filter(|&number| number <= MAX_VARIANT)
        .ok_or(Error::OutOfRange {
            name: "magic_variant",
            value: variant,
            min: 0,
            max: MAX_VARIANT.into(),
        })?;
    let capacity = payload.len().saturating_add(HEADER_SIZE);
    let mut frame = Vec::new();
    frame
        .try_reserve_exact(capacity)
        .map_err(|_| Error::OutOfMemory {
            bytes: Some(capacity as u64),
        })?;
    let spare = frame.spare_capacity_mut();
    // SAFETY: both ranges are valid for the lengths that are passed.
    let result = unsafe {
        sys::ZSTD_writeSkippableFrame(
            spare.as_mut_ptr().cast(),
            spare.len(),
            payload.as_ptr().cast(),
            payload.len(),
            number,
        )
    };
    let length = check("could not write skippable frame", result)?;
    // SAFETY: libzstd has written `length` bytes, within the capacity that it was given.
    unsafe { frame.set_len(length) };
    Ok(frame)
}

/// The payload and the magic variant of the skippable frame that `data` begins with.
pub fn read(data: &[u8]) -> Result<(&[u8], u32)> {
    const OPERATION: &str = "could not read skippable frame";
    let field = |at: usize| {
        let bytes = data.get(at..at + 4)?;
        Some(u32::from_le_bytes(bytes.try_into().ok()?))
    };
    let refused = |code| Error::from_code(OPERATION, code);
    let magic = field(0).ok_or(refused(crate::ErrorCode::SRC_SIZE_WRONG))?;
    let variant = magic.wrapping_sub(sys::ZSTD_MAGIC_SKIPPABLE_START);
    if variant > MAX_VARIANT {
        return Err(refused(crate::ErrorCode::PREFIX_UNKNOWN));
    }
    let length = field(4).ok_or(refused(crate::ErrorCode::SRC_SIZE_WRONG))? as usize;
    let payload = data[HEADER_SIZE..]
        .get(..length)
        .ok_or(refused(crate::ErrorCode::SRC_SIZE_WRONG))?;
    Ok((payload, variant))
}

/// Whether `data` begins with the magic number of a skippable frame.
#[must_use]
pub fn is_skippable(data: &[u8]) -> bool {
    // SAFETY: the range is valid for its length.
    unsafe { sys::ZSTD_isSkippableFrame(data.as_ptr().cast(), data.len()) != 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_read() {
        let frame = write(b"payload", 3).unwrap();
        assert!(is_skippable(&frame));
        assert_eq!(read(&frame).unwrap(), (&b"payload"[..], 3));
        assert_eq!(read(&write(b"", 0).unwrap()).unwrap(), (&b""[..], 0));
    }

    #[test]
    fn bad_variants_and_cut_frames_are_errors() {
        assert_eq!(
            write(b"", 16).unwrap_err().to_string(),
            "magic_variant must be between 0 and 15; got 16"
        );
        assert!(write(b"", -1).is_err());
        let frame = write(b"payload", 15).unwrap();
        for length in 0..frame.len() {
            assert!(read(&frame[..length]).is_err(), "{length}");
        }
        assert!(read(b"not a frame").is_err());
        assert!(!is_skippable(b"not a frame"));
    }
}

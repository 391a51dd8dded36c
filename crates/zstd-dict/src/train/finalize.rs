//! Finalising: content that the caller has chosen becomes a full dictionary.

use zstd_core::sys;
use zstd_core::{DictKind, Dictionary, Error as CoreError, with_refusals};

use super::trainers::{error_name, is_refusal};
use super::{TrainOptions, common};
use crate::error::{Error, Result};
use crate::samples::Samples;

/// Gives `content` the header and the statistics of a full dictionary, for `samples`. The result has at most `dict_size` bytes.
///
/// The content is used as it is, or its end if it does not fit, or filled up if it is shorter than 8 bytes; a full dictionary in its place is content like any other.
///
/// # Errors
///
/// A dictionary size below 256 bytes, samples that libzstd cannot work with.
pub fn finalize(
    dict_size: usize,
    content: &[u8],
    samples: &Samples<'_>,
    options: &TrainOptions,
) -> Result<Dictionary> {
    let common = common(options)?;
    let failed = |reason: &'static str| Error::Untrainable {
        reason: reason.into(),
        count: samples.count(),
        total: samples.data().len(),
        dict_size,
    };
    let count = u32::try_from(samples.count())
        .map_err(|_| failed("Src size is incorrect: there are too many samples"))?;
    let mut dictionary = Vec::<u8>::new();
    dictionary
        .try_reserve_exact(dict_size)
        .map_err(|_| CoreError::OutOfMemory {
            bytes: Some(dict_size as u64),
        })?;
    // SAFETY: the memory has room for `dict_size` bytes; content and samples are valid for their lengths, and the sizes of the
    // samples add up to the length of their data.
    let (result, refused) = with_refusals(|| unsafe {
        sys::ZDICT_finalizeDictionary(
            dictionary.as_mut_ptr().cast(),
            dict_size,
            content.as_ptr().cast(),
            content.len(),
            samples.data().as_ptr().cast(),
            samples.sizes().as_ptr(),
            count,
            common,
        )
    });
    // SAFETY: takes any number.
    if unsafe { sys::ZDICT_isError(result) } != 0 {
        return Err(if refused || is_refusal(result) {
            CoreError::OutOfMemory { bytes: None }.into()
        } else {
            failed(error_name(result))
        });
    }
    // SAFETY: libzstd has written `result` bytes to the start of the memory.
    unsafe { dictionary.set_len(result) };
    Ok(Dictionary::with_kind(dictionary, DictKind::Auto))
}

#[cfg(test)]
mod tests {
    use super::*;
    use zstd_core::{Compressor, Decompressor};

    fn samples() -> Vec<String> {
        (0..500)
            .map(|n| format!("sample number {n} of many samples, with status ok"))
            .collect()
    }

    #[test]
    fn chosen_content_becomes_a_full_dictionary() {
        let items = samples();
        let samples = Samples::gather(&items).unwrap();
        let content = b"sample number of many samples, with status ok";
        let made = finalize(1000, content, &samples, &TrainOptions::default()).unwrap();
        assert!(made.id() != 0 && made.len() <= 1000);
        assert!(made.as_bytes().ends_with(content));
        let builder = Compressor::builder().content_size(true);
        let compressor = builder.dictionary(made.clone()).build().unwrap();
        let decompressor = Decompressor::builder().dictionary(made).build().unwrap();
        let frame = compressor.compress(items[7].as_bytes()).unwrap();
        assert!(frame.len() < 30);
        assert_eq!(
            decompressor.decompress(&frame).unwrap(),
            items[7].as_bytes()
        );
    }

    #[test]
    fn what_libzstd_refuses_is_named() {
        let items = samples();
        let samples = Samples::gather(&items).unwrap();
        let options = TrainOptions::default();
        let small = finalize(100, b"some content", &samples, &options).unwrap_err();
        assert!(
            small
                .to_string()
                .contains("Destination buffer is too small")
        );
        assert!(finalize(1000, b"short", &samples, &options).is_ok());
        let level = TrainOptions {
            level: 99,
            ..options
        };
        assert!(finalize(1000, b"some content", &samples, &level).is_err());
    }
}

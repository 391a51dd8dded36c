//! Training and finalising with the texts of the contract.

use std::mem::MaybeUninit;

use zstd_contract::stdlib;
use zstd_dict::Samples;

use crate::boundary::boundary;
use crate::dictionary::Dictionary;
use crate::items::{self, Items};
use crate::pointers::required;
use crate::status::Status;

/// Trains a dictionary of at most `dict_size` bytes, 256 at least, as libzstd does by default. Free it with
/// `zstdrs_dictionary_free`.
///
/// # Safety
///
/// `samples` must be NULL or point to readable items, `dictionary` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_dictionary_train(
    samples: Option<&Items>,
    dict_size: i64,
    dictionary: Option<&mut MaybeUninit<Box<Dictionary>>>,
) -> Status {
    boundary!({
        let dictionary = required(dictionary, "dictionary")?;
        // SAFETY: the caller makes the same promise.
        let samples = unsafe { items::borrow(samples, "samples") }?;
        let samples = Samples::gather(&samples)?;
        let trained = stdlib::train_dictionary(dict_size, &samples)?;
        dictionary.write(Box::new(Dictionary(trained)));
        Ok(())
    })
}

/// Makes a full dictionary of at most `dict_size` bytes, 256 at least, from content that was chosen by other means: that of
/// another dictionary. `level` is the one that it will be used with. Free it with `zstdrs_dictionary_free`.
///
/// # Safety
///
/// `content` must be NULL or a live handle, `samples` must be NULL or point to readable items, `dictionary` must be NULL or
/// writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_dictionary_finalize(
    content: Option<&Dictionary>,
    samples: Option<&Items>,
    dict_size: i64,
    level: i32,
    dictionary: Option<&mut MaybeUninit<Box<Dictionary>>>,
) -> Status {
    boundary!({
        let content = &required(content, "content")?.0;
        let dictionary = required(dictionary, "dictionary")?;
        // SAFETY: the caller makes the same promise.
        let samples = unsafe { items::borrow(samples, "samples") }?;
        let samples = Samples::gather(&samples)?;
        let made = stdlib::finalize_dictionary(content, &samples, dict_size, level)?;
        dictionary.write(Box::new(Dictionary(made)));
        Ok(())
    })
}

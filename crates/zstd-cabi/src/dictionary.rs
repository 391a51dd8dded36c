//! Dictionaries.

use std::ffi::c_void;
use std::mem::MaybeUninit;

use crate::boundary::boundary;
use crate::parameters::Parameters;
use crate::pointers::{bytes, required};
use crate::status::Status;

/// What many small inputs have in common. Immutable, but for what is digested of it.
pub struct Dictionary(pub(crate) zstd_core::Dictionary);

/// Makes a dictionary of a copy of `length` bytes.
///
/// `dict_type` is 0 for a full dictionary where the bytes begin with the magic number and for content otherwise, 1 for
/// content, 2 for a full dictionary. `k` and `d` are only kept, as what the dictionary was trained with; 0 for unknown. A
/// corrupted full dictionary is noticed when it is first used. Free it with `zstdrs_dictionary_free`.
///
/// # Safety
///
/// `data` must have `length` readable bytes, `dictionary` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_dictionary_new(
    data: *const c_void,
    length: usize,
    dict_type: i64,
    k: i64,
    d: i64,
    dictionary: Option<&mut MaybeUninit<Box<Dictionary>>>,
) -> Status {
    boundary!({
        let dictionary = required(dictionary, "dictionary")?;
        // SAFETY: the caller makes the same promise.
        let data = unsafe { bytes(data, length, "data") }?;
        let made = zstd_contract::dictionary(data, dict_type, k, d)?;
        dictionary.write(Box::new(Dictionary(made)));
        Ok(())
    })
}

/// Frees a dictionary; NULL is ignored. Compressors and decompressors that were made with it are not concerned.
///
/// # Safety
///
/// `dictionary` must be NULL or a live handle, which nobody uses any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_dictionary_free(dictionary: Option<Box<Dictionary>>) {
    boundary!({
        drop(dictionary);
        Ok(())
    });
}

/// Stores where the bytes of a dictionary are, and how many. They are valid until it is freed.
///
/// # Safety
///
/// `dictionary` must be NULL or a live handle; `data` and `length` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_dictionary_data(
    dictionary: Option<&Dictionary>,
    data: Option<&mut MaybeUninit<*const c_void>>,
    length: Option<&mut MaybeUninit<usize>>,
) -> Status {
    boundary!({
        let bytes = required(dictionary, "dictionary")?.0.as_bytes();
        let (data, length) = (required(data, "data")?, required(length, "length")?);
        data.write(bytes.as_ptr().cast());
        length.write(bytes.len());
        Ok(())
    })
}

/// Stores the ID of a dictionary, 0 for one that is content only.
///
/// # Safety
///
/// `dictionary` must be NULL or a live handle, `id` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_dictionary_id(
    dictionary: Option<&Dictionary>,
    id: Option<&mut MaybeUninit<u32>>,
) -> Status {
    boundary!({
        let dictionary = &required(dictionary, "dictionary")?.0;
        required(id, "id")?.write(dictionary.id());
        Ok(())
    })
}

/// Stores the segment size and the dmer size of cover training in bytes, 0 where they are not known.
///
/// # Safety
///
/// `dictionary` must be NULL or a live handle; `k` and `d` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_dictionary_k_and_d(
    dictionary: Option<&Dictionary>,
    k: Option<&mut MaybeUninit<u32>>,
    d: Option<&mut MaybeUninit<u32>>,
) -> Status {
    boundary!({
        let dictionary = &required(dictionary, "dictionary")?.0;
        let (k, d) = (required(k, "k")?, required(d, "d")?);
        k.write(dictionary.k());
        d.write(dictionary.d());
        Ok(())
    })
}

/// Digests a dictionary now, for compressors that are made later: for a level, or, with `level` 0, for parameters. These then
/// win over what the compressors are made with. `parameters` is NULL if a level is given.
///
/// # Safety
///
/// `dictionary` and `parameters` must be NULL or live handles.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_dictionary_precompute_compress(
    dictionary: Option<&Dictionary>,
    level: i64,
    parameters: Option<&Parameters>,
) -> Status {
    boundary!({
        let dictionary = &required(dictionary, "dictionary")?.0;
        dictionary.precompute_compress(level, parameters.map(|parameters| &parameters.0))?;
        Ok(())
    })
}

/// Stores the ID that a dictionary of these bytes has, 0 for content.
///
/// # Safety
///
/// `data` must have `length` readable bytes, `id` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_dictionary_id_of(
    data: *const c_void,
    length: usize,
    id: Option<&mut MaybeUninit<u32>>,
) -> Status {
    boundary!({
        let id = required(id, "id")?;
        // SAFETY: the caller makes the same promise.
        let data = unsafe { bytes(data, length, "data") }?;
        id.write(zstd_contract::dictionary_id(data));
        Ok(())
    })
}

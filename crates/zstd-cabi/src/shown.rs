//! Objects as texts, for bindings that show them to people.

use std::mem::MaybeUninit;

use zstd_contract::Shown;

use crate::boundary::boundary;
use crate::buffer::Buffer;
use crate::bytes::Bytes;
use crate::collection::Collection;
use crate::dictionary::Dictionary;
use crate::frames::FrameParameters;
use crate::parameters::Parameters;
use crate::pointers::required;
use crate::status::{Fault, Status};

/// Shows a buffer. Free the text, which is not zero-terminated, with `zstdrs_bytes_free`.
///
/// # Safety
///
/// `buffer` must be NULL or a live handle, `text` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_buffer_shown(
    buffer: Option<&Buffer>,
    text: Option<&mut MaybeUninit<Box<Bytes>>>,
) -> Status {
    boundary!({
        let buffer = &required(buffer, "buffer")?.0;
        let (segments, size) = (buffer.len(), buffer.size());
        put(&Shown::Buffer { segments, size }, text)
    })
}

/// Shows the table of a buffer. Free the text, which is not zero-terminated, with `zstdrs_bytes_free`.
///
/// # Safety
///
/// `buffer` must be NULL or a live handle, `text` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_table_shown(
    buffer: Option<&Buffer>,
    text: Option<&mut MaybeUninit<Box<Bytes>>>,
) -> Status {
    boundary!({
        let segments = required(buffer, "buffer")?.0.len();
        put(&Shown::Table { segments }, text)
    })
}

/// Shows a segment. Free the text, which is not zero-terminated, with `zstdrs_bytes_free`.
///
/// # Safety
///
/// `text` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_segment_shown(
    offset: u64,
    length: usize,
    text: Option<&mut MaybeUninit<Box<Bytes>>>,
) -> Status {
    boundary!({ put(&Shown::Segment { offset, length }, text) })
}

/// Shows a collection. Free the text, which is not zero-terminated, with `zstdrs_bytes_free`.
///
/// # Safety
///
/// `collection` must be NULL or a live handle, `text` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_collection_shown(
    collection: Option<&Collection>,
    text: Option<&mut MaybeUninit<Box<Bytes>>>,
) -> Status {
    boundary!({
        let collection = &required(collection, "collection")?.0;
        let (segments, size) = (collection.len(), collection.size());
        put(&Shown::Collection { segments, size }, text)
    })
}

/// Shows a dictionary. Free the text, which is not zero-terminated, with `zstdrs_bytes_free`.
///
/// # Safety
///
/// `dictionary` must be NULL or a live handle, `text` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_dictionary_shown(
    dictionary: Option<&Dictionary>,
    text: Option<&mut MaybeUninit<Box<Bytes>>>,
) -> Status {
    boundary!({
        let dictionary = &required(dictionary, "dictionary")?.0;
        let (size, id) = (dictionary.len(), dictionary.id());
        put(&Shown::Dictionary { size, id }, text)
    })
}

/// Shows parameters: the seven basic ones if `basic` is not 0, all that are set otherwise. Free the text, which is not
/// zero-terminated, with `zstdrs_bytes_free`.
///
/// # Safety
///
/// `parameters` must be NULL or a live handle, `text` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_parameters_shown(
    parameters: Option<&Parameters>,
    basic: i32,
    text: Option<&mut MaybeUninit<Box<Bytes>>>,
) -> Status {
    boundary!({
        let parameters = &required(parameters, "parameters")?.0;
        let shown = if basic != 0 {
            Shown::ClassicParameters(parameters)
        } else {
            Shown::Parameters(parameters)
        };
        put(&shown, text)
    })
}

/// Shows frame parameters. Free the text, which is not zero-terminated, with `zstdrs_bytes_free`.
///
/// # Safety
///
/// `parameters` must be NULL or readable, `text` must be NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zstdrs_frame_parameters_shown(
    parameters: Option<&FrameParameters>,
    text: Option<&mut MaybeUninit<Box<Bytes>>>,
) -> Status {
    boundary!({
        let parameters = required(parameters, "parameters")?;
        let parameters = zstd_contract::FrameParameters {
            content_size: parameters.content_size,
            window_size: parameters.window_size,
            dict_id: parameters.dict_id,
            has_checksum: parameters.has_checksum != 0,
        };
        put(&Shown::Frame(&parameters), text)
    })
}

fn put(shown: &Shown<'_>, text: Option<&mut MaybeUninit<Box<Bytes>>>) -> Result<(), Fault> {
    required(text, "text")?.write(Bytes::boxed(shown.to_string()));
    Ok(())
}

//! What frames say about themselves, and frames that are skipped.
#![forbid(unsafe_code)]

use zstd_contract::{frame_content_size, frame_parameters};
use zstd_core::{Dictionary, Format, frame, skippable};

use crate::outcome::{Failure, Outcome};
use crate::wire::{Bytes, Tree, map};

/// What every call that looks at frames says.
pub(super) fn inspect(data: &Bytes, format: i64) -> Outcome {
    let data = &data.0[..];
    let parameters = frame_parameters(data, format).map(|parameters| {
        map([
            ("content_size", parameters.content_size.into()),
            ("window_size", parameters.window_size.into()),
            ("dict_id", parameters.dict_id.into()),
            ("has_checksum", parameters.has_checksum.into()),
        ])
    });
    let size = Format::from_number(format).and_then(|format| frame::compressed_size(data, format));
    Ok(map([
        ("parameters", outcome(parameters)),
        ("content_size", outcome(frame_content_size(data))),
        ("header_size", outcome(frame::header_size(data))),
        ("size", outcome(size)),
        ("bound", outcome(frame::decompressed_bound(data))),
        ("margin", outcome(frame::decompression_margin(data))),
        ("is_frame", frame::is_frame(data).into()),
        ("is_skippable", skippable::is_skippable(data).into()),
        ("dictionary_id", Dictionary::new(data).id().into()),
    ]))
}

fn outcome<T: Into<Tree>, E: Into<Failure>>(result: Result<T, E>) -> Tree {
    result.map_err(Into::into).into()
}

/// A skippable frame.
pub(super) fn write_skippable(data: &Bytes, variant: i64) -> Outcome {
    Ok(skippable::write(&data.0, variant)?.into())
}

/// Its payload and variant.
pub(super) fn read_skippable(data: &Bytes) -> Outcome {
    let (payload, variant) = skippable::read(&data.0)?;
    Ok(Tree::List(vec![payload.into(), variant.into()]))
}

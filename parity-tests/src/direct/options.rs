//! Compressors, decompressors, dictionaries and parameters out of their descriptions.
#![forbid(unsafe_code)]

use zstd_contract::{
    CompressorArguments, Contract, DecompressorArguments, classic_parameters, level_parameters,
    level_parameters_with, option_names, option_value, parameter_bounds, parameters_from_options,
};
use zstd_core::{CParameters, Compressor, DParameter, Decompressor, DictKind, Dictionary};

use crate::operation::{BASIC, Compression, Decompression, DictionarySource, Parameters};
use crate::outcome::{Failure, Outcome};
use crate::wire::{Tree, map};

/// The compressor that a description describes.
pub(super) fn compressor(with: &Compression) -> Result<Compressor, Failure> {
    let arguments = CompressorArguments {
        level: with.level,
        dictionary: with.dictionary.as_ref().map(dictionary).transpose()?,
        parameters: with.parameters.as_ref().map(parameters).transpose()?,
        write_checksum: with.checksum,
        write_content_size: with.content_size,
        write_dict_id: with.dict_id,
        threads: with.threads,
        contract: Contract::default(),
    };
    Ok(arguments.build()?)
}

/// The decompressor that a description describes.
pub(super) fn decompressor(with: &Decompression) -> Result<Decompressor, Failure> {
    let parameters = with.parameters.iter().filter_map(|&(name, value)| {
        let parameter = DParameter::from_name(name)?;
        Some((parameter, value))
    });
    let arguments = DecompressorArguments {
        dictionary: with.dictionary.as_ref().map(dictionary).transpose()?,
        max_window_size: with.max_window_size,
        max_output_size: with.max_output_size,
        format: with.format,
        parameters: parameters.collect(),
        contract: Contract::default(),
    };
    Ok(arguments.build()?)
}

/// The dictionary that a description describes.
pub(super) fn dictionary(source: &DictionarySource) -> Result<Dictionary, Failure> {
    let kind = DictKind::from_number(source.kind)?;
    let dictionary = Dictionary::trained(source.data.0.clone(), kind, source.k, source.d);
    if source.precompute_level != 0 {
        dictionary.precompute_compress(source.precompute_level, None)?;
    }
    Ok(dictionary)
}

/// The parameters that a description describes.
fn parameters(described: &Parameters) -> Result<CParameters, Failure> {
    Ok(match described {
        Parameters::Basic(values) => classic_parameters(*values)?,
        Parameters::Named(values) => parameters_from_options(values.iter().copied())?,
        Parameters::FromLevel {
            level,
            source_size,
            dict_size,
            overrides,
        } => level_parameters_with(*level, *source_size, *dict_size, overrides.iter().copied())?,
        Parameters::Derived {
            level,
            source_size,
            dict_size,
        } => level_parameters(*level, *source_size, *dict_size)?,
    })
}

/// The values of parameters by name, and the estimated size of a context.
pub(super) fn describe(described: &Parameters) -> Outcome {
    let set = parameters(described)?;
    let names: Vec<&'static str> = match described {
        Parameters::Basic(_) | Parameters::Derived { .. } => BASIC.to_vec(),
        Parameters::Named(_) | Parameters::FromLevel { .. } => option_names().collect(),
    };
    let values = names
        .into_iter()
        .map(|name| Ok((name.to_owned(), option_value(&set, name)?.into())))
        .collect::<Result<_, Failure>>()?;
    let size = set.estimated_context_size().map_err(Failure::from);
    Ok(map([("values", Tree::Map(values)), ("size", size.into())]))
}

/// The bounds of a parameter of compression, else of decompression.
pub(super) fn bounds(name: &str) -> Outcome {
    let (min, max) = parameter_bounds(name)?;
    Ok([min, max].into_iter().collect())
}

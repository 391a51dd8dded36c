//! Compression parameters from names and plain numbers.
#![forbid(unsafe_code)]

use zstd_core::{CParameter, CParameters, DParameter, Threads};

use crate::argument::ArgumentError;
use crate::failure::{Failure, Result};
use crate::options::non_negative;

/// What the options of `ZstdCompressionParameters` are where they are not given, other than 0.
const DEFAULTS: &[(CParameter, i64)] = &[
    (CParameter::Strategy, NOT_GIVEN),
    (CParameter::WriteContentSize, 1),
    (CParameter::JobSize, NOT_GIVEN),
    (CParameter::OverlapLog, NOT_GIVEN),
    (CParameter::LdmHashRateLog, NOT_GIVEN),
];

/// For the options whose 0 could mean something: derive the value.
const NOT_GIVEN: i64 = -1;

/// The seven classic parameters under their classic names, in the order of the arguments of `CompressionParameters`.
pub(crate) const CLASSIC_NAMES: [(&str, CParameter); 7] = [
    ("window_log", CParameter::WindowLog),
    ("chain_log", CParameter::ChainLog),
    ("hash_log", CParameter::HashLog),
    ("search_log", CParameter::SearchLog),
    ("search_length", CParameter::MinMatch),
    ("target_length", CParameter::TargetLength),
    ("strategy", CParameter::Strategy),
];

/// The names of all options, in the order of libzstd's table.
pub fn option_names() -> impl Iterator<Item = &'static str> {
    CParameter::ALL.iter().map(|parameter| parameter.name())
}

/// The names of the seven classic parameters, in the order of the arguments of `CompressionParameters`.
pub fn classic_names() -> impl Iterator<Item = &'static str> {
    CLASSIC_NAMES.into_iter().map(|(name, _)| name)
}

/// The options that make an equal set, by [`parameters_from_options`]: those that are set.
pub fn option_values(set: &CParameters) -> impl Iterator<Item = (&'static str, i32)> {
    set.iter()
        .map(|(parameter, value)| (parameter.name(), value))
}

/// The names of all parameters of decompression.
pub fn decompression_parameter_names() -> impl Iterator<Item = &'static str> {
    DParameter::ALL.iter().map(|parameter| parameter.name())
}

/// The parameter of decompression of that name.
pub fn decompression_parameter(name: &str) -> Result<DParameter> {
    DParameter::from_name(name).ok_or_else(|| {
        let names: Vec<_> = decompression_parameter_names().collect();
        Failure::value(format!(
            "'{name}' is not a parameter of decompression; the names are {}",
            names.join(", ")
        ))
    })
}

/// A set of parameters from options by name, in which 0 (and -1 for strategy, job size, overlap and LDM hash rate) lets
/// libzstd derive the value. Options that are not named have their defaults.
pub fn parameters_from_options<'a>(
    options: impl IntoIterator<Item = (&'a str, i64)>,
) -> Result<CParameters> {
    let mut set = CParameters::new();
    set.set(CParameter::WriteChecksum, 0)?
        .set(CParameter::WriteDictId, 0)?;
    for &(parameter, value) in DEFAULTS {
        put(&mut set, parameter, value)?;
    }
    for (name, value) in options {
        put(&mut set, named(name)?, value)?;
    }
    Ok(set)
}

/// As [`parameters_from_options`], with the seven classic parameters derived from a level where the options do not give them.
pub fn level_parameters_with<'a>(
    level: i64,
    source_size: i64,
    dict_size: i64,
    options: impl IntoIterator<Item = (&'a str, i64)>,
) -> Result<CParameters> {
    let derived = level_parameters(level, source_size, dict_size)?;
    let derived: Vec<_> = derived
        .iter()
        .map(|(parameter, value)| (parameter.name(), i64::from(value)))
        .collect();
    parameters_from_options(derived.into_iter().chain(options))
}

/// The seven classic parameters for a level (0: the default one), a source size and a dictionary size (0: unknown, none).
pub fn level_parameters(level: i64, source_size: i64, dict_size: i64) -> Result<CParameters> {
    let source_size = non_negative("source_size", source_size)?;
    let dict_size = non_negative("dict_size", dict_size)?;
    let level = if level == 0 { 3 } else { level };
    let known = (source_size > 0).then_some(source_size);
    Ok(CParameters::from_level(level, known, dict_size)?)
}

/// The seven classic parameters, each within its bounds: window log, chain log, hash log, search log, search length, target
/// length, strategy.
pub fn classic_parameters(values: [i64; 7]) -> Result<CParameters> {
    let mut set = CParameters::new();
    for ((name, parameter), value) in CLASSIC_NAMES.into_iter().zip(values) {
        let value = parameter.bounds()?.check(name, value)?;
        set.set(parameter, value.into())?;
    }
    Ok(set)
}

/// The value of an option of a set, 0 where libzstd derives it. `search_length` is accepted for `min_match`.
pub fn option_value(set: &CParameters, name: &str) -> Result<i32> {
    Ok(set.get_or_zero(named(name)?))
}

/// The smallest and the largest value of a parameter of compression or, if there is none of that name, of decompression.
pub fn parameter_bounds(name: &str) -> Result<(i32, i32)> {
    let bounds = match (named(name), DParameter::from_name(name)) {
        (Ok(parameter), _) => parameter.bounds()?,
        (Err(_), Some(parameter)) => parameter.bounds()?,
        (Err(_), None) => {
            let mut names: Vec<_> = option_names()
                .chain(decompression_parameter_names())
                .collect();
            names.sort_unstable();
            names.dedup();
            return Err(Failure::value(format!(
                "'{name}' is not a parameter; the names are {}",
                names.join(", ")
            )));
        }
    };
    Ok((bounds.min, bounds.max))
}

fn named(name: &str) -> Result<CParameter> {
    match name {
        "search_length" => Ok(CParameter::MinMatch),
        name => CParameter::from_name(name).ok_or(ArgumentError::UnknownOption { name }.into()),
    }
}

fn put(set: &mut CParameters, parameter: CParameter, value: i64) -> Result<()> {
    let derives = DEFAULTS.contains(&(parameter, NOT_GIVEN));
    if (value == NOT_GIVEN && derives) || (value == 0 && !is_switch(parameter)) {
        set.unset(parameter);
    } else if parameter == CParameter::Threads {
        set.set(parameter, Threads::new(value).resolve().into())?;
    } else {
        set.set(parameter, value)?;
    }
    Ok(())
}

/// Parameters whose 0 turns something off that libzstd, left alone, might turn on.
fn is_switch(parameter: CParameter) -> bool {
    matches!(
        parameter,
        CParameter::WriteContentSize | CParameter::WriteChecksum | CParameter::WriteDictId
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_that_are_not_given_have_their_defaults() {
        let set = parameters_from_options([]).unwrap();
        assert_eq!(option_value(&set, "write_content_size").unwrap(), 1);
        assert_eq!(option_value(&set, "write_dict_id").unwrap(), 0);
        assert_eq!(set.get(CParameter::Strategy), None);
        let set = parameters_from_options([
            ("window_log", 0),
            ("strategy", -1),
            ("threads", 2),
            ("job_size", -1),
        ])
        .unwrap();
        assert_eq!(
            (set.get(CParameter::WindowLog), set.get(CParameter::Threads)),
            (None, Some(2))
        );
    }

    #[test]
    fn wrong_names_and_values_are_named() {
        let error = parameters_from_options([("window_log", 9)]).unwrap_err();
        assert_eq!(error.message, "window_log must be between 10 and 31; got 9");
        assert!(parameters_from_options([("window", 9)]).is_err());
        assert!(parameters_from_options([("window_log", -1)]).is_err());
        assert!(
            parameter_bounds("window")
                .unwrap_err()
                .message
                .contains("window_log")
        );
        assert_eq!(parameter_bounds("window_log").unwrap(), (10, 31));
        assert_eq!(parameter_bounds("force_ignore_checksum").unwrap(), (0, 1));
        assert!(decompression_parameter("window_log_max").is_ok());
        let error = decompression_parameter("window_log").unwrap_err();
        assert!(error.message.contains("window_log_max"));
        let error = classic_parameters([20, 20, 20, 5, 99, 64, 3]).unwrap_err();
        assert_eq!(
            error.message,
            "search_length must be between 3 and 7; got 99"
        );
    }

    #[test]
    fn levels_give_the_classic_parameters_and_options_win() {
        let set = level_parameters_with(1, 0, 0, [("window_log", 20)]).unwrap();
        assert_eq!(set.get(CParameter::WindowLog), Some(20));
        assert_eq!(
            set.get(CParameter::HashLog),
            level_parameters(1, 0, 0).unwrap().get(CParameter::HashLog)
        );
        assert_eq!(level_parameters(0, 0, 0), level_parameters(3, 0, 0));
        assert!(
            level_parameters(1, -1, 0)
                .unwrap_err()
                .message
                .starts_with("source_size must be non-negative")
        );
    }
}

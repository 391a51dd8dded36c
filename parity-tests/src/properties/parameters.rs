//! Compression parameters and their bounds.
#![forbid(unsafe_code)]

use proptest::prelude::*;
use zstd_core::{CParameter, DParameter};

use super::Property;
use super::options::{level, parameters};
use crate::binding::{Subject, ensure};
use crate::operation::{BASIC, Operation, Parameters};
use crate::outcome::{Class, Verdict};
use crate::wire::Tree;

/// The properties of this module.
#[must_use]
pub fn properties() -> Vec<Property> {
    vec![
        Property::drawn("parameters_read_back", 80, parameters, read_back),
        Property::fixed("bounds_of_every_parameter", bounds),
        Property::drawn("values_out_of_bounds_are_named", 80, outside, out_of_bounds),
        Property::drawn("levels_give_parameters", 60, sized_level, derived),
    ]
}

fn described(subject: &Subject<'_>, parameters: &Parameters) -> Result<Tree, String> {
    subject.value(&Operation::Parameters {
        parameters: parameters.clone(),
    })
}

/// What was set can be read; -1 and 0 read as 0 where both mean "derived".
pub fn read_back(subject: &Subject<'_>, parameters: &Parameters) -> Verdict {
    let described = described(subject, parameters)?;
    let given: Vec<(&str, i64)> = match parameters {
        Parameters::Basic(values) => BASIC.into_iter().zip(values.iter().copied()).collect(),
        Parameters::Named(values)
        | Parameters::FromLevel {
            overrides: values, ..
        } => values.clone(),
        Parameters::Derived { .. } => vec![],
    };
    for (name, value) in given {
        let read = described.get("values").and_then(|values| values.get(name));
        ensure(read == Some(&value.into()), || {
            format!("{name} is {read:?} instead of {value}")
        })?;
    }
    Ok(())
}

fn names() -> Vec<&'static str> {
    let compression = CParameter::ALL.iter().map(|parameter| parameter.name());
    let decompression = DParameter::ALL.iter().map(|parameter| parameter.name());
    compression.chain(decompression).collect()
}

fn bounds(subject: &Subject<'_>) -> Verdict {
    for name in names() {
        let bounds = subject.value(&Operation::Bounds {
            name: name.to_owned(),
        })?;
        ensure(bounds.items().len() == 2, || format!("{name}: {bounds:?}"))?;
    }
    for name in ["", "window log", "WINDOW_LOG", "windowLog", "nothing"] {
        let failure = subject.failure(&Operation::Bounds {
            name: name.to_owned(),
        })?;
        let lists = failure.class == Class::Value && failure.message.contains("window_log");
        ensure(lists, || failure.to_string())?;
    }
    Ok(())
}

type Outside = (CParameter, i64, bool);

fn outside() -> impl Strategy<Value = Outside> {
    let beyond = prop_oneof![1..50_i64, Just(1_i64 << 31), Just(1_i64 << 40)];
    let all = CParameter::ALL.to_vec();
    (prop::sample::select(all), beyond, any::<bool>())
}

/// A value beyond the bounds is refused with the name of the parameter, the value and the bounds.
pub fn out_of_bounds(subject: &Subject<'_>, &(parameter, beyond, below): &Outside) -> Verdict {
    let bounds = parameter
        .bounds()
        .map_err(|error| format!("{parameter:?}: {error}"))?;
    let value = if below {
        i64::from(bounds.min) - beyond
    } else {
        i64::from(bounds.max) + beyond
    };
    let outcome = subject.call(&Operation::Parameters {
        parameters: Parameters::Named(vec![(parameter.name(), value)]),
    })?;
    match outcome {
        // 0 and -1 stand for what libzstd derives; negative threads are the CPUs.
        Ok(_) if matches!(value, 0 | -1) => Ok(()),
        Ok(_) if parameter == CParameter::Threads && value < 0 => Ok(()),
        Ok(value) => Err(format!("accepted: {value:?}")),
        Err(failure) => {
            let parts = [
                parameter.name().to_owned(),
                bounds.min.to_string(),
                bounds.max.to_string(),
            ];
            let named = parts.iter().all(|part| failure.message.contains(part));
            ensure(named && failure.class == Class::Value, || {
                failure.to_string()
            })
        }
    }
}

type SizedLevel = (i64, i64, i64);

fn sized_level() -> impl Strategy<Value = SizedLevel> {
    let size = || prop_oneof![Just(0_i64), 1..1_000_000_i64, Just(1_i64 << 40)];
    (level(), size(), size())
}

/// What a level gives is within the bounds, and a full set from that level has the same values.
pub fn derived(subject: &Subject<'_>, &(level, source_size, dict_size): &SizedLevel) -> Verdict {
    let basic = described(
        subject,
        &Parameters::Derived {
            level,
            source_size,
            dict_size,
        },
    )?;
    let full = described(
        subject,
        &Parameters::FromLevel {
            level,
            source_size,
            dict_size,
            overrides: vec![],
        },
    )?;
    let value = |tree: &Tree, name: &str| tree.get("values")?.get(name)?.int();
    for name in BASIC {
        let full_name = if name == "search_length" {
            "min_match"
        } else {
            name
        };
        let (one, other) = (value(&basic, name), value(&full, full_name));
        ensure(one == other && one.is_some(), || {
            format!("{name} is {one:?} and {other:?}")
        })?;
    }
    Ok(())
}

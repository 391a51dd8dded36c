//! The properties of the parity tests, with cases that the fuzzer draws.
#![forbid(unsafe_code)]

use std::sync::LazyLock;

use parity_tests::binding::{Binding, Subject};
use parity_tests::cabi::CAbi;
use parity_tests::direct::Direct;
use parity_tests::properties::{self, Property};

use super::Target;
use crate::Input;

pub(super) const TARGET: Target = Target {
    name: "properties",
    about: "the properties of the parity tests, on the crates and the C ABI",
    longest: 1024,
    missing: || None,
    run,
    seeds: || {
        let ramp: Vec<u8> = (0..32).collect();
        (0..=u8::MAX)
            .take(PROPERTIES.len())
            .map(|index| [&ramp[..], &[index]].concat())
            .collect()
    },
};

/// Those of drawn cases; training, which takes long, and threads apart.
static PROPERTIES: LazyLock<Vec<Property>> = LazyLock::new(|| {
    let slow = ["train", "thread", "share", "absurd"];
    let all = properties::all().into_iter();
    all.filter(|property| property.is_drawn())
        .filter(|property| slow.iter().all(|word| !property.name().contains(word)))
        .collect()
});

/// The C ABI, where the environment says where it is.
static C_ABI: LazyLock<Option<CAbi>> = LazyLock::new(|| {
    let path = std::env::var_os("ZSTDRS_CABI")?;
    let loaded = CAbi::load(path.as_ref());
    Some(loaded.expect("ZSTDRS_CABI names the library"))
});

fn run(data: &[u8]) {
    let mut input = Input::new(data);
    let property = &PROPERTIES[usize::from(input.byte()) % PROPERTIES.len()];
    let binding: &dyn Binding = match &*C_ABI {
        Some(library) => library,
        None => &Direct,
    };
    let subject = Subject::new(binding, &Direct);
    if let Err(reason) = property.check_drawn_from(&subject, input.rest()) {
        panic!("{}: {reason}", property.name());
    }
}

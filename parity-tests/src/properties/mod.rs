//! The properties, each stated once.
#![forbid(unsafe_code)]

pub mod batches;
pub mod bombs;
pub mod buffers;
pub mod cases;
pub mod contract;
pub mod dictionaries;
pub mod errors;
pub mod frames;
pub mod hostile;
pub mod limits;
pub mod options;
pub mod parameters;
mod property;
pub mod single;
pub mod streams;

pub use property::Property;

/// Every property.
#[must_use]
pub fn all() -> Vec<Property> {
    let mut all = Vec::new();
    all.extend(single::properties());
    all.extend(batches::properties());
    all.extend(buffers::properties());
    all.extend(dictionaries::properties());
    all.extend(frames::properties());
    all.extend(parameters::properties());
    all.extend(errors::properties());
    all.extend(hostile::properties());
    all.extend(limits::properties());
    all.extend(bombs::properties());
    all.extend(contract::properties());
    all.extend(streams::properties());
    all
}

#[cfg(test)]
mod tests {
    #[test]
    fn names_are_unique() {
        let mut names: Vec<_> = super::all()
            .iter()
            .map(|property| property.name())
            .collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
    }
}

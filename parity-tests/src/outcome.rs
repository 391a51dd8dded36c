//! How calls end, in terms that all bindings share: a value, or an exception of some class with a message.
#![forbid(unsafe_code)]

use std::fmt;

use crate::wire::Tree;

/// The class of an exception, by its name in Python.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Class {
    /// The data, or libzstd, is at fault.
    Zstd,
    /// A value that is not allowed.
    Value,
    /// An argument of a wrong type.
    Type,
    /// An index out of range.
    Index,
    /// Memory was refused.
    Memory,
    /// A number that does not fit.
    Overflow,
    /// Anything else; no binding should end like this.
    Other(String),
}

const CLASSES: [(&str, Class); 6] = [
    ("ZstdError", Class::Zstd),
    ("ValueError", Class::Value),
    ("TypeError", Class::Type),
    ("IndexError", Class::Index),
    ("MemoryError", Class::Memory),
    ("OverflowError", Class::Overflow),
];

impl Class {
    /// The class of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Self {
        let known = CLASSES.into_iter().find(|(known, _)| *known == name);
        known.map_or_else(|| Self::Other(name.to_owned()), |(_, class)| class)
    }

    /// Its name in Python.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Other(name) => name,
            known => CLASSES
                .iter()
                .find(|(_, class)| class == known)
                .map_or("", |(name, _)| name),
        }
    }
}

/// An exception.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// Its class.
    pub class: Class,
    /// Its text.
    pub message: String,
    /// libzstd's own code, where a [`Class::Zstd`] has one.
    pub code: Option<u32>,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}({:?}", self.class.name(), self.message)?;
        match self.code {
            Some(code) => write!(f, ", code {code})"),
            None => f.write_str(")"),
        }
    }
}

/// How an operation ended.
pub type Outcome = Result<Tree, Failure>;

/// Whether a property holds; if not, why.
pub type Verdict = Result<(), String>;

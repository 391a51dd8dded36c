//! Trees of plain values: the arguments and results of operations, the same for every binding.
#![forbid(unsafe_code)]

use std::collections::BTreeMap;
use std::fmt;

use crate::outcome::Failure;

/// A byte string that shows its length and its beginning only, for reports of failures.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Bytes(pub Vec<u8>);

/// How many bytes are shown.
const SHOWN: usize = 48;

impl fmt::Debug for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes [", self.0.len())?;
        for byte in self.0.iter().take(SHOWN) {
            write!(f, "{byte:02x}")?;
        }
        f.write_str(if self.0.len() > SHOWN { "...]" } else { "]" })
    }
}

impl AsRef<[u8]> for Bytes {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl<T: Into<Vec<u8>>> From<T> for Bytes {
    fn from(bytes: T) -> Self {
        Self(bytes.into())
    }
}

/// A plain value.
#[derive(Clone, PartialEq)]
pub enum Tree {
    /// Nothing.
    Nil,
    /// True or false.
    Bool(bool),
    /// A whole number.
    Int(i128),
    /// A number.
    Float(f64),
    /// A byte string.
    Bytes(Bytes),
    /// A text.
    Text(String),
    /// Values in order.
    List(Vec<Tree>),
    /// Values by name.
    Map(BTreeMap<String, Tree>),
    /// The failure of one of several calls that an operation consists of.
    Failed(Failure),
}

impl Tree {
    /// The value `name` of a map.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Self> {
        match self {
            Self::Map(values) => values.get(name),
            _ => None,
        }
    }

    /// The values of a list; none for anything else.
    #[must_use]
    pub fn items(&self) -> &[Self] {
        match self {
            Self::List(items) => items,
            _ => &[],
        }
    }

    /// The byte string.
    #[must_use]
    pub fn bytes(&self) -> Option<&[u8]> {
        match self {
            Self::Bytes(bytes) => Some(&bytes.0),
            _ => None,
        }
    }

    /// The number.
    #[must_use]
    pub fn int(&self) -> Option<i128> {
        match self {
            Self::Int(number) => Some(*number),
            _ => None,
        }
    }
}

impl fmt::Debug for Tree {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nil => f.write_str("nil"),
            Self::Bool(value) => write!(f, "{value}"),
            Self::Int(value) => write!(f, "{value}"),
            Self::Float(value) => write!(f, "{value}"),
            Self::Bytes(value) => write!(f, "{value:?}"),
            Self::Text(value) => write!(f, "{value:?}"),
            Self::List(values) => f.debug_list().entries(values).finish(),
            Self::Map(values) => f.debug_map().entries(values).finish(),
            Self::Failed(failure) => write!(f, "{failure}"),
        }
    }
}

macro_rules! from_value {
    ($($type:ty => |$value:ident| $tree:expr;)*) => {
        $(
            impl From<$type> for Tree {
                fn from($value: $type) -> Self {
                    $tree
                }
            }
        )*
    };
}

from_value! {
    bool => |value| Self::Bool(value);
    i32 => |value| Self::Int(value.into());
    i64 => |value| Self::Int(value.into());
    u32 => |value| Self::Int(value.into());
    u64 => |value| Self::Int(value.into());
    usize => |value| Self::Int(value as i128);
    i128 => |value| Self::Int(value);
    f64 => |value| Self::Float(value);
    &str => |value| Self::Text(value.to_owned());
    String => |value| Self::Text(value);
    Bytes => |value| Self::Bytes(value);
    Vec<u8> => |value| Self::Bytes(Bytes(value));
    &[u8] => |value| Self::Bytes(Bytes(value.to_vec()));
    Vec<Tree> => |value| Self::List(value);
}

impl<T: Into<Self>> From<Option<T>> for Tree {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Nil, Into::into)
    }
}

impl<T: Into<Self>> From<Result<T, Failure>> for Tree {
    fn from(value: Result<T, Failure>) -> Self {
        value.map_or_else(Self::Failed, Into::into)
    }
}

impl<T: Into<Self>> FromIterator<T> for Tree {
    fn from_iter<I: IntoIterator<Item = T>>(values: I) -> Self {
        Self::List(values.into_iter().map(Into::into).collect())
    }
}

/// A map of the given pairs.
#[must_use]
pub fn map<const N: usize>(pairs: [(&str, Tree); N]) -> Tree {
    let pairs = pairs.into_iter();
    Tree::Map(
        pairs
            .map(|(name, value)| (name.to_owned(), value))
            .collect(),
    )
}

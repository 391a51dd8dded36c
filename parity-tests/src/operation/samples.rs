//! What batch calls and trainers take.
#![forbid(unsafe_code)]

use crate::wire::{Bytes, Tree, map};

/// Memory and a table of segments as bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Segmented {
    /// The memory.
    pub data: Bytes,
    /// The table as it is stored: pairs of native 64-bit numbers.
    pub table: Bytes,
}

impl Segmented {
    /// The memory with a table of pairs of offset and length.
    #[must_use]
    pub fn new(data: impl Into<Bytes>, pairs: &[(u64, u64)]) -> Self {
        let table = pairs
            .iter()
            .flat_map(|(offset, length)| [offset.to_ne_bytes(), length.to_ne_bytes()].concat());
        Self {
            data: data.into(),
            table: Bytes(table.collect()),
        }
    }

    /// Items one behind the other.
    #[must_use]
    pub fn join(items: &[Bytes]) -> Self {
        let mut pairs = Vec::with_capacity(items.len());
        let mut data = Vec::new();
        for item in items {
            pairs.push((data.len() as u64, item.0.len() as u64));
            data.extend_from_slice(&item.0);
        }
        Self::new(data, &pairs)
    }

    /// Its arguments by name.
    #[must_use]
    pub fn to_tree(&self) -> Tree {
        map([
            ("data", self.data.clone().into()),
            ("segments", self.table.clone().into()),
        ])
    }
}

/// Items of a batch.
#[derive(Clone, Debug)]
pub enum Items {
    /// A list of byte strings.
    List(Vec<Bytes>),
    /// Memory with segments.
    Buffer(Segmented),
    /// Several of them.
    Collection(Vec<Segmented>),
}

impl Items {
    /// The same items in one of the three forms: 0 = a list, 1 = one buffer, anything else = a collection of two or more.
    ///
    /// A form that cannot hold them becomes a list.
    #[must_use]
    pub fn shaped(items: &[Bytes], shape: u8) -> Self {
        match shape {
            1 => Self::Buffer(Segmented::join(items)),
            2.. if items.len() >= 2 => {
                let (head, tail) = items.split_at(items.len() / 2);
                Self::Collection(vec![Segmented::join(head), Segmented::join(tail)])
            }
            _ => Self::List(items.to_vec()),
        }
    }

    /// The form and the items.
    #[must_use]
    pub fn to_tree(&self) -> Tree {
        let (form, value) = match self {
            Self::List(items) => ("list", items.iter().cloned().collect()),
            Self::Buffer(buffer) => ("buffer", buffer.to_tree()),
            Self::Collection(buffers) => (
                "collection",
                buffers.iter().map(Segmented::to_tree).collect(),
            ),
        };
        map([("form", form.into()), ("value", value)])
    }
}

/// A trainer and its arguments, named as in Python.
#[derive(Clone, Debug, PartialEq)]
pub enum Trainer {
    /// `train_dictionary`.
    Default {
        /// Not 0: the legacy trainer.
        selectivity: i64,
        /// The level that the dictionary is made for.
        level: i64,
        /// Its ID; 0 for one drawn from the content.
        dict_id: i64,
    },
    /// `train_dictionary` with parameters of the fast cover trainer.
    Tuned {
        /// Segment size.
        k: i64,
        /// Dmer size.
        d: i64,
        /// Log of the frequency table's size.
        f: i64,
        /// The part to train on.
        split_point: f64,
        /// Acceleration.
        accel: i64,
        /// Values of `k` to try.
        steps: i64,
        /// libzstd's threads.
        threads: i64,
    },
    /// `train_cover_dictionary`.
    Cover {
        /// Segment size.
        k: i64,
        /// Dmer size.
        d: i64,
        /// The ID; 0 for one drawn from the content.
        dict_id: i64,
        /// Try several parameters.
        optimize: bool,
        /// The level that the dictionary is made for.
        level: i64,
        /// Values of `k` to try.
        steps: i64,
        /// libzstd's threads.
        threads: i64,
    },
}

impl Default for Trainer {
    fn default() -> Self {
        Self::Default {
            selectivity: 0,
            level: 0,
            dict_id: 0,
        }
    }
}

impl Trainer {
    /// The name of the function and its arguments by name.
    #[must_use]
    pub fn to_tree(&self) -> Tree {
        let (function, arguments) = match *self {
            Self::Default {
                selectivity,
                level,
                dict_id,
            } => (
                "train_dictionary",
                map([
                    ("selectivity", selectivity.into()),
                    ("level", level.into()),
                    ("dict_id", dict_id.into()),
                ]),
            ),
            Self::Tuned {
                k,
                d,
                f,
                split_point,
                accel,
                steps,
                threads,
            } => (
                "train_dictionary",
                map([
                    ("k", k.into()),
                    ("d", d.into()),
                    ("f", f.into()),
                    ("split_point", split_point.into()),
                    ("accel", accel.into()),
                    ("steps", steps.into()),
                    ("threads", threads.into()),
                ]),
            ),
            Self::Cover {
                k,
                d,
                dict_id,
                optimize,
                level,
                steps,
                threads,
            } => (
                "train_cover_dictionary",
                map([
                    ("k", k.into()),
                    ("d", d.into()),
                    ("dict_id", dict_id.into()),
                    ("optimize", optimize.into()),
                    ("level", level.into()),
                    ("steps", steps.into()),
                    ("threads", threads.into()),
                ]),
            ),
        };
        map([("function", function.into()), ("arguments", arguments)])
    }
}

//! Sequences as tuples of integers.
#![forbid(unsafe_code)]

use std::iter;

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyIterator, PyList};
use zstd_contract::{ArgumentError, sequence};
use zstd_core::sequences::Sequence;

use crate::arguments::type_name;
use crate::engine::{attached, collected};
use crate::errors::wrong_argument;
use crate::integer::integer;
use crate::objects::{Number, Numbers, list};
use crate::raise::made;

/// Takes sequences from any iterable of four integers each.
pub(crate) fn extract_sequences(object: &Bound<'_, PyAny>) -> PyResult<Vec<Sequence>> {
    let py = object.py();
    let tuples = match object.try_iter() {
        Ok(tuples) => tuples,
        Err(error) if error.is_instance_of::<PyTypeError>(py) => {
            let type_name = &*type_name(object)?;
            return Err(wrong_argument(py, ArgumentError::Sequences { type_name }));
        }
        Err(error) => return Err(error),
    };
    let sequences = (0..).zip(unsized_items(tuples)).map(|(index, tuple)| {
        let numbers = four_integers(&tuple?).map_err(|error| {
            if error.is_instance_of::<PyTypeError>(py) {
                wrong_argument(py, ArgumentError::Sequence { index })
            } else {
                error
            }
        })?;
        attached(py, || sequence(index, numbers))
    });
    collected(py, sequences)
}

fn four_integers(tuple: &Bound<'_, PyAny>) -> PyResult<[i64; 4]> {
    // One more than there should be tells that there are too many.
    let numbers = unsized_items(tuple.try_iter()?).take(5);
    let numbers = numbers.map(|number| integer(&number?));
    let numbers = numbers.collect::<PyResult<Vec<i64>>>()?;
    <[i64; 4]>::try_from(numbers).map_err(|_| made(&tuple.py().get_type::<PyTypeError>(), ""))
}

/// What an iterator gives, without a word of how much that is: `PyO3` asks the interpreter, and panics where it has no memory.
fn unsized_items<'py>(
    mut items: Bound<'py, PyIterator>,
) -> impl Iterator<Item = PyResult<Bound<'py, PyAny>>> {
    iter::from_fn(move || items.next())
}

/// Sequences as a list of tuples.
pub(crate) fn to_tuples<'py>(
    py: Python<'py>,
    sequences: Vec<Sequence>,
) -> PyResult<Bound<'py, PyList>> {
    list(py, sequences, |sequence| {
        let numbers = [
            sequence.offset,
            sequence.literal_length,
            sequence.match_length,
            sequence.repeat,
        ];
        Numbers(numbers.map(Number::from)).into_pyobject(py)
    })
}

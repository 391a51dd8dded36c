//! Sequences as tuples of integers.
#![forbid(unsafe_code)]

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::PyList;
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
    let sequences = (0..).zip(tuples).map(|(index, tuple)| {
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
    let numbers = tuple.try_iter()?;
    let numbers = numbers.map(|number| integer(&number?));
    let numbers = numbers.collect::<PyResult<Vec<i64>>>()?;
    <[i64; 4]>::try_from(numbers).map_err(|_| made(&tuple.py().get_type::<PyTypeError>(), ""))
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

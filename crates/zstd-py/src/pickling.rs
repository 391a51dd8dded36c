//! Pickling and copying of what holds a configuration, or memory.
#![forbid(unsafe_code)]

use pyo3::PyTypeInfo;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};

use crate::names::name;
use crate::objects::{Number, tuple};

/// What `__reduce_ex__` of an instance of `T`, or of a class that inherits from it, returns. `arguments` and `options` are those
/// that the constructor of `T` makes it from.
pub(crate) fn reduction<'py, T: PyTypeInfo>(
    instance: &Bound<'py, PyAny>,
    arguments: Bound<'py, PyTuple>,
    options: Bound<'py, PyDict>,
) -> PyResult<Bound<'py, PyAny>> {
    let py = instance.py();
    let function = py
        .import(name!(py, "zstd._pickling")?)?
        .getattr(name!(py, "reduction")?)?;
    let class = py.get_type::<T>().into_any();
    let (arguments, options) = (arguments.into_any(), options.into_any());
    function.call1(tuple(py, [class, instance.clone(), arguments, options])?)
}

/// The exception for an instance that cannot be pickled, because no constructor makes one like it.
pub(crate) fn refusal(instance: &Bound<'_, PyAny>) -> PyResult<PyErr> {
    let py = instance.py();
    let function = py
        .import(name!(py, "zstd._pickling")?)?
        .getattr(name!(py, "refusal")?)?;
    Ok(PyErr::from_value(
        function.call1(tuple(py, [instance.clone()])?)?,
    ))
}

/// The bytes of an object for a pickle of that protocol.
pub(crate) fn memory<'py>(
    exporter: &Bound<'py, PyAny>,
    protocol: i64,
) -> PyResult<Bound<'py, PyAny>> {
    let py = exporter.py();
    let function = py
        .import(name!(py, "zstd._pickling")?)?
        .getattr(name!(py, "memory")?)?;
    let protocol = Number::from(protocol).into_pyobject(py)?.into_any();
    function.call1(tuple(py, [exporter.clone(), protocol])?)
}

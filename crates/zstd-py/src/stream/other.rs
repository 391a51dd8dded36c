//! The Python object at the other end of a stream.
#![forbid(unsafe_code)]

use pyo3::PyTypeInfo;
use pyo3::exceptions::{PyException, PyMemoryError};
use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::types::{PyString, PyType};
use zstd_contract::ArgumentError;

use crate::arguments::text;
use crate::errors::wrong_argument;
use crate::integer::integer;
use crate::names::name;
use crate::objects::tuple;

/// How many bytes to ask a source for, and to hand out, at a time, as the caller gives them.
#[derive(Clone, Copy)]
pub(crate) struct Sizes {
    pub(crate) read: i64,
    pub(crate) write: i64,
}

/// The file, or what is like one, that a stream reads from or writes to.
pub(super) struct Other(Py<PyAny>);

impl Other {
    pub(super) fn new(object: &Bound<'_, PyAny>) -> Self {
        Self(object.clone().unbind())
    }

    /// The object.
    pub(super) fn bind<'py>(&self, py: Python<'py>) -> &Bound<'py, PyAny> {
        self.0.bind(py)
    }

    /// Calls a method if the object has it. What the method returns is of no interest.
    pub(super) fn call_if_present(
        &self,
        py: Python<'_>,
        name: &Bound<'_, PyString>,
    ) -> PyResult<()> {
        if let Some(method) = self.bind(py).getattr_opt(name)? {
            method.call0()?;
        }
        Ok(())
    }

    /// Closes the object, if it can be closed.
    pub(super) fn close(&self, py: Python<'_>) -> PyResult<()> {
        self.call_if_present(py, name!(py, "close")?)
    }

    /// The object's file descriptor.
    pub(super) fn fileno<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        match self.bind(py).getattr_opt(name!(py, "fileno")?)? {
            Some(method) => method.call0(),
            None => Err(unsupported(py, "fileno")),
        }
    }

    /// Where the object is, if it can go back there.
    pub(super) fn origin(&self, py: Python<'_>) -> PyResult<Option<Py<PyAny>>> {
        let object = self.bind(py);
        let ask = || -> PyResult<Option<Py<PyAny>>> {
            let seekable = object.getattr_opt(name!(py, "seekable")?)?;
            let Some(seekable) = seekable else {
                return Ok(None);
            };
            if !seekable.call0()?.is_truthy()? {
                return Ok(None);
            }
            let position = object.call_method0(name!(py, "tell")?)?;
            Ok(Some(position.unbind()))
        };
        // An object that cannot even say where it is can still be read; without memory it may say so later.
        match ask() {
            Err(error) if error.is_instance_of::<PyMemoryError>(py) => Err(error),
            Err(error) if error.is_instance_of::<PyException>(py) => Ok(None),
            other => other,
        }
    }

    pub(super) fn traverse(&self, visit: &PyVisit<'_>) -> Result<(), PyTraverseError> {
        visit.call(&self.0)
    }
}

/// Whether an object has a method of that name.
pub(super) fn has_method(object: &Bound<'_, PyAny>, name: &Bound<'_, PyString>) -> PyResult<bool> {
    Ok(object.getattr_opt(name)?.is_some())
}

/// How much to read: an integer, or None, which stands for -1 in all files.
pub(super) fn amount(object: &Bound<'_, PyAny>) -> PyResult<i64> {
    if object.is_none() {
        Ok(-1)
    } else {
        integer(object)
    }
}

/// What is said of a method of files that a stream does not have.
#[cold]
pub(super) fn unsupported(py: Python<'_>, method: &str) -> PyErr {
    wrong_argument(py, ArgumentError::NoSuchDirection { method })
}

/// Refuses to make an instance of the class `T` itself: that is what the methods of compressors and decompressors do.
pub(super) fn only_for_subclasses<T: PyTypeInfo>(class: &Bound<'_, PyType>) -> PyResult<()> {
    let py = class.py();
    if !class.is(py.get_type::<T>()) {
        return Ok(());
    }
    let name = text(&class.name()?)?;
    let class = name.as_str();
    Err(wrong_argument(py, ArgumentError::NoConstructor { class }))
}

/// The class of all raw files.
pub(super) fn raw_file(py: Python<'_>) -> PyResult<Bound<'_, PyAny>> {
    py.import(name!(py, "io")?)?
        .getattr(name!(py, "RawIOBase")?)
}

/// Registers classes as raw files, so that they pass for such wherever Python asks.
pub(crate) fn register_files(py: Python<'_>, classes: [Bound<'_, PyType>; 4]) -> PyResult<()> {
    let base = raw_file(py)?;
    for class in classes {
        let class = tuple(py, [class.into_any()])?;
        base.call_method1(name!(py, "register")?, class)?;
    }
    Ok(())
}

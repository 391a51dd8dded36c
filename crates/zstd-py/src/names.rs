//! Names of attributes as Python strings, each made once.
//!
//! PyO3's `intern!` lets go of the interpreter while its cell is filled: in a child made by `fork` at that moment the cell waits
//! forever for a thread that the child does not have. Here whoever comes first fills the cell in one step.
#![forbid(unsafe_code)]

use once_cell::race::OnceBox;
use pyo3::prelude::*;
use pyo3::types::PyString;

use crate::objects::interned;

/// A name. Make one with [`name!`].
pub(crate) struct Name {
    text: &'static str,
    object: OnceBox<Py<PyString>>,
}

impl Name {
    pub(crate) const fn new(text: &'static str) -> Self {
        Self {
            text,
            object: OnceBox::new(),
        }
    }

    /// The name as a string of the interpreter.
    ///
    /// # Errors
    ///
    /// `MemoryError`; the next caller tries again.
    pub(crate) fn get<'py>(&self, py: Python<'py>) -> PyResult<&Bound<'py, PyString>> {
        let make = || interned(py, self.text).map(|made| Box::new(made.unbind()));
        Ok(self.object.get_or_try_init(make)?.bind(py))
    }
}

/// The name as a string of the interpreter, which is made when it is first asked for.
macro_rules! name {
    ($py:expr, $text:literal) => {{
        static NAME: crate::names::Name = crate::names::Name::new($text);
        NAME.get($py)
    }};
}

pub(crate) use name;

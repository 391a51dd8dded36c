//! The exception class of the module.
#![forbid(unsafe_code)]
#![expect(
    clippy::disallowed_types,
    clippy::disallowed_methods,
    reason = "the import of the module fills the cell that PyO3 keeps the class in; nobody calls what else it makes"
)]

use pyo3::create_exception;
use pyo3::exceptions::PyException;

use crate::docs::doc;

create_exception!(zstd, ZstdError, PyException, doc!("ZstdError"));

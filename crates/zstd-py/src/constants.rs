//! The module's constants.
#![forbid(unsafe_code)]

use pyo3::prelude::*;
use pyo3::types::PySet;
use zstd_contract::BACKEND_FEATURES;
use zstd_core::frame::MAGIC_NUMBER;
use zstd_core::{constants, version};

use crate::new_bytes::NewBytes;

/// Adds all constants to the module.
pub(crate) fn add(module: &Bound<'_, PyModule>) -> PyResult<()> {
    let py = module.py();
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    module.add("ZSTD_VERSION", version())?;
    module.add("backend", "native")?;
    module.add("backend_features", PySet::new(py, BACKEND_FEATURES)?)?;
    let magic = NewBytes::copy(py, &MAGIC_NUMBER.to_le_bytes())?;
    module.add("FRAME_HEADER", magic)?;
    for constant in constants() {
        module.add(constant.name, constant.value)?;
    }
    Ok(())
}

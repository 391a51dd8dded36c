//! The functions of the preloaded library, for a process that has it.

use std::ffi::{CStr, c_char, c_int, c_long};

use libloading::os::unix::{Library, Symbol};

type Scope = unsafe extern "C" fn(*const c_char) -> c_int;
type Arm = unsafe extern "C" fn(c_long, c_long);
type Count = unsafe extern "C" fn() -> c_long;

/// They are used from one thread.
pub(crate) struct Control {
    scope: Symbol<Scope>,
    arm: Symbol<Arm>,
    disarm: Symbol<Count>,
    refused: Symbol<Count>,
    held: Symbol<Count>,
}

impl Control {
    /// Finds them in this process.
    pub(crate) fn find() -> Result<Self, libloading::Error> {
        let this = Library::this();
        Ok(Self {
            // SAFETY: the type is that of the function in failing.c.
            scope: unsafe { this.get(c"failing_scope") }?,
            // SAFETY: as above.
            arm: unsafe { this.get(c"failing_arm") }?,
            // SAFETY: as above.
            disarm: unsafe { this.get(c"failing_disarm") }?,
            // SAFETY: as above.
            refused: unsafe { this.get(c"failing_refused") }?,
            // SAFETY: as above.
            held: unsafe { this.get(c"failing_held") }?,
        })
    }

    /// Whether there is an object with that name to look at alone.
    pub(crate) fn scope(&self, name: &CStr) -> bool {
        // SAFETY: the name is a string, which is only read.
        unsafe { (self.scope)(name.as_ptr()) != 0 }
    }

    pub(crate) fn arm(&self, first: i64, last: i64) {
        // SAFETY: takes numbers.
        unsafe { (self.arm)(first, last) };
    }

    pub(crate) fn disarm(&self) -> i64 {
        // SAFETY: takes nothing.
        unsafe { (self.disarm)() }
    }

    pub(crate) fn refused(&self) -> i64 {
        // SAFETY: takes nothing.
        unsafe { (self.refused)() }
    }

    pub(crate) fn held(&self) -> i64 {
        // SAFETY: takes nothing.
        unsafe { (self.held)() }
    }
}

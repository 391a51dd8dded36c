//! For the Python package in this crate: functions that the interpreter calls itself.
//!
//! The library does not link with Python. What it needs of an interpreter is found by name, at run time, on CPython only; the
//! package works without it.
//!
//! Two things cannot be done by a call through cffi. A class answers buffer requests only by a C function, before version 3.12
//! (`slot`). And a call through cffi costs as much as compressing a record: it converts each argument, and works on a list of
//! objects one by one, in Python. So the calls that programs make most often are ordinary built-in functions too (`calls`):
//! the arguments are objects, the result is one, and what lies between is one call into an engine, the interpreter released.

mod api;
mod arguments;
mod batch;
pub mod calls;
mod objects;
mod single;
pub mod slot;
mod streams;

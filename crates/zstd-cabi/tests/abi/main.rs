//! The ABI as its callers meet it: every function is called the way that C calls it.

mod batches;
mod calls;
mod ends;
mod nulls;
mod stdlib;
mod stream_failures;
mod stream_nulls;
mod streams;
mod support;

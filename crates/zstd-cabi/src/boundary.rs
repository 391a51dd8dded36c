//! The one place where failures and panics become status codes.
#![forbid(unsafe_code)]

use std::panic::{AssertUnwindSafe, catch_unwind};

use zstd_contract::Failure;

use crate::status::{Fault, Status, remember};

/// Runs the body of an exported function: a panic ends here, a failure is remembered for the calling thread.
macro_rules! boundary {
    ($body:block) => {
        $crate::boundary::run(|| $body)
    };
}

pub(crate) use boundary;

/// See [`boundary!`].
pub(crate) fn run(body: impl FnOnce() -> Result<(), Fault>) -> Status {
    // What the body leaves half done after a panic is its own: handles are not changed by calls, except those of streams, which
    // hold themselves for failed while a call works.
    let fault = match catch_unwind(AssertUnwindSafe(body)) {
        Ok(Ok(())) => return Status::Ok,
        Ok(Err(fault)) => fault,
        Err(payload) => Failure::from_panic(&*payload).into(),
    };
    remember(fault)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::status::last_message;

    #[test]
    fn success_leaves_the_last_message_alone() {
        assert_eq!(
            boundary!({ Err(Failure::value("first").into()) }),
            Status::Value
        );
        assert_eq!(boundary!({ Ok(()) }), Status::Ok);
        assert_eq!(last_message(), "first");
    }

    #[test]
    fn a_panic_is_a_status_and_a_message() {
        assert_eq!(boundary!({ panic!("forced {}", 1) }), Status::Panic);
        assert!(last_message().starts_with("internal error: forced 1;"));
        assert_eq!(
            boundary!({
                let numbers = [1, 2, 3];
                let index = std::hint::black_box(3);
                assert_eq!(numbers[index], 4);
                Ok(())
            }),
            Status::Panic
        );
        assert!(last_message().starts_with("internal error: index out of bounds"));
    }
}

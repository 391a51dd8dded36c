//! One value for each process, shared by its threads and made anew in a child made by `fork`.

use crate::sync::atomic::{AtomicPtr, Ordering};

/// A value that belongs to one process.
pub(crate) struct Owned<T> {
    value: T,
    owner: u32,
}

/// The value of the process that asked last, made when it is first needed and never freed. There is no lock, which a `fork`
/// could leave held.
pub(crate) struct PerProcess<T> {
    pub(crate) current: AtomicPtr<Owned<T>>,
}

impl<T> PerProcess<T> {
    /// The value of `process`, the one that is running; `make` may be called in vain where several threads are the first.
    /// `None` if `make` says so.
    pub(crate) fn get_or_make(
        &self,
        process: u32,
        make: impl Fn() -> Option<T>,
    ) -> Option<&'static T> {
        let mut current = self.current.load(Ordering::Acquire);
        loop {
            // SAFETY: a value that was published is never freed or changed.
            if let Some(owned) = unsafe { current.as_ref() }
                && owned.owner == process
            {
                return Some(&owned.value);
            }
            let made = Box::into_raw(Box::new(Owned {
                value: make()?,
                owner: process,
            }));
            // What a fork left behind in `current` is leaked: its threads do not exist here and cannot be ended.
            let exchanged =
                self.current
                    .compare_exchange(current, made, Ordering::AcqRel, Ordering::Acquire);
            match exchanged {
                Ok(_) => current = made,
                Err(other) => {
                    // SAFETY: made above and not published.
                    drop(unsafe { Box::from_raw(made) });
                    current = other;
                }
            }
        }
    }
}

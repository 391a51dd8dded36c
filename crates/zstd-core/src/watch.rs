//! A question that long calls ask their caller now and then: whether to go on.
#![forbid(unsafe_code)]

use std::time::{Duration, Instant};

/// How long the caller's check may wait.
const INTERVAL: Duration = Duration::from_millis(50);

/// The caller's check, asked some twenty times a second, always on the thread that made the call. A call that is shorter than
/// that does not ask.
pub struct Watch<'a> {
    check: &'a dyn Fn() -> bool,
    /// When to ask. The clock is first looked at when somebody wants to know whether to go on.
    next: Option<Instant>,
}

impl<'a> Watch<'a> {
    /// Calls that work on fewer bytes than this end soon enough without being asked.
    pub const WORTHWHILE: usize = 1 << 20;

    /// How long to wait at most before [`Watch::proceed`] is asked again.
    pub const INTERVAL: Duration = INTERVAL;

    /// `check` says whether to go on.
    #[must_use]
    pub fn new(check: &'a dyn Fn() -> bool) -> Self {
        Self { check, next: None }
    }

    /// Whether to go on. Asks the caller when it is time to.
    pub fn proceed(&mut self) -> bool {
        let now = Instant::now();
        match self.next.replace(now + INTERVAL) {
            None => true,
            Some(next) if now < next => {
                self.next = Some(next);
                true
            }
            Some(_) => (self.check)(),
        }
    }
}

//! How many threads a call may use.
#![forbid(unsafe_code)]

use std::num::NonZeroU32;
use std::thread::available_parallelism;

/// A request for threads, in the one notation of the whole library:
/// 0 = the calling thread alone, n > 0 = at most n, negative = one per logical CPU.
///
/// ```
/// use zstd_core::Threads;
///
/// assert_eq!(Threads::new(3).resolve(), 3);
/// assert!(Threads::ALL_CPUS.resolve() >= 1);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Threads(i64);

impl Threads {
    /// The calling thread alone.
    pub const NONE: Self = Self(0);
    /// One per logical CPU.
    pub const ALL_CPUS: Self = Self(-1);

    /// See the type for what the number means. Every value is allowed.
    #[must_use]
    pub const fn new(count: i64) -> Self {
        Self(count)
    }

    /// The number of threads asked for, 0 for the calling thread alone. Negative requests have become the number of logical
    /// CPUs; requests beyond `u32` are cut to it.
    #[must_use]
    pub fn resolve(self) -> u32 {
        match self.0 {
            n if n < 0 => logical_cpus().get(),
            n => u32::try_from(n).unwrap_or(u32::MAX),
        }
    }
}

impl From<i64> for Threads {
    fn from(count: i64) -> Self {
        Self(count)
    }
}

/// The number of CPUs that this process may run on, at least 1.
fn logical_cpus() -> NonZeroU32 {
    available_parallelism()
        .ok()
        .and_then(|n| NonZeroU32::try_from(n).ok())
        .unwrap_or(NonZeroU32::MIN)
}

#[cfg(test)]
mod tests {
    use super::Threads;

    #[test]
    fn negative_counts_are_the_logical_cpus() {
        let cpus = std::thread::available_parallelism().map_or(1, |n| n.get());
        assert_eq!(Threads::new(-1).resolve() as usize, cpus);
        assert_eq!(Threads::new(-7).resolve() as usize, cpus);
        assert_eq!(Threads::new(0).resolve(), 0);
        assert_eq!(Threads::new(3).resolve(), 3);
        assert_eq!(Threads::new(i64::MAX).resolve(), u32::MAX);
    }
}

//! Runs the ranges of a plan on several threads.
#![forbid(unsafe_code)]

use std::ops::Range;
use std::time::{Duration, Instant};

use zstd_buffers::vectors;

use crate::error::{Error, Result};
use crate::handout::{Course, Ended, Handout};
use crate::options::BatchOptions;
use crate::plan::Plan;
use crate::workers::WorkerPool;

/// How long the caller's check may wait.
const CHECK_INTERVAL: Duration = Duration::from_millis(50);

/// The clock is not looked at before so many bytes were processed: a look costs as much as some hundred of them, and slow
/// levels still take less than the interval for them.
const CLOCK_INTERVAL: usize = 16 << 10;

/// What an item counts for beyond its bytes.
const ITEM_BYTES: usize = 64;

/// The failure of one item.
pub(crate) type Failure = crate::handout::Failure<zstd_core::Error>;

/// Tells a thread whether to go on.
pub(crate) struct Watch<'a> {
    course: &'a Course,
    check: Option<&'a dyn Fn() -> bool>,
    next: Option<Instant>,
    /// Bytes that were processed since the clock was looked at.
    since: usize,
}

impl Watch<'_> {
    /// Whether the item at `index`, of `size` bytes, still matters.
    pub(crate) fn proceed(&mut self, index: usize, size: usize) -> bool {
        if let Some(check) = self.check {
            // A look ahead of the first item, and ahead of every large one.
            if self.next.is_none() || self.since.saturating_add(size) >= CLOCK_INTERVAL {
                self.since = 0;
                self.look(check);
            }
            self.since = self.since.saturating_add(size).saturating_add(ITEM_BYTES);
        }
        self.course.matters(index)
    }

    /// Whether an item of `size` bytes takes so long that it has to be stopped in the middle.
    pub(crate) fn is_long(size: usize) -> bool {
        size >= zstd_core::Watch::WORTHWHILE
    }

    /// Works on the item at `index`, which can ask meanwhile whether it still matters.
    pub(crate) fn during<T>(
        &self,
        index: usize,
        work: impl FnOnce(&mut zstd_core::Watch<'_>) -> T,
    ) -> T {
        let proceed = || {
            if self.check.is_some_and(|check| !check()) {
                self.course.interrupt();
            }
            self.course.matters(index)
        };
        work(&mut zstd_core::Watch::new(&proceed))
    }

    fn look(&mut self, check: &dyn Fn() -> bool) {
        let now = Instant::now();
        if self.next.is_none_or(|next| now >= next) {
            self.next = Some(now + CHECK_INTERVAL);
            if !check() {
                self.course.interrupt();
            }
        }
    }
}

/// Runs `work` for every range of `plan`, each thread with a state of its own made by `setup`, and returns the results in the
/// order of the ranges.
///
/// `work` asks the [`Watch`] before each item and returns `None` when told to stop. When items fail, all items before the first
/// failing one have been processed: `name` makes the error of that one.
pub(crate) fn run<S, T, E>(
    plan: &Plan,
    options: &BatchOptions<'_>,
    setup: impl Fn() -> Result<S> + Sync,
    work: impl Fn(&mut S, usize, Range<usize>, &mut Watch<'_>) -> Result<Option<T>, Failure> + Sync,
    name: E,
) -> Result<Vec<T>>
where
    T: Send + Sync,
    E: FnOnce(Failure) -> Error,
{
    let handout = Handout::new(plan.ranges().len())?;
    let thread = |check| {
        let mut watch = Watch {
            course: handout.course(),
            check,
            next: None,
            since: 0,
        };
        handout.serve(plan.order(), &setup, |state, at| {
            work(state, at, plan.ranges()[at].clone(), &mut watch)
        });
    };
    match helpers(plan, options) {
        Some((pool, count)) => pool.run(count, || thread(None), || thread(options.check)),
        None => thread(options.check),
    }
    let results = handout.finish().map_err(|ended| match ended {
        Ended::Setup(error) => error,
        Ended::Interrupted => Error::Interrupted,
        Ended::Failed(failure) => name(failure),
    })?;
    Ok(vectors::collect(results)?)
}

/// The threads that help, and how many of them: none where the work does not pay for waking one.
fn helpers<'a>(plan: &Plan, options: &BatchOptions<'a>) -> Option<(&'a WorkerPool, usize)> {
    let helpers = plan.useful_threads(options.threads.resolve()) - 1;
    if helpers == 0 {
        return None;
    }
    let pool = match options.pool {
        Some(pool) => pool.here()?,
        None => WorkerPool::shared()?,
    };
    Some((pool, helpers))
}

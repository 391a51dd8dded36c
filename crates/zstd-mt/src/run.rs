//! Runs the ranges of a plan on several threads.
#![forbid(unsafe_code)]

use std::ops::Range;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use crate::error::{Error, Result};
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
pub(crate) struct Failure {
    pub(crate) index: usize,
    pub(crate) source: zstd_core::Error,
}

/// What the threads of one batch share.
struct Progress {
    /// How far into the order of the plan ranges were taken.
    taken: AtomicUsize,
    interrupted: AtomicBool,
    /// The smallest index of an item that failed, so that the others know what need not be done any more.
    first_failed: AtomicUsize,
    failure: Mutex<Option<Failure>>,
    setup: Mutex<Option<Error>>,
}

/// Tells a thread whether to go on.
pub(crate) struct Watch<'a> {
    progress: &'a Progress,
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
        !self.progress.interrupted.load(Ordering::Relaxed)
            && index < self.progress.first_failed.load(Ordering::Relaxed)
    }

    fn look(&mut self, check: &dyn Fn() -> bool) {
        let now = Instant::now();
        if self.next.is_none_or(|next| now >= next) {
            self.next = Some(now + CHECK_INTERVAL);
            if !check() {
                self.progress.interrupted.store(true, Ordering::Relaxed);
            }
        }
    }
}

impl Progress {
    fn fail(&self, failure: Failure) {
        self.first_failed
            .fetch_min(failure.index, Ordering::Relaxed);
        let mut first = self.failure.lock().unwrap_or_else(PoisonError::into_inner);
        if first
            .as_ref()
            .is_none_or(|known| failure.index < known.index)
        {
            *first = Some(failure);
        }
    }

    fn fail_setup(&self, error: Error) {
        self.first_failed.store(0, Ordering::Relaxed);
        let mut first = self.setup.lock().unwrap_or_else(PoisonError::into_inner);
        first.get_or_insert(error);
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
    let progress = Progress {
        taken: AtomicUsize::new(0),
        interrupted: AtomicBool::new(false),
        first_failed: AtomicUsize::new(usize::MAX),
        failure: Mutex::new(None),
        setup: Mutex::new(None),
    };
    let results: Vec<OnceLock<T>> = plan.ranges().iter().map(|_| OnceLock::new()).collect();
    let thread = |check| {
        let mut watch = Watch {
            progress: &progress,
            check,
            next: None,
            since: 0,
        };
        let mut state = match setup() {
            Ok(state) => state,
            Err(error) => return progress.fail_setup(error),
        };
        while let Some(&at) = plan
            .order()
            .get(progress.taken.fetch_add(1, Ordering::Relaxed))
        {
            let range = plan.ranges()[at].clone();
            match work(&mut state, at, range, &mut watch) {
                Ok(Some(result)) => drop(results[at].set(result)),
                Ok(None) => {}
                Err(failure) => progress.fail(failure),
            }
        }
    };
    match helpers(plan, options) {
        Some((pool, count)) => pool.run(count, || thread(None), || thread(options.check)),
        None => thread(options.check),
    }
    if let Some(error) = progress
        .setup
        .into_inner()
        .unwrap_or_else(PoisonError::into_inner)
    {
        return Err(error);
    }
    if progress.interrupted.into_inner() {
        return Err(Error::Interrupted);
    }
    if let Some(failure) = progress
        .failure
        .into_inner()
        .unwrap_or_else(PoisonError::into_inner)
    {
        return Err(name(failure));
    }
    Ok(results
        .into_iter()
        .filter_map(OnceLock::into_inner)
        .collect())
}

/// The threads that help, and how many of them: none where the work does not pay for waking one.
fn helpers<'a>(plan: &Plan, options: &BatchOptions<'a>) -> Option<(&'a WorkerPool, usize)> {
    let helpers = plan.useful_threads(options.threads.resolve()) - 1;
    if helpers == 0 {
        return None;
    }
    let pool = match options.pool {
        Some(pool) => pool,
        None => WorkerPool::shared()?,
    };
    Some((pool, helpers))
}

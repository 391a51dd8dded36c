//! What the threads of one batch share: the ranges still to be done, the results, and whether to go on.
#![forbid(unsafe_code)]

use zstd_buffers::vectors;

use crate::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use crate::sync::{Mutex, Place, PoisonError};

/// The failure of one item.
pub(crate) struct Failure<F> {
    pub(crate) index: usize,
    pub(crate) source: F,
}

/// Why there are no results.
pub(crate) enum Ended<F, S> {
    /// A thread could not begin.
    Setup(S),
    /// The caller asked to stop.
    Interrupted,
    /// The first of the items that failed, whatever the number of threads.
    Failed(Failure<F>),
}

/// Whether the threads go on.
pub(crate) struct Course {
    interrupted: AtomicBool,
    /// The smallest index of an item that failed, so that the others know what need not be done any more.
    first_failed: AtomicUsize,
}

impl Course {
    /// Whether the item at `index` still has to be done.
    pub(crate) fn matters(&self, index: usize) -> bool {
        !self.interrupted.load(Ordering::Relaxed)
            && index < self.first_failed.load(Ordering::Relaxed)
    }

    /// Has all threads stop.
    pub(crate) fn interrupt(&self) {
        self.interrupted.store(true, Ordering::Relaxed);
    }
}

/// The ranges of one batch, handed out to any number of threads. `T`: the result of a range; `F`: why an item failed; `S`: why
/// a thread could not begin.
pub(crate) struct Handout<T, F, S> {
    /// How far into the order of the plan ranges were taken.
    taken: AtomicUsize,
    course: Course,
    failure: Mutex<Option<Failure<F>>>,
    setup: Mutex<Option<S>>,
    results: Vec<Place<T>>,
}

impl<T, F, S> Handout<T, F, S> {
    /// So many ranges, none of them taken.
    pub(crate) fn new(ranges: usize) -> zstd_buffers::Result<Self> {
        Ok(Self {
            taken: AtomicUsize::new(0),
            course: Course {
                interrupted: AtomicBool::new(false),
                first_failed: AtomicUsize::new(usize::MAX),
            },
            failure: Mutex::new(None),
            setup: Mutex::new(None),
            results: vectors::collect((0..ranges).map(|_| Place::new()))?,
        })
    }

    /// One thread's share: takes ranges in `order`, with a state that `setup` makes, until there are none. `work` says by `None`
    /// that it was told to stop.
    pub(crate) fn serve<C>(
        &self,
        order: &[usize],
        setup: impl FnOnce() -> Result<C, S>,
        mut work: impl FnMut(&mut C, usize) -> Result<Option<T>, Failure<F>>,
    ) {
        let mut state = match setup() {
            Ok(state) => state,
            Err(error) => return self.fail_setup(error),
        };
        while let Some(&at) = order.get(self.taken.fetch_add(1, Ordering::Relaxed)) {
            match work(&mut state, at) {
                Ok(Some(result)) => drop(self.results[at].set(result)),
                Ok(None) => {}
                Err(failure) => self.fail(failure),
            }
        }
    }

    /// What the threads go by.
    pub(crate) fn course(&self) -> &Course {
        &self.course
    }

    fn fail(&self, failure: Failure<F>) {
        self.course
            .first_failed
            .fetch_min(failure.index, Ordering::Relaxed);
        let mut first = self.failure.lock().unwrap_or_else(PoisonError::into_inner);
        if first
            .as_ref()
            .is_none_or(|known| failure.index < known.index)
        {
            *first = Some(failure);
        }
    }

    fn fail_setup(&self, error: S) {
        self.course.first_failed.store(0, Ordering::Relaxed);
        let mut first = self.setup.lock().unwrap_or_else(PoisonError::into_inner);
        first.get_or_insert(error);
    }

    /// The results in the order of the ranges, once all threads are done.
    pub(crate) fn finish(self) -> Result<impl Iterator<Item = T>, Ended<F, S>> {
        let setup = self.setup.into_inner();
        if let Some(error) = setup.unwrap_or_else(PoisonError::into_inner) {
            return Err(Ended::Setup(error));
        }
        if self.course.interrupted.load(Ordering::Relaxed) {
            return Err(Ended::Interrupted);
        }
        let failure = self.failure.into_inner();
        if let Some(failure) = failure.unwrap_or_else(PoisonError::into_inner) {
            return Err(Ended::Failed(failure));
        }
        let results = self.results.into_iter();
        Ok(results.filter_map(Place::into_inner))
    }
}

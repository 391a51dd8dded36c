//! Training that the caller may stop.
#![forbid(unsafe_code)]

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;

use zstd_core::{Dictionary, Error as CoreError, Watch, start_thread};

use super::{TrainOptions, Trainer, train};
use crate::error::Result;
use crate::samples::Samples;

/// As [`train`], asking `watch` some twenty times a second whether to go on.
///
/// libzstd's trainers cannot be stopped, so they run on a thread of their own, on samples that it owns. Where the answer is no,
/// this call returns at once, and that thread comes to its end by itself: it keeps a core busy until then, and its memory.
///
/// # Errors
///
/// As [`train`], and [`zstd_core::Error::Interrupted`] when the answer was no.
pub fn train_watched(
    dict_size: usize,
    samples: Samples<'_>,
    trainer: &Trainer,
    options: &TrainOptions,
    watch: &mut Watch<'_>,
) -> Result<Dictionary> {
    let samples = samples.into_owned()?;
    let (trainer, options) = (trainer.clone(), *options);
    watched(
        move || train(dict_size, &samples, &trainer, &options),
        watch,
    )
}

/// Runs `work` on a thread of its own until it is done or `watch` says no. A panic of it goes on here.
fn watched<T: Send + 'static>(
    work: impl FnOnce() -> Result<T> + Send + 'static,
    watch: &mut Watch<'_>,
) -> Result<T> {
    let place = Arc::new(Place {
        result: Mutex::new(None),
        filled: Condvar::new(),
    });
    let filled = place.clone();
    let work = move || filled.fill(catch_unwind(AssertUnwindSafe(work)));
    let started = start_thread("zstd-train", work);
    let thread = started.map_err(|_| CoreError::OutOfMemory { bytes: None })?;
    let Some(result) = place.wait(watch) else {
        return Err(CoreError::Interrupted.into());
    };
    // It has nothing left to do. Its memory is there for the next one once it has ended.
    thread.join();
    result.unwrap_or_else(|panic| resume_unwind(panic))
}

/// Where the thread leaves its result, for one that waits. Unlike a channel, it asks for no memory when it waits.
struct Place<T> {
    result: Mutex<Option<thread::Result<T>>>,
    filled: Condvar,
}

impl<T> Place<T> {
    fn fill(&self, result: thread::Result<T>) {
        *self.result.lock().unwrap_or_else(PoisonError::into_inner) = Some(result);
        self.filled.notify_one();
    }

    /// The result; none when the watch says not to go on.
    fn wait(&self, watch: &mut Watch<'_>) -> Option<thread::Result<T>> {
        let mut result = self.result.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if result.is_some() {
                return result.take();
            }
            let waited = self.filled.wait_timeout(result, Watch::INTERVAL);
            let (now, time) = waited.unwrap_or_else(PoisonError::into_inner);
            result = now;
            if time.timed_out() && result.is_none() && !watch.proceed() {
                return None;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn samples(count: u32) -> Vec<String> {
        let sample = |n| {
            format!(
                "record {n}: status=ok user=user{} score={}",
                n % 37,
                n % 101
            )
        };
        (0..count).map(sample).collect()
    }

    #[test]
    fn a_watched_training_makes_the_same_dictionary() {
        let samples = samples(2000);
        let gathered = || Samples::gather(&samples).unwrap();
        let options = TrainOptions::default();
        let expected = train(4096, &gathered(), &Trainer::Default, &options).unwrap();
        let go_on = || true;
        let mut watch = Watch::new(&go_on);
        let trained = train_watched(4096, gathered(), &Trainer::Default, &options, &mut watch);
        assert_eq!(trained.unwrap().as_bytes(), expected.as_bytes());
        let refused = train_watched(
            4096,
            gathered(),
            &Trainer::Legacy { selectivity: 99 },
            &options,
            &mut watch,
        );
        assert!(refused.is_err());
    }

    #[test]
    fn a_training_is_stopped_when_the_caller_says_so() {
        let samples = samples(60_000);
        let trainer = Trainer::Cover(super::super::Cover {
            optimize: true,
            steps: 1000,
            ..Default::default()
        });
        let caller = thread::current().id();
        let stop = || {
            assert_eq!(thread::current().id(), caller);
            false
        };
        let stopped = train_watched(
            100_000,
            Samples::gather(&samples).unwrap(),
            &trainer,
            &TrainOptions::default(),
            &mut Watch::new(&stop),
        );
        assert_eq!(stopped.err(), Some(CoreError::Interrupted.into()));
    }

    #[test]
    fn a_panic_of_the_trainer_is_the_callers() {
        let go_on = || true;
        let panicked = catch_unwind(|| watched::<()>(|| panic!("forced"), &mut Watch::new(&go_on)));
        let payload = panicked.unwrap_err();
        assert_eq!(payload.downcast_ref(), Some(&"forced"));
    }
}

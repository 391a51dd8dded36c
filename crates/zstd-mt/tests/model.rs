//! What the threads of a batch share, and the pool of each process, under a model checker, which tries the orders in which threads
//! can take their steps, and the values that memory may show them.
//!
//! What is checked are the files of the crate themselves: they are compiled here once more, with the checker's primitives where
//! the crate has the standard library's. rayon, whose part it is to wake threads and to wait for them, is not in the model.

use std::sync::atomic::Ordering;

use libtest_mimic::{Arguments, Trial};
use loom::cell::UnsafeCell;
use loom::sync::Arc;
use loom::thread;

/// The checker's primitives.
mod sync {
    pub(crate) use loom::sync::{Mutex, atomic};
    pub(crate) use std::sync::PoisonError;

    const UNPOISONED: &str = "the checker ends a model at the first panic";

    /// The checker has none: this one does the same with a lock.
    pub(crate) struct Place<T>(Mutex<Option<T>>);

    impl<T> Place<T> {
        pub(crate) fn new() -> Self {
            Self(Mutex::new(None))
        }

        pub(crate) fn set(&self, value: T) -> Result<(), T> {
            let mut place = self.0.lock().expect(UNPOISONED);
            assert!(place.is_none(), "a range was done twice");
            *place = Some(value);
            Ok(())
        }

        pub(crate) fn into_inner(self) -> Option<T> {
            self.0.into_inner().expect(UNPOISONED)
        }
    }
}

#[allow(dead_code, unreachable_pub, unused_imports)]
#[path = "../src/handout.rs"]
mod handout;

#[allow(dead_code, unreachable_pub, unused_imports)]
#[path = "../src/per_process.rs"]
mod per_process;

use handout::{Ended, Failure, Handout};
use per_process::PerProcess;
use sync::atomic::AtomicPtr;

type Batch = Handout<usize, &'static str, &'static str>;
type Outcome = Result<Vec<usize>, Ended<&'static str, &'static str>>;

/// Runs `serve` on a helper and on the calling thread, as a batch does.
fn on_two_threads(ranges: usize, serve: fn(&Batch, bool)) -> Outcome {
    let batch = Arc::new(Handout::new(ranges).expect("there is memory"));
    let helper = {
        let batch = batch.clone();
        thread::spawn(move || serve(&batch, false))
    };
    serve(&batch, true);
    join(helper);
    match Arc::try_unwrap(batch) {
        Ok(batch) => batch.finish().map(Iterator::collect),
        Err(_) => unreachable!("the helper is done"),
    }
}

/// Every range is done once, by whichever thread, and its result is there.
fn ranges_are_done_once() {
    let outcome = on_two_threads(3, |batch, _| {
        batch.serve(
            &[2, 0, 1],
            || Ok(()),
            |(), at| {
                assert!(batch.course().matters(at));
                Ok(Some(at * 10))
            },
        );
    });
    assert!(matches!(outcome, Ok(results) if results == [0, 10, 20]));
}

/// Of items that fail the first one is named, and those before it have been done.
fn the_first_failure_wins() {
    let outcome = on_two_threads(3, |batch, _| {
        batch.serve(
            &[2, 1, 0],
            || Ok(()),
            |(), at| match (batch.course().matters(at), at) {
                (false, _) => {
                    assert!(at > 1, "an item ahead of all failures was left out");
                    Ok(None)
                }
                (true, 0) => Ok(Some(0)),
                (true, index) => Err(Failure {
                    index,
                    source: "broken",
                }),
            },
        );
    });
    assert!(matches!(outcome, Err(Ended::Failed(failure)) if failure.index == 1));
}

/// The caller's check stops all threads; the helper is not left behind, and no result is given out.
fn an_interruption_stops_both() {
    let outcome = on_two_threads(3, |batch, is_caller| {
        let mut stopped = false;
        batch.serve(
            &[0, 1, 2],
            || Ok(()),
            |(), at| {
                if is_caller {
                    batch.course().interrupt();
                }
                assert!(
                    !(stopped && batch.course().matters(at)),
                    "it was going on after all"
                );
                stopped |= !batch.course().matters(at);
                Ok((!stopped).then_some(at))
            },
        );
    });
    // The helper may have done everything before the caller came to its first range.
    match outcome {
        Ok(results) => assert_eq!(results, [0, 1, 2]),
        Err(ended) => assert!(matches!(ended, Ended::Interrupted)),
    }
}

/// A thread that cannot begin is reported, whatever the other one has done meanwhile.
fn a_thread_that_cannot_begin_is_reported() {
    let outcome = on_two_threads(2, |batch, is_caller| {
        let setup = || if is_caller { Ok(()) } else { Err("no memory") };
        batch.serve(&[0, 1], setup, |(), at| {
            Ok(batch.course().matters(at).then_some(at))
        });
    });
    assert!(matches!(outcome, Err(Ended::Setup("no memory"))));
}

/// A counter that is not in the model.
#[derive(Clone, Default)]
struct Live(std::sync::Arc<std::sync::atomic::AtomicUsize>);

/// A value that must have been handed over properly, and how many there are.
struct Threads(UnsafeCell<usize>, Live);

impl Threads {
    fn start(live: &Live) -> Option<Self> {
        live.0.fetch_add(1, Ordering::Relaxed);
        let made = Self(UnsafeCell::new(0), live.clone());
        // The checker takes no notice of what a cell is made with.
        // SAFETY: nobody else knows the cell yet.
        made.0.with_mut(|count| unsafe { *count = 3 });
        Some(made)
    }

    fn count(&self) -> usize {
        // SAFETY: nobody writes to a value that was published; the checker verifies it.
        self.0.with(|count| unsafe { *count })
    }
}

impl Drop for Threads {
    fn drop(&mut self) {
        self.1.0.fetch_sub(1, Ordering::Relaxed);
    }
}

// SAFETY: the cell is not written to after it is published, as the checker verifies.
unsafe impl Sync for Threads {}

/// All threads of a process find one value, however many are the first; and a forked child finds another, of its own.
fn each_process_has_one() {
    let live = Live::default();
    let shared = Arc::new(PerProcess::<Threads> {
        current: AtomicPtr::new(std::ptr::null_mut()),
    });
    let mut found = Vec::new();
    for process in [1, 2] {
        let get = {
            let (shared, live) = (shared.clone(), live.clone());
            move || {
                let threads = shared.get_or_make(process, || Threads::start(&live));
                let threads = threads.expect("they can always be started here");
                assert_eq!(threads.count(), 3);
                std::ptr::from_ref(threads) as usize
            }
        };
        let other = thread::spawn(get.clone());
        let ours = get();
        assert_eq!(join(other), ours);
        assert!(
            !found.contains(&ours),
            "the child uses its parent's threads"
        );
        found.push(ours);
        assert_eq!(live.0.load(Ordering::Relaxed), found.len());
    }
}

/// What a thread returns.
fn join<T>(thread: thread::JoinHandle<T>) -> T {
    thread
        .join()
        .expect("the checker ends a model at the first panic")
}

fn main() {
    let models: [(&str, fn()); 5] = [
        ("ranges_are_done_once", ranges_are_done_once),
        ("the_first_failure_wins", the_first_failure_wins),
        ("an_interruption_stops_both", an_interruption_stops_both),
        (
            "a_thread_that_cannot_begin_is_reported",
            a_thread_that_cannot_begin_is_reported,
        ),
        ("each_process_has_one", each_process_has_one),
    ];
    let trials = models.into_iter().map(|(name, model)| {
        Trial::test(name, move || {
            loom::model(model);
            Ok(())
        })
    });
    libtest_mimic::run(&Arguments::from_args(), trials.collect()).exit();
}

//! The pool of contexts and the slot of dictionaries under a model checker, which tries the orders in which threads can take
//! their steps, and the values that memory may show them.
//!
//! What is checked are the files of the crate themselves: they are compiled here once more, with the checker's primitives where
//! the crate has the standard library's. Not run by the usual harness, so that the files' own tests stay out.

use std::convert::Infallible;

use libtest_mimic::{Arguments, Trial};
use loom::cell::UnsafeCell;
use loom::thread;

/// The checker's primitives. Its reference counts would order what the slot must order by itself.
mod sync {
    pub(crate) use loom::sync::atomic;
    pub(crate) use std::sync::Arc;
}

#[allow(dead_code, unreachable_pub, unused_imports)]
#[path = "../src/pool.rs"]
mod pool;

#[allow(dead_code, unreachable_pub, unused_imports)]
#[path = "../src/slot.rs"]
mod slot;

use pool::{Pool, Pooled};
use slot::Slot;
use sync::Arc;
use sync::atomic::{AtomicUsize, Ordering};

/// An object that one thread at a time may use, and whose memory must have been handed over properly. One that is neither in
/// the pool nor dropped at the end is a leak that the checker sees.
struct Object {
    uses: UnsafeCell<usize>,
    _alive: loom::sync::Arc<()>,
}

impl Object {
    fn new(uses: usize) -> Self {
        let mut object = Self {
            uses: UnsafeCell::new(0),
            _alive: loom::sync::Arc::new(()),
        };
        // The checker takes no notice of what a cell is made with.
        object.add(uses);
        object
    }

    fn add(&mut self, more: usize) {
        // SAFETY: the reference is exclusive; the checker compares that with what it has seen of the other threads.
        self.uses.with_mut(|uses| unsafe { *uses += more });
    }

    fn uses(&self) -> usize {
        // SAFETY: as above, for a reference that is not exclusive.
        self.uses.with(|uses| unsafe { *uses })
    }
}

// SAFETY: the cell is written through exclusive references only, as the checker verifies.
unsafe impl Sync for Object {}

/// An object whose uses are added up when it is dropped.
struct Counted(Object, Arc<AtomicUsize>);

impl Drop for Counted {
    fn drop(&mut self) {
        self.1.fetch_add(self.0.uses(), Ordering::Relaxed);
    }
}

fn get<'a, const SLOTS: usize>(
    pool: &'a Pool<Counted, SLOTS>,
    total: &Arc<AtomicUsize>,
) -> Pooled<'a, Counted, SLOTS> {
    let make = || Ok::<_, Infallible>(Counted(Object::new(0), total.clone()));
    match pool.get_or_make(|_| true, make) {
        Ok(object) => object,
        Err(never) => match never {},
    }
}

/// Callers take what others put back; nobody meets another in an object, and no use of one is lost.
fn callers_share_a_pool<const SLOTS: usize>() {
    let total = Arc::new(AtomicUsize::new(0));
    let pool = Arc::new(Pool::<Counted, SLOTS>::with_slots());
    let threads: Vec<_> = (0..2)
        .map(|_| {
            let (pool, total) = (pool.clone(), total.clone());
            thread::spawn(move || {
                get(&pool, &total).0.add(1);
                get(&pool, &total).0.add(1);
            })
        })
        .collect();
    for thread in threads {
        join(thread);
    }
    let kept: Vec<_> = std::iter::from_fn(|| pool.take()).collect();
    assert!((1..=SLOTS).contains(&kept.len()));
    drop(kept);
    assert_eq!(total.load(Ordering::Relaxed), 4);
}

/// Of more objects than there are slots some are dropped; none is lost, and none comes out twice.
fn a_pool_that_is_full_drops() {
    let pool = Arc::new(Pool::<Object, 1>::with_slots());
    let taker = {
        let pool = pool.clone();
        thread::spawn(move || pool.take())
    };
    let giver = {
        let pool = pool.clone();
        thread::spawn(move || pool.put(Box::new(Object::new(2))))
    };
    pool.put(Box::new(Object::new(1)));
    join(giver);
    let taken = join(taker);
    let left = pool.take();
    assert!(pool.take().is_none());
    let numbers = [&taken, &left].map(|object| object.as_ref().map(|object| object.uses()));
    match numbers {
        [None, Some(1 | 2)] | [Some(1), Some(2)] | [Some(2), Some(1)] => {}
        // The other one came while the first was still there.
        [Some(_), None] => {}
        other => panic!("{other:?}"),
    }
}

/// A reader finds nothing or a whole value, while others set some.
fn a_slot_is_read_while_it_is_set() {
    let slot = Arc::new(Slot::<Object>::new());
    let reader = {
        let slot = slot.clone();
        thread::spawn(move || slot.get().map(|object| object.uses()))
    };
    let setter = {
        let slot = slot.clone();
        thread::spawn(move || {
            slot.set(Arc::new(Object::new(2)));
            slot.get().map(|object| object.uses())
        })
    };
    // The checker lets this thread go first, and then has the others get ahead of it.
    slot.set(Arc::new(Object::new(1)));
    assert!(matches!(join(reader), None | Some(1 | 2)));
    assert!(matches!(join(setter), Some(1 | 2)));
    assert!(matches!(
        slot.get().map(|object| object.uses()),
        Some(1 | 2)
    ));
}

/// What is read stays alive when the slot goes away.
fn values_outlive_their_slot() {
    let slot = Arc::new(Slot::<Object>::new());
    let reader = {
        let slot = slot.clone();
        thread::spawn(move || slot.get())
    };
    slot.set(Arc::new(Object::new(1)));
    slot.set(Arc::new(Object::new(2)));
    drop(slot);
    let seen = join(reader);
    assert!(seen.is_none_or(|object| (1..=2).contains(&object.uses())));
}

/// What a thread returns.
fn join<T>(thread: thread::JoinHandle<T>) -> T {
    thread
        .join()
        .expect("the checker ends a model at the first panic")
}

fn main() {
    let models: [(&str, fn()); 5] = [
        ("callers_share_a_pool_of_one", callers_share_a_pool::<1>),
        ("callers_share_a_pool_of_two", callers_share_a_pool::<2>),
        ("a_pool_that_is_full_drops", a_pool_that_is_full_drops),
        (
            "a_slot_is_read_while_it_is_set",
            a_slot_is_read_while_it_is_set,
        ),
        ("values_outlive_their_slot", values_outlive_their_slot),
    ];
    let trials = models.into_iter().map(|(name, model)| {
        Trial::test(name, move || {
            loom::model(model);
            Ok(())
        })
    });
    libtest_mimic::run(&Arguments::from_args(), trials.collect()).exit();
}

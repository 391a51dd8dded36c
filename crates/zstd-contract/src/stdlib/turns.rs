//! Objects that callers share by taking turns.
#![forbid(unsafe_code)]

use std::ops::{Deref, DerefMut};
use std::process;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use zstd_core::Pool;

use crate::failure::{Failure, FailureKind, Result};

/// How often a waiting caller only lets others run, before it sleeps.
const YIELDS: u32 = 64;

/// How long it sleeps at most between two looks.
const LONGEST_SLEEP: Duration = Duration::from_millis(1);

/// After so many looks, 0.15 seconds, the caller that has the turn would have said by now that it is one of this process.
const PATIENCE: u32 = YIELDS + 200;

/// A value that one caller at a time takes out, and puts back when its turn ends. The others wait.
///
/// There is no lock. So a child made by `fork` in the middle of a turn, whose caller it does not have, is told so instead of
/// waiting forever.
pub(super) struct Turns<T> {
    place: Pool<T, 1>,
    /// The process of the newest turn.
    holder: AtomicU32,
}

/// A turn. It can be taken on one thread and ended on another.
pub struct Turn<'a, T> {
    value: Option<Box<T>>,
    turns: &'a Turns<T>,
}

impl<T> Turns<T> {
    pub(super) fn new(value: T) -> Self {
        let place = Pool::with_slots();
        place.put(Box::new(value));
        Self {
            place,
            holder: AtomicU32::new(process::id()),
        }
    }

    /// Takes a turn, unless another one is under way.
    pub(super) fn try_take(&self) -> Option<Turn<'_, T>> {
        let value = Some(self.place.take()?);
        self.holder.store(process::id(), Ordering::Relaxed);
        Some(Turn { value, turns: self })
    }

    /// Takes a turn, after those that are under way.
    ///
    /// # Errors
    ///
    /// In a child made by `fork` while its parent had a turn, which never ends in the child.
    pub(super) fn take(&self) -> Result<Turn<'_, T>> {
        for attempt in 0_u32.. {
            if let Some(turn) = self.try_take() {
                return Ok(turn);
            }
            if attempt >= PATIENCE && self.holder.load(Ordering::Relaxed) != process::id() {
                break;
            }
            if attempt < YIELDS {
                std::thread::yield_now();
            } else {
                let pause = Duration::from_micros(u64::from(attempt - YIELDS).saturating_mul(10));
                std::thread::sleep(pause.min(LONGEST_SLEEP));
            }
        }
        Err(Failure::new(
            FailureKind::Zstd,
            "the object was in use when the process was forked; make a new one in the child",
        ))
    }
}

impl<T> Deref for Turn<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.value
            .as_deref()
            .expect("the value is taken out only in `drop`")
    }
}

impl<T> DerefMut for Turn<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        self.value
            .as_deref_mut()
            .expect("the value is taken out only in `drop`")
    }
}

impl<T> Drop for Turn<'_, T> {
    fn drop(&mut self) {
        if let Some(value) = self.value.take() {
            self.turns.place.put(value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turns_follow_one_another() {
        let turns = Turns::new(0_u32);
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    for _ in 0..500 {
                        let mut turn = turns.take().unwrap();
                        let seen = *turn;
                        std::thread::yield_now();
                        *turn = seen + 1;
                    }
                });
            }
        });
        assert_eq!(*turns.take().unwrap(), 2000);
    }

    #[test]
    fn a_turn_under_way_is_not_shared_and_survives_a_panic() {
        let turns = Turns::new(1);
        let turn = turns.take().unwrap();
        assert!(turns.try_take().is_none());
        drop(turn);
        std::thread::scope(|scope| {
            let panicked = scope.spawn(|| {
                let _turn = turns.take().unwrap();
                panic!("forced");
            });
            assert!(panicked.join().is_err());
        });
        assert_eq!(*turns.take().unwrap(), 1);
    }

    #[test]
    fn the_turn_of_another_process_is_not_waited_for() {
        let turns = Turns::new(1);
        let turn = turns.take().unwrap();
        turns.holder.store(u32::MAX, Ordering::Relaxed);
        let failure = turns.take().err().unwrap();
        assert!(failure.message.contains("forked"), "{failure}");
        drop(turn);
        assert!(turns.take().is_ok());
    }

    #[test]
    fn callers_of_a_child_do_not_take_each_other_for_the_parents() {
        for _ in 0..2000 {
            let turns = Turns::new(());
            turns.holder.store(u32::MAX, Ordering::Relaxed);
            std::thread::scope(|scope| {
                let other = scope.spawn(|| turns.take().map(drop).is_ok());
                assert!(turns.take().map(drop).is_ok());
                assert!(other.join().unwrap());
            });
        }
    }
}

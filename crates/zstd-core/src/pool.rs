//! A pool of reusable objects that is safe at every instant of a `fork`.

use std::ops::{Deref, DerefMut};
use std::ptr;

use crate::sync::atomic::{AtomicPtr, Ordering};

/// Idle objects, ready to be taken by any thread. Those beyond the number of slots are dropped when they come back rather than
/// kept.
///
/// Each slot is one atomic pointer that is emptied or filled in a single step. There is no lock and no state between
/// steps, so a child made by `fork` never finds the pool locked by a thread that it does not have.
///
/// ```
/// use zstd_core::Pool;
///
/// let pool = Pool::new();
/// pool.put(Box::new(String::from("ready")));
/// assert_eq!(pool.take().as_deref().map(String::as_str), Some("ready"));
/// assert!(pool.take().is_none());
/// ```
pub struct Pool<T, const SLOTS: usize = 16> {
    slots: [AtomicPtr<T>; SLOTS],
    /// The pool owns the objects in its slots.
    _owns: std::marker::PhantomData<Box<T>>,
}

impl<T> Default for Pool<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T> Pool<T> {
    /// An empty pool of 16 slots.
    #[must_use]
    pub fn new() -> Self {
        Self::with_slots()
    }
}

impl<T, const SLOTS: usize> Pool<T, SLOTS> {
    /// An empty pool of `SLOTS` slots.
    #[must_use]
    pub fn with_slots() -> Self {
        Self {
            slots: std::array::from_fn(|_| AtomicPtr::new(ptr::null_mut())),
            _owns: std::marker::PhantomData,
        }
    }

    /// Takes an idle object out.
    pub fn take(&self) -> Option<Box<T>> {
        for slot in &self.slots {
            if slot.load(Ordering::Relaxed).is_null() {
                continue;
            }
            let raw = slot.swap(ptr::null_mut(), Ordering::Acquire);
            if !raw.is_null() {
                // SAFETY: the pointer was made by `Box::into_raw` in `put`, and the swap took it out of the slot: it is ours alone.
                return Some(unsafe { Box::from_raw(raw) });
            }
        }
        None
    }

    /// Puts an object back, or drops it when the pool is full.
    pub fn put(&self, object: Box<T>) {
        let raw = Box::into_raw(object);
        for slot in &self.slots {
            let empty = slot.load(Ordering::Relaxed).is_null();
            if empty
                && slot
                    .compare_exchange(ptr::null_mut(), raw, Ordering::Release, Ordering::Relaxed)
                    .is_ok()
            {
                return;
            }
        }
        // SAFETY: made by `Box::into_raw` above, and no slot took it.
        drop(unsafe { Box::from_raw(raw) });
    }

    /// Takes an idle object that `usable` accepts, or makes one. Objects that it does not accept are dropped.
    pub fn get_or_make<E>(
        &self,
        usable: impl Fn(&T) -> bool,
        make: impl FnOnce() -> Result<T, E>,
    ) -> Result<Pooled<'_, T, SLOTS>, E> {
        while let Some(object) = self.take() {
            if usable(&object) {
                return Ok(Pooled::new(object, self));
            }
        }
        Ok(Pooled::new(Box::new(make()?), self))
    }
}

impl<T, const SLOTS: usize> Drop for Pool<T, SLOTS> {
    fn drop(&mut self) {
        while self.take().is_some() {}
    }
}

/// An object out of a [`Pool`], which it goes back to when it is dropped.
pub struct Pooled<'pool, T, const SLOTS: usize = 16> {
    object: Option<Box<T>>,
    pool: &'pool Pool<T, SLOTS>,
}

impl<'pool, T, const SLOTS: usize> Pooled<'pool, T, SLOTS> {
    fn new(object: Box<T>, pool: &'pool Pool<T, SLOTS>) -> Self {
        Self {
            object: Some(object),
            pool,
        }
    }

    /// Keeps the object: it does not go back to the pool.
    #[must_use]
    pub fn detach(mut self) -> Box<T> {
        self.object
            .take()
            .expect("the object is taken out only here and in `drop`")
    }
}

impl<T, const SLOTS: usize> Deref for Pooled<'_, T, SLOTS> {
    type Target = T;

    fn deref(&self) -> &T {
        self.object
            .as_deref()
            .expect("the object is there until `detach` or `drop`")
    }
}

impl<T, const SLOTS: usize> DerefMut for Pooled<'_, T, SLOTS> {
    fn deref_mut(&mut self) -> &mut T {
        self.object
            .as_deref_mut()
            .expect("the object is there until `detach` or `drop`")
    }
}

impl<T, const SLOTS: usize> Drop for Pooled<'_, T, SLOTS> {
    fn drop(&mut self) {
        if let Some(object) = self.object.take() {
            self.pool.put(object);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::convert::Infallible;
    use std::sync::atomic::AtomicUsize;

    fn numbered(pool: &Pool<usize>, counter: &AtomicUsize) -> usize {
        let object = pool
            .get_or_make(
                |_| true,
                || Ok::<_, Infallible>(counter.fetch_add(1, Ordering::Relaxed)),
            )
            .unwrap();
        *object
    }

    #[test]
    fn objects_are_reused() {
        let (pool, counter) = (Pool::new(), AtomicUsize::new(0));
        assert_eq!(numbered(&pool, &counter), 0);
        assert_eq!(numbered(&pool, &counter), 0);
        let kept = pool.take().unwrap();
        assert_eq!(numbered(&pool, &counter), 1);
        pool.put(kept);
        assert!(pool.take().is_some() && pool.take().is_some() && pool.take().is_none());
    }

    #[test]
    fn objects_that_are_not_usable_are_dropped() {
        let pool = Pool::new();
        pool.put(Box::new(1));
        pool.put(Box::new(2));
        let object = pool
            .get_or_make(|&n| n == 2, || Ok::<_, Infallible>(3))
            .unwrap();
        assert_eq!(*object, 2);
    }

    #[test]
    fn no_object_is_lost_or_shared_among_threads() {
        struct Counted<'a>(&'a AtomicUsize, AtomicUsize);
        impl Drop for Counted<'_> {
            fn drop(&mut self) {
                self.0.fetch_sub(1, Ordering::Relaxed);
            }
        }
        let live = AtomicUsize::new(0);
        {
            let pool = Pool::new();
            std::thread::scope(|scope| {
                for _ in 0..8 {
                    scope.spawn(|| {
                        for _ in 0..20_000 {
                            let object = pool
                                .get_or_make(
                                    |_| true,
                                    || {
                                        live.fetch_add(1, Ordering::Relaxed);
                                        Ok::<_, Infallible>(Counted(&live, AtomicUsize::new(0)))
                                    },
                                )
                                .unwrap();
                            assert_eq!(
                                object.1.fetch_add(1, Ordering::Relaxed),
                                0,
                                "two threads hold one object"
                            );
                            object.1.fetch_sub(1, Ordering::Relaxed);
                        }
                    });
                }
            });
            assert!(live.load(Ordering::Relaxed) <= 8);
        }
        assert_eq!(live.load(Ordering::Relaxed), 0);
    }
}

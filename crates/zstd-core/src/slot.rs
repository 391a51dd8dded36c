//! A shared value that is set seldom and read often, without a lock that a `fork` could leave held.

use std::ptr;

use crate::sync::Arc;
use crate::sync::atomic::{AtomicPtr, Ordering};

/// The newest of the values that were set, if any. Older ones are kept until the slot is dropped, since a reader may be
/// about to clone them; what is stored here is set once or twice in its life.
pub(crate) struct Slot<T> {
    newest: AtomicPtr<Node<T>>,
}

struct Node<T> {
    value: Arc<T>,
    older: *mut Node<T>,
}

// SAFETY: the nodes are owned by the slot and hand out only `Arc<T>` clones.
unsafe impl<T: Send + Sync> Send for Slot<T> {}
// SAFETY: as above; nodes never change once they are published.
unsafe impl<T: Send + Sync> Sync for Slot<T> {}

impl<T> Slot<T> {
    pub(crate) fn new() -> Self {
        Self {
            newest: AtomicPtr::new(ptr::null_mut()),
        }
    }

    pub(crate) fn get(&self) -> Option<Arc<T>> {
        let newest = self.newest.load(Ordering::Acquire);
        // SAFETY: a published node stays alive and unchanged until the slot is dropped, which needs `&mut self`.
        let node = unsafe { newest.as_ref() }?;
        Some(node.value.clone())
    }

    pub(crate) fn set(&self, value: Arc<T>) {
        let node = Box::into_raw(Box::new(Node {
            value,
            older: ptr::null_mut(),
        }));
        let mut older = self.newest.load(Ordering::Relaxed);
        loop {
            // SAFETY: the node is not published yet, so it is ours alone.
            unsafe { (*node).older = older };
            match self.newest.compare_exchange_weak(
                older,
                node,
                Ordering::Release,
                Ordering::Relaxed,
            ) {
                Ok(_) => return,
                Err(changed) => older = changed,
            }
        }
    }
}

impl<T> Drop for Slot<T> {
    fn drop(&mut self) {
        let mut next = self.newest.swap(ptr::null_mut(), Ordering::Acquire);
        while !next.is_null() {
            // SAFETY: made by `Box::into_raw` in `set`; the slot is going away, so nobody else reads the chain.
            let node = unsafe { Box::from_raw(next) };
            next = node.older;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_value_is_read_and_all_are_freed() {
        let slot = Slot::new();
        assert!(slot.get().is_none());
        let first = Arc::new(1);
        slot.set(first.clone());
        slot.set(Arc::new(2));
        assert_eq!(slot.get().as_deref(), Some(&2));
        assert_eq!(Arc::strong_count(&first), 2);
        drop(slot);
        assert_eq!(Arc::strong_count(&first), 1);
    }

    #[test]
    fn threads_may_set_and_read_at_once() {
        let slot = Slot::new();
        std::thread::scope(|scope| {
            for n in 0..4 {
                let slot = &slot;
                scope.spawn(move || {
                    for _ in 0..1000 {
                        slot.set(Arc::new(n));
                        assert!(slot.get().is_some_and(|value| *value < 4));
                    }
                });
            }
        });
    }
}

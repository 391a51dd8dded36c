//! The live objects of a run.

use std::ptr::{self, NonNull};

/// An object of the library, which is freed when it is dropped, and its twin.
pub(super) struct Pair<T, M> {
    raw: NonNull<T>,
    free: unsafe extern "C" fn(*mut T),
    /// Dropped after the object: sources and sinks that it refers to are in here too.
    twin: M,
}

impl<T, M> Pair<T, M> {
    /// Takes over an object of the library.
    pub(super) fn new(raw: NonNull<T>, free: unsafe extern "C" fn(*mut T), twin: M) -> Self {
        Self { raw, free, twin }
    }
}

impl<T, M> Drop for Pair<T, M> {
    fn drop(&mut self) {
        // SAFETY: the object is live, and this is its only owner.
        unsafe { (self.free)(self.raw.as_ptr()) };
    }
}

/// A few objects of one type.
pub(super) struct Shelf<T, M>([Option<Pair<T, M>>; 2]);

impl<T, M> Default for Shelf<T, M> {
    fn default() -> Self {
        Self([const { None }; 2])
    }
}

impl<T, M> Shelf<T, M> {
    /// The object at a place and its twin; NULL and none where there is none. Two numbers of 256 are always NULL.
    pub(super) fn at(&mut self, place: u8) -> (*mut T, Option<&mut M>) {
        let place = usize::from(place);
        match self.0.get_mut(if place < 254 { place % 2 } else { place }) {
            Some(Some(pair)) => (pair.raw.as_ptr(), Some(&mut pair.twin)),
            _ => (ptr::null_mut(), None),
        }
    }

    /// The object at a place, or NULL.
    pub(super) fn raw(&mut self, place: u8) -> *mut T {
        self.at(place).0
    }

    /// The twin at a place.
    pub(super) fn twin(&mut self, place: u8) -> Option<&mut M> {
        self.at(place).1
    }

    /// Puts an object to a place; what was there is freed.
    pub(super) fn put(&mut self, place: u8, pair: Option<Pair<T, M>>) {
        if let Some(pair) = pair {
            self.0[usize::from(place) % 2] = Some(pair);
        }
    }

    /// Frees what is at a place.
    pub(super) fn clear(&mut self, place: u8) {
        self.0[usize::from(place) % 2] = None;
    }
}

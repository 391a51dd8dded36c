//! The bytes of a dictionary or a prefix, shared by all that refer to them.
#![forbid(unsafe_code)]

use std::ops::Deref;
use std::sync::Arc;

/// Bytes that never change or move. Clones share them.
///
/// They are made of what already holds them, without a copy, so that making them asks for little memory: of a vector, of a boxed
/// or a shared slice. A borrowed slice is copied; where its length is not known to be small, put it into a vector that
/// [`Vec::try_reserve_exact`] has made room in.
#[derive(Clone, Debug)]
pub struct Content(Holder);

#[derive(Clone, Debug)]
enum Holder {
    Owned(Arc<Vec<u8>>),
    Shared(Arc<[u8]>),
}

impl Deref for Content {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match &self.0 {
            Holder::Owned(bytes) => bytes,
            Holder::Shared(bytes) => bytes,
        }
    }
}

impl From<Vec<u8>> for Content {
    fn from(bytes: Vec<u8>) -> Self {
        Self(Holder::Owned(Arc::new(bytes)))
    }
}

impl From<Box<[u8]>> for Content {
    fn from(bytes: Box<[u8]>) -> Self {
        Vec::from(bytes).into()
    }
}

impl From<Arc<[u8]>> for Content {
    fn from(bytes: Arc<[u8]>) -> Self {
        Self(Holder::Shared(bytes))
    }
}

impl From<&[u8]> for Content {
    fn from(bytes: &[u8]) -> Self {
        bytes.to_vec().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_copied_that_is_owned() {
        let vector = b"content".to_vec();
        let start = vector.as_ptr();
        let content = Content::from(vector);
        assert_eq!((content.as_ptr(), content.clone().as_ptr()), (start, start));
        let shared: Arc<[u8]> = Arc::from(&b"shared"[..]);
        assert_eq!(Content::from(shared.clone()).as_ptr(), shared.as_ptr());
        let boxed = Box::<[u8]>::from(&b"boxed"[..]);
        assert_eq!(&*Content::from(boxed), b"boxed");
        assert_eq!(&*Content::from(&b"borrowed"[..]), b"borrowed");
    }
}

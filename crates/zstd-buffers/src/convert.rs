//! Conversions from and to the types of others, without copies.
#![forbid(unsafe_code)]

use crate::memory::SharedMemory;

impl From<Vec<u8>> for SharedMemory {
    fn from(bytes: Vec<u8>) -> Self {
        Self::from_owner(bytes)
    }
}

#[cfg(feature = "bytes")]
impl From<bytes::Bytes> for SharedMemory {
    fn from(bytes: bytes::Bytes) -> Self {
        Self::from_owner(bytes)
    }
}

#[cfg(feature = "bytes")]
impl From<SharedMemory> for bytes::Bytes {
    fn from(memory: SharedMemory) -> Self {
        Self::from_owner(memory)
    }
}

#[cfg(feature = "bytes")]
impl From<crate::buffer::BufferSegment> for bytes::Bytes {
    fn from(segment: crate::buffer::BufferSegment) -> Self {
        Self::from_owner(segment.data().clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_vector_is_not_copied() {
        let bytes = b"foobar".to_vec();
        let address = bytes.as_ptr();
        assert_eq!(SharedMemory::from(bytes).as_ptr(), address);
    }

    #[cfg(feature = "bytes")]
    #[test]
    fn bytes_go_both_ways_without_a_copy() {
        let bytes = bytes::Bytes::from(b"foobar".to_vec());
        let address = bytes.as_ptr();
        let memory = SharedMemory::from(bytes);
        assert_eq!(memory.as_ptr(), address);
        let back = bytes::Bytes::from(memory.slice(3..6));
        assert_eq!(
            (&back[..], back.as_ptr()),
            (&b"bar"[..], address.wrapping_add(3))
        );
    }

    #[cfg(feature = "serde")]
    #[test]
    fn segments_are_data() {
        let segment = crate::Segment::new(3, 6);
        let text = serde_json::to_string(&segment).unwrap();
        assert_eq!(text, r#"{"offset":3,"length":6}"#);
        assert_eq!(
            serde_json::from_str::<crate::Segment>(&text).unwrap(),
            segment
        );
    }
}

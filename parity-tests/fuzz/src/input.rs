//! The bytes of one run: a payload at the front, options at the end.
#![forbid(unsafe_code)]

/// What is left of an input.
pub struct Input<'a>(&'a [u8]);

impl<'a> Input<'a> {
    /// All of `data`.
    #[must_use]
    pub fn new(data: &'a [u8]) -> Self {
        Self(data)
    }

    /// The last byte, which is taken away; 0 when there is none.
    pub fn byte(&mut self) -> u8 {
        match self.0 {
            [rest @ .., last] => {
                self.0 = rest;
                *last
            }
            [] => 0,
        }
    }

    /// The last bit of a byte.
    pub fn flag(&mut self) -> bool {
        self.byte() & 1 == 1
    }

    /// A number below `end`, which must not be 0.
    pub fn below(&mut self, end: usize) -> usize {
        let number = u16::from_le_bytes([self.byte(), self.byte()]);
        usize::from(number) % end
    }

    /// The payload: everything that was not taken.
    #[must_use]
    pub fn rest(&self) -> &'a [u8] {
        self.0
    }

    /// Cuts `length` bytes, or what there is, off the front.
    pub fn cut(&mut self, length: usize) -> &'a [u8] {
        let (front, rest) = self.0.split_at(length.min(self.0.len()));
        self.0 = rest;
        front
    }

    /// Whether nothing is left.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_come_from_the_end_and_payloads_from_the_front() {
        let mut input = Input::new(b"payload\x03\x01");
        assert!(input.flag());
        assert_eq!(input.byte(), 3);
        assert_eq!(input.cut(3), b"pay");
        assert_eq!(input.rest(), b"load");
        assert_eq!(input.cut(100), b"load");
        assert!(input.is_empty() && input.byte() == 0 && input.below(7) == 0);
    }
}

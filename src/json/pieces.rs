//! Text that is built from short pieces.

/// A text that grows, and keeps its memory.
///
/// It copies pieces as bytes, a few too many at a time, and checks UTF-8 once at the end. To append each piece
/// to a `String` would take longer than to find it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pieces {
    /// The text, and room after it with any content.
    bytes: Vec<u8>,
    len: usize,
}

impl Pieces {
    /// Forgets the text.
    pub(crate) fn clear(&mut self) {
        self.len = 0;
    }

    /// Returns how much memory is kept, in bytes.
    #[cfg(feature = "fuzzing")]
    pub(crate) fn kept(&self) -> usize {
        self.bytes.capacity()
    }

    /// Room for `N` bytes behind the text; [`keep`](Self::keep) makes them part of it.
    #[inline]
    pub(super) fn room<const N: usize>(&mut self) -> &mut [u8; N] {
        if self.bytes.len() - self.len < N {
            self.bytes.resize((2 * self.bytes.len()).max(self.len + N), 0);
        }
        match self.bytes[self.len..].first_chunk_mut() {
            Some(room) => room,
            None => unreachable!("it has just been made"),
        }
    }

    /// Makes the first `len` bytes of the room part of the text.
    #[inline]
    pub(super) fn keep(&mut self, len: usize) {
        self.len += len;
    }

    /// Appends a character.
    pub(super) fn push(&mut self, character: char) {
        let len = character.encode_utf8(self.room::<4>()).len();
        self.keep(len);
    }

    /// Returns the text.
    pub(crate) fn text(&self) -> &str {
        match simdutf8::basic::from_utf8(&self.bytes[..self.len]) {
            Ok(text) => text,
            Err(_) => unreachable!("whole pieces of text and characters make text"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grows_and_forgets() {
        let mut pieces = Pieces::default();
        for _ in 0..2 {
            for _ in 0..100 {
                *pieces.room() = *b"a\xC3\xA9?????";
                pieces.keep(3);
                pieces.push('😀');
            }
            assert_eq!(pieces.text(), "aé😀".repeat(100));
            pieces.clear();
        }
        assert_eq!(pieces.text(), "");
    }
}

//! What is open while a value is skipped.

/// How many levels are kept without memory of their own: more than [`MAX_DEPTH`](super::MAX_DEPTH).
const INLINE: usize = 1024;

/// The kinds of the containers that are open: one bit each, set for an object.
#[derive(Debug)]
pub(super) struct Nesting {
    inline: [u64; INLINE / 64],
    /// The levels beyond.
    beyond: Vec<u64>,
    depth: usize,
}

impl Nesting {
    pub(super) fn new() -> Self {
        Self { inline: [0; INLINE / 64], beyond: Vec::new(), depth: 0 }
    }

    #[inline]
    pub(super) fn push(&mut self, object: bool) {
        let (word, bit) = (self.depth / 64, self.depth % 64);
        let word = match self.inline.get_mut(word) {
            Some(word) => word,
            None => {
                let word = word - self.inline.len();
                if word == self.beyond.len() {
                    self.beyond.push(0);
                }
                &mut self.beyond[word]
            }
        };
        *word = *word & !(1 << bit) | u64::from(object) << bit;
        self.depth += 1;
    }

    #[inline]
    pub(super) fn pop(&mut self) {
        self.depth -= 1;
    }

    /// Whether the innermost container is an object; `None` where none is open.
    #[inline]
    pub(super) fn top(&self) -> Option<bool> {
        let last = self.depth.checked_sub(1)?;
        let word = match self.inline.get(last / 64) {
            Some(word) => *word,
            None => self.beyond[last / 64 - self.inline.len()],
        };
        Some(word >> (last % 64) & 1 == 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remembers_every_level() {
        let mut nesting = Nesting::new();
        let object = |level: usize| level % 3 == 1;
        for round in 0..2 {
            for level in 0..INLINE + 200 {
                nesting.push(object(level + round));
            }
            for level in (0..INLINE + 200).rev() {
                assert_eq!(nesting.top(), Some(object(level + round)), "{level}");
                nesting.pop();
            }
            assert_eq!(nesting.top(), None);
        }
    }
}

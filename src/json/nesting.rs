//! What is open while a value is skipped.

/// How many levels one word holds.
const LEVELS: usize = u64::BITS as usize;

/// How many levels are kept without memory of their own: more than [`MAX_DEPTH`](super::MAX_DEPTH).
const INLINE: usize = 1024;

/// The kinds of the containers that are open: one bit each, set for an object.
#[derive(Debug)]
pub(super) struct Nesting {
    /// The innermost levels, the last of them in the lowest bit: at most [`LEVELS`]. It stays in a register, which a
    /// word that is looked up does not.
    word: u64,
    depth: usize,
    /// The full words around it.
    inline: [u64; INLINE / LEVELS],
    /// The full words beyond those.
    beyond: Vec<u64>,
}

impl Nesting {
    pub(super) fn new() -> Self {
        Self { word: 0, depth: 0, inline: [0; INLINE / LEVELS], beyond: Vec::new() }
    }

    #[inline(always)]
    pub(super) fn push(&mut self, object: bool) {
        if self.depth.is_multiple_of(LEVELS) && self.depth > 0 {
            self.spill();
        }
        self.word = self.word << 1 | u64::from(object);
        self.depth += 1;
    }

    /// Leaves the innermost container.
    #[inline(always)]
    pub(super) fn pop(&mut self) {
        self.depth -= 1;
        self.word >>= 1;
        if self.depth.is_multiple_of(LEVELS) && self.depth > 0 {
            self.fill();
        }
    }

    /// Whether the innermost container is an object; `None` where none is open.
    #[inline(always)]
    pub(super) fn top(&self) -> Option<bool> {
        (self.depth > 0).then_some(self.word & 1 == 1)
    }

    #[cold]
    #[inline(never)]
    fn spill(&mut self) {
        let at = self.depth / LEVELS - 1;
        match self.inline.get_mut(at) {
            Some(word) => *word = self.word,
            None => {
                self.beyond.truncate(at - self.inline.len());
                self.beyond.push(self.word);
            }
        }
    }

    #[cold]
    #[inline(never)]
    fn fill(&mut self) {
        let at = self.depth / LEVELS - 1;
        self.word = match self.inline.get(at) {
            Some(word) => *word,
            None => self.beyond[at - self.inline.len()],
        };
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

    #[test]
    fn goes_up_and_down_over_the_ends_of_words() {
        let mut nesting = Nesting::new();
        let mut plain = Vec::new();
        let mut random = 1_u64;
        for step in 0..100_000 {
            random = random.wrapping_mul(0x5851_F42D_4C95_7F2D).wrapping_add(1);
            // Long rises and falls, so that it gets deep.
            let up = (random >> 40) % 8 < if step / 3000 % 2 == 0 { 6 } else { 2 };
            if up || plain.is_empty() {
                plain.push(random >> 63 == 1);
                nesting.push(random >> 63 == 1);
            } else {
                plain.pop();
                nesting.pop();
            }
            assert_eq!(nesting.top(), plain.last().copied(), "step {step}");
        }
    }
}

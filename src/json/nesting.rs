//! What is open while a value is skipped.

/// How many levels are kept without memory of their own: more than [`MAX_DEPTH`](super::MAX_DEPTH).
const INLINE: usize = 1024;

/// How many levels one word holds: a bit is left to tell how many there are.
const LEVELS: usize = 63;

/// The kinds of the innermost containers that are open: one bit each, set for an object; the last of them in
/// the lowest bit, behind a bit that is set. It is apart from the [`Outer`] ones, of which a function takes the
/// address, so that it stays in a register.
#[derive(Clone, Copy, Debug)]
pub(super) struct Inner(u64);

/// The full words of containers around the innermost.
#[derive(Debug)]
pub(super) struct Outer {
    full: usize,
    inline: [u64; INLINE / LEVELS],
    beyond: Vec<u64>,
}

impl Inner {
    pub(super) const NONE: Self = Self(1);

    #[inline(always)]
    pub(super) fn push(&mut self, object: bool, outer: &mut Outer) {
        if self.0 >> LEVELS != 0 {
            outer.push(self.0);
            self.0 = 1;
        }
        self.0 = self.0 << 1 | u64::from(object);
    }

    /// Leaves the innermost container.
    #[inline(always)]
    pub(super) fn pop(&mut self, outer: &mut Outer) {
        self.0 >>= 1;
        if self.0 == 1 && outer.full > 0 {
            self.0 = outer.pop();
        }
    }

    /// Reports whether nothing is open.
    #[inline(always)]
    pub(super) fn is_empty(self) -> bool {
        self.0 == 1
    }

    /// Reports whether the innermost container is an object; there must be one.
    #[inline(always)]
    pub(super) fn in_object(self) -> bool {
        self.0 & 1 == 1
    }
}

impl Outer {
    pub(super) fn new() -> Self {
        Self { full: 0, inline: [0; INLINE / LEVELS], beyond: Vec::new() }
    }

    #[cold]
    #[inline(never)]
    fn push(&mut self, word: u64) {
        match self.inline.get_mut(self.full) {
            Some(place) => *place = word,
            None => self.beyond.push(word),
        }
        self.full += 1;
    }

    #[cold]
    #[inline(never)]
    fn pop(&mut self) -> u64 {
        self.full -= 1;
        let inline = self.inline.get(self.full).copied();
        inline.or_else(|| self.beyond.pop()).unwrap_or(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remembers_every_level() {
        let (mut nesting, mut outer) = (Inner::NONE, Outer::new());
        let object = |level: usize| level % 3 == 1;
        for round in 0..2 {
            for level in 0..INLINE + 200 {
                nesting.push(object(level + round), &mut outer);
            }
            for level in (0..INLINE + 200).rev() {
                assert!(!nesting.is_empty());
                assert_eq!(nesting.in_object(), object(level + round), "{level}");
                nesting.pop(&mut outer);
            }
            assert!(nesting.is_empty());
        }
    }

    #[test]
    fn goes_up_and_down_over_the_ends_of_words() {
        let (mut nesting, mut outer) = (Inner::NONE, Outer::new());
        let mut plain = Vec::new();
        let mut random = 1_u64;
        for step in 0..100_000 {
            random = random.wrapping_mul(0x5851_F42D_4C95_7F2D).wrapping_add(1);
            // Long rises and falls, so that it gets deep.
            let up = (random >> 40) % 8 < if step / 3000 % 2 == 0 { 6 } else { 2 };
            if up || plain.is_empty() {
                plain.push(random >> 63 == 1);
                nesting.push(random >> 63 == 1, &mut outer);
            } else {
                plain.pop();
                nesting.pop(&mut outer);
            }
            let top = (!nesting.is_empty()).then(|| nesting.in_object());
            assert_eq!(top, plain.last().copied(), "step {step}");
        }
    }
}

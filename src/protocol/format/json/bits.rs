//! Sets of members, one for each structure that is being read, in one list of words.

/// A stack of bit sets.
#[derive(Clone, Debug, Default)]
pub(super) struct BitStack {
    words: Vec<u64>,
}

/// One set on the stack.
#[derive(Clone, Copy, Debug)]
pub(super) struct BitSet {
    base: u32,
}

impl BitStack {
    pub(super) fn clear(&mut self) {
        self.words.clear();
    }

    /// Returns an empty set for members 0 to `count` - 1.
    #[inline]
    pub(super) fn push(&mut self, count: usize) -> BitSet {
        let base = self.words.len() as u32;
        match count {
            // Most structures have one word, and a loop costs more than all the rest.
            1..=64 => self.words.push(0),
            _ => self.words.resize(self.words.len() + count.div_ceil(64), 0),
        }
        BitSet { base }
    }

    /// Drops `set` and everything above it.
    pub(super) fn pop(&mut self, set: BitSet) {
        self.words.truncate(set.base as usize);
    }

    /// Adds a member; tells whether it was there.
    #[inline]
    pub(super) fn insert(&mut self, set: BitSet, index: usize) -> bool {
        let word = &mut self.words[set.base as usize + index / 64];
        let bit = 1 << (index % 64);
        let before = *word & bit != 0;
        *word |= bit;
        before
    }

    /// Calls `each` with the members of `wanted`, a bit each, that are not in `set` or are in `except` too, from the first
    /// on.
    #[inline]
    pub(super) fn missing(
        &self,
        set: BitSet,
        except: BitSet,
        wanted: &[u64],
        mut each: impl FnMut(usize),
    ) {
        for (word, wanted) in wanted.iter().enumerate() {
            let at = |set: BitSet| self.words[set.base as usize + word];
            let mut missing = wanted & (!at(set) | at(except));
            while missing != 0 {
                each(word * 64 + missing.trailing_zeros() as usize);
                missing &= missing - 1;
            }
        }
    }

    /// Takes a member out.
    pub(super) fn remove(&mut self, set: BitSet, index: usize) {
        self.words[set.base as usize + index / 64] &= !(1 << (index % 64));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_lie_on_each_other() {
        let mut bits = BitStack::default();
        let outer = bits.push(70);
        assert!(!bits.insert(outer, 69));
        let inner = bits.push(1);
        assert!(!bits.insert(inner, 0));
        assert!(bits.insert(inner, 0));
        bits.pop(inner);
        let nulls = bits.push(70);
        bits.insert(nulls, 69);
        let missing = |bits: &BitStack, set, wanted: &[u64]| {
            let mut found = Vec::new();
            bits.missing(set, nulls, wanted, |index| found.push(index));
            found
        };
        assert_eq!(missing(&bits, outer, &[1 << 5, 1 << 5]), [5, 69]);
        bits.remove(nulls, 69);
        assert_eq!(missing(&bits, outer, &[1 << 5, 1 << 5]), [5]);
        let again = bits.push(64);
        assert_eq!(missing(&bits, again, &[1]), [0], "a new set is empty");
    }
}

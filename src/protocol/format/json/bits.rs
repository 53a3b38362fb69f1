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
    pub(super) fn push(&mut self, count: usize) -> BitSet {
        let base = self.words.len() as u32;
        for _ in 0..count.div_ceil(64) {
            self.words.push(0);
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

    /// Returns the members of `wanted`, a bit each, that are not in `set` or are in `except` too, from the first on.
    pub(super) fn missing(
        &self,
        set: BitSet,
        except: BitSet,
        wanted: &[u64],
    ) -> impl Iterator<Item = usize> {
        let [set, except] = [set, except].map(|set| self.words[set.base as usize..].iter());
        set.zip(except).zip(wanted).enumerate().flat_map(|(word, ((set, except), wanted))| {
            let mut missing = wanted & (!set | except);
            std::iter::from_fn(move || {
                let bit = missing.trailing_zeros() as usize;
                missing &= missing.checked_sub(1)?;
                Some(word * 64 + bit)
            })
        })
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
        assert_eq!(Vec::from_iter(bits.missing(outer, nulls, &[1 << 5, 1 << 5])), [5, 69]);
        bits.remove(nulls, 69);
        assert_eq!(Vec::from_iter(bits.missing(outer, nulls, &[1 << 5, 1 << 5])), [5]);
        let again = bits.push(64);
        assert_eq!(Vec::from_iter(bits.missing(again, nulls, &[1])), [0], "a new set is empty");
    }
}

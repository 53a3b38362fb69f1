//! Choices, drawn from a seed or from bytes.

/// A source of choices. The same seed, or the same bytes, give the same choices on every machine and in
/// every version of the libraries below.
#[derive(Clone, Debug)]
pub struct Draw {
    state: u64,
    /// What is left of bytes to choose by, where it was made of bytes: a fuzzer steers it by them.
    bytes: Option<std::vec::IntoIter<u8>>,
}

/// The odd constant of SplitMix64 (Steele, Lea, Flood: *Fast splittable pseudorandom number generators*).
const GAMMA: u64 = 0x9E37_79B9_7F4A_7C15;

impl Draw {
    /// Draws from a seed.
    pub fn from_seed(seed: u64) -> Self {
        Self { state: seed, bytes: None }
    }

    /// Draws from bytes; where they are used up every choice is the first one.
    pub fn from_bytes(bytes: &[u8]) -> Self {
        Self { state: 0, bytes: Some(bytes.to_vec().into_iter()) }
    }

    /// Draws from a seed that belongs to one stimulus: to its place in the row of its policy. It does not
    /// depend on what else is generated.
    pub(super) fn of(seed: u64, policy: &str, index: usize) -> Self {
        // FNV-1a: what it must be is the same for ever.
        let hash = policy.bytes().fold(0xCBF2_9CE4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
        });
        let mut draw = Self::from_seed(seed ^ hash);
        let start = draw.next().wrapping_add((index as u64).wrapping_mul(GAMMA));
        Self::from_seed(start)
    }

    /// A number of 64 bits.
    pub fn next(&mut self) -> u64 {
        if let Some(bytes) = &mut self.bytes {
            let mut number = 0;
            for byte in bytes.take(8) {
                number = number << 8 | u64::from(byte);
            }
            return number;
        }
        self.state = self.state.wrapping_add(GAMMA);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below `count`; 0 where there is none.
    pub fn below(&mut self, count: usize) -> usize {
        let drawn = match &mut self.bytes {
            // One byte for a small choice leaves more for the others.
            Some(bytes) if count <= 256 => bytes.next().map_or(0, u64::from),
            _ => self.next(),
        };
        if count == 0 { 0 } else { (drawn % count as u64) as usize }
    }

    /// A number from `least` to `most`.
    pub fn within(&mut self, least: usize, most: usize) -> usize {
        least + self.below(most.saturating_sub(least).saturating_add(1))
    }

    /// True in so many of a hundred.
    pub fn percent(&mut self, odds: u8) -> bool {
        // The first choice, which exhausted bytes make, is the ordinary one.
        self.below(100) >= 100 - usize::from(odds.min(100))
    }

    /// One of these.
    ///
    /// # Panics
    ///
    /// Where there are none.
    pub fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }

    /// Puts things into another order.
    pub fn shuffle<T>(&mut self, things: &mut [T]) {
        for last in (1..things.len()).rev() {
            let other = self.below(last + 1);
            things.swap(last, other);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_means_the_same_for_ever() {
        let mut draw = Draw::from_seed(7);
        let numbers: Vec<u64> = (0..3).map(|_| draw.next()).collect();
        assert_eq!(numbers, [0x63CB_E1E4_5932_0DD7, 0x044C_3CD7_F43C_661C, 0xE698_4080_BAB1_2A02]);
        let of = |seed, policy, index| Draw::of(seed, policy, index).next();
        assert_eq!(of(1, "a.b", 0), of(1, "a.b", 0));
        let others = [of(1, "a.b", 0), of(2, "a.b", 0), of(1, "a.c", 0), of(1, "a.b", 1)];
        assert!((1..4).all(|other| others[other] != others[0]));
    }

    #[test]
    fn without_bytes_every_choice_is_the_first() {
        let mut draw = Draw::from_bytes(&[3, 200]);
        assert_eq!((draw.below(10), draw.percent(10), draw.below(10)), (3, false, 0));
        assert!(!draw.percent(99) && draw.next() == 0);
        assert_eq!((Draw::from_seed(1).below(0), Draw::from_seed(1).within(5, 5)), (0, 5));
    }
}

//! Where generators take their choices from.
//!
//! A generator asks for one number after the other, each below a bound, and 0 is always the simplest
//! answer. So a list of numbers is all that there is to a value: random ones make any value, the bytes of a
//! fuzzer do, and smaller or fewer ones make a simpler value of the same kind.

/// A source of choices, which remembers those that it gave.
#[derive(Clone, Debug)]
pub struct Choices {
    from: From,
    given: Vec<u64>,
}

#[derive(Clone, Debug)]
enum From {
    /// SplitMix64, by its state.
    Seed(u64),
    /// Choices that were made before; 0 behind them.
    Choices(std::vec::IntoIter<u64>),
    /// As few bytes for each choice as it needs; 0 behind them.
    Bytes(std::vec::IntoIter<u8>),
}

impl Choices {
    /// Random choices, the same for the same seed.
    pub fn from_seed(seed: u64) -> Self {
        Self { from: From::Seed(seed), given: Vec::new() }
    }

    /// Returns the choices that were [given](Self::given) before. Each is brought below its bound.
    pub fn from_choices(choices: Vec<u64>) -> Self {
        Self { from: From::Choices(choices.into_iter()), given: Vec::new() }
    }

    /// Choices that are read from bytes, as a fuzzer makes them.
    pub fn from_bytes(bytes: &[u8]) -> Self {
        Self { from: From::Bytes(Vec::from(bytes).into_iter()), given: Vec::new() }
    }

    /// Returns the choices so far.
    pub fn given(&self) -> &[u64] {
        &self.given
    }

    /// Returns a number below `bound`; 0 where that is 0.
    pub fn below(&mut self, bound: usize) -> usize {
        let bound = bound.max(1) as u64;
        let choice = match &mut self.from {
            From::Seed(state) => {
                // The high bits of the product are as even as is needed here.
                let random = u128::from(split_mix(state));
                ((random * u128::from(bound)) >> 64) as u64
            }
            From::Choices(choices) => choices.next().unwrap_or(0).min(bound - 1),
            From::Bytes(bytes) => {
                let (mut value, mut most) = (0_u64, bound - 1);
                while most > 0 {
                    value = (value << 8) | u64::from(bytes.next().unwrap_or(0));
                    most >>= 8;
                }
                value % bound
            }
        };
        self.given.push(choice);
        choice as usize
    }

    /// Returns a number of this range, its end included.
    pub fn between(&mut self, from: usize, to: usize) -> usize {
        from + self.below(to.saturating_sub(from).saturating_add(1))
    }

    /// Reports whether something happens that does so this often in a hundred times. The simple answer is no.
    pub fn chance(&mut self, percent: u8) -> bool {
        match percent {
            0 => false,
            _ => self.below(100) >= 100_usize.saturating_sub(percent.into()),
        }
    }

    /// Reports whether something rare happens, once in so many times.
    pub fn once_in(&mut self, times: usize) -> bool {
        self.below(times) + 1 == times
    }

    /// Returns one of these. The first is the simplest.
    pub fn pick<T: Copy, const N: usize>(&mut self, list: &[T; N]) -> T {
        const { assert!(N > 0, "there must be something to pick") };
        list[self.below(N)]
    }

    /// Returns one of these; `None` if there are none.
    pub fn choose<'l, T>(&mut self, list: &'l [T]) -> Option<&'l T> {
        list.get(self.below(list.len()))
    }
}

/// Returns the next number of SplitMix64 (Steele, Lea, Flood 2014).
pub(super) fn split_mix(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// Returns the seed of one stimulus: it depends on the run's seed, on the policy's id and on the index among that
/// policy's, and on nothing else.
pub(super) fn seed_of(seed: u64, policy: &str, index: usize) -> u64 {
    split_mix(&mut hash_of(seed, policy, index))
}

/// Returns the FNV-1a hash of a seed, a name and an index.
pub(crate) fn hash_of(seed: u64, name: &str, index: usize) -> u64 {
    let seed = seed.to_le_bytes().into_iter();
    let bytes = seed.chain(name.bytes()).chain((index as u64).to_le_bytes());
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_given_can_be_given_again() {
        let mut choices = Choices::from_seed(7);
        let first: Vec<_> = (1..50).map(|bound| choices.below(bound)).collect();
        assert!(first.iter().zip(1..).all(|(choice, bound)| *choice < bound));
        let mut again = Choices::from_choices(choices.given().to_vec());
        let second: Vec<_> = (1..50).map(|bound| again.below(bound)).collect();
        assert_eq!((first, again.below(9)), (second, 0));
    }

    #[test]
    fn no_choices_are_the_simplest() {
        for mut choices in [Choices::from_choices(Vec::new()), Choices::from_bytes(&[])] {
            assert_eq!(choices.below(1000), 0);
            assert!(!choices.chance(99) && choices.chance(100) && !choices.once_in(2));
            assert_eq!(choices.pick(&["a", "b"]), "a");
            assert_eq!(choices.choose::<u8>(&[]), None);
        }
        assert_eq!(Choices::from_bytes(&[1, 2, 3]).below(70_000), 0x01_0203);
    }

    #[test]
    fn seeds_are_stable_and_differ() {
        assert_eq!(seed_of(1, "a.b", 2), seed_of(1, "a.b", 2));
        let seeds = [seed_of(1, "a.b", 2), seed_of(2, "a.b", 2), seed_of(1, "a.c", 2)];
        assert!(seeds[0] != seeds[1] && seeds[0] != seeds[2] && seeds[1] != seeds[2]);
        // Written down: a run that is repeated by its seed next year must be the same.
        let mut state = 0;
        assert_eq!(split_mix(&mut state), 0xe220_a839_7b1d_cdaf);
    }
}

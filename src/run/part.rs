//! Shards: the parts of a run that is split over several machines.

use std::fmt;
use std::str::FromStr;

use sha2::{Digest as _, Sha256};

/// One shard of a run: `2/16` is the second of sixteen.
///
/// Every stimulus belongs to exactly one shard. Which one depends only on the id of its case and on the number of shards:
/// read the first 8 bytes of the SHA-256 digest of the id as a big-endian number, divide it by the number of shards, and
/// add 1 to the remainder. The order of the stimuli, the machine and the version of Rust do not matter. A stimulus that
/// makes several calls is one unit, so no policy needs stimuli of two shards to judge.
///
/// ```
/// use wireproof::run::Shard;
///
/// let shards: Vec<Shard> = (1..=3).filter_map(|number| Shard::new(number, 3)).collect();
/// assert_eq!(shards.iter().filter(|shard| shard.has("union/okta-object")).count(), 1);
/// assert_eq!("2/3".parse(), Ok(shards[1]));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Shard {
    number: u32,
    of: u32,
}

/// Why a text is not a shard, and what to write.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "K/N expected, with K from 1 to N and N from 1 to {}: 2/16 is the second of sixteen shards",
    Shard::MOST
)]
pub struct ShardError;

impl Shard {
    /// The most shards of a run.
    pub const MOST: u32 = 10_000;

    /// Returns the shard of this number, from 1, of a run with `of` shards. Returns `None` if there is no such shard.
    pub fn new(number: u32, of: u32) -> Option<Self> {
        ((1..=of).contains(&number) && of <= Self::MOST).then_some(Self { number, of })
    }

    /// Returns the number of the shard, from 1.
    pub fn number(self) -> u32 {
        self.number
    }

    /// Returns the number of shards of the run.
    pub fn of(self) -> u32 {
        self.of
    }

    /// Reports whether the stimulus with this id belongs to the shard.
    pub fn has(self, id: &str) -> bool {
        if self.of == 1 {
            return true;
        }
        let digest = Sha256::digest(id.as_bytes());
        let begin = digest.iter().take(8).fold(0, |number, byte| number << 8 | u64::from(*byte));
        begin % u64::from(self.of) == u64::from(self.number - 1)
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.number, self.of)
    }
}

impl FromStr for Shard {
    type Err = ShardError;

    fn from_str(text: &str) -> Result<Self, ShardError> {
        let number = |text: &str| match text.bytes().all(|byte| byte.is_ascii_digit()) {
            true => text.parse().ok(),
            false => None,
        };
        let (left, right) = text.split_once('/').ok_or(ShardError)?;
        let (left, right) = number(left).zip(number(right)).ok_or(ShardError)?;
        Self::new(left, right).ok_or(ShardError)
    }
}

/// The part of a run that a report is of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The numbers of the shards, in order. There is one, unless several shards were merged and others were missing.
    pub numbers: Vec<u32>,
    /// The number of shards of the run.
    pub of: u32,
    /// How many stimuli the part has.
    pub stimuli: usize,
    /// How many stimuli the whole run has.
    pub of_stimuli: usize,
}

impl Part {
    /// Returns each shard: `2/16`.
    pub fn shards(&self) -> impl Iterator<Item = String> {
        self.numbers.iter().map(|number| format!("{number}/{}", self.of))
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let numbers: Vec<_> = self.numbers.iter().map(u32::to_string).collect();
        let name = if numbers.len() == 1 { "shard" } else { "shards" };
        write!(
            f,
            "{name} {} of {}, with {} of {} stimuli",
            numbers.join(", "),
            self.of,
            self.stimuli,
            self.of_stimuli
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Computed with `printf %s ID | sha256sum | cut -c-16`, and `python3 -c 'print(0x… % N + 1)'`.
    #[test]
    fn a_stimulus_is_in_the_shard_that_anybody_can_compute() {
        for (id, of, number) in EXAMPLES {
            for other in 1..=*of {
                let shard = Shard::new(other, *of).expect("there is one");
                assert_eq!(shard.has(id), other == *number, "{id} in {shard}");
            }
        }
    }

    const EXAMPLES: &[(&str, u32, u32)] = &[
        ("union/okta-object", 1, 1),
        ("union/okta-object", 3, 2),
        ("union/okta-object", 16, 7),
        ("generated/wire.never-hangs/000017", 3, 1),
        ("boundary/input.types/000000", 7, 3),
        ("", 1000, 653),
    ];

    #[test]
    fn what_is_no_shard_is_refused() {
        for text in [
            "",
            "/",
            "3",
            "a/b",
            "0/3",
            "4/3",
            "1/0",
            "0/0",
            "-1/3",
            "+1/3",
            "1/ 3",
            "1/3/3",
            "1/10001",
            "1/99999999999",
            "1.0/3",
            "١/٣",
        ] {
            assert_eq!(text.parse::<Shard>(), Err(ShardError), "{text}");
        }
        assert_eq!("10000/10000".parse::<Shard>().map(|shard| shard.number()), Ok(10_000));
        assert!(ShardError.to_string().contains("N from 1 to 10000"));
    }
}

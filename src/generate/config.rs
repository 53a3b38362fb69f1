//! Configurations: how often a generator does what.

use super::choices::Choices;

/// How often a generator makes what is out of the ordinary, in percent of the places where it could.
///
/// A configuration is generated itself ([`Config::swarm`]), and most of it is then switched off: a run in
/// which everything is odd all the time finds less than many that are odd in two or three ways each.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each field is described in a word")]
pub struct Config {
    /// Optional members that are absent.
    pub absent: u8,
    /// Optional members of answers that are null.
    pub nulls: u8,
    /// Members of answers that the contract does not name, in every structure.
    pub unknown_members: u8,
    /// Unions of answers with a member that the contract does not name.
    pub unknown_tags: u8,
    /// `__type` in the unions and structures of answers.
    pub type_hints: u8,
    /// Members of unions of answers that are null beside the one that is set.
    pub null_tags: u8,
    /// Required members of answers that are absent.
    pub missing: u8,
    /// Structures of answers whose members stand in another order than the contract's.
    pub disorder: u8,
    /// Members of answers that stand there twice.
    pub duplicates: u8,
    /// Texts that are hard: empty, long, of every plane, with control characters, like JSON.
    pub odd_texts: u8,
    /// Dates that are spelled as nobody expects.
    pub odd_dates: u8,
    /// Numbers, timestamps and blobs that are corner cases: at their bounds, or in an odd spelling.
    pub odd_numbers: u8,
    /// Characters that are escaped without need.
    pub escapes: u8,
    /// Places between tokens with white space.
    pub spaces: u8,
    /// Types of bodies that are told otherwise, or not at all.
    pub content_types: u8,
    /// Successes with another status than the operation's.
    pub statuses: u8,
    /// Answers in chunks.
    pub chunks: u8,
    /// Answers whose end is that of the connection.
    pub until_close: u8,
    /// Answers that come in pieces.
    pub drips: u8,
    /// Answers behind interim ones.
    pub interim: u8,
    /// Answers with a member that nests deep.
    pub deep: u8,
    /// Answers that are large.
    pub large: u8,
    /// The most elements of a list or map.
    pub items: usize,
    /// How deep shapes that hold themselves go.
    pub depth: usize,
}

impl Config {
    /// Returns what services send and their users say on an ordinary day.
    pub const fn realistic() -> Self {
        Self {
            absent: 30,
            nulls: 0,
            unknown_members: 0,
            unknown_tags: 0,
            type_hints: 0,
            null_tags: 0,
            missing: 0,
            disorder: 0,
            duplicates: 0,
            odd_texts: 0,
            odd_dates: 0,
            odd_numbers: 0,
            escapes: 0,
            spaces: 0,
            content_types: 0,
            statuses: 0,
            chunks: 0,
            until_close: 0,
            drips: 0,
            interim: 0,
            deep: 0,
            large: 0,
            items: 3,
            depth: 8,
        }
    }

    /// Returns the realistic one with every member set, so that each place of the contract is there.
    pub const fn full() -> Self {
        Self { absent: 0, ..Self::realistic() }
    }

    /// Returns one in which each trait is on by half, with odds of its own. Nothing in it makes an answer of which
    /// the sources leave open what it says, and no member is missing.
    pub fn swarm(choices: &mut Choices) -> Self {
        let mut odds = |most: usize| match choices.chance(50) {
            true => choices.between(1, most) as u8,
            false => 0,
        };
        Self {
            absent: odds(90),
            nulls: odds(40),
            unknown_members: odds(50),
            unknown_tags: odds(50),
            type_hints: odds(50),
            null_tags: odds(50),
            missing: 0,
            disorder: odds(60),
            duplicates: 0,
            odd_texts: odds(70),
            odd_dates: odds(60),
            odd_numbers: odds(70),
            escapes: odds(60),
            spaces: odds(40),
            content_types: odds(40),
            statuses: odds(20),
            chunks: odds(40),
            until_close: odds(20),
            drips: odds(10),
            interim: odds(20),
            deep: odds(10),
            large: odds(4),
            items: choices.between(1, 5),
            depth: choices.between(4, 9),
        }
    }
}

impl Config {
    /// Ordinary answers with whatever texts, which no policy but those on texts finds odd: what a stimulus
    /// for one policy has around that which it is for.
    pub fn quiet(choices: &mut Choices) -> Self {
        Self {
            absent: choices.pick(&[30, 0, 60]),
            odd_texts: choices.pick(&[0, 0, 30, 80]),
            odd_numbers: choices.pick(&[0, 50]),
            escapes: choices.pick(&[0, 0, 20, 100]),
            items: choices.between(1, 4),
            ..Self::realistic()
        }
    }
}

impl Default for Config {
    /// Returns the realistic one.
    fn default() -> Self {
        Self::realistic()
    }
}

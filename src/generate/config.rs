//! What is generated with which odds, and the corners that come before anything is left to chance.

use super::draw::Draw;

/// The odds of what is out of the ordinary, each in so many of a hundred.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Config {
    /// A text is none that a service would send: empty, long, of any script, of control characters.
    pub odd_texts: u8,
    /// A character is spelled as an escape.
    pub escapes: u8,
    /// An optional member is there.
    pub optional: u8,
    /// An answer has members that the contract does not name.
    pub unknown: u8,
    /// An optional member is null.
    pub nulls: u8,
    /// A structure has a member `__type`.
    pub hints: u8,
    /// The answer comes in chunks.
    pub chunks: u8,
    /// The one corner that this stimulus goes into, wherever it can.
    pub corner: Option<Corner>,
}

/// A corner: a choice that is often got wrong, and is therefore not left to chance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Corner {
    /// Every odd text is this one.
    Text(TextCorner),
    /// Every character is spelled in this way.
    Escape(Escape),
    /// Every value of any type is this one, by its place in [`VALUES`](super::value::VALUES).
    Value(usize),
    /// What is put among members stands here.
    Place(Place),
    /// The body is sent in pieces of these sizes, the last one repeated.
    Split(usize, usize),
    /// A header's name is spelled in this way, by its place in the list of spellings.
    Header(usize),
    /// What is chosen from a list is this one.
    Choice(usize),
}

/// Texts at the bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextCorner {
    /// So many letters.
    Length(usize),
    /// This character, alone.
    Character(char),
    /// This character between two letters, many times.
    Among(char),
}

/// The ways to spell a character in a JSON string (RFC 8259, section 7).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Escape {
    /// As itself, where that is allowed.
    No,
    /// By two characters, where there is such an escape: `\n`, `\/`.
    Short,
    /// By its UTF-16 units in lower-case digits.
    Lower,
    /// By its UTF-16 units in upper-case digits.
    Upper,
}

/// Where a member is put among others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Before them.
    First,
    /// Between them.
    Between,
    /// Behind them.
    Last,
}

impl Config {
    /// What services send: a small part of it is out of the ordinary.
    pub fn realistic() -> Self {
        Self {
            odd_texts: 10,
            escapes: 1,
            optional: 70,
            unknown: 5,
            nulls: 3,
            hints: 2,
            chunks: 5,
            corner: None,
        }
    }

    /// A configuration that is itself drawn: each odd thing is left out altogether, or rare, or frequent,
    /// so that combinations come about which even odds would never give.
    pub fn any(draw: &mut Draw) -> Self {
        let mut odds = || *draw.one(&[0, 0, 5, 30, 80]);
        Self {
            odd_texts: odds(),
            escapes: odds(),
            optional: *[odds().max(20), 70].last().unwrap_or(&70),
            unknown: odds(),
            nulls: odds() / 4,
            hints: odds() / 4,
            chunks: odds() / 2,
            corner: None,
        }
    }

    /// The configurations of the boundary phase, one for each corner.
    pub fn corners() -> Vec<Self> {
        let plain = Self {
            odd_texts: 0,
            escapes: 0,
            unknown: 0,
            nulls: 0,
            hints: 0,
            chunks: 0,
            ..Self::realistic()
        };
        corners().into_iter().map(|corner| Self { corner: Some(corner), ..plain }).collect()
    }
}

/// The lengths at which buffers, indexes and limits tend to end.
const LENGTHS: [usize; 14] = [0, 1, 2, 39, 40, 41, 63, 64, 127, 128, 255, 256, 1_023, 4_096];

/// Characters that are got wrong: at the bounds of encodings and planes, and where they mean something to
/// somebody.
const CHARACTERS: [char; 28] = [
    '\0',
    '\u{1}',
    '\t',
    '\n',
    '\r',
    '\u{1F}',
    ' ',
    '"',
    '\'',
    '/',
    '\\',
    '<',
    '&',
    '$',
    '%',
    '\u{7F}',
    '\u{80}',
    '\u{A0}',
    '\u{7FF}',
    '\u{800}',
    '\u{2028}',
    '\u{D7FF}',
    '\u{E000}',
    '\u{FEFF}',
    '\u{FFFF}',
    '\u{10000}',
    '\u{1F600}',
    '\u{10FFFF}',
];

fn corners() -> Vec<Corner> {
    let mut corners = Vec::new();
    corners.extend(LENGTHS.map(|length| Corner::Text(TextCorner::Length(length))));
    corners.extend(CHARACTERS.map(|c| Corner::Text(TextCorner::Character(c))));
    corners.extend(CHARACTERS.map(|c| Corner::Text(TextCorner::Among(c))));
    corners.extend([Escape::Short, Escape::Lower, Escape::Upper].map(Corner::Escape));
    corners.extend((0..super::value::VALUES.len()).map(Corner::Value));
    corners.extend([Place::First, Place::Between, Place::Last].map(Corner::Place));
    corners.extend((1..=40).map(|first| Corner::Split(first, 10_000)));
    corners.extend((1..=4).map(|size| Corner::Split(size, size)));
    corners.extend((0..8).map(Corner::Header));
    corners.extend((0..24).map(Corner::Choice));
    corners
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drawn_configuration_leaves_things_out_and_exaggerates_others() {
        let mut draw = Draw::from_seed(3);
        let drawn: Vec<Config> = (0..200).map(|_| Config::any(&mut draw)).collect();
        for odds in [|c: &Config| c.odd_texts, |c: &Config| c.escapes, |c: &Config| c.unknown] {
            assert!(drawn.iter().any(|config| odds(config) == 0));
            assert!(drawn.iter().any(|config| odds(config) == 80));
        }
    }
}

//! The text around a member's name, as a body without white space has it.

use super::scan;

/// The number of bytes that are compared at once.
const HEAD: usize = 2 * scan::LANES;

/// The place of the name's first quote.
const QUOTE: u32 = 1 << 1;

/// `,"Name":"`: what stands before a string. Before other values it stands without the last quote.
///
/// One comparison of 32 bytes takes less time than to look for the end of the name and then for the name, and less
/// than a call of `memcmp`.
#[derive(Clone, Debug)]
pub(crate) struct Token {
    head: [u8; HEAD],
    /// The bytes of the head that count: a bit each.
    whole: u32,
    /// The last quote, if it is in the head.
    quote: u32,
    /// The whole text.
    text: Box<[u8]>,
    /// Whether the value is a string.
    string: bool,
}

/// How a token stands at a place, and where it ends there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// With the quote of its string.
    String(usize),
    /// Without that quote.
    Name(usize),
    /// The quote of another name is in its place.
    OtherName,
    /// Something else is, such as white space or the end of the object.
    Unknown,
}

impl Token {
    /// Returns the token of a member, whose value is a string or not. `name` is in quotes, as
    /// [`write_string`](super::write_string) writes it.
    pub(crate) fn new(name: &str, string: bool) -> Self {
        let text = [b",", name.as_bytes(), b":\""].concat();
        let mut head = [0; HEAD];
        let len = text.len().min(HEAD);
        head[..len].copy_from_slice(&text[..len]);
        let whole = u32::MAX >> (HEAD - len);
        let quote = 1_u32.checked_shl(text.len() as u32 - 1).unwrap_or(0);
        Self { head, whole, quote, text: text.into(), string }
    }

    /// Returns how the token stands at `at`. The `first` member of an object has no comma: `at` is then the place of its
    /// name, behind the brace.
    #[inline(always)]
    pub(crate) fn standing(&self, bytes: &[u8], at: usize, first: bool) -> Standing {
        let from = at.wrapping_sub(usize::from(first));
        let Some(chunk) = bytes.get(from..).and_then(|rest| rest.first_chunk::<HEAD>()) else {
            return self.standing_near_the_end(bytes, from, first);
        };
        let end = from + self.text.len();
        let different = scan::differences(chunk, &self.head) & self.whole & !u32::from(first);
        if different & !self.quote != 0 {
            return if different & QUOTE == 0 { Standing::OtherName } else { Standing::Unknown };
        }
        if self.text.len() > HEAD {
            return self.goes_on(bytes, from);
        }
        if self.string && different == 0 { Standing::String(end) } else { Standing::Name(end - 1) }
    }

    /// Compares what is behind the head.
    #[inline(never)]
    fn goes_on(&self, bytes: &[u8], from: usize) -> Standing {
        let end = from + self.text.len() - 1;
        if bytes.get(from + HEAD..end) != Some(&self.text[HEAD..self.text.len() - 1]) {
            return Standing::OtherName;
        }
        match bytes.get(end) {
            Some(b'"') if self.string => Standing::String(end + 1),
            _ => Standing::Name(end),
        }
    }

    /// Compares if fewer bytes follow than a head has.
    #[inline(never)]
    fn standing_near_the_end(&self, bytes: &[u8], from: usize, first: bool) -> Standing {
        let rest = bytes.get(from.wrapping_add(usize::from(first))..).unwrap_or_default();
        let text = &self.text[usize::from(first)..];
        match text.split_last() {
            Some((_, name)) if rest.starts_with(name) => {
                let end = from.wrapping_add(self.text.len() - 1);
                match bytes.get(end) {
                    Some(b'"') if self.string => Standing::String(end + 1),
                    _ => Standing::Name(end),
                }
            }
            _ => Standing::Unknown,
        }
    }

    /// Returns the place after the colon, if the name in its quotes and the colon stand at `at`.
    #[inline(always)]
    pub(crate) fn before_value(&self, bytes: &[u8], at: usize) -> Option<usize> {
        match self.standing(bytes, at, true) {
            Standing::String(end) => Some(end - 1),
            Standing::Name(end) => Some(end),
            Standing::OtherName | Standing::Unknown => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stands_where_its_text_stands() {
        let long = "long".repeat(20);
        for name in ["", "a", "Name", "DisassociationDate", r#"a\"b"#, &long] {
            let quoted = &format!("\"{name}\"");
            for behind in [0, 1, 5, 15, 40, 100] {
                for string in [false, true] {
                    let token = Token::new(quoted, string);
                    let text = format!("{{,{quoted}:\"{}", "x".repeat(behind)).into_bytes();
                    let value = 3 + quoted.len();
                    let whole =
                        if string { Standing::String(value + 1) } else { Standing::Name(value) };
                    assert_eq!(token.standing(&text, 1, false), whole, "{name}");
                    assert_eq!(token.standing(&text, 2, true), whole, "{name}");
                    assert_eq!(token.before_value(&text, 2), Some(value), "{name}");
                    // A different byte at any place is noticed, and the end of the text.
                    for place in 1..value {
                        let mut other = text.clone();
                        other[place] ^= 1;
                        let no = [Standing::OtherName, Standing::Unknown];
                        assert!(no.contains(&token.standing(&other, 1, false)));
                        assert_eq!(!no.contains(&token.standing(&other, 2, true)), place == 1);
                        assert_eq!(token.before_value(&other, 2).is_some(), place == 1);
                        assert!(no.contains(&token.standing(&text[..place], 1, false)));
                        assert_eq!(token.before_value(&text[..place], 2), None);
                    }
                    let mut other = text.clone();
                    other[value] = b'n';
                    assert_eq!(token.standing(&other, 1, false), Standing::Name(value));
                    assert_eq!(token.standing(&other, 2, true), Standing::Name(value));
                    assert_eq!(token.standing(&text[..value], 1, false), Standing::Name(value));
                }
            }
            assert_eq!(Token::new(quoted, true).before_value(b"", 0), None);
            let alone = format!("{quoted}:1");
            let token = Token::new(quoted, true);
            assert_eq!(token.before_value(alone.as_bytes(), 0), Some(alone.len() - 1));
            assert_eq!(Token::new(quoted, true).before_value(b"{", 1), None);
        }
    }
}

//! The text around a member's name, as a body without white space has it.

use super::scan;

/// The number of bytes that are compared at once.
const HEAD: usize = 2 * scan::LANES;

/// `,"Name":"`: what stands before a string. Before other values it stands without the last quote.
///
/// One comparison of 32 bytes takes less time than to look for the end of the name and then for the name, and less
/// than a call of `memcmp`.
#[derive(Clone, Debug)]
pub(crate) struct Token {
    head: [u8; HEAD],
    /// The bytes of the head that count: a bit each.
    whole: u32,
    /// The same without the comma and without what follows the colon.
    name: u32,
    /// The whole text.
    text: Box<[u8]>,
    /// Whether the value is a string.
    string: bool,
}

impl Token {
    /// Returns the token of the member `name`, whose value is a string or not.
    pub(crate) fn new(name: &str, string: bool) -> Self {
        let mut text = String::from(",");
        super::write_string(name, &mut text);
        text.push_str(":\"");
        let text = text.into_bytes();
        let mut head = [0; HEAD];
        let len = text.len().min(HEAD);
        head[..len].copy_from_slice(&text[..len]);
        let first = |count: usize| u32::MAX >> (HEAD - count.min(HEAD));
        let (whole, name) = (first(text.len()), first(text.len() - 1) & !1);
        Self { head, whole, name, text: text.into(), string }
    }

    /// Returns where the content of the value begins, if the value is a string and the token stands at `at`. The `first`
    /// member of an object has no comma: `at` is then the place of its name, behind the brace.
    #[inline(always)]
    pub(crate) fn before_string(&self, bytes: &[u8], at: usize, first: bool) -> Option<usize> {
        if !self.string {
            return None;
        }
        let from = at.checked_sub(usize::from(first))?;
        let wanted = self.whole & !u32::from(first);
        self.stands(bytes, from, wanted, self.text.len()).then(|| from + self.text.len())
    }

    /// Returns the place after the colon, if the name in its quotes and the colon stand at `at`.
    #[inline(always)]
    pub(crate) fn before_value(&self, bytes: &[u8], at: usize) -> Option<usize> {
        let from = at.checked_sub(1)?;
        let end = self.text.len() - 1;
        self.stands(bytes, from, self.name, end).then(|| from + end)
    }

    /// Reports whether the text up to `end` stands at `from`; of its head, the bytes that are `wanted`.
    #[inline(always)]
    fn stands(&self, bytes: &[u8], from: usize, wanted: u32, end: usize) -> bool {
        let Some(chunk) = bytes.get(from..).and_then(|rest| rest.first_chunk::<HEAD>()) else {
            return self.stands_near_the_end(bytes, from, wanted, end);
        };
        scan::differences(chunk, &self.head) & wanted == 0
            && (end <= HEAD || self.goes_on(bytes, from, end))
    }

    /// Compares what is behind the head.
    #[inline(never)]
    fn goes_on(&self, bytes: &[u8], from: usize, end: usize) -> bool {
        bytes.get(from + HEAD..).is_some_and(|rest| rest.starts_with(&self.text[HEAD..end]))
    }

    /// Compares if fewer bytes follow than a head has.
    #[inline(never)]
    fn stands_near_the_end(&self, bytes: &[u8], from: usize, wanted: u32, end: usize) -> bool {
        let begin = (wanted & 1 ^ 1) as usize; // without the comma, if that does not count
        bytes.get(from + begin..).is_some_and(|rest| rest.starts_with(&self.text[begin..end]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stands_where_its_text_stands() {
        for name in ["", "a", "Name", "DisassociationDate", "a\"b", &"long".repeat(20)] {
            let mut quoted = String::new();
            super::super::write_string(name, &mut quoted);
            for behind in [0, 1, 5, 15, 40, 100] {
                for string in [false, true] {
                    let token = Token::new(name, string);
                    let text = format!("{{,{quoted}:\"{}", "x".repeat(behind)).into_bytes();
                    let value = 3 + quoted.len();
                    let begins = string.then_some(value + 1);
                    assert_eq!(token.before_string(&text, 1, false), begins, "{name}");
                    assert_eq!(token.before_string(&text, 2, true), begins, "{name}");
                    assert_eq!(token.before_value(&text, 2), Some(value), "{name}");
                    // A different byte at any place is noticed, and the end of the text.
                    for place in 1..=value {
                        let mut other = text.clone();
                        other[place] ^= 1;
                        assert_eq!(token.before_string(&other, 1, false), None);
                        let found = token.before_string(&other, 2, true);
                        assert_eq!(found.is_some(), string && place == 1);
                        assert_eq!(
                            token.before_value(&other, 2).is_some(),
                            place == 1 || place >= value
                        );
                        assert_eq!(token.before_string(&text[..place], 1, false), None);
                        assert_eq!(token.before_value(&text[..place], 2).is_some(), place == value);
                    }
                }
            }
            assert_eq!(Token::new(name, true).before_value(b"", 0), None);
            assert_eq!(Token::new(name, true).before_value(b"{", 1), None);
        }
    }
}

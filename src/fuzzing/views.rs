//! Views: the parts of a target's property. An execution checks one of them, so it costs less than the whole.
//!
//! The bytes choose the view. A mutator can change it and keep the rest, and a finding keeps its view while it is made
//! smaller. An input from before there were views means the same stimulus as then.

/// The views of a target.
#[derive(Debug)]
pub(super) struct Views {
    /// What is checked in each of them, in a few words.
    pub(super) names: &'static [&'static str],
    /// The index of the view that the bytes choose. It may be too large, and then starts again from 0.
    pub(super) chosen: fn(&[u8]) -> usize,
    /// Changes the bytes so that they choose this view, and stand for the same stimulus.
    pub(super) choose: fn(&mut Vec<u8>, usize),
}

impl Views {
    /// A target whose executions check the whole property.
    pub(super) const ONE: Self = Self { names: &["all"], chosen: |_| 0, choose: |_, _| {} };

    /// Returns the view that the bytes choose.
    pub(super) fn of(&self, data: &[u8]) -> usize {
        (self.chosen)(data) % self.names.len()
    }
}

/// Views that a first byte from `FROM` on, up to `TO`, chooses, for bytes that begin otherwise. If there is none, the length
/// chooses.
pub(super) const fn by_first<const FROM: u8, const TO: u8>(
    names: &'static [&'static str],
) -> Views {
    Views {
        names,
        chosen: |data| match data.first() {
            Some(first) if (FROM..=TO).contains(first) => usize::from(first - FROM),
            _ => data.len() / 4,
        },
        choose: |data, view| {
            let chooses = FROM + view as u8;
            match data.first_mut().filter(|first| (FROM..=TO).contains(*first)) {
                Some(first) => *first = chooses,
                None => data.insert(0, chooses),
            }
        },
    }
}

/// Returns the bytes without the first one, if that chooses a view.
pub(super) fn behind_first<const FROM: u8, const TO: u8>(data: &[u8]) -> &[u8] {
    match data.split_first() {
        Some((first, rest)) if (FROM..=TO).contains(first) => rest,
        _ => data,
    }
}

/// Views that a letter before a text chooses: a text that begins with no letter of `a` to `z`.
pub(super) const fn by_letter(names: &'static [&'static str]) -> Views {
    by_first::<b'a', b'z'>(names)
}

/// Returns the text without the letter that chooses a view.
pub(super) fn behind_letter(data: &[u8]) -> &[u8] {
    behind_first::<b'a', b'z'>(data)
}

/// Views that the number of spaces at the end of a JSON text chooses. They mean nothing there.
pub(super) const fn by_spaces(names: &'static [&'static str]) -> Views {
    Views { names, chosen: spaces, choose: end_with_spaces }
}

/// Returns the number of spaces at the end.
pub(super) fn spaces(data: &[u8]) -> usize {
    data.iter().rev().take_while(|byte| **byte == b' ').count()
}

/// Replaces the spaces at the end by so many.
pub(super) fn end_with_spaces(data: &mut Vec<u8>, count: usize) {
    data.truncate(data.len() - spaces(data));
    data.resize(data.len() + count, b' ');
}

/// Views that the byte at `INDEX` chooses, together with a number below 4 that the target reads from it: the rest of the
/// division by 4.
pub(super) const fn by_quarters<const INDEX: usize>(names: &'static [&'static str]) -> Views {
    Views {
        names,
        chosen: |data| usize::from(data.get(INDEX).copied().unwrap_or(0) / 4),
        choose: |data, view| {
            if data.len() <= INDEX {
                data.resize(INDEX + 1, 0);
            }
            data[INDEX] = data[INDEX] % 4 + 4 * view as u8;
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: &[&str] = &["one", "two", "three"];

    #[test]
    fn bytes_choose_the_view_that_they_are_told_to() {
        for views in [by_letter(NAMES), by_spaces(NAMES), by_quarters::<1>(NAMES), Views::ONE] {
            for text in [&b""[..], b"{}", b"{}     ", b"200\n\n{}", b"b200", b"\xff\xff\xff"] {
                for view in 0..views.names.len() {
                    let mut data = text.to_vec();
                    (views.choose)(&mut data, view);
                    assert_eq!(views.of(&data), view, "{text:?}");
                    let once = data.clone();
                    (views.choose)(&mut data, view);
                    assert_eq!(data, once, "{text:?}");
                }
            }
        }
    }

    #[test]
    fn the_rest_of_the_bytes_stays() {
        let change = |views: Views, text: &[u8]| {
            let mut data = text.to_vec();
            (views.choose)(&mut data, 2);
            data
        };
        assert_eq!(change(by_letter(NAMES), b"200"), b"c200");
        assert_eq!(behind_letter(b"c200"), b"200");
        assert_eq!(behind_letter(b"200"), b"200");
        assert_eq!(change(by_spaces(NAMES), b"{}   "), b"{}  ");
        assert_eq!(change(by_quarters::<1>(NAMES), &[7, 3, 9]), [7, 11, 9]);
        assert_eq!(change(by_quarters::<1>(NAMES), &[7]), [7, 8]);
    }
}

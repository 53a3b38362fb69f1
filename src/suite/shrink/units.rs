//! Which stretches of a row to leave out, the largest first.

use std::ops::Range;

/// Returns the stretches of a row of `count` things that may be left out: all of them, each half, each quarter, and
/// so on down to single ones; `most` stretches at the most.
pub(super) fn stretches(count: usize, most: usize) -> Vec<Range<usize>> {
    let mut stretches = Vec::new();
    let mut size = count;
    while size > 0 {
        let mut start = 0;
        while start < count {
            if stretches.len() == most {
                return stretches;
            }
            stretches.push(start..(start + size).min(count));
            start += size;
        }
        // Of a row of one there is nothing smaller.
        size /= 2;
    }
    stretches
}

/// Returns the units of a JSON string's raw content, as ranges of its bytes: characters, and escapes as a whole, a
/// pair of surrogates among them. What is no escape and no UTF-8 is a unit byte by byte.
pub(super) fn of_string(raw: &[u8]) -> Vec<Range<usize>> {
    let mut units = Vec::new();
    let mut at = 0;
    while at < raw.len() {
        let length = unit(&raw[at..]).clamp(1, raw.len() - at);
        units.push(at..at + length);
        at += length;
    }
    units
}

fn unit(raw: &[u8]) -> usize {
    match raw {
        [b'\\', b'u', rest @ ..] => match rest.first_chunk::<4>() {
            Some([b'd' | b'D', b'8' | b'9' | b'a' | b'b' | b'A' | b'B', _, _])
                if rest[4..].starts_with(br"\u") =>
            {
                12
            }
            _ => 6,
        },
        [b'\\', ..] => 2,
        [0xC0..=0xDF, ..] => 2,
        [0xE0..=0xEF, ..] => 3,
        [0xF0..=0xFF, ..] => 4,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn larger_stretches_come_first() {
        assert!(stretches(0, 9).is_empty());
        assert_eq!(stretches(1, 9), vec![0..1; 1]);
        assert_eq!(stretches(3, 9), [0..3, 0..1, 1..2, 2..3]);
        assert_eq!(stretches(4, 4), [0..4, 0..2, 2..4, 0..1]);
    }

    #[test]
    fn escapes_stay_whole() {
        let raw = "aé\\n\\u0041\\ud83d\\ude00\u{1f600}".as_bytes();
        let units: Vec<_> = of_string(raw).into_iter().map(|unit| unit.len()).collect();
        assert_eq!(units, [1, 2, 2, 6, 12, 4]);
        assert_eq!(of_string(br"\u1").len(), 1, "one that is cut short");
        assert_eq!(of_string(b"\\").len(), 1);
    }
}

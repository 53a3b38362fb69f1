//! Looks for bytes sixteen at a time.

use std::hint::black_box;

use wide::u8x16;

/// The number of bytes that are compared at once.
pub(super) const LANES: usize = 16;

/// Returns the end of the plain text from `from`: the first quote, backslash or control character, or the end
/// of `bytes`.
#[inline(always)]
pub(super) fn plain_end(bytes: &[u8], from: usize) -> usize {
    // Most names and many values are so short that they end here.
    match bytes.get(from..).and_then(|rest| rest.first_chunk::<LANES>()) {
        Some(chunk) => match text_ends(chunk) {
            0 => plain_end_far(bytes, from + LANES),
            mask => from + mask.trailing_zeros() as usize,
        },
        None => plain_end_far(bytes, from),
    }
}

/// Returns what [`plain_end`] returns, for text that is often longer than [`LANES`], such as a value.
#[inline(always)]
pub(super) fn value_end(bytes: &[u8], from: usize) -> usize {
    match bytes.get(from..).and_then(|rest| rest.first_chunk()) {
        Some(chunk) => match pair_ends(chunk) {
            0 => plain_end_far(bytes, from + 2 * LANES),
            mask => from + mask.trailing_zeros() as usize,
        },
        None => plain_end_far(bytes, from),
    }
}

/// Which bytes end the plain text of a string: a bit each.
#[inline(always)]
fn pair_ends(pair: &[u8; 2 * LANES]) -> u32 {
    match pair.as_chunks::<LANES>().0 {
        [low, high] => text_ends(low) | text_ends(high) << LANES,
        _ => u32::MAX,
    }
}

#[inline(never)]
fn plain_end_far(bytes: &[u8], from: usize) -> usize {
    let mut at = from;
    let rest = bytes.get(from..).unwrap_or_default();
    let (pairs, rest) = rest.as_chunks::<{ 2 * LANES }>();
    for pair in pairs {
        let mask = pair_ends(pair);
        if mask != 0 {
            return at + mask.trailing_zeros() as usize;
        }
        at += 2 * LANES;
    }
    for chunk in rest.as_chunks::<LANES>().0 {
        let mask = text_ends(chunk);
        if mask != 0 {
            return at + mask.trailing_zeros() as usize;
        }
        at += LANES;
    }
    last(bytes, at)
}

#[inline(always)]
fn ends_text(lanes: u8x16) -> u8x16 {
    // This maps the quote to the first byte after the control characters, and the control characters to each
    // other.
    let moved = lanes ^ u8x16::splat(b'"' ^ 0x20);
    lanes.simd_eq(u8x16::splat(b'\\')) | moved.min(u8x16::splat(0x20)).simd_eq(moved)
}

/// The ends of plain text in one block of a text, a bit each.
///
/// If one string after the other is looked for, each search by [`plain_end`] waits for the place that the one before
/// found, to load the bytes there. A block is loaded without waiting, and a search in it takes a shift.
#[derive(Clone, Copy)]
pub(super) struct Ends {
    begin: usize,
    marks: u64,
}

/// The number of bytes in a block.
const BLOCK: usize = 4 * LANES;

impl Ends {
    /// Those of no block.
    pub(super) const NONE: Self = Self { begin: usize::MAX - BLOCK, marks: 0 };

    /// Returns what [`plain_end`] returns.
    #[inline(always)]
    pub(super) fn next(&mut self, bytes: &[u8], from: usize) -> usize {
        let within = from.wrapping_sub(self.begin);
        let begin = if within < BLOCK {
            let marks = self.marks >> within;
            if marks != 0 {
                return from + marks.trailing_zeros() as usize;
            }
            self.begin + BLOCK
        } else {
            from
        };
        *self = Self::first(bytes, begin);
        self.begin + self.marks.trailing_zeros() as usize
    }

    /// Returns the first block from `begin` on that has an end. The end of the text counts as one.
    #[inline(never)]
    fn first(bytes: &[u8], mut begin: usize) -> Self {
        loop {
            let rest = bytes.get(begin..).unwrap_or_default();
            let marks = match rest.first_chunk() {
                Some(block) => block_ends(block),
                None => {
                    // Zero is a control character, so the search stops at the end.
                    let mut block = [0; BLOCK];
                    block[..rest.len()].copy_from_slice(rest);
                    block_ends(&block)
                }
            };
            if marks != 0 {
                return Self { begin, marks };
            }
            begin += BLOCK;
        }
    }
}

/// Which bytes end the plain text of a string: a bit each.
#[inline(always)]
fn block_ends(block: &[u8; BLOCK]) -> u64 {
    let (low, high) = block.split_at(2 * LANES);
    let [low, high] = [low, high].map(|half| half.first_chunk().map_or(0, pair_ends));
    // If LLVM sees that both halves make one mask of 64 lanes, it takes that apart lane by lane: 480 instructions.
    let (low, high) = (u64::from(low), u64::from(black_box(high)));
    low | high << (2 * LANES)
}

/// Which of the first [`LANES`] bytes end the plain text of a string: a bit each.
#[inline(always)]
pub(super) fn text_ends<const N: usize>(bytes: &[u8; N]) -> u32 {
    const { assert!(N >= LANES) };
    match bytes.first_chunk::<LANES>() {
        Some(chunk) => ends_text(u8x16::from(*chunk)).to_bitmask(),
        None => 0,
    }
}

/// In which bytes `a` and `b` differ: a bit each.
#[inline(always)]
pub(super) fn differences(a: &[u8; 2 * LANES], b: &[u8; 2 * LANES]) -> u32 {
    let (a, b) = (a.as_chunks::<LANES>().0, b.as_chunks::<LANES>().0);
    let ([a_low, a_high], [b_low, b_high]) = (a, b) else { return u32::MAX };
    let low = u8x16::from(*a_low).simd_eq(u8x16::from(*b_low)).to_bitmask();
    let high = u8x16::from(*a_high).simd_eq(u8x16::from(*b_high)).to_bitmask();
    !(low | high << LANES)
}

/// Searches the rest, which is shorter than [`LANES`].
fn last(bytes: &[u8], at: usize) -> usize {
    let left = bytes.len().saturating_sub(at);
    if left == 0 {
        return bytes.len();
    }
    let mask = match bytes.last_chunk::<LANES>() {
        // This loads some earlier bytes again, and shifts their marks out.
        Some(chunk) => text_ends(chunk) >> (LANES - left),
        None => {
            let mut chunk = [0; LANES];
            chunk[..left].copy_from_slice(&bytes[at..]);
            text_ends(&chunk) & ((1 << left) - 1)
        }
    };
    if mask == 0 { bytes.len() } else { at + mask.trailing_zeros() as usize }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_a_loop_finds() {
        let ends = |byte: &u8| matches!(byte, b'"' | b'\\' | 0..=0x1F);
        for len in (0..70).chain([127, 128, 129, 200]) {
            for place in 0..=len {
                for special in [b'"', b'\\', 0, 0x1F, b'\n', 0x20, 0x7F, 0x80, 0xFF, b'!'] {
                    let mut bytes = vec![b'a'; len];
                    if let Some(byte) = bytes.get_mut(place) {
                        *byte = special;
                    }
                    for from in [0, place / 2, place, (place + 1).min(len), len] {
                        let end = bytes[from..].iter().position(ends).map_or(len, |n| from + n);
                        assert_eq!(plain_end(&bytes, from), end, "{bytes:?} from {from}");
                        assert_eq!(value_end(&bytes, from), end, "{bytes:?} from {from}");
                        let mut ends = Ends::NONE;
                        for first in [from, from / 2, from] {
                            ends.next(&bytes, first);
                            assert_eq!(ends.next(&bytes, from), end, "{bytes:?} from {from}");
                        }
                    }
                }
            }
        }
    }
}

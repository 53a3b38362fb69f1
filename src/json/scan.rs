//! Looks for bytes sixteen at a time.

use wide::u8x16;

/// How many bytes are looked at together.
const LANES: usize = 16;

/// How many bytes behind what it copies [`copy_to_backslash`] may overwrite.
pub(super) const SLACK: usize = LANES;

/// Where the plain text of a string ends that goes on at `from`: at the first quote, backslash or control
/// character, or at the end of `bytes`.
#[inline(always)]
pub(super) fn plain_end(bytes: &[u8], from: usize) -> usize {
    // Most names and many values are so short that this is all.
    if let Some(chunk) = bytes.get(from..).and_then(|rest| rest.first_chunk::<LANES>()) {
        let mask = ends_text(u8x16::from(*chunk)).to_bitmask();
        if mask != 0 {
            return from + mask.trailing_zeros() as usize;
        }
    }
    plain_end_far(bytes, from)
}

#[inline(never)]
fn plain_end_far(bytes: &[u8], from: usize) -> usize {
    find(bytes, from, ends_text)
}

#[inline(always)]
fn ends_text(lanes: u8x16) -> u8x16 {
    let ends = lanes.simd_eq(u8x16::splat(b'"')) | lanes.simd_eq(u8x16::splat(b'\\'));
    ends | lanes.min(u8x16::splat(0x1F)).simd_eq(lanes)
}

/// The first backslash from `from` on, or the end of `bytes`. What stands before it is copied to the beginning of
/// `out`, which must have room for [`SLACK`] bytes more than that.
#[inline(always)]
pub(super) fn copy_to_backslash(bytes: &[u8], from: usize, out: &mut [u8]) -> usize {
    let mut at = from;
    while let Some(chunk) = bytes.get(at..).and_then(|rest| rest.first_chunk::<LANES>()) {
        out[at - from..][..LANES].copy_from_slice(chunk);
        let mask = u8x16::from(*chunk).simd_eq(u8x16::splat(b'\\')).to_bitmask();
        if mask != 0 {
            return at + mask.trailing_zeros() as usize;
        }
        at += LANES;
    }
    for byte in &bytes[at.min(bytes.len())..] {
        if *byte == b'\\' {
            break;
        }
        out[at - from] = *byte;
        at += 1;
    }
    at
}

/// The first byte from `from` on that `wanted` marks, or the end of `bytes`.
#[inline(always)]
fn find(bytes: &[u8], from: usize, wanted: impl Fn(u8x16) -> u8x16) -> usize {
    let mut at = from;
    while let Some(chunk) = bytes.get(at..).and_then(|rest| rest.first_chunk::<LANES>()) {
        let mask = wanted(u8x16::from(*chunk)).to_bitmask();
        if mask != 0 {
            return at + mask.trailing_zeros() as usize;
        }
        at += LANES;
    }
    last(bytes, at, wanted)
}

/// Looks through what is left, which is less than [`LANES`].
#[inline(always)]
fn last(bytes: &[u8], at: usize, wanted: impl Fn(u8x16) -> u8x16) -> usize {
    let left = bytes.len().saturating_sub(at);
    if left == 0 {
        return bytes.len();
    }
    let mask = match bytes.last_chunk::<LANES>() {
        // Again some of the bytes before, and their marks shifted out.
        Some(chunk) => wanted(u8x16::from(*chunk)).to_bitmask() >> (LANES - left),
        None => {
            let mut chunk = [0; LANES];
            chunk[..left].copy_from_slice(&bytes[at..]);
            wanted(u8x16::from(chunk)).to_bitmask() & ((1 << left) - 1)
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
        for len in 0..70 {
            for place in 0..=len {
                for special in [b'"', b'\\', 0, 0x1F, b'\n', 0x20, 0x7F, 0x80, 0xFF, b'!'] {
                    let mut bytes = vec![b'a'; len];
                    if let Some(byte) = bytes.get_mut(place) {
                        *byte = special;
                    }
                    for from in [0, place / 2, place, (place + 1).min(len), len] {
                        let end = bytes[from..].iter().position(ends).map_or(len, |n| from + n);
                        assert_eq!(plain_end(&bytes, from), end, "{bytes:?} from {from}");
                        let next = bytes[from..].iter().position(|byte| *byte == b'\\');
                        let next = next.map_or(len, |n| from + n);
                        let mut out = vec![0; len - from + SLACK];
                        assert_eq!(copy_to_backslash(&bytes, from, &mut out), next);
                        assert_eq!(out[..next - from], bytes[from..next]);
                    }
                }
            }
        }
    }
}

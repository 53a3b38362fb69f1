//! Plans: what structure-aware targets make of bytes. Every choice takes one byte, so that a plan is written
//! down as easily as it is read.

use arbitrary::Unstructured;

/// A choice of so many, by the next byte; the first behind the end.
pub(super) fn choose(bytes: &mut Unstructured<'_>, of: usize) -> usize {
    usize::from(bytes.arbitrary::<u8>().unwrap_or(0)) % of.max(1)
}

/// One of these, by the next byte.
pub(super) fn pick<T: Copy>(bytes: &mut Unstructured<'_>, list: &[T]) -> Option<T> {
    list.get(choose(bytes, list.len())).copied()
}

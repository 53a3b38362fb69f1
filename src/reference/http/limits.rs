//! How much of an answer is read.

/// How many bytes the heads of an answer may have, those of interim answers included.
pub(super) const MAX_HEAD: usize = 256 * 1024;
/// How many bytes the body of an answer may have.
pub(super) const MAX_BODY: u64 = 64 * 1024 * 1024;

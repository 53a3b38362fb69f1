//! The limits on the size of a response.

/// The most bytes in the heads of a response, including those of interim responses.
pub(super) const MAX_HEAD: usize = 256 * 1024;
/// The most bytes in the body of a response.
pub(super) const MAX_BODY: u64 = 64 * 1024 * 1024;

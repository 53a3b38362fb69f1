//! A digest of several values.

use sha2::{Digest as _, Sha256};

/// A digest of a list of values. Each one is preceded by its length, so that no two lists have the same bytes.
#[derive(Default)]
pub(super) struct ListDigest(Sha256);

impl ListDigest {
    pub(super) fn add(&mut self, value: impl AsRef<[u8]>) {
        let bytes = value.as_ref();
        self.0.update((bytes.len() as u64).to_be_bytes());
        self.0.update(bytes);
    }

    /// Adds whether there is a value, and the value.
    pub(super) fn add_optional(&mut self, value: Option<&str>) {
        self.add([u8::from(value.is_some())]);
        self.add(value.unwrap_or_default());
    }

    /// Returns the first half of the digest in hexadecimal digits.
    pub(super) fn finish(self) -> String {
        self.0.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect()
    }
}

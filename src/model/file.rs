//! The bytes that a model was read from.

use std::fmt;
use std::sync::Arc;

/// The bytes of a model's file, unpacked. Only a run that is split into shards needs their digest.
#[derive(Clone)]
pub(super) struct File(Arc<[u8]>);

impl File {
    pub(super) fn bytes(&self) -> &[u8] {
        &self.0
    }
}

impl From<&[u8]> for File {
    fn from(bytes: &[u8]) -> Self {
        Self(bytes.into())
    }
}

/// Two megabytes help nobody who prints a model.
impl fmt::Debug for File {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes", self.0.len())
    }
}

//! The protocols that a contract may speak.

use crate::model::Traits;

/// The protocols that are supported.
///
/// To add one: its variant here and in [`ALL`](Self::ALL), and an implementation of
/// [`Protocol`](crate::protocol::Protocol), which the compiler then asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ProtocolName {
    /// `aws.protocols#restJson1`
    RestJson1,
}

impl ProtocolName {
    /// All protocols. If a service speaks several, the first one counts.
    pub const ALL: &[Self] = &[Self::RestJson1];

    /// Reports whether a service with these traits speaks this protocol.
    pub(super) fn is_declared(self, traits: &Traits) -> bool {
        match self {
            Self::RestJson1 => traits.rest_json_1,
        }
    }

    /// Returns the shape ids of all protocols, for a message.
    pub(super) fn supported() -> String {
        let ids: Vec<_> = Self::ALL.iter().map(|name| name.id()).collect();
        ids.join(", ")
    }

    /// Returns its name without the namespace: `restJson1`.
    pub fn short(self) -> &'static str {
        let id = self.id();
        id.split_once('#').map_or(id, |(_, name)| name)
    }

    /// Returns the shape id of the trait by which a service declares it.
    pub fn id(self) -> &'static str {
        match self {
            Self::RestJson1 => "aws.protocols#restJson1",
        }
    }
}

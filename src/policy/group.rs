//! The groups of policies, by subject.

use std::fmt;

use super::Party;

/// The groups of the catalogue. A policy's id begins with the name of its group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Group {
    /// What a client sends.
    Request,
    /// What a client refuses to send.
    Input,
    /// How a client reads a success.
    Response,
    /// How a client reads a union.
    Union,
    /// How a client reads an error.
    Error,
    /// What a client must cope with on the wire.
    Wire,
    /// What a server sends in response.
    Server,
}

impl Group {
    /// Returns the name that the ids of the group's policies begin with, such as `request`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Input => "input",
            Self::Response => "response",
            Self::Union => "union",
            Self::Error => "error",
            Self::Wire => "wire",
            Self::Server => "server",
        }
    }

    /// Returns the party that the group's policies bind.
    pub const fn party(self) -> Party {
        match self {
            Self::Server => Party::Server,
            _ => Party::Client,
        }
    }
}

impl fmt::Display for Group {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

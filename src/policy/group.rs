//! What a policy is about.

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
    /// What a client makes of a success.
    Response,
    /// What a client makes of a union.
    Union,
    /// What a client makes of an error.
    Error,
    /// What a client survives on the wire.
    Wire,
    /// What a server answers.
    Server,
}

impl Group {
    /// The name, with which the ids of its policies begin: `request`.
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

    /// Whom its policies bind.
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

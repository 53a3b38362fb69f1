//! Whom a policy binds.

/// The party of an exchange that a policy binds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Party {
    /// The client: what it sends, and what it makes of an answer.
    Client,
    /// The server: what it answers.
    Server,
}

//! The party that a policy binds.

/// The party of an exchange that a policy binds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Party {
    /// The client: what it sends, and how it reads a response.
    Client,
    /// The server: what it sends in response.
    Server,
}

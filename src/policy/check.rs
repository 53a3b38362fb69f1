//! What a policy looks at.

use super::Party;
use super::analysis::client::ClientAnalysis;
use super::analysis::server::ServerAnalysis;
use super::judgement::Judgement;

/// The function that judges an exchange by a policy. Its party says what the function may look at.
#[derive(Clone, Copy, Debug)]
pub struct PolicyCheck(pub(super) Judges);

/// The same, by the party that the policy binds.
#[derive(Clone, Copy, Debug)]
pub(super) enum Judges {
    /// A client: what it was asked, what it sent, what it was answered, and what it made of that.
    Client(fn(&ClientAnalysis<'_, '_>) -> Judgement),
    /// A server: the requests and the answer.
    Server(fn(&ServerAnalysis<'_, '_>) -> Judgement),
}

impl PolicyCheck {
    /// A check of a client.
    pub(super) const fn client(check: fn(&ClientAnalysis<'_, '_>) -> Judgement) -> Self {
        Self(Judges::Client(check))
    }

    /// A check of a server.
    pub(super) const fn server(check: fn(&ServerAnalysis<'_, '_>) -> Judgement) -> Self {
        Self(Judges::Server(check))
    }

    /// The party that is judged.
    pub const fn party(&self) -> Party {
        match self.0 {
            Judges::Client(_) => Party::Client,
            Judges::Server(_) => Party::Server,
        }
    }
}

//! The check of a policy, and the view that it gets.

use super::Party;
use super::analysis::client::ClientAnalysis;
use super::analysis::server::ServerAnalysis;
use super::judgement::Judgement;

/// The function that judges an exchange by a policy. The party decides which view the function gets.
#[derive(Clone, Copy, Debug)]
pub struct PolicyCheck(pub(super) Judges);

/// The check, by the party that the policy binds.
#[derive(Clone, Copy, Debug)]
pub(super) enum Judges {
    /// A check of a client, which sees the call, the requests, the response and the outcome.
    Client(fn(&ClientAnalysis<'_, '_>) -> Judgement),
    /// A check of a server, which sees the requests and the response.
    Server(fn(&ServerAnalysis<'_, '_>) -> Judgement),
}

impl PolicyCheck {
    /// Makes a check of a client.
    pub(super) const fn client(check: fn(&ClientAnalysis<'_, '_>) -> Judgement) -> Self {
        Self(Judges::Client(check))
    }

    /// Makes a check of a server.
    pub(super) const fn server(check: fn(&ServerAnalysis<'_, '_>) -> Judgement) -> Self {
        Self(Judges::Server(check))
    }

    /// Returns the party that the check judges.
    pub const fn party(&self) -> Party {
        match self.0 {
            Judges::Client(_) => Party::Client,
            Judges::Server(_) => Party::Server,
        }
    }
}

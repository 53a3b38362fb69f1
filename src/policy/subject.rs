//! The part of an exchange that a policy judges.

/// The part of an exchange that a policy judges. A run treats its findings accordingly.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Subject {
    /// What arrived at the endpoint. Another process may have sent it, so a failure can be in doubt.
    Arrival,
    /// The outcome that the client showed.
    Outcome,
    /// Calls that were lost. The policy itself decides which of them break it. A lost call also breaks the
    /// policies that its stimulus aimed at.
    LostCalls,
    /// The response of the server.
    Answer,
}

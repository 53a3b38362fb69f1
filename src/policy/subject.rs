//! What of an exchange a policy judges.

/// What of an exchange a policy judges. A run treats what it finds accordingly.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Subject {
    /// What arrived at the endpoint. Another process may have sent it, so a failure can be in doubt.
    Arrival,
    /// What the client showed of the call.
    Outcome,
    /// Calls that were lost. The policy says itself which of them break it; a lost call breaks the other policies
    /// that its stimulus aimed at.
    LostCalls,
    /// What the server answered.
    Answer,
}

//! The condition under which a finding counts: what a testee shows in other calls.

#[cfg(feature = "run")]
use crate::exchange::Outcome;
#[cfg(feature = "run")]
use crate::http::Response;

/// The condition under which a finding counts. A run knows what a testee can report only when it is over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Counts {
    /// The finding always counts.
    #[default]
    Always,
    /// The finding counts only if the testee reports such a thing in another call. A testee that never
    /// reports a status, for example, cannot be blamed for this call. The policy is then not applicable.
    If(Shows),
    /// The finding counts only if the testee never reports such a thing. Otherwise another policy judges that
    /// it does not do so here.
    Unless(Shows),
}

#[cfg(feature = "run")]
impl Counts {
    /// Reports whether a finding with this condition counts. `shown` says what the testee reports in any call.
    pub(crate) fn holds(self, shown: impl Fn(Shows) -> bool) -> bool {
        match self {
            Self::Always => true,
            Self::If(what) => shown(what),
            Self::Unless(what) => !shown(what),
        }
    }
}

/// A kind of thing that a testee can or cannot report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Shows {
    /// The code of a service error.
    Code,
    /// The status of a response.
    HttpStatus,
    /// The request id of a response.
    RequestId,
    /// The final response after an interim response of status 100.
    AfterContinue,
    /// The members of a modeled error.
    ErrorMembers,
}

#[cfg(feature = "run")]
impl Shows {
    /// Returns the kinds of things that an outcome shows of a response, if that is known.
    pub(crate) fn of(outcome: &Outcome, response: Option<&Response>) -> impl Iterator<Item = Self> {
        let (code, status) = match outcome {
            Outcome::ServiceError { code, http_status, .. } => {
                (code.is_some(), http_status.is_some())
            }
            Outcome::Response { http_status, .. } => (false, http_status.is_some()),
            _ => (false, false),
        };
        let id = outcome.request_id().is_some();
        let is_final = match outcome {
            Outcome::ServiceError { http_status, .. } | Outcome::Response { http_status, .. } => {
                http_status.is_none_or(|status| status >= 200)
            }
            _ => false,
        };
        let error = match outcome {
            Outcome::ServiceError { error: Some(error), .. } => !error.members().is_empty(),
            _ => false,
        };
        let after = is_final && response.is_some_and(|response| response.interim.contains(&100));
        let all = [
            (code, Self::Code),
            (status, Self::HttpStatus),
            (id, Self::RequestId),
            (after, Self::AfterContinue),
            (error, Self::ErrorMembers),
        ];
        all.into_iter().filter_map(|(shown, what)| shown.then_some(what))
    }
}

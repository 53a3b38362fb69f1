//! Exchanges, and the sessions that they are part of.

use crate::http::{Request, RequestProblem, Response};
use crate::json::Json;

use super::outcome::Outcome;

/// The messages of one call, and what a client made of them if a client is judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exchange {
    /// The requests that arrived during the call, in order: one from a client that sends once, none
    /// from one that refused the input. Requests that went to the target of a redirect stand last.
    pub requests: Vec<Request>,
    /// Bytes that arrived during the call and are no request (the first 64 KiB of them), and why.
    pub problems: Vec<(Vec<u8>, RequestProblem)>,
    /// The answer that each of them got. `None` if none was sent: no request came, or none came whole.
    pub response: Option<Response>,
    /// The client's view of the call. `None` if only the messages are judged.
    pub client: Option<ClientView>,
}

/// What only a client knows of a call: what it was asked to do, and what its user saw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientView {
    /// The input that the client was handed, in the value form. It may break the contract on purpose.
    pub input: Json,
    /// What the client's user saw.
    pub outcome: Outcome,
}

impl Exchange {
    /// Returns the input of the call, if a client is judged.
    pub fn input(&self) -> Option<&Json> {
        self.client.as_ref().map(|client| &client.input)
    }

    /// Returns what the client's user saw, if a client is judged.
    pub fn outcome(&self) -> Option<&Outcome> {
        self.client.as_ref().map(|client| &client.outcome)
    }

    /// Reports whether the call was lost: a client is judged, and it told no outcome.
    pub fn is_lost(&self) -> bool {
        self.outcome().is_some_and(|outcome| !outcome.is_told())
    }

    /// Reports whether it repeats an earlier call: the same input, and the same answer, unless no request came that
    /// could have got it.
    fn repeats(&self, earlier: &Self) -> bool {
        let answer = self.requests.is_empty() || earlier.response == self.response;
        earlier.input() == self.input() && answer
    }

    /// Returns how many bytes it takes on the wire.
    pub fn size(&self) -> usize {
        let requests: usize = self.requests.iter().map(|request| request.raw.len()).sum();
        requests + self.response.as_ref().map_or(0, |response| response.raw.len())
    }

    /// Reports whether anything arrived in the call.
    pub fn has_sent(&self) -> bool {
        !self.requests.is_empty() || !self.problems.is_empty()
    }

    /// Returns the first request, if one was sent.
    pub fn request(&self) -> Option<&Request> {
        self.requests.first()
    }
}

/// Calls to one testee in their order: what a policy needs that one call cannot tell it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Session {
    /// The calls. The first is the exchange that is judged. If its stimulus is to be repeated, the same
    /// call follows again, with others between.
    pub calls: Vec<Exchange>,
    /// Requests that arrived before the first call while none was in flight: nobody asked for them.
    pub stray: Vec<Request>,
    /// Whether some of what arrived may be another process's than the testee's: on which connection it came is
    /// known, and whose that was is not.
    pub doubtful: bool,
}

impl Session {
    /// Returns the first call.
    pub fn first(&self) -> Option<&Exchange> {
        self.calls.first()
    }

    /// Returns the calls that repeat the first one: the same input, and the same answer, unless no request came
    /// that could have got it.
    pub fn repeats(&self) -> impl Iterator<Item = &Exchange> {
        let first = self.first();
        self.calls.iter().skip(1).filter(move |call| first.is_some_and(|first| call.repeats(first)))
    }

    /// Returns every call that repeats an earlier one, after the first such call. Each is the index of a call and the
    /// call itself.
    pub fn repetitions(&self) -> impl Iterator<Item = (Indexed<'_>, Indexed<'_>)> {
        // The calls that repeat none before them. There are few: a session has few stimuli.
        let mut different: Vec<Indexed<'_>> = Vec::new();
        self.calls.iter().enumerate().filter_map(move |call| {
            let earlier = different.iter().find(|(_, earlier)| call.1.repeats(earlier)).copied();
            if earlier.is_none() && different.len() < MOST_DIFFERENT {
                different.push(call);
            }
            earlier.map(|earlier| (earlier, call))
        })
    }
}

/// A call of a session, after its index there.
type Indexed<'s> = (usize, &'s Exchange);

/// The most calls of a session that later ones are held against. Without this bound a long session of calls that are all
/// different would take a time that is the square of its length.
const MOST_DIFFERENT: usize = 64;

/// What a testee says of itself in its hello.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct TesteeInfo {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: Option<String>,
    /// The language that it is written in.
    pub language: Option<String>,
    /// The edition of the contract that it was built from, if it says so.
    pub edition: Option<String>,
    /// What it sets out to do.
    pub features: Features,
}

/// What a testee sets out to do. A feature that the harness does not know is ignored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Features {
    /// It checks an input before sending it; without this the `input.*` policies are not applicable.
    pub client_validation: bool,
    /// It was given the session token of the dummy [credentials](crate::credentials), as every testee in a process of its
    /// own is by its environment. Without this `request.session-token` judges only whether a token that the client sends is signed.
    pub session_token: bool,
    /// It puts the prefix that an operation has before the host of the endpoint, in Host and in its signature, and connects to
    /// the endpoint all the same. Without this `request.host-prefix` is not applicable.
    pub host_prefix: bool,
}

impl TesteeInfo {
    /// A testee of this name, without features.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), ..Self::default() }
    }

    /// The same testee with these features.
    #[must_use]
    pub fn with_features(self, features: Features) -> Self {
        Self { features, ..self }
    }
}

impl Features {
    /// Every feature.
    pub(crate) const ALL: Self =
        Self { client_validation: true, session_token: true, host_prefix: true };

    /// No feature.
    pub const fn new() -> Self {
        Self { client_validation: false, session_token: false, host_prefix: false }
    }

    /// The same features, with or without the check of an input before it is sent.
    #[must_use]
    pub const fn with_client_validation(mut self, checks: bool) -> Self {
        self.client_validation = checks;
        self
    }

    /// The same features, with or without the prefix of the host.
    #[must_use]
    pub const fn with_host_prefix(mut self, adds: bool) -> Self {
        self.host_prefix = adds;
        self
    }

    /// The same features of a client that was given the session token of the dummy [credentials](crate::credentials), or
    /// was not.
    #[must_use]
    pub const fn with_session_token(mut self, given: bool) -> Self {
        self.session_token = given;
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::{Answer, Headers};

    fn call(body: &str, sent: bool) -> Exchange {
        let requests = sent.then(|| Request::new("POST", "/", Headers::new(), b"{}"));
        let outcome = Outcome::response(Json::Null);
        Exchange {
            requests: requests.into_iter().collect(),
            problems: Vec::new(),
            response: sent.then(|| Answer::json(200, body).response()),
            client: Some(ClientView { input: Json::Null, outcome }),
        }
    }

    #[test]
    fn every_call_repeats_the_first_of_its_kind() {
        let calls = ["a", "b", "a", "b", "c"].map(|body| call(body, true));
        let session = Session { calls: calls.into(), ..Session::default() };
        let places: Vec<_> = session.repetitions().map(|((a, _), (b, _))| (a, b)).collect();
        assert_eq!(places, [(0, 2), (1, 3)]);
        assert_eq!(session.repeats().count(), 1);
    }

    #[test]
    fn a_call_that_sent_nothing_repeats_one_of_the_same_input() {
        let calls = vec![call("a", true), call("", false)];
        let session = Session { calls, ..Session::default() };
        assert_eq!(session.repetitions().count(), 1);
    }

    #[test]
    fn a_session_of_different_calls_takes_no_long_time() {
        let calls = (0..1_000).map(|number| call(&number.to_string(), true)).collect();
        let session = Session { calls, ..Session::default() };
        assert_eq!(session.repetitions().count(), 0);
    }
}

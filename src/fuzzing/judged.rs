//! Has the policies judge exchanges. No policy may accuse a correct client.

use std::cell::RefCell;
use std::sync::LazyLock;

use crate::contract::Contract;
use crate::exchange::{
    ClientView, Evidence, Exchange, Features, Outcome, Session, Stage, oracle_outcome, outcome_of,
};
use crate::http::{Request, Response};
use crate::json::Json;
use crate::policy::{Analysis, Group, Judgement, Level, MarkedPart, Party, Policy, catalogue};
use crate::protocol::{RequestParts, read_response, write_request};

use super::answer;
use super::contracts::contracts;
use super::target::Checked;

/// The features of the testees in these exchanges.
const FEATURES: Features = Features::ALL;

/// The policies that judge in one view.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Jury {
    /// Those on requests and on the input.
    Sent,
    /// Those on successes.
    Successes,
    /// Those on unions, and those on servers.
    Unions,
    /// Those on errors.
    Errors,
    /// Those on the connection, and those that look at a second call. They judge two equal calls.
    Calls,
}

impl Jury {
    /// Those that judge what became of a response. The request and the input may be the same every time, so the policies
    /// on them are left out.
    pub(super) const OF_OUTCOMES: [Self; 4] =
        [Self::Successes, Self::Unions, Self::Errors, Self::Calls];

    /// All of them: together they have every policy.
    pub(super) const ALL: [Self; 5] =
        [Self::Sent, Self::Successes, Self::Unions, Self::Errors, Self::Calls];

    fn has(self, policy: &Policy) -> bool {
        match self {
            Self::Sent => matches!(policy.group, Group::Request | Group::Input),
            Self::Successes => policy.group == Group::Response,
            Self::Unions => matches!(policy.group, Group::Union | Group::Server),
            Self::Errors => policy.group == Group::Error,
            // Whether an id is shown is known from all calls together.
            Self::Calls => policy.group == Group::Wire || policy.id.ends_with(".request-id-shown"),
        }
    }

    /// Returns the policies, which are chosen once.
    fn policies(self) -> &'static [&'static Policy] {
        static POLICIES: LazyLock<[Vec<&'static Policy>; 5]> = LazyLock::new(|| {
            Jury::ALL
                .map(|jury| catalogue().iter().copied().filter(|policy| jury.has(policy)).collect())
        });
        &POLICIES[self as usize]
    }

    /// Reads the response that a text stands for, as far as these policies look at it: only those on calls look at the bytes
    /// of the framing.
    pub(super) fn response(self, text: &[u8]) -> Response {
        match self {
            Self::Calls => answer::read(text).response(),
            _ => answer::received(text),
        }
    }

    /// Returns the number of calls that they judge.
    fn calls(self) -> usize {
        if self == Self::Calls { 2 } else { 1 }
    }
}

thread_local! {
    /// For each of the [`contracts`] a session of one plain call and one of two. The requests and inputs in them are made
    /// once; a check puts its response and its outcome into them.
    static PLAIN: RefCell<Vec<[Session; 2]>> = RefCell::new(plain());
}

/// Makes a valid input for each of the contracts, and its request.
fn plain() -> Vec<[Session; 2]> {
    let inputs = [
        r#"{"IdentityProvider":{"ActiveDirectoryIdentityProvider":{}},"InstanceId":"i","Username":"u"}"#,
        "{}",
        "{}",
        r#"{"name":"n"}"#,
    ];
    let made = contracts().iter().zip(inputs).map(|(contract, text)| {
        let input = Json::parse(text).expect("it is JSON");
        let parts = write_request(contract, &input).expect("it is valid");
        let call = Exchange {
            requests: vec![signed(contract, &parts)],
            problems: Vec::new(),
            response: None,
            client: Some(ClientView { input, outcome: Outcome::client_error(Stage::Read, "", "") }),
        };
        [1, 2].map(|count| Session { calls: vec![call.clone(); count], ..Session::default() })
    });
    made.collect()
}

/// Returns the request that a correct client sends.
pub(super) fn signed(contract: &Contract, parts: &RequestParts) -> Request {
    parts.to_faithful_request(contract, "127.0.0.1")
}

/// Checks that no policy of the jury accuses a client that makes a plain call, gets this response, and shows what the
/// codec reads. `contract` is an index into [`contracts`].
pub(super) fn acquits_the_codec(contract: usize, response: &Response, jury: Jury) -> Checked {
    let codec = &contracts()[contract];
    if !response.complete {
        return acquitted_of(contract, response.clone(), oracle_outcome(codec, response), jury);
    }
    // The policies judge by the same reading. To make it twice would cost more than a copy of the response.
    let reading = read_response(codec, response);
    let outcome = outcome_of(codec, response, &reading);
    PLAIN.with_borrow_mut(|plain| {
        let session = &mut plain[contract][jury.calls() - 1];
        for call in &mut session.calls {
            put(call, response.clone(), outcome.clone());
        }
        let evidence = Evidence::of_session(codec, session, FEATURES);
        judge(evidence.map(|evidence| evidence.with_reading(reading)), jury, true)
    })
}

/// Checks that no policy of the jury accuses the client of a plain call with this response and this outcome. `contract` is
/// an index into [`contracts`].
pub(super) fn acquitted_of(
    contract: usize,
    response: Response,
    outcome: Outcome,
    jury: Jury,
) -> Checked {
    PLAIN.with_borrow_mut(|plain| {
        let session = &mut plain[contract][jury.calls() - 1];
        let [first, others @ ..] = &mut session.calls[..] else { return Ok(()) };
        for call in others {
            put(call, response.clone(), outcome.clone());
        }
        put(first, response, outcome);
        judge(Evidence::of_session(&contracts()[contract], session, FEATURES), jury, true)
    })
}

fn put(call: &mut Exchange, response: Response, outcome: Outcome) {
    call.response = Some(response);
    if let Some(client) = &mut call.client {
        client.outcome = outcome;
    }
}

/// Checks that no policy of the jury accuses the client of this call. An observation is not an accusation, and policies on
/// servers may fail.
///
/// Every byte range that a policy marks must exist.
pub(super) fn acquitted(contract: &Contract, exchange: Exchange, jury: Jury) -> Checked {
    let calls = match jury.calls() {
        1 => vec![exchange],
        count => vec![exchange; count],
    };
    let session = Session { calls, ..Session::default() };
    judge(Evidence::of_session(contract, &session, FEATURES), jury, true)
}

/// Checks that every policy of the jury can judge this call. Any verdict is right.
pub(super) fn judged(contract: &Contract, exchange: Exchange, jury: Jury) -> Checked {
    let session = Session { calls: vec![exchange], ..Session::default() };
    judge(Evidence::of_session(contract, &session, FEATURES), jury, false)
}

fn judge(evidence: Option<Evidence<'_>>, jury: Jury, binding: bool) -> Checked {
    let Some(evidence) = evidence else { return Ok(()) };
    let analysis = Analysis::of(&evidence);
    let messages = evidence.messages();
    for policy in jury.policies() {
        let Judgement::Fail(findings) = policy.judge_in(&analysis) else { continue };
        for finding in &findings {
            let Some(mark) = &finding.mark else { continue };
            let part = match mark.part {
                MarkedPart::RequestBody => messages.request().map(|request| &request.body),
                MarkedPart::ResponseBody => messages.response().map(|response| &response.body),
            };
            // A mark right after the last byte means that something is missing there.
            if part.is_none_or(|part| mark.range.start > part.len()) {
                return Err(format!("{} marks bytes that do not exist: {finding:?}", policy.id));
            }
        }
        if binding && policy.level != Level::May && policy.party() == Party::Client {
            let outcome = messages.exchange().outcome();
            let outcome = outcome.map(Outcome::to_string).unwrap_or_default();
            return Err(format!("{} accuses a client of `{outcome}`: {findings:#?}", policy.id));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::Answer;

    #[test]
    fn the_faithful_are_acquitted_and_others_are_not() {
        for (at, contract) in contracts().iter().enumerate() {
            let response = Answer::json(503, "<html>").response();
            for jury in Jury::ALL {
                let outcome = oracle_outcome(contract, &response);
                assert_eq!(acquitted_of(at, response.clone(), outcome, jury), Ok(()));
                assert_eq!(acquits_the_codec(at, &response, jury), Ok(()));
            }
            let outcome =
                Outcome::Response { http_status: Some(503), output: Json::Null, request_id: None };
            let found = acquitted_of(at, response, outcome, Jury::Errors);
            assert!(found.is_err_and(|fault| fault.contains("error.")));
        }
    }

    #[test]
    fn every_policy_sits_in_a_jury() {
        for policy in catalogue() {
            let count = Jury::ALL.into_iter().filter(|jury| jury.has(policy)).count();
            let twice = policy.id.ends_with(".request-id-shown");
            assert_eq!(count, if twice { 2 } else { 1 }, "{}", policy.id);
        }
        for (at, jury) in Jury::ALL.into_iter().enumerate() {
            assert_eq!(at, jury as usize);
            assert!(jury.policies().iter().all(|policy| jury.has(policy)));
        }
    }

    #[test]
    fn a_second_call_is_judged() {
        let response = Answer::json(200, "{}").response();
        let crash = |crashed: bool| match crashed {
            true => Outcome::Crash { detail: "it fell".to_owned() },
            false => Outcome::client_error(Stage::Deserialize, "C", "m"),
        };
        let mut session = PLAIN.with_borrow(|plain| plain[0][1].clone());
        for (call, crashed) in session.calls.iter_mut().zip([false, true]) {
            put(call, response.clone(), crash(crashed));
        }
        let evidence = Evidence::of_session(&contracts()[0], &session, FEATURES);
        let found = judge(evidence, Jury::Calls, true);
        assert!(found.is_err_and(|fault| fault.contains("wire.")));
    }
}

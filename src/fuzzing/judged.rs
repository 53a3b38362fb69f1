//! Has the whole catalogue judge exchanges. No policy may accuse a correct client.

use std::sync::LazyLock;

use crate::contract::Contract;
use crate::exchange::{ClientView, Evidence, Exchange, Features, Outcome, Session};
use crate::http::{Request, Response};
use crate::json::Json;
use crate::policy::{Analysis, Judgement, Level, MarkedPart, Party, catalogue};
use crate::protocol::{RequestParts, write_request};
use crate::sigv4::{EXAMPLE_TIME, Signer};

use super::contracts::contracts;
use super::target::Checked;

/// The features of the testees in these exchanges.
const FEATURES: Features = Features { client_validation: true, session_token: true };

/// A valid input for each of the [`contracts`], and its request.
static PLAIN: LazyLock<Vec<(Json, Request)>> = LazyLock::new(|| {
    let inputs = [
        r#"{"IdentityProvider":{"ActiveDirectoryIdentityProvider":{}},"InstanceId":"i","Username":"u"}"#,
        "{}",
        "{}",
        r#"{"name":"n"}"#,
    ];
    let made = contracts().iter().zip(inputs).map(|(contract, text)| {
        let input = Json::parse(text).expect("it is JSON");
        let parts = write_request(contract, &input).expect("it is valid");
        (input, signed(contract, &parts))
    });
    made.collect()
});

/// Returns the request that a correct client sends.
pub(super) fn signed(contract: &Contract, parts: &RequestParts) -> Request {
    match contract.sigv4_name() {
        Some(service) => {
            parts.to_signed_request("127.0.0.1", &Signer::dummy(service), EXAMPLE_TIME)
        }
        None => parts.to_request("127.0.0.1"),
    }
}

/// Returns the exchange of a plain call with this response and this outcome. `contract` is an index into [`contracts`].
pub(super) fn answered(contract: usize, response: &Response, outcome: Outcome) -> Exchange {
    let (input, request) = &PLAIN[contract];
    Exchange {
        requests: vec![request.clone()],
        problems: Vec::new(),
        response: Some(response.clone()),
        client: Some(ClientView { input: input.clone(), outcome }),
    }
}

/// Checks that no policy of the groups that `wanted` accepts accuses the client of this call. The call is made twice. An
/// observation is not an accusation, and policies on servers may fail.
///
/// Every byte range that a policy marks must exist.
pub(super) fn acquitted(
    contract: &Contract,
    exchange: Exchange,
    wanted: impl Fn(&str) -> bool,
) -> Checked {
    let session = Session { calls: vec![exchange; 2], ..Session::default() };
    judge(contract, &session, wanted, true)
}

/// Checks that every policy can judge this call. Any verdict is right.
pub(super) fn judged(contract: &Contract, exchange: Exchange) -> Checked {
    let session = Session { calls: vec![exchange], ..Session::default() };
    judge(contract, &session, |_| true, false)
}

fn judge(
    contract: &Contract,
    session: &Session,
    wanted: impl Fn(&str) -> bool,
    binding: bool,
) -> Checked {
    let Some(evidence) = Evidence::of_session(contract, session, FEATURES) else { return Ok(()) };
    let analysis = Analysis::of(&evidence);
    let messages = evidence.messages();
    for policy in catalogue().iter().filter(|policy| wanted(policy.group.name())) {
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
            let outcome = session.first().and_then(Exchange::outcome);
            let outcome = outcome.map(Outcome::to_string).unwrap_or_default();
            return Err(format!("{} accuses a client of `{outcome}`: {findings:#?}", policy.id));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::oracle_outcome;
    use crate::http::Answer;

    #[test]
    fn the_faithful_are_acquitted_and_others_are_not() {
        for (at, contract) in contracts().iter().enumerate() {
            let response = Answer::json(503, "<html>").response();
            let faithful = answered(at, &response, oracle_outcome(contract, &response));
            assert_eq!(acquitted(contract, faithful, |_| true), Ok(()));
            let outcome =
                Outcome::Response { http_status: Some(503), output: Json::Null, request_id: None };
            let found = acquitted(contract, answered(at, &response, outcome), |_| true);
            assert!(found.is_err_and(|fault| fault.contains("error.")));
        }
    }
}

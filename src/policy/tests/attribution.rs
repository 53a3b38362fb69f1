//! Tests of the table that says which policy judges a finding.

use std::collections::HashSet;

use super::{KNOWN, REST, summary};
use crate::contract::Contract;
use crate::exchange::{Evidence, Outcome};
use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::attribution::{Found, TABLE, owns, yields};
use crate::policy::{Analysis, Example, Judgement, Party, Sent, catalogue, find};
use crate::protocol::NoteKind;

#[test]
fn every_finding_has_one_row_and_every_row_reads_well() {
    let last = Found::EndpointPath as usize;
    assert_eq!(TABLE.len(), last + 1, "the last finding has the last row");
    let mut conditions = HashSet::new();
    for (index, row) in TABLE.iter().enumerate() {
        assert_eq!(
            row.found as usize, index,
            "{:?}: the rows are in the order of the findings",
            row.found
        );
        assert!(conditions.insert(row.condition), "two rows have one condition: {}", row.condition);
        assert!(!row.condition.ends_with('.') && row.why.ends_with('.'), "{:?}", row.found);
        assert!(!row.yielding.is_empty(), "{:?}: nobody yields", row.found);
    }
}

#[test]
fn every_row_names_policies_that_exist_and_each_once() {
    for row in TABLE {
        let party = |id: &str| find(id).map(|policy| policy.party());
        assert_eq!(party(row.owner), Some(Party::Client), "{:?}: {}", row.found, row.owner);
        let mut seen = HashSet::from([row.owner]);
        for id in row.yielding {
            assert_eq!(party(id), Some(Party::Client), "{:?}: {id}", row.found);
            assert!(seen.insert(id), "{:?}: {id} is there twice", row.found);
        }
        assert!(owns(row.owner, row.found) && !yields(row.owner, row.found), "{:?}", row.found);
    }
}

/// Makes a response with a summary of these members, and an outcome that shows the other ones.
fn answered(members: &str, shown: &str) -> Example {
    let outcome =
        format!(r#"{{"outcome":"response","http_status":200,"output":{}}}"#, summary(shown));
    Example { body: summary(members).leak(), outcome: outcome.leak(), ..Example::PLAIN }
}

/// Returns exchanges for the rows that no example of a policy covers.
fn more() -> Vec<Example> {
    let plain = format!("{KNOWN},{REST}");
    let lost = format!("{KNOWN},{}", REST.replace(r#","Username":"alice""#, ""));
    let large = format!(r#""Domain":"{}","#, "x".repeat(70_000));
    let deep = format!(r#""Deep":{}{},"#, "[".repeat(60), "]".repeat(60));
    let date = r#""AssociationDate":"2022-08-01","#;
    let union = |members: &str| format!(r#""IdentityProvider":{{{members}}},{REST}"#);
    let given_up =
        r#"{"outcome":"client_error","stage":"read","class":"Unread","message":"given up"}"#;
    vec![
        answered(&format!("{REST},{KNOWN}"), &lost),
        answered(&format!("{date}{plain}"), &format!("{date}{lost}")),
        Example { headers: &[("Content-Type", "text/plain")], ..answered(&plain, &lost) },
        answered(&format!("{KNOWN} , {REST}"), &lost),
        answered(&format!("{deep}{plain}"), &lost),
        answered(&format!("{large}{plain}"), &format!("{large}{lost}")),
        Example { interim: &[100], ..answered(&plain, &lost) },
        Example {
            status: 500,
            headers: &[("X-Amzn-Errortype", "\r\n ConflictException")],
            body: r#"{"message":"m"}"#,
            outcome: r#"{"outcome":"service_error","code":"\r\n ConflictException","modeled":false,"message":"m","http_status":500}"#,
            ..Example::PLAIN
        },
        Example { chunks: Some(&[5]), ..answered(&plain, &lost) },
        Example { interim: &[100], outcome: given_up, ..Example::PLAIN },
        Example { chunks: Some(&[5]), outcome: given_up, ..Example::PLAIN },
        Example { delay_ms: 500, outcome: given_up, ..Example::PLAIN },
        Example {
            interim: &[103],
            outcome: r#"{"outcome":"response","http_status":103,"output":{}}"#,
            ..Example::PLAIN
        },
        answered(&plain, REST),
        Example {
            sent: Sent::Body(
                r#"{"IdentityProvider":{"ActiveDirectoryIdentityProvider":{"DirectoryId":"d-9067f0a1b2"},"Okta":{}},"InstanceId":"i-0abcd1234efgh5678","Username":"alice"}"#,
            ),
            ..Example::PLAIN
        },
        Example {
            sent: Sent::Body(
                r#"{"Domain":"corp","IdentityProvider":{"ActiveDirectoryIdentityProvider":{"DirectoryId":"d-9067f0a1b2"}},"InstanceId":"i-0abcd1234efgh5678","Username":"alice"}"#,
            ),
            ..Example::PLAIN
        },
        answered(&union(r#""Okta":{}"#), REST),
        answered(
            &union(r#""__type":"x","Okta":{}"#),
            &union(r#""SDK_UNKNOWN_MEMBER":{"name":"__type"}"#),
        ),
        answered(&union(r#""Okta":{},"A":null"#), &union(r#""SDK_UNKNOWN_MEMBER":{"name":"A"}"#)),
    ]
}

/// Returns the kinds of findings in an exchange that a policy could report.
fn found_in(analysis: &ClientAnalysis<'_, '_>) -> Vec<Found> {
    let mut found = Vec::new();
    if let Some(success) = analysis.success() {
        found.extend(success.departures(|_| true).filter_map(|departure| departure.cause.found));
    }
    found.extend(analysis.given_up_for().and_then(|hardship| hardship.given_up()));
    found.extend(analysis.interim_shown().map(|_| Found::InterimShown));
    if let Some(error) = analysis.error_answer() {
        found.extend(error.oddities().map(|oddity| oddity.found()));
        match analysis.outcome() {
            Outcome::Response { .. } => found.push(Found::ErrorShownAsSuccess),
            Outcome::ServiceError { code: Some(code), .. } if error.is_nested(code) => {
                found.push(Found::NestedName);
            }
            Outcome::ClientError { .. } if !error.is_object() => {
                found.push(Found::BodyWithoutObject);
            }
            _ => {}
        }
    }
    if let Some(request) = analysis.request() {
        let uri = &analysis.contract().operation().http().uri;
        let url = request.told_endpoint().expect("examples arrive at a URL");
        let joined = request.target.ends_with(uri.as_str()) && !url.path.is_empty();
        let wrong = joined && request.target != url.target(uri);
        found.extend(wrong.then_some(Found::EndpointPath));
    }
    if let Some(body) = analysis.body_for_valid_input() {
        let has = |wanted: fn(NoteKind) -> bool| body.anatomy().of(wanted).next().is_some();
        found.extend(has(|kind| kind == NoteKind::Duplicate).then_some(Found::MemberRepeated));
        found.extend(has(|kind| kind == NoteKind::UnionSeveral).then_some(Found::SeveralInUnion));
        let set = analysis.left_out().is_some_and(|left_out| !left_out.set.is_empty());
        found.extend(set.then_some(Found::MemberNotInInput));
    }
    found
}

/// For each row, one exchange has the finding and breaks its owner, and breaks no policy that yields.
#[test]
fn every_row_decides_an_exchange() {
    let contract = Contract::default();
    let examples = catalogue().iter().map(|policy| policy.broken_example());
    let examples: Vec<_> = examples.chain(more()).collect();
    let mut undecided: HashSet<Found> = TABLE.iter().map(|row| row.found).collect();
    for example in examples {
        let contract = example.contract_or(&contract);
        let session = example.session(&contract);
        let evidence = Evidence::of_session(&contract, &session, Example::FEATURES);
        let evidence = evidence.expect("a session has a first call");
        let analysis = Analysis::of(&evidence);
        let Some(client) = &analysis.client else { continue };
        let broken = |id: &str| {
            let policy = find(id).expect("it exists");
            matches!(policy.judge_in(&analysis), Judgement::Fail(_))
        };
        for found in found_in(client) {
            let row = &TABLE[found as usize];
            if broken(row.owner) && !row.yielding.iter().any(|id| broken(id)) {
                undecided.remove(&found);
            }
        }
    }
    assert!(undecided.is_empty(), "no exchange needs these rows: {undecided:?}");
}

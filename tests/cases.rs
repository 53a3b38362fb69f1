//! The cases, the oracle and the catalogue hold each other down.
//!
//! A case's expected outcomes are literal and come from the specification. The oracle must come to one
//! of them; a testee that shows one must be accused of nothing; and every policy that a case is aimed at
//! must judge it.

#![cfg(feature = "suite")]

use std::collections::{BTreeMap, BTreeSet};
use std::thread;
use std::time::Duration;

use wireproof::contract::{CONTRACTS, Contract};
use wireproof::exchange::{Evidence, Features, Outcome, Session, Stage, oracle_outcome};
use wireproof::http::{Headers, Request};
use wireproof::json::Json;
use wireproof::policy::{self, Analysis, Judgement, Level, Party, Policy, Subject};
use wireproof::protocol;
use wireproof::suite::{Case, Suite};
use wireproof::value::diff;

const FEATURES: Features =
    Features::new().with_client_validation(true).with_session_token(true).with_host_prefix(true);

/// How many cases each contract has at least; `tests/registered.rs` holds how many each policy has in the default one.
const LEAST_CASES: [(&str, usize); 3] =
    [("disassociate-user", 600), ("converse", 250), ("invoke", 80)];

/// Every case of every contract, in every edition that it is for.
fn each(mut visit: impl FnMut(&Contract, &Case)) {
    for embedded in CONTRACTS {
        for edition in embedded.edition_names() {
            let contract = Contract::embedded(embedded.name, Some(edition));
            let contract = contract.expect("an embedded edition");
            let suite = Suite::of_contract(&contract);
            for case in suite.cases().iter().filter(|case| case.is_for(edition)) {
                visit(&contract, case);
            }
        }
    }
}

/// Returns the request that a faithful client sends, or none if it must refuse the input.
fn requests(contract: &Contract, case: &Case) -> Vec<Request> {
    if !case.sent {
        return Vec::new();
    }
    let request = case.stimulus.faithful_request(contract);
    vec![request.unwrap_or_else(|error| panic!("{}: the input is not valid: {error}", case.id()))]
}

/// Returns what a faithful client shows.
fn faithful(contract: &Contract, case: &Case) -> Outcome {
    if case.sent {
        oracle_outcome(contract, &case.stimulus.call.answer.response())
    } else {
        Outcome::client_error(Stage::Validate, "invalid-input", "")
    }
}

/// Returns the session in which the case's call is made as often as it asks for, sends `requests` each time, and
/// comes to `outcomes` in turn. A faithful client makes the calls in between.
fn session_with(
    contract: &Contract,
    case: &Case,
    requests: &[Request],
    outcomes: &[&Outcome],
) -> Session {
    let mut calls = Vec::new();
    for outcome in outcomes.iter().cycle().take(case.stimulus.repeat) {
        if !calls.is_empty() {
            calls.extend(case.stimulus.between.iter().map(|other| {
                let outcome = oracle_outcome(contract, &other.call.answer.response());
                other.exchange(requests.to_vec(), outcome)
            }));
        }
        calls.push(case.stimulus.exchange(requests.to_vec(), Outcome::clone(outcome)));
    }
    Session { calls, ..Session::default() }
}

/// Returns the same of a faithful client.
fn session(contract: &Contract, case: &Case, outcomes: &[&Outcome]) -> Session {
    session_with(contract, case, &requests(contract, case), outcomes)
}

/// Returns the sessions that a case permits: one for each expected outcome, and the oracle's own.
fn permitted(contract: &Contract, case: &Case) -> Vec<Session> {
    let oracle = faithful(contract, case);
    let expected = case.expect.iter().map(|expected| expected.complete(&oracle));
    let mut sessions: Vec<_> =
        expected.map(|outcome| session(contract, case, &[&outcome])).collect();
    sessions.push(session(contract, case, &[&oracle]));
    sessions
}

fn evidence<'e>(contract: &'e Contract, session: &'e Session) -> Evidence<'e> {
    Evidence::of_session(contract, session, FEATURES).expect("a session has a call")
}

#[test]
fn there_are_enough_cases() {
    assert_eq!(
        LEAST_CASES.map(|(name, _)| name)[..],
        CONTRACTS.iter().map(|c| c.name).collect::<Vec<_>>()
    );
    for (name, least) in LEAST_CASES {
        let contract = Contract::embedded(name, None).expect("it is embedded");
        let count = Suite::of_contract(&contract).cases().len();
        assert!(count >= least, "{name}: {count} cases");
    }
}

/// A case that only repeats another one proves nothing, and a sentence that stands twice says of one of them what does not
/// set it apart.
#[test]
fn no_two_cases_are_the_same_and_each_has_a_sentence_of_its_own() {
    for embedded in CONTRACTS.iter().skip(1) {
        let contract = Contract::embedded(embedded.name, None).expect("it is embedded");
        let suite = Suite::of_contract(&contract);
        let (mut sent, mut sentences) = (BTreeMap::new(), BTreeMap::new());
        for case in suite.cases() {
            let stimulus = &case.stimulus;
            let call = format!("{:?}", (&stimulus.call, stimulus.repeat, &stimulus.between));
            let other = sent.insert(call, case.id());
            assert_eq!(other, None, "{} sends the same", case.id());
            let other = sentences.insert(&case.why, case.id());
            assert_eq!(other, None, "{} has the same sentence", case.id());
        }
    }
}

#[test]
fn the_oracle_comes_to_what_is_expected() {
    each(|contract, case| {
        let outcome = faithful(contract, case);
        let right = case.expect.iter().any(|expected| expected.permits(contract, &outcome));
        assert!(right, "{}: {outcome}", case.id());
    });
}

#[test]
fn inputs_are_valid_or_refused_as_the_case_says() {
    each(|contract, case| {
        let shape = contract.operation().input();
        let faults = protocol::validate(contract.model(), shape, &case.stimulus.call.input);
        // An empty label is of the right type, and no request can be written with it.
        let is_sent = faults.is_empty() && case.stimulus.faithful_request(contract).is_ok();
        assert_eq!(is_sent, case.sent, "{}: {faults:?}", case.id());
    });
}

/// Some clients check the bounds of lengths and numbers before they send, and nobody says that they must not.
#[test]
fn inputs_that_are_sent_keep_the_bounds_of_the_model() {
    let bounded = |violation: &protocol::Violation| {
        matches!(
            violation.constraint,
            protocol::Constraint::Length { .. } | protocol::Constraint::Range(_)
        )
    };
    each(|contract, case| {
        let shape = contract.operation().input();
        let mut found = protocol::violations(contract.model(), shape, &case.stimulus.call.input);
        found.retain(bounded);
        assert!(!case.sent || found.is_empty(), "{}: {found:?}", case.id());
    });
}

#[test]
fn the_encoder_writes_the_body_that_is_expected() {
    let mut checked = 0;
    each(|contract, case| {
        if case.request_body.is_none() && case.request.is_none() {
            return;
        }
        let request = &requests(contract, case)[0];
        let difference = case.request.as_ref().and_then(|expected| expected.difference(request));
        assert_eq!(difference, None, "{}", case.id());
        checked += 1;
        let Some(expected) = &case.request_body else { return };
        let body = Json::parse(&request.body).expect("the encoder writes JSON");
        let shape = contract.operation().input();
        let differences = diff(contract.model(), shape, expected, &body);
        assert!(differences.is_empty(), "{}: {differences:?}", case.id());
    });
    assert!(checked > 0);
}

#[test]
fn nobody_is_accused_of_what_a_case_permits() {
    each(|contract, case| {
        for session in permitted(contract, case) {
            let evidence = evidence(contract, &session);
            let analysis = Analysis::of(&evidence);
            // What is only observed is no accusation.
            let policies = policy::catalogue().iter().filter(|policy| policy.level != Level::May);
            for policy in policies.filter(|policy| policy.party() == Party::Client) {
                if let Judgement::Fail(findings) = policy.judge_in(&analysis) {
                    let (id, outcome) = (case.id(), session.calls[0].outcome());
                    panic!("{} accuses {id} of {outcome:?}: {findings:#?}", policy.id);
                }
            }
        }
    });
}

#[test]
fn every_policy_judges_what_is_aimed_at_it() {
    each(|contract, case| {
        for session in permitted(contract, case) {
            let evidence = evidence(contract, &session);
            let analysis = Analysis::of(&evidence);
            for aim in &case.stimulus.aims {
                let judgement = aim.judge_in(&analysis);
                let (id, outcome) = (case.id(), format!("{:?}", session.calls[0].outcome()));
                if aim.level == Level::May {
                    assert_ne!(judgement, Judgement::NotExercised, "{} of {id}: {outcome}", aim.id);
                } else {
                    assert_eq!(judgement, Judgement::Pass, "{} of {id}: {outcome}", aim.id);
                }
            }
        }
    });
}

/// A policy that is satisfied with anything proves nothing: wrong outcomes for what is aimed at it must
/// break it. (Its own `breaks` example shows that it can fail; this shows that the cases reach it.)
#[test]
fn wrong_outcomes_break_every_policy_that_is_aimed_at() {
    for embedded in CONTRACTS {
        let contract = Contract::embedded(embedded.name, None).expect("it is embedded");
        let caught = caught_by_wrong_outcomes(&contract);
        // The policies on requests look at what was sent, which is faithful here.
        let lax = caught.iter().filter(|(id, count)| **count == 0 && !id.starts_with("request."));
        let lax: Vec<_> = lax.map(|(id, _)| id).collect();
        assert!(lax.is_empty(), "{}: {lax:?} are satisfied with anything", embedded.name);
    }
}

/// Returns for each policy that a case aims at how many wrong outcomes of its cases break it.
fn caught_by_wrong_outcomes(contract: &Contract) -> BTreeMap<&'static str, usize> {
    let wrong = wrong_outcomes();
    let mut caught: BTreeMap<&str, usize> = BTreeMap::new();
    let edition = contract.edition_name().expect("it is embedded");
    let suite = Suite::of_contract(contract);
    for case in suite.cases().iter().filter(|case| case.is_for(edition)) {
        let faithful = faithful(contract, case);
        let padded = ["", "made up"].map(|text| padded(faithful.clone(), text));
        let garbled = [
            garbled(faithful.clone()),
            miscounted(faithful.clone()),
            filled(contract, faithful.clone()),
            rounded(faithful.clone()),
            misread(faithful.clone()),
            bare(case),
        ];
        // An input that is refused, and sent all the same.
        let sent_too = (!case.sent).then(|| {
            let body = case.stimulus.call.input.to_string();
            (vec![Request::new("POST", "/", Headers::new(), body.as_bytes())], &faithful)
        });
        // A redirect that is followed.
        let followed = (300..400).contains(&case.stimulus.call.answer.status).then(|| {
            let mut sent = requests(contract, case);
            sent.push(Request::new("GET", "/elsewhere", Headers::new(), b""));
            (sent, &faithful)
        });
        let wrong = wrong.iter().chain(&garbled).chain(&padded);
        let wrong = wrong.filter(|outcome| **outcome != faithful);
        let wrong = wrong.map(|outcome| (requests(contract, case), outcome));
        for (requests, outcome) in wrong.chain(sent_too).chain(followed) {
            let session = session_with(contract, case, &requests, &[outcome, &faithful]);
            let evidence = evidence(contract, &session);
            let analysis = Analysis::of(&evidence);
            for aim in &case.stimulus.aims {
                let broken = matches!(aim.judge_in(&analysis), Judgement::Fail(_));
                *caught.entry(aim.id).or_default() += usize::from(broken);
            }
        }
    }
    caught
}

/// Returns the outcome with every number of its output changed, as a client with floats or counters of its own has them.
fn miscounted(mut outcome: Outcome) -> Outcome {
    fn change(value: &mut Json) {
        match value {
            Json::Number(_) => *value = Json::from(41_u64),
            Json::Array(items) => items.iter_mut().for_each(change),
            Json::Object(members) => members.iter_mut().for_each(|(_, value)| change(value)),
            _ => {}
        }
    }
    if let Outcome::Response { output, .. } = &mut outcome {
        change(output);
    }
    outcome
}

/// Returns the outcome with every number of its output as a double.
fn rounded(mut outcome: Outcome) -> Outcome {
    fn round(value: &mut Json) {
        match value {
            Json::Number(number) => {
                let double = number.to_f64().to_string();
                *value = Json::parse(&double).unwrap_or(Json::Null);
            }
            Json::Array(items) => items.iter_mut().for_each(round),
            Json::Object(members) => members.iter_mut().for_each(|(_, value)| round(value)),
            _ => {}
        }
    }
    if let Outcome::Response { output, .. } = &mut outcome {
        round(output);
    }
    outcome
}

/// Returns the outcome without the members of its error.
fn misread(mut outcome: Outcome) -> Outcome {
    if let Outcome::ServiceError { error: Some(error), .. } = &mut outcome {
        *error = Json::object::<String>([]);
    }
    outcome
}

/// Returns the outcome with an empty text in every member of the output that is not there.
fn filled(contract: &Contract, mut outcome: Outcome) -> Outcome {
    if let Outcome::Response { output: Json::Object(shown), .. } = &mut outcome {
        for member in contract.model().members(contract.operation().output()).iter() {
            if !shown.iter().any(|(name, _)| *name == member.name) {
                shown.push((member.name.clone(), Json::from("")));
            }
        }
    }
    outcome
}

/// Returns the outcome of a client that hands on the body as it came, whatever it is.
fn bare(case: &Case) -> Outcome {
    let response = case.stimulus.call.answer.response();
    let output = Json::parse(&response.body).unwrap_or(Json::Null);
    Outcome::response(output).with_http_status(response.status)
}

/// Outcomes that are wrong for most cases.
fn wrong_outcomes() -> Vec<Outcome> {
    let output = |text| Json::parse(text).expect("it is JSON");
    let known =
        r#"{"InstanceUserSummary":{"IdentityProvider":{"ActiveDirectoryIdentityProvider":{}}}}"#;
    let both = r#"{"InstanceUserSummary":{"IdentityProvider":{"ActiveDirectoryIdentityProvider":{},
        "SDK_UNKNOWN_MEMBER":{"name":"x"}}}}"#;
    vec![
        Outcome::client_error(Stage::Deserialize, "Lazy", ""),
        Outcome::client_error(Stage::Unknown, "AttributeError", ""),
        Outcome::Response {
            http_status: Some(200),
            output: Json::object::<String>([]),
            request_id: None,
        },
        Outcome::Response { http_status: Some(200), output: output(known), request_id: None },
        Outcome::Response { http_status: Some(200), output: output(both), request_id: None },
        Outcome::ServiceError {
            code: None,
            modeled: false,
            message: None,
            http_status: Some(1),
            request_id: None,
            error: None,
        },
        Outcome::ServiceError {
            code: Some("UnknownError".to_owned()),
            modeled: false,
            message: None,
            http_status: Some(1),
            request_id: None,
            error: None,
        },
        Outcome::Crash { detail: "exit code 1".into() },
        Outcome::Timeout { after_ms: 1 },
    ]
}

/// A run of one policy sends every case in which a wrong outcome breaks it, also those that aim at others: a fault that
/// breaks a policy in a run of all policies must break it in a run of that policy alone.
#[test]
fn a_run_of_one_policy_sends_what_can_break_it() {
    let (contract, suite) = (Contract::default(), Suite::embedded());
    let policies = policy::catalogue().iter().copied();
    let policies = policies.filter(|p| p.party() == Party::Client && p.level != Level::May);
    let policies: Vec<_> = policies.collect();
    let sent_of = |policies: &[&'static Policy]| {
        let of_one = |policy: &&'static Policy| {
            let cases = suite.select_for_run(&contract, &[*policy]);
            (*policy, cases.into_iter().map(Case::id).collect::<BTreeSet<_>>())
        };
        policies.iter().map(of_one).collect::<Vec<_>>()
    };
    // This takes most of the time.
    let sent: Vec<_> = thread::scope(|scope| {
        let parts = policies.chunks(8).map(|part| scope.spawn(|| sent_of(part)));
        let parts: Vec<_> = parts.collect();
        parts.into_iter().flat_map(|part| part.join().expect("no panic")).collect()
    });
    let mut missed: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for case in suite.cases().iter().filter(|case| case.is_for("2022-08")) {
        let faithful = faithful(&contract, case);
        let requests = requests(&contract, case);
        // What a client makes of a slow answer is for the policies that the case aims at.
        let slow = case.stimulus.call.answer.response().time > Duration::from_millis(100);
        // No client makes up a second union member. It shows two at most if the response has two.
        let several = case.id().starts_with("union/several-");
        let without: Vec<_> = sent
            .iter()
            .filter(|(policy, _)| several || policy.id != "union.never-two-members")
            .filter(|(policy, _)| !slow || policy.subject != Subject::Outcome)
            .filter(|(_, sent)| !sent.contains(case.id()))
            .map(|(policy, _)| policy)
            .collect();
        let padded = ["", "made up"].map(|text| padded(faithful.clone(), text));
        let garbled = garbled(faithful.clone());
        for outcome in wrong_outcomes().iter().chain([&garbled]).chain(&padded) {
            let session = session_with(&contract, case, &requests, &[outcome, &faithful]);
            let evidence = evidence(&contract, &session);
            let analysis = Analysis::of(&evidence);
            for policy in &without {
                if matches!(policy.judge_in(&analysis), Judgement::Fail(_)) {
                    missed.entry(policy.id).or_default().insert(case.id());
                }
            }
        }
    }
    assert!(missed.is_empty(), "{missed:#?}");
}

/// What a client with one fault makes of the bodies of successes must break the one policy on it, in all the
/// cases: else the policies do not say what is wrong.
#[test]
fn a_fault_breaks_the_policy_on_it_and_no_other() {
    type Fault = fn(&str, Outcome) -> Outcome;
    let faults: [(&str, Fault); 17] = [
        ("response.members-decoded", |body, shown| match body.contains(r"Do\u006Dain") {
            true => edited(shown, |summary| summary.retain(|(name, _)| name != "Domain")),
            false => shown,
        }),
        ("response.strings-exact", |_, shown| with_texts(shown, |_, text| text.replace('\0', ""))),
        ("response.absent-members-absent", |body, shown| match body.contains("StatusMessage") {
            true => shown,
            false => added(shown, "StatusMessage", ""),
        }),
        ("response.null-is-absent", |body, shown| match body.contains(r#""Domain":null"#) {
            true if !body.contains(r#""Domain":""#) => added(shown, "Domain", "null"),
            _ => shown,
        }),
        ("response.member-order-irrelevant", |body, shown| {
            match (body.find(r#""Username""#), body.find(r#""InstanceId""#)) {
                (Some(first), Some(second)) if first < second && !body.contains("mallory") => {
                    edited(shown, |summary| summary.retain(|(name, _)| name != "Username"))
                }
                _ => shown,
            }
        }),
        ("response.dates-verbatim", |_, shown| {
            with_texts(shown, |name, text| match name.ends_with("Date") {
                true => text.replace(".000Z", "Z").replace("+05:30", ""),
                false => text.to_owned(),
            })
        }),
        ("response.whitespace-tolerated", |body, shown| match body.ends_with("}}") {
            false
                if matches!(shown, Outcome::Response { .. }) && body.trim_end().ends_with("}}") =>
            {
                match body.ends_with('\n') {
                    true => refused(),
                    false => shown,
                }
            }
            _ => shown,
        }),
        ("response.trailing-data-refused", |body, shown| {
            let ends = body.match_indices("\"}}").take(10).map(|(at, found)| at + found.len());
            let value = ends.filter_map(|end| Json::parse(&body[..end]).ok()).next();
            match value {
                Some(output) if Json::parse(body).is_err() && refuses(&shown) => {
                    Outcome::Response { http_status: Some(200), output, request_id: None }
                }
                _ => shown,
            }
        }),
        ("response.invalid-utf8-refused", |body, shown| match body.contains('\u{fffd}') {
            true if refuses(&shown) => Outcome::Response {
                http_status: Some(200),
                output: Json::parse(body).unwrap_or(Json::Null),
                request_id: None,
            },
            _ => shown,
        }),
        ("response.wrong-type-refused", |body, shown| match Json::parse(body) {
            Ok(output) if body.contains(r#""Domain":5"#) => {
                Outcome::Response { http_status: Some(200), output, request_id: None }
            }
            _ => shown,
        }),
        ("response.not-an-object-refused", |body, shown| match body {
            "null" | "false" => Outcome::Response {
                http_status: Some(200),
                output: Json::object::<String>([]),
                request_id: None,
            },
            _ => shown,
        }),
        ("response.missing-required-survived", |body, shown| match body.contains(r#""Status":"#) {
            false => added(shown, "Status", "UNKNOWN"),
            true => shown,
        }),
        ("response.deep-nesting-survived", |body, shown| {
            match body.contains(&"[".repeat(65)) || body.contains(&r#"{"a":"#.repeat(65)) {
                true => refused(),
                false => shown,
            }
        }),
        ("response.large-survived", |body, shown| match body.len() {
            900_000.. => refused(),
            _ => shown,
        }),
        ("response.large-survived", |_, shown| {
            with_texts(shown, |_, text| text.chars().take(65_535).collect())
        }),
        ("response.never-invents", |body, shown| match body.contains("Domain") {
            true => shown,
            false => added(shown, "Domain", "corp.example.com"),
        }),
        ("response.unknown-members-ignored", |body, shown| match body.contains(r#""domain""#) {
            true => added(shown, "Domain", "evil"),
            false => shown,
        }),
    ];
    let (contract, suite) = (Contract::default(), Suite::embedded());
    let successes: Vec<_> = suite
        .cases()
        .iter()
        .filter(|case| case.is_for("2022-08") && case.sent)
        .map(|case| (case, case.stimulus.call.answer.response()))
        .filter(|(_, response)| response.is_success() && response.complete)
        .map(|(case, response)| {
            let body = String::from_utf8_lossy(&response.body).into_owned();
            (case, body, faithful(&contract, case))
        })
        .collect();
    let mut wrong = Vec::new();
    for (policy, fault) in faults {
        let mut broken: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (case, body, right) in &successes {
            let outcome = fault(body, right.clone());
            if outcome == *right {
                continue;
            }
            let exchange = case.stimulus.exchange(requests(&contract, case), outcome);
            let evidence = Evidence::new(&contract, &exchange, FEATURES);
            let analysis = Analysis::of(&evidence);
            let policies = policy::catalogue().iter().filter(|policy| policy.level != Level::May);
            for policy in policies.filter(|policy| policy.party() == Party::Client) {
                if matches!(policy.judge_in(&analysis), Judgement::Fail(_)) {
                    broken.entry(policy.id).or_default().push(case.id());
                }
            }
        }
        if broken.len() != 1 || !broken.contains_key(policy) {
            broken.values_mut().for_each(|cases| cases.truncate(3));
            wrong.push((policy, broken));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

fn refuses(outcome: &Outcome) -> bool {
    matches!(outcome, Outcome::ClientError { .. })
}

fn refused() -> Outcome {
    Outcome::client_error(Stage::Deserialize, "Faulty", "")
}

/// Returns the outcome with another member in its summary, unless it has one of that name.
fn added(outcome: Outcome, name: &str, text: &str) -> Outcome {
    edited(outcome, |summary| {
        if !summary.iter().any(|(other, _)| other == name) {
            summary.push((name.to_owned(), Json::from(text)));
        }
    })
}

/// Returns the outcome with another summary, where it has one.
fn edited(mut outcome: Outcome, edit: impl FnOnce(&mut Vec<(String, Json)>)) -> Outcome {
    if let Outcome::Response { output: Json::Object(output), .. } = &mut outcome
        && let Some((_, Json::Object(summary))) = output.first_mut()
    {
        edit(summary);
    }
    outcome
}

/// Returns the outcome with other texts in its summary: they are told with the names that they have there.
fn with_texts(outcome: Outcome, text: impl Fn(&str, &str) -> String) -> Outcome {
    edited(outcome, |summary| {
        for (name, value) in summary {
            if let Json::String(old) = value {
                *old = text(name, old);
            }
        }
    })
}

/// Returns the outcome with this text in every member of the summary that is not there.
fn padded(outcome: Outcome, text: &str) -> Outcome {
    let names = ["Domain", "AssociationDate", "StatusMessage", "Username"];
    names.into_iter().fold(outcome, |outcome, name| added(outcome, name, text))
}

/// Returns the outcome with every text in it changed: codes, messages, and the strings of the output.
fn garbled(outcome: Outcome) -> Outcome {
    fn garble(value: &mut Json) {
        match value {
            Json::String(text) => text.push('x'),
            Json::Array(items) => items.iter_mut().for_each(garble),
            Json::Object(members) => members.iter_mut().for_each(|(_, value)| garble(value)),
            _ => {}
        }
    }
    match outcome {
        Outcome::Response { http_status, mut output, request_id } => {
            garble(&mut output);
            let request_id = request_id.map(|id| id + "x");
            Outcome::Response { http_status, output, request_id }
        }
        Outcome::ServiceError { code, modeled, message, http_status, request_id, error } => {
            Outcome::ServiceError {
                code: code.map(|code| code + "x"),
                modeled,
                message: message.map(|message| message + "x"),
                http_status: http_status.map(|status| status + 1),
                request_id: request_id.map(|id| id + "x"),
                error,
            }
        }
        other => other,
    }
}

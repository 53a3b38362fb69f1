//! Operations with nothing bound to the body: no body and no Content-Type are sent, and nobody is accused of that.
//!
//! Source: Smithy's protocol tests for restJson1 (`empty-input-output.smithy`, `http-content-type.smithy`).

use std::io::Write as _;
use std::process::{Command, Stdio};

use wireproof::contract::Contract;
use wireproof::exchange::{Evidence, Features, Outcome, oracle_outcome};
use wireproof::generate::{self, Config, faithful_session};
use wireproof::http::{Answer, Headers, Request};
use wireproof::json::Json;
use wireproof::policy::{Judgement, Party, catalogue};
use wireproof::protocol::{BodyReading, Decoded, NoteKind, ResponseReading};
use wireproof::suite::Stimulus;

/// `Ping` declares no input and no output, `Touch` structures without members, `Put` a member that may be left out.
const MODEL: &str = r##"{"smithy":"2.0","shapes":{
    "a#S":{"type":"service","version":"1","traits":{"aws.protocols#restJson1":{}},
        "operations":[{"target":"a#Ping"},{"target":"a#Touch"},{"target":"a#Put"}]},
    "a#Ping":{"type":"operation","traits":{"smithy.api#http":{"method":"POST","uri":"/ping"}}},
    "a#Touch":{"type":"operation","input":{"target":"a#Empty"},"output":{"target":"a#Empty"},
        "traits":{"smithy.api#http":{"method":"POST","uri":"/touch","code":202}}},
    "a#Put":{"type":"operation","input":{"target":"a#Full"},"output":{"target":"a#Full"},
        "traits":{"smithy.api#http":{"method":"POST","uri":"/put"}}},
    "a#Empty":{"type":"structure","members":{}},
    "a#Full":{"type":"structure","members":{"text":{"target":"smithy.api#String"}}}}}"##;

fn contract(operation: &str) -> Contract {
    Contract::from_smithy(MODEL, Some(operation)).expect("a contract")
}

fn nothing() -> Json {
    Json::object::<String>([])
}

fn stimulus(answer: Answer) -> Stimulus {
    Stimulus::client("x", Vec::new(), nothing(), answer)
}

/// Returns an answer with this body, and without a Content-Type if it is empty.
fn answer(body: &str) -> Answer {
    let plain = Answer::json(200, body);
    if body.is_empty() { Answer { headers: Headers::new(), ..plain } } else { plain }
}

/// Returns the policies of the party that fail, for a client that sent `request` and got `answer`.
fn broken(
    contract: &Contract,
    party: Party,
    request: Option<Request>,
    answer: Answer,
) -> Vec<&str> {
    let mut session = faithful_session(contract, &stimulus(answer));
    if let Some(request) = request {
        session.calls[0].requests = vec![request];
    }
    let features = Features::new().with_client_validation(true);
    let evidence = Evidence::of_session(contract, &session, features).expect("a call");
    let policies = catalogue().iter().filter(|policy| policy.party() == party);
    let failed = policies.filter(|policy| matches!(policy.judge(&evidence), Judgement::Fail(_)));
    failed.map(|policy| policy.id).collect()
}

fn request(contract: &Contract, fields: &[(&str, &str)], body: &str) -> Request {
    let http = contract.operation().http();
    let fields = [("Host", "127.0.0.1")].iter().chain(fields);
    let headers = fields.map(|&(name, value)| (name, value)).collect();
    Request::new(&http.method, &http.uri, headers, body.as_bytes())
}

#[test]
fn no_body_and_no_content_type_are_sent() {
    for operation in ["Ping", "Touch"] {
        let contract = contract(operation);
        let parts = contract.protocol().write_request(&contract, &nothing()).expect("it is valid");
        assert_eq!((parts.body.as_deref(), parts.headers.iter().count()), (None, 0), "{operation}");
        // What is wrong with the input is said all the same.
        let more = Json::parse(r#"{"text":"x"}"#).expect("JSON");
        assert!(contract.protocol().write_request(&contract, &more).is_err());
    }
    // A member is bound to the body, and none is set: `RestJsonHttpWithEmptyBody`.
    let contract = contract("Put");
    let parts = contract.protocol().write_request(&contract, &nothing()).expect("it is valid");
    assert_eq!(parts.body.as_deref(), Some(&b"{}"[..]));
    assert!(parts.headers.has("Content-Type"));
}

#[test]
fn a_server_reads_no_body_and_an_empty_object_alike() {
    let touch = contract("Touch");
    for body in ["", "{}"] {
        let request = request(&touch, &[], body);
        let reading = touch.protocol().read_request(&touch, &request).expect("it is right");
        let BodyReading::Nothing(decoded) = reading.body else { panic!("nothing is bound") };
        assert_eq!(decoded.value().map(|v| v.to_json(touch.model())), Some(nothing()));
        assert!(decoded.anatomy().notes().is_empty());
    }
    // Where members are bound to it, an empty body is no JSON text.
    let put = contract("Put");
    assert!(put.protocol().read_request(&put, &request(&put, &[], "")).is_err());
    let request = request(&put, &[], "{}");
    let reading = put.protocol().read_request(&put, &request).expect("JSON");
    assert!(matches!(reading.body, BodyReading::Members(_)));
}

#[test]
fn a_response_has_a_body_only_if_there_is_an_output() {
    for (operation, status, body) in
        [("Ping", 200, None), ("Touch", 202, Some("{}")), ("Put", 200, Some("{}"))]
    {
        let contract = contract(operation);
        let parts = contract.protocol().write_response(&contract, &nothing()).expect("it is valid");
        assert_eq!((parts.status, parts.body.as_deref()), (status, body.map(str::as_bytes)));
        assert_eq!(parts.headers.has("Content-Type"), body.is_some(), "{operation}");
        let response = parts.into_answer().response();
        let reading = contract.protocol().read_response(&contract, &response);
        let ResponseReading::Success(success) = reading else { panic!("{operation}") };
        assert_eq!(
            (success.status, success.body.decoded().and_then(Decoded::refusal)),
            (status, None)
        );
        assert_eq!(matches!(success.body, BodyReading::Nothing(_)), operation != "Put");
    }
}

#[test]
fn what_comes_in_the_body_all_the_same_is_noticed() {
    let contract = contract("Ping");
    let response = answer(r#"{"more":1}"#).response();
    let ResponseReading::Success(success) = contract.protocol().read_response(&contract, &response)
    else {
        panic!("it is a success")
    };
    let decoded = success.body.decoded().expect("an object");
    let noted = decoded.anatomy().of(|kind| kind == NoteKind::UnknownMember);
    assert_eq!((noted.count(), success.fields.has("Content-Type")), (1, true));
}

#[test]
fn no_policy_accuses_a_client_that_sends_nothing_or_an_empty_object() {
    let json = [("Content-Type", "application/json")];
    for operation in ["Ping", "Touch"] {
        let contract = contract(operation);
        for answered in ["", "{}"] {
            for (fields, body) in [(&[][..], ""), (&json[..], ""), (&json[..], "{}")] {
                let request = request(&contract, fields, body);
                let broken = broken(&contract, Party::Client, Some(request), answer(answered));
                // To send either is only what a client should not do.
                let expected: &[&str] =
                    if fields.is_empty() { &[] } else { &["request.no-body-unless-bound"] };
                assert_eq!(broken, expected, "{operation}: {fields:?} {body:?} {answered:?}");
            }
            assert_eq!(broken(&contract, Party::Client, None, answer(answered)), [""; 0]);
        }
    }
}

#[test]
fn a_body_that_is_no_object_is_still_held_against_the_client() {
    let contract = contract("Touch");
    let broken_by = |content_type: &str, body: &str| {
        let request = request(&contract, &[("Content-Type", content_type)], body);
        let mut broken = broken(&contract, Party::Client, Some(request), answer("{}"));
        broken.retain(|id| *id != "request.no-body-unless-bound");
        broken
    };
    assert_eq!(broken_by("application/json", "[]"), ["request.body-is-json-object"]);
    assert_eq!(broken_by("application/json", "a=b"), ["request.body-is-json-object"]);
    assert_eq!(broken_by("text/plain", ""), ["request.content-type"]);
    assert_eq!(broken_by("text/plain", "{}"), ["request.content-type"]);
    let put = self::contract("Put");
    let request = request(&put, &[], "");
    let broken = broken(&put, Party::Client, Some(request), answer("{}"));
    assert_eq!(broken, ["request.body-is-json-object"], "members are bound to that one");
}

#[test]
fn no_policy_accuses_a_server_that_answers_an_empty_body() {
    for (operation, status) in [("Ping", 200), ("Touch", 202)] {
        let contract = contract(operation);
        for body in ["", "{}"] {
            let answer = Answer { status, ..answer(body) };
            let read = Outcome::Response {
                http_status: Some(status),
                output: nothing(),
                request_id: None,
            };
            assert_eq!(oracle_outcome(&contract, &answer.response()), read, "{operation} {body}");
            assert_eq!(broken(&contract, Party::Server, None, answer), [""; 0]);
        }
    }
}

#[test]
fn generated_answers_come_with_and_without_a_body() {
    use proptest::strategy::{Strategy, ValueTree};
    use proptest::test_runner::TestRunner;

    for operation in ["Ping", "Touch"] {
        let contract = contract(operation);
        let answers = generate::answer(&contract, Config::realistic());
        let mut runner = TestRunner::deterministic();
        let bodies = (0..60).map(|_| answers.new_tree(&mut runner).expect("an answer").current());
        let (none, some): (Vec<_>, Vec<_>) = bodies.partition(|answer| answer.body.is_empty());
        assert!(!none.is_empty() && !some.is_empty(), "{operation}");
        assert!(none.iter().all(|answer| !answer.headers.has("Content-Type")));
    }
}

#[test]
fn the_command_prints_that_there_is_no_body() {
    let file = std::env::temp_dir().join(format!("wireproof-nothing-{}.json", std::process::id()));
    std::fs::write(&file, MODEL).expect("a file");
    for (operation, expected) in [
        ("Ping", r#"{"method":"POST","uri":"/ping","headers":{},"body":null}"#),
        ("Touch", r#"{"method":"POST","uri":"/touch","headers":{},"body":null}"#),
        (
            "Put",
            r#"{"method":"POST","uri":"/put","headers":{"Content-Type":"application/json"},"body":"{}"}"#,
        ),
    ] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_wireproof"))
            .args(["encode", "--operation", operation, "--contract"])
            .arg(&file)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the command starts");
        child.stdin.take().expect("a pipe").write_all(b"{}").expect("it reads");
        let output = child.wait_with_output().expect("it ends");
        let printed = String::from_utf8_lossy(&output.stdout);
        assert_eq!((output.status.code(), printed.trim_end()), (Some(0), expected));
    }
    std::fs::remove_file(&file).expect("the file is ours");
}

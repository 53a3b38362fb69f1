//! What clients do to the framing of a request, from the bytes on a connection to the verdict.

use std::collections::BTreeSet;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, SystemTime};

use wireproof::contract::Contract;
use wireproof::exchange::{Outcome, Stage};
use wireproof::http::Headers;
use wireproof::json::Json;
use wireproof::model::TimestampFormat;
use wireproof::policy;
use wireproof::run::{Plan, Verdict, run};
use wireproof::sigv4::Signer;
use wireproof::suite::Suite;
use wireproof::testee::{InProcess, Interrupt, OwnedCall};
use wireproof::value::Timestamp;

/// The header fields for a body of so many bytes, each with a line end before it.
type Frame = fn(usize) -> String;

/// A client without a check of its own: it sends its input behind the framing that `frame` makes for
/// so many bytes, and tells `outcome`.
fn client(frame: Frame, outcome: fn() -> Outcome) -> InProcess {
    InProcess::new(move |call: &OwnedCall| {
        let body = call.input_text();
        let mut head = "POST /user/DisassociateUser HTTP/1.1".to_owned();
        let address = call.endpoint.trim_start_matches("http://");
        for field in signed_fields(address, &body).iter() {
            head += &format!("\r\n{}: {}", field.name, field.text().expect("they are text"));
        }
        let mut stream = TcpStream::connect(address).expect("the endpoint listens");
        let request = format!("{head}{}\r\n\r\n{body}", frame(body.len()));
        stream.write_all(request.as_bytes()).expect("the endpoint reads");
        stream.set_read_timeout(Some(Duration::from_secs(2))).expect("it can be set");
        let answer = stream.read(&mut [0; 1024]);
        match answer {
            Ok(1..) => outcome(),
            _ => Outcome::client_error(Stage::Read, "Timeout", ""),
        }
    })
}

/// What stands in the head of a request with this body but for its framing.
fn signed_fields(host: &str, body: &str) -> Headers {
    let fields = [("Host", host), ("Content-Type", "application/json")];
    let mut fields: Headers = fields.into_iter().collect();
    let signer = Signer::dummy("license-manager-user-subscriptions");
    signer.sign("POST", "/user/DisassociateUser", &mut fields, body.as_bytes(), &now());
    fields
}

/// The time, in the form of `X-Amz-Date`.
fn now() -> String {
    let now = Timestamp::of_system_time(SystemTime::now()).expect("a time of these years");
    now.format(TimestampFormat::DateTime).replace(['-', ':'], "")
}

fn success() -> Outcome {
    Outcome::Response { http_status: Some(200), output: Json::Null, request_id: None }
}

fn refusal() -> Outcome {
    Outcome::client_error(Stage::Validate, "TooLate", "")
}

/// The policies of the groups *request* and *input* that the client breaks in this case.
fn broken(case: &str, testee: InProcess) -> BTreeSet<&'static str> {
    let suite = Suite::embedded();
    let case = suite.cases().iter().find(|other| other.id() == case).expect(case);
    let policies = policy::catalogue().iter().copied();
    let policies =
        policies.filter(|policy| matches!(policy.group.name(), "request" | "input")).collect();
    let plan = Plan::new(Contract::default(), policies, vec![case.stimulus.clone()]);
    let report = run(&plan, vec![Box::new(testee)], &Interrupt::new(), |_| {}).expect("it runs");
    let broken = report.policies.iter().filter(|policy| policy.verdict == Verdict::Fail);
    broken.map(|policy| policy.policy.id).collect()
}

#[test]
fn a_framing_that_is_not_true_breaks_the_policy_on_framing_alone() {
    let framed: [(Frame, &[&str]); 7] = [
        (|length| format!("\r\nContent-Length: {length}"), &[]),
        (|length| format!("\r\nContent-Length: {}", length - 1), &["request.length-delimited"]),
        (|length| format!("\r\nContent-Length: {}", length + 1), &["request.length-delimited"]),
        (|length| format!("\r\nContent-Length: {length:#x}"), &["request.length-delimited"]),
        (
            |length| format!("\r\nContent-Length: {length}\r\nContent-Length: {length}"),
            &["request.length-delimited"],
        ),
        (|_| "\r\nTransfer-Encoding: chunked".to_owned(), &["request.length-delimited"]),
        (|_| String::new(), &["request.length-delimited"]),
    ];
    for (nth, (frame, policies)) in framed.into_iter().enumerate() {
        let broken = broken("request/whole-body-plain", client(frame, success));
        assert_eq!(broken, policies.iter().copied().collect(), "{nth}: {}", frame(100));
    }
}

#[test]
fn a_refusal_that_comes_too_late_breaks_one_policy() {
    let frame = |length| format!("\r\nContent-Length: {length}");
    let case = "input/type-number-for-string";
    assert_eq!(
        broken(case, client(frame, refusal)),
        BTreeSet::from(["input.refused-before-sending"])
    );
    assert_eq!(broken(case, client(frame, success)), BTreeSet::from(["input.types"]));
}

#[test]
fn a_client_may_stop_sending_behind_an_answer_that_closes() {
    let short = |length| format!("\r\nContent-Length: {}", length + 1);
    assert_eq!(
        broken("wire/error-before-the-request", client(short, refusal)),
        BTreeSet::new(),
        "the answer came before the end of the request was missed"
    );
}

//! Hostile HTTP clients: what each sends for every call, and the policy that it breaks.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpStream};
use std::time::Duration;

use wireproof::contract::Contract;
use wireproof::exchange::{Features, Outcome, Stage, TesteeInfo};
use wireproof::policy::{self, Party};
use wireproof::run::{ExitStatus, Plan, Report, Verdict, run};
use wireproof::suite::{Stimulus, Suite};
use wireproof::testee::{Client, InProcess, Interrupt, OwnedCall};

/// What is sent in a call.
type Sent = fn(&mut TcpStream) -> std::io::Result<()>;

/// A client that sends the same in every call, and says that it got no answer.
struct Hostile(Sent);

impl Client for Hostile {
    fn info(&self) -> TesteeInfo {
        let features = Features::new().with_client_validation(true);
        TesteeInfo::new("hostile").with_features(features)
    }

    fn call(&self, call: &OwnedCall) -> Outcome {
        let address = call.endpoint.trim_start_matches("http://");
        let mut stream = TcpStream::connect(address).expect("the endpoint listens");
        stream.set_read_timeout(Some(Duration::from_secs(5))).expect("it can be set");
        // The endpoint may have closed the connection by then.
        let _ = (self.0)(&mut stream);
        let _ = stream.shutdown(Shutdown::Write);
        let _ = stream.read(&mut [0; 1024]);
        Outcome::client_error(Stage::Read, "NoAnswer", "")
    }
}

const HEAD: &str = "POST /user/DisassociateUser HTTP/1.1\r\nHost: 127.0.0.1\r\n";

/// The beginning of a TLS 1.3 ClientHello.
fn tls(stream: &mut TcpStream) -> std::io::Result<()> {
    let mut hello = b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03".to_vec();
    hello.resize(517, 0xa5);
    stream.write_all(&hello)
}

fn noise(stream: &mut TcpStream) -> std::io::Result<()> {
    let mut state = 0x9e37_79b9_u32;
    let noise: Vec<u8> = std::iter::repeat_with(|| {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        (state >> 24) as u8 | 0x80
    })
    .take(4096)
    .collect();
    stream.write_all(&noise)
}

fn many_fields(stream: &mut TcpStream) -> std::io::Result<()> {
    stream.write_all(format!("{HEAD}{}\r\n", "X: y\r\n".repeat(100_000)).as_bytes())
}

fn large_head(stream: &mut TcpStream) -> std::io::Result<()> {
    stream.write_all(format!("{HEAD}X: {}\r\n\r\n", "y".repeat(2 * 1024 * 1024)).as_bytes())
}

/// Chunks until the endpoint will have no more.
fn endless_chunks(stream: &mut TcpStream) -> std::io::Result<()> {
    stream.write_all(format!("{HEAD}Transfer-Encoding: chunked\r\n\r\n").as_bytes())?;
    let chunk = [b"100000\r\n".to_vec(), vec![b' '; 0x10_0000], b"\r\n".to_vec()].concat();
    (0..200).try_for_each(|_| stream.write_all(&chunk))
}

/// 100 MB of nesting, as far as the endpoint reads it.
fn nesting(stream: &mut TcpStream) -> std::io::Result<()> {
    stream.write_all(format!("{HEAD}Content-Length: 100000000\r\n\r\n").as_bytes())?;
    let piece = [b'['; 1_000_000];
    (0..100).try_for_each(|_| stream.write_all(&piece))
}

/// A client, what it sends in a call, and the policy that this breaks.
const LIGHT: &[(&str, Sent, &str)] = &[
    ("a TLS ClientHello", tls, "request.well-formed"),
    ("random bytes", noise, "request.well-formed"),
    ("NULs", |stream| stream.write_all(&[0; 64]), "request.well-formed"),
    (
        "the preface of HTTP/2",
        |stream| stream.write_all(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
        "request.well-formed",
    ),
    ("HTTP/0.9", |stream| stream.write_all(b"GET /\r\n"), "request.well-formed"),
    (
        "a header line without a colon",
        |stream| {
            stream.write_all(b"POST /user/DisassociateUser HTTP/1.1\r\nHost 127.0.0.1\r\n\r\n")
        },
        "request.well-formed",
    ),
    (
        "no host",
        |stream| stream.write_all(b"POST / HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}"),
        "request.well-formed",
    ),
    ("half a request", |stream| stream.write_all(&HEAD.as_bytes()[..30]), "request.well-formed"),
    (
        "half a body",
        |stream| stream.write_all(format!("{HEAD}Content-Length: 9\r\n\r\n{{").as_bytes()),
        "request.length-delimited",
    ),
    (
        "a broken chunk",
        |stream| stream.write_all(format!("{HEAD}Transfer-Encoding: chunked\r\n\r\nzz").as_bytes()),
        "request.length-delimited",
    ),
    (
        "two requests in one",
        |stream| {
            stream.write_all(format!("{HEAD}Content-Length: 2\r\n\r\n{{}}").repeat(2).as_bytes())
        },
        "request.sent-once",
    ),
    (
        "a request and something behind it",
        |stream| stream.write_all(format!("{HEAD}Content-Length: 2\r\n\r\n{{}}junk").as_bytes()),
        "request.length-delimited",
    ),
    ("nothing", |_| Ok(()), "request.members-serialized"),
    ("line ends", |stream| stream.write_all(b"\r\n\r\n"), "request.members-serialized"),
];

/// Those that are large: one call of each is enough.
const HEAVY: &[(&str, Sent, &str)] = &[
    ("100,000 header fields", many_fields, "request.well-formed"),
    ("a head of 2 MiB", large_head, "request.well-formed"),
    ("endless chunks", endless_chunks, "request.well-formed"),
    ("100 MB of nesting", nesting, "request.well-formed"),
];

/// Runs some of the suite against a client that sends this.
fn judged(sent: Sent, wanted: impl Fn(&Stimulus) -> bool) -> Report {
    let clients = policy::catalogue().iter().copied();
    let policies: Vec<_> = clients.filter(|policy| policy.party() == Party::Client).collect();
    let suite = Suite::embedded();
    let stimuli = suite.select(Some("2022-08"), &policies).into_iter();
    let stimuli: Vec<_> = stimuli.map(|case| case.stimulus.clone()).filter(wanted).collect();
    assert!(!stimuli.is_empty());
    let plan = Plan::new(Contract::default(), policies, stimuli);
    run(&plan, vec![Box::new(InProcess::new(Hostile(sent)))], &Interrupt::new(), |_| {})
        .expect("it runs")
}

fn broken(report: &Report) -> Vec<&'static str> {
    let broken = report.policies.iter().filter(|policy| policy.verdict == Verdict::Fail);
    broken.map(|policy| policy.policy.id).collect()
}

#[test]
fn every_hostile_client_breaks_a_policy_that_says_how() {
    for (name, sent, policy) in LIGHT {
        let report = judged(*sent, |stimulus| {
            // A few of every kind will do.
            ["request/plain", "request/every", "response/plain", "error/modeled", "input/"]
                .iter()
                .any(|start| stimulus.id.starts_with(start))
        });
        assert_eq!(ExitStatus::of(&report, false), ExitStatus::Broken, "{name}");
        let broken = broken(&report);
        assert!(broken.contains(policy), "{name}: {broken:?}");
        // The same fault is not held against a client twice.
        let kinds = ["request.well-formed", "request.length-delimited", "request.sent-once"];
        let accused = kinds.iter().filter(|kind| broken.contains(kind)).count();
        assert!(accused <= 1, "{name}: {broken:?}");
        assert_eq!((report.calls.crash, report.calls.timeout), (0, 0), "{name}");
    }
}

#[test]
fn a_client_that_sends_more_than_is_read_breaks_a_policy() {
    for (name, sent, policy) in HEAVY {
        let report = judged(*sent, |stimulus| stimulus.id == "request/plain");
        assert_eq!(ExitStatus::of(&report, false), ExitStatus::Broken, "{name}");
        assert_eq!(broken(&report), [*policy], "{name}");
        let failed = report.policies.iter().find(|found| found.policy.id == *policy);
        let failure = &failed.expect("it was selected").failures[0];
        assert_eq!(failure.exchange.problems.len(), 1, "{name}");
        assert!(failure.exchange.problems[0].0.len() <= 64 * 1024, "{name}");
        let shown = failure.findings[0].actual.as_deref().unwrap_or_default();
        assert!(shown.starts_with("POST /user/DisassociateUser"), "{name}: {shown}");
        assert!(shown.len() < 400, "{name}: {shown}");
    }
}

#[test]
fn the_bytes_are_shown_escaped_and_with_what_they_look_like() {
    let report = judged(tls, |stimulus| stimulus.id == "request/plain");
    let found = report.policies.iter().find(|found| found.policy.id == "request.well-formed");
    let finding = &found.expect("it was selected").failures[0].findings[0];
    let shown = finding.actual.as_deref().unwrap_or_default();
    assert!(shown.starts_with("\\x16\\x03\\x01\\x02\\x00"), "{shown}");
    assert!(shown.contains('…') && shown.contains("looks like TLS"), "{shown}");
}

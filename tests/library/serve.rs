//! The reference server over the loopback interface.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{Shutdown, TcpStream};
use std::time::{Duration, Instant};

use serde_json::Value;
use wireproof::contract::Contract;
use wireproof::reference::server::{Responder, ServeOptions, Server};

const TARGET: &str = "/user/DisassociateUser";
const INPUT: &str = r#"{"Username":"u","InstanceId":"i","IdentityProvider":{"ActiveDirectoryIdentityProvider":{}}}"#;

fn server() -> Server {
    Server::bind(Contract::default(), 7).expect("it listens")
}

/// Times to wait for what comes, and for what does not.
const LONG: Duration = Duration::from_secs(20);
const BRIEF: Duration = Duration::from_millis(300);

/// A server that waits for so long.
fn hasty(head_timeout: Duration, body_timeout: Duration) -> Server {
    let options = ServeOptions { head_timeout, body_timeout, ..ServeOptions::default() };
    Server::start(Responder::new(vec![Contract::default()], 7), options).expect("it listens")
}

fn connect(server: &Server) -> TcpStream {
    let stream = TcpStream::connect(server.address()).expect("it can be connected to");
    stream.set_read_timeout(Some(Duration::from_secs(20))).expect("it can be set");
    stream
}

/// A request for the operation, with more header fields.
fn request(fields: &str, body: &str) -> String {
    let length = body.len();
    format!(
        "POST {TARGET} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n{fields}\r\n{body}"
    )
}

/// Everything that the server answers to these bytes until it closes the connection.
fn answer_to(server: &Server, bytes: impl AsRef<[u8]>) -> Vec<u8> {
    let mut stream = connect(server);
    // The server may close before it has read all.
    let _ = stream.write_all(bytes.as_ref());
    let _ = stream.shutdown(Shutdown::Write);
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    answer
}

/// A response, read by nothing of ours.
#[derive(Debug, PartialEq, Eq)]
struct Got {
    status: u16,
    head: String,
    body: Vec<u8>,
}

impl Got {
    /// The value of a header field.
    fn field(&self, name: &str) -> Option<&str> {
        let fields = self.head.lines().filter_map(|line| line.split_once(": "));
        let mut found = fields.filter(|(other, _)| other.eq_ignore_ascii_case(name));
        found.next().map(|(_, value)| value)
    }

    fn code(&self) -> &str {
        self.field("x-amzn-errortype").unwrap_or_default()
    }

    fn json(&self) -> Value {
        serde_json::from_slice(&self.body).expect("the body is JSON")
    }
}

/// The responses in these bytes, one behind the other. The first `heads` of them are heads alone.
fn responses(bytes: &[u8], mut heads: usize) -> Vec<Got> {
    let (mut rest, mut found) = (bytes, Vec::new());
    while !rest.is_empty() {
        let end = rest.windows(4).position(|four| four == b"\r\n\r\n").expect("a whole head") + 4;
        let head = String::from_utf8(rest[..end].to_vec()).expect("a head is text");
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok());
        let mut got = Got { status: status.expect("a status"), head, body: Vec::new() };
        rest = &rest[end..];
        if heads > 0 {
            heads -= 1;
        } else {
            let length =
                got.field("content-length").map_or(0, |text| text.parse().expect("a length"));
            got.body = rest[..length].to_vec();
            rest = &rest[length..];
        }
        found.push(got);
    }
    found
}

fn one(bytes: &[u8]) -> Got {
    let mut all = responses(bytes, 0);
    assert_eq!(all.len(), 1, "{}", String::from_utf8_lossy(bytes));
    all.remove(0)
}

#[test]
fn answers_do_not_depend_on_order_and_connections() {
    let server = server();
    let plain = request("", INPUT);
    let other = request("", &INPUT.replace("\"u\"", "\"v\""));
    let first = one(&answer_to(&server, &plain));
    assert_eq!(first.status, 200, "{first:?}");
    assert!(first.json()["InstanceUserSummary"]["Username"].is_string(), "{first:?}");
    // One connection, pipelined, with a refusal between.
    let unknown = "GET /x HTTP/1.1\r\nHost: x\r\n\r\n";
    let all = answer_to(&server, format!("{other}{unknown}{plain}"));
    let all = responses(&all, 0);
    assert_eq!(all.iter().map(|got| got.status).collect::<Vec<_>>(), [200, 404, 200]);
    assert_ne!(all[0].body, first.body);
    assert_eq!(all[2].body, first.body);
    assert_eq!(all[2].field("x-amzn-RequestId"), first.field("x-amzn-RequestId"));
    // Another order of the members is the same input.
    let body = r#"{"InstanceId":"i","IdentityProvider":{"ActiveDirectoryIdentityProvider":{}},"Username":"u"}"#;
    assert_eq!(one(&answer_to(&server, request("", body))).body, first.body);
}

/// A head with a body that may not come.
fn head(length: usize, fields: &str) -> String {
    format!(
        "POST {TARGET} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n{fields}\r\n"
    )
}

#[test]
fn limits_have_clear_answers() {
    let server = server();
    let too_large = 9 * 1024 * 1024;
    // The client that asks first need not send it.
    let asks = answer_to(&server, head(too_large, "Expect: 100-continue\r\n"));
    assert_eq!((one(&asks).status, one(&asks).code()), (413, "RequestEntityTooLargeException"));
    assert_eq!(one(&asks).field("connection"), Some("close"));
    // One who sends it all the same does not lose the answer to a reset.
    let sent = format!("{}{}", head(too_large, ""), "x".repeat(too_large));
    assert_eq!(one(&answer_to(&server, sent)).status, 413);
    let chunk = format!("100000\r\n{}\r\n", "x".repeat(0x10_0000));
    let chunked = format!(
        "POST {TARGET} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n{}0\r\n\r\n",
        chunk.repeat(9)
    );
    assert_eq!(one(&answer_to(&server, chunked)).status, 413);
    for fields in ["a".repeat(300_000) + ": b\r\n", "a: b\r\n".repeat(600)] {
        assert_eq!(one(&answer_to(&server, head(0, &fields))).status, 431);
    }
    // Slow-loris: the head does not come, and the body does not.
    for (sent, is_head) in [("POST / HTTP/1.1\r\nHo".to_owned(), true), (head(5, "") + "{", false)]
    {
        let hasty = if is_head { hasty(BRIEF, LONG) } else { hasty(LONG, BRIEF) };
        let mut stream = connect(&hasty);
        stream.write_all(sent.as_bytes()).expect("it is sent");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("the server closes in order");
        let answer = one(&answer);
        assert_eq!((answer.status, answer.code()), (408, "RequestTimeoutException"), "{answer:?}");
        assert_eq!(answer.json()["message"].as_str().map(|m| m.contains("head")), Some(is_head));
    }
    // An idle connection is closed without a word.
    let mut idle = Vec::new();
    connect(&hasty(BRIEF, LONG)).read_to_end(&mut idle).expect("the server closes in order");
    assert!(idle.is_empty());
}

#[test]
fn a_client_that_reads_nothing_is_given_up() {
    let hasty = hasty(LONG, BRIEF);
    let mut stream = connect(&hasty);
    stream.set_write_timeout(Some(Duration::from_secs(20))).expect("it can be set");
    // The responses fill every buffer on the way; then the server waits, and closes.
    let large = request(&format!("x-wireproof-answer: body={}\r\n", "x".repeat(200_000)), INPUT);
    let refused = (0..1_000).find_map(|_| stream.write_all(large.as_bytes()).err());
    let kind = refused.expect("the server closes the connection").kind();
    assert!(matches!(kind, ErrorKind::BrokenPipe | ErrorKind::ConnectionReset), "{kind:?}");
    assert_eq!(one(&answer_to(&hasty, request("", INPUT))).status, 200);
}

#[test]
fn a_client_may_ask_before_it_sends_the_body() {
    let server = server();
    let mut stream = connect(&server);
    stream.write_all(head(INPUT.len(), "Expect: 100-continue\r\n").as_bytes()).expect("it is sent");
    let mut told = [0; 25];
    stream.read_exact(&mut told).expect("an interim response");
    assert_eq!(&told, b"HTTP/1.1 100 Continue\r\n\r\n");
    // Then the server stops, and still answers what it has begun.
    let mut idle = connect(&server);
    idle.write_all(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n").expect("it is sent");
    assert!(idle.read(&mut [0; 4096]).expect("an answer") > 0);
    let stopping = std::thread::spawn(move || drop(server));
    assert_eq!(idle.read(&mut [0]).expect("the server closes in order"), 0);
    stream.write_all(INPUT.as_bytes()).expect("it is sent");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).expect("the server closes in order");
    assert_eq!(one(&answer).status, 200);
    stopping.join().expect("it stops");
}

#[test]
fn a_server_stops_although_a_client_says_nothing() {
    let server = server();
    let mut stalled = connect(&server);
    stalled.write_all(head(5, "").as_bytes()).expect("it is sent");
    let mut asks = connect(&server);
    asks.write_all(request("x-wireproof-answer: delay=60000\r\n", INPUT).as_bytes()).expect("sent");
    let begun = Instant::now();
    drop(server);
    // A second is promised; a machine that is busy gets more.
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
}

#[test]
fn what_is_no_http_disturbs_nobody() {
    let server = server();
    let nul = head(0, "a\0: b\r\n");
    let broken: &[&[u8]] = &[
        b"",
        b"\r\n\r\n",
        b"GET",
        b"GET /\r\n\r\n",
        b"GET / HTTP/9.9\r\nHost: x\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET /\xff\xfe HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost : x\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\n folded\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999999\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n",
        b"CONNECT x:1 HTTP/1.1\r\nHost: x\r\n\r\n",
        b"OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n",
        nul.as_bytes(),
    ];
    let mut silent = 0;
    for bytes in broken {
        let answer = answer_to(&server, bytes);
        let shown = || (String::from_utf8_lossy(bytes), String::from_utf8_lossy(&answer));
        if answer.is_empty() {
            silent += 1;
        } else {
            let statuses = responses(&answer, 0).into_iter().map(|got| got.status);
            assert!(statuses.into_iter().all(|s| (400..500).contains(&s)), "{:?}", shown());
        }
    }
    // No request has begun, or its head does not end.
    assert!(silent <= 5, "{silent} of {} get no answer", broken.len());
    for hosts in ["", "Host: a\r\nHost: b\r\n"] {
        let answer = one(&answer_to(&server, format!("GET / HTTP/1.1\r\n{hosts}\r\n")));
        assert_eq!((answer.status, answer.code()), (400, "SerializationException"));
        assert!(answer.field("x-amzn-requestid").is_some());
    }
    assert_eq!(one(&answer_to(&server, request("", INPUT))).status, 200);
}

#[test]
fn a_response_to_head_is_a_head() {
    let model = r#"{"smithy":"2.0","shapes":{
        "a#Op":{"type":"operation","output":{"target":"a#Out"},
            "traits":{"smithy.api#http":{"method":"HEAD","uri":"/x"}}},
        "a#Out":{"type":"structure","members":{
            "e":{"target":"smithy.api#String","traits":{"smithy.api#httpHeader":"X-E","smithy.api#required":{}}}}}}}"#;
    let contract = Contract::from_smithy(model, None).expect("a contract");
    let server = Server::bind(contract, 1).expect("it listens");
    let head = "HEAD /x HTTP/1.1\r\nHost: x\r\n\r\n";
    let answers = answer_to(&server, format!("{head}{head}GET /x HTTP/1.1\r\nHost: x\r\n\r\n"));
    let answers = responses(&answers, 2);
    assert_eq!(answers.iter().map(|got| got.status).collect::<Vec<_>>(), [200, 200, 404]);
    assert!(answers[0].field("X-E").is_some() && answers[0] == answers[1], "{answers:?}");
    assert_eq!(answers[2].code(), "UnknownOperationException");
}

#[test]
fn an_answer_that_is_asked_for_goes_over_the_wire() {
    let server = server();
    let field = "x-wireproof-answer: error=ThrottlingException; status=429; delay=1\r\n";
    let asked = one(&answer_to(&server, request(field, INPUT)));
    assert_eq!((asked.status, asked.code()), (429, "ThrottlingException"));
    let close = request("x-wireproof-answer: close\r\n", INPUT);
    assert_eq!(answer_to(&server, close), b"");
    let bad = one(&answer_to(&server, request("x-wireproof-answer: colour=red\r\n", INPUT)));
    assert_eq!((bad.status, bad.code()), (400, "InvalidWireproofAnswer"));
    assert!(bad.json()["message"].as_str().is_some_and(|m| m.contains("no directive `colour`")));
    // A value in UTF-8.
    let field = "x-wireproof-answer: status=202; body={\"é\":1}\r\n";
    let asked = one(&answer_to(&server, request(field, INPUT)));
    assert_eq!((asked.status, asked.json()["é"].as_u64()), (202, Some(1)));
}

#[test]
fn a_thousand_connections_are_served_at_once() {
    const MANY: usize = 1_000;
    let files = wireproof::testee::limits::raise_open_files();
    assert!(files.is_none_or(|files| files > 2_500), "{files:?} open files are too few: ulimit -n");
    let server = server();
    let sent = request("", INPUT);
    let (begin, end) = sent.split_at(sent.len() - 1);
    // Each has begun a request before the first one ends it.
    let mut streams: Vec<TcpStream> = (0..MANY).map(|_| connect(&server)).collect();
    for stream in &mut streams {
        stream.write_all(begin.as_bytes()).expect("it is sent");
    }
    for stream in &mut streams {
        stream.write_all(end.as_bytes()).expect("it is sent");
        stream.shutdown(Shutdown::Write).expect("it can be shut down");
    }
    let mut answers = streams.iter_mut().map(|stream| {
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("the server closes in order");
        one(&answer)
    });
    let first = answers.next().expect("there is one");
    assert_eq!(first.status, 200);
    // The second in which each was made may differ.
    let same = |other: Got| other.status == 200 && other.body == first.body;
    assert_eq!(answers.map(same).filter(|same| *same).count(), MANY - 1);
}

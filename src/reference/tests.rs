//! Whole calls, over real connections to an endpoint that does as its script says.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc;
use std::thread::{self, JoinHandle};
use std::time::Instant;

use crate::exchange::Stage;

use super::*;

const INPUT: &str = r#"{"Domain":"d","IdentityProvider":{"ActiveDirectoryIdentityProvider":{}},"InstanceId":"i","Username":"u"}"#;
const LONG: Duration = Duration::from_secs(20);

/// Runs a script on a listener of its own; gives the URL, and what the script gives when joined.
fn serve<T: Send + 'static>(
    script: impl FnOnce(TcpListener) -> T + Send + 'static,
) -> (String, JoinHandle<T>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let url = format!("http://{}", listener.local_addr().expect("it is bound"));
    (url, thread::spawn(move || script(listener)))
}

fn accept(listener: &TcpListener) -> TcpStream {
    listener.accept().expect("the client comes").0
}

/// Reads one request; empty if the client closes instead.
fn request(tcp: &mut TcpStream) -> String {
    let mut request = Vec::new();
    let mut byte = [0];
    while !request.ends_with(b"}") && tcp.read(&mut byte).expect("it sends or it ends") == 1 {
        request.push(byte[0]);
        if request.ends_with(b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&request).to_ascii_lowercase();
            let length = head.split("content-length: ").nth(1).and_then(|rest| rest.lines().next());
            let length = length.and_then(|digits| digits.parse().ok()).expect("a length");
            let mut body = vec![0; length];
            tcp.read_exact(&mut body).expect("the body is whole");
            request.extend(body);
        }
    }
    String::from_utf8(request).expect("our requests are text")
}

fn send(tcp: &mut TcpStream, bytes: impl AsRef<[u8]>) {
    tcp.write_all(bytes.as_ref()).expect("the client reads");
}

fn answer(status: u16, fields: &str, body: &str) -> String {
    format!("HTTP/1.1 {status} X\r\nContent-Length: {}\r\n{fields}\r\n{body}", body.len())
}

/// The outcome of one call that gets these bytes, and then the end of the connection.
fn outcome_of(bytes: impl Into<Vec<u8>>) -> Outcome {
    let bytes = bytes.into();
    let (url, server) = serve(move |listener| {
        let mut tcp = accept(&listener);
        request(&mut tcp);
        send(&mut tcp, bytes);
    });
    let outcome = ReferenceClient::new().call(&url, INPUT, LONG);
    server.join().expect("the script runs to its end");
    outcome
}

/// The stage at which a call with this outcome failed.
fn stage_of(outcome: &Outcome) -> Option<Stage> {
    match outcome {
        Outcome::ClientError { stage, .. } => Some(*stage),
        _ => None,
    }
}

#[test]
fn a_request_is_sent_and_its_answer_read() {
    let (url, server) = serve(|listener| {
        let mut tcp = accept(&listener);
        let request = request(&mut tcp);
        send(&mut tcp, answer(201, "", r#"{"InstanceUserSummary":{"Username":"u"}}"#));
        request
    });
    let outcome = ReferenceClient::new().call(&format!("{url}/base/"), INPUT, LONG);
    assert_eq!(outcome.to_string(), r#"response 201 {"InstanceUserSummary":{"Username":"u"}}"#);
    let authority = url.trim_start_matches("http://");
    let version = env!("CARGO_PKG_VERSION");
    let request = server.join().expect("the script runs to its end");
    // What it signs has tests of its own.
    let signing = ["X-Amz-Date: ", "X-Amz-Security-Token: ", "Authorization: AWS4-HMAC-SHA256 "];
    let is_signing = |line: &&str| signing.iter().any(|field| line.starts_with(field));
    let (signed, rest): (Vec<_>, Vec<_>) = request.split("\r\n").partition(is_signing);
    assert_eq!(signed.len(), signing.len(), "{request}");
    assert_eq!(
        rest.join("\r\n"),
        format!(
            "POST /base/user/DisassociateUser HTTP/1.1\r\nHost: {authority}\r\n\
             User-Agent: wireproof-reference/{version}\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\n\r\n{INPUT}",
            INPUT.len()
        )
    );
}

#[test]
fn the_status_tells_a_success_from_an_error() {
    const CONFLICT: &str = "X-Amzn-Errortype: \t ConflictException:http://x/ \r\n";
    for (answer, outcome) in [
        (answer(200, "", ""), "response 200 {}"),
        (answer(299, CONFLICT, "{}"), "response 299 {}"),
        (answer(204, "", ""), "response 204 {}"),
        (answer(300, "", "{}"), "service error without a code (unmodeled, status 300)"),
        (
            answer(307, "Location: http://127.0.0.1:1/\r\n", ""),
            "service error without a code (unmodeled, status 307)",
        ),
        (
            answer(409, CONFLICT, r#"{"message":"m","code":"ValidationException"}"#),
            r#"service error ConflictException (modeled, status 409): "m""#,
        ),
        (
            answer(502, "Content-Type: text/html\r\n", "<html>"),
            "service error without a code (unmodeled, status 502)",
        ),
        (answer(999, "", r#"{"__type":"a#B"}"#), "service error B (unmodeled, status 999)"),
    ] {
        assert_eq!(outcome_of(answer.clone()).to_string(), outcome, "{answer}");
    }
}

#[test]
fn every_framing_carries_a_body() {
    for answer in [
        "HTTP/1.1 200 OK\r\n\r\n{}",
        "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\n{} and more",
        "HTTP/1.1 200\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n1\r\n}\r\n0\r\n\r\n",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}",
    ] {
        assert_eq!(outcome_of(answer).to_string(), "response 200 {}", "{answer}");
    }
}

#[test]
fn a_failure_has_its_stage() {
    for (answer, stage) in [
        (String::new(), Stage::Read),
        ("HTTP/1.1 200".to_owned(), Stage::Read),
        ("SSH-2.0-x\r\n".to_owned(), Stage::Read),
        ("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n{}".to_owned(), Stage::Read),
        ("HTTP/1.1 500 X\r\nContent-Length: 3\r\n\r\n{}".to_owned(), Stage::Read),
        ("HTTP/1.1 200 OK\r\nContent-Length: 67108865\r\n\r\n".to_owned(), Stage::Read),
        ("HTTP/1.1 200 OK\r\n\r\n{".to_owned(), Stage::Deserialize),
        (answer(200, "", "null"), Stage::Deserialize),
        (answer(200, "", "[]"), Stage::Deserialize),
        (answer(200, "", " "), Stage::Deserialize),
        (answer(200, "", "{}{}"), Stage::Deserialize),
        (answer(200, "", r#"{"New":"\ud800"}"#), Stage::Deserialize),
        (answer(200, "", r#"{"InstanceUserSummary":{"Username":5}}"#), Stage::Deserialize),
    ] {
        assert_eq!(stage_of(&outcome_of(answer.clone())), Some(stage), "{answer}");
    }
}

#[test]
fn what_breaks_the_contract_is_never_sent() {
    let (url, server) = serve(|listener| {
        listener.set_nonblocking(true).expect("it is a socket");
        // Whether anyone has come is asked when all calls are over.
        move || listener.accept().is_ok()
    });
    let client = ReferenceClient::new();
    for input in ["", "5", "[]", "{}", r#"{"Username":null}"#, "{\"a\":\"\\ud800\"}"] {
        let outcome = client.call(&url, input, LONG);
        assert_eq!(stage_of(&outcome), Some(Stage::Validate), "{input}");
    }
    let outcome = client.call(&url, r#"{"Domain":{"$wtf8":"7aCA"}}"#, LONG);
    assert_eq!(
        outcome.to_string(),
        "skipped: a Rust string cannot hold the lone surrogate in `Domain`"
    );
    let has_come = server.join().expect("the script runs to its end");
    assert!(!has_come());
}

#[test]
fn no_endpoint_is_an_error_of_connecting() {
    let (url, server) = serve(drop);
    server.join().expect("the script runs to its end");
    for endpoint in [url.as_str(), "https://127.0.0.1:1", "", "http://127.0.0.1:1:1"] {
        let outcome = ReferenceClient::new().call(endpoint, INPUT, LONG);
        assert_eq!(stage_of(&outcome), Some(Stage::Connect), "{endpoint}: {outcome}");
    }
}

#[test]
fn a_connection_is_kept_while_it_is_in_step() {
    /// The answers on one connection after the other, each to one request. A client that stays on a
    /// connection for longer, or leaves it sooner, waits in vain.
    const CONNECTIONS: [&[&str]; 4] = [
        // Kept, until the endpoint closes it unasked.
        &[
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}",
            "HTTP/1.1 400 X\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
            "HTTP/1.1 204 No Content\r\n\r\n",
        ],
        &["HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}"],
        // The next answer would begin with what stands behind this one.
        &["HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}HTTP/1.1 500 Stray\r\n\r\n"],
        &["HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"],
    ];
    let (done, is_done) = mpsc::channel();
    let (url, server) = serve(move |listener| {
        let mut open = Vec::new();
        for (i, answers) in CONNECTIONS.into_iter().enumerate() {
            let mut tcp = accept(&listener);
            for answer in answers {
                assert!(request(&mut tcp).ends_with(INPUT));
                send(&mut tcp, answer);
            }
            if i > 0 {
                open.push(tcp);
            } else {
                drop(tcp);
            }
            done.send(()).expect("the test waits");
        }
    });
    let client = ReferenceClient::new();
    for answers in CONNECTIONS {
        for answer in answers {
            let outcome = client.call(&url, INPUT, LONG);
            assert_eq!(stage_of(&outcome), None, "{outcome} of {answer}");
        }
        is_done.recv().expect("the script goes on");
    }
    server.join().expect("the script runs to its end");
}

#[test]
fn threads_share_a_client() {
    const THREADS: usize = 4;
    let (url, server) = serve(|listener| {
        // No answer goes out before all requests are in: each must have a connection of its own.
        let mut open: Vec<_> = (0..THREADS).map(|_| accept(&listener)).collect();
        open.iter_mut().for_each(|tcp| assert!(!request(tcp).is_empty()));
        open.iter_mut().for_each(|tcp| send(tcp, answer(200, "", "{}")));
    });
    let client = ReferenceClient::new();
    thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                let outcome = client.call(&url, INPUT, LONG);
                assert_eq!(outcome.to_string(), "response 200 {}");
            });
        }
    });
    server.join().expect("the script runs to its end");
}

#[test]
fn a_reset_is_an_error_and_nothing_is_sent_twice() {
    let (url, server) = serve(|listener| {
        let mut tcp = accept(&listener);
        tcp.read_exact(&mut [0]).expect("something is sent");
        // Closing with bytes unread resets the connection.
        drop(tcp);
        listener
    });
    let outcome = ReferenceClient::new().call(&url, INPUT, LONG);
    assert_eq!(stage_of(&outcome), Some(Stage::Read), "{outcome}");
    let listener = server.join().expect("the script runs to its end");
    listener.set_nonblocking(true).expect("it is a socket");
    assert!(listener.accept().is_err(), "there was a second connection");
}

#[test]
fn a_call_ends_by_its_deadline() {
    // Silence, and an answer that never stops coming in small pieces.
    for piece in ["", "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", "HTTP/1.1 200 OK\r\nA: "]
    {
        let (url, server) = serve(move |listener| {
            let mut tcp = accept(&listener);
            request(&mut tcp);
            let mut sent = tcp.write_all(piece.as_bytes());
            while sent.is_ok() && !piece.is_empty() {
                thread::sleep(Duration::from_millis(20));
                sent = tcp.write_all(b" ");
            }
            // The client closes when it has given up.
            let _ = tcp.read(&mut [0]);
        });
        let begun = Instant::now();
        let outcome = ReferenceClient::new().call(&url, INPUT, Duration::from_millis(200));
        assert_eq!(
            outcome.to_string(),
            "client error TimeoutError at read: no complete response by the deadline"
        );
        assert!(begun.elapsed() < LONG / 2, "{piece:?}");
        server.join().expect("the script runs to its end");
    }
}

#[test]
fn a_slow_answer_is_waited_for() {
    let (url, server) = serve(|listener| {
        let mut tcp = accept(&listener);
        request(&mut tcp);
        for byte in answer(200, "", "{}").bytes() {
            thread::sleep(Duration::from_millis(2));
            send(&mut tcp, [byte]);
        }
    });
    let outcome = ReferenceClient::new().call(&url, INPUT, LONG);
    assert_eq!(outcome.to_string(), "response 200 {}");
    server.join().expect("the script runs to its end");
}

#[test]
fn an_answer_may_come_before_the_request_is_read() {
    let (url, server) = serve(|listener| {
        let mut tcp = accept(&listener);
        send(&mut tcp, answer(413, "Connection: close\r\n", ""));
        // More is on its way than the sockets hold: the client finds out while it sends.
        drop(tcp);
    });
    let input = INPUT.replace(r#""d""#, &format!(r#""{}""#, "d".repeat(1 << 24)));
    let outcome = ReferenceClient::new().call(&url, &input, LONG);
    assert_eq!(outcome.to_string(), "service error without a code (unmodeled, status 413)");
    server.join().expect("the script runs to its end");
}

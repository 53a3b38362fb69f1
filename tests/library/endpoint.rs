//! The loopback endpoint, by clients that are nothing but sockets.

use std::io::{ErrorKind, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::time::{Duration, Instant};

use wireproof::http::{Answer, Chunks, Cut, Delivery, Ending, Framing, Headers, Step};
use wireproof::testee::{Capture, Endpoint};

/// Long enough that it is never over by itself in a test.
const LONG: Duration = Duration::from_secs(60);

const REQUEST: &[u8] = b"POST /a HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc";

fn armed(steps: Vec<Step>) -> Endpoint {
    let endpoint = Endpoint::bind().expect("the loopback interface is there");
    endpoint.arm(steps);
    endpoint
}

fn answering(text: &str) -> Endpoint {
    armed(vec![Step::Send(text.into())])
}

fn client(endpoint: &Endpoint) -> TcpStream {
    let stream = TcpStream::connect(endpoint.address()).expect("the endpoint listens");
    // No test waits this long, unless it fails.
    stream.set_read_timeout(Some(LONG)).expect("a timeout can be set");
    stream
}

fn send(mut stream: &TcpStream, bytes: &[u8]) {
    stream.write_all(bytes).expect("the endpoint reads");
}

/// Exactly the bytes of `expected`, which may be followed by others.
fn expect(mut stream: &TcpStream, expected: &[u8]) {
    let mut bytes = vec![0; expected.len()];
    stream.read_exact(&mut bytes).expect("the endpoint answers");
    assert_eq!(String::from_utf8_lossy(&bytes), String::from_utf8_lossy(expected));
}

/// All bytes up to an orderly end.
fn rest(mut stream: &TcpStream) -> Vec<u8> {
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).expect("the connection ends in order");
    bytes
}

fn raw(capture: &Capture) -> Vec<&[u8]> {
    capture.requests.iter().map(|request| &request.raw[..]).collect()
}

#[test]
fn answers_byte_for_byte_on_a_connection_that_stays_open() {
    let endpoint = armed(vec![Step::Send(b"one".to_vec()), Step::Send(b"\0\xff".to_vec())]);
    let stream = client(&endpoint);
    send(&stream, REQUEST);
    expect(&stream, b"one\0\xff");
    assert_eq!(raw(&endpoint.take()), [REQUEST]);

    endpoint.arm(Answer::json(404, "{}").steps());
    send(&stream, b"GET /b HTTP/1.1\r\n\r\n");
    expect(&stream, &Answer::json(404, "{}").response().raw);
    let capture = endpoint.take();
    assert_eq!(capture.requests[0].target, "/b");
    assert_eq!((capture.stray, capture.problems), (vec![], vec![]));
}

#[test]
fn a_cut_answer_arrives_whole_up_to_the_cut() {
    let mut answer = Answer::json(200, vec![b'x'; 1 << 20]);
    for (framing, cut) in [
        (Framing::ContentLength, Some(1_000_000)),
        (Framing::Chunked(vec![7, 4096].into()), Some(999_999)),
        (Framing::UntilClose, None),
    ] {
        (answer.framing, answer.delivery.cut) = (framing, cut.map(Cut::Body));
        let endpoint = armed(answer.steps());
        let stream = client(&endpoint);
        // What comes behind the request must not turn the end into a reset.
        send(&stream, &[REQUEST, b"POST /more HTTP/1.1\r\n"].concat());
        assert!(rest(&stream) == answer.response().raw, "cut at {cut:?}");
        drop(stream);
        assert_eq!(raw(&endpoint.take()), [REQUEST]);
    }
}

#[test]
fn a_reset_is_one() {
    let endpoint = armed(vec![Step::Reset]);
    let stream = client(&endpoint);
    send(&stream, REQUEST);
    let error = (&stream).read(&mut [0; 10]).expect_err("a reset is no end");
    assert_eq!(error.kind(), ErrorKind::ConnectionReset);
    assert_eq!(raw(&endpoint.take()), [REQUEST]);
}

/// An answer that goes onto the wire in such a way.
fn delivered(delivery: Delivery) -> Answer {
    Answer { delivery, ..Answer::json(200, "{\"a\":1}") }
}

#[test]
fn an_answer_can_end_inside_its_head_or_before_it() {
    for cut in [0, 1, 17, 40] {
        let answer = delivered(Delivery { cut: Some(Cut::Head(cut)), ..Delivery::default() });
        let endpoint = armed(answer.steps());
        let stream = client(&endpoint);
        send(&stream, REQUEST);
        let head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json";
        assert_eq!(rest(&stream), head[..cut]);
        assert_eq!(answer.response().raw, head[..cut]);
    }
}

#[test]
fn a_reset_overtakes_nothing() {
    let answer = Answer {
        framing: Framing::UntilClose,
        ..delivered(Delivery { ending: Ending::Reset, ..Delivery::default() })
    };
    let endpoint = armed(answer.steps());
    let mut stream = client(&endpoint);
    send(&stream, REQUEST);
    expect(&stream, &answer.response().raw);
    let error = stream.read(&mut [0; 10]).expect_err("a reset is no end");
    assert_eq!(error.kind(), ErrorKind::ConnectionReset);
    assert_eq!(raw(&endpoint.take()), [REQUEST]);
}

#[test]
fn a_length_that_is_not_true_closes_the_connection() {
    for length in ["2", "9"] {
        let mut answer = delivered(Delivery::default());
        answer.headers = [("Content-Length", length)].into_iter().collect();
        let endpoint = armed(answer.steps());
        let stream = client(&endpoint);
        send(&stream, REQUEST);
        let expected = format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n{{\"a\":1}}");
        assert_eq!(String::from_utf8_lossy(&rest(&stream)), expected);
    }
}

#[test]
fn an_answer_can_come_apart() {
    let pause = Duration::from_millis(50);
    let answer = delivered(Delivery { writes: vec![16, 1, 200], pause, ..Delivery::default() });
    let endpoint = armed(answer.steps());
    let mut stream = client(&endpoint);
    send(&stream, REQUEST);
    for piece in [&b"HTTP/1.1 200 OK\r"[..], b"\n", &answer.response().raw[17..]] {
        let mut bytes = [0; 200];
        let read = stream.read(&mut bytes).expect("the endpoint answers");
        assert_eq!(String::from_utf8_lossy(&bytes[..read]), String::from_utf8_lossy(piece));
    }
    endpoint.take();
    endpoint.arm(vec![Step::Send(b"next".to_vec())]);
    send(&stream, REQUEST);
    expect(&stream, b"next");
}

#[test]
fn an_answer_in_chunks_behind_interim_ones_arrives_byte_for_byte() {
    let chunks = Chunks {
        sizes: vec![2],
        extension: ";a".into(),
        trailers: [("T", "t")].into_iter().collect(),
        ..Chunks::default()
    };
    let mut answer = delivered(Delivery::default());
    answer.framing = Framing::Chunked(chunks);
    answer.interim = vec![(100, Headers::new()), (103, [("A", "b")].into_iter().collect())];
    let endpoint = armed(answer.steps());
    let stream = client(&endpoint);
    send(&stream, REQUEST);
    expect(
        &stream,
        b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nA: b\r\n\r\n\
        HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n\
        2;a\r\n{\"\r\n2;a\r\na\"\r\n2;a\r\n:1\r\n1;a\r\n}\r\n0;a\r\nT: t\r\n\r\n",
    );
    endpoint.take();
    endpoint.arm(vec![Step::Send(b"next".to_vec())]);
    send(&stream, REQUEST);
    expect(&stream, b"next");
}

#[test]
fn an_early_answer_waits_for_the_head_of_the_request_alone() {
    for ending in [Ending::Open, Ending::Closed] {
        let answer = delivered(Delivery { early: true, ending, ..Delivery::default() });
        let endpoint = armed(answer.steps());
        let stream = client(&endpoint);
        let (head, body) = REQUEST.split_at(REQUEST.len() - 2);
        send(&stream, head);
        expect(&stream, &answer.response().raw);
        send(&stream, body);
        let capture = endpoint.take();
        assert_eq!(raw(&capture), [REQUEST], "it is read to its end all the same");
        if ending == Ending::Closed {
            assert_eq!(rest(&stream), b"");
            continue;
        }
        // A request that comes at once gets the same, and once.
        endpoint.arm(answer.steps());
        send(&stream, REQUEST);
        expect(&stream, &answer.response().raw);
        endpoint.take();
        endpoint.arm(vec![Step::Send(b"next".to_vec())]);
        send(&stream, REQUEST);
        expect(&stream, b"next");
    }
}

#[test]
fn a_client_that_stops_at_an_early_answer_holds_up_nothing() {
    let early = Delivery { early: true, ..Delivery::default() };
    let endpoint = armed(delivered(early).steps());
    let stream = client(&endpoint);
    let head = &REQUEST[..REQUEST.len() - 2];
    send(&stream, head);
    expect(&stream, b"HTTP/1.1 200 OK");
    drop(stream);
    let capture = endpoint.take();
    assert_eq!((raw(&capture), capture.requests[0].complete), (vec![head], false));
}

#[test]
fn a_wait_ends_with_its_call_and_nothing_follows_it() {
    let send_one = |text: &str| Step::Send(text.into());
    let endpoint = armed(vec![send_one("1"), Step::Wait(LONG), send_one("2")]);
    let stream = client(&endpoint);
    send(&stream, REQUEST);
    expect(&stream, b"1");
    let began = Instant::now();
    assert_eq!(raw(&endpoint.take()), [REQUEST]);
    assert_eq!(rest(&stream), b"");
    assert!(began.elapsed() < LONG);
}

#[test]
fn a_silence_does_not_cost_the_connection() {
    let endpoint = armed(vec![Step::Wait(LONG)]);
    let stream = client(&endpoint);
    send(&stream, REQUEST);
    endpoint.take();
    endpoint.arm(vec![Step::Send(b"next".to_vec())]);
    send(&stream, REQUEST);
    expect(&stream, b"next");
}

#[test]
fn an_answer_can_be_slow() {
    let pause = Duration::from_millis(50);
    let endpoint = armed(vec![Step::Wait(pause), Step::Send(b"x".to_vec()), Step::Close]);
    let stream = client(&endpoint);
    let began = Instant::now();
    send(&stream, REQUEST);
    assert_eq!(rest(&stream), b"x");
    assert!(began.elapsed() >= pause);
}

#[test]
fn nothing_that_was_sent_is_lost_however_early_the_call_ends() {
    let endpoint = armed(Vec::new());
    for round in 0..200 {
        // On a new connection and on an old one; nobody waits for an answer.
        let stream = client(&endpoint);
        send(&stream, REQUEST);
        assert_eq!(raw(&endpoint.take()), [REQUEST], "round {round}");
        endpoint.arm(Vec::new());
        send(&stream, REQUEST);
        send(&stream, &REQUEST[..20]);
        drop(stream);
        let capture = endpoint.take();
        assert_eq!(raw(&capture), [REQUEST], "round {round}");
        assert_eq!(capture.problems.len(), 1, "the second has no whole head");
        endpoint.arm(Vec::new());
    }
}

#[test]
fn two_requests_in_a_row_get_an_answer_each() {
    let endpoint = answering("answer ");
    let stream = client(&endpoint);
    send(&stream, &[REQUEST, b"\r\n", REQUEST, b"\r\n"].concat());
    expect(&stream, b"answer answer ");
    let capture = endpoint.take();
    assert_eq!(capture.requests.len(), 2);
    drop(stream);
    assert_eq!(endpoint.take().problems, [], "line ends between requests are none");
}

#[test]
fn an_answer_that_nobody_reads_is_cut() {
    // More than the kernel holds for a client that does not read.
    let endpoint = armed(vec![Step::Send(vec![b'x'; 64 * 1024 * 1024])]);
    let stream = client(&endpoint);
    send(&stream, REQUEST);
    expect(&stream, b"x");
    let capture = endpoint.take();
    assert_eq!(raw(&capture), [REQUEST]);
    assert!(capture.cut, "the client may believe that its connection is still open");
    endpoint.arm(Vec::new());
    assert!(!endpoint.take().cut);
}

#[test]
fn half_a_request_is_kept_as_what_it_is() {
    let endpoint = answering("never");
    let stream = client(&endpoint);
    send(&stream, &REQUEST[..REQUEST.len() - 1]);
    stream.shutdown(Shutdown::Write).expect("it is open");
    assert_eq!(rest(&stream), b"");
    let capture = endpoint.take();
    assert_eq!(raw(&capture), [&REQUEST[..REQUEST.len() - 1]]);
    assert!(!capture.requests[0].complete);
}

#[test]
fn a_request_that_never_ends_does_not_hold_up_the_call() {
    let endpoint = answering("never");
    let stream = client(&endpoint);
    send(&stream, &REQUEST[..REQUEST.len() - 1]);
    let capture = endpoint.take();
    assert!(!capture.requests[0].complete);
    assert_eq!(rest(&stream), b"", "it was closed");
}

#[test]
fn garbage_is_shown_and_blocks_nobody() {
    let endpoint = answering("answer");
    let silent = client(&endpoint);
    let garbage = client(&endpoint);
    send(&garbage, b"\x16\x03\x01 this is TLS");
    assert_eq!(rest(&garbage), b"");
    let stream = client(&endpoint);
    send(&stream, REQUEST);
    expect(&stream, b"answer");
    let capture = endpoint.take();
    assert_eq!(raw(&capture), [REQUEST]);
    assert_eq!(capture.problems[0].0, b"\x16\x03\x01 this is TLS");
    drop(silent);
}

#[test]
fn a_stray_request_is_kept_apart_and_closed() {
    let endpoint = Endpoint::bind().expect("the loopback interface is there");
    let stream = client(&endpoint);
    send(&stream, REQUEST);
    assert_eq!(rest(&stream), b"");
    endpoint.arm(Vec::new());
    let capture = endpoint.take();
    assert_eq!((capture.requests.len(), capture.stray.len()), (0, 1));
    assert_eq!(endpoint.take(), Capture::default());
}

#[test]
fn a_request_on_a_connection_that_was_closed_still_counts() {
    let endpoint = armed(vec![Step::Send(b"answer".to_vec()), Step::Close]);
    let stream = client(&endpoint);
    send(&stream, REQUEST);
    assert_eq!(rest(&stream), b"answer");
    send(&stream, REQUEST);
    assert_eq!(raw(&endpoint.take()), [REQUEST, REQUEST]);
}

#[test]
fn a_body_that_is_held_back_is_asked_for() {
    let endpoint = answering("answer");
    let stream = client(&endpoint);
    send(&stream, b"PUT /a HTTP/1.1\r\nExpect: 100-Continue\r\nContent-Length: 3\r\n\r\n");
    expect(&stream, b"HTTP/1.1 100 Continue\r\n\r\n");
    send(&stream, b"abc");
    expect(&stream, b"answer");
    assert_eq!(endpoint.take().requests[0].body, b"abc");
}

#[test]
fn an_answer_that_nobody_reads_does_not_hold_up_the_call() {
    let endpoint = armed(vec![Step::Send(vec![0; 64 << 20])]);
    let stream = client(&endpoint);
    send(&stream, REQUEST);
    assert_eq!(raw(&endpoint.take()), [REQUEST]);
    endpoint.arm(vec![Step::Send(b"next".to_vec())]);
    let other = client(&endpoint);
    send(&other, REQUEST);
    expect(&other, b"next");
}

#[test]
fn idle_connections_are_limited_and_the_oldest_goes_first() {
    let endpoint = answering("answer");
    let clients: Vec<_> = (0..300).map(|_| client(&endpoint)).collect();
    let last = &clients[299];
    send(last, REQUEST);
    expect(last, b"answer");
    assert_eq!(rest(&clients[0]), b"", "it was closed");
}

#[test]
fn dropping_it_ends_its_threads_and_frees_its_port() {
    let endpoint = armed(vec![Step::Wait(LONG), Step::Close]);
    let address = endpoint.address();
    let (idle, waiting, reading) = (client(&endpoint), client(&endpoint), client(&endpoint));
    send(&waiting, REQUEST);
    send(&reading, &REQUEST[..10]);
    let began = Instant::now();
    drop(endpoint);
    assert!(began.elapsed() < LONG, "it does not wait for them in vain");
    for mut stream in [idle, waiting, reading] {
        // An end or a reset, but no waiting.
        match stream.read(&mut [0; 10]) {
            Ok(read) => assert_eq!(read, 0),
            Err(error) => assert_eq!(error.kind(), ErrorKind::ConnectionReset),
        }
    }
    assert!(TcpStream::connect(address).is_err(), "nobody listens");
}

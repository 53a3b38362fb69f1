//! Tests of answers.

use super::super::chunked::Chunks;
use super::*;

fn sent(answer: &Answer) -> String {
    String::from_utf8(answer.response().raw).expect("it is text")
}

fn plain(delivery: Delivery) -> Answer {
    Answer { delivery, ..Answer::json(200, "{\"a\":1}") }
}

#[test]
fn frames_by_length_by_chunks_and_by_closing() {
    let mut answer = Answer::json(200, "{}");
    assert_eq!(
        sent(&answer),
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"
    );
    assert!(!answer.steps().contains(&Step::Close));
    answer.framing = Framing::Chunked(vec![1].into());
    assert!(sent(&answer).ends_with("chunked\r\n\r\n1\r\n{\r\n1\r\n}\r\n0\r\n\r\n"));
    assert!(!answer.steps().contains(&Step::Close));
    answer.framing = Framing::UntilClose;
    assert!(sent(&answer).ends_with("Connection: close\r\n\r\n{}"));
    assert_eq!(answer.steps().last(), Some(&Step::Close));
    assert_eq!((answer.response().body, answer.response().complete), (b"{}".to_vec(), true));
}

#[test]
fn tells_whether_the_end_comes_as_a_surprise() {
    let ended = |ending| plain(Delivery { ending, ..Delivery::default() });
    let with = |mut answer: Answer, option| {
        answer.headers.push("Connection", option);
        answer
    };
    let cut = Delivery { cut: Some(Cut::Body(3)), ending: Ending::Reset, ..Delivery::default() };
    for (answer, expected) in [
        (ended(Ending::Open), false),
        (ended(Ending::Closed), false),
        (with(ended(Ending::Closed), "keep-alive"), true),
        (with(ended(Ending::Closed), "x, Close"), false),
        (ended(Ending::Reset), true),
        (Answer { minor_version: 0, ..ended(Ending::Reset) }, false),
        (Answer { minor_version: 0, ..with(ended(Ending::Reset), "Keep-Alive") }, true),
        (Answer { framing: Framing::UntilClose, ..ended(Ending::Reset) }, false),
        (plain(cut), false),
    ] {
        assert_eq!(answer.ends_unannounced(), expected, "{}", sent(&answer));
    }
    // More bytes than the length says: the rest is of no use to anybody.
    let mut answer = Answer::json(200, "{}{}");
    answer.headers.push("Content-Length", "2");
    assert!(answer.ends_unannounced());
}

#[test]
fn chunks_have_extensions_and_trailers() {
    let chunks = Chunks {
        sizes: vec![1],
        extension: ";a=\"b\"".into(),
        trailers: [("X-T", "t")].into_iter().collect(),
        ..Chunks::default()
    };
    let answer = Answer { framing: Framing::Chunked(chunks), ..Answer::json(200, "{}") };
    let chunked = "1;a=\"b\"\r\n{\r\n1;a=\"b\"\r\n}\r\n0;a=\"b\"\r\nX-T: t\r\n\r\n";
    assert!(sent(&answer).ends_with(chunked), "{}", sent(&answer));
    let response = answer.response();
    assert_eq!((response.body, response.complete), (b"{}".to_vec(), true));
    assert!(!response.headers.has("X-T"));
}

#[test]
fn a_cut_ends_the_connection_and_the_message() {
    let mut answer = plain(Delivery { cut: Some(Cut::Body(3)), ..Delivery::default() });
    let response = answer.response();
    assert!(response.raw.ends_with(b"Content-Length: 7\r\n\r\n{\"a"));
    assert_eq!((&response.body[..], response.complete), (&b"{\"a"[..], false));
    assert_eq!(answer.steps().last(), Some(&Step::Close));

    answer.framing = Framing::Chunked(vec![2].into());
    for (cut, body) in [(0, ""), (3, ""), (4, "{"), (5, "{\""), (7, "{\""), (11, "{\"a")] {
        answer.delivery.cut = Some(Cut::Body(cut));
        assert_eq!(answer.response().body, body.as_bytes(), "cut at {cut}");
        assert!(!answer.response().complete);
    }
}

#[test]
fn a_cut_of_the_head_leaves_interim_responses_whole() {
    let mut answer = plain(Delivery::default());
    answer.interim.push((103, [("Link", "</a>")].into_iter().collect()));
    let interim = "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n";
    for (cut, rest, status) in [(0, "", 0), (8, "HTTP/1.1", 0), (17, "HTTP/1.1 200 OK\r\n", 200)] {
        answer.delivery.cut = Some(Cut::Head(cut));
        let response = answer.response();
        assert_eq!(sent(&answer), format!("{interim}{rest}"));
        assert_eq!((response.status, response.complete), (status, false), "cut at {cut}");
    }
    answer.delivery.cut = Some(Cut::Head(usize::MAX));
    assert!(sent(&answer).ends_with("Content-Length: 7\r\n\r\n"), "and nothing of the body");
    answer.interim.clear();
    answer.delivery.cut = Some(Cut::Head(0));
    assert_eq!(answer.steps(), [Step::Close]);
}

#[test]
fn what_stands_in_the_headers_is_not_added_by_the_framing() {
    for (name, value, complete, step) in [
        ("content-LENGTH", "7", true, None),
        ("Content-Length", "8", false, Some(Step::Close)),
        ("Content-Length", "2", true, Some(Step::Close)),
    ] {
        let mut answer = plain(Delivery::default());
        answer.headers = [(name, value)].into_iter().collect();
        let head = format!("HTTP/1.1 200 OK\r\n{name}: {value}\r\n\r\n");
        assert_eq!(sent(&answer), format!("{head}{{\"a\":1}}"));
        assert_eq!(answer.response().complete, complete);
        assert_eq!(answer.steps().into_iter().find(|s| *s == Step::Close), step);
    }
    let mut answer = plain(Delivery { ending: Ending::Closed, ..Delivery::default() });
    answer.minor_version = 0;
    answer.headers = [("connection", "Keep-Alive")].into_iter().collect();
    let head = "HTTP/1.0 200 OK\r\nconnection: Keep-Alive\r\nContent-Length: 7\r\n\r\n";
    assert!(sent(&answer).starts_with(head));
    assert_eq!(answer.steps().last(), Some(&Step::Close));
}

#[test]
fn its_bytes_come_apart_where_it_says_so() {
    let pause = Duration::from_millis(5);
    let delay = Duration::from_millis(300);
    let answer = plain(Delivery { writes: vec![9, 3, 200], pause, delay, ..Delivery::default() });
    let raw = answer.response().raw;
    assert_eq!(
        answer.steps(),
        [
            Step::Wait(delay),
            Step::Send(b"HTTP/1.1 ".to_vec()),
            Step::Wait(pause),
            Step::Send(b"200".to_vec()),
            Step::Wait(pause),
            Step::Send(raw[12..].to_vec()),
        ]
    );
    assert_eq!(answer.response().time, delay + 2 * pause);
    assert_eq!(raw, plain(Delivery::default()).response().raw);
}

#[test]
fn a_reset_leaves_a_body_without_framing_incomplete() {
    let reset = Delivery { ending: Ending::Reset, ..Delivery::default() };
    let mut answer = plain(reset);
    assert!(answer.response().complete, "by its length");
    assert!(matches!(answer.steps()[..], [.., Step::Wait(_), Step::Reset]));
    answer.framing = Framing::UntilClose;
    assert!(!answer.response().complete);
    answer.delivery.cut = Some(Cut::Head(0));
    assert_eq!(answer.steps(), [Step::Reset]);
    assert_eq!(answer.response().ending, Ending::Reset);
}

#[test]
fn an_early_answer_goes_before_the_rest_of_the_request() {
    let early = Delivery { early: true, ending: Ending::Closed, ..Delivery::default() };
    let steps = plain(early).steps();
    assert!(matches!(steps[..], [Step::Send(_), Step::Send(_), Step::AwaitRequest, Step::Close]));
}

#[test]
fn addresses_stand_where_it_names_them() {
    let mut answer = plain(Delivery::default());
    let addressed = |answer: &Answer| answer.addressed("http://a:1", "http://b:2");
    assert_eq!(addressed(&answer), None);
    answer.headers.push("Location", "{elsewhere}/x?{endpoint}");
    let answer = addressed(&answer).expect("it names them");
    assert!(sent(&answer).contains("\r\nLocation: http://b:2/x?http://a:1\r\n"));
}

#[test]
fn the_response_took_as_long_as_the_steps_wait() {
    let second = Duration::from_secs(1);
    let pieces = Delivery { writes: vec![1, 7], pause: second, ..Delivery::default() };
    let reset = Delivery { ending: Ending::Reset, delay: second, ..pieces.clone() };
    let nothing = Delivery { cut: Some(Cut::Head(0)), ..reset.clone() };
    for delivery in [Delivery::default(), pieces, reset, nothing] {
        for framing in [Framing::ContentLength, Framing::Chunked(vec![1].into())] {
            let answer = Answer { framing, ..plain(delivery.clone()) };
            let waits = answer.steps().into_iter().filter_map(|step| match step {
                Step::Wait(time) => Some(time),
                _ => None,
            });
            assert_eq!(answer.response().time, waits.sum(), "{answer:?}");
        }
    }
}

//! What an endpoint sets out to send: a response, and how it goes onto the wire.

use std::time::Duration;

use super::chunked::split;
use super::delivery::{Cut, Delivery, Framing, Step};
use super::head::head;
use super::headers::{Header, Headers};
use super::response::{Ending, Response};

/// A response to be sent: what it says, and in what form.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The minor version: 1 for HTTP/1.1.
    pub minor_version: u8,
    /// Interim responses that go before it: their statuses and their header fields.
    pub interim: Vec<(u16, Headers)>,
    /// The header fields. Behind them stand those of the framing, unless the same are among these:
    /// that is how to spell them otherwise, or to tell a length that is not true.
    ///
    /// A value is sent as it is: one with CR LF and a space in it is a folded one.
    pub headers: Headers,
    /// The whole body.
    pub body: Vec<u8>,
    /// How the end of the body is told.
    pub framing: Framing,
    /// How it goes onto the wire.
    pub delivery: Delivery,
}

/// What stands for the endpoint's own URL in a header's value.
const ENDPOINT: &str = "{endpoint}";

/// What stands there for the URL of another endpoint.
const ELSEWHERE: &str = "{elsewhere}";

/// How long to wait before a reset, which may destroy what it overtakes.
const BEFORE_RESET: Duration = Duration::from_millis(20);

impl Answer {
    /// Returns an ordinary answer with a JSON body, framed by its length.
    pub fn json(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self {
            status,
            minor_version: 1,
            interim: Vec::new(),
            headers: [("Content-Type", "application/json")].into_iter().collect(),
            body: body.into(),
            framing: Framing::ContentLength,
            delivery: Delivery::default(),
        }
    }

    /// Returns the answer with the URLs of two endpoints put into the values of its header fields: that of
    /// the one that gives it for `{endpoint}`, that of another for `{elsewhere}`. `None` if it
    /// names neither.
    pub fn addressed(&self, endpoint: &str, elsewhere: &str) -> Option<Self> {
        let mut named = false;
        let fields = self.headers.iter().map(|header| {
            let text = header.text().filter(|t| t.contains(ENDPOINT) || t.contains(ELSEWHERE));
            named |= text.is_some();
            let value = text.map(|text| {
                text.replace(ENDPOINT, endpoint).replace(ELSEWHERE, elsewhere).into_bytes()
            });
            (header.name.clone(), value.unwrap_or_else(|| header.value.clone()))
        });
        let headers = fields.collect();
        named.then(|| Self { headers, ..self.clone() })
    }

    /// Returns what to do with the connection to send this.
    pub fn steps(&self) -> Vec<Step> {
        let delivery = &self.delivery;
        let mut steps = Vec::new();
        if !delivery.delay.is_zero() {
            steps.push(Step::Wait(delivery.delay));
        }
        let mut pieces = self.pieces();
        if !delivery.writes.is_empty() {
            pieces =
                split(&pieces.concat(), &delivery.writes).into_iter().map(<[u8]>::to_vec).collect();
        }
        let sends = !pieces.is_empty();
        for (at, piece) in pieces.into_iter().enumerate() {
            if at > 0 && !delivery.pause.is_zero() {
                steps.push(Step::Wait(delivery.pause));
            }
            steps.push(Step::Send(piece));
        }
        if delivery.early {
            steps.push(Step::AwaitRequest);
        }
        match self.ending() {
            Ending::Open => {}
            Ending::Closed => steps.push(Step::Close),
            Ending::Reset => {
                if sends {
                    steps.push(Step::Wait(BEFORE_RESET));
                }
                steps.push(Step::Reset);
            }
        }
        steps
    }

    /// Returns what a client can make of it: the message as far as it is sent.
    pub fn response(&self) -> Response {
        let waits = self.steps().into_iter().map(|step| match step {
            Step::Wait(time) => time,
            _ => Duration::ZERO,
        });
        let time = waits.sum();
        let (response, taken) = Response::read(self.pieces().concat(), self.ending());
        let surplus = taken < response.raw.len();
        Response { time, surplus, early: self.delivery.early, ..response }
    }

    /// Reports whether the connection ends behind a message that is whole without that, and does not say so. A
    /// client may have it for open then, and send its next request on it.
    pub fn ends_unannounced(&self) -> bool {
        if self.ending() == Ending::Open {
            return false; // as most do: their bytes need not be put together
        }
        let (response, _) = Response::read(self.pieces().concat(), Ending::Open);
        let option = |option: &str| {
            let fields = response.headers.all("Connection").filter_map(Header::text);
            let mut options = fields.flat_map(|value| value.split(','));
            options.any(|other| other.trim().eq_ignore_ascii_case(option))
        };
        let stays = !option("close") && (self.minor_version >= 1 || option("keep-alive"));
        response.complete && stays
    }

    /// Returns what becomes of the connection: it stays open only behind a whole message with nothing after it.
    fn ending(&self) -> Ending {
        match (self.delivery.ending, self.delivery.cut) {
            (Ending::Open, None) => {}
            (Ending::Open, Some(_)) => return Ending::Closed,
            (ending, _) => return ending,
        }
        let (response, taken) = Response::read(self.pieces().concat(), Ending::Open);
        let in_step = response.complete && taken == response.raw.len();
        if in_step { Ending::Open } else { Ending::Closed }
    }

    /// Returns the bytes that are sent, each head and each chunk by itself.
    fn pieces(&self) -> Vec<Vec<u8>> {
        let heads = self.interim.iter();
        let mut pieces: Vec<_> =
            heads.map(|(status, headers)| head(1, *status, headers, &[])).collect();
        let before: usize = pieces.iter().map(Vec::len).sum();
        pieces.push(head(self.minor_version, self.status, &self.headers, &self.framing_fields()));
        let body_at: usize = pieces.iter().map(Vec::len).sum();
        match &self.framing {
            Framing::Chunked(chunks) => pieces.extend(chunks.write(&self.body)),
            _ => pieces.push(self.body.clone()),
        }
        let mut left = match self.delivery.cut {
            None => usize::MAX,
            Some(Cut::Head(bytes)) => before + bytes.min(body_at - before),
            Some(Cut::Body(bytes)) => body_at.saturating_add(bytes),
        };
        for piece in &mut pieces {
            piece.truncate(left);
            left -= piece.len();
        }
        pieces.retain(|piece| !piece.is_empty());
        pieces
    }

    /// Returns the fields that the framing adds to the head.
    fn framing_fields(&self) -> Vec<(&'static str, String)> {
        let mut fields = match &self.framing {
            Framing::ContentLength => vec![("Content-Length", self.body.len().to_string())],
            Framing::Chunked(_) => vec![("Transfer-Encoding", "chunked".to_owned())],
            Framing::UntilClose => Vec::new(),
        };
        if self.framing == Framing::UntilClose || self.delivery.ending == Ending::Closed {
            fields.push(("Connection", "close".to_owned()));
        }
        fields.retain(|(name, _)| !self.headers.has(name));
        fields
    }
}

#[cfg(test)]
mod tests {
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
        let cut =
            Delivery { cut: Some(Cut::Body(3)), ending: Ending::Reset, ..Delivery::default() };
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
        for (cut, rest, status) in
            [(0, "", 0), (8, "HTTP/1.1", 0), (17, "HTTP/1.1 200 OK\r\n", 200)]
        {
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
        let answer =
            plain(Delivery { writes: vec![9, 3, 200], pause, delay, ..Delivery::default() });
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
        assert!(matches!(
            steps[..],
            [Step::Send(_), Step::Send(_), Step::AwaitRequest, Step::Close]
        ));
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
}

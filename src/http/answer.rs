//! What an endpoint sets out to send: a response, and how it goes onto the wire.

use std::time::Duration;

use super::chunked::split;
use super::delivery::{Cut, Delivery, Framing, Step};
use super::head::head;
use super::headers::{Header, Headers};
use super::request::Request;
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
        let (response, taken, ending) = self.read();
        let delivery = &self.delivery;
        // As long as the steps wait: before the first write, between two of them, and before a reset.
        let mut time = delivery.delay;
        if !delivery.pause.is_zero() || ending == Ending::Reset {
            let sends = match delivery.writes.is_empty() {
                true => self.pieces().len(),
                false => split(&response.raw, &delivery.writes).len(),
            };
            let pauses = u32::try_from(sends.saturating_sub(1)).unwrap_or(u32::MAX);
            time = time.saturating_add(delivery.pause.saturating_mul(pauses));
            if ending == Ending::Reset && sends > 0 {
                time = time.saturating_add(BEFORE_RESET);
            }
        }
        let surplus = taken < response.raw.len();
        Response { time, surplus, early: delivery.early, ..response }
    }

    /// Returns how long the sending pauses. For an answer that comes at once it is zero, and costs nothing: the short wait
    /// before a reset does not count.
    #[cfg(feature = "run")]
    pub(crate) fn pauses(&self) -> Duration {
        match self.delivery.delay.is_zero() && self.delivery.pause.is_zero() {
            true => Duration::ZERO,
            false => self.response().time,
        }
    }

    /// Returns what a client can make of it, if it was sent for these requests. `None` if no request arrived whole:
    /// then not a byte of it was sent, unless it is sent early, as soon as a head has arrived.
    pub fn response_to(&self, requests: &[Request]) -> Option<Response> {
        let sent = match self.delivery.early {
            true => !requests.is_empty(),
            false => requests.iter().any(|request| request.complete),
        };
        // The answer to HEAD is a head (RFC 9110, section 9.3.2), and the endpoint sends no more of it.
        let is_head = requests.first().is_some_and(|request| request.method == "HEAD");
        sent.then(|| if is_head { self.response().without_body() } else { self.response() })
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
        self.asked_ending().unwrap_or_else(|| self.read().2)
    }

    /// Returns how the connection ends, unless that depends on the bytes.
    fn asked_ending(&self) -> Option<Ending> {
        match (self.delivery.ending, self.delivery.cut) {
            (Ending::Open, None) => None,
            (Ending::Open, Some(_)) => Some(Ending::Closed),
            (ending, _) => Some(ending),
        }
    }

    /// Reads the response in the bytes. Returns it, how many of them belong to it, and how the connection ends.
    fn read(&self) -> (Response, usize, Ending) {
        let bytes = self.pieces().concat();
        if let Some(ending) = self.asked_ending() {
            let (response, taken) = Response::read(bytes, ending);
            return (response, taken, ending);
        }
        let (response, taken) = Response::read(bytes, Ending::Open);
        if response.complete && taken == response.raw.len() {
            return (response, taken, Ending::Open);
        }
        let (response, taken) = Response::read(response.raw, Ending::Closed);
        (response, taken, Ending::Closed)
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
            Framing::UntilClose | Framing::ByStatus => Vec::new(),
        };
        if self.framing == Framing::UntilClose || self.delivery.ending == Ending::Closed {
            fields.push(("Connection", "close".to_owned()));
        }
        fields.retain(|(name, _)| !self.headers.has(name));
        fields
    }
}

#[cfg(test)]
mod tests;

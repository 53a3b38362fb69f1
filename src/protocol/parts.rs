//! Messages to be sent: the parts of a request and of a response that a protocol decides.

use crate::contract::Contract;
use crate::http::{Answer, Header, Headers, Request};
use crate::sigv4::{EXAMPLE_TIME, Signer};

/// Fields that proxies and load balancers change, so that a signature leaves them out. A member of an input may be bound to
/// one: bedrock-agentcore has the trace id.
const CHANGED_ON_THE_WAY: [&str; 6] =
    ["connection", "expect", "te", "transfer-encoding", "user-agent", "x-amzn-trace-id"];

/// A request before it has a host and a signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestParts {
    /// The method.
    pub method: String,
    /// Path and query.
    pub uri: String,
    /// The header fields that the protocol sets.
    pub headers: Headers,
    /// The exact body; `None` if there is none, because nothing is bound to it.
    pub body: Option<Vec<u8>>,
    /// The prefix of the host, if the operation has one.
    pub host_prefix: Option<String>,
}

impl RequestParts {
    /// Returns the bytes of the body, none if there is no body.
    pub fn body_bytes(&self) -> &[u8] {
        self.body.as_deref().unwrap_or_default()
    }

    /// Returns the same request for an endpoint with this path. A slash at the end of the path does not count.
    #[must_use]
    pub fn under(mut self, path: &str) -> Self {
        self.uri.insert_str(0, path.trim_end_matches('/'));
        self
    }

    /// Returns the request on its way to `host`, unsigned. The prefix of the host, if there is one, stands before it.
    pub fn to_request(&self, host: &str) -> Request {
        Request::new(&self.method, &self.uri, self.headers_to(host), self.body_bytes())
    }

    /// Returns the request on its way to `host`, signed at this time, `20150830T123600Z`, with every field in the signature.
    pub fn to_signed_request(&self, host: &str, signer: &Signer<'_>, time: &str) -> Request {
        self.signed(host, signer, time, |_| true)
    }

    /// Returns the request of a correct client on its way to `host`: signed with the dummy credentials at the
    /// [time of examples](EXAMPLE_TIME) if the service asks for a signature, else unsigned. The signature leaves out the
    /// fields that hops change.
    pub fn to_faithful_request(&self, contract: &Contract, host: &str) -> Request {
        let stays = |name: &str| {
            !CHANGED_ON_THE_WAY.iter().any(|changed| name.eq_ignore_ascii_case(changed))
        };
        match contract.sigv4_name() {
            Some(service) => self.signed(host, &Signer::dummy(service), EXAMPLE_TIME, stays),
            None => self.to_request(host),
        }
    }

    /// Returns the request with a signature over the fields whose names are `included`. The others come last.
    fn signed(
        &self,
        host: &str,
        signer: &Signer<'_>,
        time: &str,
        included: impl Fn(&str) -> bool,
    ) -> Request {
        let (mut headers, mut others) = (Headers::new(), Headers::new());
        for Header { name, value } in self.headers_to(host).iter() {
            let list = if included(name) { &mut headers } else { &mut others };
            list.push(name.as_str(), value.as_slice());
        }
        signer.sign(&self.method, &self.uri, &mut headers, self.body_bytes(), time);
        others.iter().for_each(|field| headers.push(field.name.as_str(), field.value.as_slice()));
        Request::new(&self.method, &self.uri, headers, self.body_bytes())
    }

    fn headers_to(&self, host: &str) -> Headers {
        let prefix = self.host_prefix.as_deref().unwrap_or_default();
        let mut headers = Headers::new();
        headers.push("Host", format!("{prefix}{host}"));
        for header in self.headers.iter() {
            headers.push(header.name.as_str(), header.value.as_slice());
        }
        headers
    }
}

/// A response before it has its framing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResponseParts {
    /// The status.
    pub status: u16,
    /// The header fields that the protocol sets.
    pub headers: Headers,
    /// The exact body; `None` if there is none.
    pub body: Option<Vec<u8>>,
}

impl ResponseParts {
    /// Returns the answer that an endpoint gives: these parts, framed by their length.
    pub fn into_answer(self) -> Answer {
        let Self { status, headers, body } = self;
        Answer { headers, ..Answer::json(status, body.unwrap_or_default()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_model_may_name_what_is_no_method_or_target() {
        let parts = RequestParts {
            method: "PO ST".into(),
            uri: "/a b\r\n".into(),
            headers: Headers::new(),
            body: Some("{}".into()),
            host_prefix: None,
        };
        let request = parts.to_request("\n");
        assert_eq!((request.target.as_str(), &request.body[..]), ("/a b\r\n", &b"{}"[..]));
        assert!(request.raw.ends_with(b"Content-Length: 2\r\n\r\n{}"));
    }

    #[test]
    fn a_request_without_a_body_says_that_its_length_is_zero() {
        let parts = RequestParts {
            method: "POST".into(),
            uri: "/".into(),
            headers: Headers::new(),
            body: None,
            host_prefix: None,
        };
        let raw = parts.to_request("h").raw;
        assert_eq!(raw, b"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n");
    }

    #[test]
    fn an_answer_has_the_fields_of_its_parts_and_no_others() {
        let parts = ResponseParts { status: 204, headers: Headers::new(), body: None };
        let response = parts.into_answer().response();
        assert_eq!((response.status, response.body.len()), (204, 0));
        assert!(!response.headers.has("Content-Type"));
    }
}

//! The HTTP request of a call.
//!
//! Only bodies so far: a member that is bound to a header, a label or the query has its place here
//! when the bindings come.

use crate::contract::Contract;
use crate::http::{Headers, Request};
use crate::json::Json;
use crate::sigv4::Signer;

use super::encode::{EncodeError, encode};

/// A request before it has a host and a signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestParts {
    /// The method.
    pub method: String,
    /// Path and query.
    pub uri: String,
    /// The header fields that the protocol sets.
    pub headers: Headers,
    /// The exact body.
    pub body: String,
    /// What stands before the host, where the operation has it.
    pub host_prefix: Option<String>,
}

/// The request that carries `input`.
///
/// # Errors
///
/// Where the input is not valid.
pub fn encode_request(contract: &Contract, input: &Json) -> Result<RequestParts, EncodeError> {
    let operation = contract.operation();
    let body = encode(contract.model(), operation.input(), input)?;
    let http = operation.http();
    Ok(RequestParts {
        method: http.method.clone(),
        uri: http.uri.clone(),
        headers: [("Content-Type", "application/json")].into_iter().collect(),
        body,
        host_prefix: operation.shape().traits.host_prefix.clone(),
    })
}

impl RequestParts {
    /// The request on its way to `host`, unsigned.
    pub fn to_request(&self, host: &str) -> Request {
        Request::new(&self.method, &self.uri, self.headers_to(host), self.body.as_bytes())
    }

    /// The request on its way to `host`, signed at this time, `20150830T123600Z`.
    pub fn to_signed_request(&self, host: &str, signer: &Signer<'_>, time: &str) -> Request {
        let mut headers = self.headers_to(host);
        signer.sign(&self.method, &self.uri, &mut headers, self.body.as_bytes(), time);
        Request::new(&self.method, &self.uri, headers, self.body.as_bytes())
    }

    fn headers_to(&self, host: &str) -> Headers {
        let mut headers: Headers = [("Host", host)].into_iter().collect();
        for header in self.headers.iter() {
            headers.push(header.name.as_str(), header.value.as_slice());
        }
        headers
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
            body: "{}".into(),
            host_prefix: None,
        };
        let request = parts.to_request("\n");
        assert_eq!((request.target.as_str(), &request.body[..]), ("/a b\r\n", &b"{}"[..]));
        assert!(request.raw.ends_with(b"Content-Length: 2\r\n\r\n{}"));
    }
}

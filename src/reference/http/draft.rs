//! A request before it is signed and sent.

use super::CONTENT_TYPE;

/// The content of a request, without its host and its signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::reference) struct Draft {
    pub(in crate::reference) method: String,
    /// The whole path, and the query if there is one.
    pub(in crate::reference) target: String,
    pub(in crate::reference) content_type: String,
    pub(in crate::reference) body: Vec<u8>,
    /// Further header fields, which are signed with the others.
    pub(in crate::reference) signed: Vec<(String, String)>,
}

impl Draft {
    /// Drafts a POST of a JSON body.
    pub(in crate::reference) fn post(target: String, body: Vec<u8>) -> Self {
        Self {
            method: "POST".to_owned(),
            target,
            content_type: CONTENT_TYPE.to_owned(),
            body,
            signed: Vec::new(),
        }
    }

    /// Returns the bytes on the wire, for the host `authority` and with further header `fields`. Each field includes its
    /// line end.
    pub(in crate::reference) fn to_bytes(&self, authority: &str, fields: &str) -> Vec<u8> {
        let Self { method, target, content_type, body, .. } = self;
        let mut bytes = format!(
            "{method} {target} HTTP/1.1\r\n\
             Host: {authority}\r\n\
             User-Agent: wireproof-reference/{version}\r\n\
             Content-Type: {content_type}\r\n\
             {fields}\
             Content-Length: {length}\r\n\
             \r\n",
            version = env!("CARGO_PKG_VERSION"),
            length = body.len(),
        )
        .into_bytes();
        bytes.extend_from_slice(body);
        bytes
    }
}

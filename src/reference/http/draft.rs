//! A request before it is signed and sent.

use super::CONTENT_TYPE;

/// The name of the service of `DisassociateUser` in signatures.
const SERVICE: &str = "license-manager-user-subscriptions";

/// The content of a request, without its host and its signature.
#[derive(Clone, Debug)]
pub(in crate::reference) struct Draft {
    pub(in crate::reference) method: String,
    /// The whole path, and the query if there is one.
    pub(in crate::reference) target: String,
    /// The type of the body; empty if the request has no such field.
    pub(in crate::reference) content_type: String,
    pub(in crate::reference) body: Vec<u8>,
    /// Whether there is a body, perhaps an empty one.
    pub(in crate::reference) has_body: bool,
    /// The name of the service in the signature; `None` if the request is not signed.
    pub(in crate::reference) service: Option<String>,
    /// Computes the checksum of the body, if the request has one.
    pub(in crate::reference) checksum: Option<fn(&[u8]) -> String>,
    /// What stands before the host of the endpoint.
    pub(in crate::reference) host_prefix: String,
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
            has_body: true,
            service: Some(SERVICE.to_owned()),
            checksum: None,
            host_prefix: String::new(),
            signed: Vec::new(),
        }
    }

    /// Adds the checksum of the body, which does not change any more.
    pub(in crate::reference) fn add_checksum(&mut self) {
        if let Some(checksum) = self.checksum {
            self.signed.push(("Content-MD5".to_owned(), checksum(&self.body)));
        }
    }

    /// Returns the bytes on the wire, for the host `authority` and with further header `fields`. Each field includes its
    /// line end.
    pub(in crate::reference) fn to_bytes(&self, authority: &str, fields: &str) -> Vec<u8> {
        let Self { method, target, content_type, body, .. } = self;
        let media_type = match content_type.is_empty() {
            true => String::new(),
            false => format!("Content-Type: {content_type}\r\n"),
        };
        // A GET without a body needs no length (RFC 9110, section 8.6).
        let length = match self.has_body || !body.is_empty() || method != "GET" {
            true => format!("Content-Length: {}\r\n", body.len()),
            false => String::new(),
        };
        let mut bytes = format!(
            "{method} {target} HTTP/1.1\r\n\
             Host: {authority}\r\n\
             User-Agent: wireproof-reference/{version}\r\n\
             {media_type}\
             {fields}\
             {length}\
             \r\n",
            version = env!("CARGO_PKG_VERSION"),
        )
        .into_bytes();
        bytes.extend_from_slice(body);
        bytes
    }
}

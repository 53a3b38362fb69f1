//! Credentials that are not the dummy ones, taken out of what is written down.
//!
//! A testee is given dummy credentials and none of the user's. But it may find others: in a file in the user's
//! home, in a metadata service, in its own configuration. What it then sends, prints and tells must not get
//! into a report or a replay file, which people attach to bug reports. So whatever looks like a credential of
//! AWS is replaced by as many `*`, and no byte moves:
//!
//! - in the head of a request, the access key id of a signature, and a session token;
//! - everywhere, access key ids of the form that AWS gives out, a secret access key soon behind one, and the credentials
//!   that stand in the environment of this process;
//! - in texts (standard error, messages), what stands behind the name of a secret: `aws_secret_access_key = …`.
//!
//! Policies judge what was sent, and not this.

mod places;

use std::borrow::Cow;

use crate::http::Request;
use crate::json::Json;

use self::places::places;
use super::outcome::Outcome;
use super::session::{ClientView, Exchange};

/// Stands for each byte that was taken out.
const MASK: u8 = b'*';

/// How many values are remembered that an exchange must not show elsewhere.
const REMEMBERED: usize = 16;

/// Takes credentials out, and knows those that it has taken out of the requests of one exchange.
#[derive(Clone, Debug, Default)]
pub struct Redaction {
    secrets: Vec<Vec<u8>>,
    hit: bool,
}

/// Returns a text without the credentials in it.
///
/// ```
/// use wireproof::exchange::redacted;
///
/// assert_eq!(redacted("key AKIAABCDEFGHIJKLMNOP."), "key ********************.");
/// assert_eq!(redacted("key AKIDEXAMPLE."), "key AKIDEXAMPLE.");
/// ```
pub fn redacted(text: &str) -> Cow<'_, str> {
    match masked(text.as_bytes(), true, &[]) {
        None => Cow::Borrowed(text),
        Some(bytes) => Cow::Owned(String::from_utf8_lossy(&bytes).into_owned()),
    }
}

impl Redaction {
    /// Knows nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Reports whether anything was taken out.
    pub fn has_hit(&self) -> bool {
        self.hit
    }

    /// Returns the exchange without the credentials in it; `None` if there are none. Those of its requests are
    /// looked for in every text from here on.
    pub fn exchange(&mut self, exchange: &Exchange) -> Option<Exchange> {
        for request in &exchange.requests {
            let head = &request.raw[..request.head_len.min(request.raw.len())];
            for place in places(head, true, &[]) {
                let value = head[place].to_vec();
                if self.secrets.len() < REMEMBERED && !self.secrets.contains(&value) {
                    self.secrets.push(value);
                }
            }
        }
        let mut copy = None;
        let mut other = Self { secrets: self.secrets.clone(), hit: false };
        // Most exchanges hold none, and may be large: a copy is made of the parts that change alone.
        for (at, request) in exchange.requests.iter().enumerate() {
            if let Some(request) = other.request(request) {
                copy.get_or_insert_with(|| exchange.clone()).requests[at] = request;
            }
        }
        for (at, (bytes, _)) in exchange.problems.iter().enumerate() {
            if let Some(bytes) = other.bytes(bytes, true) {
                copy.get_or_insert_with(|| exchange.clone()).problems[at].0 = bytes;
            }
        }
        if let Some(client) = &exchange.client {
            let mut outcome = client.outcome.clone();
            if other.outcome(&mut outcome) {
                let client = ClientView { outcome, ..client.clone() };
                copy.get_or_insert_with(|| exchange.clone()).client = Some(client);
            }
        }
        self.hit |= other.hit;
        copy
    }

    /// Takes credentials out of an outcome; says whether there were any.
    pub fn outcome(&mut self, outcome: &mut Outcome) -> bool {
        let before = std::mem::take(&mut self.hit);
        match outcome {
            Outcome::Response { output, request_id, .. } => {
                self.json(output);
                request_id.iter_mut().for_each(|text| self.text(text));
            }
            Outcome::ServiceError { code, message, request_id, error, .. } => {
                error.iter_mut().for_each(|members| self.json(members));
                [code, message, request_id].into_iter().flatten().for_each(|text| self.text(text));
            }
            Outcome::ClientError { class, message, .. } => {
                [class, message].into_iter().for_each(|text| self.text(text));
            }
            Outcome::Skipped { reason: text }
            | Outcome::Crash { detail: text }
            | Outcome::ProtocolError { message: text } => self.text(text),
            Outcome::Timeout { .. } => {}
        }
        let found = self.hit;
        self.hit |= before;
        found
    }

    /// Takes credentials out of a text.
    pub fn text(&mut self, text: &mut String) {
        if let Some(bytes) = self.bytes(text.as_bytes(), true) {
            *text = String::from_utf8_lossy(&bytes).into_owned();
        }
    }

    fn json(&mut self, value: &mut Json) {
        let mut values = vec![value];
        while let Some(value) = values.pop() {
            match value {
                Json::String(text) => self.text(text),
                Json::Array(items) => values.extend(items),
                Json::Object(members) => {
                    for (name, value) in members {
                        self.text(name);
                        values.push(value);
                    }
                }
                _ => {}
            }
        }
    }

    /// A request's body is made of an input of ours, so that names in it mean nothing.
    fn request(&mut self, request: &Request) -> Option<Request> {
        let (head, rest) = request.raw.split_at(request.head_len.min(request.raw.len()));
        let (masked_head, masked_rest) = (self.bytes(head, true), self.bytes(rest, false));
        let body = self.bytes(&request.body, false);
        let target = self.bytes(request.target.as_bytes(), true);
        if masked_head.is_none() && masked_rest.is_none() && body.is_none() {
            return None;
        }
        let mut copy = request.clone();
        copy.raw = [masked_head.as_deref().unwrap_or(head), masked_rest.as_deref().unwrap_or(rest)]
            .concat();
        if let Some(body) = body {
            copy.body = body;
        }
        if let Some(target) = target {
            copy.target = String::from_utf8_lossy(&target).into_owned();
        }
        let fields = request.headers.iter().map(|field| {
            // The name tells what the value is.
            let line = [field.name.as_bytes(), b":", &field.value].concat();
            let value = self.bytes(&line, true).map(|line| line[field.name.len() + 1..].to_vec());
            (field.name.clone(), value.unwrap_or_else(|| field.value.clone()))
        });
        copy.headers = fields.collect();
        Some(copy)
    }

    fn bytes(&mut self, bytes: &[u8], named: bool) -> Option<Vec<u8>> {
        let masked = masked(bytes, named, &self.secrets);
        self.hit |= masked.is_some();
        masked
    }
}

fn masked(bytes: &[u8], named: bool, also: &[Vec<u8>]) -> Option<Vec<u8>> {
    let places = places(bytes, named, also);
    if places.is_empty() {
        return None;
    }
    let mut masked = bytes.to_vec();
    places.into_iter().for_each(|place| masked[place].fill(MASK));
    Some(masked)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::credentials::{ACCESS_KEY_ID, SECRET_ACCESS_KEY, SESSION_TOKEN};
    use crate::exchange::Stage;

    /// Built in pieces, so that no scanner for secrets takes it for one.
    fn id() -> String {
        ["ASIA", "ABCDEFGHIJ234567"].concat()
    }

    #[test]
    fn what_looks_like_a_credential_is_masked_where_it_stands() {
        let (id, secret) = (id(), "s".repeat(39) + "/");
        let hidden = |text: &str, values: &[&str]| {
            let mut expected = text.to_owned();
            for value in values {
                expected = expected.replace(value, &"*".repeat(value.len()));
            }
            assert_ne!(expected, text);
            assert_eq!(redacted(text), expected);
        };
        hidden(&format!("{id}\n"), &[&id]);
        hidden(&format!("id {id} and secret `{secret}`"), &[&id, &secret]);
        hidden(&format!("aws_secret_access_key = {secret}"), &[&secret]);
        hidden(&format!("{{\"SecretAccessKey\": \"{secret}\"}}"), &[&secret]);
        hidden(&format!("{{\\\"SessionToken\\\":\\\"{secret}==\\\"}}"), &[&format!("{secret}==")]);
        hidden("AWS_ACCESS_KEY_ID='my-own-access-key'", &["my-own-access-key"]);
        hidden("secretAccessKey => 0123456789abcdefg", &["0123456789abcdefg"]);
        hidden("?X-Amz-Security-Token=a%2Fb%2Bc%3D%3D0123&x=1", &["a%2Fb%2Bc%3D%3D0123"]);
        hidden(
            "Credential=SOMEBODYELSESKEY/20260101/us-east-1/x/aws4_request, y",
            &["SOMEBODYELSESKEY"],
        );
        hidden("X-Amz-Credential=SOMEBODYELSESKEY%2F20260101", &["SOMEBODYELSESKEY"]);
    }

    #[test]
    fn the_members_of_an_error_hold_none() {
        let members = Json::object([("Key", Json::from(id().as_str()))]);
        let mut outcome = Outcome::service_error(Some("C"), true, None).with_error(members);
        assert!(Redaction::new().outcome(&mut outcome));
        assert!(!outcome.to_string().contains(&id()), "{outcome}");
    }

    #[test]
    fn the_dummy_credentials_and_plain_words_stay() {
        let encoded = SESSION_TOKEN.replace('/', "%2F").replace('+', "%2B").replace('=', "%3D");
        for text in [
            format!(
                "Credential={ACCESS_KEY_ID}/20260101/us-east-1/x/aws4_request, SignedHeaders=host"
            ),
            format!("aws_secret_access_key={SECRET_ACCESS_KEY}"),
            format!("X-Amz-Security-Token: {SESSION_TOKEN}"),
            format!("X-Amz-Security-Token: {}", &SESSION_TOKEN[..20]),
            format!("?X-Amz-Security-Token={encoded}&x"),
            "SignedHeaders=host;x-amz-security-token, Signature=0123456789abcdef0123".to_owned(),
            "the credential: no-such-credential-provider".to_owned(),
            "AKIA, AKIAABCDEFGHIJKLMNOPQ, xAKIAABCDEFGHIJKLMNOP, Akiaabcdefghijklmnop".to_owned(),
            "session-token: none".to_owned(),
            "=:=:".to_owned(),
        ] {
            assert!(matches!(redacted(&text), Cow::Borrowed(_)), "{text} => {}", redacted(&text));
        }
    }

    #[test]
    fn an_exchange_keeps_its_bytes_in_their_places() {
        let id = id();
        let authorization = "AWS4-HMAC-SHA256 Credential=AN-OLD-KEY-OF-MINE/20260101/us-east-1/x/aws4_request, \
                             SignedHeaders=host, Signature=00";
        let token = "t".repeat(40) + "==";
        let headers = [("authorization", authorization), ("X-AMZ-SECURITY-TOKEN", &token)];
        let body = format!(r#"{{"SessionToken":"aaaaaaaaaaaaaaaaaaaaaaaa","Username":"{id}"}}"#);
        let request = Request::new("POST", "/x", headers.into_iter().collect(), body.as_bytes());
        let outcome = Outcome::client_error(
            Stage::Read,
            "E",
            format!("sent AN-OLD-KEY-OF-MINE with {token} to the é service"),
        );
        let exchange = Exchange {
            requests: vec![request.clone()],
            problems: vec![(
                format!("x-amz-security-token:{token}").into_bytes(),
                Request::parse(b"x").expect_err("no request"),
            )],
            response: None,
            client: Some(ClientView { input: Json::Null, outcome }),
        };
        let mut redaction = Redaction::new();
        let clean = redaction.exchange(&exchange).expect("it holds some");
        assert!(redaction.has_hit());
        let shown = format!("{clean:?}{}", String::from_utf8_lossy(&clean.requests[0].raw));
        for secret in ["AN-OLD-KEY-OF-MINE", &token, &id] {
            assert!(!shown.contains(secret), "{secret} in {shown}");
        }
        let clean_request = &clean.requests[0];
        assert_eq!(clean_request.raw.len(), request.raw.len());
        assert_eq!(Request::parse(&clean_request.raw).as_ref(), Ok(clean_request));
        assert!(
            shown.contains("aaaaaaaaaaaaaaaaaaaaaaaa"),
            "a member of a contract may be called so"
        );
        assert!(shown.contains("Credential=******************/20260101"), "{shown}");
        let mut told = "the access key is AN-OLD-KEY-OF-MINE".to_owned();
        redaction.text(&mut told);
        assert_eq!(told, "the access key is ******************");

        let plain = Exchange {
            requests: Vec::new(),
            problems: Vec::new(),
            client: Some(ClientView {
                input: Json::Null,
                outcome: Outcome::Timeout { after_ms: 1 },
            }),
            ..exchange
        };
        assert_eq!(Redaction::new().exchange(&plain), None);
    }
}

//! AWS Signature Version 4: signs a request, and says what is wrong with how one is signed.
//!
//! Signing is for requests that we make ourselves. [`verify()`] takes a request as it came: it signs
//! again exactly the header fields that the client says it signed, at the client's own time.
//!
//! Source: AWS Identity and Access Management User Guide, "Create a signed AWS API request".

mod canonical;
mod signed;
#[cfg(test)]
mod tests;
mod verify;

use std::fmt;
use std::time::{Duration, SystemTime};

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest as _, Sha256};

use crate::credentials::{ACCESS_KEY_ID, REGION, SECRET_ACCESS_KEY, SESSION_TOKEN};
use crate::http::Headers;

use canonical::Tabs;

pub use signed::{signed_names, signing_moment};
pub use verify::{SignatureFault, verify};

/// The name of the algorithm.
const ALGORITHM: &str = "AWS4-HMAC-SHA256";

/// What every credential scope ends with.
const SCOPE_END: &str = "aws4_request";

/// A time to sign examples at, in the form of `X-Amz-Date`: the one of AWS's own examples.
pub const EXAMPLE_TIME: &str = "20150830T123600Z";

/// Returns [`EXAMPLE_TIME`] as a moment.
pub fn example_moment() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_440_938_160)
}

/// Who signs, and for what.
#[derive(Clone, Copy)]
pub struct Signer<'a> {
    /// Names the secret.
    pub access_key_id: &'a str,
    /// The secret.
    pub secret_access_key: &'a str,
    /// The session token that goes with the two, if there is one.
    pub session_token: Option<&'a str>,
    /// The region that is called.
    pub region: &'a str,
    /// The service that is called, by its signing name.
    pub service: &'a str,
}

impl<'a> Signer<'a> {
    /// Signs with the dummy [credentials](crate::credentials).
    pub const fn dummy(service: &'a str) -> Self {
        Self {
            access_key_id: ACCESS_KEY_ID,
            secret_access_key: SECRET_ACCESS_KEY,
            session_token: Some(SESSION_TOKEN),
            region: REGION,
            service,
        }
    }

    /// Adds `X-Amz-Date`, the session token, and an `Authorization` that covers it and every field that is there, so that
    /// none may be changed or added under the same names any more.
    ///
    /// `time` has the form of [`EXAMPLE_TIME`]; without one no signature verifies.
    pub fn sign(&self, method: &str, target: &str, headers: &mut Headers, body: &[u8], time: &str) {
        headers.push("X-Amz-Date", time);
        if let Some(token) = self.session_token {
            headers.push("X-Amz-Security-Token", token);
        }
        let mut names: Vec<_> = headers.iter().map(|h| h.name.to_ascii_lowercase()).collect();
        names.sort();
        names.dedup();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let canonical =
            canonical::request(method, target, headers, &names, &hash(body), Tabs::Kept);
        let scope = Scope {
            date: time.get(..8).unwrap_or(time),
            region: self.region,
            service: self.service,
            end: SCOPE_END,
        };
        let signature = signature(self.secret_access_key, &scope, time, &hash(&canonical));
        let authorization = format!(
            "{ALGORITHM} Credential={}/{scope}, SignedHeaders={}, Signature={signature}",
            self.access_key_id,
            names.join(";"),
        );
        headers.push("Authorization", authorization);
    }
}

/// What a signature is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Scope<'a> {
    date: &'a str,
    region: &'a str,
    service: &'a str,
    end: &'a str,
}

impl fmt::Display for Scope<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { date, region, service, end } = self;
        write!(f, "{date}/{region}/{service}/{end}")
    }
}

/// Returns the signature of the canonical request with this hash.
fn signature(secret: &str, scope: &Scope<'_>, time: &str, canonical: &str) -> String {
    let mut key = format!("AWS4{secret}").into_bytes();
    for part in [scope.date, scope.region, scope.service, scope.end] {
        key = hmac(&key, part);
    }
    hex(&hmac(&key, &format!("{ALGORITHM}\n{time}\n{scope}\n{canonical}")))
}

fn hmac(key: &[u8], text: &str) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of any length");
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

/// SHA-256, in lower-case hexadecimal digits.
fn hash(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

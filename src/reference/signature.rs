//! The signature of a request: the part of AWS Signature Version 4 that this client's requests need.
//!
//! Like the rest of the client, it is independent: the code that verifies signatures shares only the hash function with
//! it.
//!
//! Source: AWS IAM User Guide, "Create a signed AWS API request".

use std::fmt;
use std::time::{Duration, SystemTime};

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest as _, Sha256};

use crate::credentials::{ACCESS_KEY_ID, REGION, SECRET_ACCESS_KEY, SESSION_TOKEN};

use super::http::Draft;

/// The credentials that the client signs its requests with. The default is the dummy credentials, which a client must use
/// in a run of wireproof.
#[derive(Clone, PartialEq, Eq)]
pub struct Credentials {
    /// The id of the secret.
    pub access_key_id: String,
    /// The secret.
    pub secret_access_key: String,
    /// The session token, which temporary credentials have.
    pub session_token: Option<String>,
    /// The region that is called.
    pub region: String,
}

impl Default for Credentials {
    fn default() -> Self {
        Self {
            access_key_id: ACCESS_KEY_ID.to_owned(),
            secret_access_key: SECRET_ACCESS_KEY.to_owned(),
            session_token: Some(SESSION_TOKEN.to_owned()),
            region: REGION.to_owned(),
        }
    }
}

/// Shows no secrets.
impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials")
            .field("access_key_id", &self.access_key_id)
            .field("region", &self.region)
            .finish_non_exhaustive()
    }
}

impl Credentials {
    /// Reads the credentials from the environment, where every AWS SDK looks first.
    ///
    /// # Errors
    ///
    /// The name of a required variable that is not set, is empty, or is not text.
    pub fn from_env() -> Result<Self, &'static str> {
        Self::from_variables(|name| std::env::var(name).ok())
    }

    fn from_variables(variable: impl Fn(&str) -> Option<String>) -> Result<Self, &'static str> {
        let set = |name: &'static str| variable(name).filter(|value| !value.is_empty());
        let needed = |name: &'static str| set(name).ok_or(name);
        Ok(Self {
            access_key_id: needed("AWS_ACCESS_KEY_ID")?,
            secret_access_key: needed("AWS_SECRET_ACCESS_KEY")?,
            session_token: set("AWS_SESSION_TOKEN"),
            region: set("AWS_REGION").map_or_else(|| needed("AWS_DEFAULT_REGION"), Ok)?,
        })
    }

    /// Returns the header fields that date and sign a request to `host`, each with its line end.
    ///
    /// The draft must have its query percent-encoded. A draft without a service gets its own fields only.
    pub(super) fn sign(&self, time: SystemTime, host: &str, draft: &Draft) -> String {
        let time = basic_format(time);
        let Draft { method, target, content_type, body, signed, .. } = draft;
        let own = |(name, value): &(String, String)| format!("{name}: {value}\r\n");
        let Some(service) = &draft.service else { return signed.iter().map(own).collect() };
        let mut covered =
            vec![("host".to_owned(), host.to_owned()), ("x-amz-date".to_owned(), time.clone())];
        if !content_type.is_empty() {
            covered.push(("content-type".to_owned(), content_type.clone()));
        }
        let mut fields = format!("X-Amz-Date: {time}\r\n");
        if let Some(token) = &self.session_token {
            covered.push(("x-amz-security-token".to_owned(), token.clone()));
            fields += &format!("X-Amz-Security-Token: {token}\r\n");
        }
        for field in signed {
            covered.push((field.0.to_ascii_lowercase(), field.1.clone()));
            fields += &own(field);
        }
        covered.sort();
        let lines: String =
            covered.iter().map(|(name, value)| format!("{name}:{}\n", collapsed(value))).collect();
        let names: Vec<_> = covered.iter().map(|(name, _)| name.as_str()).collect();
        let names = names.join(";");
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let (path, query) = (canonical_path(path), canonical_query(query));
        let canonical = format!("{method}\n{path}\n{query}\n{lines}\n{names}\n{}", sha256(body));

        let Self { access_key_id, secret_access_key, region, .. } = self;
        let (day, _) = time.split_at(8);
        let scope = format!("{day}/{region}/{service}/aws4_request");
        let text = format!("AWS4-HMAC-SHA256\n{time}\n{scope}\n{}", sha256(canonical.as_bytes()));
        let secret = format!("AWS4{secret_access_key}").into_bytes();
        let key = scope.split('/').fold(secret, |key, part| hmac(&key, part));
        let signature = hex(&hmac(&key, &text));
        fields
            + &format!(
                "Authorization: AWS4-HMAC-SHA256 Credential={access_key_id}/{scope}, \
                 SignedHeaders={names}, Signature={signature}\r\n"
            )
    }
}

/// Returns the parameters of an encoded query in their order, each with an equals sign.
fn canonical_query(query: &str) -> String {
    let parameters = query.split('&').filter(|parameter| !parameter.is_empty());
    let mut parameters: Vec<_> =
        parameters.map(|parameter| parameter.split_once('=').unwrap_or((parameter, ""))).collect();
    parameters.sort_unstable();
    let parameters: Vec<_> =
        parameters.iter().map(|(name, value)| format!("{name}={value}")).collect();
    parameters.join("&")
}

/// Returns the value of a field as it is signed: without white space at its ends, and with single spaces inside.
fn collapsed(value: &str) -> String {
    value.split([' ', '\t']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Returns the path that is signed. It has no empty and no dot segments, and its percent signs are encoded once more.
fn canonical_path(path: &str) -> String {
    let mut canonical = String::new();
    for segment in path.split('/').filter(|segment| !matches!(*segment, "" | ".")) {
        if segment == ".." {
            canonical.truncate(canonical.rfind('/').unwrap_or_default());
            continue;
        }
        canonical.push('/');
        for byte in segment.bytes() {
            match byte {
                b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                    canonical.push(char::from(byte));
                }
                _ => canonical += &format!("%{byte:02X}"),
            }
        }
    }
    if canonical.is_empty() || path.ends_with('/') {
        canonical.push('/');
    }
    canonical
}

/// Formats a time in UTC: `20150830T123600Z`. A time before 1970 counts as the first second of 1970.
fn basic_format(time: SystemTime) -> String {
    let seconds = time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or(Duration::ZERO).as_secs();
    let (day, second) = (seconds / 86_400, seconds % 86_400);
    // The calculation uses years that begin on 1 March, so that the leap day is the last day of a year. The calendar
    // repeats after an era of 400 years, which has 146,097 days. 719,468 days lie between the beginning of era 0 and 1970.
    let day = day + 719_468;
    let (era, day) = (day / 146_097, day % 146_097);
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let date = day - (153 * month + 2) / 5 + 1;
    let (month, next_year) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    let year = era * 400 + year + next_year;
    let (hour, minute, second) = (second / 3_600, second / 60 % 60, second % 60);
    format!("{year:04}{month:02}{date:02}T{hour:02}{minute:02}{second:02}Z")
}

fn hmac(key: &[u8], text: &str) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of any length");
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: u64) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
    }

    /// botocore 1.44.5 made the signatures, with a fixed clock.
    #[test]
    fn signs_as_botocore_does() {
        const BODY: &str = "{\"Username\":\"Zo\u{eb} \u{1f469}\"}";
        let plain = Credentials { session_token: None, ..Credentials::default() };
        let with_token =
            Credentials { session_token: Some("a+token/==".to_owned()), ..plain.clone() };
        for (credentials, seconds, path, fields) in [
            (
                &plain,
                1_795_338_307,
                "/user/DisassociateUser",
                "X-Amz-Date: 20261122T090507Z\r\n\
                 Authorization: AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261122/us-east-1/license-manager-user-subscriptions/aws4_request, \
                 SignedHeaders=content-type;host;x-amz-date, Signature=2b2b01a32ebe05727595b8e61087e1162d85fb2995672adc2888f82d0e13e601\r\n",
            ),
            (
                &with_token,
                1_709_251_199,
                "/a%2Fb/../%7Eu@x//./user/DisassociateUser",
                "X-Amz-Date: 20240229T235959Z\r\nX-Amz-Security-Token: a+token/==\r\n\
                 Authorization: AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20240229/us-east-1/license-manager-user-subscriptions/aws4_request, \
                 SignedHeaders=content-type;host;x-amz-date;x-amz-security-token, Signature=0855668b09d5c622a57e34414c7af1da8a7067e25bb8bd36c824e4dfccdf9d17\r\n",
            ),
        ] {
            let draft = Draft::post(path.to_owned(), BODY.into());
            let signed = credentials.sign(at(seconds), "127.0.0.1:40123", &draft);
            assert_eq!(signed, fields);
        }
    }

    #[test]
    fn tells_the_time() {
        for (seconds, text) in [
            (0, "19700101T000000Z"),
            (951_782_399, "20000228T235959Z"),
            (951_782_400, "20000229T000000Z"),
            (951_868_800, "20000301T000000Z"),
            (978_307_199, "20001231T235959Z"),
            (1_440_938_160, "20150830T123600Z"),
            (4_107_542_399, "21000228T235959Z"),
            (4_107_542_400, "21000301T000000Z"),
        ] {
            assert_eq!(basic_format(at(seconds)), text);
        }
        let before = SystemTime::UNIX_EPOCH - Duration::from_secs(1);
        assert_eq!(basic_format(before), "19700101T000000Z");
    }

    #[test]
    fn paths_have_a_canonical_form() {
        for (path, canonical) in [
            ("/", "/"),
            ("/a/..", "/"),
            ("/../a/", "/a/"),
            ("/a/b/../c", "/a/c"),
            ("/%2F", "/%252F"),
        ] {
            assert_eq!(canonical_path(path), canonical, "{path}");
        }
    }

    #[test]
    fn the_environment_has_all_or_what_is_missing_is_named() {
        let all = [
            ("AWS_ACCESS_KEY_ID", "id"),
            ("AWS_SECRET_ACCESS_KEY", "secret"),
            ("AWS_SESSION_TOKEN", ""),
            ("AWS_REGION", "here"),
            ("AWS_DEFAULT_REGION", "there"),
        ];
        let read = |without: &[&str]| {
            Credentials::from_variables(|wanted| {
                let found = all.iter().find(|(name, _)| *name == wanted && !without.contains(name));
                found.map(|(_, value)| (*value).to_owned())
            })
        };
        let expected = Credentials {
            access_key_id: "id".to_owned(),
            secret_access_key: "secret".to_owned(),
            session_token: None,
            region: "here".to_owned(),
        };
        assert_eq!(read(&[]), Ok(expected.clone()));
        let there = Credentials { region: "there".to_owned(), ..expected };
        assert_eq!(read(&["AWS_REGION"]), Ok(there));
        assert_eq!(read(&["AWS_REGION", "AWS_DEFAULT_REGION"]), Err("AWS_DEFAULT_REGION"));
        assert_eq!(read(&["AWS_SECRET_ACCESS_KEY"]), Err("AWS_SECRET_ACCESS_KEY"));
        assert_eq!(format!("{:?}", read(&[])).matches("secret").count(), 0);
    }
}

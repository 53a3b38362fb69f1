//! Where some bytes hold what looks like a credential.

use std::ops::Range;
use std::sync::OnceLock;

use memchr::memmem;

use crate::credentials::{ACCESS_KEY_ID, SECRET_ACCESS_KEY, SESSION_TOKEN};

/// What is shorter is no credential of AWS: access key ids have 16 characters at least.
const SHORTEST: usize = 16;

/// How the access key ids begin that AWS gives out: of users, of sessions, of bearers, of contexts. Then follow
/// 16 capital letters and digits. (IAM User Guide, "Unique identifiers".)
const ID_PREFIXES: [&[u8]; 4] = [b"AKIA", b"ASIA", b"ABIA", b"ACCA"];

/// The length of such an id.
const ID: usize = 20;

/// The length of a secret access key.
const SECRET: usize = 40;

/// How far behind an id its secret is looked for.
const BESIDE: usize = 64;

/// How the names end of what holds a credential, in lower case and without `-` and `_`.
const NAMES: [&[u8]; 6] = [
    b"securitytoken",
    b"sessiontoken",
    b"secretaccesskey",
    b"secretkey",
    b"accesskeyid",
    b"credential",
];

/// The longest name that is read.
const NAME: usize = 48;

/// Returns the stretches of `bytes` that look like a credential and are none of the dummy ones, in their order.
/// With `named`, also what stands behind the name of one: in a head, or in a text for people. `also` are values
/// to be found besides.
pub(super) fn places(bytes: &[u8], named: bool, also: &[Vec<u8>]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for value in inherited().iter().chain(also) {
        found.extend(memmem::find_iter(bytes, value).map(|at| at..at + value.len()));
    }
    for prefix in ID_PREFIXES {
        for at in memmem::find_iter(bytes, prefix) {
            let end =
                at + run(&bytes[at..], |byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
            let stands_alone = at == 0 || !bytes[at - 1].is_ascii_alphanumeric();
            let ends = bytes.get(end).is_none_or(|byte| !byte.is_ascii_alphanumeric());
            if stands_alone && ends && end - at == ID {
                found.push(at..end);
                found.extend(secret_beside(bytes, end));
            }
        }
    }
    if named {
        let signs = memchr::memchr2_iter(b'=', b':', bytes);
        found.extend(signs.filter_map(|sign| value_of(bytes, sign)));
    }
    found.sort_unstable_by_key(|place| place.start);
    found
}

/// Returns what is as long as a secret access key, and looks like one, soon behind an access key id.
fn secret_beside(bytes: &[u8], mut at: usize) -> Option<Range<usize>> {
    let end = bytes.len().min(at + BESIDE);
    while at < end {
        let length = run(&bytes[at..], is_secret);
        let place = at..at + length;
        if length == SECRET && &bytes[place.clone()] != SECRET_ACCESS_KEY.as_bytes() {
            return Some(place);
        }
        at += length.max(1);
    }
    None
}

/// Returns the value behind a `:` or `=`, if a name of a credential stands before it.
fn value_of(bytes: &[u8], sign: usize) -> Option<Range<usize>> {
    let is_quote = |byte: &u8| matches!(byte, b' ' | b'\t' | b'"' | b'\'' | b'\\' | b'>');
    let before = &bytes[sign.saturating_sub(NAME)..sign];
    let before = &before[..before.len() - before.iter().rev().take_while(|b| is_quote(b)).count()];
    let is_name = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let length = before.iter().rev().take_while(is_name).count();
    let name = before[before.len() - length..].iter().filter(|byte| byte.is_ascii_alphanumeric());
    let name: Vec<u8> = name.map(u8::to_ascii_lowercase).collect();
    let ending = NAMES.iter().find(|ending| name.ends_with(ending))?;

    let start = sign + 1 + bytes[sign + 1..].iter().take(8).take_while(|b| is_quote(b)).count();
    let mut value = &bytes[start..start + run(&bytes[start..], is_value)];
    if matches!(*ending, b"accesskeyid" | b"credential") {
        // The id alone, without what it is for: the day, the region.
        let slash = value.iter().position(|byte| matches!(byte, b'/' | b'%'));
        match slash {
            Some(slash) => value = &value[..slash],
            // The name means something else.
            None if *ending == b"credential" => return None,
            None => {}
        }
    }
    (value.len() >= SHORTEST && !is_dummy(value)).then(|| start..start + value.len())
}

/// Reports whether a value is one that the harness set, or the beginning of it, perhaps as it stands in a query.
fn is_dummy(value: &[u8]) -> bool {
    let mut plain = Vec::with_capacity(value.len());
    let mut rest = value;
    while let [first, more @ ..] = rest {
        let code = rest.get(1..3).and_then(|code| std::str::from_utf8(code).ok());
        match code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            Some(byte) if *first == b'%' => {
                plain.push(byte);
                rest = &rest[3..];
            }
            _ => {
                plain.push(*first);
                rest = more;
            }
        }
    }
    let dummies = [ACCESS_KEY_ID, SECRET_ACCESS_KEY, SESSION_TOKEN];
    dummies.iter().any(|dummy| dummy.as_bytes().starts_with(&plain))
}

/// Returns the credentials in the environment of this process. Testees do not get them; what knows them all the
/// same is no business of a report's.
fn inherited() -> &'static [Vec<u8>] {
    static FOUND: OnceLock<Vec<Vec<u8>>> = OnceLock::new();
    FOUND.get_or_init(|| {
        let variables = std::env::vars_os().map(|(name, value)| {
            (name.to_string_lossy().to_ascii_uppercase(), value.into_encoded_bytes())
        });
        let is_secret = |(name, value): &(String, Vec<u8>)| {
            ["AWS_", "AMAZON_"].iter().any(|prefix| name.starts_with(prefix))
                && ["KEY", "TOKEN", "SECRET"].iter().any(|part| name.contains(part))
                && !name.ends_with("_FILE")
                && value.len() >= SHORTEST
                && !is_dummy(value)
        };
        variables.filter(is_secret).map(|(_, value)| value).collect()
    })
}

fn is_secret(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'+')
}

fn is_value(byte: u8) -> bool {
    is_secret(byte) || matches!(byte, b'=' | b'_' | b'-' | b'.' | b'%')
}

/// Returns how many bytes there are of a kind, from the beginning.
fn run(bytes: &[u8], is_one: impl Fn(u8) -> bool) -> usize {
    bytes.iter().take_while(|byte| is_one(**byte)).count()
}

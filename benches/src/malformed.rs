//! Bodies that no reader should take for a success, and which reader does.

use std::fmt::Write as _;

use wireproof::contract::Contract;

use crate::bodies::TYPICAL;
use crate::peers::{self, Ours, Verdict};

/// A body, and what is wrong with it.
#[derive(Debug)]
pub struct Malformed {
    /// What is wrong, in a few words.
    pub fault: &'static str,
    /// The body.
    pub body: Vec<u8>,
}

/// Returns the bodies, each the typical one with one fault.
pub fn bodies() -> Vec<Malformed> {
    let skipped = |value: &[u8]| {
        let text = TYPICAL.strip_prefix('{').unwrap_or(TYPICAL).as_bytes();
        [br#"{"New":"#, value, b",", text].concat()
    };
    let instead = |from: &str, to: &[u8]| {
        let (before, after) = TYPICAL.split_once(from).unwrap_or((TYPICAL, ""));
        [before.as_bytes(), to, after.as_bytes()].concat()
    };
    let user = |text: &[u8]| instead("jane.doe", text);
    let union = r#"{"ActiveDirectoryIdentityProvider":{"DirectoryId":"d-9067f3a2b1"}}"#;
    let two = br#"{"ActiveDirectoryIdentityProvider":{"DirectoryId":"d-1"},"Okta":{}}"#;
    let twice = br#""Status":"DISASSOCIATED","Status":"FAILED""#;
    [
        ("bad UTF-8 in a skipped member", skipped(b"\"\xFF\"")),
        ("a surrogate as UTF-8 in a skipped member", skipped(b"\"\xED\xA0\x80\"")),
        ("bad UTF-8 in a string that is kept", user(b"j\xC3")),
        ("a lone surrogate in a skipped member", skipped(br#""\ud83d""#)),
        ("a lone surrogate in a string that is kept", user(br"j\udc00")),
        ("a bad escape in a skipped member", skipped(br#""\x41""#)),
        ("a control character in a skipped member", skipped(b"\"a\nb\"")),
        ("a control character in a string that is kept", user(b"j\x01")),
        ("two union members", instead(union, two)),
        ("an empty union", instead(union, b"{}")),
        ("a union with null alone", instead(union, br#"{"Okta":null}"#)),
        ("a member twice", instead(r#""Status":"DISASSOCIATED""#, twice)),
        ("bytes behind the value", [TYPICAL.as_bytes(), b"x"].concat()),
        ("a second value behind the first", [TYPICAL.as_bytes(), b"{}"].concat()),
        ("a number with a leading zero", skipped(b"01")),
        ("a number that ends in its point", skipped(b"1.")),
        ("a number that begins with its point", skipped(b".5")),
        ("a number with a plus", skipped(b"+1")),
        ("a number in hexadecimal", skipped(b"0x1F")),
        ("NaN", skipped(b"NaN")),
        ("a comma behind the last element", skipped(b"[1,]")),
        ("a comma behind the last member", instead(r#""jane.doe"}"#, br#""jane.doe",}"#)),
        ("a bracket closed by a brace", skipped(b"[1}")),
        ("a comment", skipped(b"/* none */ 1")),
        ("a name without quotes", skipped(b"{a:1}")),
        ("a string in single quotes", skipped(b"'a'")),
        ("a byte order mark", [b"\xEF\xBB\xBF", TYPICAL.as_bytes()].concat()),
        ("the last byte cut off", TYPICAL.as_bytes()[..TYPICAL.len() - 1].to_vec()),
        ("a number for a string", instead(r#""jane.doe""#, b"7")),
    ]
    .into_iter()
    .map(|(fault, body)| Malformed { fault, body })
    .collect()
}

/// Which reader accepts which body, as a table in Markdown.
pub fn table() -> String {
    let contract = Contract::default();
    let mut ours = Ours::new(&contract);
    let mut readers = peers::readers(&contract);
    let mut table = "| body |".to_owned();
    // Writing to a `String` cannot fail.
    for reader in &readers {
        let _ = write!(table, " {} |", reader.name());
    }
    table += "\n|---|";
    table += &"---|".repeat(readers.len());
    table.push('\n');
    for malformed in bodies() {
        let _ = write!(table, "| {} |", malformed.fault);
        for reader in &mut readers {
            let cell = match reader.read(&malformed.body) {
                false => "refuses",
                true if reader.name() == Ours::NAME
                    && ours.verdict(&malformed.body) == Verdict::Marked =>
                {
                    "marks"
                }
                true => "**accepts**",
            };
            let _ = write!(table, " {cell} |");
        }
        table.push('\n');
    }
    table
}

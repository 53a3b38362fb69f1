//! A strict JSON reader that is not ours: serde_json. These are its differences from our reader:
//!
//! | serde_json | our reader | why that is right |
//! |---|---|---|
//! | accepts an escaped lone surrogate in a skipped string | refuses it everywhere | RFC 8259 leaves it open; docs/readings.md#left-open says that the codec refuses it |
//! | refuses a kept number that a double cannot hold | keeps its digits | RFC 8259, section 6, sets no range |
//! | keeps 127 levels | keeps 1,000, skips any number | docs/readings.md#answers |
//!
//! [`refusal`] removes the first difference. Values are compared ([`value`]) only if serde_json can hold them, so the
//! other two do not matter.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;

/// Returns why a body is not a JSON text; `None` if it is one.
pub(super) fn refusal(body: &[u8]) -> Option<String> {
    let text = match std::str::from_utf8(body) {
        Ok(text) => text,
        Err(error) => return Some(error.to_string()),
    };
    // serde_json checks ignored values without recursion, so the depth has no limit.
    if let Err(error) = serde_json::from_str::<IgnoredAny>(text) {
        return Some(error.to_string());
    }
    has_lone_surrogate(text).then(|| "an escaped surrogate without its partner".to_owned())
}

/// Reports whether a body is a JSON text: the same as [`refusal`], without words.
pub(super) fn accepts(body: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(body) else { return false };
    serde_json::from_str::<IgnoredAny>(text).is_ok()
        && (memchr::memmem::find(body, b"\\u").is_none() || !has_lone_surrogate(text))
}

/// Returns the value of a JSON text, if serde_json can hold it.
pub(super) fn value(body: &[u8]) -> Option<Value> {
    serde_json::from_slice(body).ok()
}

/// Reports whether a JSON text has an escaped lone surrogate. It collects the escaped units in order, with a 0 between
/// units that are not adjacent in the text, and decodes the list as UTF-16.
fn has_lone_surrogate(text: &str) -> bool {
    let mut units: Vec<u16> = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        if at > 0 {
            units.push(0); // the units are not adjacent
        }
        let escape = &rest[at + 1..];
        match escape.strip_prefix('u').and_then(|hex| u16::from_str_radix(hex.get(..4)?, 16).ok()) {
            Some(unit) => {
                units.push(unit);
                rest = &escape[5..];
            }
            None => {
                units.push(0);
                rest = escape.get(1..).unwrap_or_default();
            }
        }
    }
    char::decode_utf16(units).any(|unit| unit.is_err())
}

/// The members of an object in order, each with the text of its value.
#[derive(Debug)]
pub(super) struct Members(pub(super) Vec<(String, Box<RawValue>)>);

impl Members {
    /// Reads a body; `None` if it is not a JSON object.
    pub(super) fn read(body: &[u8]) -> Option<Self> {
        accepts(body).then(|| serde_json::from_slice(body).ok()).flatten()
    }

    /// Returns the text of the last member of this name, if it is a string.
    pub(super) fn text(&self, name: &str) -> Option<String> {
        let (_, value) = self.0.iter().rfind(|(own, _)| own == name)?;
        value.get().starts_with('"').then(|| serde_json::from_str(value.get()).ok()).flatten()
    }
}

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(MembersVisitor)
    }
}

struct MembersVisitor;

impl<'de> Visitor<'de> for MembersVisitor {
    type Value = Members;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members, A::Error> {
        let mut members = Members(Vec::new());
        while let Some(member) = map.next_entry()? {
            members.0.push(member);
        }
        Ok(members)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_as_strict_as_our_reader() {
        for (body, good) in [
            (r#"{"a":[1e999,"\ud83d\ude00"]}"#, true),
            (r#""\\ud800""#, true),
            (r#"["\ud800"]"#, false),
            (r#"["\ud800x\udc00"]"#, false),
            (r#"["\ud800\n\udc00"]"#, false),
            (r#"["\udc00\ud800"]"#, false),
            (r#"["\ud800","\udc00"]"#, false),
            ("{}x", false),
            ("", false),
        ] {
            assert_eq!(refusal(body.as_bytes()).is_none(), good, "{body}");
            assert_eq!(accepts(body.as_bytes()), good, "{body}");
        }
        assert!(refusal("[".repeat(9_999).as_bytes()).is_some());
        assert!(refusal(("[".repeat(9_999) + &"]".repeat(9_999)).as_bytes()).is_none());
        assert!(refusal(b"\"\xff\"").is_some());
    }

    #[test]
    fn members_keep_their_order() {
        let members = Members::read(br#"{"a":"x","b":{"a":1},"a":7,"c":1,"c":"y"}"#);
        let members = members.expect("an object");
        assert_eq!(members.0.len(), 5);
        assert_eq!((members.text("a"), members.text("c")), (None, Some("y".to_owned())));
        assert!(Members::read(b"[]").is_none() && Members::read(b"{").is_none());
    }
}

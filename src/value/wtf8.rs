//! Strings that are no Unicode text: `{"$wtf8": "<base64>"}` in the value form.
//!
//! Some languages' strings can hold half of a surrogate pair. The value form shows such a string by
//! its bytes in WTF-8: UTF-8 that encodes a lone surrogate as if it were a character.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::json::Json;

/// The only key of the object that stands for such a string.
pub const WTF8_KEY: &str = "$wtf8";

/// Returns the bytes of a string that is no Unicode text, if `value` stands for one.
pub fn wtf8_bytes(value: &Json) -> Option<Vec<u8>> {
    match value.members() {
        [(key, Json::String(text))] if key == WTF8_KEY => STANDARD.decode(text).ok(),
        _ => None,
    }
}

/// Returns the UTF-16 code units that WTF-8 bytes encode; `None` if the bytes are not even that.
pub fn wtf8_units(bytes: &[u8]) -> Option<Vec<u16>> {
    let mut units = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while !rest.is_empty() {
        match std::str::from_utf8(rest) {
            Ok(text) => {
                units.extend(text.encode_utf16());
                break;
            }
            Err(error) => {
                let (text, after) = rest.split_at(error.valid_up_to());
                units.extend(std::str::from_utf8(text).ok()?.encode_utf16());
                // A surrogate, U+D800 to U+DFFF, has the three bytes ED A0..BF 80..BF.
                match after {
                    [0xED, second @ 0xA0..=0xBF, third @ 0x80..=0xBF, after @ ..] => {
                        let bits = u16::from(second & 0x3F) << 6 | u16::from(third & 0x3F);
                        units.push(0xD000 | bits);
                        rest = after;
                    }
                    _ => return None,
                }
            }
        }
    }
    Some(units)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_lone_surrogates_among_text() {
        let value = Json::parse(r#"{"$wtf8":"YcOp7aCA8J+YgA=="}"#).expect("JSON");
        let bytes = wtf8_bytes(&value).expect("it is one");
        let expected: Vec<u16> =
            "aé".encode_utf16().chain([0xD800]).chain("😀".encode_utf16()).collect();
        assert_eq!(wtf8_units(&bytes), Some(expected));
        assert_eq!(wtf8_units(b"\xff"), None);
        assert_eq!(wtf8_units(b"\xed\xa0"), None);
        assert_eq!(wtf8_bytes(&Json::from("x")), None);
    }
}

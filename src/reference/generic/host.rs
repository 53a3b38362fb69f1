//! Fills in the prefix of the host.

use crate::contract::Contract;
use crate::json::Json;

/// Returns the prefix of the host with the values of its labels; nothing if the operation has none.
///
/// # Errors
///
/// The first value that is no label of a host.
pub(super) fn prefix(contract: &Contract, input: &Json) -> Result<String, String> {
    let pattern = contract.operation().shape().traits.host_prefix.as_deref().unwrap_or_default();
    let (mut filled, mut rest) = (String::new(), pattern);
    while let Some((before, behind)) = rest.split_once('{') {
        let (name, behind) = behind.split_once('}').unwrap_or((behind, ""));
        let value = input.get(name).and_then(Json::as_str).unwrap_or_default();
        if !is_label(value) {
            return Err(format!("input.{name} is a label of the host, and {value:?} is none"));
        }
        filled.push_str(before);
        filled.push_str(value);
        rest = behind;
    }
    Ok(filled + rest)
}

/// Reports whether a text can be a label of a host (RFC 1123, section 2.1).
fn is_label(text: &str) -> bool {
    let is_own = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    text.len() <= 63
        && text.bytes().all(is_own)
        && !text.is_empty()
        && !text.starts_with('-')
        && !text.ends_with('-')
}

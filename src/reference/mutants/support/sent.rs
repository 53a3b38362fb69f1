//! Changes to the request of a mutant.

use crate::json::Json;
use crate::reference::http::Draft;

/// Edits the members of a body before it is signed.
pub(in super::super) fn edit_body(draft: &mut Draft, edit: impl FnOnce(&mut Vec<(String, Json)>)) {
    if let Ok(Json::Object(mut members)) = Json::parse(&draft.body) {
        edit(&mut members);
        draft.body = Json::Object(members).to_string().into_bytes();
    }
}

/// Edits the head and the body of a written request. The head does not include the empty line at its end.
pub(in super::super) fn edit_bytes(
    bytes: Vec<u8>,
    edit: impl FnOnce(&mut String, &mut Vec<u8>),
) -> Vec<u8> {
    let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") else { return bytes };
    let mut head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let mut body = bytes[end + 4..].to_vec();
    edit(&mut head, &mut body);
    head.push_str("\r\n\r\n");
    [head.into_bytes(), body].concat()
}

/// Replaces the value of a header field in a head.
pub(in super::super) fn set_field(head: &mut String, name: &str, value: &str) {
    let lines = head.split("\r\n").map(|line| match line.split_once(':') {
        Some((own, _)) if own.eq_ignore_ascii_case(name) => format!("{own}: {value}"),
        _ => line.to_owned(),
    });
    *head = lines.collect::<Vec<_>>().join("\r\n");
}
